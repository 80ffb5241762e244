"""A market with other equilibria than Theorem 1 of the bundling paper has, though Delta and every profit are positive.

Half of the consumers value the components at (1, 0), half at (0, 1), and Delta = 1/2. Like the paper's own examples it
has mass at valuations of 0, which the paper's model excludes.
"""

from collections.abc import Mapping
from fractions import Fraction

from selten.equilibria.pure import pure_equilibria
from selten.papers.bundling.markets import Run, table_one
from selten.papers.bundling.parametric import COMPLEMENTARY, LISTED, NAMES, pairs, symbolic
from selten.papers.claim import Claim, Result, judged

TWO_TYPES: Mapping[str, Fraction] = {
    "1": Fraction(1, 2),
    "b": Fraction(3, 2),
    "1b": Fraction(3, 2),
    "12b": Fraction(3, 2),
    "1+delta": Fraction(3, 4),
    "b|1": Fraction(3, 4),
    "1|b": Fraction(1, 8),
    "2b|1": Fraction(3, 4),
    "1|2b": Fraction(1, 8),
    "delta": Fraction(1, 2),
}
"""The profits of the market.

The bundler has the second half to itself at prices up to 3/2 and so earns at least 3/4; the first half is contested
(:func:`two_types_prices`). No price equilibrium pays otherwise. The bundler never asks less than 3/4, so that the rival
earns at least 1/8 just below 1/4. Hence the rival's dearest price is below the bundler's dearest, at which the bundler
has only its own half: 3/4. If the rival never asked 1/4 or less, the bundler would earn more; so it earns at most 1/8.
Component 2 adds nothing: at p_b - 1/2 or more nobody buys it, below that its buyers are those who would pay more for
the bundle, or p_b is beyond 3/2 and everything sold is component 2, for 1/2 at most."""


def two_types_prices(share: Fraction) -> tuple[Fraction, Fraction]:
    """What bundler and rival earn in the mixed price equilibrium at one price of each, in exact arithmetic.

    With t = p_b - 1/2 on [1/4, 1]: the rival asks at least t with probability 3 / (2 t + 1) - 1, and the bundler more
    than p with probability 1 / (4 p) for p < 1 (and 1 with the rest). The bundle at t sells to the half it has for
    itself, and to the other half if the rival asks at least t (ties favour the bundle).

    Examples
    --------
    >>> two_types_prices(Fraction(1, 3))
    (Fraction(3, 4), Fraction(1, 8))
    """
    t = Fraction(1, 4) + Fraction(3, 4) * share
    rival_asks_more = 3 / (2 * t + 1) - 1
    bundler = (t + Fraction(1, 2)) * (Fraction(1, 2) + rival_asks_more / 2)
    rival = t / 2 * (1 / (4 * t))
    return bundler, rival


def claims() -> list[Claim]:
    """The claim that this market refutes."""
    return [
        Claim(
            "bundling/theorem-1/parametric-two-types",
            "Theorem 1",
            "With Delta > 0 and a rival that earns something against every bundler there are no other equilibria.",
            "the equilibria are",
            "refuted",
            _two_types,
        ),
    ]


def _two_types(run: Run) -> Result:
    earned = {two_types_prices(Fraction(k, 40)) for k in range(40)}
    consistent = earned == {(TWO_TYPES["b|1"], TWO_TYPES["1|b"])}
    game = table_one(TWO_TYPES)
    extra = set(pairs(pure_equilibria(game))) - LISTED
    values = {NAMES[name]: value for name, value in TWO_TYPES.items()}
    inside = all(r.at(values) for r in symbolic(COMPLEMENTARY).assumptions)
    certificate = {
        "kind": "game",
        "market": "valuations (1, 0) and (0, 1), mass 1/2 each, Delta 1/2",
        "profits": values,
        "others": sorted(extra),
        "prices_checked_exactly": 40,
        "relations_hold": inside,
        "with_a_bounded_density": "pi_b:1 > pi_1^Delta follows from pi_1:b > 0, so that this exception does not occur",
    }
    text = f"types (1, 0) and (0, 1), Delta = 1/2: pi_1:b = 1/8, pi_b:1 = pi_2b:1 = pi_1^Delta, and {min(extra)} is one"
    return judged(not (extra and inside and consistent), text, certificate)
