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

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from selten.equilibria.expected_surplus import expected_surplus
from selten.equilibria.price_oracle import GridEquilibrium, grid_equilibrium
from selten.games.atoms import Atoms, Tie
from selten.games.bundling import BundlingMarket
from selten.games.errors import InputError
from selten.games.price_grid import price_game_on
from selten.games.price_range import NAMES, aligned_step, price_tops

Prices = tuple[Mapping[str, Sequence[Fraction]], Mapping[str, Sequence[Fraction]]]
Range = tuple[float, float]
Sizes = Mapping[str, int]
Tops = tuple[Fraction, Fraction, Fraction]

Kind = tuple[Tie, bool]

KINDS: tuple[Kind, ...] = (("bundle", False), ("components", False), ("bundle", True))
"""Tie rules, and whether the firms' grids are staggered."""

UNTIED: tuple[Kind, ...] = (("bundle", False), ("bundle", True))
"""The same where hardly any consumer is indifferent: distributions with densities."""

COARSE = 24
ROUNDS = 8
"""Prices of a component on the grid that zooming starts from, and ROUNDS the most solves at one level of it."""

ZOOM = 4
"""How much finer each level of zooming is."""

LEVELS = 5
"""The most levels of zooming; where firms mix, MIXED_LEVELS."""

MIXED_LEVELS = 4

SURVEY = 500
"""With more atoms than this each grid is solved from one start: its tables take the time."""

FLOOR = 1.25
"""The least that brackets are widened by, in steps."""

MOST_CELLS = 2_000_000
"""The largest demand table, and MOST_VECTORS the longest list of price vectors, that a bracket uses."""

MOST_VECTORS = 140_000

ZOOM_VECTORS = 12_000
"""The longest list of price vectors when zooming, which solves many games."""


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
        game = price_game_on(market, *offerings, prices=_staggered(prices, step) if staggered else prices, tie=tie)
        for pivot in pivots:
            found = grid_equilibrium(game, pivot=pivot)
            if found is not None:
                runs.append(GridRun(step, tie, pivot, found, staggered))
    return runs


def _staggered(prices: Prices, step: Fraction) -> Prices:
    first, second = (
        {name: [p + share * step for p in given] for name, given in own.items()}
        for own, share in zip(prices, (Fraction(1, 4), Fraction(3, 4)), strict=True)
    )
    return first, second


def _halving(market: BundlingMarket, offerings: tuple[str, str], pivots: tuple[int, ...]) -> Iterator[list[GridRun]]:
    """Two halved steps that represent the atoms, the last as fine as the limits allow; else two that do not."""
    base, tops = aligned_step(market), price_tops(market)
    if base is None or not _fits(offerings, _lengths(market, offerings, base / 4, tops)):
        base = max(tops[:2]) or Fraction(1)
    halvings = 2
    while halvings < 12 and _fits(offerings, _lengths(market, offerings, base / 2 ** (halvings + 1), tops)):
        halvings += 1
    for k in range(halvings - 1, halvings + 1):
        step = base / 2**k
        runs = _solve(market, offerings, step, _uniform(market, offerings, step, tops), pivots, KINDS)
        if runs:
            yield runs


def _zooming(market: BundlingMarket, offerings: tuple[str, str], pivots: tuple[int, ...]) -> Iterator[list[GridRun]]:
    """A coarse grid, then ever finer prices around all that are in use, until those in use have fine neighbours."""
    tops = price_tops(market)
    step = max(tops[:2]) / COARSE
    prices = _graded(market, _uniform(market, offerings, step, tops), step)
    for level in range(LEVELS):
        for _ in range(ROUNDS if level else 1):
            runs = _solve(market, offerings, step, prices, pivots, UNTIED[:1])
            finer = _refined(market, prices, [run.equilibrium for run in runs], step)
            if finer == prices or not _fits(offerings, _sizes(finer), ZOOM_VECTORS):
                break
            prices = finer
        if runs:
            yield runs + _solve(market, offerings, step, prices, pivots[:1], UNTIED[1:])
        mixed = any(not run.equilibrium.pure for run in runs)
        step /= ZOOM
        prices = _refined(market, prices, [run.equilibrium for run in runs], step)
        if (mixed and level + 1 >= MIXED_LEVELS) or not _fits(offerings, _sizes(prices), ZOOM_VECTORS):
            return


