"""Claims about the equilibria of the bundling game: Theorem 1, item by item, and whether its list is complete.

Theorem 1 is about every market, so besides the computed markets it is held against offering games that Table 1 gives
for rational profits: Delta zero and positive, each with every order of the two bundler profits.
"""

from collections.abc import Mapping
from fractions import Fraction
from functools import partial

from selten.equilibria.dominance import dominance
from selten.equilibria.pure import pure_equilibria
from selten.games.bundling import OFFERINGS
from selten.games.normal_form import NormalForm
from selten.papers.bundling.markets import (
    COMPETITIVE,
    CONTINUOUS,
    MIXED_DIFFERENTIATED,
    MONOPOLY,
    PURE_DIFFERENTIATED,
    TABLE_2,
    Pair,
    Run,
    table_one,
)
from selten.papers.claim import Claim, Result, judged

COMMON = {"1": "1/4", "b": "13/24", "1b": "6/11", "12b": "11/20", "1|b": "1/15", "1|2b": "1/15"}
"""Profits near those of Table 2, in rationals; the bundler's two against a component are ordered below."""

ORDERS = {"more": ("3/8", "4/11"), "the same": ("3/8", "3/8"), "less": ("4/11", "3/8")}
"""How pi_b:1 compares with pi_2b:1, and the two."""

DELTAS = {"0": "1/4", "1/100": "13/50"}
"""Delta, and the shifted monopoly profit that goes with it."""


def generic() -> dict[tuple[str, str], NormalForm]:
    """The offering games by (Delta, order of the two bundler profits)."""
    games = {}
    for delta, shifted in DELTAS.items():
        for order, (pure, mixed) in ORDERS.items():
            values = {**COMMON, "delta": delta, "1+delta": shifted, "b|1": pure, "2b|1": mixed}
            games[delta, order] = table_one({name: Fraction(value) for name, value in values.items()})
    return games


def labelled(game: NormalForm) -> set[Pair]:
    """The pure equilibria as pairs of offerings."""
    return {(OFFERINGS[i], OFFERINGS[j]) for i, j in pure_equilibria(game)}


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_items(), *_complete()]


def _items() -> list[Claim]:
    names = {
        "monopoly": ("All three products against nothing is an equilibrium.", MONOPOLY, "all"),
        "competitive-duopoly": (
            "Both components at both firms, and a bundle at one or both, is an equilibrium.",
            COMPETITIVE,
            "all",
        ),
        "pure-differentiated": (
            "The bundle against one component is an equilibrium exactly if adding the other does not pay.",
            PURE_DIFFERENTIATED,
            "less",
        ),
        "mixed-differentiated": (
            "The bundle and a component against the other one is an equilibrium exactly if dropping it does not pay.",
            MIXED_DIFFERENTIATED,
            "more",
        ),
    }
    printed = {
        "monopoly": "(1,1,1) and (0,0,0)",
        "competitive-duopoly": "(1,1,0) or (1,1,1) each, with z_ib + z_-i,b >= 1",
        "pure-differentiated": "(0,0,1) and one component, if pi_b:1 >= pi_2b:1",
        "mixed-differentiated": "(1,0,1) or (0,1,1) and the other component, if pi_b:1 <= pi_2b:1",
    }
    return [
        Claim(
            f"bundling/theorem-1/{slug}",
            "Theorem 1",
            statement,
            printed[slug],
            "confirmed",
            partial(_item, pairs=pairs, unless=unless),
        )
        for slug, (statement, pairs, unless) in names.items()
    ]


def _item(run: Run, pairs: set[Pair], unless: str) -> Result:
    """In every game the pairs are all equilibria, except in those with the order ``unless``, where none is."""
    expected = {key: (set() if key[1] == unless else pairs) for key in generic()}
    failed = [key for key, game in generic().items() if labelled(game) & pairs != expected[key]]
    markets = [m for m in CONTINUOUS if not pairs <= run.equilibria(m)]
    text = f"in {len(expected)} games of Table 1 with every order of profits, and in {len(CONTINUOUS)} markets"
    certificate = {"kind": "games", "failed": [*failed, *markets], "pairs": sorted(pairs)}
    return judged(not failed and not markets, text, certificate)


def _complete() -> list[Claim]:
    return [
        Claim(
            "bundling/theorem-1/complete-with-complementarity",
            "Theorem 1",
            "With Delta > 0 and all other profits positive and in the order of Table 2 there are no other equilibria.",
            "the equilibria are",
            "confirmed",
            _complete_generic,
        ),
        Claim(
            "bundling/theorem-1/complete-saturated",
            "Theorem 1",
            "The list is complete in every market: here, uniform valuations with Delta = 1.",
            "the equilibria are",
            "refuted",
            lambda run: _extra(run, "uniform, Delta 1", allowed=set()),
        ),
        Claim(
            "bundling/theorem-1/complete-comonotone",
            "Theorem 1",
            "The list, with (110, 110) where Delta = 0, is complete in every market: here, equal uniform valuations.",
            "the equilibria are",
            "refuted",
            lambda run: _extra(run, "comonotone, Delta 0", allowed={("110", "110")}),
        ),
        Claim(
            "bundling/theorem-1/weakly-dominating",
            "Theorem 1",
            "The equilibria listed use no weakly dominated offering.",
            "the weakly-dominating bundling equilibria",
            "refuted",
            _weakly_dominating,
        ),
    ]


def listed(order: str) -> set[Pair]:
    """The equilibria of Theorem 1 where pi_b:1 is ``order`` (more, the same, less) than pi_2b:1."""
    pure = set() if order == "less" else PURE_DIFFERENTIATED
    return MONOPOLY | COMPETITIVE | pure | (set() if order == "more" else MIXED_DIFFERENTIATED)


def _complete_generic(run: Run) -> Result:
    found = {key[1]: labelled(game) for key, game in generic().items() if key[0] != "0"}
    markets = {m: run.equilibria(m) for m in ("uniform, Delta 1/10", "countermonotone, Delta 1/4")}
    failed = [order for order, pairs in found.items() if pairs != listed(order)]
    failed += [m for m, pairs in markets.items() if pairs != listed("the same")]
    numbers = {order: len(pairs) for order, pairs in (found | markets).items()}
    return judged(not failed, f"pure equilibria: {numbers}", {"kind": "games", "counts": numbers, "failed": failed})


def _extra(run: Run, market: str, *, allowed: set[Pair]) -> Result:
    found = run.equilibria(market)
    extra = sorted(found - listed("the same") - allowed)
    text = f"{len(found)} pure equilibria, also ({', '.join(extra[0])})" if extra else f"{len(found)} pure equilibria"
    profits: Mapping[str, float] = {n: run.profit(market, n).value for n in ("1", "12b", "b|1", "1|b")}
    return judged(not extra, text, {"kind": "game", "market": market, "others": extra, "profits": profits})


def _weakly_dominating(run: Run) -> Result:
    game = run.solved(TABLE_2).game
    proofs = {z: dominance(game, 0, OFFERINGS.index(z)) for z in ("000", "110")}
    dominated = {z: proof.mixture for z, proof in proofs.items() if proof.dominated}
    text = f"never defined; Theorem 1 keeps {' and '.join(dominated)}, which are weakly dominated in Table 2"
    return judged(not dominated, text, {"kind": "game", "market": TABLE_2, "dominated_by": dominated})
