"""From a price grid to the continuum: the equilibrium in price distributions that fine grids approach, certified.

The class is exact: consumers are atoms; one firm sells the bundle, or the bundle and one component, the other firm the
other component. Grids of several finenesses and both tie rules are solved; each solution is read as a structure of
stretches and atoms (:mod:`lifting_read`, :mod:`lifting_shape`), whose indifference conditions are solved to 400 bits
(:mod:`lifting_conditions`, :mod:`lifting_stretches`). What results is rounded to rational numbers and then is a pair of
strategies like any other: the certificate is over all real prices and knows nothing of where they came from.

What is proven is that these strategies, exactly as given, are an equilibrium up to the regret stated (about 1e-30 and
less). That there are no other equilibria is not shown. Where no reading leads to a certified pair, the answer says what
the finest grids say, with the exact regret of their solutions over all real prices.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from selten.equilibria.prices.continuum import TIES, ContinuumCheck, check_continuum
from selten.equilibria.prices.continuum_grid import certify_continuum, from_grid
from selten.equilibria.prices.lifting_conditions import BITS, Conditions, conditions, solve
from selten.equilibria.prices.lifting_read import Duel, read
from selten.equilibria.prices.lifting_recognise import recognised
from selten.equilibria.prices.lifting_shape import NoShape, Shape, shape
from selten.equilibria.prices.lifting_stretches import distributions
from selten.equilibria.prices.solve import PriceEquilibrium, solve_prices
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError
from selten.games.number import number_text
from selten.games.prices.distributions import PriceDistribution
from selten.games.prices.duopoly import DuopolyGame
from selten.games.prices.grids import duopoly_game
from selten.games.prices.price_range import aligned_step, price_tops

REGRET = Fraction(1, 10**12)
"""A lifted pair must be an equilibrium up to this, in units of the market's scale."""

SIZES = (60, 120, 240, 400, 800)
"""About how many steps the highest price takes on the grids that are tried, in this order."""

FINER = (1600,)
"""A further size where the bundler sells nothing else, whose grids are quickly solved."""

_SMALL = 12
"""Solutions of grids with no more prices than this in all are tried as they are."""

_NEAR = (1.2, 2.2, 3.2)
"""Places within so many steps are read as one; each is tried."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """An equilibrium in price distributions, certified over all real prices.

    Parameters
    ----------
    strategies : tuple of two PriceDistribution
        Of the first and second firm.
    payoffs : tuple of (low, high) for each firm
        What it earns lies in between, and no real prices earn more than ``high``.
    check : ContinuumCheck
    step : Fraction
        The grid that it was read from.
    exact_forms : tuple of two str or None
        What the profits seem to be, read off 100 digits: not proven.
    """

    strategies: tuple[PriceDistribution, PriceDistribution]
    payoffs: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
    check: ContinuumCheck
    step: Fraction
    exact_forms: tuple[str | None, str | None] = (None, None)

    @property
    def values(self) -> tuple[float, float]:
        """The profits as plain numbers."""
        first, second = (float((low + high) / 2) for low, high in self.payoffs)
        return first, second


@dataclass(frozen=True, slots=True)
class Bracket:
    """What is known where lifting failed.

    Parameters
    ----------
    payoffs : tuple of (low, high) for each firm
        The range of the finest grids' profits under both tie rules, widened by their regrets over all real prices:
        every solution counted is an equilibrium of the continuum up to its regret. Exact equilibria may lie outside.
        Where regrets take too much work, widened by the step.
    regret : Fraction or None
        The least of these regrets, exact or a proven bound; None where they take too much work.
    reason : str
        Why nothing was lifted.
    step : Fraction
        The finest grid.
    """

    payoffs: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
    regret: Fraction | None
    reason: str
    step: Fraction


def lift(market: BundlingMarket, own: str, rival: str, *, sizes: Sequence[int] | None = None) -> Lifted | Bracket:
    """The equilibrium in price distributions between two offerings, or what is known if none could be certified.

    Parameters
    ----------
    own, rival : str
        Offerings z1 z2 zb: one of them the bundle or the bundle and one component, the other one the other component.
    sizes : sequence of int
        About how many steps the highest price takes on the grids tried; by default :data:`SIZES`, and
        :data:`FINER` where the bundler sells nothing else.

    Raises
    ------
    InputError
        For other offerings, or consumers that are not atoms.

    Examples
    --------
    >>> consumers = Atoms.of([(0, "1/2"), (0, 1), ("3/5", 0), ("3/5", "2/5")], ["1/4"] * 4)
    >>> found = lift(BundlingMarket(consumers, Fraction(0)), "001", "100", sizes=(240,))
    >>> [f"{x:.10f}" for x in found.values], float(found.check.certificate.regret) < 1e-12
    (['0.3750000000', '0.0957737974'], True)
    """
    turned = own in ("100", "010")
    bundler, single = (rival, own) if turned else (own, rival)
    duel = _duel(market, bundler, single)
    if sizes is None:
        sizes = (*SIZES, *FINER) if bundler == "001" else SIZES
    reasons: list[str] = []
    grids: list[tuple[PriceEquilibrium, DuopolyGame]] = []
    for game, found in _solved(market, bundler, single, sizes):
        grids.append((found, game))
        if sum(support.size for support in found.supports) <= _SMALL and _regret(game, found) == 0:
            return _points(game, found, turned=turned)
        for near in _NEAR:
            try:
                lifted = _lifted(duel, (bundler, single), game, found, near)
            except (NoShape, InputError) as error:
                reasons.append(str(error))
                continue
            return _turned(lifted) if turned else lifted
    return _bracket(grids, reasons, turned=turned)


def _duel(market: BundlingMarket, bundler: str, single: str) -> Duel:
    fits = {"001": ("100", "010"), "011": ("100",), "101": ("010",)}
    if single not in fits.get(bundler, ()):
        raise InputError(
            f"lift: got {bundler} against {single}; allowed: 001, 011 or 101 against the component that it lacks"
        )
    if not isinstance(market.valuations, Atoms):
        raise InputError(f"lift: got {type(market.valuations).__name__}; allowed: atoms")
    return Duel.of(market, "1" if single == "100" else "2")


def _points(game: DuopolyGame, found: PriceEquilibrium, *, turned: bool) -> Lifted:
    """A grid's solution that no real prices improve on."""
    strategies = from_grid(game, found)
    check = check_continuum(game.market, game.offerings, strategies, tie=game.tie)
    first, second = (number_text(Fraction(x)) for x in found.payoffs)
    lifted = Lifted(strategies, check.payoffs, check, game.unit, (first, second))
    return _turned(lifted) if turned else lifted


