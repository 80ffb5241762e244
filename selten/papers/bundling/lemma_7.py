"""Claims about Lemma 7 of the bundling paper, the supplements it rests on, and the text around it."""

from fractions import Fraction
from itertools import product as combinations
from math import isfinite
from typing import Any

import numpy as np

from selten.papers.bundling.comparisons import same_check
from selten.papers.bundling.markets import TABLE_2, Run
from selten.papers.claim import Claim, Result, corrected, judged

IFR = (
    TABLE_2,
    "uniform, Delta 1/10",
    "uniform, Delta 1/4",
    "beta(2,2), Delta 0",
    "truncated exponential 1, Delta 0",
    "truncated exponential 3, Delta 0",
)
"""Independent markets whose failure rate increases and whose reverse hazard rate decreases."""


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_lemma_7(), *_supplements()]


def _lemma_7() -> list[Claim]:
    return [
        Claim(
            "bundling/lemma-7/conclusion",
            "Lemma 7",
            "With independent valuations, an increasing failure rate and a decreasing reverse hazard rate, adding the "
            "other component does not hurt the bundler.",
            "pi_2b:1 >= pi_b:1",
            "confirmed",
            _order_check_ifr,
        ),
        Claim(
            "bundling/lemma-7/condition-i",
            "Lemma 7",
            "Condition (i) asks for an increasing failure rate.",
            "f(x)/F(x) increasing",
            "corrected",
            _condition,
        ),
        Claim(
            "bundling/lemma-7/tends-to-benefit",
            "Text before Lemma 7",
            "For most continuous distributions of independent valuations the bundler gains by adding the component.",
            "this benefit tends to materialize",
            "open",
            _benefit,
        ),
        Claim(
            "bundling/lemma-7/common-distributions",
            "Text before Lemma 7",
            "Common distributions have a decreasing reverse hazard rate: Gaussian, uniform, exponential, gamma, "
            "logistic, Gumbel, Weibull, unimodal beta.",
            "satisfied by most common distributions",
            "confirmed",
            _reverse_hazard,
        ),
        Claim(
            "bundling/section-5/no-advantage",
            "Section 5, before Lemma 6",
            "In Table 2 the bundler earns the same whether it adds the other component or not.",
            "remains equal to 0.369",
            "confirmed",
            same_check([TABLE_2]),
        ),
    ]


def _order_check_ifr(run: Run) -> Result:
    pairs = {m: (run.number(m, "b|1"), run.number(m, "2b|1")) for m in IFR}
    equal = sum(a == b for a, b in pairs.values())
    certificate = {"kind": "bounds", "markets": {m: list(pair) for m, pair in pairs.items()}}
    text = f"holds in {len(IFR)} markets, with equality in {equal}: the component is not sold"
    return judged(all(a <= b for a, b in pairs.values()), text, certificate)


def _condition(run: Run) -> Result:
    """For the uniform distribution f/F = 1/x falls and f/(1 - F) = 1/(1 - x) rises; so (i) as printed denies (ii)."""
    x = [Fraction(i, 10) for i in range(1, 10)]
    printed, meant = [1 / v for v in x], [1 / (1 - v) for v in x]
    certificate = {
        "kind": "exact values",
        "distribution": "uniform on [0, 1]",
        "x": x,
        "f/F": printed,
        "f/(1-F)": meant,
    }
    text = "f/(1 - F) increasing; as printed it denies condition (ii), for the uniform distribution too"
    return corrected(printed == sorted(printed), meant == sorted(meant), text, certificate)


def _benefit(run: Run) -> Result:
    reasons = {m: run.profit(m, "2b|1").reason for m in IFR}
    gains = [m for m in IFR if run.number(m, "2b|1") > run.number(m, "b|1")]
    text = f"a gain in {len(gains)} of {len(IFR)} such markets: elsewhere the profits are shown equal"
    certificate = {"kind": "computed markets", "gain": gains, "reasons": reasons}
    return Result(text, None, "confirmed" if 2 * len(gains) > len(IFR) else "open", certificate)


