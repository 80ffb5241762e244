"""Whether a list that claims to hold all extreme equilibria does, with the subsets and components that it claims."""

from fractions import Fraction
from typing import Any

from selten.cli.tree_claims import incomplete_tree
from selten.equilibria.solution import Progress, Solution, Status
from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import Game, normal_form
from selten.games.number import exact_number

Strategies = tuple[tuple[Fraction, ...], ...]


def incomplete(game: Game, claim: dict[str, Any], source: str, *, progress: Progress | None = None) -> list[str]:
    """A sentence for everything that a claimed complete list has not, has too much, or has in the wrong place.

    Lists that claim less than status ``complete`` are not examined; those of subgame-perfect equilibria are held
    against backward induction.

    Raises
    ------
    InputError
        For a number that is none.
    """
    if claim.get("status") != "complete":
        return []
    if claim.get("solver") == "selten-backward" and isinstance(game, ExtensiveForm):
        return incomplete_tree(game, claim, source)
    truth = solve(normal_form(game), progress=progress)
    if truth.status is not Status.COMPLETE:
        return [f"status: claimed complete, which was not reproduced ({truth.note or truth.status.value})"]
    listed = [_strategies(one, f"{source}: equilibria[{k}]") for k, one in enumerate(claim["equilibria"])]
    extreme = {e.profile.strategies: k for k, e in enumerate(truth.equilibria)}
    missing = len(set(extreme) - set(listed))
    surplus = len(listed) - len(set(extreme) & set(listed))
    if missing or surplus:
        return [f"status: claimed complete; {missing} extreme equilibria are missing, {surplus} entries are surplus"]
    return _structure(claim, truth, [extreme[own] for own in listed])


def _structure(claim: dict[str, Any], truth: Solution, places: list[int]) -> list[str]:
    problems = []
    subsets = {frozenset(subset) for subset in truth.nash_subsets}
    if "nash_subsets" in claim and {_placed(own, places) for own in _list(claim, "nash_subsets")} != subsets:
        problems.append("nash_subsets: not the maximal Nash subsets")
    if "components" not in claim:
        return problems
    components = {frozenset(part.equilibria): part.index for part in truth.components}
    claimed = [part if isinstance(part, dict) else {} for part in _list(claim, "components")]
    indices = {_placed(part.get("equilibria"), places): part.get("index") for part in claimed}
    if set(indices) != set(components) or len(claimed) != len(components):
        problems.append("components: not the connected components")
    elif any(isinstance(own, bool) or own not in (None, components[part]) for part, own in indices.items()):
        problems.append("components: not the indices")
    return problems


def _list(claim: dict[str, Any], key: str) -> list[Any]:
    if not isinstance(claim[key], list):
        raise InputError(f"{key}: got {claim[key]!r}; allowed: a list")
    return list(claim[key])


def _placed(positions: Any, places: list[int]) -> frozenset[int]:
    if not isinstance(positions, list) or not all(type(k) is int and 0 <= k < len(places) for k in positions):
        raise InputError(f"positions of equilibria: got {positions!r}; allowed: a list of numbers below {len(places)}")
    return frozenset(places[k] for k in positions)


def _strategies(one: Any, field: str) -> Strategies:
    rows = one["strategies"]
    return tuple(tuple(exact_number(p, f"{field}: strategies[{i}]") for p in row) for i, row in enumerate(rows))
