"""Claims about Table 1 (Proposition 1), Table 2 and footnote 2 of the bundling paper."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from selten.games.bundling import OFFERINGS
from selten.games.enclosed import Enclosed
from selten.games.library import table_2
from selten.papers.bundling.cells import gain
from selten.papers.bundling.markets import TABLE_2, Run, places
from selten.papers.claim import Claim, Result, corrected, judged

_CHECKED = (TABLE_2, "uniform, Delta 1/4")
"""The markets whose 64 price games are checked cell by cell."""

_HALF = Fraction(1, 2000)
"""Half of the last printed digit of Table 2."""

SLUGS = {
    "0": "zero",
    "1": "pi-1",
    "2*1": "two-pi-1",
    "b": "pi-b",
    "1b": "pi-1b",
    "12b": "pi-12b",
    "1+delta": "pi-1-delta",
    "b|1": "pi-b-1",
    "1|b": "pi-1-b",
    "2b|1": "pi-2b-1",
    "1|2b": "pi-1-2b",
    "delta": "delta",
}
"""Each profit as it stands in the ids of claims."""

MEANING = {
    "0": ("0", "offering nothing, sharing all it sells, or facing a free product"),
    "1": ("pi_1:0", "a monopoly on one component"),
    "2*1": ("2 pi_1:0", "a monopoly on each of the two components"),
    "b": ("pi_b:0", "a monopoly on the bundle"),
    "1b": ("pi_1b:0", "a monopoly on the bundle and one component"),
    "12b": ("pi_12b:0", "a monopoly on all three products"),
    "1+delta": ("pi^Delta_1:0", "the bundle's worth over a component that both firms offer and price at zero"),
    "b|1": ("pi_b:1", "the bundle alone against a rival's component"),
    "1|b": ("pi_1:b", "one component against a rival's bundle"),
    "2b|1": ("pi_2b:1", "the bundle and a component against the other component"),
    "1|2b": ("pi_1:2b", "one component against a rival's bundle and other component"),
    "delta": ("Delta", "the complementarity, as the only bundler against both components"),
}
"""How the paper writes each profit, and what it is."""


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [*_table_1(), _proposition(), *_table_2(), *_footnote()]


def _table_1() -> list[Claim]:
    return [
        Claim(
            f"bundling/table-1/{slug}",
            "Table 1",
            f"A firm earns {MEANING[symbol][0]} from {MEANING[symbol][1]}.",
            f"{MEANING[symbol][0]} in {len(places(symbol))} cells of each firm",
            "confirmed",
            _symbol_check(symbol),
        )
        for symbol, slug in SLUGS.items()
    ]


def _symbol_check(symbol: str) -> Callable[[Run], Result]:
    def check(run: Run) -> Result:
        cells, holds = [], True
        for market in _CHECKED:
            solved = run.solved(market)
            expected = _expected(run, market, symbol)
            for i, j in places(symbol):
                cell = run.cell(market, OFFERINGS[i], OFFERINGS[j])
                same = abs(float(solved.game.payoffs[0, i, j]) - expected) <= 1e-12
                holds = holds and same and cell.confirmed
                cells.append({"market": market, **cell.record()})
        value = _expected(run, TABLE_2, symbol)
        worst = max(cell["largest_gain"] for cell in cells)
        text = f"{len(cells) // 2} cells hold in {len(_CHECKED)} markets; no deviation tried gains over {worst:.0e}"
        return judged(holds, text, {"kind": "continuum and grid", "cells": cells}, value=value)

    return check


def _expected(run: Run, market: str, symbol: str) -> float:
    if symbol == "0":
        return 0.0
    if symbol == "delta":
        return run.solved(market).market.delta
    return 2 * run.profit(market, "1").value if symbol == "2*1" else run.profit(market, symbol).value


def _proposition() -> Claim:
    def check(run: Run) -> Result:
        found = {(a, b): run.cell(TABLE_2, a, b) for a in OFFERINGS for b in OFFERINGS}
        failed = [pair for pair, cell in found.items() if not cell.confirmed]
        order = [cell.grids.order for cell in found.values() if cell.grids.order is not None]
        certificate = {"kind": "continuum and grid", "market": TABLE_2, "failed": failed, "grid_orders": order}
        return judged(not failed, f"{len(found) - len(failed)} of 64 price games pay what Table 1 says", certificate)

    statement = "Every pair of offerings has the price-equilibrium profits that Table 1 lists."
    return Claim("bundling/proposition-1", "Proposition 1", statement, "Table 1", "confirmed", check)


def _table_2() -> list[Claim]:
    printed = table_2().payoffs[0]
    return [
        Claim(
            f"bundling/table-2/{slug}",
            "Table 2",
            f"Uniform independent valuations, Delta = 0: {MEANING[symbol][0]} from {MEANING[symbol][1]}.",
            f"{float(printed[places(symbol)[0]]):g}",
            "confirmed",
            _value_check(symbol),
        )
        for symbol, slug in SLUGS.items()
    ]


def _value_check(symbol: str) -> Callable[[Run], Result]:
    printed = table_2().payoffs[0]

    def check(run: Run) -> Result:
        game = run.solved(TABLE_2).game
        apart = [_distance(game.payoffs[0, i, j], printed[i, j]) for i, j in places(symbol)]
        profit = run.solved(TABLE_2).profits.get(symbol)
        form = profit.exact.text if profit is not None and profit.exact is not None else None
        value = _expected(run, TABLE_2, symbol)
        certificate: dict[str, Any] = {
            "kind": "exact form" if form else "exact zero" if value == 0 else "twice an exact form",
            "exact": form,
            "cells": [(OFFERINGS[i], OFFERINGS[j]) for i, j in places(symbol)],
            "prices": dict(profit.prices) if profit is not None else {},
            "regret": profit.regret if profit is not None else 0.0,
            "largest_distance": max(float(x) for x in apart),
        }
        return judged(all(x <= _HALF for x in apart), form or f"{value:g}", certificate, value=value)

    return check


def _distance(number: Any, printed: Fraction) -> Fraction:
    """An upper bound on how far a number is from what is printed."""
    ends = (Fraction(number.low), Fraction(number.high)) if isinstance(number, Enclosed) else (number, number)
    return Fraction(max(abs(end - printed) for end in ends))


def _footnote() -> list[Claim]:
    where = "Footnote 2"
    return [
        Claim(
            "bundling/footnote-2/first-order-condition",
            where,
            "The bundler's first-order condition against one component, with uniform valuations.",
            "p_1 = (1 + p_b - p_b^2/2)/2",
            "corrected",
            _subscripts,
        ),
        Claim(
            "bundling/footnote-2/prices",
            where,
            "Prices near (0.24, 0.59) are not the equilibrium of the bundle against one component.",
            "(0.24, 0.59) is based on wrong conditions",
            "confirmed",
            _nalebuff_prices,
        ),
        Claim(
            "bundling/footnote-2/bundler",
            where,
            "At (0.24, 0.59) the bundler earns about this.",
            "0.366",
            "confirmed",
            lambda run: _nalebuff_profit(run, 0, Fraction("0.366")),
        ),
        Claim(
            "bundling/footnote-2/rival",
            where,
            "At (0.24, 0.59) the component firm earns about this.",
            "0.064",
            "confirmed",
            lambda run: _nalebuff_profit(run, 1, Fraction("0.064")),
        ),
    ]


def _subscripts(run: Run) -> Result:
    prices = run.profit(TABLE_2, "b|1").prices
    p1, pb = float(prices["p1"] or 0), float(prices["pb"] or 0)
    as_printed, exchanged = p1 - (1 + pb - pb**2 / 2) / 2, pb - (1 + p1 - p1**2 / 2) / 2
    certificate = {
        "kind": "residuals at the equilibrium",
        "prices": {"p1": p1, "pb": pb},
        "printed": as_printed,
        "exchanged": exchanged,
    }
    text = f"p_b = (1 + p_1 - p_1^2/2)/2: residual {exchanged:.0e}, as printed {as_printed:.2f}"
    return corrected(abs(as_printed) < 1e-9, abs(exchanged) < 1e-9, text, certificate)


def _nalebuff_prices(run: Run) -> Result:
    market, (p1, pb) = run.solved(TABLE_2).market, (0.24, 0.59)
    gains = gain(market, {"b": pb}, {"1": p1}, steps=400), gain(market, {"1": p1}, {"b": pb}, steps=400)
    prices = run.profit(TABLE_2, "b|1").prices
    text = f"equilibrium ({prices['p1']:.4f}, {prices['pb']:.4f}); at (0.24, 0.59) the bundler can gain {gains[0]:.1e}"
    certificate = {"kind": "deviation", "prices": {"p1": p1, "pb": pb}, "gains": gains, "equilibrium": dict(prices)}
    return judged(max(gains) > 1e-6, text, certificate)


def _nalebuff_profit(run: Run, firm: int, printed: Fraction) -> Result:
    """The printed prices and profits are both rounded: some prices that round so must earn what rounds so."""
    market = run.solved(TABLE_2).market
    near = np.linspace(-0.005, 0.005, 21)
    p, t = (x.ravel() for x in np.meshgrid(0.24 + near, 0.59 + near))
    found = market.bundle_against(0, p, t) if firm == 0 else market.component_against(0, p, t)
    low, high, value = float(found.min()), float(found.max()), float(found[found.size // 2])
    holds = low <= float(printed) + float(_HALF) and high >= float(printed) - float(_HALF)
    text = f"{value:.4f} there; {low:.3f} to {high:.3f} at prices that round so"
    certificate = {"kind": "profits at given prices", "prices": {"p1": "0.24", "pb": "0.59"}, "range": (low, high)}
    return judged(holds, text, certificate, value=value)
