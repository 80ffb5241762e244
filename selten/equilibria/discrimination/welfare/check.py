"""Whether an equilibrium given by its profiles is one, for all real prices, from the prior and the numbers alone.

The profiles are those of :mod:`selten.equilibria.discrimination.welfare.inner`, where the proof stands; nothing here
uses a linear program. All that is left of each state's mass is played under complete information. Checked, in integers:

1. masses are positive and do not exceed the prior's; nobody is told a price below cost, or a cell that begins at cost;
2. offers can be compared by their cells: no two overlap in part, no value is inside a cell;
3. who sells offers most; losers of a tie are at cost; two who meet are alone in their cell;
4. nobody who is told his cost could sell above it, in any of the profiles;
5. each cell's balance: he wins alone n times as often as he meets;
6. for every told price and every other price p, on every interval between cuts, the deviator's profit is at most
   (p - c) (X + sum of Y (end - p) / length), a concave quadratic, whose maximum is at most what he gets.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from selten.equilibria.discrimination.welfare.chance import chance_lower
from selten.games.discrimination import Prior, State
from selten.games.errors import InputError

Told = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Profile:
    """Part of a state's mass: what each producer is told, and who sells.

    Parameters
    ----------
    state : int
        Its place in the prior.
    told : tuple of (low, high)
        Equal for a price, else the ends of an open cell.
    sellers : tuple of int
        None, one, or two who meet.
    mass : Fraction
    """

    state: int
    told: tuple[Told, ...]
    sellers: tuple[int, ...]
    mass: Fraction


@dataclass(frozen=True, slots=True)
class Outcome:
    """Each producer's surplus, exact, and an enclosure of the total surplus."""

    producers: tuple[Fraction, ...]
    total: tuple[Fraction, Fraction]

    def value(self, weights: tuple[Fraction, Fraction]) -> Fraction:
        """A number that the weighted sum of producer and consumer surplus is at least.

        Examples
        --------
        >>> one = Fraction(1)
        >>> str(Outcome((one,), (Fraction(2), Fraction(3))).value((one, -one)))
        '-1'
        """
        mine, theirs = weights
        return (mine - theirs) * sum(self.producers, Fraction(0)) + min(theirs * end for end in self.total)


@dataclass(frozen=True, slots=True)
class _Event:
    """How one profile looks to one producer: up to where he would sell, and whether he does."""

    low: int
    high: int
    mass: int
    alone: bool
    meets: bool


def check_equilibrium(prior: Prior, profiles: Sequence[Profile]) -> Outcome:
    """The surpluses of the equilibrium.

    Raises
    ------
    InputError
        Naming the profile or the producer and his price where it fails.

    Examples
    --------
    >>> prior = Prior.of([(1, [4, 1], [0, 0])])
    >>> [str(x) for x in check_equilibrium(prior, []).producers]
    ['3', '0']
    """
    unit = lcm(*(_denominators(prior, profiles)))
    grain = lcm(*(p.mass.denominator for p in profiles))
    events: dict[tuple[int, int, int, int], list[_Event]] = defaultdict(list)
    left = [state.mass for state in prior.states]
    earned, low, high = [Fraction(0)] * prior.producers, Fraction(0), Fraction(0)
    for number, profile in enumerate(profiles):
        state = _state(prior, profile, number)
        left[profile.state] -= profile.mass
        for i, event in enumerate(_events(state, profile, unit, grain, number)):
            cost = int(state.costs[i] * unit)
            events[(i, cost, int(profile.told[i][0] * unit), int(profile.told[i][1] * unit))].append(event)
            if event.alone:
                earned[i] += profile.mass * (profile.told[i][1] - state.costs[i])
        bottom, top = _total(state, profile)
        low, high = low + profile.mass * bottom, high + profile.mass * top
    if min(left) < 0:
        raise InputError(f"profiles: state {left.index(min(left)) + 1}: got more mass than the prior has")
    for (i, cost, start, end), seen in events.items():
        _obey(i, cost, start, end, seen, unit)
    for state, rest in zip(prior.states, left, strict=True):
        low, high = low + rest * state.best, high + rest * state.best
        for i in state.efficient:
            earned[i] += rest / len(state.efficient) * (state.residual(i) - state.costs[i])
    return Outcome(tuple(earned), (low, high))


def _denominators(prior: Prior, profiles: Sequence[Profile]) -> set[int]:
    found = {x.denominator for state in prior.states for x in (*state.values, *state.costs)}
    return found | {x.denominator for profile in profiles for pair in profile.told for x in pair}


def _state(prior: Prior, profile: Profile, number: int) -> State:
    name = f"profiles[{number}]"
    if not 0 <= profile.state < len(prior.states):
        raise InputError(f"{name}.state: got {profile.state}; allowed: the number of one of the prior's states")
    if profile.mass <= 0:
        raise InputError(f"{name}.mass: got {profile.mass}; allowed: a positive mass")
    if len(profile.told) != prior.producers:
        raise InputError(f"{name}.told: got {len(profile.told)} prices; allowed: {prior.producers}")
    state = prior.states[profile.state]
    for i, (start, end) in enumerate(profile.told):
        if not (state.costs[i] <= start <= end) or start == state.costs[i] < end:
            raise InputError(f"{name}.told[{i}]: got {start} to {end}; allowed: a price at or a cell above the cost")
    return state


