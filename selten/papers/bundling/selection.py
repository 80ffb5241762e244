"""Claims about selection in the bundling paper: payoff dominance, Pareto dominance, sequential entry."""

from collections.abc import Callable, Iterable
from functools import partial

from selten.equilibria.certify import certify
from selten.equilibria.solution import Solution, Status
from selten.games.bundling import OFFERINGS
from selten.games.profile import Profile
from selten.papers.bundling.markets import COMPETITIVE, CONTINUOUS, PRODUCTS, TABLE_2, Pair, Run
from selten.papers.claim import Claim, Result, Verdict, judged
from selten.selection.entry import sequential_entry
from selten.selection.payoff import PayoffDominant, PayoffDominated, pareto_dominated
from selten.selection.rule import Rule

COLLAPSED = "uniform, Delta 1/10"
"""A market in which a monopolist of the bundle gains nothing from components: pi_12b = pi_b."""

SATURATED = "uniform, Delta 1"
"""A market in which the bundle leaves a component firm nothing: pi_1:b = 0."""

EQUAL = "comonotone, Delta 0"
"""A market in which a monopolist earns 2 pi_1 whatever it offers: pi_12b = 2 pi_1."""

AFTER = "Text after Theorem 1"


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_payoffs(), *_pareto(), *_entry()]


def selection_claim(
    name: str, where: str, statement: str, printed: str, documented: Verdict, check: Callable[[Run], Result]
) -> Claim:
    """A claim whose id begins with bundling/selection."""
    return Claim(f"bundling/selection/{name}", where, statement, printed, documented, check)


def indices(pair: Pair) -> tuple[int, int]:
    """A pair of offerings as positions.

    Examples
    --------
    >>> indices(("000", "111"))
    (0, 7)
    """
    return OFFERINGS.index(pair[0]), OFFERINGS.index(pair[1])


def pairs_text(pairs: Iterable[Pair]) -> str:
    """Pairs of offerings for the eye.

    Examples
    --------
    >>> pairs_text({("001", "100")})
    '(001, 100)'
    """
    return " ".join(f"({a}, {b})" for a, b in sorted(pairs)) or "none"


def _pure_solution(run: Run, market: str) -> Solution:
    """The pure equilibria of a market as a solution, for rules; status ONE, as mixed ones are left out."""
    game = run.solved(market).game
    pairs = sorted(indices(pair) for pair in run.equilibria(market))
    equilibria = tuple(certify(game, Profile.pure(game.counts, pair)) for pair in pairs)
    return Solution(game, "pure", Status.ONE, equilibria)


def _kept(run: Run, market: str, rule: Rule) -> set[Pair]:
    solution = _pure_solution(run, market)
    supports = [solution.equilibria[k].profile.supports for k in rule(solution).kept]
    return {(OFFERINGS[a[0]], OFFERINGS[b[0]]) for a, b in supports}


def _payoffs() -> list[Claim]:
    return [
        selection_claim(
            "payoff-dominance",
            "Section 3, selection rules",
            "Some equilibrium is payoff-dominant: best for both firms among all pairs of offerings.",
            "payoff-dominant: pi_i(z*) >= pi_i(z) for all i, z",
            "refuted",
            _dominant,
        ),
        selection_claim(
            "payoff-dominated-without-complementarity",
            "Introduction",
            "The competitive duopoly is payoff-dominated when there is no complementarity.",
            "the payoff-dominated outcome",
            "confirmed",
            lambda run: _dominated(run, TABLE_2),
        ),
        selection_claim(
            "payoff-dominated-with-complementarity",
            "Introduction",
            "The competitive duopoly is payoff-dominated whatever the complementarity.",
            "the payoff-dominated outcome",
            "refuted",
            lambda run: _dominated(run, COLLAPSED),
        ),
    ]


