"""Claims around Theorem 1 of the bundling paper: existence, the convention on ties, what its equilibria share."""

from functools import partial

from selten.games.bundling import OFFERINGS, products
from selten.papers.bundling.markets import COMPETITIVE, CONTINUOUS, DIFFERENTIATED, MONOPOLY, TABLE_2, Run
from selten.papers.bundling.theorem import generic, labelled, listed
from selten.papers.claim import Claim, Result, corrected, judged


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_existence(), *_remarks(), *_profits()]


def _existence() -> list[Claim]:
    return [
        Claim(
            "bundling/section-3/pure-equilibrium-exists",
            "Section 3, after (1)",
            "The bundling game always has a pure equilibrium in the cases considered.",
            "a pure equilibrium always exists",
            "confirmed",
            _exists,
        ),
        Claim(
            "bundling/section-3/indifferent-firm-bundles",
            "Section 3, before (1)",
            "The equilibria of Theorem 1 keep to the convention that an indifferent firm offers the bundle.",
            "an indifferent firm offers the bundle",
            "refuted",
            _convention,
        ),
    ]


def _exists(run: Run) -> Result:
    found = {m: len(run.equilibria(m)) for m in CONTINUOUS}
    found |= {f"Delta {d}, pi_b:1 {order}": len(labelled(game)) for (d, order), game in generic().items()}
    text = f"{min(found.values())} to {max(found.values())} in {len(found)} games"
    return judged(min(found.values()) > 0, text, {"kind": "games", "pure_equilibria": found})


def _convention(run: Run) -> Result:
    """Strike the equilibria in which a firm without the bundle has a best reply with it."""
    game, kept = run.solved(TABLE_2).game, set()
    for a, b in run.equilibria(TABLE_2):
        i, j = OFFERINGS.index(a), OFFERINGS.index(b)
        columns = game.payoffs[0, :, j].tolist(), game.payoffs[1, i, :].tolist()
        lazy = any(
            "b" not in products(own)
            and any("b" in products(z) and u == values[k] for z, u in zip(OFFERINGS, values, strict=True))
            for own, k, values in ((a, i, columns[0]), (b, j, columns[1]))
        )
        kept |= set() if lazy else {(a, b)}
    struck = sorted((MONOPOLY | COMPETITIVE | DIFFERENTIATED) - kept)
    text = f"Table 2: it leaves {len(kept)} of {len(run.equilibria(TABLE_2))} equilibria, not (000, 111), (110, 111)"
    return judged(not struck, text, {"kind": "game", "market": TABLE_2, "kept": sorted(kept), "struck": struck})


def _remarks() -> list[Claim]:
    return [
        Claim(
            "bundling/section-5/one-more",
            "Text before Theorem 1",
            "Without complementarity there is exactly one more equilibrium, both firms with both components.",
            "one more, z_i = z_-i = (1,1,0)",
            "confirmed",
            _one_more,
        ),
        Claim(
            "bundling/section-5/otherwise-dominated",
            "Text before Theorem 1",
            "With Delta > 0, both firms with both components is still an equilibrium, in weakly dominated offerings.",
            "weakly dominated if Delta > 0",
            "refuted",
            _otherwise,
        ),
        Claim(
            "bundling/section-5/no-room",
            "Text after Theorem 1",
            "In every equilibrium a bundle and at least one component are offered.",
            "bundle and component are both on offer",
            "refuted",
            _no_room,
        ),
        Claim(
            "bundling/theorem-1/proof",
            "Proof of Theorem 1",
            "The equilibria can be read off the general table of profits.",
            "follow from Table 2",
            "corrected",
            _source,
        ),
    ]


def _source(run: Run) -> Result:
    """Table 2 has an equilibrium that no market with Delta > 0 has, so the theorem cannot follow from it."""
    only = run.equilibria(TABLE_2) - run.equilibria("uniform, Delta 1/10")
    from_table_1 = all(labelled(game) - {("110", "110")} == listed(order) for (_, order), game in generic().items())
    text = "Table 1: its games have the theorem's equilibria; Table 2 has (110, 110) besides"
    return corrected(not only, from_table_1, text, {"kind": "games", "only_in_table_2": sorted(only)})


def _profits() -> list[Claim]:
    return [
        Claim(
            "bundling/introduction/both-earn",
            "Introduction",
            "In the differentiated duopoly both firms earn a positive profit, in every market.",
            "both firms earn positive profits",
            "refuted",
            partial(_positive, market="uniform, Delta 1"),
        ),
        Claim(
            "bundling/introduction/both-earn-table-2",
            "Introduction",
            "In the differentiated duopoly both firms earn a positive profit, in Table 2.",
            "both firms earn positive profits",
            "confirmed",
            partial(_positive, market=TABLE_2),
        ),
        Claim(
            "bundling/introduction/price-war",
            "Introduction",
            "In the competitive duopoly at most one firm earns anything, the only bundler.",
            "at most one earns, the only bundler",
            "confirmed",
            _price_war,
        ),
    ]


def _one_more(run: Run) -> Result:
    found = {m: run.equilibria(m) for m in (TABLE_2, "beta(2,2), Delta 0", "countermonotone, Delta 0")}
    more = {m: sorted(pairs - listed("the same")) for m, pairs in found.items()}
    text = f"Table 2: {len(found[TABLE_2])} pure equilibria, one beyond Theorem 1's {len(listed('the same'))}"
    holds = all(pairs == [("110", "110")] for pairs in more.values())
    return judged(holds, text, {"kind": "games", "others": more})


def _otherwise(run: Run) -> Result:
    market = "uniform, Delta 1/10"
    game, i = run.solved(market).game, OFFERINGS.index("110")
    gains = game.payoffs[0, OFFERINGS.index("001"), i] - game.payoffs[0, i, i]
    text = "it is no equilibrium: any bundle earns Delta = 1/10 instead of 0"
    certificate = {"kind": "deviation", "market": market, "from": "110", "to": "001", "gain": gains}
    return judged(not gains > 0, text, certificate)


def _no_room(run: Run) -> Result:
    missing = {}
    for m in (TABLE_2, "uniform, Delta 1"):
        offered = {pair: products(pair[0]) | products(pair[1]) for pair in run.equilibria(m)}
        missing[m] = sorted(pair for pair, sold in offered.items() if "b" not in sold or len(sold) < 2)
    text = "Table 2: (110, 110) has no bundle; uniform, Delta = 1: (001, 001) has no component"
    shown = ("110", "110") in missing[TABLE_2] and ("001", "001") in missing["uniform, Delta 1"]
    return judged(not shown, text, {"kind": "games", "without": missing})


def _positive(run: Run, market: str) -> Result:
    names = ("b|1", "1|b", "2b|1", "1|2b")
    values = {name: run.number(market, name) for name in names}
    text = f"{market}: " + ", ".join(f"pi_{n.replace('|', ':')} = {float(x):.4g}" for n, x in values.items())
    return judged(all(x > 0 for x in values.values()), text, {"kind": "profits", "market": market, "profits": values})


def _price_war(run: Run) -> Result:
    failed = []
    for m in CONTINUOUS:
        game = run.solved(m).game
        for a, b in COMPETITIVE:
            own, rival = (game.payoffs[k, OFFERINGS.index(a), OFFERINGS.index(b)] for k in (0, 1))
            if (own > 0 and (rival > 0 or "b" not in products(a) or "b" in products(b))) or own < 0:
                failed.append((m, a, b))
    return judged(not failed, f"in all {len(CONTINUOUS)} markets", {"kind": "games", "failed": failed})
