"""The claims of a paper for the eye: a table that fits the terminal, the counts, and what the rules keep."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from selten.equilibria.bundling.offering import MarketSolution
from selten.equilibria.solution import Solution
from selten.games.bundling import OFFERINGS
from selten.papers.claim import VERDICTS, Outcome, counts
from selten.report.bundling import PRODUCTS, bundling_record
from selten.report.bundling_tables import offering_table
from selten.report.tables import print_table
from selten.selection.entry import SequentialEntry
from selten.selection.payoff import ParetoUndominated, PayoffDominant
from selten.selection.proper import Proper
from selten.selection.rule import Rule
from selten.selection.stages import IteratedWeakDominance
from selten.selection.trembling import TremblingHand

COLOURS = {"confirmed": "green", "corrected": "yellow", "refuted": "red", "open": "cyan"}

WIDE = 110
"""Columns from which the table has one for each part of a claim; narrower terminals get three."""

_NARROW = (("where", 4), ("claim, printed", 8), ("computed, certificate", 8))

PROPER_SECONDS = 10.0
"""How long the table of rules looks for what equilibria are proper; then it says that this is open."""

OTHER_ORDERS = "All goes at once in each round; other orders of elimination may keep others (EliminationOrders)."
"""What is to be known of iterated weak dominance, which depends on the order."""

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
    print_table(console, table)
    found = counts(outcomes)
    console.print(f"{len(outcomes)} claims: " + ", ".join(f"{found[verdict]} {verdict}" for verdict in VERDICTS))
    if any(len(text) > LONGEST for one in outcomes for text in _texts(one)):
        console.print(f"Texts of more than {LONGEST} characters end in ... here; --json has them whole.")


@dataclass(frozen=True, slots=True)
class Checked:
    """The claims of a paper that were checked: ``name`` on the command line, its title, outcomes, seconds taken."""

    name: str
    title: str
    outcomes: tuple[Outcome, ...]
    seconds: float


def show_summary(console: Console, checked: Sequence[Checked], *, total: int) -> None:
    """Print how many claims have each verdict, by paper and in all, and which verdicts are not the documented ones.

    Parameters
    ----------
    total : int
        How many claims there are; if more than were checked, that is said.
    """
    outcomes = [outcome for part in checked for outcome in part.outcomes]
    columns = [(part.name, part.outcomes, part.seconds) for part in checked]
    if len(checked) > 1:
        columns.append(("all", tuple(outcomes), sum(part.seconds for part in checked)))
    table = Table(title="Summary", title_justify="left")
    table.add_column("", overflow="fold")
    for name, *_ in columns:
        table.add_column(name, justify="right", overflow="fold")
    for row in zip(("claims", *VERDICTS, "not as documented", "seconds"), *map(_counted, columns), strict=True):
        table.add_row(*row)
    print_table(console, table)
    for one in (one for one in outcomes if not one.agrees):
        found, documented = one.result.verdict, one.claim.documented
        console.print(Text(f"{one.claim.id}: documented as {documented}, recomputed as {found}."))
    if len(outcomes) < total:
        console.print(f"Stopped by Ctrl-C: {len(outcomes)} of {total} claims were checked.")
    elif all(one.agrees for one in outcomes):
        console.print("Every verdict is the documented one.")


def _counted(column: tuple[str, Sequence[Outcome], float]) -> list[str]:
    _, outcomes, seconds = column
    found, differ = counts(outcomes), sum(not outcome.agrees for outcome in outcomes)
    return [str(len(outcomes)), *(str(found[verdict]) for verdict in VERDICTS), str(differ), f"{seconds:.1f}"]


def _wide_row(outcome: Outcome) -> list[str]:
    return [*map(_cut, _texts(outcome)), _verdict(outcome)]


def _texts(outcome: Outcome) -> tuple[str, ...]:
    claim, result = outcome.claim, outcome.result
    return claim.where, claim.statement, claim.printed, result.computed, str(result.certificate.get("kind", ""))


def _narrow_row(outcome: Outcome) -> list[str]:
    where, statement, printed, computed, kind, verdict = _wide_row(outcome)
    return [f"{where}\n{verdict}", f"{statement}\n[dim]printed:[/] {printed}", f"{computed}\n[dim]by {kind}[/]"]


def _verdict(outcome: Outcome) -> str:
    verdict = outcome.result.verdict
    documented = "" if outcome.agrees else f"\n[bold](not {outcome.claim.documented})[/]"
    return f"[{COLOURS[verdict]}]{verdict}[/]{documented}"


def show_offering_game(console: Console, solved: MarketSolution) -> None:
    """Print the offering game with its pure equilibria marked, and what each selection rule keeps and why."""
    print_table(console, offering_table(bundling_record(solved), console.width))
    if solved.solution is not None:
        print_table(console, rules_table(solved.solution))


def rules_table(solution: Solution) -> Table:
    """What each rule keeps of all extreme equilibria, the pure ones by name, and its sentence."""
    table = Table(title="What each selection rule keeps", title_justify="left", show_lines=True)
    table.add_column("rule", ratio=2)
    table.add_column("keeps", ratio=4, overflow="fold")
    table.add_column("why", ratio=5, overflow="fold")
    for name, rule in _rules():
        choice = rule(solution)
        reason = f"{choice.reason} {OTHER_ORDERS}" if isinstance(rule, IteratedWeakDominance) else choice.reason
        table.add_row(name, _kept(solution, choice.kept) if choice.decided else "open", reason)
    return table


def _rules() -> list[tuple[str, Rule]]:
    return [
        ("payoff dominance", PayoffDominant()),
        ("not Pareto-dominated", ParetoUndominated()),
        ("sequential entry", SequentialEntry((PRODUCTS, PRODUCTS))),
        ("trembling-hand perfection", TremblingHand()),
        ("proper", Proper(seconds=PROPER_SECONDS)),
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
