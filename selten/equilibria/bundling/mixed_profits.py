"""Profits of atoms where a bundler meets a component firm: an equilibrium in price distributions, else grid brackets.

Pure price equilibria are rare among atoms. So an equilibrium is looked for by lifting
(:mod:`selten.equilibria.prices.lifting`): what it pays is a number, certified over all real prices. There may be other
equilibria that pay otherwise; the number is the profit of the one found. Where the bundler has a component of its own,
the equilibrium without it is tried first: if the component adds nothing against it, the profits are the same. Where
nothing can be lifted the profits are brackets from price grids.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf, nextafter

from selten.equilibria.bundling.grid_prices import GridBracket
from selten.equilibria.bundling.profit import Profit, from_grid
from selten.equilibria.exact.algebraic import AlgebraicNumber
from selten.equilibria.prices.continuum import check_continuum
from selten.equilibria.prices.lifting import REGRET, Lifted, lift
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError

SIZES = ((8, (60, 120, 240, 400, 800)), (40, (60, 120, 240)))
"""Up to how many atoms, grids of which sizes are tried; with more atoms none."""

GRIDS = "mixed price equilibria on grids"

Bracket = Callable[[BundlingMarket, str, str], GridBracket]


@dataclass(frozen=True, slots=True)
class PairProfits:
    """Both firms' profits, the bundler's first, and the equilibrium that pays them if one was lifted."""

    profits: tuple[Profit, Profit]
    lifted: Lifted | None


def pair_profits(
    market: BundlingMarket,
    name: str,
    bracket: Bracket,
    *,
    without: PairProfits | None = None,
    enough: Callable[[], bool] | None = None,
) -> PairProfits:
    """The profits of a bundler and a component firm, by the bundler's name: "b|1", "2b|1", "b|2" or "1b|2".

    Parameters
    ----------
    bracket : callable
        From a market and two offerings to brackets.
    without : PairProfits, optional
        What is known of the pair when the bundler's own component is not offered.
    enough : callable, optional
        Asked before each grid: true ends the search for price distributions.

    Examples
    --------
    >>> consumers = Atoms.of([(0, "1/2"), (0, 1), ("3/5", 0), ("3/5", "2/5")], ["1/4"] * 4)
    >>> from selten.equilibria.bundling.grid_prices import grid_bracket
    >>> found = pair_profits(BundlingMarket(consumers, Fraction(0)), "b|2", grid_bracket)
    >>> [(profit.name, profit.value, profit.kind) for profit in found.profits]
    [('b|2', 0.3, 'continuum'), ('2|b', 0.15, 'continuum')]
    """
    bundler, k = name.split("|")
    names = name, f"{k}|{bundler}"
    offering = "".join(str(int(product in bundler)) for product in "12b")
    rival = "100" if k == "1" else "010"
    if without is not None and (kept := _kept(market, (offering, rival), without)) is not None:
        first, second = (_same(profit, name) for profit, name in zip(without.profits, names, strict=True))
        return PairProfits((first, second), kept)
    lifted = _lifted(market, offering, rival, enough)
    if lifted is None:
        found = bracket(market, offering, rival)
        first, second = (
            from_grid(name, *ends, GRIDS) for name, ends in zip(names, (found.firm_1, found.firm_2), strict=True)
        )
        return PairProfits((first, second), None)
    return PairProfits((_profit(names[0], lifted, 0), _profit(names[1], lifted, 1)), lifted)


def _lifted(market: BundlingMarket, offering: str, rival: str, enough: Callable[[], bool] | None) -> Lifted | None:
    """The first equilibrium found on ever finer grids."""
    assert isinstance(market.valuations, Atoms)
    count = len(market.valuations.values)
    for size in next((sizes for most, sizes in SIZES if count <= most), ()):
        if enough is not None and enough():
            return None
        try:
            found = lift(market, offering, rival, sizes=(size,))
        except InputError:  # the atoms lie on no grid that is small enough
            return None
        if isinstance(found, Lifted):
            return found
    return None


def _kept(market: BundlingMarket, offerings: tuple[str, str], without: PairProfits) -> Lifted | None:
    """The equilibrium without the bundler's own component, if it is one with it."""
    if without.lifted is None:
        return None
    old = without.lifted
    try:
        check = check_continuum(market, offerings, old.strategies, tie=old.check.tie)
    except InputError:
        return None
    if check.certificate.regret > max(REGRET * check.certificate.scale, Fraction(0)):
        return None
    return Lifted(old.strategies, check.payoffs, check, old.step, old.exact_forms)


def _same(profit: Profit, name: str) -> Profit:
    return Profit(
        name,
        profit.low,
        profit.high,
        profit.point,
        profit.prices,
        regret=profit.regret,
        pure=False,
        same_as=profit.same_as,
        exact=profit.exact,
        reason="the equilibrium in which the bundler sells no component of its own is one here too",
    )


def _profit(name: str, lifted: Lifted, firm: int) -> Profit:
    low, high = lifted.payoffs[firm]
    regret = float(lifted.check.certificate.regret)
    form = lifted.exact_forms[firm]
    agrees = f"; its first 100 digits agree with {form}" if form is not None and regret else ""
    return Profit(
        name,
        nextafter(float(low), -inf),
        nextafter(float(high), inf),
        lifted.values[firm],
        _certain(lifted),
        regret=nextafter(regret, inf) if regret else 0.0,
        pure=False,
        same_as=name,
        exact=AlgebraicNumber.of(low) if not lifted.check.certificate.regret else None,
        reason=f"an equilibrium in price distributions, certified over all real prices (others may exist){agrees}",
    )


def _certain(lifted: Lifted) -> dict[str, float | None]:
    """The prices of products that have one price throughout; None where it is drawn, and where nothing is sold."""
    prices: dict[str, float | None] = {"p1": None, "p2": None, "pb": None}
    for mixed in lifted.strategies:
        for name in mixed.products:
            used = {point.prices.get(name) for point in mixed.points}
            used |= {part.beside.get(name) for part in mixed.stretches}
            price = used.pop() if len(used) == 1 else None
            prices[f"p{name}"] = None if price is None else float(price)
    return prices
