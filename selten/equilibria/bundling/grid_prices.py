"""What price grids say about a pair of offerings that has no pure price equilibrium: brackets, with their evidence.

A grid equilibrium is certified on its grid by a sweep, but the continuum is another game: at step h payoffs are off by
O(h), and equal prices favour whoever gets the ties. So a bracket holds the payoffs found at the finest step, on aligned
grids (with atoms: under both tie rules) and on staggered ones, and from several starts, widened by what the last
refinement changed, and at least by 1.25 h: measured errors are up to 0.25 h in differentiated markets with continuous
demand, 0.5 h with atoms, where one step undercuts a whole group, and just h in saturated ones, where the component's
lowest price is h. It is evidence, no proof, and says so.

Atoms are put on grids that represent them (where these are not too fine), with halved steps. Other distributions are
refined by zooming: a coarse grid everywhere, with ever finer prices near those that the equilibria found so far use,
solved again until all prices in use have neighbours at the finest step. On staggered grids the first firm's prices are
a quarter of a step higher, the second's three quarters, so that no firm meets its rival's price. How far grids are
refined depends on the market and the sizes below alone, never on how long it takes (unless a time limit ends it).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.bundling.expected_surplus import expected_surplus
from selten.equilibria.bundling.grid_lists import (
    LEVELS,
    ZOOM,
    ZOOM_VECTORS,
    Prices,
    fits,
    graded,
    refined,
    sizes_of,
    staggered_prices,
    uniform_prices,
    uniform_sizes,
)
from selten.equilibria.bundling.price_oracle import GridEquilibrium, grid_equilibrium
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.errors import InputError
from selten.games.prices.price_grid import price_game_on
from selten.games.prices.price_range import aligned_step, price_tops

Range = tuple[float, float]

Kind = tuple[Tie, bool]

KINDS: tuple[Kind, ...] = (("bundle", False), ("components", False), ("bundle", True))
"""Tie rules, and whether the firms' grids are staggered."""

UNTIED: tuple[Kind, ...] = (("bundle", False), ("bundle", True))
"""The same where hardly any consumer is indifferent: distributions with densities."""

COARSE = 24
ROUNDS = 8
"""Prices of a component on the grid that zooming starts from, and ROUNDS the most solves at one level of it."""

MIXED_LEVELS = 4
"""The most levels of zooming where firms mix."""

SURVEY = 500
"""With more atoms than this each grid is solved from one start, to be quick."""

FLOOR = 1.25
"""The least that brackets are widened by, in steps."""


@dataclass(frozen=True, slots=True)
class GridRun:
    """One grid equilibrium: on which grid, from which start, and what it pays."""

    step: Fraction
    tie: Tie
    pivot: int
    equilibrium: GridEquilibrium
    staggered: bool = False

    @property
    def payoffs(self) -> tuple[float, float]:
        """The profits of the firms."""
        return self.equilibrium.payoffs


@dataclass(frozen=True, slots=True)
class GridBracket:
    """Brackets of the profits and of consumer surplus, by grid evidence.

    Parameters
    ----------
    firm_1, firm_2, consumer : tuple (low, high)
    steps : tuple of Fraction
        From coarse to fine.
    runs : tuple of GridRun
        Every equilibrium found, in the order of steps, tie rules and starts.
    note : str
        What the bracket rests on.
    """

    firm_1: Range
    firm_2: Range
    consumer: Range
    steps: tuple[Fraction, ...]
    runs: tuple[GridRun, ...]
    note: str


def grid_bracket(
    market: BundlingMarket,
    offering_1: str,
    offering_2: str,
    *,
    pivots: tuple[int, ...] = (0, 1),
    enough: Callable[[], bool] | None = None,
) -> GridBracket:
    """Brackets of what a pair of offerings pays, from equilibria of price grids.

    Parameters
    ----------
    pivots : tuple of int
        First labels of Lemke-Howson: each may lead to another equilibrium.
    enough : callable, optional
        Asked after each refinement beyond the first; refines no further once it is true. Without it the result depends
        on the market alone.

    Raises
    ------
    InputError
        If no two grids could be solved.

    Examples
    --------
    >>> market = BundlingMarket(Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"]), Fraction(0))
    >>> low, high = grid_bracket(market, "001", "100").firm_1
    >>> low < 0.5092565868 < high < low + 0.005  # the exact value is (7 sqrt(5377) - 497) / 32
    True
    """
    levels: list[list[GridRun]] = []
    plan = _halving if isinstance(market.valuations, Atoms) else _zooming
    if isinstance(market.valuations, Atoms) and len(market.valuations.masses) > SURVEY:
        pivots = pivots[:1]
    for runs in plan(market, (offering_1, offering_2), pivots):
        levels.append(runs)
        if len(levels) > 1 and enough is not None and enough():
            break
    if len(levels) < 2:
        raise InputError(f"{offering_1} against {offering_2}: no two grids could be solved; allowed: smaller markets")
    return _bracket(levels, FLOOR * float(levels[-1][0].step))


