"""Claims about Example 2 of the bundling paper: pure prices, the stated price distributions, and the conclusion."""

from fractions import Fraction
from typing import Any

from selten.equilibria.bundling.deviation import best_deviation, pair_profit
from selten.equilibria.bundling.grid_confirm import distinct_payoffs
from selten.equilibria.bundling.price_lines import PriceLine, PricePiece, expected_profit
from selten.games.bundling import BundlingMarket
from selten.games.number import number_text
from selten.games.prices.price_grid import price_game
from selten.papers.bundling.examples import Stated, conclusion, positive, prices, stated_claims
from selten.papers.bundling.markets import EXAMPLE_2, Run
from selten.papers.claim import Claim, Result, corrected, judged

_TWO_PURE = Stated(EXAMPLE_2, ("001", "100"), (prices(pb="1"), prices(p1="3/5")), (Fraction(1, 2), Fraction(3, 20)))

_SINGLE = PriceLine(
    "1",
    (
        PricePiece(Fraction(2, 5), Fraction(1, 2), Fraction(4), Fraction(-8, 5)),
        PricePiece(Fraction(1, 2), Fraction(3, 5), Fraction(2), Fraction(-3, 5)),
        PricePiece(Fraction(3, 5), Fraction(1), Fraction(1)),
    ),
)
"""Phi_2 of Example 2, as printed."""

_BESIDE = {"2": Fraction(1, 2)}
_BUNDLE = PriceLine(
    "b",
    (
        PricePiece(Fraction(2, 5), Fraction(3, 5), Fraction(1), Fraction(-2, 5), beside=_BESIDE),
        PricePiece(Fraction(3, 5), Fraction(1), Fraction(1), beside=_BESIDE),
    ),
)
"""Phi_1 of Example 2 with its two misprints put right: the middle line is about p_b, and p_2 is 1/2 throughout."""


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_pure(), *_mixed(), *_assumptions()]


def _pure() -> list[Claim]:
    where = "Example 2"
    return [
        *stated_claims("bundling/example-2/pure", where, _TWO_PURE, "the bundle", "(p_1, p_b) = (3/5, 1)"),
        Claim(
            "bundling/example-2/other-equilibria",
            where,
            "There are further equilibria with the bundle at 1/2, where the component firm earns nothing.",
            "p_b* = 1/2, profits 1/2 and 0",
            "refuted",
            _half_price,
        ),
        Claim(
            "bundling/example-2/no-pure-equilibrium",
            where,
            "With component 2 beside the bundle no pure prices are an equilibrium.",
            "no pure-strategy price equilibrium",
            "confirmed",
            _no_pure,
        ),
    ]


def _mixed() -> list[Claim]:
    where = "Example 2"
    return [
        Claim(
            "bundling/example-2/phi-1",
            where,
            "The bundler's price distribution, whose middle line is about p_b and whose p_2 is 1/2 up to the end.",
            "2/5 <= p_1 < 3/5; p_2 >= 1 at p_b = 3/5",
            "corrected",
            _misprint,
        ),
        Claim(
            "bundling/example-2/mixed-profits",
            where,
            "At the stated distributions (misprints put right) the firms earn these profits.",
            "2/5, 1/10",
            "confirmed",
            _line_profits,
        ),
        Claim(
            "bundling/example-2/mixed-equilibrium",
            where,
            "The stated distributions (misprints put right) are an equilibrium.",
            "(Phi_1*, Phi_2*)",
            "refuted",
            _line_deviation,
        ),
        Claim(
            "bundling/example-2/conclusion",
            where,
            "Adding component 2 costs the bundler profit in this market.",
            "pi_2b:1 < pi_b:1",
            "refuted",
            lambda run: conclusion(EXAMPLE_2, more=False),
        ),
    ]


def _market_2() -> BundlingMarket:
    return BundlingMarket(EXAMPLE_2, Fraction(0))


