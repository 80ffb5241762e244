"""The equilibria of a solution as rows with bars, and what the filters of the page ask of each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from selten.equilibria.solution import Equilibrium, Solution
from selten.games.normal_form import NormalForm
from selten.report.page.numbers import Shown, label, point, shown
from selten.selection.strict import strict_and_quasi

MOST_ROWS = 300
"""Equilibria that a page lists."""

MOST_BARS = 12
"""Strategies of one player that a row shows."""

REFINEMENTS = ("strict", "quasi-strict", "perfect", "proper")
"""Each implies quasi-strict or perfect: strict ones are all four, proper ones are perfect."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A strategy played, its probability, and that in per cent for the length of the bar."""

    name: Shown
    probability: Shown
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """An equilibrium of the list.

    Parameters
    ----------
    number : int
        Its position in the solution.
    played : tuple of tuple of Bar
        For each player; ``hidden`` is how many more strategies each plays.
    flags : mapping from refinement to bool or None
        None where it is open.
    values : tuple of float
        The payoffs, for the filters.
    words : str
        The names of the strategies played, in small letters, for the search.
    """

    number: int
    component: int | None
    pure: bool
    played: tuple[tuple[Bar, ...], ...]
    hidden: tuple[int, ...]
    payoffs: tuple[Shown, ...]
    values: tuple[float, ...]
    flags: dict[str, bool | None]
    regret: Shown
    words: str

    @property
    def marks(self) -> str:
        """What the filter of refinements looks at."""
        return " ".join([*(name for name, holds in self.flags.items() if holds), "pure" if self.pure else "mixed"])


@dataclass(frozen=True, slots=True)
class Refined:
    """For each equilibrium of a solution each refinement: yes, no, or None for open."""

    flags: tuple[dict[str, bool | None], ...]

    def count(self, name: str, positions: Collection[int]) -> Shown:
        """How many of these equilibria have the refinement, in words.

        Examples
        --------
        >>> refined = Refined(({"perfect": True}, {"perfect": False}, {"perfect": None}))
        >>> [refined.count("perfect", own).text for own in ([0, 1], [0], [2])]
        ['1 of 2', 'all', 'open']
        """
        found = [self.flags[k][name] for k in positions]
        yes = sum(map(bool, found))
        if None in found:
            return Shown(f"{yes} or more" if yes else "open")
        return Shown({0: "none", len(found): "all"}.get(yes, f"{yes} of {len(found)}"))


def refinements(solution: Solution, perfect: Sequence[bool | None] = (), proper: Sequence[bool | None] = ()) -> Refined:
    """What is known of each equilibrium; what was not asked (an empty sequence) is open.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> refinements(solve(NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])), (True,), (None,)).flags
    ({'strict': True, 'quasi-strict': True, 'perfect': True, 'proper': True},)
    """
    count = len(solution.equilibria)
    both = _strict(solution)
    result = []
    for k in range(count):
        strict, quasi = both[k] if both[k] is not None else (None, None)  # type: ignore[misc]
        own: dict[str, bool | None] = {"strict": strict, "quasi-strict": quasi}
        own["perfect"] = True if strict else perfect[k] if perfect else None
        own["proper"] = True if strict else False if own["perfect"] is False else proper[k] if proper else None
        result.append(own)
    return Refined(tuple(result))


def _strict(solution: Solution) -> Sequence[tuple[bool, bool] | None]:
    found = strict_and_quasi(solution)
    if found is not None:
        return found
    alone = [strict_and_quasi(replace(solution, equilibria=(one,), extreme=None)) for one in solution.equilibria]
    return [None if one is None else one[0] for one in alone]


def listed(solution: Solution, first: Collection[int] = ()) -> tuple[int, ...]:
    """The positions that are listed: all while few; else those of ``first``, the pure ones, and the first others."""
    count = len(solution.equilibria)
    if count <= MOST_ROWS:
        return tuple(range(count))
    order = dict.fromkeys(sorted(first)[: MOST_ROWS // 3])
    pure = (k for k in range(count) if solution.equilibria[k].profile.is_pure)
    for k, _ in zip(pure, range(MOST_ROWS // 3), strict=False):
        order[k] = None
    for k in range(count):
        if len(order) >= MOST_ROWS:
            break
        order[k] = None
    return tuple(sorted(order))


def rows(solution: Solution, refined: Refined, positions: Sequence[int]) -> tuple[Row, ...]:
    """The rows of the equilibria at these positions."""
    home = {k: number for number, part in enumerate(solution.components) for k in part.equilibria}
    return tuple(_row(solution.game, k, solution.equilibria[k], home.get(k), refined.flags[k]) for k in positions)


def _row(
    game: NormalForm, number: int, equilibrium: Equilibrium, component: int | None, flags: dict[str, bool | None]
) -> Row:
    played = [_bars(names, own) for names, own in zip(game.strategies, equilibrium.profile.strategies, strict=True)]
    supports = equilibrium.profile.supports
    search = " ".join(game.strategies[i][s] for i, own in enumerate(supports) for s in own)
    return Row(
        number,
        component,
        equilibrium.profile.is_pure,
        tuple(bars[:MOST_BARS] for bars in played),
        tuple(max(0, len(bars) - MOST_BARS) for bars in played),
        tuple(shown(value, digits=4) for value in equilibrium.payoffs),
        tuple(map(point, equilibrium.payoffs)),
        flags,
        _regret(equilibrium),
        search.lower()[:20_000],
    )


def _bars(names: Sequence[str], own: Sequence[Any]) -> tuple[Bar, ...]:
    return tuple(
        Bar(label(name), shown(p, digits=4), round(min(100.0, max(0.0, 100 * point(p))), 2))
        for name, p in zip(names, own, strict=True)
        if p != 0
    )


def _regret(equilibrium: Equilibrium) -> Shown:
    certificate = equilibrium.certificate
    if certificate.exact:
        return shown(certificate.regret)
    return Shown(f"≤ {float(certificate.regret):.2g}", f"proven bound {float(certificate.regret)!r}", True)
