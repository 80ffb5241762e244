"""A market in which adding a component costs the bundler profit, in every price equilibrium over all real prices.

A third of the consumers each value both components at 1, at 4 and at 5; Delta = 0. The market is symmetric, perfectly
positively correlated, and all valuations are positive. Firm B sells the bundle at t, alone or beside component 2 at p2
(infinite where it is not sold); firm C sells component 1 at p. Without component 2 every equilibrium pays (3, 1/3),
with it (26/9, 1/3). The two equilibria are written out below; that there is nothing else is shown as follows.

A consumer who values both at v buys the bundle exactly if min(v, p) >= d_v, with d_v = t - min(v, p2); d_5 <= d_4.

1. At t = 4 (beside p2 = 4, if sold) B earns 8/3 whatever C does; at t <= 2 nobody pays more than 2. So t > 2, and those
   who value both at 1 never buy the bundle: C earns at least 1/3, with p = 1. As it sells to at most everybody,
   p >= 1/3; so at t = 13/3 B sells to two thirds for certain and earns at least 26/9.
2. C earns 1/3 exactly and never asks more than 1. Else some of B's price vectors, of positive probability, leave C
   some of the others at the highest prices that C asks. They have d_4 above whatever C asks, so that those who value
   both at 4 never buy the bundle. If p2 <= 4 then d_5 = d_4, and B earns at most 2 * 4/3 < 26/9. If p2 > 4 it gets
   nothing from them, and from those at 5 it gets t if p >= d_5 >= t - 5, else at most 5: to come to 26/3 for these,
   t >= 26/3 and P(p >= 11/3) >= 11/15. But then t = 23/3 would earn 2/3 * 23/3 * 11/15 > 10/3, more than t / 3.
3. Without component 2: t > 5 would earn at most 6/3, so that C never sells to those at 5, and p >= 1/2. So B earns at
   least 2/3 * 9/2 = 3. As C earns no more than 1/3 at any p in (1/2, 1), P(t > 4 + p) <= 1/p - 1 < 1: B asks prices
   down to 9/2, which earn at most 2/3 * 9/2.
4. With component 2: let C's lowest price be l. B earns at least 2 (4 + l) / 3, at t = 4 + l. Vectors with p2 > 4 earn
   less than (4, t) unless P(p < t - 4) = 0: where p < t - 4 the latter get 4 from both kinds, the former at most
   max(5, t) from those at 5 alone, and t only if t <= p + 5 <= 6. So they have t = 4 + l. Those with p2 <= 4 have d_4
   = d_5, at least l, since below it they earn 2 t / 3 with t < 4 + l. Let e be the probability of the former. Just
   below l, C sells to those at 1 and at 4 for certain and to those at 5 with 1 - e at least: l (3 - e) <= 1. At l and
   just above, to those at 4 and at 5 with at most 1 - e: l (3 - 2 e) >= 1. So e = 0 and l = 1/3; and C's profit just
   above l asks for vectors with d_4 down to 1/3, which earn at most 2/3 * 13/3.
"""

from fractions import Fraction

from selten.games.bundling import BundlingMarket
from selten.games.prices.distributions import PriceDistribution, PricePoint, Stretch
from selten.papers.bundling.market_families import atoms

ALONE, BESIDE = ("001", "100"), ("011", "100")
"""The offerings: the bundle, or the bundle and component 2, against component 1."""

THREE_TYPES = BundlingMarket(atoms([(1, 1), (4, 4), (5, 5)], [1, 1, 1]), Fraction(0))
"""The market."""

PROFITS = {ALONE: (Fraction(3), Fraction(1, 3)), BESIDE: (Fraction(26, 9), Fraction(1, 3))}
"""What every equilibrium pays, by the proof above; the checks compare it with what the distributions earn."""

_ONE = Fraction(1)

EQUILIBRIA = {
    ALONE: (
        PriceDistribution.of([], [Stretch("b", Fraction(9, 2), Fraction(5), ((_ONE, Fraction(-4)),))]),
        PriceDistribution.of(
            [PricePoint({"1": _ONE}, Fraction(4, 5))],
            [Stretch("1", Fraction(1, 2), _ONE, ((Fraction(9), Fraction(4)),))],
        ),
    ),
    BESIDE: (
        PriceDistribution.of(
            [],
            [Stretch("b", Fraction(13, 3), Fraction(5), ((Fraction(1, 2), Fraction(-4)),), beside={"2": Fraction(4)})],
        ),
        PriceDistribution.of(
            [PricePoint({"1": _ONE}, Fraction(1, 3))],
            [Stretch("1", Fraction(1, 3), _ONE, ((Fraction(1, 3), Fraction(0)),))],
        ),
    ),
}
"""An equilibrium of each game.

Alone: P(t > x) = 1 / (x - 4) - 1 on [9/2, 5], P(p >= x) = 9 / (4 + x) - 1 on [1/2, 1], the rest at 1. Beside, with
p2 = 4: P(t > x) = (1 / (x - 4) - 1) / 2 on [13/3, 5], P(p >= x) = 1 / (3 x) on [1/3, 1], the rest at 1."""
