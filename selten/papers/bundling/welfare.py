"""Claims about who gains in the bundling paper: the bundler's advantage, consumers, and sentences of its model."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from math import inf

from selten.equilibria.certify import certify
from selten.games.bundling import OFFERINGS, products
from selten.games.consumers.atoms import Atoms
from selten.games.profile import Profile
from selten.papers.bundling.markets import (
    COMPETITIVE,
    CONTINUOUS,
    DIFFERENTIATED,
    MONOPOLY,
    TABLE_2,
    Pair,
    Run,
)
from selten.papers.bundling.mixed_prices import three_types_hurt
from selten.papers.claim import Claim, Result, Verdict, corrected, judged

LISTED = MONOPOLY | COMPETITIVE | DIFFERENTIATED
_AFTER = "Text after Theorem 1"


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_model(), *_advantage(), *_choices(), *_consumers()]


def _model() -> list[Claim]:
    return [
        Claim(
            "bundling/section-3/price-space",
            "Section 3, mixed prices",
            "Price distributions live on the space of prices, which goes up to the largest valuation of the bundle.",
            "measures on [0, 1]",
            "corrected",
            _price_space,
        ),
        Claim(
            "bundling/section-3/pair-of-distributions",
            "Section 3, after (5)",
            "A mixed price equilibrium is one distribution for each firm.",
            "(Phi_1*(p_1), Phi_1*(p_2))",
            "corrected",
            _pair,
        ),
        Claim(
            "bundling/section-3/unoffered",
            "Section 3, prices",
            "A product priced at the top of the valuations is not sold, so that is how to write that nobody offers it.",
            "z_ik = 0 implies p_ik = v_k (top)",
            "refuted",
            _unoffered,
        ),
        Claim(
            "bundling/section-3/price-equilibrium-exists",
            "Section 3, after (4)",
            "Every price game has an equilibrium, in mixed prices if need be.",
            "a mixed equilibrium exists for any z",
            "open",
            _price_equilibria,
        ),
    ]


def _price_space(run: Run) -> Result:
    market = "countermonotone, Delta 1/4"
    price = run.profit(market, "b").prices["pb"] or 0.0
    top = sum(run.solved(market).market.valuations.high) + run.solved(market).market.delta
    certificate = {"kind": "prices", "market": market, "bundle": price, "top": top}
    text = f"{market}: the best bundle price is {price:.4g}, in [0, {top:.4g}]"
    return corrected(price <= 1, price <= top, text, certificate)


def _pair(run: Run) -> Result:
    """With the bundle against a component, firm 1's equilibrium prices are no choice of firm 2, and do not pay it."""
    cell = run.cell(TABLE_2, "001", "100")
    same = set(cell.prices[0]) == set(cell.prices[1])
    certificate = {"kind": "equilibrium", "cell": cell.record()}
    text = "(Phi_1*, Phi_2*): with (001, 100) firm 1 prices the bundle, firm 2 component 1"
    return corrected(same, cell.confirmed, text, certificate)


def _unoffered(run: Run) -> Result:
    """One consumer in four at v_2 = 1, the top; nobody offers component 2, and at p_2 = 1 she buys it all the same."""
    atoms = Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4)
    at_top = atoms.demand(Fraction(3, 5), Fraction(1), inf)[1]
    without = atoms.demand(Fraction(3, 5), inf, inf)[1]
    certificate = {"kind": "exact demand", "market": "example 2", "at_top": at_top, "not_offered": without}
    return judged(
        at_top == without, f"Example 2, (100, 000): component 2 would sell {at_top} at its top price", certificate
    )


def _price_equilibria(run: Run) -> Result:
    pure = {m: all(p.pure for p in run.solved(m).profits.values()) for m in CONTINUOUS}
    worst = max(p.regret for m in CONTINUOUS for p in run.solved(m).profits.values())
    text = (
        f"all price games of {sum(pure.values())} continuous markets have pure ones, with regret at most {worst:.0e}; "
        "for atoms only those of grids are found"
    )
    return Result(text, None, "open", {"kind": "continuum", "pure": pure, "largest_regret": worst})


def _advantage() -> list[Claim]:
    return [
        Claim(
            "bundling/first-mover/differentiated",
            _AFTER,
            "In the differentiated duopoly the bundler earns more than its rival.",
            "the bundler earns the most",
            "confirmed",
            _bundler_more,
        ),
        Claim(
            "bundling/first-mover/always",
            _AFTER,
            "In every type of equilibrium the only bundler earns more than its rival.",
            "the bundler always earns more",
            "refuted",
            lambda run: _only_bundler(run, strictly=True),
        ),
        Claim(
            "bundling/first-mover/never-less",
            "Conclusions",
            "In every type of equilibrium the only bundler earns at least what its rival does.",
            "first-mover advantage to bundling",
            "confirmed",
            lambda run: _only_bundler(run, strictly=False),
        ),
        Claim(
            "bundling/first-mover/reason",
            _AFTER,
            "Against a component a bundler earns at least a component's monopoly profit.",
            "min(pi_b:1, pi_2b:1) >= pi_1",
            "confirmed",
            _at_least_one,
        ),
    ]


def _bundler_more(run: Run) -> Result:
    pairs = (("b|1", "1|b"), ("2b|1", "1|2b"))
    failed = [(m, a) for m in CONTINUOUS for a, b in pairs if not run.number(m, a) > run.number(m, b)]
    return judged(not failed, f"in all {len(CONTINUOUS)} markets", {"kind": "bounds", "failed": failed})


