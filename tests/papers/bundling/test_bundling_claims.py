"""All claims of the bundling paper, computed once: verdicts as documented, ids unique, the command's exit status."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console
from shared_run import shared

from selten.cli import run as selten
from selten.papers.bundling.claims import bundling_claims
from selten.papers.bundling.markets import TABLE_2, Run
from selten.papers.claim import VERDICTS, Outcome, counts, run_claims
from selten.report.claims import show_offering_game, show_outcomes

CLAIMS = bundling_claims()


@pytest.fixture(scope="module")
def run() -> Run:
    return shared()


@pytest.fixture(scope="module")
def outcomes(run: Run) -> dict[str, Outcome]:
    return {outcome.claim.id: outcome for outcome in run_claims(CLAIMS, run)}


def test_ids_are_unique_and_name_the_paper() -> None:
    ids = [claim.id for claim in CLAIMS]
    assert len(set(ids)) == len(ids)
    assert all(name.startswith("bundling/") for name in ids)


@pytest.mark.parametrize("name", [claim.id for claim in CLAIMS])
def test_the_computed_verdict_is_the_documented_one(name: str, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]
    assert outcome.result.verdict == outcome.claim.documented, outcome.result.computed
    record = json.loads(json.dumps(outcome.record(), allow_nan=False))
    assert record["verdict"] in VERDICTS
    assert record["computed"]
    assert record["certificate"]["kind"]


def test_a_broken_claim_makes_the_command_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    footnote = [claim for claim in CLAIMS if claim.id == "bundling/footnote-2/rival"]
    monkeypatch.setattr("selten.papers.bundling.claims.bundling_claims", lambda: footnote)
    assert selten(["reproduce", "bundling", "--json"]) == 0
    good = json.loads(capsys.readouterr().out)
    assert good["counts"] == {"confirmed": 1, "corrected": 0, "refuted": 0, "open": 0}
    broken = [replace(claim, documented="refuted") for claim in footnote]
    monkeypatch.setattr("selten.papers.bundling.claims.bundling_claims", lambda: broken)
    assert selten(["reproduce", "bundling", "--json"]) == 1
    assert "bundling/footnote-2/rival: documented as refuted" in capsys.readouterr().err


@pytest.mark.parametrize("width", [80, 140])
def test_the_tables_fit_the_terminal(width: int, run: Run, outcomes: dict[str, Outcome]) -> None:
    screen = Console(width=width, record=True, file=StringIO())
    show_outcomes(screen, "Claims", list(outcomes.values()))
    show_offering_game(screen, run.solved(TABLE_2))
    text = screen.export_text()
    assert max(map(len, text.splitlines())) <= width
    assert f"{len(CLAIMS)} claims: " in text
    assert "(001, 100)" in text
    assert "With an infinitesimal cost" in text


def test_counts_add_up(outcomes: dict[str, Outcome]) -> None:
    found = counts(outcomes.values())
    assert sum(found.values()) == len(CLAIMS) >= 60
    assert all(found[verdict] > 0 for verdict in VERDICTS)


def test_an_unknown_paper_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert selten(["reproduce", "bundles"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
