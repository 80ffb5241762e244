"""``selten reproduce``: every claim of a paper recomputed, with its verdict and certificate."""

import sys
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.output import console, print_json

if TYPE_CHECKING:
    from selten.papers.claim import Claim, Outcome

PAPERS = ("bundling", "discrimination", "disclosure")


@click.command(name="reproduce")
@click.argument("paper", type=click.Choice((*PAPERS, "all")), default="all")
@options.as_json
def command(paper: str, as_json: bool) -> int:
    """Recompute the claims of PAPER (all by default): what is printed, what is computed, and the verdict.

    A claim is confirmed, corrected (a misprint, or a number that rounds otherwise), refuted (with a counterexample) or
    open. Exit status 1 means that a verdict differs from the documented one.

    \b
    Examples:
      selten reproduce bundling
      selten reproduce discrimination --json
    """
    outcomes: list[Outcome] = []
    for name in PAPERS if paper == "all" else (paper,):
        title, claims, run = _paper(name)
        found = _checked(claims, run)
        if not as_json:
            _show(name, title, found, run)
        outcomes += found
    if as_json:
        from selten.papers.claim import counts

        print_json({"claims": [outcome.record() for outcome in outcomes], "counts": counts(outcomes)})
    return _complain(outcomes)


def _paper(name: str) -> "tuple[str, list[Claim], Any]":
    """Title and claims of a paper, and what they share."""
    if name == "bundling":
        from selten.papers import bundling
        from selten.papers.bundling_markets import Run

        return bundling.TITLE, bundling.bundling_claims(), Run()
    if name == "disclosure":
        from selten.papers import disclosure
        from selten.papers.disclosure_run import Run as Points

        return disclosure.TITLE, disclosure.disclosure_claims(), Points()
    from selten.papers import discrimination
    from selten.papers.discrimination_run import Run as Priors

    return discrimination.TITLE, discrimination.discrimination_claims(), Priors()


def _checked(claims: "list[Claim]", run: Any) -> "list[Outcome]":
    """All outcomes; a progress bar on standard error while they are computed, on a terminal only."""
    from rich.console import Console
    from rich.progress import Progress

    from selten.papers.claim import run_claims

    screen = Console(file=sys.stderr)
    outcomes = []
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("claims", total=len(claims))
        for claim, outcome in zip(claims, run_claims(claims, run), strict=True):
            outcomes.append(outcome)
            bar.update(task, advance=1, description=claim.id)
    return outcomes


def _show(name: str, title: str, outcomes: "list[Outcome]", run: Any) -> None:
    from selten.report.claims import show_offering_game, show_outcomes

    screen = console()
    show_outcomes(screen, title, outcomes)
    if name == "bundling":
        from selten.papers.bundling_markets import TABLE_2

        screen.print()
        show_offering_game(screen, run.solved(TABLE_2))


def _complain(outcomes: "list[Outcome]") -> int:
    """1 if a verdict is not the documented one, each named on standard error."""
    wrong = [outcome for outcome in outcomes if not outcome.agrees]
    for outcome in wrong:
        documented, found = outcome.claim.documented, outcome.result.verdict
        click.echo(f"selten: {outcome.claim.id}: documented as {documented}, recomputed as {found}", err=True)
    return 1 if wrong else 0
