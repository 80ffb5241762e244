"""A solution for the eye: one table of equilibria as wide as the terminal, and what the list is worth below it."""

from rich.table import Table
from rich.text import Text

from selten.cli.output import console, shown
from selten.cli.solve import Answer
from selten.cli.solve_json import message
from selten.equilibria.compare import Comparison
from selten.equilibria.solution import Equilibrium, Solution

MOST_ROWS = 200
"""Longer lists are cut in the table (never in the JSON)."""


def show(answer: Answer) -> None:
    """Print the equilibria, the components, the comparison with our complete answer, and the status."""
    solution, screen = answer.solution, console()
    if solution.equilibria:
        screen.print(_equilibria(answer))
        hidden = len(solution.equilibria) - MOST_ROWS
        if hidden > 0:
            screen.print(Text(f"{hidden} more: --json prints all."))
    if solution.components:
        screen.print(_components(solution))
    if answer.comparison is not None:
        screen.print(_comparison(answer.comparison))
    found = f"{len(solution.equilibria)} found by {solution.solver} in {solution.seconds:.3g} s. "
    screen.print(Text(found + message(solution)))


def _equilibria(answer: Answer) -> Table:
    solution = answer.solution
    table = Table(title="Equilibria", title_justify="left", pad_edge=False)
    table.add_column("#", justify="right", no_wrap=True)
    for player in solution.game.players:
        table.add_column(Text(f"{player} plays"), overflow="fold")
    for heading in ("payoffs", "regret"):
        table.add_column(heading, overflow="fold")
    table.add_column("perfect")
    table.add_column("proper")
    home = {k: place for place, part in enumerate(solution.components) for k in part.equilibria}
    if home:
        table.add_column("comp.", justify="right")
    rows = zip(solution.equilibria, answer.perfect, answer.proper, strict=True)
    for k, (equilibrium, *refined) in enumerate(rows):
        if k == MOST_ROWS:
            break
        cells = [str(k), *_strategies(solution, equilibrium), _payoffs(equilibrium), _regret(equilibrium)]
        cells += [{True: "yes", False: "no", None: "?"}[answer] for answer in refined]
        table.add_row(*map(Text, [*cells, *([str(home[k])] if home else [])]))
    return table


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


def _components(solution: Solution) -> Table:
    table = Table(title="Components", title_justify="left", pad_edge=False)
    table.add_column("#", justify="right")
    table.add_column("extreme equilibria", overflow="fold")
    table.add_column("Nash subsets", justify="right")
    table.add_column("payoffs", overflow="fold")
    table.add_column("index", justify="right")
    for place, part in enumerate(solution.components):
        ranges = ", ".join(_range(low, high) for low, high in part.payoff_ranges)
        members = ", ".join(map(str, part.equilibria))
        index = "?" if part.index is None else str(part.index)
        table.add_row(*map(Text, (str(place), members, str(len(part.nash_subsets)), ranges, index)))
    return table


def _range(low: object, high: object) -> str:
    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"


def _comparison(row: Comparison) -> Table:
    table = Table(title="Against our complete answer", title_justify="left", pad_edge=False)
    for heading in ("found", "missed", "not extreme", "false", "repeats", "seconds"):
        table.add_column(heading, justify="right")
    counts = (row.found, row.missed, row.non_extreme, row.false, row.repeats)
    table.add_row(*map(str, counts), f"{row.seconds:.3g}")
    return table
