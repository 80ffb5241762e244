"""Two producers without costs that are told nothing: the information of consumers that is best for them.

Armstrong and Zhou (2022): pure prices p for both, a symmetric residual, everybody buys. The interim residual must
leave no producer a better price, P(r >= x) <= p / (2 (p + x)) for a markup x > 0, and the best distribution has
equality up to a top. With R = E max(r, 0) it contracts the residuals if and only if

    R <= E max(r - x, 0) + (p / 2) log(1 + x / p) for all x >= 0.

The right side is concave in p, and the last term net of p is at most kappa x, with kappa = T / (2 (1 + T)) for the
solution T of log((1 + T) / T) = 2 + 1 / (1 + T), at p = T x. So consumer surplus is at most

    E(v_1 + v_2) / 2 + min over x of (E max(r - x, 0) + kappa x),

as in ``hotelling`` with other constants, and attains it where the distribution is a contraction, which is verified.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.unknown_values.balls import Bracket, ball, bracket, greatest, least, precise
from selten.equilibria.discrimination.unknown_values.cuts import quantile
from selten.equilibria.discrimination.unknown_values.laws import Law
from selten.equilibria.discrimination.unknown_values.search import supremum
from selten.equilibria.discrimination.unknown_values.smooth_laws import law_of
from selten.games.errors import InputError
from selten.games.number import exact_number


@dataclass(frozen=True, slots=True)
class Uninformed:
    """The best symmetric outcome for consumers where producers have no information and price purely.

    Parameters
    ----------
    consumer_surplus : Bracket
        Around the maximum; the upper end holds for every symmetric equilibrium in pure prices.
    producer_surplus, total_surplus : Bracket
        Of the outcome found.
    price : Fraction
        What both charge; it is also producer surplus.
    top : Bracket
        The largest interim residual.
    tight : Fraction
        Where the constraint on contractions binds most.
    """

    consumer_surplus: Bracket
    producer_surplus: Bracket
    total_surplus: Bracket
    price: Fraction
    top: Bracket
    tight: Fraction


@precise
def without_producer_information(residuals: Any, *, mean_value: Any = Fraction(1, 2)) -> Uninformed:
    """The most that consumers can have against producers without information, for a symmetric law of the residual.

    Parameters
    ----------
    residuals : distribution
        Symmetric; what :func:`selten.equilibria.discrimination.unknown_values.smooth_laws.law_of` takes.
    mean_value : number
        E (v_1 + v_2) / 2; values are taken to be large enough that everybody buys at any price worth trying.

    Returns
    -------
    Uninformed
        Every bracket holds: one tangent proves the upper end where the distribution with the price T x is a
        contraction, two otherwise.

    Raises
    ------
    InputError
        If the law is not known to be symmetric.

    Examples
    --------
    >>> best = without_producer_information({-1: "1/2", 1: "1/2"})
    >>> [round(x, 9) for x in (float(best.price), best.consumer_surplus.middle, best.total_surplus.middle)]
    [0.05537455, 0.526234549, 0.581609099]
    """
    law, level = law_of(residuals), exact_number(mean_value, "mean_value")
    if not law.symmetric:
        raise InputError("residuals: got a law not known to be symmetric; allowed: r and -r with the same law")
    ratio, kappa = constants()
    x = quantile(law, kappa)
    bound = law.call(x) + kappa * ball(x)
    found = _priced(law, x * Fraction(float(ratio.mid())))
    if greatest(bound) - least(found.net) > _GAP:
        found, bound = _between(law, found)
    return _outcome(found, bound, ball(level))


_GAP = 1e-10
"""The gap that is left to rounding; above it one tangent does not prove the optimum, and two are tried."""


@dataclass(frozen=True, slots=True)
class _Priced:
    """A price, the largest R it allows, where that binds, and R - p."""

    price: Fraction
    surplus: Any
    at: Fraction
    net: Any

    def tangent(self, law: Law) -> tuple[Any, Any]:
        """Intercept and slope of a line in p that bounds R - p for every price: that of the binding point."""
        if not self.at:
            return law.call(Fraction(0)), ball(-1)
        p, x = ball(self.price), ball(self.at)
        slope = (1 + x / p).log() / 2 - x / (2 * (p + x)) - 1
        return law.call(self.at) + p / 2 * (1 + x / p).log() - p - slope * p, slope


def _priced(law: Law, price: Fraction) -> _Priced:
    def score(x: Fraction, call: Any) -> Any:
        return -call - (ball(price / 2) * (1 + ball(x / price)).log() if price else 0)

    room = supremum(law, score, (Fraction(0), max(law.high, Fraction(0))))
    surplus = ball(-room.value.high)
    return _Priced(price, surplus, room.at, surplus - ball(price))


def _between(law: Law, best: _Priced) -> tuple[_Priced, Any]:
    """Where two tangents meet that rise and fall: the price of a kink, bounded by both lines."""
    low, high = Fraction(0), max(law.high, Fraction(0))
    rising, falling = None, (law.call(Fraction(0)), ball(-1))
    bound = falling[0]
    price = best.price
    for _ in range(60):
        now = _priced(law, price)
        best = max(best, now, key=lambda found: least(found.net))
        line = now.tangent(law)
        if line[1] > 0:
            low, rising = price, line
        else:
            high, falling = price, line
        if rising is not None:
            meeting = (rising[0] - falling[0]) / (falling[1] - rising[1])
            bound = rising[0] + rising[1] * meeting
            price = Fraction(float(meeting.mid()))
        if rising is None or not low < price < high:
            price = (low + high) / 2
        if greatest(bound) - least(best.net) <= _GAP:
            break
    return best, bound


def _outcome(found: _Priced, bound: Any, level: Any) -> Uninformed:
    price, surplus = found.price, found.surplus
    top = ball(price) * ((2 * surplus / ball(price)).exp() - 1) if price else ball(0)
    if not top >= ball(price / 2):  # then half the consumers are not held by the price: no information is the fall-back
        price, surplus, top = Fraction(0), ball(0), ball(0)
    return Uninformed(
        Bracket(least(level + surplus - ball(price)), greatest(level + bound)),
        bracket(ball(price)),
        bracket(level + surplus),
        price,
        bracket(top),
        found.at,
    )


def constants() -> tuple[Any, Any]:
    """The solution T of log((1 + T) / T) = 2 + 1 / (1 + T), and kappa, in balls.

    The left side falls faster than the right, so that a change of sign encloses the one solution.

    Examples
    --------
    >>> [round(float(x.mid()), 9) for x in constants()]
    [0.05537455, 0.026234549]
    """
    low, high = Fraction(1, 32), Fraction(1, 8)
    for _ in range(100):
        middle = (low + high) / 2
        t = ball(middle)
        low, high = (middle, high) if ((1 + t) / t).log() > 2 + 1 / (1 + t) else (low, middle)
    t = ball(low).union(ball(high))
    return t, t / (2 * (1 + t))
