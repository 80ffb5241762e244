"""Claims about trembling-hand perfection in the bundling paper: with two firms, nothing in use is weakly dominated."""

from collections.abc import Callable, Iterable
from functools import partial

from selten.equilibria.dominance import dominance
from selten.games.bundling import OFFERINGS
from selten.games.profile import Profile
from selten.papers.bundling.markets import (
    COMPETITIVE,
    CONTINUOUS,
    DIFFERENTIATED,
    TABLE_2,
    Pair,
    Run,
)
from selten.papers.bundling.selection import (
    AFTER,
    COLLAPSED,
    EQUAL,
    SATURATED,
    indices,
    pairs_text,
    selection_claim,
)
from selten.papers.claim import Claim, Result, Verdict, judged
from selten.selection.trembling import trembling_hand


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_trembling(), *_perfect()]


def _trembling() -> list[Claim]:
    imperfect = (
        ("monopoly", "a full line against nothing", ("000", "111")),
        ("one-full", "both components against a full line", ("110", "111")),
    )
    dominated = (
        ("nothing", "nothing", " in every market", "000", CONTINUOUS),
        ("components", "both components", ", in Table 2", "110", (TABLE_2,)),
        ("components-comonotone", "both components", f" in every market: here, {EQUAL}", "110", (EQUAL,)),
    )
    return [
        *(
            selection_claim(
                f"imperfect-{slug}",
                AFTER,
                f"The equilibrium of {what} is not trembling-hand perfect.",
                f"{pairs_text([pair])} is imperfect",
                "confirmed",
                partial(_imperfect, pair=pair),
            )
            for slug, what, pair in imperfect
        ),
        *(
            selection_claim(
                f"dominated-{slug}",
                AFTER,
                f"Offering {what} is weakly dominated by offering everything{where}.",
                f"{offering} is weakly dominated by 111",
                "refuted" if EQUAL in markets and len(markets) == 1 else "confirmed",
                partial(_dominated_by_all, offering=offering, markets=markets),
            )
            for slug, what, where, offering, markets in dominated
        ),
    ]


def _imperfect(run: Run, pair: Pair) -> Result:
    game = run.solved(TABLE_2).game
    found = trembling_hand(game, Profile.pure(game.counts, indices(pair)))
    proofs = {OFFERINGS[k]: d.mixture for k, d in zip(indices(pair), found.dominance, strict=True) if d.dominated}
    text = f"Table 2: {' and '.join(proofs) or 'neither offering'} is weakly dominated"
    certificate = {"kind": "game", "market": TABLE_2, "dominated_by": proofs}
    return judged(found.nash and not found.perfect, text, certificate)


def _dominated_by_all(run: Run, offering: str, markets: Iterable[str]) -> Result:
    failed = []
    for m in markets:
        own = run.solved(m).game.payoffs[0]
        row, full = own[OFFERINGS.index(offering)].tolist(), own[OFFERINGS.index("111")].tolist()
        weakly = all(x >= y for x, y in zip(full, row, strict=True))
        strictly = any(x > y for x, y in zip(full, row, strict=True))
        failed += [] if weakly and strictly else [m]
    text = (
        f"{offering} and 111 earn the same against everything: {', '.join(failed)}"
        if failed
        else "compared cell by cell"
    )
    return judged(not failed, text, {"kind": "games", "failed": failed})


def _perfect() -> list[Claim]:
    duopoly = "The competitive duopoly of two full lines is trembling-hand perfect"
    apart = "Every equilibrium of the differentiated duopoly is trembling-hand perfect"
    every = "Every equilibrium of the competitive duopoly is trembling-hand perfect"
    full = {("111", "111")}
    rows: tuple[tuple[str, str, Verdict, str, set[Pair]], ...] = (
        ("competitive", f"{duopoly}, in Table 2.", "confirmed", TABLE_2, full),
        ("competitive-collapsed", f"{duopoly} in every market: here, Delta = 1/10.", "refuted", COLLAPSED, full),
        ("competitive-all", f"{every}, in Table 2.", "refuted", TABLE_2, COMPETITIVE),
        ("differentiated", f"{apart}, in Table 2.", "confirmed", TABLE_2, DIFFERENTIATED),
        ("mixed-collapsed", f"{apart} in every market: here, Delta = 1/10.", "refuted", COLLAPSED, DIFFERENTIATED),
        ("saturated", f"{apart} in every market: here, Delta = 1.", "refuted", SATURATED, DIFFERENTIATED),
    )
    return [
        *(
            selection_claim(
                f"perfect-{slug}",
                AFTER,
                statement,
                "both duopolies are perfect",
                verdict,
                _perfect_check(market, pairs),
            )
            for slug, statement, verdict, market, pairs in rows
        ),
        selection_claim(
            "full-line-imperfect",
            "Introduction",
            "Every equilibrium in which a firm offers everything is trembling-hand imperfect, in Table 2.",
            "full-mixed bundling is imperfect",
            "refuted",
            _full_line,
        ),
    ]


def _perfect_check(market: str, pairs: set[Pair]) -> Callable[[Run], Result]:
    def check(run: Run) -> Result:
        failed = _failing(run, market, pairs)
        certificate = {
            "kind": "game",
            "market": market,
            "imperfect": {pairs_text([p]): why for p, why in failed.items()},
        }
        text = f"{market}: {len(pairs) - len(failed)} of {len(pairs)} are perfect"
        if failed:
            pair, why = next(iter(failed.items()))
            text += f"; not ({pair[0]}, {pair[1]}), as {' and '.join(why)} is weakly dominated"
        return judged(not failed, text, certificate)

    return check


def _failing(run: Run, market: str, pairs: set[Pair]) -> dict[Pair, dict[str, object]]:
    """The pairs that use a weakly dominated offering, with the mixtures that dominate it."""
    game = run.solved(market).game
    proofs = {z: dominance(game, 0, OFFERINGS.index(z)) for z in sorted({z for pair in pairs for z in pair})}
    mixtures = {z: proof.mixture for z, proof in proofs.items() if proof.dominated}
    return {
        pair: {z: mixtures[z] for z in pair if z in mixtures} for pair in sorted(pairs) if set(pair) & set(mixtures)
    }


def _full_line(run: Run) -> Result:
    full = {pair for pair in run.equilibria(TABLE_2) if "111" in pair}
    perfect = full - set(_failing(run, TABLE_2, full))
    certificate = {"kind": "game", "market": TABLE_2, "perfect": sorted(perfect)}
    return judged(not perfect, f"Table 2: {pairs_text(perfect)} is perfect", certificate)
