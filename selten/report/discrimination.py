"""The record of a solved prior: what ``selten discrimination --json`` prints, and its tables for people."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.table import Table

from selten.equilibria.discrimination.information import Proof, PublicSignal, best_information, prove, surpluses
from selten.games.discrimination import Prior, complete_information, monopoly
from selten.games.number import number_text
from selten.report.tables import print_table

Json = dict[str, Any]

SHORT = 12
"""Characters of an exact number in the table of brackets."""

SHOWN_SEGMENTS = 40
"""Rows of the table of segments; the JSON has all."""


def discrimination_record(prior: Prior) -> Json:
    """Theorem 1 for a prior: surpluses, monopoly prices, segments, the proof of the equilibrium, benchmarks.

    Examples
    --------
    >>> record = discrimination_record(Prior.of([("1/2", [3], [1]), ("1/2", [4], [1])]))
    >>> record["producer_surplus"], record["consumer_surplus"], record["equilibrium"]
    (['2'], '1/2', {'regret': '0', 'exact': True})
    """
    signals = best_information(prior)
    proof = prove(prior, signals)
    producers, consumer = surpluses(prior, signals)
    earned, left = complete_information(prior)
    return {
        "total_surplus": number_text(prior.total_surplus),
        "producer_surplus": [number_text(x) for x in producers],
        "consumer_surplus": number_text(consumer),
        "monopoly_prices": monopoly_prices(prior),
        "segments": [segment_record(signal) for signal in signals],
        "equilibrium": equilibrium_record(proof),
        "benchmarks": {
            "complete_information": {
                "producer_surplus": [number_text(x) for x in earned],
                "consumer_surplus": number_text(left),
            }
        },
    }


def monopoly_prices(prior: Prior) -> list[dict[str, str | None]]:
    """For each producer his lowest best price by cost; None where no residual is above the cost.

    Examples
    --------
    >>> monopoly_prices(Prior.of([(1, [3, 1], [0, 2])]))
    [{'0': '3'}, {'2': None}]
    """
    found: list[dict[str, str | None]] = []
    for i in range(prior.producers):
        prices = {cost: monopoly(prior, i, cost).price for cost in prior.costs(i)}
        found.append({number_text(c): None if p is None else number_text(p) for c, p in prices.items()})
    return found


def segment_record(signal: PublicSignal) -> Json:
    """A public signal as JSON; producers count from 1."""
    return {
        "producer": signal.producer + 1,
        "cost": number_text(signal.cost),
        "mass": number_text(signal.segment.mass),
        "price": number_text(signal.segment.price),
        "residuals": {number_text(residual): number_text(share) for residual, share in signal.segment.shares},
    }


def equilibrium_record(proof: Proof) -> Json:
    """The regret over all real prices; null where a producer who is not named could sell above his cost."""
    return {"regret": None if proof.undercut else number_text(proof.regret), "exact": True}


def show_discrimination(console: Console, record: Mapping[str, Any]) -> None:
    """Print the record of a prior."""
    print_table(console, _surplus_table(record))
    for i, prices in enumerate(record["monopoly_prices"], start=1):
        pairs = ", ".join(f"{price or 'none'} at cost {cost}" for cost, price in prices.items())
        console.print(f"Best single price of producer {i} against rivals at cost: {pairs}.")
    console.print()
    print_table(console, _segment_table(record["segments"]))
    regret = record["equilibrium"]["regret"]
    console.print(f"Regret {regret} over all real prices, by exact arithmetic.")
    if "welfare" in record:
        console.print()
        print_table(console, _welfare_table(record["welfare"]))


def _surplus_table(record: Mapping[str, Any]) -> Table:
    known = record["benchmarks"]["complete_information"]
    table = Table(title="Surplus, with the information that is best for consumers", title_justify="left")
    for column in ("", "best information", "complete information"):
        table.add_column(column, justify="left" if not column else "right")
    for i, (own, other) in enumerate(zip(record["producer_surplus"], known["producer_surplus"], strict=True), start=1):
        table.add_row(f"producer {i}", own, other)
    table.add_row("consumers", record["consumer_surplus"], known["consumer_surplus"])
    table.add_row("total", record["total_surplus"], record["total_surplus"])
    return table


def _segment_table(segments: list[Json]) -> Table:
    hidden = len(segments) - SHOWN_SEGMENTS
    more = f" ({hidden} more with --json)" if hidden > 0 else ""
    table = Table(title=f"Public signals: segments of consumers{more}", title_justify="left")
    for column in ("producer", "cost", "mass", "price"):
        table.add_column(column, justify="right")
    table.add_column("residual willingness to pay: share", overflow="fold")
    for segment in segments[:SHOWN_SEGMENTS]:
        shares = ", ".join(f"{residual}: {share}" for residual, share in segment["residuals"].items())
        table.add_row(str(segment["producer"]), segment["cost"], segment["mass"], segment["price"], shares)
    return table


def _welfare_table(welfare: Mapping[str, Any]) -> Table:
    table = Table(title="Over all information and equilibria", title_justify="left")
    for column in ("", "at least", "at most"):
        table.add_column(column, justify="right" if column else "left")
    for name, ends in welfare.items():
        table.add_row(name.replace("_", " "), *map(_end, ends))
    return table


def _end(text: str) -> str:
    """An end of a bracket: exact while short, else seven digits."""
    return text if len(text) <= SHORT else f"{float(Fraction(text)):.7g}"