def _uniform(market: BundlingMarket, offerings: tuple[str, str], step: Fraction, tops: Tops) -> Prices:
    """Multiples of the step for components, the complementarity plus multiples for the bundle.

    So t = p_b - Delta lies on the grid of p_0 + p_1. A bundle below the complementarity sells to everybody anyway; only
    a firm with a rival in bundles goes there.
    """
    delta, ranges = market.complementarity, _ranges(market, offerings, step, tops)
    lists = {name: [k * step for k in ranges[name]] for name in "12"}
    lists["b"] = [delta + k * step for k in ranges["b"] if delta + k * step >= 0]
    return lists, lists


def _ranges(market: BundlingMarket, offerings: tuple[str, str], step: Fraction, tops: Tops) -> dict[str, range]:
    """How many steps the prices are from 0, or from the complementarity."""
    first, second, bundle = tops
    delta = market.complementarity
    least = -int(delta / step) if all(z[2] == "1" for z in offerings) or delta < 0 else 0
    most = max(int((bundle - delta) / step), least)
    return {"1": range(int(first / step) + 1), "2": range(int(second / step) + 1), "b": range(least, most + 1)}


def _graded(market: BundlingMarket, prices: Prices, step: Fraction) -> Prices:
    """The prices and, at all levels of zooming, some near 0 and near the lowest valuations, where markets saturate."""
    near = {k * step / ZOOM**level for level in range(1, LEVELS) for k in range(1 - ZOOM, ZOOM)}
    low = [
        Fraction(x).limit_denominator(10**9) // (step / ZOOM**LEVELS) * (step / ZOOM**LEVELS)
        for x in market.valuations.low
    ]
    delta = market.complementarity
    centres = {"1": {Fraction(0), low[0]}, "2": {Fraction(0), low[1]}, "b": {delta, delta + low[0] + low[1]}}
    lists = []
    for own in prices:
        more = {name: {c + x for c in centres[name] for x in near if c + x >= 0} for name in NAMES}
        lists.append({name: sorted({*own[name], *more[name]}) for name in NAMES})
    return lists[0], lists[1]


def _refined(market: BundlingMarket, prices: Prices, found: list[GridEquilibrium], step: Fraction) -> Prices:
    """The prices, with neighbours at this step, up to two of the last steps away, for those in use that have none."""
    lists = []
    for firm in (0, 1):
        own = {name: set(given) for name, given in prices[firm].items()}
        for equilibrium in found:
            for strategy in equilibrium.supports[firm].tolist():
                for name, price in equilibrium.game.price_vector(firm, strategy).items():
                    if not {p for p in (price - step, price + step) if p >= 0} <= own[name]:
                        near = (price + j * step for j in range(-2 * ZOOM, 2 * ZOOM + 1))
                        own[name] |= {p for p in near if p >= 0}
        lists.append({name: sorted(given) for name, given in own.items()})
    return lists[0], lists[1]


def _lengths(market: BundlingMarket, offerings: tuple[str, str], step: Fraction, tops: Tops) -> tuple[Sizes, Sizes]:
    """How many prices of each product a uniform grid has, for each firm, without making them."""
    sizes = {name: len(steps) for name, steps in _ranges(market, offerings, step, tops).items()}
    return sizes, sizes


def _sizes(prices: Prices) -> tuple[Sizes, Sizes]:
    first, second = ({name: len(given) for name, given in own.items()} for own in prices)
    return first, second


def _fits(offerings: tuple[str, str], sizes: tuple[Sizes, Sizes], most: int = MOST_VECTORS) -> bool:
    """Whether the demand table and the lists of price vectors keep to the limits (firms share most prices)."""
    lengths = [
        [own[name] if bit == "1" else 0 for name, bit in zip(NAMES, z, strict=True)]
        for own, z in zip(sizes, offerings, strict=True)
    ]
    first, second, bundle = (max(a, b, 1) for a, b in zip(*lengths, strict=True))
    cells = 2 * bundle * (first + second)
    return cells <= MOST_CELLS and max(prod(n or 1 for n in own) for own in lengths) <= most


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
