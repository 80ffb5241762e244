"""Certificates over all real prices, for pairs of price distributions and for solutions of price grids.

A firm's regret is at most what it could earn at best (:mod:`selten.equilibria.prices.continuum_deviation`) less the
least that it earns at any price it uses, with every tie between the bundle and components taken against it.
"""

from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.prices.continuum_curves import lowest
from selten.equilibria.prices.continuum_deviation import beside_pieces, continuum_supremum, single_pieces
from selten.equilibria.prices.continuum_profit import consumers, expected_at
from selten.equilibria.solution import Certificate
from selten.games.bundling import BundlingMarket, products
from selten.games.errors import InputError
from selten.games.prices.distributions import PriceDistribution, Stretch

TIES = ("bundle", "components")


@dataclass(frozen=True, slots=True)
class ContinuumCheck:
    """What is proven of a pair of price distributions over all real prices.

    Parameters
    ----------
    payoffs : tuple of (low, high) for each firm
        The expected profit is at least ``low``, and no real prices earn more than ``high``, whatever the tie rule.
    regrets : tuple of Fraction
        high - low of each firm.
    certificate : Certificate
        Kind "continuum": the larger regret.
    """

    payoffs: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
    regrets: tuple[Fraction, Fraction]
    certificate: Certificate


def check_continuum(
    market: BundlingMarket, offerings: tuple[str, str], strategies: tuple[PriceDistribution, PriceDistribution]
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
    >>> from selten.games.atoms import Atoms
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
    payoffs = []
    for firm in (0, 1):
        rival = strategies[1 - firm]
        best = continuum_supremum(market, offerings[firm], rival)
        payoffs.append((_least(market, strategies[firm], rival), best))
    regrets = (payoffs[0][1] - payoffs[0][0], payoffs[1][1] - payoffs[1][0])
    scale = max(sum(v) for v, _ in consumers(market)) + abs(market.complementarity)
    return ContinuumCheck((payoffs[0], payoffs[1]), regrets, Certificate("continuum", max(regrets), scale, exact=False))


def _least(market: BundlingMarket, own: PriceDistribution, rival: PriceDistribution) -> Fraction:
    """The least that a firm earns at any of its prices."""
    points = [expected_at(market, point.prices, rival, tie=tie) for point in own.points for tie in TIES]
    return min([*points, *(_along(market, part, rival) for part in own.stretches)])


def _along(market: BundlingMarket, part: Stretch, rival: PriceDistribution) -> Fraction:
    """The least along a stretch of own prices."""
    shift = market.complementarity if part.product == "b" else Fraction(0)
    if not part.beside:
        pieces = single_pieces(market, part.product, rival)
    elif part.product == "b" and len(part.beside) == 1:
        ((other, price),) = part.beside.items()
        pieces = beside_pieces(market, other, price, rival)
    else:
        raise InputError(f"stretch: got {part.product} free beside {sorted(part.beside)}; allowed: one beside b")
    low, high = part.low - shift, part.high - shift
    inside = [(max(low, a), min(high, b), curve) for a, b, curve in pieces if max(low, a) < min(high, b)]
    return min(lowest(curve, a, b) for a, b, curve in inside)
