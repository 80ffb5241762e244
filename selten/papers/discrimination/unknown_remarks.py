"""Claims of the price-discrimination paper after Theorem 3: producers without information, Figure 2, the remarks."""

from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.unknown_values.beliefs import Market
from selten.equilibria.discrimination.unknown_values.densities import Tail, informed_tail, uninformed_tail
from selten.equilibria.discrimination.unknown_values.hotelling import Hotelling, hotelling
from selten.equilibria.discrimination.unknown_values.laws import Law
from selten.equilibria.discrimination.unknown_values.many import Bracketed, best_for_consumers
from selten.equilibria.discrimination.unknown_values.smooth_laws import Triangular, law_of
from selten.equilibria.discrimination.unknown_values.uninformed import Uninformed, without_producer_information
from selten.games.consumers.marginals import Beta, Uniform
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.discrimination.unknown_hotelling import BINARY, claim, solved

_HALF = Fraction(1, 2)


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_uninformed(), *_figure(), *_remarks()]


def _uninformed() -> list[Claim]:
    place = "Section III.C, producers without information"
    return [
        claim(
            "section-3c/uninformed-price",
            place,
            "Without information for producers, in the binary example consumers do best when both price at about 0.05.",
            "b* ~ 0.05",
            "corrected",
            _uninformed_price,
        ),
        claim(
            "section-3c/uninformed-total-surplus",
            place,
            "Total surplus is then about 0.57.",
            "~ 0.57",
            "corrected",
            _uninformed_total,
        ),
        claim(
            "section-3c/uninformed-consumer-surplus",
            place,
            "Consumer surplus is then about 0.52.",
            "~ 0.52",
            "corrected",
            _uninformed_consumer,
        ),
        claim(
            "section-3c/uninformed-lower",
            place,
            "Total, producer and consumer surplus are all lower where producers must have no information.",
            "all lower",
            "confirmed",
            _all_lower,
        ),
    ]


def _figure() -> list[Claim]:
    return [
        claim(
            "figure-2/mass-around-zero",
            "Section III.C, Figure 2",
            "Without information for producers the best residual has extra mass around zero, where ours has a gap.",
            "extra mass around zero",
            "confirmed",
            _mass_around_zero,
        ),
        claim(
            "figure-2/densities",
            "Figure 2",
            "The two densities: ours b/(2r^2) beyond b, theirs p/(2(p + |r|)^2) from 0, each with atoms at its ends.",
            "a figure (absent from the text)",
            "confirmed",
            _densities,
        ),
    ]


def _remarks() -> list[Claim]:
    place = "Section III.C, remarks after Figure 2"
    return [
        claim(
            "section-3c/any-correlation",
            place,
            "Values need not be perfectly correlated: only the law of the residual and the mean of the values matter.",
            "not essential",
            "confirmed",
            _any_correlation,
        ),
        claim(
            "section-3c/efficient-surplus",
            place,
            "The efficient surplus is the mean of (v1 + v2)/2 + |v1 - v2|/2.",
            "integral of (v1 + v2)/2 + |v1 - v2|/2",
            "confirmed",
            _efficient_surplus,
        ),
        claim(
            "section-3c/asymmetric",
            place,
            "The residual need not be symmetric: Pareto shapes, one for each efficient producer, are still best.",
            "not essential to our argument",
            "confirmed",
            _asymmetric,
        ),
        claim(
            "section-3c/more-producers",
            place,
            "With more producers it is still without loss to take censored Pareto distributions.",
            "without loss",
            "open",
            _more_producers,
        ),
    ]


def _best() -> Uninformed:
    return without_producer_information(BINARY)


def _number(printed: float, value: float, name: str) -> Result:
    """Corrected: the number rounds to another second decimal; the condition for the optimum is the proof."""
    best = _best()
    certificate = {
        "kind": "bounds",
        "consumer_surplus": {"low": best.consumer_surplus.low, "high": best.consumer_surplus.high},
        "price": float(best.price),
        "condition": "log((1 + p)/p) = 2 + 1/(1 + p)",
    }
    proven = best.consumer_surplus.width < 1e-14
    text = f"{name} {value:.9f}, rounded {round(value, 2):.2f}"
    return corrected(round(value, 2) == printed, proven and abs(value - printed) < 0.02, text, certificate, value=value)


def _uninformed_price(_: Any) -> Result:
    return _number(0.05, float(_best().price), "price")


def _uninformed_total(_: Any) -> Result:
    return _number(0.57, _best().total_surplus.middle, "total surplus")


def _uninformed_consumer(_: Any) -> Result:
    return _number(0.52, _best().consumer_surplus.middle, "consumer surplus")


def _all_lower(_: Any) -> Result:
    """In the binary example, which the sentence is about; not for every residual: producer surplus can be higher."""
    found = {name: (without_producer_information(law), best) for name, (law, best) in solved().items()}
    lower = {name: _lower(*pair) for name, pair in found.items()}
    shown = {
        name: {"without": _surpluses(without), "with": _surpluses(best)} for name, (without, best) in found.items()
    }
    exceptions = [name for name, holds in lower.items() if not all(holds)]
    text = (
        "binary: 0.5262 < 0.5677, 0.0554 < 0.1353, 0.5816 < 0.7030; likewise for "
        f"{sum(all(holds) for holds in lower.values()) - 1} other residuals, but not for all: {', '.join(exceptions)}"
    )
    certificate = {"kind": "bounds", "consumer_producer_total": shown, "not_all_lower": exceptions}
    return judged(all(lower["binary"]), text, certificate)


def _surpluses(outcome: Uninformed | Hotelling) -> list[float]:
    brackets = (outcome.consumer_surplus, outcome.producer_surplus, outcome.total_surplus)
    return [bracket.middle for bracket in brackets]


