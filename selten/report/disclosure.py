"""A solved disclosure market as the JSON of ``selten disclosure``, and for the eye.

Beyond the contract the record holds ``undecided`` (comparisons that are open; the verdict is then null unless they do
not matter), ``gains`` (signs of what aggregate disclosure brings each scenario in revenue and in shortage avoided),
``revenue``, ``visits`` (the stretches of visiting tastes) and, with areas, ``area_brackets`` (proven bounds).
"""

from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.table import Table

from selten.equilibria.disclosure.answer import POLICIES, DisclosureSolution
from selten.equilibria.disclosure.area import HALVES, Areas
from selten.equilibria.disclosure.verdict import VERDICTS
from selten.games.disclosure import SCENARIOS, DisclosureMarket
from selten.games.normal_form import Number
from selten.games.number import number_text
from selten.report.tables import print_table

Json = dict[str, Any]

POINT_FIELDS = ("verdict", "thresholds", "visitors", "sales", "shortage", "revenue", "visits", "gains", "undecided")


def disclosure_record(
    market: DisclosureMarket, solution: DisclosureSolution | None, areas: Areas | None = None
) -> Json:
    """The record of a market; the point fields are null without a solution.

    Examples
    --------
    >>> from selten.equilibria.disclosure.answer import solve_disclosure
    >>> market = DisclosureMarket(
    ...     customers=Fraction(10), stock=Fraction(3), share=Fraction(9, 10), prior=Fraction(1, 2),
    ...     search_cost=Fraction(1, 2), values=(Fraction(5), Fraction(7)), prices=(Fraction(2), Fraction(5)),
    ... )
    >>> record = disclosure_record(market, solve_disclosure(market))
    >>> record["verdict"], record["sales"]["aggregate_L_scarce"]
    ('strict', {'L': '3/10', 'H': '55/21'})
    """
    record: Json = dict.fromkeys(POINT_FIELDS) if solution is None else _point(market, solution)
    if areas is not None:
        record["area"] = {half: {name: number(areas.value(half, name)) for name in VERDICTS} for half in HALVES}
        record["area_brackets"] = {
            half: {name: [number(end) for end in areas.bracket(half, name)] for name in VERDICTS} for half in HALVES
        }
    return record


def _point(market: DisclosureMarket, solution: DisclosureSolution) -> Json:
    outcomes = solution.outcomes.items()
    return {
        "verdict": solution.verdict,
        "thresholds": {name: number(x) for name, x in solution.thresholds.items()},
        "visitors": {name: number(x) for name, x in solution.visitors.items()},
        "sales": {name: {k: number(x) for k, x in zip("LH", o.sales, strict=True)} for name, o in outcomes},
        "shortage": {name: number(o.shortage) for name, o in outcomes},
        "revenue": {name: number(_revenue(o.sales, market.priced)) for name, o in outcomes},
        "visits": {name: [[number(end) for end in s] for s in found] for name, found in solution.visits.items()},
        "gains": dict(zip(SCENARIOS, map(list, solution.gains), strict=True)),
        "undecided": list(solution.undecided),
    }


def _revenue(sales: tuple[Number, Number], prices: tuple[Fraction, Fraction]) -> Number:
    return sum(
        (p * s if isinstance(s, Fraction) else float(p) * s for p, s in zip(prices, sales, strict=True)), Fraction(0)
    )


def number(value: Number) -> str | float | None:
    """An exact number as a string, a float as it is.

    Examples
    --------
    >>> number(Fraction(10, 16)), number(0.1), number(None)
    ('5/8', 0.1, None)
    """
    if value is None:
        return None
    return number_text(value) if isinstance(value, (Fraction, int)) else float(value)


def show_disclosure(console: Console, record: Json) -> None:
    """Print a record (see :func:`disclosure_record`)."""
    if record["thresholds"] is not None:
        open_text = f" ({', '.join(record['undecided'])} not decided)" if record["undecided"] else ""
        console.print(f"Aggregate disclosure: {record['verdict'] or 'open'}{open_text}")
        print_table(console, _policies(record))
        print_table(console, _outcomes(record))
    if "area" in record:
        print_table(console, _areas(record))


def _policies(record: Json) -> Table:
    table = Table(title="Visits", title_justify="left")
    for column in ("customers are told", "lowest visitor", "visitors", "visiting tastes"):
        table.add_column(column, overflow="fold")
    for name in POLICIES:
        stretches = ", ".join(f"{_short(low)} to {_short(high)}" for low, high in record["visits"][name])
        lowest, visitors = record["thresholds"][name], record["visitors"][name]
        table.add_row(name, "-" if lowest is None else _short(lowest), _short(visitors), stretches or "-")
    return table


def _outcomes(record: Json) -> Table:
    table = Table(title="What the seller gets", title_justify="left")
    for column in ("policy and scenario", "sales of L", "sales of H", "revenue", "leaving with nothing"):
        table.add_column(column, overflow="fold")
    for name, sales in record["sales"].items():
        cells = (sales["L"], sales["H"], record["revenue"][name], record["shortage"][name])
        table.add_row(name, *map(_short, cells))
    return table


def _areas(record: Json) -> Table:
    table = Table(title="Areas of prices from 0 to the values, with proven bounds", title_justify="left")
    for column in ("verdict", *HALVES):
        table.add_column(column, overflow="fold")
    for name in VERDICTS:
        cells = []
        for half in HALVES:
            low, high = record["area_brackets"][half][name]
            value = _short(record["area"][half][name])
            cells.append(f"{value} (exact)" if isinstance(low, str) else f"{value} in [{low:.5g}, {high:.5g}]")
        table.add_row(name, *cells)
    return table


def _short(value: str | float) -> str:
    if isinstance(value, str) and len(value) <= 12:
        return value
    return f"{float(Fraction(value)):.6g}"
