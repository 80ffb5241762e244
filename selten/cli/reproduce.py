"""``selten reproduce``: every claim of a paper recomputed, with its verdict and certificate."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.output import console, print_json
from selten.cli.progress import Bar, progress_bar

if TYPE_CHECKING:
    from selten.papers.claim import Claim, Outcome
    from selten.report.claims import Checked

PAPERS = ("bundling", "discrimination", "disclosure")


@click.command(name="reproduce")
@click.argument("paper", type=click.Choice((*PAPERS, "all")), default="all", metavar="[PAPER]")
@options.as_json
def command(paper: str, as_json: bool) -> int:
    """Recompute the claims of PAPER: what is printed, what is computed, and the verdict.

    PAPER is bundling, discrimination, disclosure or, which is the default, all: then there is one summary at the end.
    A claim is confirmed, corrected (a misprint, or a number that rounds otherwise), refuted (with a counterexample) or
    open. Exit status 1 means that a verdict differs from the documented one. Ctrl-C prints the claims checked by then.

    \b
    Examples:
      selten reproduce bundling
      selten reproduce discrimination --json
      selten reproduce all
    """
    names = PAPERS if paper == "all" else (paper,)
    papers = {name: _paper(name) for name in names}
    checked, stopped = _check(papers)
    if as_json:
        print_json(_data(checked, [claim for _, claims, _ in papers.values() for claim in claims]))
    else:
        _show(checked, papers, finished=not stopped)
    if stopped:
        raise KeyboardInterrupt
    return _complain([outcome for part in checked for outcome in part.outcomes])


Paper = tuple[str, "list[Claim]", Any]
"""Title, claims, and what the claims share."""


def _paper(name: str) -> Paper:
    if name == "bundling":
        from selten.papers.bundling import claims as bundling
        from selten.papers.bundling.markets import Run

        return bundling.TITLE, bundling.bundling_claims(), Run()
    if name == "disclosure":
        from selten.papers.disclosure import claims as disclosure
        from selten.papers.disclosure.run import Run as Points

        return disclosure.TITLE, disclosure.disclosure_claims(), Points()
    from selten.papers.discrimination import claims as discrimination
    from selten.papers.discrimination.run import Run as Priors

    return discrimination.TITLE, discrimination.discrimination_claims(), Priors()


def _check(papers: dict[str, Paper]) -> "tuple[list[Checked], bool]":
    """What came of the claims of each paper, in turn, and whether Ctrl-C ended it before the last."""
    from selten.report.claims import Checked

    checked: list[Checked] = []
    total = sum(len(claims) for _, claims, _ in papers.values())
    with progress_bar("claims") as bar:
        for name, (title, claims, run) in papers.items():
            outcomes: list[Outcome] = []
            begun, before = time.perf_counter(), sum(len(part.outcomes) for part in checked)
            try:
                _append(claims, run, outcomes, bar, before, total)
            except KeyboardInterrupt:
                return [*checked, Checked(name, title, tuple(outcomes), time.perf_counter() - begun)], True
            checked.append(Checked(name, title, tuple(outcomes), time.perf_counter() - begun))
    return checked, False


def _append(claims: "Sequence[Claim]", run: Any, outcomes: "list[Outcome]", bar: Bar, before: int, total: int) -> None:
    """Check the claims one after the other, each outcome put into the list as it is known."""
    from selten.papers.claim import run_claims

    for claim in claims:
        done = before + len(outcomes)
        bar.count(done, total, f"{done + 1} of {total}: {claim.id}")
        outcomes += run_claims([claim], run)


def _data(checked: "list[Checked]", claims: "list[Claim]") -> dict[str, Any]:
    """The claims that were checked as the contract has them, with counts in all and by paper."""
    from selten.papers.claim import counts
    from selten.report.provenance import provenance

    outcomes = [outcome for part in checked for outcome in part.outcomes]
    text = "\n".join(f"{claim.id}\t{claim.statement}\t{claim.printed}\t{claim.documented}" for claim in claims)
    return {
        "claims": [outcome.record() for outcome in outcomes],
        "counts": counts(outcomes),
        "papers": {part.name: {"counts": counts(part.outcomes), "seconds": part.seconds} for part in checked},
        "seconds": sum(part.seconds for part in checked),
        "not_as_documented": [
            {"id": one.claim.id, "documented": one.claim.documented, "recomputed": one.result.verdict}
            for one in outcomes
            if not one.agrees
        ],
        "unchecked": len(claims) - len(outcomes),
        "provenance": provenance(text),
    }


def _show(checked: "list[Checked]", papers: dict[str, Paper], *, finished: bool) -> None:
    from selten.report.claims import show_offering_game, show_outcomes, show_summary

    screen = console()
    for part in checked:
        show_outcomes(screen, part.title, part.outcomes)
        if part.name == "bundling" and finished:
            from selten.papers.bundling.markets import TABLE_2

            screen.print()
            show_offering_game(screen, papers["bundling"][2].solved(TABLE_2))
        screen.print()
    show_summary(screen, checked, total=sum(len(claims) for _, claims, _ in papers.values()))


def _complain(outcomes: "list[Outcome]") -> int:
    """1 if a verdict is not the documented one, each named on standard error."""
    wrong = [outcome for outcome in outcomes if not outcome.agrees]
    for outcome in wrong:
        documented, found = outcome.claim.documented, outcome.result.verdict
        click.echo(f"selten: {outcome.claim.id}: documented as {documented}, recomputed as {found}", err=True)
    return 1 if wrong else 0
