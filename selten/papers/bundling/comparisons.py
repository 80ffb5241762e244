"""Claims that compare profits in the bundling paper: Lemmas 5 and 6 and the text around them."""

from collections.abc import Callable, Sequence

import numpy as np

from selten.papers.bundling.markets import CONTINUOUS, MARKETS, Run
from selten.papers.bundling.tables import MEANING
from selten.papers.claim import Claim, Result, corrected, judged


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_lemma_5(), *_lemma_6()]


def _order_check(less: str, more: str) -> Callable[[Run], Result]:
    def check(run: Run) -> Result:
        pairs = {m: (run.number(m, less), run.number(m, more)) for m in CONTINUOUS}
        failed = [m for m, (a, b) in pairs.items() if a > b]
        equal = [m for m, (a, b) in pairs.items() if a == b]
        certificate = {"kind": "bounds", "markets": {m: list(pair) for m, pair in pairs.items()}, "equal": equal}
        text = f"holds in {len(pairs) - len(failed)} of {len(pairs)} markets, with equality in {len(equal)}"
        return judged(not failed, text, certificate)

    return check


def _lemma_5() -> list[Claim]:
    where, text = "Lemma 5", "Section 5, before Lemma 5"
    more = "A monopolist earns at least as much with"
    least = "A bundler against a component earns at least the shifted monopoly profit of one component"
    rows = [
        ("5/components", where, f"{more} all products as with both components.", "2*1", "12b"),
        ("5/bundle", where, f"{more} all products as with the bundle.", "b", "12b"),
        ("5/one-component", text, f"{more} the bundle and a component as with the bundle.", "b", "1b"),
        ("5/second-component", text, f"{more} all products as with all but one component.", "1b", "12b"),
        ("5/pure-bundler", where, f"{least}.", "1+delta", "b|1"),
        ("5/mixed-bundler", where, f"{least}, also when it offers the other one.", "1+delta", "2b|1"),
        (
            "5/shifted-monopoly",
            "Section 4, before Proposition 1",
            "Shifting valuations up does not lower the monopoly profit on a component.",
            "1",
            "1+delta",
        ),
    ]
    return [
        Claim(
            f"bundling/lemma-{slug}",
            place,
            statement,
            f"{MEANING[less][0]} <= {MEANING[more_][0]}",
            "confirmed",
            _order_check(less, more_),
        )
        for slug, place, statement, less, more_ in rows
    ]


def _lemma_6() -> list[Claim]:
    statement = (
        "With perfectly {} correlated valuations the bundler earns the same with and without the other component."
    )
    return [
        Claim(
            f"bundling/lemma-6/{sign}ly-correlated",
            "Lemma 6",
            statement.format(f"{sign}ly"),
            "pi_2b:1 = pi_b:1",
            "confirmed",
            same_check([name for name in MARKETS if name.startswith(kind)]),
        )
        for sign, kind in (("positive", "comonotone"), ("negative", "countermonotone"))
    ] + [
        Claim(
            "bundling/lemma-6/common-sum",
            "Proof of Lemma 6",
            "With perfectly negatively correlated valuations V is what everybody values both components at together.",
            "V = min of v_1 with F(v_1, 0) = 1",
            "corrected",
            _common_sum,
        ),
    ]


def same_check(markets: Sequence[str]) -> Callable[[Run], Result]:
    """A check that the bundler earns the same with and without the other component in these markets."""

    def check(run: Run) -> Result:
        found = {m: run.profit(m, "2b|1") for m in markets}
        holds = all(run.number(m, "2b|1") == run.number(m, "b|1") for m in markets)
        certificate = {
            "kind": "shown equal",
            "markets": {m: {"profit": p.value, "reason": p.reason, "regret": p.regret} for m, p in found.items()},
        }
        values = ", ".join(f"{p.exact.text if p.exact else p.value}" for p in found.values())
        return judged(holds, f"equal in {len(markets)} uniform markets: {values}", certificate)

    return check


def _common_sum(run: Run) -> Result:
    """F(v_1, 0) is 0 up to the top, as nobody values component 2 below 0: P(v_1 < v, v_2 <= 0)."""
    valuations = run.solved("countermonotone, Delta 0").market.valuations
    top, tiny = np.array(valuations.high[0]), np.array(1e-9)
    below = float(1 - valuations.survival(1, tiny))  # P(v_2 < 1e-9) bounds F(v_1, 0) for every v_1
    total = [float(valuations.total(top + s)) for s in (-1e-9, 1e-9)]
    certificate = {"kind": "probabilities", "F(v_1, 0) at most": below, "P(v_1 + v_2 >= 1 -+ 1e-9)": total}
    text = f"V = v_1 + v_2 = 1 for all; F(v_1, 0) is at most {below:.0e} for every v_1"
    return corrected(below >= 1, total == [1.0, 0.0], text, certificate)
