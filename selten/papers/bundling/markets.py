"""The markets on which the claims of the bundling paper are computed, each solved once in a run.

``TABLE_1`` is the paper's Table 1, typed from its pages: what a firm earns (own offering down, the rival's across), by
the names of :mod:`selten.equilibria.bundling.profits`. The computed markets do not use it; the claims hold them against
it.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from selten.equilibria.bundling.offering import MarketSolution, solve_market
from selten.equilibria.bundling.profit import Profit
from selten.equilibria.pure import pure_equilibria
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, TruncatedExponential, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.normal_form import NormalForm, Number
from selten.papers.bundling.cells import CellCheck, check_cell

Pair = tuple[str, str]

TABLE_1 = (
    "0 0 0 0 0 0 0 0",
    "1 0 1 0 1|b 0 1|2b 0",
    "1 1 0 0 1|b 1|2b 0 0",
    "2*1 1 1 0 0 0 0 0",
    "b b|1 b|1 delta 0 0 0 0",
    "1b 1+delta 2b|1 delta 0 0 0 0",
    "1b 2b|1 1+delta delta 0 0 0 0",
    "12b 1+delta 1+delta delta 0 0 0 0",
)

SYMBOLS = tuple(row.split() for row in TABLE_1)

PRODUCTS = tuple(offering.count("1") for offering in OFFERINGS)

EXAMPLE_1 = Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"])
EXAMPLE_2 = Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4)

_UNIT = Uniform(Fraction(0), Fraction(1))


def _independent(marginal: object, delta: str) -> Callable[[], BundlingMarket]:
    return lambda: BundlingMarket(Joint(marginal, marginal), Fraction(delta))  # type: ignore[arg-type]


MARKETS: Mapping[str, Callable[[], BundlingMarket]] = {
    "uniform, Delta 0": _independent(_UNIT, "0"),
    "uniform, Delta 1/10": _independent(_UNIT, "1/10"),
    "uniform, Delta 1/4": _independent(_UNIT, "1/4"),
    "uniform, Delta 1": _independent(_UNIT, "1"),
    "comonotone, Delta 0": lambda: BundlingMarket(Comonotone(_UNIT), Fraction(0)),
    "comonotone, Delta 1/4": lambda: BundlingMarket(Comonotone(_UNIT), Fraction(1, 4)),
    "countermonotone, Delta 0": lambda: BundlingMarket(Countermonotone(_UNIT), Fraction(0)),
    "countermonotone, Delta 1/4": lambda: BundlingMarket(Countermonotone(_UNIT), Fraction(1, 4)),
    "beta(2,2), Delta 0": _independent(Beta(2, 2), "0"),
    "truncated exponential 1, Delta 0": _independent(TruncatedExponential(1.0, 1.0), "0"),
    "truncated exponential 3, Delta 0": _independent(TruncatedExponential(3.0, 1.0), "0"),
}
"""Uniform on [0, 1] and independent where nothing else is said."""

CONTINUOUS = tuple(MARKETS)
TABLE_2 = "uniform, Delta 0"


class Run:
    """What the claims share: markets and cells, each computed when first asked for."""

    def __init__(self) -> None:
        self._solved: dict[str, MarketSolution] = {}
        self._cells: dict[tuple[str, str, str], CellCheck] = {}

    def solved(self, name: str) -> MarketSolution:
        """The market of this name, solved."""
        if name not in self._solved:
            self._solved[name] = solve_market(MARKETS[name]())
        return self._solved[name]

    def profit(self, market: str, name: str) -> Profit:
        """A profit of a market with its prices and proof."""
        return self.solved(market).profits[name]

    def number(self, market: str, symbol: str) -> Number:
        """What Table 1 calls ``symbol``, as it stands in the computed offering game: comparisons of it are proven."""
        i, j = places(symbol)[0]
        return self.solved(market).game.payoffs[0, i, j]

    def equilibria(self, market: str) -> set[Pair]:
        """The pure equilibria of the offering game."""
        solved = self.solved(market)
        pure = solved.pure if solved.pure is not None else pure_equilibria(solved.game)
        return {(OFFERINGS[i], OFFERINGS[j]) for i, j in pure}

    def cell(self, market: str, first: str, second: str) -> CellCheck:
        """The price game of two offerings, checked by deviations and on grids; exchanged firms share one check."""
        a, b = sorted((first, second), key=OFFERINGS.index)
        if (market, a, b) not in self._cells:
            self._cells[market, a, b] = check_cell(self.solved(market), a, b)
        found = self._cells[market, a, b]
        return found if a == first else found.exchanged()

    def consumer(self, market: str, pair: Pair) -> float:
        """Consumer surplus of a pair of offerings."""
        found = self.solved(market).consumer[OFFERINGS.index(pair[0])][OFFERINGS.index(pair[1])]
        if not isinstance(found, float):
            raise TypeError(f"consumer surplus of {pair} in {market}: got {found}; allowed: pure prices")
        return found


def places(symbol: str) -> list[tuple[int, int]]:
    """The cells of Table 1 in which the first firm earns this symbol."""
    return [(i, j) for i in range(8) for j in range(8) if SYMBOLS[i][j] == symbol]


def table_one(values: Mapping[str, Fraction]) -> NormalForm:
    """The offering game that Table 1 prescribes for given profits; "0" and "2*1" need not be given.

    Examples
    --------
    >>> values = dict.fromkeys(("1", "b", "1b", "12b", "1+delta", "b|1", "1|b", "2b|1", "1|2b", "delta"), Fraction(1))
    >>> str(table_one(values).payoffs[1, 0, 3])
    '2'
    """
    known = {**values, "0": Fraction(0), "2*1": 2 * values["1"]}
    own = [[known[symbol] for symbol in row] for row in SYMBOLS]
    return NormalForm.of([own, [list(column) for column in zip(*own, strict=True)]], [OFFERINGS, OFFERINGS])


def both_ways(pairs: Iterable[Pair]) -> set[Pair]:
    """The pairs, and the pairs with the firms exchanged."""
    listed = list(pairs)
    return {*listed, *((b, a) for a, b in listed)}


MONOPOLY = both_ways([("000", "111")])
COMPETITIVE = both_ways([("110", "111"), ("111", "111")])
PURE_DIFFERENTIATED = both_ways([("001", "100"), ("001", "010")])
MIXED_DIFFERENTIATED = both_ways([("101", "010"), ("011", "100")])
DIFFERENTIATED = PURE_DIFFERENTIATED | MIXED_DIFFERENTIATED
"""The three types of equilibrium of Theorem 1, the last in its two forms and together."""
