"""Subgame-perfect equilibria for the eye: what is done at each information set, and what comes of it."""

from fractions import Fraction

from rich.table import Table
from rich.text import Text

from selten.cli.output import console, shown
from selten.cli.solve_tree import SOLVER, TreeAnswer
from selten.equilibria.trees.backward import Continuum, SubgamePerfect
from selten.equilibria.trees.outcomes import PerfectOutcome
from selten.games.extensive_form import ExtensiveForm
from selten.report.tables import print_table

MOST_SHOWN = 30
"""The most equilibria in a table for the eye."""


def show_tree(answer: TreeAnswer) -> None:
    """Print a table of what is done at each information set, what comes of it, and how complete it is."""
    screen, tree, found = console(), answer.tree, answer.found
    count = len(found.equilibria)
    if count:
        rows = [(_behaviour(tree, own), _paid(own.payoffs)) for own in found.equilibria[:MOST_SHOWN]]
        print_table(screen, _table("Subgame-perfect equilibria", "behaviour", rows))
    if count > MOST_SHOWN:
        screen.print(Text(f"... and {count - MOST_SHOWN} more (--json lists them)"))
    if answer.outcomes is not None and len(answer.outcomes) < count:
        rows = [(_plays(tree, own), _paid(own.payoffs)) for own in answer.outcomes[:MOST_SHOWN]]
        print_table(screen, _table("What the pure ones lead to", "play", rows))
    for own in [own for own in found.continua if own.matters][:MOST_SHOWN]:
        screen.print(Text(_warning(tree, own)))
    screen.print(Text(f"{count} found by {SOLVER} in {answer.seconds:.3g} s. {answer.message}"))


def _plays(tree: ExtensiveForm, own: PerfectOutcome) -> str:
    return "\n".join(", ".join(tree.history(end)) for end in own.ends)


def _warning(tree: ExtensiveForm, own: Continuum) -> str:
    ranges = ", ".join(f"{shown(a)} to {shown(b)}" if a < b else shown(a) for a, b in own.ranges)
    return f"After {', '.join(tree.history(own.subgame))} the equilibria pay anything between: {ranges}."


def _behaviour(tree: ExtensiveForm, own: SubgamePerfect) -> str:
    lines = []
    for h, row in enumerate(own.behaviour):
        infoset = tree.infosets[h]
        if infoset.player is not None:
            played = [(label, p) for label, p in zip(infoset.actions, row, strict=True) if p]
            actions = played[0][0] if len(played) == 1 else ", ".join(f"{label} {shown(p)}" for label, p in played)
            lines.append(f"{tree.infoset_name(h)}: {actions}")
    return "\n".join(lines)


def _paid(payoffs: tuple[Fraction, ...]) -> str:
    return ", ".join(shown(value) for value in payoffs)


def _table(title: str, what: str, rows: list[tuple[str, str]]) -> Table:
    table = Table(title=title, title_justify="left", pad_edge=False)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column(what, overflow="fold")
    table.add_column("payoffs", overflow="fold")
    for k, row in enumerate(rows):
        table.add_row(*map(Text, (str(k), *row)))
    return table
