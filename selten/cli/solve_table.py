"""A solution for the eye: equilibria and components in tables as wide as the terminal, and what the list is worth."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from rich.table import Table
from rich.text import Text

from selten.cli.output import console, shown
from selten.cli.solve_answer import Answer
from selten.cli.solve_json import message
from selten.equilibria.compare import Comparison
from selten.equilibria.solution import Component, Equilibrium, Solution
from selten.report.tables import print_table

MOST_ROWS = 100
"""Longer lists are cut in the tables (never in the JSON)."""

_LEGEND = "Strict ones are proper and quasi-strict, proper ones are perfect; ? is open."


def show(answer: Answer) -> None:
    """Print the equilibria, the components, the comparison with our complete answer, and the status."""
    solution, screen = answer.solution, console()
    if solution.equilibria:
        print_table(screen, _equilibria(answer))
        _cut_note(len(solution.equilibria), "equilibria", screen.print)
        screen.print(Text(_LEGEND))
    if solution.components:
        print_table(screen, _components(answer))
        _cut_note(len(solution.components), "components", screen.print)
    if answer.comparison is not None:
        print_table(screen, _comparison(answer.comparison))
    found = f"{len(solution.equilibria)} found by {solution.solver} in {solution.seconds:.3g} s. "
    screen.print(Text(found + message(solution, interrupted=answer.interrupted)))


def _cut_note(count: int, what: str, say: Callable[[Text], None]) -> None:
    if count > MOST_ROWS:
        say(Text(f"{count - MOST_ROWS} more {what}: --json prints all {count}."))


def _equilibria(answer: Answer) -> Table:
    solution = answer.solution
    table = Table(title="Equilibria", title_justify="left", pad_edge=False)
    table.add_column("#", justify="right", no_wrap=True)
    for player in solution.game.players:
        table.add_column(Text(f"{player} plays"), overflow="fold")
    for heading in ("payoffs", "regret", "refinements"):
        table.add_column(heading, overflow="fold")
    home = {k: place for place, part in enumerate(solution.components) for k in part.equilibria}
    if home:
        table.add_column("comp.", justify="right")
    shown_ones = solution.equilibria[:MOST_ROWS]
    for k, (equilibrium, refined) in enumerate(zip(shown_ones, _refinements(answer), strict=True)):
        cells = [str(k), *_strategies(solution, equilibrium), _payoffs(equilibrium), _regret(equilibrium), refined]
        table.add_row(*map(Text, [*cells, *([str(home[k])] if home else [])]))
    return table


def _refinements(answer: Answer) -> list[str]:
    """For each equilibrium in the table the strongest refinements that it passes."""
    from selten.selection.strict import strict_and_quasi

    part = replace(answer.solution, equilibria=answer.solution.equilibria[:MOST_ROWS])
    flags = strict_and_quasi(part)
    if flags is None:  # some are rounded: the others can still be told
        alone = [strict_and_quasi(replace(part, equilibria=(one,))) for one in part.equilibria]
        flags = [None if found is None else found[0] for found in alone]
    found = zip(flags, answer.perfect, answer.proper, strict=False)
    return [_refined(*one) for one in found]


def _refined(flags: tuple[bool, bool] | None, perfect: bool | None, proper: bool | None) -> str:
    """In words, without what the legend says follows."""
    if flags is not None and flags[0]:
        return "strict"
    words = []
    if proper:
        words.append("proper")
    elif perfect is None or perfect:
        words.append("perfect" if perfect else "perfect?")
        words += ["proper?"] if proper is None and perfect else []
    words += ["quasi-strict?"] if flags is None else ["quasi-strict"] * flags[1]
    return ", ".join(words) or "none"


def _strategies(solution: Solution, equilibrium: Equilibrium) -> list[str]:
    cells = []
    for labels, own in zip(solution.game.strategies, equilibrium.profile.strategies, strict=True):
        played = [(label, p) for label, p in zip(labels, own, strict=True) if p != 0]
        pure = len(played) == 1
        cells.append(played[0][0] if pure else ", ".join(f"{label} {shown(p)}" for label, p in played))
    return cells


def _payoffs(equilibrium: Equilibrium) -> str:
    return ", ".join(shown(value) for value in equilibrium.payoffs)


def _regret(equilibrium: Equilibrium) -> str:
    certificate = equilibrium.certificate
    return shown(certificate.regret) if certificate.exact else f"<= {float(certificate.regret):.2g}"


def _components(answer: Answer) -> Table:
    table = Table(title="Components", title_justify="left", pad_edge=False)
    table.add_column("#", justify="right")
    table.add_column("extreme equilibria", overflow="fold")
    table.add_column("Nash subsets", justify="right")
    table.add_column("perfect", overflow="fold")
    table.add_column("payoffs", overflow="fold")
    table.add_column("index", justify="right")
    for place, part in enumerate(answer.solution.components[:MOST_ROWS]):
        ranges = ", ".join(_range(low, high) for low, high in part.payoff_ranges)
        index = "?" if part.index is None else str(part.index)
        subsets = str(len(part.nash_subsets) or "?")
        row = (str(place), runs(part.equilibria), subsets, _perfect_part(answer, part), ranges, index)
        table.add_row(*map(Text, row))
    return table


def _perfect_part(answer: Answer, part: Component) -> str:
    """How many of a component's extreme equilibria are perfect."""
    found = [answer.perfect[k] for k in part.equilibria]
    if None in found:
        return "?"
    count = sum(map(bool, found))
    return {0: "none", len(found): "all"}.get(count, f"{count} of {len(found)}")


def runs(positions: Sequence[int]) -> str:
    """Ascending positions with runs of three or more written by their ends.

    Examples
    --------
    >>> runs([0, 1, 2, 3, 5, 7, 8])
    '0-3, 5, 7, 8'
    """
    words: list[str] = []
    start = 0
    for k in range(1, len(positions) + 1):
        if k < len(positions) and positions[k] == positions[k - 1] + 1:
            continue
        own = positions[start:k]
        words += [f"{own[0]}-{own[-1]}"] if len(own) > 2 else map(str, own)
        start = k
    return ", ".join(words)


def _range(low: object, high: object) -> str:
    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"


def _comparison(row: Comparison) -> Table:
    table = Table(title="Against our complete answer", title_justify="left", pad_edge=False)
    for heading in ("found", "missed", "not extreme", "false", "repeats", "seconds"):
        table.add_column(heading, justify="right")
    counts = (row.found, row.missed, row.non_extreme, row.false, row.repeats)
    table.add_row(*map(str, counts), f"{row.seconds:.3g}")
    return table