def grid_step(market: BundlingMarket, size: int) -> Fraction:
    """A step that all atoms and the complementarity are multiples of, with about ``size`` of them to the top price."""
    aligned = aligned_step(market)
    assert aligned is not None
    return aligned / max(1, round(size * aligned / max(price_tops(market))))


def _solved(
    market: BundlingMarket, bundler: str, single: str, sizes: Sequence[int]
) -> Iterator[tuple[DuopolyGame, PriceEquilibrium]]:
    steps = list(dict.fromkeys(grid_step(market, size) for size in sizes))
    for step in steps:
        for tie in TIES:
            game = duopoly_game(market, bundler, single, step=step, tie=tie)
            for found in solve_prices(game).equilibria:
                yield game, found


def _lifted(duel: Duel, offerings: tuple[str, str], game: DuopolyGame, found: PriceEquilibrium, near: float) -> Lifted:
    from flint import ctx

    reading = read(duel, game, found)
    form: Shape = shape(duel, reading, steps=near)
    system: Conditions = conditions(duel, reading, form)
    z = solve(system)
    if z is None:
        raise NoShape("Newton's method found no solution of the conditions")
    with ctx.workprec(BITS):
        strategies = distributions(duel, form, system, z)
        forms = recognised(z[system.roots]), recognised(z[system.roots + 1])
    check = check_continuum(duel.market, offerings, strategies)
    if check.certificate.regret > check.regret_other_tie:
        check = check_continuum(duel.market, offerings, strategies, tie="components")
    certificate = check.certificate
    if not 0 <= certificate.regret <= REGRET * certificate.scale:
        raise NoShape(
            f"the solution of the conditions is no equilibrium: its regret is {float(certificate.regret):.3g}"
        )
    return Lifted(strategies, check.payoffs, check, Fraction(str(reading.step)).limit_denominator(10**6), forms)


def _turned(lifted: Lifted) -> Lifted:
    first, second = lifted.strategies
    check = lifted.check
    turned = replace(check, payoffs=(check.payoffs[1], check.payoffs[0]), regrets=check.regrets[::-1])
    return Lifted((second, first), turned.payoffs, turned, lifted.step, lifted.exact_forms[::-1])


def _bracket(grids: Sequence[tuple[PriceEquilibrium, DuopolyGame]], reasons: Sequence[str], *, turned: bool) -> Bracket:
    """The profits of the finest grids under both tie rules, each give or take its regret over all real prices."""
    if not grids:
        raise InputError("lift: no price grid was solved; allowed: other sizes")
    step = min(game.unit for _, game in grids)
    checked = [(found.payoffs, _regret(game, found)) for found, game in grids if game.unit == step]
    ends = []
    for firm in (1, 0) if turned else (0, 1):
        slack = [(Fraction(payoffs[firm]), step if regret is None else regret) for payoffs, regret in checked]
        ends.append((max(Fraction(0), min(x - s for x, s in slack)), max(x + s for x, s in slack)))
    known = [regret for _, regret in checked if regret is not None]
    reason = max(set(reasons), key=list(reasons).count, default="no structure was read")
    return Bracket((ends[0], ends[1]), min(known, default=None), reason, step)


def _regret(game: DuopolyGame, found: PriceEquilibrium) -> Fraction | None:
    """The regret over all real prices, if it does not take too much work."""
    try:
        return Fraction(certify_continuum(game, found).regret)
    except InputError:
        return None
