"""Claims of the price-discrimination paper on Example 3: consumers do not know their values, not all worth serving."""

from fractions import Fraction
from functools import cache
from typing import Any

from selten.equilibria.discrimination.unknown_values.exclusion import Exclusion, monopoly
from selten.papers.claim import Claim, Result, judged

_HALF = Fraction(1, 2)
_EXAMPLE_3 = {0: _HALF, 4: _HALF}


def claims() -> list[Claim]:
    """The claims on Example 3, in the order of the paper."""
    return [*_example_3(), *_beyond_example_3()]


def _example_3() -> list[Claim]:
    place = "Example 3"
    return [
        Claim(
            "discrimination/example-3/full-information",
            place,
            "Efficient trade needs full information; then the price is 4 and consumer surplus 0.",
            "p_1 = 4, consumer surplus zero",
            "confirmed",
            _full_information,
        ),
        Claim(
            "discrimination/example-3/no-information",
            place,
            "Without information the expected value 2 is the best price.",
            "2",
            "confirmed",
            _no_information,
        ),
        Claim(
            "discrimination/example-3/small-epsilon",
            place,
            "If few consumers (a share eps) learn their value, 2 is still the best price: exactly for eps <= 1/2.",
            "small probability eps",
            "confirmed",
            _small_epsilon,
        ),
        Claim(
            "discrimination/example-3/surplus-of-family",
            place,
            "Consumers then gain: those with value 4 who learn it, a share eps/2, each 2.",
            "with probability eps/2, positive surplus",
            "confirmed",
            _family_surplus,
        ),
    ]


def _beyond_example_3() -> list[Claim]:
    place = "Example 3"
    return [
        Claim(
            "discrimination/example-3/misaligned",
            place,
            "The outcome that is best for consumers is not efficient, over all information and all segmentations.",
            "the outcome is inefficient",
            "confirmed",
            _misaligned,
        ),
        Claim(
            "discrimination/example-3/family-below-optimum",
            place,
            "The family of the example does not contain the best outcome for consumers (it is not said to).",
            "consumer surplus eps",
            "confirmed",
            _below_optimum,
        ),
    ]


def _family(share: Fraction) -> dict[Fraction, Fraction]:
    """Example 3: this share learns the value, the rest nothing."""
    return {Fraction(0): share / 2, Fraction(2): 1 - share, Fraction(4): share / 2}


def _sold(law: dict[Fraction, Fraction], price: Fraction) -> tuple[Fraction, Fraction]:
    """Profit and consumer surplus at a price, cost 1."""
    buyers = {value: mass for value, mass in law.items() if value >= price}
    profit = (price - 1) * sum(buyers.values())
    return profit, sum(((value - price) * mass for value, mass in buyers.items()), Fraction(0))


def _best_price(law: dict[Fraction, Fraction]) -> Fraction:
    """The best price, the lower one of two."""
    return min((price for price in law if price >= 1), key=lambda price: (-_sold(law, price)[0], price))


def _full_information(_: Any) -> Result:
    law = _family(Fraction(1))
    price = _best_price(law)
    profit, surplus = _sold(law, price)
    text = f"price {price}, profit {profit} = efficient surplus, consumer surplus {surplus}"
    return judged(price == 4 and profit == Fraction(3, 2) and surplus == 0, text, value=float(price))


def _no_information(_: Any) -> Result:
    price = _best_price({Fraction(2): Fraction(1)})
    return judged(price == 2, f"price {price}, the expected value", value=float(price))


def _small_epsilon(_: Any) -> Result:
    """Profit is 1 - eps/2 at price 2 and 3 eps/2 at price 4, linear in eps and equal at 1/2."""
    best = {eps: _best_price(_family(eps)) for eps in (Fraction(k, 200) for k in range(1, 200))}
    holds = all((price == 2) == (eps <= _HALF) for eps, price in best.items())
    at_half = _sold(_family(_HALF), Fraction(2))[0] == _sold(_family(_HALF), Fraction(4))[0]
    certificate = {"kind": "threshold", "largest_share": _HALF, "profit_at_2": "1 - eps/2", "profit_at_4": "3 eps/2"}
    return judged(holds and at_half, "2 is the best price if and only if eps <= 1/2", certificate, value=0.5)


def _family_surplus(_: Any) -> Result:
    shares = [Fraction(k, 20) for k in range(1, 11)]
    holds = all(_sold(_family(eps), Fraction(2))[1] == 2 * eps / 2 for eps in shares)
    total = all(sum(_sold(_family(eps), Fraction(2))) == 1 + eps / 2 for eps in shares)
    certificate = {"kind": "arithmetic", "consumer_surplus": "eps", "total_surplus": "1 + eps/2"}
    return judged(holds and total, "consumer surplus eps, total surplus 1 + eps/2, at most 1/2 and 5/4", certificate)


@cache
def _optimum() -> Exclusion:
    return monopoly(_EXAMPLE_3, 1)


def _misaligned(_: Any) -> Result:
    """Efficiency forces full information, hence consumer surplus 0; the optimum has more and serves too few."""
    best = _optimum()
    efficient = Fraction(3, 2)
    holds = best.consumer_surplus.low > 0 and best.total_surplus.high < efficient
    text = f"consumer surplus {best.objective.middle:.9f} with total surplus {best.total_surplus.middle:.6f} < 3/2"
    surpluses = {"consumer_surplus": _ends(best.objective), "total_surplus": _ends(best.total_surplus)}
    certificate = {"kind": "bounds", **surpluses, "served": float(best.served), "price": float(best.price)}
    return judged(holds, text, certificate, value=best.objective.middle)


def _below_optimum(_: Any) -> Result:
    """The optimum is 2 a / (1 + a) with a e^a = 3 / e; the family stops at 1/2."""
    from sympy import LambertW, N, exp

    a = LambertW(3 / exp(1))
    closed = 2 * a / (1 + a)
    best, value = _optimum(), float(N(closed, 30))
    text = f"optimum 2 a/(1 + a) = {value:.12f} with a = W(3/e) = {float(N(a, 30)):.12f}; the family has at most 1/2"
    certificate = {"kind": "bounds", "consumer_surplus": _ends(best.objective), "closed_form": str(closed)}
    return judged(best.objective.low > 0.5 and best.objective.holds(value), text, certificate, value=value)


def _ends(bracket: Any) -> dict[str, float]:
    return {"low": bracket.low, "high": bracket.high}