def _events(state: State, profile: Profile, unit: int, grain: int, number: int) -> list[_Event]:
    """Each producer's view, after the comparisons of points 2 to 4."""
    n, name = len(state.values), f"profiles[{number}]"
    values = [int(v * unit) for v in state.values]
    costs = [int(c * unit) for c in state.costs]
    told = [(int(a * unit), int(b * unit)) for a, b in profile.told]
    limits = [_limit(i, values, told, name) for i in range(n)]
    firsts = [i for i in range(n) if told[i] <= limits[i]]
    _check_sellers(profile.sellers, firsts, told, costs, name)
    mass = int(profile.mass * grain)
    for i in range(n):
        if told[i][0] == costs[i] < limits[i][1]:
            raise InputError(f"{name}: got producer {i + 1} at cost where he could sell above it; allowed: not so")
    return [
        _Event(*limits[i], mass, profile.sellers == (i,), len(profile.sellers) == 2 and i in profile.sellers)
        for i in range(n)
    ]


def _limit(i: int, values: Sequence[int], told: Sequence[tuple[int, int]], name: str) -> tuple[int, int]:
    """Up to where producer i would sell: the least of his value and the others' offers on his scale."""
    offers = [(a + values[i] - values[j], b + values[i] - values[j]) for j, (a, b) in enumerate(told) if j != i]
    for a, b in offers:
        if max(a, told[i][0]) < min(b, told[i][1]) and (a, b) != told[i]:
            raise InputError(f"{name}: got cells that overlap in part; allowed: equal or apart")
        for x, (c, d) in ((a, told[i]), (told[i][0], (a, b))):
            if c < x < d:
                raise InputError(f"{name}: got a price inside a rival's cell; allowed: outside")
    for a, b in (*offers, told[i]):
        if a < values[i] < b:
            raise InputError(f"{name}: got a value inside a cell; allowed: outside")
    return min([*offers, (values[i], values[i])])


def _check_sellers(
    sellers: tuple[int, ...], firsts: list[int], told: Sequence[tuple[int, int]], costs: Sequence[int], name: str
) -> None:
    if len(sellers) == 2:
        good = list(sellers) == firsts and all(told[i][0] < told[i][1] for i in firsts)
    elif len(sellers) == 1:
        losers = [i for i in firsts if i != sellers[0]]
        good = sellers[0] in firsts and all(told[i] == (costs[i], costs[i]) for i in losers)
    else:
        good = not sellers and not firsts
    if not good:
        found, best = [i + 1 for i in sellers], [i + 1 for i in firsts]
        raise InputError(
            f"{name}.sellers: got {found}; allowed: of {best}, one to whom the others at cost lose, or two who meet"
        )


def _total(state: State, profile: Profile) -> tuple[Fraction, Fraction]:
    """Bounds of the surplus that the sale creates."""
    if len(profile.sellers) < 2:
        surplus = state.surplus(profile.sellers[0]) if profile.sellers else Fraction(0)
        return surplus, surplus
    i, j = profile.sellers
    ratios = [(profile.told[k][0] - state.costs[k]) / (profile.told[k][1] - profile.told[k][0]) for k in (i, j)]
    ends = [state.surplus(j) + p * (state.surplus(i) - state.surplus(j)) for p in chance_lower(*ratios)]
    return min(ends), max(ends)


def _obey(i: int, cost: int, start: int, end: int, seen: Sequence[_Event], unit: int) -> None:
    """Points 5 and 6 for one producer, one cost and one told price; at cost there is nothing left to check."""
    if start == cost:
        return
    what = f"producer {i + 1} with cost {Fraction(cost, unit)}, told {Fraction(start, unit)} to {Fraction(end, unit)}"
    alone, met = sum(e.mass for e in seen if e.alone), sum(e.mass for e in seen if e.meets)
    if start < end and alone * (end - start) != met * (start - cost):
        raise InputError(f"{what}: got an unbalanced cell; allowed: as often alone as the margin asks for")
    if any(not e.meets and max(e.low, start) < min(e.high, end) for e in seen):
        raise InputError(f"{what}: got a rival in the same cell whom he does not meet; allowed: none")
    profit = alone * (end - cost)
    cuts = sorted({cost, start, end, *(x for e in seen for x in (e.low, e.high) if x > cost)})
    masses = _by_limit(seen, start, end)
    for a, b in pairwise(cuts):
        if (a, b) != (start, end) and not _at_most(profit, cost, a, b, masses):
            raise InputError(
                f"{what}: got a gain from a price between {Fraction(a, unit)} and {Fraction(b, unit)}; allowed: none"
            )


def _by_limit(seen: Sequence[_Event], start: int, end: int) -> Mapping[tuple[int, int], int]:
    """Masses by the limit; whom he meets is won by any price below his cell, and lost above."""
    masses: dict[tuple[int, int], int] = defaultdict(int)
    for event in seen:
        masses[(start, start) if event.meets else (event.low, event.high)] += event.mass
    return masses


def _at_most(profit: int, cost: int, a: int, b: int, masses: Mapping[tuple[int, int], int]) -> bool:
    """Whether (p - cost) (X + sum of Y (end - p) / length) <= profit for all p in (a, b]."""
    length = lcm(*(high - low for low, high in masses if low < b and high > a and high > low))
    # demand = (constant - slope p) / length
    constant, slope = 0, 0
    for (low, high), mass in masses.items():
        if low >= b:
            constant += mass * length
        elif high > a and high > low:
            share = mass * (length // (high - low))
            constant, slope = constant + share * high, slope + share
    ends = all((p - cost) * (constant - slope * p) <= profit * length for p in (a, b))
    inside = slope > 0 and 2 * a * slope < constant + cost * slope < 2 * b * slope
    return ends and not (inside and (constant - cost * slope) ** 2 > 4 * slope * profit * length)
