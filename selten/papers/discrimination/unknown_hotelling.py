"""Claims of the price-discrimination paper on Hotelling competition (III.C): Example 4 and Theorem 3.

Its numbers and its proof are in :mod:`selten.papers.discrimination.unknown_proof`, the comparison with producers
without information, Figure 2 and the remarks in :mod:`selten.papers.discrimination.unknown_remarks`.
"""

from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

from selten.equilibria.discrimination.unknown_values.beliefs import Market
from selten.equilibria.discrimination.unknown_values.closed_forms import ClosedForm, binary, uniform
from selten.equilibria.discrimination.unknown_values.hotelling import Hotelling, frontier, hotelling
from selten.equilibria.discrimination.unknown_values.laws import FiniteLaw, Law
from selten.equilibria.discrimination.unknown_values.smooth_laws import Triangular, TruncatedNormal, law_of
from selten.games.consumers.marginals import Beta, Uniform
from selten.papers.claim import Claim, Result, Verdict, corrected, judged

_HALF = Fraction(1, 2)
BINARY = {-1: _HALF, 1: _HALF}
"""The residual of Example 4."""


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_example_4(), *_footnote(), *_theorem()]


def claim(name: str, where: str, statement: str, printed: str, documented: Verdict, check: Any) -> Claim:
    """A claim of this paper."""
    return Claim(f"discrimination/{name}", where, statement, printed, documented, check)


def _example_4() -> list[Claim]:
    place = "Example 4"
    return [
        claim(
            "example-4/residual-of-informed",
            place,
            "A producer that knows who learnt what faces residuals 0 and 1, equally likely.",
            "residual equally likely 0 and 1",
            "corrected",
            _informed_residual,
        ),
        claim(
            "example-4/full-information",
            place,
            "If the consumer learns everything both prices are 1 and consumer surplus is 0.",
            "p_i = 1, consumer surplus zero",
            "confirmed",
            _full_information,
        ),
        claim(
            "example-4/no-information",
            place,
            "Without information prices are 0, and consumer surplus and total surplus 1/2.",
            "1/2",
            "confirmed",
            _no_information,
        ),
        claim(
            "example-4/uncertainty-helps",
            place,
            "Uncertainty raises consumer surplus and lowers efficiency, against full information.",
            "raising consumer surplus but lowering efficiency",
            "confirmed",
            _uncertainty_helps,
        ),
    ]


def _footnote() -> list[Claim]:
    return [
        claim(
            "section-3c/footnote-11",
            "Footnote 11",
            "The model with a uniform residual on [-1, 1] can be solved completely.",
            "a complete solution (in the working paper)",
            "confirmed",
            _uniform_solution,
        )
    ]


def _theorem() -> list[Claim]:
    place = "Theorem 3"
    return [
        claim(
            "theorem-3/optimal-family",
            place,
            "For every symmetric residual some two-sided truncated Pareto distribution maximises consumer surplus.",
            "there are bounds b and B",
            "confirmed",
            _optimal_family,
        ),
        claim(
            "theorem-3/price",
            place,
            "With that distribution the efficient producer prices at b, the other at cost.",
            "p = b",
            "confirmed",
            _price,
        ),
        claim(
            "theorem-3/distribution-function",
            "Section III.C, before Theorem 3",
            "The two-sided truncated Pareto distribution with atoms at its ends, as a distribution function.",
            "0 if r <= -B, ..., 1 if r > B",
            "corrected",
            _distribution_function,
        ),
        claim(
            "theorem-3/not-opposed",
            "Section III.C, after Theorem 3",
            "Consumer and producer surplus are not opposed: what is best for consumers is not worst for producers.",
            "parameters generally distinct",
            "confirmed",
            _not_opposed,
        ),
    ]


@cache
def forms() -> tuple[ClosedForm, ClosedForm]:
    """The closed forms of the binary and the uniform residual."""
    return binary(), uniform()


@cache
def solved() -> dict[str, tuple[Law, Hotelling]]:
    """Symmetric residuals on which claims are tried, with their optimum."""
    laws: dict[str, Law] = {
        "binary": law_of(BINARY),
        "uniform": law_of(Uniform(Fraction(0), Fraction(1)), -1, 1),
        "triangular": Triangular(Fraction(-1), Fraction(1), Fraction(0)),
        "normal, deviation 1/3": TruncatedNormal(Fraction(-1), Fraction(1), Fraction(0), Fraction(1, 3)),
        "beta(2, 2)": law_of(Beta(2.0, 2.0), -1, 1),
        "arcsine": law_of(Beta(0.5, 0.5), -1, 1),
        "four values": FiniteLaw.of({-1: "1/8", "-1/2": "3/8", "1/2": "3/8", 1: "1/8"}),
        "three scales": FiniteLaw.of({k * s: m for s in (-1, 1) for k, m in _SCALES.items()}),
    }
    return {name: (law, hotelling(law)) for name, law in laws.items()}


_SCALES = {Fraction(1): Fraction(1, 20), Fraction(1, 3): Fraction(1, 20), Fraction(1, 10): Fraction(2, 5)}


def _market() -> Market:
    return Market.of([(_HALF, (0, 1)), (_HALF, (1, 0))], (0, 0))


def _informed_residual(_: Any) -> Result:
    """Values are 0 and 1; the residual of a consumer who knows them is -1 or 1."""
    market = _market()
    found = sorted(market.residual(0, belief) for belief in market.corners)
    certificate = {"kind": "arithmetic", "residuals": found, "values": [0, 1]}
    return corrected(found == [0, 1], found == [-1, 1], "the values are 0 and 1, the residuals -1 and 1", certificate)


