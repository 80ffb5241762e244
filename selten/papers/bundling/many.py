"""Claims of the bundling paper on more than two firms, and on more than two components.

The evidence is price games on grids: consumers are atoms spread evenly over the square or cube, one in the middle of
each cell of a lattice as fine as the prices or coarser, and equilibria are proven on their grids; all are pure but
those of the duopoly. On a grid a price war leaves each price a step or so above cost. Profits up to :data:`RESIDUE`
steps are what remains of it; finer grids tell them from others, because they shrink with the step.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement, product

from selten.equilibria.prices.many_firms import PureSearch, pure_price_equilibria
from selten.equilibria.prices.multi_solve import market_equilibria
from selten.games.prices.multiproduct_grids import multiproduct_game
from selten.games.prices.multiproduct_market import MultiproductMarket
from selten.papers.bundling.markets import Run
from selten.papers.claim import Claim, Result, corrected, judged

Offer = tuple[str, ...]

OFFERS: tuple[Offer, ...] = (("1",), ("2",), ("12",), ("1", "2"), ("1", "12"), ("2", "12"), ("1", "2", "12"))
"""What a firm that offers something may offer in a market of two components; "12" is the bundle."""

STEPS = Fraction(1, 8), Fraction(1, 16)

FINER_STEPS = Fraction(1, 32), Fraction(1, 48)
"""So fine that what a duopolist with one component earns is beyond what remains of a price war."""

RESIDUE = 2
"""The most steps per consumer that a price war leaves a firm: one on each of two components."""

STARTS = 4

_PLACE = "Text after Theorem 1"


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [
        Claim(
            "bundling/many/at-most-one-profits",
            _PLACE,
            "With two components and three firms in the market, at most one of the firms makes profit.",
            "more than two competitors: at most one makes profit",
            "corrected",
            _at_most_one,
        ),
        Claim(
            "bundling/many/bundler-profits",
            _PLACE,
            "If one of three firms makes profit, it is one that offers the bundle: any other gains by adding it.",
            "if there is one, it offers the bundle",
            "confirmed",
            _bundler,
        ),
        *(
            Claim(
                f"bundling/many/{n}-components",
                _PLACE,
                f"With {n} components, {n - 1} firms that sell one each and one with the bundle of all can all profit.",
                "n components: n - 1 firms offer one each, the nth the bundle",
                "confirmed",
                _all_profit(n, parts),
            )
            for n, parts in ((3, (8, 12, 16)), (4, (6, 8)))
        ),
        Claim(
            "bundling/many/3-components-offers",
            _PLACE,
            "With three components, two that sell one each and one with the bundle of all choose their offers in "
            "equilibrium.",
            "we expect multiple forms of the differentiated outcome, e.g. this one",
            "open",
            _offers,
        ),
    ]


def even(components: int, parts: int, delta: Fraction = Fraction(0)) -> MultiproductMarket:
    """Consumers spread evenly over the unit cube, one kind in the middle of each cell, equally many of each.

    Examples
    --------
    >>> even(2, 2).values[:2]
    ((Fraction(1, 4), Fraction(1, 4)), (Fraction(1, 4), Fraction(3, 4)))
    """
    middles = [Fraction(2 * k + 1, 2 * parts) for k in range(parts)]
    consumers = list(product(middles, repeat=components))
    whole = "123456789"[:components]
    masses = [Fraction(1, len(consumers))] * len(consumers)
    return MultiproductMarket.of(consumers, masses, complementarity={whole: delta})


def _cells() -> list[tuple[Offer, ...]]:
    """What three firms may offer, each something, up to the order of the firms and of the components."""
    other = str.maketrans("12", "21")
    seen = set()
    for cell in combinations_with_replacement(OFFERS, 3):
        turned = [
            OFFERS.index(tuple(sorted(("".join(sorted(k.translate(other))) for k in own), key=_size))) for own in cell
        ]
        seen.add(min(tuple(OFFERS.index(own) for own in cell), tuple(sorted(turned))))
    return [tuple(OFFERS[k] for k in cell) for cell in sorted(seen)]


def _size(name: str) -> tuple[int, str]:
    return len(name), name


def _search(market: MultiproductMarket, offers: Sequence[Offer], step: Fraction) -> PureSearch:
    return pure_price_equilibria(multiproduct_game(market, offers, step=step), starts=STARTS, complete=False)


def _at_most_one(run: Run) -> Result:
    """Three firms in every combination of offers; then a differentiated duopoly with a third firm that stays out."""
    market, cells = even(2, 4), _cells()
    second, unsolved = {}, []
    for step in STEPS:
        found = {cell: _search(market, cell, step).equilibria for cell in cells}
        unsolved += [cell for cell, equilibria in found.items() if not equilibria]
        second[step] = max(sorted(e.payoffs)[-2] for equilibria in found.values() for e in equilibria)
    holds = not unsolved and all(profit <= RESIDUE * step for step, profit in second.items())
    stays_out = {step: _bystander(market, step) for step in FINER_STEPS}
    printed = holds and not all(entry <= RESIDUE * step < profit for step, (profit, entry) in stays_out.items())
    certificate = {
        "kind": "grids",
        "consumers": "one in the middle of each of 4 x 4 cells of the unit square, complementarity 0",
        "steps": STEPS,
        "combinations_of_three_offers": len(cells),
        "without_pure_equilibrium": unsolved,
        "largest_second_profit": {str(step): profit for step, profit in second.items()},
        "third_firm_out": {
            str(step): {"least_profit_of_the_two": profit, "most_by_entry": entry}
            for step, (profit, entry) in stays_out.items()
        },
    }
    steps = max(float(profit / step) for step, profit in second.items())
    entry = max(float(most / step) for step, (_, most) in stays_out.items())
    text = (
        f"of three firms that all offer something the second earns at most {steps:.3g} steps (two grids, all "
        f"{len(cells)} combinations); but two profit where the third offers nothing: entry brings it {entry:.3g} step"
    )
    return corrected(printed, holds, text, certificate)


def _bystander(market: MultiproductMarket, step: Fraction) -> tuple[Fraction, Fraction]:
    """The bundle against a component: what the lesser of the two earns, and a third firm by any offer, at most."""
    duopoly: tuple[Offer, Offer] = ("12",), ("1",)
    alone = market_equilibria(multiproduct_game(market, duopoly, step=step), starts=STARTS)
    profit = min(min(e.payoffs) for e in alone.equilibria if e.regret == 0)
    entered = (_search(market, (*duopoly, own), step).equilibria for own in OFFERS)
    return profit, max(e.payoffs[2] for equilibria in entered for e in equilibria)


def _bundler(run: Run) -> Result:
    """Where one firm alone profits, without the bundle, it earns more in every equilibrium found once it adds it."""
    market, step = even(2, 4, Fraction(1, 4)), STEPS[1]
    more: list[tuple[object, ...]] = []
    failed: list[tuple[object, ...]] = []
    for cell in _cells():
        for firm, own in enumerate(cell):
            if "12" in own:
                continue
            most = max(e.payoffs[firm] for e in _search(market, cell, step).equilibria)
            if most <= RESIDUE * step:
                continue
            richer = tuple((*o, "12") if i == firm else o for i, o in enumerate(cell))
            least = min(e.payoffs[firm] for e in _search(market, richer, step).equilibria)
            (more if least > most else failed).append((cell, most, least))
    certificate = {
        "kind": "grid",
        "consumers": "one in the middle of each of 4 x 4 cells of the unit square, complementarity 1/4",
        "step": step,
        "without_and_with_the_bundle": more,
        "exceptions": failed,
    }
    text = f"in all {len(more)} combinations where a firm without the bundle profits it earns more by adding it"
    if failed:
        text = f"in {len(failed)} of {len(more) + len(failed)} combinations adding the bundle does not pay"
    return judged(bool(more) and not failed, text, certificate)


def _all_profit(n: int, parts: Sequence[int]) -> Callable[[Run], Result]:
    def check(run: Run) -> Result:
        offers = [("123456789"[:n],), *((component,) for component in "123456789"[: n - 1])]
        least, lists, complete = {}, {}, True
        for count in parts:
            game = multiproduct_game(even(n, count), offers, step=Fraction(1, count))
            found = pure_price_equilibria(game)
            complete &= found.complete
            lists[f"1/{count}"] = [
                {"prices": [game.price_vector(i, s) for i, s in enumerate(e.strategies)], "profits": e.payoffs}
                for e in found.equilibria
            ]
            least[count] = min((min(e.payoffs) for e in found.equilibria), default=Fraction(0))
        certificate = {
            "kind": "grids",
            "consumers": f"one in the middle of each cell of the unit cube in {n} dimensions, as fine as the prices",
            "all_pure_equilibria_listed": complete,
            "equilibria": lists,
        }
        kind = "all" if complete else "the"
        shown = ", ".join(f"{float(x):.4f} at step 1/{k}" for k, x in least.items())
        text = f"{kind} pure equilibria found on {len(parts)} grids have {n} positive profits, at least {shown}"
        return judged(all(x > 0 for x in least.values()), text, certificate, value=float(least[parts[-1]]))

    return check


def _offers(run: Run) -> Result:
    """A firm that sells the pair of its component and the rival's, in place of its component, earns more here.

    That settles it for these consumers only: the paper expects such offers in some market.
    """
    single, pair = (("123",), ("1",), ("2",)), (("123",), ("12",), ("2",))
    rows, gains = {}, []
    for parts in (12, 16):
        games = (multiproduct_game(even(3, parts), offers, step=Fraction(1, parts)) for offers in (single, pair))
        before, after = (pure_price_equilibria(game, complete=True) for game in games)
        most, least = max(e.payoffs[1] for e in before.equilibria), min(e.payoffs[1] for e in after.equilibria)
        rows[f"1/{parts}"] = {"most_with_1": most, "least_with_12": least}
        gains.append(least > most)
    certificate = {
        "kind": "grids",
        "consumers": "one in the middle of each cell of the unit cube, as fine as the prices",
        "over": "all pure equilibria of both price games",
        "profits_of_a_firm_beside_123_and_2": rows,
    }
    shown = " and ".join(f"{float(r['least_with_12']):.4f} > {float(r['most_with_1']):.4f}" for r in rows.values())
    if all(gains):
        text = f"not with consumers spread evenly: a firm earns more with the pair 12 than with 1 alone ({shown})"
    else:
        text = "no gain by the pair 12 was found; other offers were not tried"
    return Result(text, None, "open", certificate)
