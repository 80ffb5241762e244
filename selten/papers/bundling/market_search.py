"""Search for markets in which a claim about price equilibria fails: coarse grids first, finer ones where it seems to.

The price game of each pair of offerings is solved on a grid under both tie rules and from several starts; every
equilibrium counted is proven exactly on its grid. A market is flagged if what was found contradicts the claim on the
coarsest grid under both tie rules, and kept if it still does on every finer one, on the finest by more than some steps.

What this shows: a market kept has price games, on these grids, with equilibria that contradict the claim. Equilibria
that the starts did not lead to may not, and neither may the continuum: for that see
:mod:`selten.equilibria.prices.lifting` and :mod:`selten.equilibria.prices.complete`. A market that is not flagged shows
no more than that these starts found nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.prices.continuum import TIES
from selten.equilibria.prices.solve import solve_prices
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError
from selten.games.number import number_text
from selten.games.prices.grids import duopoly_game
from selten.papers.bundling.market_families import fits_the_paper, random_market

Range = tuple[Fraction, Fraction]
Payoffs = tuple[Range, Range]
"""The least and the most that each firm earns in the equilibria found."""

STEPS = (Fraction(1, 6), Fraction(1, 12), Fraction(1, 24))
"""The grids, coarse to fine; valuations are whole numbers."""

STARTS = 2
"""From how many starts each game is solved on the coarsest grid; twice as many on finer ones."""


@dataclass(frozen=True, slots=True)
class Question:
    """A claim that some market may contradict.

    Parameters
    ----------
    statement : str
        The claim.
    pairs : tuple of pairs of offerings
        Whose price games matter.
    families : tuple of str
        Of :data:`selten.papers.bundling.market_families.FAMILIES`, taken in turn.
    excesses : tuple of callables
        By how much profits found under one tie rule (those of each pair) contradict the claim, in each direction in
        which they may; the complementarity comes second.
    slack : tuple of two int
        How many steps of the grid that must exceed, on the finest grid and on coarser ones.
    negative : bool
        Whether markets with a negative complementarity are tried too.
    """

    statement: str
    pairs: tuple[tuple[str, str], ...]
    families: tuple[str, ...]
    excesses: tuple[Callable[[Sequence[Payoffs], Fraction], Fraction], ...]
    slack: tuple[int, int]
    negative: bool


def hurt(payoffs: Sequence[Payoffs], delta: Fraction) -> Fraction:
    """By how much the bundler earns less with the component than without, whichever equilibria are compared."""
    alone, beside = payoffs
    return alone[0][0] - beside[0][1]


def helped(payoffs: Sequence[Payoffs], delta: Fraction) -> Fraction:
    """By how much the bundler earns more with the component than without, whichever equilibria are compared."""
    alone, beside = payoffs
    return beside[0][0] - alone[0][1]


def no_war(payoffs: Sequence[Payoffs], delta: Fraction) -> Fraction:
    """The most that an equilibrium pays beyond the complementarity for the bundler, and nothing for the other."""
    ((bundler, components),) = payoffs
    return max(bundler[1] - delta, components[1])


_BESIDE = (("001", "100"), ("011", "100"))

QUESTIONS: Mapping[str, Question] = {
    "hurts": Question(
        "Adding the other component to its bundle does not cost a bundler profit against one component.",
        _BESIDE,
        ("symmetric", "free", "comonotone", "countermonotone"),
        (hurt,),
        (1, 0),
        True,
    ),
    "lemma-6": Question(
        "With perfectly correlated valuations a bundler earns the same with and without the other component.",
        _BESIDE,
        ("comonotone", "countermonotone"),
        (hurt, helped),
        (1, 0),
        False,
    ),
    "lemma-4": Question(
        "A bundle against both components earns the complementarity, and the components nothing.",
        (("001", "110"),),
        ("symmetric", "free", "comonotone", "countermonotone"),
        (no_war,),
        (2, 2),
        False,
    ),
}
"""What can be searched for."""


@dataclass(frozen=True, slots=True)
class Level:
    """What one grid says.

    Parameters
    ----------
    step : Fraction
    payoffs : tuple of tuples of Payoffs
        For each tie rule (the bundle's first) and pair; empty if some game was not solved.
    excess : Fraction
        By how much they contradict the claim under both tie rules, in the same direction.
    unproven : int
        How many starts led to no proven equilibrium.
    """

    step: Fraction
    payoffs: tuple[tuple[Payoffs, ...], ...]
    excess: Fraction
    unproven: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A market, and what the grids said until one did not contradict the claim.

    ``flagged`` on the coarsest grid, ``kept`` on all.
    """

    family: str
    number: int
    market: BundlingMarket
    levels: tuple[Level, ...]
    flagged: bool
    kept: bool

    def record(self) -> dict[str, Any]:
        """As JSON data: exact numbers as strings."""
        atoms = self.market.valuations
        assert isinstance(atoms, Atoms)
        return {
            "number": self.number,
            "family": self.family,
            "values": [[number_text(x) for x in value] for value in atoms.values],
            "masses": [number_text(mass) for mass in atoms.masses],
            "delta": number_text(self.market.complementarity),
            "fits_the_paper": fits_the_paper(self.market),
            "flagged": self.flagged,
            "kept": self.kept,
            "levels": [
                {
                    "step": number_text(level.step),
                    "excess": number_text(level.excess),
                    "payoffs": [
                        [[[number_text(x) for x in firm] for firm in pair] for pair in tie] for tie in level.payoffs
                    ],
                    "unproven": level.unproven,
                }
                for level in self.levels
            ],
        }


def search(question: str, *, seed: int, numbers: Sequence[int], starts: int = STARTS) -> Iterator[Finding]:
    """Examine the markets of these numbers, one after the other.

    Raises
    ------
    InputError
        For an unknown question.

    Examples
    --------
    >>> [found.kept for found in search("lemma-4", seed=0, numbers=range(1))]
    [False]
    """
    if question not in QUESTIONS:
        raise InputError(f"question: got {question!r}; allowed: {', '.join(QUESTIONS)}")
    asked = QUESTIONS[question]
    for number in numbers:
        family = asked.families[number % len(asked.families)]
        market = random_market(family, seed=seed, number=number, negative=asked.negative)
        yield examine(asked, market, family=family, number=number, starts=starts)


def examine(
    question: Question,
    market: BundlingMarket,
    *,
    family: str = "",
    number: int = 0,
    steps: Sequence[Fraction] = STEPS,
    starts: int = STARTS,
) -> Finding:
    """What the grids say of one market, from the coarsest on, until one does not contradict the claim.

    Examples
    --------
    >>> from selten.papers.bundling.market_families import atoms
    >>> market = BundlingMarket(atoms([(1, 1), (4, 4), (5, 5)], [1, 1, 1]), Fraction(0))
    >>> found = examine(QUESTIONS["lemma-6"], market, steps=(Fraction(1, 7), Fraction(1, 21)))
    >>> found.kept, [str(level.excess) for level in found.levels]
    (True, ['2/21', '2/21'])
    """
    levels: list[Level] = []
    contradicted = True
    while contradicted and len(levels) < len(steps):
        step = steps[len(levels)]
        levels.append(_level(question, market, step, starts if not levels else 2 * starts))
        slack = question.slack[0 if len(levels) == len(steps) else 1]
        contradicted = levels[-1].excess > slack * step
    return Finding(family, number, market, tuple(levels), contradicted or len(levels) > 1, contradicted)


def _level(question: Question, market: BundlingMarket, step: Fraction, starts: int) -> Level:
    games = [[duopoly_game(market, *pair, step=step, tie=tie) for pair in question.pairs] for tie in TIES]
    solutions = [[solve_prices(game, starts=starts) for game in games_] for games_ in games]
    unproven = sum(s.unsolved + sum(not e.exact for e in s.equilibria) for own in solutions for s in own)
    found = [[[e.payoffs for e in s.equilibria if e.exact] for s in own] for own in solutions]
    if not all(pairs for own in found for pairs in own):
        return Level(step, (), Fraction(0), unproven)
    payoffs = tuple(tuple(_ranges(pairs) for pairs in own) for own in found)
    excess = max(min(by(own, market.complementarity) for own in payoffs) for by in question.excesses)
    return Level(step, payoffs, excess, unproven)


def _ranges(payoffs: Sequence[tuple[Any, Any]]) -> Payoffs:
    """The least and the most of each firm."""
    first, second = zip(*payoffs, strict=True)
    return (min(first), max(first)), (min(second), max(second))