def _lower(without: Uninformed, best: Hotelling) -> tuple[bool, ...]:
    """Whether consumer, producer and total surplus are lower, by their bounds."""
    return (
        without.consumer_surplus.high < best.consumer_surplus.low,
        without.producer_surplus.high < best.producer_surplus.low,
        without.total_surplus.high < best.total_surplus.low,
    )


def _mass_around_zero(_: Any) -> Result:
    """P(|r| < b) is 0 with information and 1 - p/(p + b) without."""
    from math import exp

    b, p = exp(-2), float(_best().price)
    mass, at_zero = 1 - p / (p + b), [density(0.0) for density in _tails()]
    certificate = {"kind": "arithmetic", "gap": b, "densities_at_0": at_zero}
    holds = at_zero[0] == 0 and at_zero[1] > 9 and mass > 0.7
    return judged(holds, f"mass on |r| < exp(-2): none against {mass:.4f}", certificate, value=mass)


def _densities(_: Any) -> Result:
    """Each density and its atoms have mass one: integrated symbolically."""
    import sympy

    r, b, p = sympy.symbols("r b p", positive=True)
    ours = 2 * sympy.integrate(b / (2 * r**2), (r, b, 1)) + b
    theirs = 2 * sympy.integrate(p / (2 * (p + r) ** 2), (r, 0, 1)) + p / (1 + p)
    holds = sympy.simplify(ours - 1) == 0 and sympy.simplify(theirs - 1) == 0
    informed, uninformed = _tails()
    text = (
        f"ours {informed(informed.start):.4f} at b, atoms {informed.atom:.4f}; "
        f"theirs {uninformed(0.0):.4f} at 0, atoms {uninformed.atom:.4f}"
    )
    return judged(bool(holds), text, {"kind": "symbolic", "atoms": [informed.atom, uninformed.atom]})


def _tails() -> tuple[Tail, Tail]:
    """The two densities of Figure 2."""
    return informed_tail(solved()["binary"][1]), uninformed_tail(_best())


def _any_correlation(_: Any) -> Result:
    """Independent values 0 and 1: by the residual's law alone, and by programs that know all four states."""
    quarter = Fraction(1, 4)
    states = [(quarter, values) for values in ((0, 0), (0, 1), (1, 0), (1, 1))]
    program = best_for_consumers(Market.of(states, (0, 0)), prices=40)
    best = hotelling({-1: quarter, 0: _HALF, 1: quarter})
    holds = float(program.low) <= best.objective.low and best.objective.high <= float(program.high)
    text = f"independent values: {best.objective.middle:.12f} in [{float(program.low):.4f}, {float(program.high):.4f}]"
    narrow = float(program.high - program.low) < 0.02
    return judged(holds and narrow, text, {"kind": "bounds", "program": [program.low, program.high]})


def _efficient_surplus(_: Any) -> Result:
    """The larger of two numbers is their mean plus half their distance, at interim values too."""
    values = [(Fraction(i, 7), Fraction(j, 5)) for i in range(8) for j in range(6)]
    holds = all(max(a, b) == (a + b) / 2 + abs(a - b) / 2 for a, b in values)
    return judged(holds, "max(a, b) = (a + b)/2 + |a - b|/2", {"kind": "identity"})


def _skewed() -> dict[str, Law]:
    return {
        "1 with probability 2/3, else -1": law_of({-1: "1/3", 1: "2/3"}),
        "1 with probability 2/3, else -1/2": law_of({"-1/2": "1/3", 1: "2/3"}),
        "uniform on [-1/2, 1]": law_of(Uniform(Fraction(0), Fraction(1)), "-1/2", 1),
        "beta(2, 3) on [-1, 1]": law_of(Beta(2.0, 3.0), -1, 1),
        "triangular on [-1, 1], mode 1/2": Triangular(Fraction(-1), Fraction(1), _HALF),
    }


def _asymmetric(_: Any) -> Result:
    """Two Pareto tails attain what multipliers prove to be the bound for all information structures."""
    found = {name: hotelling(law, tolerance=1e-9) for name, law in _skewed().items()}
    widest = max(best.objective.width for best in found.values())
    shown = {
        name: {"low": x.objective.low, "high": x.objective.high, "share": float(x.share), "prices": x.prices}
        for name, x in found.items()
    }
    text = f"{len(found)} asymmetric residuals: attained and bounded within {widest:.1e}"
    return judged(widest < 1e-8, text, {"kind": "bounds", "residuals": shown})


def _more_producers(_: Any) -> Result:
    """Open in general: averaging beliefs can raise a residual when the best rival differs. One market is settled."""
    from math import exp

    markets: dict[str, Bracketed] = {}
    for count in (3, 4):
        states = [(Fraction(1, count), [int(i == k) for i in range(count)]) for k in range(count)]
        markets[f"one good of {count}"] = best_for_consumers(Market.of(states, [0] * count), prices=24)
    value = (1 + exp(-2)) / 2
    inside = all(float(x.low) <= value <= float(x.high) for x in markets.values())
    text = (
        "open: a residual is concave in the belief, and averaging over rivals raises it, so the argument for two does "
        f"not carry over; where one of N goods has value 1 the optimum is (1 + exp(-2))/2 for N = 2, 3, 4: {inside}"
    )
    certificate = {
        "kind": "bounds",
        "programs": {name: [x.low, x.high] for name, x in markets.items()},
        "upper": "the winner's value is at most 1/2 + r/2, so surplus is at most 1/2 plus that of one cut at r = 1",
        "lower": "tell consumers of two goods, one of which has the value; then as with two producers",
    }
    return Result(text, value, "open" if inside else "refuted", certificate)
