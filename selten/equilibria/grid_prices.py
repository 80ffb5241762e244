"""What price grids say about a pair of offerings that has no pure price equilibrium: brackets, with their evidence.

A grid equilibrium is certified on its grid by a sweep, but the continuum is another game: at step h payoffs are off by
O(h), and equal prices favour whoever gets the ties. So a bracket holds the payoffs found at the finest step under both
tie rules and from several starts, widened by what the last refinement changed, and at least by a share of h: measured
errors are up to 0.25 h where demand is continuous and up to 0.5 h with atoms, where one step undercuts a whole group;
twice that is taken. It is evidence, no proof, and says so.

Atoms are put on grids that represent them (where these are not too fine), with halved steps. Other distributions are
refined by zooming: a coarse grid everywhere, with ever finer prices near those that the equilibria found so far use.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from selten.equilibria.expected_surplus import expected_surplus
from selten.equilibria.price_oracle import GridEquilibrium, grid_equilibrium
from selten.games.atoms import Atoms, Tie
from selten.games.bundling import BundlingMarket
from selten.games.errors import InputError
from selten.games.price_grid import NAMES, aligned_step, price_game, price_game_on, price_tops

Prices = tuple[Mapping[str, Sequence[Fraction]], Mapping[str, Sequence[Fraction]]]
Range = tuple[float, float]

TIES: tuple[Tie, ...] = ("bundle", "components")

COARSE = 24
"""Prices of a component on the grid that zooming starts from."""

ZOOM = 4
"""How much finer each level of zooming is."""

LEVELS = 5

FLOOR = {True: Fraction(1), False: Fraction(1, 2)}
"""The least that brackets are widened by, in steps: with atoms (True) and without."""

GROWTH = 5
"""How much longer each refinement takes than the one before, by experience."""

MOST_CELLS = 2_000_000
"""The largest demand table, and MOST_VECTORS the longest list of price vectors, that a bracket uses."""

MOST_VECTORS = 40_000


@dataclass(frozen=True, slots=True)
class GridRun:
    """One grid equilibrium: on which grid, from which start, and what it pays."""

    step: Fraction
    tie: Tie
    pivot: int
    equilibrium: GridEquilibrium

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
    market: BundlingMarket, offering_1: str, offering_2: str, *, seconds: float = 8.0, pivots: tuple[int, ...] = (0, 1)
) -> GridBracket:
    """Brackets of what a pair of offerings pays, from equilibria of price grids.

    Parameters
    ----------
    seconds : float
        No refinement begins that should end later; at least two grids are solved.
    pivots : tuple of int
        First labels of Lemke-Howson: each may lead to another equilibrium.

    Raises
    ------
    InputError
        If no two grids could be solved.

    Examples
    --------
    >>> market = BundlingMarket(Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"]), Fraction(0))
    >>> low, high = grid_bracket(market, "001", "100", seconds=0.1).firm_1
    >>> low < 0.5092565868 < high  # the exact value is (7 sqrt(5377) - 497) / 32
    True
    """
    begun = time.perf_counter()
    levels: list[list[GridRun]] = []
    for step, prices in _levels(market, (offering_1, offering_2), levels):
        started = time.perf_counter()
        runs = _solve(market, (offering_1, offering_2), step, prices, pivots)
        now = time.perf_counter()
        if runs:
            levels.append(runs)
        if len(levels) > 1 and now - begun + GROWTH * (now - started) > seconds:
            break
    if len(levels) < 2:
        raise InputError(f"{offering_1} against {offering_2}: no two grids could be solved; allowed: smaller markets")
    return _bracket(levels, float(levels[-1][0].step * FLOOR[isinstance(market.valuations, Atoms)]))


def _solve(
    market: BundlingMarket,
    offerings: tuple[str, str],
    step: Fraction,
    prices: Prices | None,
    pivots: tuple[int, ...],
) -> list[GridRun]:
    runs = []
    for tie in TIES:
        if prices is None:
            game = price_game(market, *offerings, step=step, tie=tie)
        else:
            game = price_game_on(market, *offerings, prices=prices, tie=tie)
        for pivot in pivots:
            found = grid_equilibrium(game, pivot=pivot)
            if found is not None:
                runs.append(GridRun(step, tie, pivot, found))
    return runs


def _levels(
    market: BundlingMarket, offerings: tuple[str, str], done: list[list[GridRun]]
) -> Iterable[tuple[Fraction, Prices | None]]:
    if isinstance(market.valuations, Atoms):
        for step in _atom_steps(market, offerings):
            yield step, None
        return
    step = max(price_tops(market)[:2]) / COARSE
    coarse = {name: _multiples(step, top) for name, top in zip(NAMES, price_tops(market), strict=True)}
    yield step, (coarse, coarse)
    for _ in range(LEVELS - 1):
        finer = step / ZOOM
        near = _near(coarse, [run.equilibrium for run in done[-1]] if done else [], step, finer)
        if _size(offerings, near)[0] > MOST_CELLS or _size(offerings, near)[1] > MOST_VECTORS:
            return
        yield finer, near
        step = finer


def _atom_steps(market: BundlingMarket, offerings: tuple[str, str]) -> list[Fraction]:
    """Three halved steps that represent the atoms, the last as fine as the limits allow; else three that do not."""
    top = max(price_tops(market)[:2])
    base = aligned_step(market)
    assert base is not None  # the valuations are atoms
    if not _fits(market, offerings, base / 4):
        base = top or Fraction(1)
    halvings = 2
    while _fits(market, offerings, base / 2 ** (halvings + 1)) and halvings < 12:
        halvings += 1
    return [base / 2**k for k in range(halvings - 2, halvings + 1)]


def _fits(market: BundlingMarket, offerings: tuple[str, str], step: Fraction) -> bool:
    lists = {name: range(int(top / step) + 1) for name, top in zip(NAMES, price_tops(market), strict=True)}
    cells, vectors = _size(offerings, (lists, lists))
    return cells <= MOST_CELLS and vectors <= MOST_VECTORS


def _size(offerings: tuple[str, str], prices: tuple[Mapping[str, Sequence[object]], ...]) -> tuple[int, int]:
    """How many cells the demand table has at most, and the longest list of price vectors."""
    lengths = [
        [len(own[name]) if bit == "1" else 0 for name, bit in zip(NAMES, offering, strict=True)]
        for own, offering in zip(prices, offerings, strict=True)
    ]
    cells = prod(max(a, b, 1) if max(a, b) in (0, a) else a + b for a, b in zip(*lengths, strict=True))
    return cells, max(prod(n or 1 for n in own) for own in lengths)


def _multiples(step: Fraction, top: Fraction) -> list[Fraction]:
    return [k * step for k in range(int(top / step) + 1)]


def _near(
    coarse: Mapping[str, Sequence[Fraction]], found: list[GridEquilibrium], step: Fraction, finer: Fraction
) -> Prices:
    """The coarse prices, and finer ones up to two old steps from every price in use."""
    lists = []
    for firm in (0, 1):
        own = {name: set(prices) for name, prices in coarse.items()}
        for equilibrium in found:
            for strategy in equilibrium.supports[firm].tolist():
                for name, price in equilibrium.game.price_vector(firm, strategy).items():
                    centre = round(price / finer)
                    own[name] |= {j * finer for j in range(max(centre - 2 * ZOOM, 0), centre + 2 * ZOOM + 1)}
        lists.append({name: sorted(prices) for name, prices in own.items()})
    return lists[0], lists[1]


def _bracket(levels: list[list[GridRun]], floor: float) -> GridBracket:
    last, before = levels[-1], levels[-2]
    surplus = [_surplus(runs) for runs in (before, last)]
    profits = [[[run.payoffs[i] for run in runs] for runs in (before, last)] for i in (0, 1)]
    steps = tuple(runs[0].step for runs in levels)
    games = f"{sum(map(len, levels))} grid games (steps {', '.join(map(str, steps))}, both tie rules)"
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
    distinct = {(run.tie, *(round(x, 10) for x in run.payoffs)): run for run in runs}
    return [expected_surplus(run.equilibrium) for run in distinct.values()]


def _widened(before: list[float], last: list[float], floor: float) -> Range:
    """The range found last, and on either side as much as either end has moved, or the floor."""
    change = max(abs(min(last) - min(before)), abs(max(last) - max(before)), floor)
    return max(min(last) - change, 0.0), max(last) + change
