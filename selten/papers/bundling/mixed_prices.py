"""Claims of the bundling paper that hang on mixed prices: whether a component can hurt the bundler, Lemmas 4 and 6.

Three kinds of evidence, each named in its certificate: profits of all equilibria over all real prices, by the proof in
:mod:`selten.papers.bundling.three_types`; pairs of price distributions whose regret over all real prices is bounded
(they are equilibria up to that, and there may be others); and all equilibria of coarse price grids, as games in their
own right.
"""

from fractions import Fraction
from functools import cache
from typing import Any

from selten.equilibria.prices.complete import all_equilibria
from selten.equilibria.prices.continuum import TIES, check_continuum
from selten.equilibria.prices.continuum_profit import expected_at
from selten.equilibria.prices.lifting import Lifted, lift
from selten.games.bundling import BundlingMarket
from selten.games.number import number_text
from selten.games.prices.distributions import PriceDistribution
from selten.games.prices.grids import duopoly_game
from selten.papers.bundling.market_families import atoms
from selten.papers.bundling.market_search import QUESTIONS, STEPS, search
from selten.papers.bundling.markets import Run
from selten.papers.bundling.three_types import ALONE, BESIDE, EQUILIBRIA, PROFITS, THREE_TYPES
from selten.papers.claim import Claim, Result, Verdict, judged

BOTH_LOSE = BundlingMarket(atoms([(1, 2), (2, 1), (3, 3)], [1, 1, 2]), Fraction(0))
"""A market in which the component lowers the profits of both firms."""

COMMON_SUM = {
    "(1, 3), (3, 1)": BundlingMarket(atoms([(1, 3), (3, 1)], [1, 1]), Fraction(0)),
    "(1, 4), (2, 3), (3, 2), (4, 1)": BundlingMarket(
        atoms([(1, 4), (2, 3), (3, 2), (4, 1)], [1, 1, 1, 1]), Fraction(0)
    ),
}
"""Perfectly negatively correlated markets, equal masses: everybody values both components together alike."""

REGRET = Fraction(1, 10**30)
"""Distributions of prices are taken for an equilibrium up to this regret, over all real prices."""

GRID = Fraction(1, 7)
"""The grid on which all equilibria of the market of three types are listed."""

TRIED = 24
"""Random markets tried against Lemma 4 in every run; scripts/search_markets.py tries as many as one likes."""

_POINTS = 24


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [
        Claim(
            "bundling/lemma-4/mixed-prices",
            "Lemma 4",
            "The price war between a bundle and both components has no equilibrium in mixed prices that pays more.",
            "pi_i = Delta, pi_-i = 0, in a model with mixed prices",
            "open",
            _price_war,
        ),
        Claim(
            "bundling/lemma-6/atoms",
            "Lemma 6",
            "The lemma covers every perfectly positively correlated distribution, discrete ones and mixed prices "
            "included.",
            "pi_2b:1 = pi_b:1",
            "refuted",
            _three_types_differ,
        ),
        Claim(
            "bundling/lemma-6/atoms-negative",
            "Lemma 6",
            "The lemma covers every perfectly negatively correlated distribution, discrete ones and mixed prices "
            "included.",
            "pi_2b:1 = pi_b:1",
            "refuted",
            _common_sum_differs,
        ),
        Claim(
            "bundling/example-2/can-hurt",
            "Text before Example 2",
            "In some market adding the other component costs the bundler profit.",
            "potentially lower profits",
            "confirmed",
            three_types_hurt,
        ),
        Claim(
            "bundling/example-2/can-hurt-both",
            "Text before Example 2",
            "In some market adding the other component to the bundle costs both firms profit.",
            "lower profits for both firms",
            "confirmed",
            _both_lose,
        ),
    ]


def three_types_hurt(run: Run) -> Result:
    """The check of a claim that adding a component can cost a bundler profit."""
    certificate = three_types()
    (alone, _), (beside, _) = PROFITS[ALONE], PROFITS[BESIDE]
    text = (
        f"types (1, 1), (4, 4), (5, 5): every equilibrium pays the bundler {number_text(alone)} alone, "
        f"{number_text(beside)} beside component 2"
    )
    return judged(certificate["holds"] and beside < alone, text, certificate, value=float(beside - alone))


def _three_types_differ(run: Run) -> Result:
    certificate = three_types()
    (alone, _), (beside, _) = PROFITS[ALONE], PROFITS[BESIDE]
    text = f"types (1, 1), (4, 4), (5, 5): pi_b:1 = {number_text(alone)}, pi_2b:1 = {number_text(beside)}"
    return judged(not (certificate["holds"] and alone != beside), text, certificate, value=float(beside - alone))


@cache
def three_types() -> dict[str, Any]:
    """The evidence for the market of three types; "holds" is whether all of it agrees with the proof.

    At a lattice of the prices in use both distributions earn the stated profits exactly; over all real prices nothing
    earns more (up to the rounding of bounds); and on a grid all equilibria, under either tie rule, pay the bundler less
    with the component than without.
    """
    games = {pair: _three_types_game(pair) for pair in (ALONE, BESIDE)}
    grids = {tie: [_grid_range(pair, tie) for pair in (ALONE, BESIDE)] for tie in TIES}
    below = all(beside[1] < alone[0] for alone, beside in grids.values())
    return {
        "kind": "proof of all equilibria over all real prices",
        "proof": "selten/papers/bundling/three_types.py",
        "market": "valuations (1, 1), (4, 4), (5, 5), mass 1/3 each, Delta 0",
        "games": games,
        "all_equilibria_of_the_grid": {"step": GRID, "bundler": grids},
        "holds": below and all(game["exact"] and game["regret"] <= REGRET for game in games.values()),
    }


