"""A solution as the JSON contract has it."""

from typing import Any

from selten import __version__
from selten.cli.output import number
from selten.equilibria.compare import Comparison
from selten.equilibria.solution import Component, Equilibrium, Solution, Status

_STOPPED = "Stopped by Ctrl-C with what was certified until then."
_HALTED = "Ctrl-C came before all else was known of them."


def solution_data(
    solution: Solution,
    perfect: tuple[bool | None, ...],
    comparison: Comparison | None = None,
    *,
    proper: tuple[bool | None, ...] = (),
    interrupted: bool = False,
) -> dict[str, Any]:
    """The object that ``selten solve --json`` prints; ``comparison`` is there if an engine was asked for.

    ``proper`` is for each equilibrium, or empty where it was not asked; ``interrupted``: Ctrl-C came before the end.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> data = solution_data(solve(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])), (True,))
    >>> data["status"], data["equilibria"][0]["strategies"], data["components"]
    ('complete', [['0', '1'], ['0', '1']], [{'equilibria': [0], 'index': 1}])
    """
    home = {k: place for place, part in enumerate(solution.components) for k in part.equilibria}
    data: dict[str, Any] = {
        "selten": __version__,
        "players": list(solution.game.players),
        "strategies": [list(own) for own in solution.game.strategies],
        "solver": solution.solver,
        "status": solution.status.name.lower(),
        "message": message(solution, interrupted=interrupted),
        "seconds": solution.seconds,
        "seconds_structure": solution.seconds_structure,
        "equilibria": [
            {**_equilibrium(e, is_perfect), "proper": proper[k] if proper else None, "component": home.get(k)}
            for k, (e, is_perfect) in enumerate(zip(solution.equilibria, perfect, strict=True))
        ],
        "nash_subsets": [list(subset) for subset in solution.nash_subsets],
        "components": [_component(part) for part in solution.components],
    }
    if comparison is not None:
        data["comparison"] = comparison_data(comparison)
    return data


def message(solution: Solution, *, interrupted: bool = False) -> str:
    """The sentence of the status, and the solver's note if it has one."""
    limited = interrupted and solution.status is Status.LIMIT
    sentence = _STOPPED if limited else solution.status.value + (" " + _HALTED if interrupted else "")
    return f"{sentence} Note: {solution.note}." if solution.note else sentence


def comparison_data(row: Comparison) -> dict[str, Any]:
    """One engine against our complete answer."""
    return {
        "found": row.found,
        "missed": row.missed,
        "non_extreme": row.non_extreme,
        "false": row.false,
        "repeats": row.repeats,
        "seconds": row.seconds,
    }


def _equilibrium(equilibrium: Equilibrium, perfect: bool | None) -> dict[str, Any]:
    return {
        "strategies": [[number(p) for p in own] for own in equilibrium.profile.strategies],
        "payoffs": [number(value) for value in equilibrium.payoffs],
        "regret": number(equilibrium.certificate.regret),
        "exact": equilibrium.certificate.exact,
        "pure": equilibrium.profile.is_pure,
        "perfect": perfect,
    }


def _component(part: Component) -> dict[str, Any]:
    return {"equilibria": list(part.equilibria), "index": part.index}