def _dominant(run: Run) -> Result:
    kept = {m: sorted(_kept(run, m, PayoffDominant())) for m in CONTINUOUS}
    some = {m: pairs for m, pairs in kept.items() if pairs}
    text = f"met by no equilibrium in any of {len(kept)} markets: both firms would have to earn pi_12b"
    return judged(bool(some), text, {"kind": "games", "kept": kept})


def _dominated(run: Run, market: str) -> Result:
    kept = _kept(run, market, PayoffDominated())
    missing = COMPETITIVE - kept
    text = f"{market}: {pairs_text(kept & COMPETITIVE)} earn the least possible" + (
        f", but {pairs_text(missing)} pay Delta" if missing else ""
    )
    return judged(not missing, text, {"kind": "game", "market": market, "payoff_dominated": sorted(kept)})


def _pareto() -> list[Claim]:
    statement = "The equilibrium of {} is Pareto-dominated by the full monopoly."
    return [
        *(
            selection_claim(
                f"pareto-{slug}",
                AFTER,
                statement.format(what),
                f"{pairs_text([worse])} below (000, 111)",
                "confirmed",
                partial(_pareto_check, worse=worse),
            )
            for slug, what, worse in (
                ("both-full", "two full lines", ("111", "111")),
                ("one-full", "both components against a full line", ("110", "111")),
            )
        ),
        selection_claim(
            "pareto-reason",
            AFTER,
            "The full monopoly earns at least the complementarity, which is not negative.",
            "pi_12b >= Delta >= 0",
            "confirmed",
            _reason,
        ),
    ]


def _pareto_check(run: Run, worse: Pair) -> Result:
    failed = []
    for m in CONTINUOUS:
        pairs = pareto_dominated(run.solved(m).game, [indices(worse), indices(("000", "111"))])
        failed += [m] if (indices(worse), indices(("000", "111"))) not in pairs else []
    return judged(not failed, f"in all {len(CONTINUOUS)} markets", {"kind": "games", "failed": failed})


def _reason(run: Run) -> Result:
    failed = [m for m in CONTINUOUS if not run.number(m, "12b") >= run.number(m, "delta")]
    return judged(not failed, f"in all {len(CONTINUOUS)} markets", {"kind": "bounds", "failed": failed})


def _entry() -> list[Claim]:
    statement = "With an infinitesimal cost per product only the full monopoly survives sequential entry"
    rows: tuple[tuple[str, str, Verdict, str], ...] = (
        ("", ", in Table 2", "confirmed", TABLE_2),
        ("-comonotone", f" in every market: here, {EQUAL}", "refuted", EQUAL),
        ("-saturated", f" in every market: here, {SATURATED}", "refuted", SATURATED),
    )
    return [
        *(
            selection_claim(
                f"sequential-entry{slug}",
                AFTER,
                f"{statement}{what}.",
                "only (000, 111) survives sequential entry",
                documented,
                partial(_entry_check, market=market),
            )
            for slug, what, documented, market in rows
        ),
        selection_claim(
            "sequential-entry-reason",
            AFTER,
            "The full monopoly earns at least what a bundler earns against a component.",
            "pi_12b >= max(pi_b:1, pi_2b:1)",
            "confirmed",
            _entry_reason,
        ),
    ]


def _entry_check(run: Run, market: str) -> Result:
    outcomes = sequential_entry(run.solved(market).game, [PRODUCTS, PRODUCTS])
    pairs = [(OFFERINGS[i], OFFERINGS[j]) for i, j in outcomes]
    text = f"{market}: outcome (leader, follower) {pairs_text(pairs)}"
    certificate = {"kind": "game", "market": market, "outcomes": pairs}
    return judged(pairs == [("111", "000")], text, certificate)


def _entry_reason(run: Run) -> Result:
    names = ("b|1", "2b|1")
    failed = [m for m in CONTINUOUS for n in names if not run.number(m, "12b") >= run.number(m, n)]
    text = f"in all {len(CONTINUOUS)} markets; where the survivor differs too, so it is no sufficient reason"
    return judged(not failed, text, {"kind": "bounds", "failed": failed})