def _half_price(run: Run) -> Result:
    market, bundle = _market_2(), {"b": Fraction(1, 2)}
    found = best_deviation(market, "100", "001", bundle)
    near = found.near(Fraction(1, 1000))
    again = pair_profit(market, near, bundle)
    prices = {k: number_text(p) for k, p in near.items()}
    certificate = {"kind": "exact deviation", "bundle": bundle, "deviation": near, "deviation_earns": again}
    text = f"against p_b = 1/2 the component firm earns {number_text(again)} > 0 at p_1 = {prices['1']}"
    return judged(not again > 0, text, certificate)


def _no_pure(run: Run) -> Result:
    steps = Fraction(1, 20), Fraction(1, 40)
    found = {str(h): len(distinct_payoffs(price_game(_market_2(), "011", "100", step=h))) for h in steps}
    text = f"{sum(found.values())} pure equilibria on grids of steps 1/20 and 1/40 that hold all valuations"
    return judged(not any(found.values()), text, {"kind": "grid", "pure_payoffs": found})


def _misprint(run: Run) -> Result:
    """At p_b = 3/5 with p_2 = 1 the bundler would earn less than the 2/5 that it must be indifferent at."""
    at_one, at_half = (
        expected_profit(_market_2(), {"2": Fraction(p), "b": Fraction(3, 5)}, _SINGLE) for p in ("1", "1/2")
    )
    certificate = {"kind": "exact profits", "p_b": Fraction(3, 5), "p_2 = 1": at_one, "p_2 = 1/2": at_half}
    text = f"at p_b = 3/5 the bundler earns {number_text(at_half)} with p_2 = 1/2, {number_text(at_one)} with p_2 = 1"
    return corrected(at_one == Fraction(2, 5), at_half == Fraction(2, 5), text, certificate)


def _line_profits(run: Run) -> Result:
    """Both firms earn their profit at every price of a lattice of the other's indifference, and on average."""
    market = _market_2()
    bundles = [Fraction(2, 5) + Fraction(i, 50) for i in range(11)]
    bundler = {expected_profit(market, {"2": Fraction(1, 2), "b": p}, _SINGLE) for p in bundles}
    singles = [Fraction(2, 5) + Fraction(i, 50) for i in range(1, 10)]
    rival = {expected_profit(market, {"1": p}, _BUNDLE) for p in singles}
    certificate = {"kind": "exact profits", "bundler": bundler, "component": rival, "prices": (bundles, singles)}
    text = f"{_listed(bundler)} and {_listed(rival)} at every price of the supports tried"
    return judged(bundler == {Fraction(2, 5)} and rival == {Fraction(1, 10)}, text, certificate)


def _listed(values: set[Fraction]) -> str:
    return ", ".join(number_text(x) for x in sorted(values))


def _line_deviation(run: Run) -> Result:
    prices = {"2": Fraction(1, 2), "b": Fraction(4, 5)}
    earned = expected_profit(_market_2(), prices, _SINGLE)
    certificate: dict[str, Any] = {
        "kind": "exact deviation",
        "deviation": prices,
        "earns": earned,
        "stated": Fraction(2, 5),
    }
    text = f"the bundler earns {number_text(earned)} > 2/5 at (p_2, p_b) = (1/2, 4/5)"
    return judged(not earned > Fraction(2, 5), text, certificate)


def _assumptions() -> list[Claim]:
    where = "Section 3, Example 2"
    return [
        positive("bundling/example-2/positive-valuations", where, EXAMPLE_2),
        Claim(
            "bundling/example-2/symmetry",
            where,
            "The example keeps the model's assumption that the distribution is symmetric.",
            "F(v_1, v_2) = F(v_2, v_1)",
            "refuted",
            _symmetric,
        ),
    ]


def _symmetric(run: Run) -> Result:
    odd = [v for v in EXAMPLE_2.values if (v[1], v[0]) not in EXAMPLE_2.values]
    text = f"{len(odd)} of its {len(EXAMPLE_2.values)} types have no mirror image"
    return judged(EXAMPLE_2.symmetric, text, {"kind": "exact masses", "without_mirror": odd})
