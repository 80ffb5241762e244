"""Certificates over all real prices, for pairs of price distributions and for solutions of price grids.

A firm's regret is at most what it could earn at best (:mod:`selten.equilibria.prices.continuum_deviation`) less the
least that it earns at any price it uses. What it could earn at best is a limit that no tie rule changes; ties matter
for atoms at prices where a positive mass of consumers is indifferent.
"""

from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.prices.continuum_curves import lowest
from selten.equilibria.prices.continuum_deviation import beside_pieces, continuum_supremum, single_pieces
from selten.equilibria.prices.continuum_profit import consumers, expected_at
from selten.equilibria.solution import Certificate
from selten.games.bundling import BundlingMarket, products
from selten.games.consumers.atoms import Tie
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, Stretch

TIES: tuple[Tie, ...] = ("bundle", "components")
"""Both tie rules."""


@dataclass(frozen=True, slots=True)
class ContinuumCheck:
    """What is proven of a pair of price distributions over all real prices.

    Parameters
    ----------
    payoffs : tuple of (low, high) for each firm
        The expected profit is at least ``low``, and no real prices earn more than ``high``.
    regrets : tuple of Fraction
        high - low of each firm.
    certificate : Certificate
        Kind "continuum": the larger regret.
    tie : {"bundle", "components"}
        Who gets consumers who are indifferent between the bundle and components.
    regret_other_tie : Fraction
        The larger regret of the same strategies under the other tie rule.
    """

    payoffs: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
    regrets: tuple[Fraction, Fraction]
    certificate: Certificate
    tie: Tie = "bundle"
    regret_other_tie: Fraction = Fraction(0)


def check_continuum(
    market: BundlingMarket,
    offerings: tuple[str, str],
    strategies: tuple[PriceDistribution, PriceDistribution],
    *,
    tie: Tie = "bundle",
) -> ContinuumCheck:
    """Bounds on both firms' profits and regrets at a pair of price distributions, over all real prices.

    Guarantees a bound for what the strategies are, exactly as given; it is sharp for equilibria, at which a firm earns
    the same at all its prices.

    Raises
    ------
    InputError
        If a strategy does not fit its offering, or offerings are beyond
        :func:`~selten.equilibria.prices.continuum_deviation.continuum_supremum`.

    Examples
    --------
    >>> from selten.games.consumers.atoms import Atoms
    >>> from selten.games.prices.distributions import PricePoint
    >>> market = BundlingMarket(Atoms.of([(1, 0), (0, 1)], ["3/4", "1/4"]), Fraction(0))
    >>> single = Stretch("1", Fraction(1, 4), Fraction(1), ((Fraction(1, 3), Fraction(0)),))
    >>> bundle = Stretch("b", Fraction(1, 4), Fraction(1), ((Fraction(1, 4), Fraction(0)),))
    >>> captives = PriceDistribution.of([PricePoint({"b": Fraction(1)}, Fraction(1, 4))], [bundle])
    >>> check = check_continuum(market, ("001", "100"), (captives, PriceDistribution.of([], [single])))
    >>> float(check.certificate.regret) < 1e-30, [float(low) for low, _ in check.payoffs]
    (True, [0.25, 0.1875])
    """
    for offering, mixed in zip(offerings, strategies, strict=True):
        if not mixed.products <= products(offering):
            raise InputError(
                f"price distribution: got prices of {sorted(mixed.products)}; allowed: {sorted(products(offering))}"
            )
    least: list[Fraction] = []
    other: list[Fraction] = []
    best = []
    for firm in (0, 1):
        own, rival = strategies[firm], strategies[1 - firm]
        along = [_along(market, part, rival) for part in own.stretches]
        for rule, found in ((tie, least), ("bundle" if tie == "components" else "components", other)):
            points = [expected_at(market, point.prices, rival, tie=rule) for point in own.points]
            found.append(min([*points, *along]))
        best.append(continuum_supremum(market, offerings[firm], rival))
    regrets = best[0] - least[0], best[1] - least[1]
    scale = max(v[0] + v[1] for v, _ in consumers(market)) + abs(market.complementarity)
    certificate = Certificate("continuum", max(regrets), scale, exact=False)
    elsewhere = max(best[0] - other[0], best[1] - other[1])
    return ContinuumCheck(((least[0], best[0]), (least[1], best[1])), regrets, certificate, tie, elsewhere)


def _along(market: BundlingMarket, part: Stretch, rival: PriceDistribution) -> Fraction:
    """The least along a stretch of own prices."""
    shift = market.complementarity if part.product == "b" else Fraction(0)
    low, high = part.low - shift, part.high - shift
    if not part.beside:
        pieces = single_pieces(market, part.product, rival, up_to=high)
    elif part.product == "b" and len(part.beside) == 1:
        ((other, price),) = part.beside.items()
        pieces = beside_pieces(market, other, price, rival, up_to=high)
    else:
        raise InputError(f"stretch: got {part.product} free beside {sorted(part.beside)}; allowed: one beside b")
    inside = [(max(low, a), min(high, b), curve) for a, b, curve in pieces if max(low, a) < min(high, b)]
    return min(lowest(curve, a, b) for a, b, curve in inside)
