"""A solved bundling market for the eye: profits, the offering game with its equilibria marked, what each rule keeps."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from rich.console import Console
from rich.table import Table

from selten.games.bundling import OFFERINGS
from selten.report.tables import print_table

Json = Mapping[str, Any]

WIDE = 140
"""Columns that the offering game takes with both profits in a cell; narrower terminals get firm 1's profit alone."""

BRACKET = (("low", ROUND_FLOOR), ("high", ROUND_CEILING))


def show_market(console: Console, record: Json) -> None:
    """Print the record of a market (see :func:`selten.report.bundling.bundling_record`)."""
    print_table(console, profit_table(record))
    checks = record["price_games"]
    console.print(
        f"{checks['checked']} of 64 price games have pure prices; {checks['deviations']} deviations tried in them, "
        f"the best gains {max(checks['largest_gain'], 0.0):.1e}."
    )
    console.print()
    print_table(console, offering_table(record, console.width))
    if any(isinstance(value, Mapping) for row in record["table"] for cell in row for value in cell):
        console.print("~ is the middle of a bracket, ? one that is too wide to say more (see the profits).")
    console.print(_counts(record))
    for note in record["notes"]:
        console.print(f"Note: {note}.")
    console.print()
    print_table(console, selection_table(record))


def profit_table(record: Json) -> Table:
    """Each profit with its exact form, prices and certificate."""
    table = Table(title="Profits of the price games", title_justify="left")
    for column, justify in (
        ("profit", "left"),
        ("value", "right"),
        ("exact", "left"),
        ("prices", "left"),
        ("proof", "left"),
    ):
        table.add_column(column, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for name, value in record["payoffs"].items():
        prices = ", ".join(f"{k} {v:.6g}" for k, v in record["prices"][name].items() if v is not None)
        equal = record["equal"].get(name)
        form = record["exact_forms"].get(name, "")
        table.add_row(name, number(value, 10), form, prices, _proof(record, name, equal))
    return table


def _proof(record: Json, name: str, equal: str | None) -> str:
    certificate = record["certificates"].get(name)
    parts = [f"equals {equal.replace('2*1', 'twice 1')}"] if equal else []
    if certificate is not None:
        parts.append(
            f"{regret_text(certificate['regret'], '<=')} on the {certificate['kind']}"
            if certificate["pure"]
            else certificate["reason"]
        )
    return "; ".join(parts)


def regret_text(regret: float, below: str) -> str:
    """A bound on regret in words.

    Examples
    --------
    >>> regret_text(0.0, "<="), regret_text(1.4e-13, "<=")
    ('regret 0', 'regret <= 1.4e-13')
    """
    return f"regret {below} {regret:.1e}" if regret else "regret 0"


def offering_table(record: Json, width: int = WIDE) -> Table:
    """The 8 x 8 offering game; pure equilibria in square brackets."""
    both = width >= WIDE
    what = "firm 1, firm 2" if both else "firm 1"
    title = f"Offering game ({what}; rows firm 1, columns firm 2; \\[pure equilibria])"
    table = Table(title=title, title_justify="left")
    table.add_column("", no_wrap=True, min_width=3)
    for offering in OFFERINGS:
        table.add_column(offering, justify="right", no_wrap=True)
    marked = {tuple(pair) for pair in record["equilibria"] or ()}
    for i, row in enumerate(record["table"]):
        cells = []
        for j, (own, rival) in enumerate(row):
            text = f"{_short(own)}, {_short(rival)}" if both else _short(own)
            cells.append(f"\\[{text}]" if (OFFERINGS[i], OFFERINGS[j]) in marked else text)
        table.add_row(OFFERINGS[i], *cells)
    return table


def _counts(record: Json) -> str:
    if record["undecided"]:
        return "Open, because bounds overlap: " + ", ".join(record["undecided"])
    pure = len(record["equilibria"])
    extreme, components = record["extreme_equilibria"], record["components"]
    return f"{pure} pure equilibria, {extreme} extreme ones in {components} components, proven complete."


def selection_table(record: Json) -> Table:
    """What each selection rule keeps."""
    kept = record["selection"]
    table = Table(title="Selection", title_justify="left", show_header=False)
    table.add_column("rule")
    table.add_column("keeps", overflow="fold")
    worse = kept["pareto_dominated"]
    dominated = None if worse is None else sorted({tuple(entry["equilibrium"]) for entry in worse})
    table.add_row("undominated offerings", _list(kept["undominated"]))
    table.add_row(
        "left by iterated weak dominance",
        _list(kept["iterated_weak_dominance"]),
    )
    table.add_row("", "(all at once in each round; other orders may leave others)")
    table.add_row("trembling-hand perfect", _list(kept["perfect"]))
    table.add_row("proper", _list(kept["proper"] and kept["proper"]["yes"]))
    if kept["proper"] and kept["proper"]["undecided"]:
        table.add_row("proper or not is open", _list(kept["proper"]["undecided"]))
    table.add_row("Pareto dominated", _list(dominated))
    table.add_row("survives sequential entry (leader, follower)", _list(kept["sequential_entry"]))
    return table


def _list(entries: Any) -> str:
    if entries is None:
        return "open"
    return " ".join(e if isinstance(e, str) else f"({','.join(e)})" for e in entries) or "nothing"


def _short(value: Any) -> str:
    """Three decimals, a bracket by its middle; "?" where it is wider than that."""
    if isinstance(value, Mapping):
        middle, width = (value["low"] + value["high"]) / 2, value["high"] - value["low"]
        return "?" if width > middle else f"~{middle:.3f}"
    point = _ratio(value) if isinstance(value, str) else value
    return "0" if point == 0 else f"{point:.3f}"


def number(value: Any, digits: int) -> str:
    """A profit with this many digits; a bracket as low..high, rounded outward; an exact number as it is.

    Examples
    --------
    >>> number({"low": 0.34756, "high": 0.34812}, 10), number(0.25, 3)
    ('0.3475..0.3482', '0.250')
    """
    if isinstance(value, Mapping):
        return "..".join(_rounded(value[end], min(digits, 4), way) for end, way in BRACKET)
    if isinstance(value, str):
        return value if len(value) <= 10 else f"~{_ratio(value):.{digits}f}"
    return "0" if value == 0 else f"{value:.{digits}f}"


def _rounded(value: float, digits: int, way: str) -> str:
    return str(Decimal(value).quantize(Decimal(1).scaleb(-digits), way))


def _ratio(text: str) -> float:
    numerator, _, denominator = text.partition("/")
    return int(numerator) / int(denominator or 1)
