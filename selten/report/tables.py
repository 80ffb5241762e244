"""Tables that fit the terminal, however narrow: with columns where whole words fit into them, else row by row.

A cell is never cut: words that no line holds are folded.
"""

from rich.cells import cell_len
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

LONGEST_WORD = 14
"""Longer words in columns that fold may be folded there; shorter ones are kept whole."""


def print_table(console: Console, table: Table) -> None:
    """Print a table as it is if its words fit, else each row as a block of lines: its first cell, and the others below.

    A column without a heading names the row.

    Examples
    --------
    >>> import io
    >>> narrow, table = Console(width=20, file=io.StringIO(), record=True), Table("", "payoff", "refinements")
    >>> table.add_row("0", "1/2", "quasi-strict")
    >>> print_table(narrow, table)
    >>> print(narrow.export_text().rstrip())
    0
      payoff: 1/2
      refinements:
        quasi-strict
    """
    for column in table.columns:
        column.overflow = "fold"
    if least_width(table) <= console.width:
        _share_out(table, console.width)
        console.print(table)
    else:
        _print_rows(console, table)


def least_width(table: Table) -> int:
    """How many columns of a terminal the table takes at least, its words whole.

    Examples
    --------
    >>> least_width(Table("payoff", "refinements"))
    24
    """
    return sum(_least(column) for column in table.columns) + 3 * len(table.columns) + 1


def _share_out(table: Table, width: int) -> None:
    """Give each column what its words need, and what is left over to those with longer lines."""
    least = [_least(column) for column in table.columns]
    wish = [max(_longest_line(column), own) for column, own in zip(table.columns, least, strict=True)]
    spare, wanting = width - least_width(table), sum(wish) - sum(least)
    if wanting <= spare:
        return  # all lines fit as they are
    for column, own, most in zip(table.columns, least, wish, strict=True):
        column.width, column.ratio = own + spare * (most - own) // wanting, None


def _longest_line(column: Column) -> int:
    cells = [_text(own) for own in (column.header, *column.cells)]
    return max(cell_len(line) for cell in cells for line in cell.plain.split("\n"))


def _least(column: Column) -> int:
    cells = [_text(own) for own in (column.header, *column.cells)]
    if column.no_wrap:
        return max(cell.cell_len for cell in cells)
    words = [word for cell in cells for word in cell.plain.split()]
    return min(max(map(cell_len, words), default=0), LONGEST_WORD)


def _print_rows(console: Console, table: Table) -> None:
    if table.title:
        console.print(table.title, style="italic")
    columns = [(_text(column.header).plain, list(column.cells)) for column in table.columns]
    for k in range(table.row_count):
        for place, (heading, cells) in enumerate(columns):
            cell = _text(cells[k])
            indent = "  " if place else ""
            if not heading or not table.show_header:
                console.print(cell)
            elif "\n" not in cell.plain and len(heading) + 4 + cell.cell_len <= console.width:
                console.print(Text.assemble(f"{indent}{heading}: ", cell))
            else:
                console.print(Text(f"{indent}{heading}:"))
                console.print(_indented(cell, console))
    console.print()


def _indented(cell: Text, console: Console) -> Text:
    lines = cell.wrap(console, max(console.width - 4, 1), overflow="fold")
    return Text("\n").join(Text.assemble("    ", line) for line in lines)


def _text(cell: object) -> Text:
    return cell.copy() if isinstance(cell, Text) else Text.from_markup(str(cell))