def _reverse_hazard(run: Run) -> Result:
    """A decreasing f/F means that log F is concave: its slopes over a lattice of quantiles fall."""
    from scipy import stats

    frozen: dict[str, Any] = {
        "gaussian": stats.norm(),
        "uniform": stats.uniform(),
        "exponential": stats.expon(),
        "gamma 1/2": stats.gamma(0.5),
        "gamma 3": stats.gamma(3),
        "logistic": stats.logistic(),
        "gumbel": stats.gumbel_r(),
        "weibull 1/2": stats.weibull_min(0.5),
        "weibull 3": stats.weibull_min(3),
        "beta(2, 3)": stats.beta(2, 3),
    }
    failed = []
    for name, law in frozen.items():
        x = np.linspace(law.ppf(0.01), law.ppf(0.99), 60)
        rate = law.pdf(x) / law.cdf(x)
        if not (all(map(isfinite, rate)) and np.all(np.diff(rate) <= 1e-12 * rate[:-1])):
            failed.append(name)
    certificate = {"kind": "lattice of quantiles", "distributions": list(frozen), "failed": failed}
    return judged(not failed, f"f/F falls for all {len(frozen)} tried", certificate)


def _supplements() -> list[Claim]:
    return [
        Claim(
            "bundling/lemma-ec-1",
            "Lemma EC.1",
            "With an increasing failure rate, G(p_1) >= 0 implies G'(p_1) > 0 at every p_1.",
            "for any p_1: G >= 0 implies G' > 0",
            "refuted",
            _strictness,
        ),
        Claim(
            "bundling/lemma-ec-2/supermodular",
            "Lemma EC.2",
            "The component firm's profit is supermodular in its price and the bundle's.",
            "pi_-i is supermodular in (p_1, -p_2, p_b)",
            "refuted",
            _supermodular,
        ),
        Claim(
            "bundling/lemma-ec-2/single-crossing",
            "Proof of Lemma EC.2",
            "If a higher component price pays against some bundle price, it pays against every higher one.",
            "pi(p') >= pi(p) is kept as p_b rises",
            "confirmed",
            _single_crossing,
        ),
    ]


def _strictness(run: Run) -> Result:
    """Uniform, Delta = 0: where p_1 is above both bundle prices everybody buys, and G is constant."""
    low, high, p1 = Fraction(1, 5), Fraction(1, 2), Fraction(1)

    def g(p: Fraction) -> Fraction:
        return high * _above(high - p) - low * _above(low - p)

    slope = (g(p1 + Fraction(1, 10)) - g(p1 - Fraction(1, 10))) / Fraction(1, 5)
    certificate = {"kind": "counterexample", "bundle_prices": (low, high), "p1": p1, "G": g(p1), "slope": slope}
    text = f"uniform, Delta = 0, p_1 = 1, bundle prices 1/5 and 1/2: G = {g(p1)}, G' = {slope}"
    return judged(not (g(p1) >= 0 and slope <= 0), text, certificate)


def _above(x: Fraction) -> Fraction:
    return 1 - min(max(x, Fraction(0)), Fraction(1))


def _component(p: Fraction, q: Fraction) -> Fraction:
    """The component firm's uniform profit at p against the bundle at q = p_b - Delta: p (1 - p) (q - p)."""
    return p * (1 - p) * (q - p)


def _supermodular(run: Run) -> Result:
    (p, higher), (q, above) = (Fraction(3, 5), Fraction(7, 10)), (Fraction(4, 5), Fraction(9, 10))
    gains = [_component(x, above) - _component(x, q) for x in (p, higher)]
    certificate = {
        "kind": "counterexample",
        "market": "uniform",
        "p1": (p, higher),
        "q": (q, above),
        "p2": Fraction(3, 10),
        "gains": gains,
    }
    text = f"uniform: raising p_b by 1/10 adds {gains[0]} at p_1 = {p}, but {gains[1]} at p_1 = {higher}"
    return judged(gains[1] >= gains[0], text, certificate)


def _single_crossing(run: Run) -> Result:
    lattice = [Fraction(i, 20) for i in range(1, 21)]
    failed = [
        (p, higher, q, above)
        for p, higher, q, above in combinations(lattice, repeat=4)
        if p < higher <= q < above
        and _component(higher, q) >= _component(p, q)
        and _component(higher, above) < _component(p, above)
    ]
    certificate = {"kind": "exact lattice", "market": "uniform", "step": Fraction(1, 20), "failed": failed[:3]}
    return judged(not failed, "holds on an exact lattice of step 1/20", certificate)
