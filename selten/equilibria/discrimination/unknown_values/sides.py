"""One side of a market with two producers: the residuals for which one of them is efficient.

Let the efficient producer's share of consumers be q, their profit pi and R = E max(r, 0) for the interim residual r.
Among the distributions with these three the least spread one is a Pareto distribution, P(r >= x) = min(q, pi / x), cut
off at a top. It contracts the residuals if and only if R <= E max(r - x, 0) + psi(x) for every x >= 0, with

    psi(x) = q x for x <= t,  pi (1 + log(x / t)) for x >= t,    t = pi / q, the price.

psi is concave in x, and concave and homogeneous in (q, pi): for every t in (0, x] it is at most t q + log(x / t) pi,
with equality at t = pi / q. So each (x, t) is a cut, a linear inequality that every information structure satisfies.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.unknown_values.balls import ball
from selten.equilibria.discrimination.unknown_values.laws import Law
from selten.equilibria.discrimination.unknown_values.search import Peak, supremum


@dataclass(frozen=True, slots=True)
class Cut:
    """R <= E max(r - x, 0) + t q + log(x / t) pi, for t in (0, x]; with x = 0 it says R <= E max(r, 0)."""

    x: Fraction
    t: Fraction


def psi(x: Fraction, share: Fraction, price: Fraction) -> Any:
    """psi(x), for a price t = pi / q > 0.

    Examples
    --------
    >>> psi(Fraction(1, 2), Fraction(1, 2), Fraction(1))
    0.250000000000000
    """
    if x <= price:
        return ball(share * x)
    return ball(share * price) * (1 + ball(x / price).log())


def room(law: Law, share: Fraction, price: Fraction | None, *, tolerance: float = 1e-12) -> Peak:
    """The supremum over x >= 0 of -(E max(r - x, 0) + psi(x)): minus the largest R that the residuals allow.

    Parameters
    ----------
    law : Law
        Of the residual of this side's producer.
    share, price : Fraction
        q and t; without a price (a side that sells nothing, and whose psi is q x).
    tolerance : float
        The width of the bracket to stop at.
    """
    end = max(law.high, Fraction(0))
    bought = end if price is None else price
    score: Callable[[Fraction, Any], Any] = lambda x, call: -call - (psi(x, share, bought) if bought else 0)  # noqa: E731
    return supremum(law, score, (Fraction(0), end), tolerance=tolerance)


def slope(cut: Cut) -> Any:
    """log(x / t), the weight of the profit in a cut."""
    return ball(cut.x / cut.t).log() if cut.x else ball(0)
