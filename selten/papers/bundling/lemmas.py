"""Claims about price wars in the bundling paper: Lemmas 1 to 4 and Corollary 1.

The paper proves Lemmas 1 to 4 for pure prices, while its model has mixed ones. What is checked here is that the prices
named are equilibria on the continuum (no deviation of a lattice gains), and that all pure equilibria of price grids pay
the same up to two steps of the grid.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import inf
from typing import Any

import numpy as np

from selten.games.bundling import OFFERINGS, products
from selten.games.consumers.valuations import demands
from selten.papers.bundling.cells import CellCheck, earnings, gain
from selten.papers.bundling.markets import TABLE_2, Run
from selten.papers.claim import Claim, Result, corrected, judged

CHECKED = (TABLE_2, "uniform, Delta 1/4")
COMPETING = ("110", "001", "101", "011", "111")
"""The offerings of Corollary 1."""

_BUNDLERS = ("001", "101", "011", "111")


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_lemma_1(), *_lemma_2(), *_lemma_3(), *_lemma_4(), *_corollary()]


def _lemma_1() -> list[Claim]:
    where = "Lemma 1"
    return [
        Claim(
            "bundling/lemma-1/pure",
            where,
            "No pure prices at which both firms sell the same product at the same positive price are an equilibrium.",
            "z_1k = z_2k = 1 and D_k > 0 imply p_k = 0",
            "confirmed",
            _undercutting,
        ),
        Claim(
            "bundling/lemma-1/mixed",
            where,
            "A product that both offer is sold at zero in every price equilibrium, mixed ones included.",
            "p_k* = 0, in a model with mixed prices",
            "open",
            _mixed_price_wars,
        ),
    ]


def _undercutting(run: Run) -> Result:
    """At every common price of a lattice, a firm gains by going just below it."""
    found: list[dict[str, Any]] = []
    for name in (*CHECKED, "comonotone, Delta 0", "countermonotone, Delta 0"):
        market = run.solved(name).market
        for product, offering in (("1", "100"), ("2", "010"), ("b", "001")):
            top = sum(market.valuations.high) + market.delta if product == "b" else market.valuations.high[0]
            prices = [top * i / 20 for i in range(1, 20)]
            gains = [gain(market, {product: p}, {product: p}, steps=20) for p in prices]
            found.append({"market": name, "offerings": (offering, offering), "least_gain": min(gains)})
    least = min(entry["least_gain"] for entry in found)
    text = f"undercutting gains at all {19 * len(found)} positive common prices tried, at least {least:.4f}"
    return judged(least > 0, text, {"kind": "deviations", "games": found})


def _mixed_price_wars(run: Run) -> Result:
    cells = [run.cell(m, a, b) for m in CHECKED for a, b in (("100", "100"), ("001", "001"), ("101", "100"))]
    text = "proved for pure prices only; no grid equilibrium pays more than two steps beyond it"
    verdict: Any = "open" if all(_all_near(cell) for cell in cells) else "refuted"
    return Result(text, None, verdict, {"kind": "grid", "cells": [cell.record() for cell in cells]})


def _all_near(cell: CellCheck) -> bool:
    """Whether every pure equilibrium of both grids, not only the cheapest, pays the stated profits up to two steps."""
    for step, payoffs in zip(cell.grids.steps, cell.grids.payoffs, strict=True):
        for pair in payoffs:
            if max(abs(x - y) for x, y in zip(pair, cell.grids.expected, strict=True)) > 2 * float(step):
                return False
    return True


def _lemma_2() -> list[Claim]:
    return [
        Claim(
            "bundling/lemma-2/sells",
            "Lemma 2",
            "A firm that offers the bundle sells some of it in equilibrium.",
            "x_i D_b > 0",
            "confirmed",
            _bundle_sold,
        ),
        Claim(
            "bundling/lemma-2/pays",
            "Lemma 2",
            "Pricing the bundle out of the market never pays more than selling it.",
            "weakly better off selling the bundle",
            "confirmed",
            _bundle_pays,
        ),
    ]


def _bundler_cells(run: Run) -> list[tuple[str, CellCheck]]:
    return [(name, run.cell(name, a, b)) for name in CHECKED for a in _BUNDLERS for b in OFFERINGS]


def _bundle_sold(run: Run) -> Result:
    least = inf
    for name, cell in _bundler_cells(run):
        market = run.solved(name).market
        lowest = [min(cell.prices[0].get(k, inf), cell.prices[1].get(k, inf)) for k in "12b"]
        p0, p1, pb = (np.array([x]) for x in lowest)
        least = min(least, float(demands(market.valuations, (p0, p1), pb - market.delta)[2][0]))
    text = f"at least {least:.3f} of the market buys the bundle in all {len(_bundler_cells(run))} cells"
    return judged(least > 0, text, {"kind": "demand at equilibrium prices", "markets": CHECKED, "least": least})


def _bundle_pays(run: Run) -> Result:
    """What a lattice of own prices earns with the bundle unsold, against what the equilibrium pays."""
    most = -inf
    for name, cell in _bundler_cells(run):
        market = run.solved(name).market
        without = {k: p for k, p in cell.prices[0].items() if k != "b"}
        best = earnings(market, without, cell.prices[1]) + gain(market, without, cell.prices[1])
        most = max(most, best - cell.stated[0])
    text = f"without the bundle a bundler earns at most {most:.1e} more than with it, over all cells"
    return judged(most <= 1e-9, text, {"kind": "deviations", "markets": CHECKED, "largest_gain": most})


def _pair_claim(name: str, where: str, bundlers: Sequence[str], firm: int, printed: str) -> Claim:
    who = "the bundler earns the complementarity" if firm == 0 else "the firm with both components earns nothing"
    offers = "the bundle and a component" if len(bundlers) == 2 else "only the bundle"
    statement = f"When one firm offers {offers} and the other both components, {who}."
    return Claim(name, where, statement, printed, "confirmed", _pair_check(bundlers, firm))


def _pair_check(bundlers: Sequence[str], firm: int) -> Callable[[Run], Result]:
    def check(run: Run) -> Result:
        records, holds = [], True
        for name in CHECKED:
            delta = run.solved(name).market.delta
            for bundler in bundlers:
                cell = run.cell(name, bundler, "110")
                expected = delta if firm == 0 else 0.0
                holds = holds and cell.confirmed and cell.stated[firm] == expected and _all_near(cell)
                records.append({"market": name, **cell.record()})
        text = "Delta = 0 and 1/4: prices are an equilibrium, and every grid equilibrium pays this up to O(h)"
        return judged(holds, text, {"kind": "continuum and grid", "cells": records})

    return check


def _lemma_3() -> list[Claim]:
    return [
        _pair_claim("bundling/lemma-3/bundler", "Lemma 3", ("101", "011"), 0, "pi_i = Delta"),
        _pair_claim("bundling/lemma-3/components", "Lemma 3", ("101", "011"), 1, "pi_-i = 0"),
        Claim(
            "bundling/lemma-3/proof-end",
            "Proof of Lemma 3",
            "The contradiction at the end of the proof leaves the bundler exactly the complementarity.",
            "Thus, pi_i > Delta",
            "corrected",
            _proof_end,
        ),
    ]


def _proof_end(run: Run) -> Result:
    cells = [run.cell(name, "101", "110") for name in CHECKED]
    more = any(cell.stated[0] > run.solved(name).market.delta for name, cell in zip(CHECKED, cells, strict=True))
    holds = all(cell.confirmed for cell in cells) and not more
    certificate = {"kind": "continuum and grid", "cells": [cell.record() for cell in cells]}
    return corrected(more, holds, "pi_i = Delta: it is not more in any market", certificate)


def _lemma_4() -> list[Claim]:
    return [
        _pair_claim("bundling/lemma-4/bundler", "Lemma 4", ("001",), 0, "pi_i = Delta"),
        _pair_claim("bundling/lemma-4/components", "Lemma 4", ("001",), 1, "pi_-i = 0"),
        Claim(
            "bundling/lemma-4/only-payoffs",
            "Proof of Lemma 4",
            "The proof goes on to show that no equilibrium pays the bundler more than the complementarity.",
            "an equilibrium with pi_i > Delta exists",
            "corrected",
            _no_more,
        ),
        Claim(
            "bundling/lemma-4/equal-prices",
            "Proof of Lemma 4",
            "In every equilibrium the two components have the same price, because the distribution is symmetric.",
            "p_1* = p_2* = p*",
            "refuted",
            _equal_prices,
        ),
        Claim(
            "bundling/lemma-4/half-the-bundle",
            "Text after Lemma 4",
            "With independent uniform valuations the best component price between p_b/2 and p_b is p_b/2.",
            "p* = p_b/2",
            "confirmed",
            _half,
        ),
    ]


def _no_more(run: Run) -> Result:
    cells = [run.cell(name, "001", "110") for name in CHECKED]
    more = any(not _all_near(cell) for cell in cells)
    certificate = {"kind": "grid", "cells": [cell.record() for cell in cells]}
    text = "no equilibrium: all those of the grids pay Delta up to two steps"
    return corrected(more, all(cell.confirmed for cell in cells) and not more, text, certificate)


def _equal_prices(run: Run) -> Result:
    """With Delta = 1 the bundle at 1 leaves the components nothing, and any price of component 2 is an equilibrium."""
    market = run.solved("uniform, Delta 1").market
    bundler, components = {"b": 1.0}, {"1": 0.0, "2": 0.5}
    gains = gain(market, bundler, components, steps=200), gain(market, components, bundler, steps=60)
    certificate = {
        "kind": "equilibrium",
        "market": "uniform, Delta 1",
        "prices": {"p1": 0, "p2": "1/2", "pb": 1},
        "gains": gains,
    }
    text = "uniform, Delta = 1: (p_1, p_2, p_b) = (0, 1/2, 1) is an equilibrium; its payoffs are the lemma's"
    return judged(max(gains) > 1e-9, text, certificate)


def _half(run: Run) -> Result:
    """2 p P(v_1 >= p, v_2 < p_b - p) on an exact lattice."""
    off = []
    for pb in (Fraction(i, 20) for i in range(1, 41)):
        lattice = [pb / 2 + pb / 2 * Fraction(i, 40) for i in range(41)]
        values = [2 * p * max(1 - p, Fraction(0)) * min(pb - p, Fraction(1)) for p in lattice]
        if values[0] < max(values):
            off.append(pb)
    certificate = {"kind": "exact lattice", "bundle_prices": 40, "component_prices": 41, "exceptions": off}
    return judged(not off, "exact at 40 bundle prices", certificate)


def _corollary() -> list[Claim]:
    return [
        Claim(
            "bundling/corollary-1/only-bundler",
            "Corollary 1",
            "Between firms with both components or a bundle, the only bundler earns the complementarity.",
            "pi_i = Delta if z_ib = 1 and z_-i,b = 0",
            "confirmed",
            lambda run: _among_competitors(run, only_bundler=True),
        ),
        Claim(
            "bundling/corollary-1/otherwise",
            "Corollary 1",
            "Between firms with both components or a bundle, everybody else earns nothing.",
            "pi_i = 0 otherwise",
            "confirmed",
            lambda run: _among_competitors(run, only_bundler=False),
        ),
    ]


def _among_competitors(run: Run, *, only_bundler: bool) -> Result:
    records, holds = [], True
    for name in CHECKED:
        expected = run.solved(name).market.delta if only_bundler else 0.0
        for a in COMPETING:
            for b in COMPETING:
                if ("b" in products(a) and "b" not in products(b)) is not only_bundler:
                    continue
                cell = run.cell(name, a, b)
                holds = holds and cell.confirmed and cell.stated[0] == expected and _all_near(cell)
                records.append({"market": name, **cell.record()})
    text = f"{len(records) // len(CHECKED)} pairs of offerings, Delta = 0 and 1/4"
    return judged(holds, text, {"kind": "continuum and grid", "cells": records})
