"""What each selection rule keeps of a solution, for the eye, and what is to be expected by them."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selten.equilibria.solution import Solution, Status
from selten.games.errors import InputError
from selten.report.page.equilibria import Refined
from selten.report.page.numbers import label
from selten.selection.rule import Choice, Rule

SECONDS = 20.0
"""How long all rules together may take before the rest are left out, if no limit is given."""

MOST_EQUILIBRIA = 400
"""Longer lists are tried by the quick rules only."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule with its answer; ``narrowing`` ones say what to expect, the others what to look at."""

    name: str
    choice: Choice


def kept_by_rules(solution: Solution, refined: Refined, *, seconds: float | None = None) -> tuple[Kept, ...]:
    """The answers of all rules that take the game, those of refinements first.

    Parameters
    ----------
    seconds : float, optional
        After which no further rule is begun; :data:`SECONDS` if left out.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> from selten.report.page.equilibria import refinements
    >>> hunt = solve(NormalForm.of([[[9, 0], [8, 7]], [[9, 8], [0, 7]]]))
    >>> answers = {kept.name: kept.choice.kept for kept in kept_by_rules(hunt, refinements(hunt))}
    >>> answers["payoff dominance"], answers["risk dominance"], answers["strict"]
    ((0,), (2,), (0, 2))
    """
    if not solution.equilibria:
        return ()
    budget = SECONDS if seconds is None else seconds
    begun = time.monotonic()
    answers = [Kept(name, _flagged(refined, name)) for name in ("strict", "quasi-strict", "perfect", "proper")]
    for name, rule in _rules(solution, budget):
        if time.monotonic() - begun > budget:
            answers.append(Kept(name, Choice((), "Not tried, for want of time: raise --time-limit.", False)))
            continue
        answers.append(Kept(name, _answer(rule, solution)))
    return tuple(answers)


def _flagged(refined: Refined, name: str) -> Choice:
    found = [flags[name] for flags in refined.flags]
    kept = tuple(k for k, holds in enumerate(found) if holds)
    open_ones = found.count(None)
    if open_ones:
        return Choice(kept, f"Not decided for {open_ones} of {len(found)}.", False)
    return Choice(kept, _MEANING[name])


_MEANING = {
    "strict": "Whoever changes its strategy alone loses.",
    "quasi-strict": "Every best response is played with positive probability.",
    "perfect": "Trembling-hand perfect: a limit of play in which everybody errs a little.",
    "proper": "A limit of play in which costlier errors are made much less often.",
}


def _rules(solution: Solution, seconds: float) -> Iterator[tuple[str, Rule]]:
    """The rules in the order of the page; slow ones only where the list is not long."""
    from selten.selection.component_payoffs import UndominatedComponents
    from selten.selection.elimination import EliminationOrders
    from selten.selection.payoff import ParetoUndominated, PayoffDominant
    from selten.selection.persistent import Persistent
    from selten.selection.quantal import Quantal
    from selten.selection.risk import RiskDominant

    two = len(solution.game.players) == 2
    few = len(solution.equilibria) <= MOST_EQUILIBRIA
    small = max(solution.game.counts) <= 24
    yield "payoff dominance", PayoffDominant()
    if few:
        yield "not Pareto-dominated", ParetoUndominated()
    if two and 0 < len(solution.components) <= MOST_EQUILIBRIA:
        yield "component not payoff-dominated", UndominatedComponents()
    if two and few:
        yield "risk dominance", RiskDominant(most=16)
    if few and small:
        yield "iterated weak dominance", EliminationOrders(time_limit=seconds / 4)
    if two and small:
        yield "persistent", Persistent()
    if two and few and small and solution.status is Status.COMPLETE and solution.game.kind != "enclosed":
        yield "logit branch", Quantal(time_limit=seconds / 2)


def _answer(rule: Rule, solution: Solution) -> Choice:
    try:
        return rule(solution)
    except InputError as refused:
        return Choice((), f"Does not take this game ({refused}).", False)


def expected(solution: Solution, answers: Sequence[Kept]) -> list[str]:
    """Sentences on what is to be expected, by which rules: each equilibrium that some rules keep alone.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.normal_form import NormalForm
    >>> hunt = solve(NormalForm.of([[[9, 0], [8, 7]], [[9, 8], [0, 7]]]))
    >>> expected(hunt, [Kept("payoff dominance", Choice((0,), "")), Kept("risk dominance", Choice((2,), ""))])[0]
    'Payoff dominance keeps equilibrium 0 alone: 1 plays 1, 2 plays 1.'
    """
    if len(solution.equilibria) == 1:
        only = "It is the only one" if solution.status is Status.COMPLETE else "The one found"
        return [f"{only}: {_plays(solution, 0)}."]
    alone: dict[int, list[str]] = {}
    for answer in answers:
        if answer.choice.decided and len(answer.choice.kept) == 1 and answer.name != "quasi-strict":
            alone.setdefault(answer.choice.kept[0], []).append(answer.name)
    sentences = [
        f"{_names(names)} {'keeps' if len(names) == 1 else 'keep'} equilibrium {k} alone: {_plays(solution, k)}."
        for k, names in sorted(alone.items(), key=lambda item: -len(item[1]))
    ]
    return sentences or _narrowest(solution, answers)


def _narrowest(solution: Solution, answers: Sequence[Kept]) -> list[str]:
    total = len(solution.equilibria)
    some = [a for a in answers if a.choice.decided and 0 < len(a.choice.kept) < total and a.name != "quasi-strict"]
    if not some:
        return ["No rule that was tried tells the equilibria apart."] if total else []
    best = min(some, key=lambda a: len(a.choice.kept))
    return [
        f"No rule keeps one equilibrium alone; the narrowest, {best.name}, keeps {len(best.choice.kept)} of {total}."
    ]


def _names(names: Sequence[str]) -> str:
    text = ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
    return text[0].upper() + text[1:]


def _plays(solution: Solution, k: int) -> str:
    """Who plays what, mixtures by how many strategies they are made of."""
    profile = solution.equilibria[k].profile
    parts = []
    for player, names, support in zip(solution.game.players, solution.game.strategies, profile.supports, strict=True):
        what = label(names[support[0]]).text if len(support) == 1 else f"a mixture of {len(support)} strategies"
        parts.append(f"{label(player).text} plays {what}")
    return ", ".join(parts) if len(parts) <= 6 else ", ".join(parts[:6]) + " and so on"