def _full_information(_: Any) -> Result:
    """Half the consumers buy from each at any price up to 1: profit p / 2, best at 1."""
    market = _market()
    share = sum(mass for mass, b in zip(market.masses, market.corners, strict=True) if market.residual(0, b) >= 1)
    surplus = 1 - 2 * share
    certificate = {"kind": "arithmetic", "profit_each": share, "total_surplus": 1}
    return judged(
        share == _HALF and surplus == 0, "price 1, profit 1/2 each, consumer surplus 0", certificate, value=0.0
    )


def _no_information(_: Any) -> Result:
    market = _market()
    prior = market.masses
    values, residual = market.interim(prior), market.residual(0, prior)
    certificate = {"kind": "arithmetic", "interim_values": values, "residual": residual}
    return judged(
        values == (_HALF, _HALF) and residual == 0, "same goods: price 0, surplus 1/2", certificate, value=0.5
    )


def _uncertainty_helps(_: Any) -> Result:
    best = solved()["binary"][1]
    outcomes = {"full": (0.0, 1.0), "none": (0.5, 0.5), "best": (best.consumer_surplus.low, best.total_surplus.high)}
    holds = all(outcomes[name][0] > 0 and outcomes[name][1] < 1 for name in ("none", "best"))
    text = "consumer and total surplus: 0, 1 with full information; 1/2, 1/2 with none; 0.5677, 0.7030 at best"
    return judged(holds, text, {"kind": "arithmetic", "consumer_and_total_surplus": outcomes})


def _uniform_solution(_: Any) -> Result:
    """Symbolic proof, and the numbers of the general solver."""
    from sympy import N

    form, best = forms()[1], solved()["uniform"][1]
    value = float(N(form.consumer_surplus, 30))
    holds = all(form.facts.values()) and best.objective.low - 1e-15 <= value <= best.objective.high + 1e-15
    text = f"b = {form.price}, consumer surplus {form.consumer_surplus} = {value:.12f}"
    certificate = {
        "kind": "symbolic",
        "B": str(form.top),
        "total_surplus": str(form.total_surplus),
        "facts": form.facts,
    }
    return judged(holds, text, certificate, value=value)


def _optimal_family(_: Any) -> Result:
    """A member of the family attains what multipliers prove to be an upper bound for all information."""
    found = {name: best for name, (_, best) in solved().items()}
    widest = max(best.objective.width for best in found.values())
    certificate = {
        "kind": "bounds",
        "consumer_surplus": {n: {"low": x.objective.low, "high": x.objective.high} for n, x in found.items()},
        "b_and_B": {n: [float(x.prices[0]), x.tops[0].middle] for n, x in found.items()},
        "one_cut": {n: x.one_cut for n, x in found.items()},
    }
    text = f"{len(found)} symmetric residuals: attained and bounded within {widest:.1e}"
    return judged(widest < 1e-9, text, certificate)


def _price(_: Any) -> Result:
    """Revenue p P(r >= p) of the family is p / 2 up to b, then b / 2 up to B: symbolically."""
    import sympy

    b, top, p, r = sympy.symbols("b B p r", positive=True)
    tail = sympy.integrate(b / (2 * r**2), (r, p, top)) + b / (2 * top)
    flat = sympy.simplify(p * tail - b / 2) == 0
    whole = sympy.simplify(tail.subs(p, b) - sympy.Rational(1, 2)) == 0
    text = "revenue is b/2 at each price in [b, B], less below and above: b is a best price and serves all"
    return judged(flat and whole, text, {"kind": "symbolic"})


def _distribution_function(_: Any) -> Result:
    """As printed it is P(r < x): at B it misses the atom, at -B it lacks it."""
    b, top = Fraction(1, 4), Fraction(1)
    printed = {"at -B": Fraction(0), "at B": 1 - b / (2 * top)}
    right = {"at -B": b / (2 * top), "at B": Fraction(1)}
    left_limits = {"at -B": Fraction(0), "at B": 1 - b / (2 * top)}
    certificate = {"kind": "counterexample", "b": b, "B": top, "printed": printed, "cdf": right}
    text = "what is printed is the limit from the left, P(r < x); a distribution function is b/2B at -B and 1 at B"
    return corrected(printed == right, printed == left_limits, text, certificate)


def _not_opposed(_: Any) -> Result:
    """Along the weights 4, 2, 3/2, 1 on profits both surpluses rise, from near no information (1/2, 0)."""
    weights = (4, 2, Fraction(3, 2), 1)
    paths = {name: frontier(solved()[name][0], weights) for name in ("binary", "uniform", "beta(2, 2)")}
    pairs = [(a, b) for path in paths.values() for a, b in pairwise(path)]
    producers = all(a.producer_surplus.high < b.producer_surplus.low for a, b in pairs)
    consumers = all(a.consumer_surplus.high < b.consumer_surplus.low for a, b in pairs)
    above = all(path[0].consumer_surplus.low > 0.5 for path in paths.values())
    shown = {
        name: [[x.producer_surplus.middle, x.consumer_surplus.middle] for x in path] for name, path in paths.items()
    }
    text = "no information pays producers 0, the least, but consumers less; both gain all along a path to the best"
    certificate = {"kind": "path", "weights": weights, "producer_and_consumer_surplus": shown}
    return judged(producers and consumers and above, text, certificate)