def _three_types_game(pair: tuple[str, str]) -> dict[str, Any]:
    strategies = EQUILIBRIA[pair]
    earned = [_earned(strategies[firm], strategies[1 - firm]) for firm in (0, 1)]
    check = check_continuum(THREE_TYPES, pair, strategies)
    return {
        "offerings": pair,
        "profits": PROFITS[pair],
        "exact": earned == [{profit} for profit in PROFITS[pair]],
        "prices_checked_exactly": _POINTS,
        "regret": check.certificate.regret,
    }


def _earned(own: PriceDistribution, rival: PriceDistribution) -> set[Fraction]:
    """What a lattice of the prices inside a firm's stretches earns."""
    found = set()
    for part in own.stretches:
        for i in range(1, _POINTS + 1):
            price = part.low + (part.high - part.low) * Fraction(i, _POINTS + 1)
            found.add(expected_at(THREE_TYPES, {**part.beside, part.product: price}, rival, tie="bundle"))
    return found


def _grid_range(pair: tuple[str, str], tie: Any) -> tuple[Fraction, Fraction]:
    return all_equilibria(duopoly_game(THREE_TYPES, *pair, step=GRID, tie=tie)).payoffs[0]


def _both_lose(run: Run) -> Result:
    found = lifted_pairs(BOTH_LOSE)
    lose = [below(after, before) for before, after in zip(*found["payoffs"], strict=True)]
    text = f"types (1, 2), (2, 1), (3, 3), the last twice as many: {_changes(found)}"
    return judged(found["certified"] and all(lose), text, found)


def _common_sum_differs(run: Run) -> Result:
    """One market in which the component pays, one in which it costs."""
    found = {types: lifted_pairs(market) for types, market in COMMON_SUM.items()}
    differ = [_bundlers_differ(pairs) for pairs in found.values()]
    text = "; ".join(f"types {types}: {_changes(pairs)}" for types, pairs in found.items())
    return judged(not all(differ), text, {"kind": "price distributions", "markets": found})


def _bundlers_differ(found: dict[str, Any]) -> bool:
    before, after = (payoffs[0] for payoffs in found["payoffs"])
    return bool(found["certified"] and (below(after, before) or below(before, after)))


def lifted_pairs(market: BundlingMarket) -> dict[str, Any]:
    """Certified price distributions of both games of a market: bounds on both firms' profits, and the regrets.

    Raises
    ------
    RuntimeError
        If a game could not be lifted.

    Examples
    --------
    >>> found = lifted_pairs(THREE_TYPES)
    >>> found["forms"], found["certified"]
    ([('3', '1/3'), ('26/9', '1/3')], True)
    """
    found = [lift(market, *pair) for pair in (ALONE, BESIDE)]
    lifted = [one for one in found if isinstance(one, Lifted)]
    if len(lifted) < len(found):
        raise RuntimeError("lift: got no certified pair of price distributions; allowed: one for each game")
    regrets = [one.check.certificate.regret for one in lifted]
    return {
        "kind": "price distributions, regret over all real prices",
        "offerings": (ALONE, BESIDE),
        "payoffs": [one.payoffs for one in lifted],
        "forms": [one.exact_forms for one in lifted],
        "regrets": regrets,
        "read_from_steps": [one.step for one in lifted],
        "certified": max(regrets) <= REGRET,
        "of_all_equilibria": False,
    }


def below(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> bool:
    """Whether everything between two bounds is below everything between two others.

    Examples
    --------
    >>> below((Fraction(1), Fraction(2)), (Fraction(2), Fraction(3)))
    False
    """
    return one[1] < other[0]


def _changes(found: dict[str, Any]) -> str:
    before, after = ([float(low) for low, _ in payoffs] for payoffs in found["payoffs"])
    return ", ".join(
        f"{firm} {a:.6f} without component 2, {b:.6f} with it"
        for firm, a, b in zip(("bundler", "rival"), before, after, strict=True)
    )


def _price_war(run: Run) -> Result:
    found = list(search("lemma-4", seed=0, numbers=range(TRIED)))
    kept = [one.record() for one in found if one.flagged]
    unproven = sum(level.unproven for one in found for level in one.levels)
    certificate = {
        "kind": "search on grids",
        "markets": len(found),
        "step": STEPS[0],
        "ties": TIES,
        "more_than_steps": QUESTIONS["lemma-4"].slack[1],
        "found": kept,
        "starts_without_proof": unproven,
    }
    verdict: Verdict = "open"
    text = (
        f"neither proved nor refuted: in {len(found)} random markets {len(kept)} grids have an equilibrium found that "
        "pays more than two steps beyond it"
    )
    return Result(text, None, verdict, certificate)
