"""Two producers who know their own costs and nothing else: mixed prices, proven over all real prices.

A strategy says for each cost with which probability the price is higher than p: 1 up to ``low``, scale / (p - centre) -
shift from there to ``high``, 0 beyond. The form is that of prices that keep a rival indifferent; there are no atoms, so
ties between producers do not matter.

Proof: a producer of cost c who asks p sells to the consumer (v_i, v_j) if v_i >= p and the rival asks more than
p + v_j - v_i. Between finitely many prices (values, and the ends of supports shifted by differences of values) his
profit is (p - c) times a sum of such terms. Multiplied by its denominators, "profit is at most the profit on the path"
is a polynomial inequality with rational coefficients on an interval; it holds if all Bernstein coefficients have the
right sign, after finitely many halvings. On the support the polynomial must vanish identically.

Source: the game is that of "Competitive price discrimination", section II.A (no information); the method is ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb

from selten.games.discrimination import Prior, State
from selten.games.errors import InputError

Polynomial = tuple[Fraction, ...]
"""Coefficients by ascending power."""

HALVINGS = 12
"""How often an interval is halved before a sign counts as open."""


@dataclass(frozen=True, slots=True)
class MixedPrice:
    """P(price > p) = scale / (p - centre) - shift on [low, high]; continuous, 1 below and 0 above. See :meth:`of`."""

    low: Fraction
    high: Fraction
    scale: Fraction
    centre: Fraction
    shift: Fraction

    @classmethod
    def of(cls, low: Fraction, high: Fraction, *, scale: Fraction, centre: Fraction, shift: Fraction) -> "MixedPrice":
        """A checked distribution.

        Raises
        ------
        InputError
            If it does not fall continuously from 1 at ``low`` to 0 at ``high``.

        Examples
        --------
        >>> F = Fraction
        >>> MixedPrice.of(F(3), F(4), scale=F(6), centre=F(1), shift=F(2)).survival(F(7, 2))
        Fraction(2, 5)
        """
        mixed = cls(low, high, scale, centre, shift)
        falls = centre < low < high and scale > 0
        if not falls or scale / (low - centre) - shift != 1 or scale / (high - centre) - shift != 0:
            raise InputError(f"price: got {mixed}; allowed: a probability that falls from 1 at low to 0 at high")
        return mixed

    def survival(self, price: Fraction) -> Fraction:
        """P(price > p)."""
        if price <= self.low:
            return Fraction(1)
        return Fraction(0) if price >= self.high else self.scale / (price - self.centre) - self.shift


Strategy = Mapping[Fraction, MixedPrice]
"""For each cost of a producer how he prices."""


@dataclass(frozen=True, slots=True)
class CostVerdict:
    """A producer of one cost: what he earns on the path, and whether no real price of at least his cost earns more.

    ``best`` is the most that the ends of the intervals earn: the supremum where ``proven``, a deviation where it is
    more than ``profit``. ``flat`` says whether all prices of the support earn the profit.
    """

    producer: int
    cost: Fraction
    profit: Fraction
    best: Fraction
    at: Fraction
    flat: bool
    proven: bool

    @property
    def holds(self) -> bool:
        """Whether it is a best reply, proven."""
        return self.flat and self.proven and self.best == self.profit


def prove_mixed_prices(prior: Prior, strategies: Sequence[Strategy]) -> tuple[CostVerdict, ...]:
    """Whether mixed prices of two producers are an equilibrium without information: one verdict for each cost.

    Raises
    ------
    InputError
        For a prior of another number of producers, or strategies that do not cover its costs.

    Examples
    --------
    >>> F = Fraction
    >>> states = [("1/4", [2, 2], [0, 0]), ("1/4", [2, 0], [0, 0]), ("1/4", [0, 2], [0, 0]), ("1/4", [0, 0], [0, 0])]
    >>> half = MixedPrice.of(F(1), F(2), scale=F(2), centre=F(0), shift=F(1))
    >>> [(str(v.profit), v.holds) for v in prove_mixed_prices(Prior.of(states), [{F(0): half}] * 2)]
    [('1/2', True), ('1/2', True)]
    """
    if prior.producers != 2:
        raise InputError(f"prove_mixed_prices: got {prior.producers} producers; allowed: 2")
    for i, strategy in enumerate(strategies):
        if set(strategy) != set(prior.costs(i)):
            costs = ", ".join(map(str, prior.costs(i)))
            raise InputError(f"strategies[{i}]: got the costs {', '.join(map(str, strategy))}; allowed: {costs}")
    return tuple(_verdict(prior, strategies, i, cost) for i in range(2) for cost in prior.costs(i))


def mixed_surpluses(
    prior: Prior, verdicts: Sequence[CostVerdict], strategies: Sequence[Strategy]
) -> tuple[tuple[Fraction, ...], Fraction | None]:
    """Producer surpluses, and consumer surplus where the supports alone say what trade creates (else None).

    They do if the producers who may sell all create the same surplus, and somebody surely sells or surely nobody does.
    """
    earned = [Fraction(0), Fraction(0)]
    for verdict in verdicts:
        share = sum((s.mass for s in prior.states if s.costs[verdict.producer] == verdict.cost), Fraction(0))
        earned[verdict.producer] += share * verdict.profit
    created = [_created(state, strategies) for state in prior.states]
    known = [own for own in created if own is not None]
    if len(known) < len(created):
        return tuple(earned), None
    total = sum((state.mass * own for state, own in zip(prior.states, known, strict=True)), Fraction(0))
    return tuple(earned), total - sum(earned, Fraction(0))


def _created(state: State, strategies: Sequence[Strategy]) -> Fraction | None:
    prices = [strategy[cost] for strategy, cost in zip(strategies, state.costs, strict=True)]
    surest = max(v - p.high for v, p in zip(state.values, prices, strict=True))
    highest = [v - p.low for v, p in zip(state.values, prices, strict=True)]
    if max(highest) <= 0:
        return Fraction(0)
    may_sell = {state.surplus(i) for i in range(2) if highest[i] > max(Fraction(0), surest)}
    return may_sell.pop() if surest >= 0 and len(may_sell) == 1 else None


def _verdict(prior: Prior, strategies: Sequence[Strategy], i: int, cost: Fraction) -> CostVerdict:
    own = strategies[i][cost]
    states = [state for state in prior.states if state.costs[i] == cost]
    demands = [_Demand.of(state, i, strategies[1 - i][state.costs[1 - i]]) for state in states]
    total = sum((d.mass for d in demands), Fraction(0))

    def profit(price: Fraction) -> Fraction:
        return (price - cost) * sum((d.at(price) for d in demands), Fraction(0)) / total

    path = profit(own.low)
    ends = {end for d in demands for end in d.ends if end > cost} | {cost, own.low, own.high}
    breaks = sorted(ends)
    pieces = [(a, b, _excess(demands, cost, path * total, a, b)) for a, b in pairwise(breaks)]
    flat = all(not any(excess) for a, b, excess in pieces if own.low <= a and b <= own.high)
    best, at = max(((profit(price), price) for price in breaks), key=lambda pair: pair[0])
    proven = all(_never_positive(excess, a, b, HALVINGS) for a, b, excess in pieces)
    return CostVerdict(i, cost, path, best, at, flat, proven)


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a state buys from a producer at price p: its mass if p <= value, times the rival's survival at p + shift."""

    mass: Fraction
    value: Fraction
    shift: Fraction
    rival: MixedPrice

    @classmethod
    def of(cls, state: State, i: int, rival: MixedPrice) -> "_Demand":
        return cls(state.mass, state.values[i], state.values[1 - i] - state.values[i], rival)

    @property
    def ends(self) -> tuple[Fraction, ...]:
        return self.value, self.rival.low - self.shift, self.rival.high - self.shift

    def at(self, price: Fraction) -> Fraction:
        return self.mass * self.rival.survival(price + self.shift) if price <= self.value else Fraction(0)


