"""One game of any kind in one row, by the driver and the rules of :mod:`selten.selection` themselves.

For games that do not fit the compiled batch: more players, large numbers, payoffs known by bounds.
"""

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from selten.equilibria.dominance import iterated_elimination
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import certified
from selten.equilibria.structured import structured
from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import NormalForm
from selten.games.number import number_text
from selten.games.profile import Profile
from selten.selection.entry import sequential_entry
from selten.selection.payoff import pareto_dominated
from selten.selection.proper import Proper
from selten.selection.strict import strictness
from selten.selection.trembling import TremblingHand, trembling_hand

T = TypeVar("T")
Row = dict[str, Any]
Outcomes = Sequence[tuple[int, ...]]
Products = tuple[tuple[int, ...], tuple[int, ...]] | None

PROPER_SECONDS = 20.0
"""How long it is looked for which pure equilibria of a game are proper; the column is then null."""


def game_row(
    game: NormalForm,
    rules: Sequence[str],
    products: Products,
    time_limit: float | None,
    *,
    structure: bool = False,
    solved: Solution | None = None,
) -> Row:
    """What a row says of a game: its equilibria (``solved`` if they are known), and what rules keep of the pure ones.

    With ``structure`` also Nash subsets and indices, which can take far longer than the list.

    Examples
    --------
    >>> stag_hunt = NormalForm.of([[[4, 0], [3, 3]], [[4, 3], [0, 3]]], [["stag", "hare"]] * 2)
    >>> row = game_row(stag_hunt, ["pareto", "strict"], None, None)
    >>> row["status"], row["extreme_equilibria"], row["pure_equilibria"], row["pareto"]
    ('complete', 3, '[["stag", "stag"], ["hare", "hare"]]', '[["stag", "stag"]]')
    """
    solution = solved or certified(game, time_limit=time_limit)
    if structure and len(game.players) == 2 and solution.status is Status.COMPLETE:
        solution = structured(solution)
    return solution_row(solution, rules, products)


def solution_row(solution: Solution, rules: Sequence[str], products: Products) -> Row:
    """The same for a game that is solved."""
    game = solution.game
    row: Row = {"status": solution.status.name.lower(), "reason": solution.note or None}
    if len(game.players) == 2 and solution.status is Status.COMPLETE:
        row |= {"extreme_equilibria": len(solution.equilibria), "components": component_count(solution)}
        row |= structure_row(solution) if solution.components else {}
    perfect = _perfect(solution) if "trembling" in rules else None
    if perfect is not None:
        row["perfect_equilibria"] = len(perfect)
    pure = _decided(lambda: pure_equilibria(game))
    row |= {"pure": None if pure is None else len(pure), "pure_equilibria": outcomes_text(game.strategies, pure)}
    for rule in rules:
        if rule == "trembling" and perfect is not None and pure is not None:
            kept: Outcomes | None = [outcome for outcome in pure if tuple((k,) for k in outcome) in perfect]
        else:
            kept = None if pure is None else _decided(lambda rule=rule: kept_by(rule, game, pure, products))  # type: ignore[misc]
        row[rule] = outcomes_text(game.strategies, kept)
    return row | certificate_row(solution)


def _perfect(solution: Solution) -> list[tuple[tuple[int, ...], ...]] | None:
    """The supports of all perfect extreme equilibria; None where they are not all known."""
    if len(solution.game.players) != 2 or solution.status is not Status.COMPLETE:
        return None
    choice = TremblingHand()(solution)
    return [solution.equilibria[k].profile.supports for k in choice.kept] if choice.decided else None


def component_count(solution: Solution) -> int:
    """How many connected components the extreme equilibria of a complete two-player solution form.

    Two of them are connected if they share a strategy of a player: then all between them are equilibria.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> component_count(solve(NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])))
    2
    """
    if solution.components:
        return len(solution.components)
    pairs: Sequence[tuple[Any, Any]]
    if solution.extreme is not None:
        pairs = solution.extreme.pairs
    else:
        pairs = [(first, second) for first, second in (e.profile.strategies for e in solution.equilibria)]
    groups: list[tuple[set[Any], set[Any]]] = []
    for first, second in pairs:
        joined, apart = ({first}, {second}), []
        for group in groups:
            if first in group[0] or second in group[1]:
                joined = joined[0] | group[0], joined[1] | group[1]
            else:
                apart.append(group)
        groups = [*apart, joined]
    return len(groups)


def structure_row(solution: Solution) -> Row:
    """The numbers of Nash subsets and the index of each component, in the order of the components."""
    indices = [component.index for component in solution.components]
    return {"nash_subsets": len(solution.nash_subsets) or None, "indices": json.dumps(indices)}


def certificate_row(solution: Solution) -> Row:
    """The largest regret among the certificates, and of which kind they are; None without an equilibrium."""
    certificates = [equilibrium.certificate for equilibrium in solution.equilibria]
    if not certificates:
        return {"certificate": None, "regret": None, "exact": None}
    regrets = [certificate.regret for certificate in certificates]
    exact = all(certificate.exact for certificate in certificates)
    if exact and all(isinstance(regret, (Fraction, int)) for regret in regrets):
        text = number_text(max(regrets))
    else:
        text = repr(max(float(r.high if isinstance(r, Enclosed) else r) for r in regrets))
    return {"certificate": certificates[0].kind, "regret": text, "exact": exact}


def kept_by(rule: str, game: NormalForm, pure: Outcomes, products: Products) -> Outcomes | None:
    """The pure equilibria that a rule keeps (for sequential entry: its outcomes); None where it cannot say.

    Raises
    ------
    Undecided
        If bounds leave it open.
    """
    if rule == "pareto":
        dominated = {worse for worse, _ in pareto_dominated(game, pure)}
        return [outcome for outcome in pure if outcome not in dominated]
    if rule == "strict":
        return [outcome for outcome in pure if strictness(game, Profile.pure(game.counts, outcome)).strict]
    if rule == "iterated_weak_dominance":
        left = iterated_elimination(game).remaining
        return [outcome for outcome in pure if all(k in own for k, own in zip(outcome, left, strict=True))]
    if len(game.players) != 2:
        return None
    if rule == "trembling":
        return [outcome for outcome in pure if trembling_hand(game, Profile.pure(game.counts, outcome)).perfect]
    if rule == "sequential_entry":
        return None if products is None else sequential_entry(game, products)
    return proper_outcomes(game, pure)


def proper_outcomes(game: NormalForm, pure: Outcomes) -> Outcomes | None:
    """The pure equilibria that are proper; None if that is open for one of them."""
    answers = Proper(seconds=PROPER_SECONDS).decide(game, [Profile.pure(game.counts, outcome) for outcome in pure])
    if any(answer.proper is None for answer in answers):
        return None
    return [outcome for outcome, answer in zip(pure, answers, strict=True) if answer.proper]


def outcomes_text(labels: Sequence[Sequence[str]], outcomes: Outcomes | None) -> str | None:
    """Outcomes as rows hold them: a JSON list with one list of strategies for each.

    Examples
    --------
    >>> outcomes_text([["a", "b"], ["c", "d"]], [(0, 1)])
    '[["a", "d"]]'
    """
    if outcomes is None:
        return None
    named = [[own[k] for own, k in zip(labels, outcome, strict=True)] for outcome in outcomes]
    return json.dumps(named, ensure_ascii=False)


def _decided(compute: Callable[[], T]) -> T | None:
    try:
        return compute()
    except Undecided:
        return None