def _only_bundler(run: Run, *, strictly: bool) -> Result:
    failed, seen = [], 0
    for m in CONTINUOUS:
        game = run.solved(m).game
        for a, b in sorted(LISTED & run.equilibria(m)):
            if "b" not in products(a) or "b" in products(b):
                continue
            own, rival = (game.payoffs[k, OFFERINGS.index(a), OFFERINGS.index(b)] for k in (0, 1))
            seen += 1
            failed += [] if own > rival or (own == rival and not strictly) else [(m, a, b)]
    text = (
        f"in all {seen} equilibria with one bundler"
        if not failed
        else f"{failed[0][0]}: ({failed[0][1]}, {failed[0][2]}) pays both 0"
    )
    return judged(not failed, text, {"kind": "games", "equilibria": seen, "failed": failed})


def _at_least_one(run: Run) -> Result:
    failed = [m for m in CONTINUOUS for n in ("b|1", "2b|1") if not run.number(m, n) >= run.number(m, "1")]
    return judged(not failed, f"in all {len(CONTINUOUS)} markets", {"kind": "bounds", "failed": failed})


def _choices() -> list[Claim]:
    statement = (
        "Against a pure or partial-mixed bundler a firm earns most by offering just a component it does not share"
    )
    rows: tuple[tuple[str, str, Verdict, str], ...] = (
        ("", ", in Table 2", "confirmed", TABLE_2),
        ("-saturated", ", in every market: here, uniform valuations, Delta = 1", "refuted", "uniform, Delta 1"),
    )
    return [
        Claim(
            f"bundling/introduction/one-component{slug}",
            "Introduction",
            f"{statement}{where}.",
            "always better off with one component",
            documented,
            partial(_one_component, market=market),
        )
        for slug, where, documented, market in rows
    ] + [
        Claim(
            "bundling/introduction/adding-hurts",
            "Introduction",
            "There are markets in which adding a component lowers a bundler's equilibrium profit.",
            "the bundler may see its profit drop",
            "confirmed",
            three_types_hurt,
        )
    ]


def _one_component(run: Run, market: str) -> Result:
    """The best replies to the bundle alone and to the bundle with component 1, strictly better than all else."""
    game, best = run.solved(market).game, {}
    for rival, wanted in (("001", {"100", "010"}), ("101", {"010"})):
        column = game.payoffs[0, :, OFFERINGS.index(rival)].tolist()
        top = [z for z, x in zip(OFFERINGS, column, strict=True) if all(x >= y for y in column)]
        best[rival] = {"best": top, "as_claimed": set(top) == wanted}
    text = "; ".join(f"against {rival}: {' '.join(found['best'])}" for rival, found in best.items())  # type: ignore[arg-type]
    holds = all(found["as_claimed"] for found in best.values())
    return judged(holds, f"best replies {text}", {"kind": "game", "market": market, "replies": best})


def _consumers() -> list[Claim]:
    def claim(slug: str, statement: str, printed: str, check: Callable[[Run], Result]) -> Claim:
        return Claim(f"bundling/welfare/{slug}", _AFTER, statement, printed, "confirmed", check)

    return [
        claim(
            "competitive-best",
            "Nowhere are consumers better off than in the competitive duopoly.",
            "customers benefit the most",
            lambda run: _ranked(run, COMPETITIVE, LISTED - COMPETITIVE, ties=True),
        ),
        claim(
            "monopoly-worst",
            "Consumers are worst off in the full monopoly to which sequential entry leads.",
            "low customer welfare",
            lambda run: _ranked(run, LISTED - MONOPOLY, MONOPOLY),
        ),
        claim(
            "competition-benefits",
            "Consumers gain when the full monopoly gives way to the differentiated duopoly.",
            "competition benefits customers",
            lambda run: _ranked(run, DIFFERENTIATED, MONOPOLY),
        ),
        claim(
            "competitive-efficient",
            "Price competition between full lines leaves the firms nothing and consumers everything, in Table 2.",
            "a price war",
            _efficient,
        ),
    ]


def _ranked(run: Run, better: Iterable[Pair], worse: Iterable[Pair], *, ties: bool = False) -> Result:
    """Consumer surplus is larger (or as large) in each of the first than in each of the second that are equilibria."""
    ranges, failed = {}, []
    for m in CONTINUOUS:
        found = run.equilibria(m)
        low = min(run.consumer(m, pair) for pair in better if pair in found)
        high = max(run.consumer(m, pair) for pair in worse if pair in found)
        ranges[m] = (low, high)
        failed += [] if low > high + 1e-9 or (ties and low >= high - 1e-9) else [m]
    low, high = ranges[TABLE_2]
    held = len(ranges) - len(failed)
    text = f"Table 2: at least {low:.3f} against at most {high:.3f}; so in {held} of {len(ranges)} markets"
    return judged(not failed, text, {"kind": "consumer surplus", "least_and_most": ranges, "failed": failed})


def _efficient(run: Run) -> Result:
    game, pair = run.solved(TABLE_2).game, (OFFERINGS.index("111"), OFFERINGS.index("111"))
    equilibrium = certify(game, Profile.pure(game.counts, pair))
    surplus = run.consumer(TABLE_2, ("111", "111"))
    holds = all(x == 0 for x in equilibrium.payoffs) and abs(surplus - 1) <= 1e-12
    certificate = {"kind": "consumer surplus", "surplus": surplus, "regret": equilibrium.certificate.regret}
    return judged(holds, f"profits 0, 0; consumer surplus {surplus:.6g}, the mean value of the bundle", certificate)