def _excess(demands: Sequence[_Demand], cost: Fraction, path: Fraction, a: Fraction, b: Fraction) -> Polynomial:
    """The profit minus that on the path, inside (a, b), times its positive denominators."""
    middle = (a + b) / 2
    constant, terms = Fraction(0), list[tuple[Fraction, Fraction]]()
    for d in demands:
        at = middle + d.shift
        if middle > d.value or at >= d.rival.high:
            continue
        if at <= d.rival.low:
            constant += d.mass
        else:
            constant -= d.mass * d.rival.shift
            terms.append((d.mass * d.rival.scale, d.rival.centre - d.shift))
    centres = sorted({centre for _, centre in terms})
    whole = _product([(-centre, Fraction(1)) for centre in centres])
    demand = tuple(constant * x for x in whole)
    for centre in centres:
        weight = sum((scale for scale, own in terms if own == centre), Fraction(0))
        others = _product([(-other, Fraction(1)) for other in centres if other != centre])
        demand = _sum(demand, tuple(weight * x for x in others))
    earned = _times((-cost, Fraction(1)), demand)
    return _sum(earned, tuple(-path * x for x in whole))


def _never_positive(polynomial: Polynomial, a: Fraction, b: Fraction, halvings: int) -> bool:
    """Whether the polynomial is at most 0 on [a, b], by Bernstein coefficients; False also where that stays open."""
    coefficients = _bernstein(polynomial, a, b)
    if max(coefficients) <= 0:
        return True
    if max(coefficients[0], coefficients[-1]) > 0 or not halvings:
        return False
    middle = (a + b) / 2
    return all(_never_positive(polynomial, *part, halvings - 1) for part in ((a, middle), (middle, b)))


def _bernstein(polynomial: Polynomial, a: Fraction, b: Fraction) -> list[Fraction]:
    """The coefficients on [a, b], whose ends are the values there and whose hull holds all values."""
    shifted: Polynomial = (Fraction(0),)
    for coefficient in reversed(polynomial):  # Horner's rule in x = a + (b - a) t
        shifted = _sum(_times(shifted, (a, b - a)), (coefficient,))
    n = len(polynomial) - 1
    padded = [*shifted, *[Fraction(0)] * (n + 1)][: n + 1]
    return [
        sum((Fraction(comb(k, j), comb(n, j)) * padded[j] for j in range(k + 1)), Fraction(0)) for k in range(n + 1)
    ]


def _product(factors: Sequence[Polynomial]) -> Polynomial:
    result: Polynomial = (Fraction(1),)
    for factor in factors:
        result = _times(result, factor)
    return result


def _times(first: Polynomial, second: Polynomial) -> Polynomial:
    result = [Fraction(0)] * (len(first) + len(second) - 1)
    for i, x in enumerate(first):
        for j, y in enumerate(second):
            result[i + j] += x * y
    return tuple(result)


def _sum(first: Polynomial, second: Polynomial) -> Polynomial:
    long, short = (first, second) if len(first) >= len(second) else (second, first)
    return tuple(x + (short[k] if k < len(short) else 0) for k, x in enumerate(long))