def _solve(
    market: BundlingMarket,
    offerings: tuple[str, str],
    step: Fraction,
    prices: Prices,
    pivots: tuple[int, ...],
    kinds: Sequence[Kind],
) -> list[GridRun]:
    runs = []
    for tie, staggered in kinds:
        game = price_game_on(
            market, *offerings, prices=staggered_prices(prices, step) if staggered else prices, tie=tie
        )
        for pivot in pivots:
            found = grid_equilibrium(game, pivot=pivot)
            if found is not None:
                runs.append(GridRun(step, tie, pivot, found, staggered))
    return runs


def _halving(market: BundlingMarket, offerings: tuple[str, str], pivots: tuple[int, ...]) -> Iterator[list[GridRun]]:
    """Two halved steps that represent the atoms, the last as fine as the limits allow; else two that do not."""
    base, tops = aligned_step(market), price_tops(market)
    if base is None or not fits(offerings, uniform_sizes(market, offerings, base / 4, tops)):
        base = max(tops[:2]) or Fraction(1)
    halvings = 2
    while halvings < 12 and fits(offerings, uniform_sizes(market, offerings, base / 2 ** (halvings + 1), tops)):
        halvings += 1
    for k in range(halvings - 1, halvings + 1):
        step = base / 2**k
        runs = _solve(market, offerings, step, uniform_prices(market, offerings, step, tops), pivots, KINDS)
        if runs:
            yield runs


def _zooming(market: BundlingMarket, offerings: tuple[str, str], pivots: tuple[int, ...]) -> Iterator[list[GridRun]]:
    """A coarse grid, then ever finer prices around all that are in use, until those in use have fine neighbours."""
    tops = price_tops(market)
    step = max(tops[:2]) / COARSE
    prices = graded(market, uniform_prices(market, offerings, step, tops), step)
    for level in range(LEVELS):
        for _ in range(ROUNDS if level else 1):
            runs = _solve(market, offerings, step, prices, pivots, UNTIED[:1])
            finer = refined(market, prices, [run.equilibrium for run in runs], step)
            if finer == prices or not fits(offerings, sizes_of(finer), ZOOM_VECTORS):
                break
            prices = finer
        if runs:
            yield runs + _solve(market, offerings, step, prices, pivots[:1], UNTIED[1:])
        mixed = any(not run.equilibrium.pure for run in runs)
        step /= ZOOM
        prices = refined(market, prices, [run.equilibrium for run in runs], step)
        if (mixed and level + 1 >= MIXED_LEVELS) or not fits(offerings, sizes_of(prices), ZOOM_VECTORS):
            return


def _bracket(levels: list[list[GridRun]], floor: float) -> GridBracket:
    last, before = levels[-1], levels[-2]
    surplus = [_surplus(runs) for runs in (before, last)]
    profits = [[[run.payoffs[i] for run in runs] for runs in (before, last)] for i in (0, 1)]
    steps = tuple(runs[0].step for runs in levels)
    games = f"{sum(map(len, levels))} grid games (steps {', '.join(map(str, steps))}, aligned and staggered)"
    note = f"grid evidence, no proof: equilibria of {games}, widened by what the last refinement changed"
    return GridBracket(
        firm_1=_widened(profits[0][0], profits[0][1], floor),
        firm_2=_widened(profits[1][0], profits[1][1], floor),
        consumer=_widened(surplus[0], surplus[1], 2 * floor),
        steps=steps,
        runs=tuple(run for runs in levels for run in runs),
        note=note,
    )


def _surplus(runs: list[GridRun]) -> list[float]:
    """The consumer surplus of each run, once for runs that pay the same."""
    distinct = {(run.tie, run.staggered, *(round(x, 10) for x in run.payoffs)): run for run in runs}
    return [expected_surplus(run.equilibrium) for run in distinct.values()]


def _widened(before: list[float], last: list[float], floor: float) -> Range:
    """The range found last, and on either side as much as either end has moved, or the floor."""
    change = max(abs(min(last) - min(before)), abs(max(last) - max(before)), floor)
    return max(min(last) - change, 0.0), max(last) + change
