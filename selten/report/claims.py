"""The claims of a paper for the eye: a table that fits the terminal, the counts, and what the rules keep."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from selten.equilibria.offering import MarketSolution
from selten.equilibria.solution import Solution
from selten.games.bundling import OFFERINGS
from selten.papers.claim import VERDICTS, Outcome
from selten.report.bundling import PRODUCTS, bundling_record
from selten.report.bundling_tables import offering_table
from selten.selection.entry import SequentialEntry
from selten.selection.payoff import ParetoUndominated, PayoffDominant
from selten.selection.rule import Rule
from selten.selection.stages import IteratedWeakDominance
from selten.selection.trembling import TremblingHand

COLOURS = {"confirmed": "green", "corrected": "yellow", "refuted": "red", "open": "cyan"}

WIDE = 110
"""Columns from which the table has one for each part of a claim; narrower terminals get three."""

_NARROW = (("where", 4), ("claim, printed", 8), ("computed, certificate", 8))

LONGEST = 160
"""Characters of a text in the table; the JSON has it whole."""


def show_outcomes(console: Console, title: str, outcomes: Sequence[Outcome]) -> None:
    """Print one row a claim, and how many there are of each verdict."""
    table = Table(title=title, title_justify="left", show_lines=True, expand=True)
    wide = console.width >= WIDE
    columns = (("where", 4), ("claim", 9), ("printed", 5), ("computed", 9), ("certificate", 4)) if wide else _NARROW
    for name, ratio in columns:
        table.add_column(name, ratio=ratio, overflow="fold")
    if wide:
        table.add_column("verdict", no_wrap=True)
    for outcome in outcomes:
        table.add_row(*(_wide_row(outcome) if wide else _narrow_row(outcome)))
    console.print(table)
    found = Counter(outcome.result.verdict for outcome in outcomes)
    console.print(f"{len(outcomes)} claims: " + ", ".join(f"{found[verdict]} {verdict}" for verdict in VERDICTS))


def _wide_row(outcome: Outcome) -> list[str]:
    claim, result = outcome.claim, outcome.result
    kind = str(result.certificate.get("kind", ""))
    return [*map(_cut, (claim.where, claim.statement, claim.printed, result.computed, kind)), _verdict(outcome)]


def _narrow_row(outcome: Outcome) -> list[str]:
    where, statement, printed, computed, kind, verdict = _wide_row(outcome)
    return [f"{where}\n{verdict}", f"{statement}\n[dim]printed:[/] {printed}", f"{computed}\n[dim]by {kind}[/]"]


def _verdict(outcome: Outcome) -> str:
    verdict = outcome.result.verdict
    documented = "" if outcome.agrees else f"\n[bold](not {outcome.claim.documented})[/]"
    return f"[{COLOURS[verdict]}]{verdict}[/]{documented}"


def show_offering_game(console: Console, solved: MarketSolution) -> None:
    """Print the offering game with its pure equilibria marked, and what each selection rule keeps and why."""
    console.print(offering_table(bundling_record(solved), console.width))
    if solved.solution is not None:
        console.print(rules_table(solved.solution))


def rules_table(solution: Solution) -> Table:
    """What each rule keeps of all extreme equilibria, the pure ones by name, and its sentence."""
    table = Table(title="What each selection rule keeps", title_justify="left", show_lines=True)
    table.add_column("rule", ratio=2)
    table.add_column("keeps", ratio=4, overflow="fold")
    table.add_column("why", ratio=5, overflow="fold")
    for name, rule in _rules():
        choice = rule(solution)
        table.add_row(name, _kept(solution, choice.kept) if choice.decided else "open", choice.reason)
    return table


def _rules() -> list[tuple[str, Rule]]:
    return [
        ("payoff dominance", PayoffDominant()),
        ("not Pareto-dominated", ParetoUndominated()),
        ("sequential entry", SequentialEntry((PRODUCTS, PRODUCTS))),
        ("trembling-hand perfection", TremblingHand()),
        ("iterated weak dominance", IteratedWeakDominance()),
    ]


def _kept(solution: Solution, kept: Sequence[int]) -> str:
    profiles = [solution.equilibria[k].profile for k in kept]
    pure = [p.supports for p in profiles if p.is_pure]
    names = [f"({OFFERINGS[a[0]]}, {OFFERINGS[b[0]]})" for a, b in pure]
    mixed = len(profiles) - len(pure)
    return " ".join([*names, *([f"and {mixed} mixed"] if mixed else [])]) or "nothing"


def _cut(text: str) -> str:
    """The text as the table takes it: shortened, and without markup."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
    return short.replace("[", "\\[")
