"""docs/errata.md has every claim that is not documented as confirmed, as its claim has it, and no other."""

import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from selten.papers.bundling.claims import bundling_claims
from selten.papers.claim import Claim
from selten.papers.disclosure.claims import disclosure_claims
from selten.papers.discrimination.claims import discrimination_claims

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "errata.py"
TEXT = (ROOT / "docs" / "errata.md").read_text(encoding="utf-8")
CLAIMS = [*bundling_claims(), *discrimination_claims(), *disclosure_claims()]
ERRATA = [claim for claim in CLAIMS if claim.documented != "confirmed"]


@cache
def sections() -> dict[str, str]:
    """The text of each erratum by the name of its claim, marks taken away."""
    parts = re.split(r"^##+ ", TEXT, flags=re.MULTILINE)
    named = {part: re.search(r"^\* Its name: `(.*)`$", part, re.MULTILINE) for part in parts}
    return {found[1]: re.sub(r"\\(.)", r"\1", part) for part, found in named.items() if found}


def test_every_claim_that_is_not_confirmed_is_on_the_page_once() -> None:
    assert sorted(sections()) == sorted(claim.id for claim in ERRATA)
    assert TEXT.count("* Its name: ") == len(ERRATA)


@pytest.mark.parametrize("claim", ERRATA, ids=lambda claim: claim.id)
def test_page_has_what_the_claim_says(claim: Claim) -> None:
    lines = sections()[claim.id].splitlines()
    assert lines[0].startswith(claim.where)
    assert f"* **{claim.documented.capitalize()}.** {claim.statement}" in lines
    assert f"* Printed: `{claim.printed}`" in lines
    assert [line for line in lines if re.match(r"\* (Computed|How we know): \S", line)] == lines[4:6]


def test_counts_at_the_head_of_the_page() -> None:
    for paper in ("bundling", "discrimination", "disclosure"):
        found = Counter(claim.documented for claim in CLAIMS if claim.id.startswith(f"{paper}/"))
        row = " | ".join(str(found[verdict]) for verdict in ("confirmed", "corrected", "refuted", "open"))
        assert f" | {row} |\n" in TEXT


def test_nothing_longer_than_a_phrase_is_taken_from_a_paper() -> None:
    assert [claim.id for claim in CLAIMS if len(claim.printed.split()) > 15] == []


RECORD = {
    "id": "disclosure/section-9/sum",
    "where": "Proof of Proposition 9",
    "statement": "Two and two are v_5.",
    "printed": "2 + 2 = v_5",
    "computed": "4, not v_5",
    "verdict": "refuted",
    "certificate": {"kind": "arithmetic", "sum": "4"},
}


def test_script_writes_results_in_the_order_that_it_promises(tmp_path: Path) -> None:
    """The order by hand: a statement before a proof, refuted before open; confirmed ones are left out."""
    changes = [
        {},
        {"id": "disclosure/proposition-9", "where": "Proposition 9", "verdict": "open"},
        {"id": "disclosure/proposition-9/other", "where": "Proposition 9", "verdict": "refuted"},
        {"id": "disclosure/section-9/right", "verdict": "confirmed"},
    ]
    (tmp_path / "all.json").write_text(json.dumps({"claims": [RECORD | change for change in changes]}))
    command = [sys.executable, str(SCRIPT), str(tmp_path / "all.json"), "--output", str(tmp_path / "page.md")]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "page.md: 3 errata\n"
    page = (tmp_path / "page.md").read_text()
    assert re.findall(r"^### (.*)$", page, re.MULTILINE) == [
        "Proposition 9: other",
        "Proposition 9",
        "Proof of Proposition 9: sum",
    ]
    assert page.endswith(
        "### Proof of Proposition 9: sum\n\n"
        "* **Refuted.** Two and two are v\\_5.\n"
        "* Printed: `2 + 2 = v_5`\n"
        "* Computed: 4, not v\\_5.\n"
        "* How we know: Arithmetic with exact numbers. `sum: 4`\n"
        "* Its name: `disclosure/section-9/sum`\n"
    )


@pytest.mark.full
def test_page_is_what_the_script_writes_today(tmp_path: Path) -> None:
    """All claims recomputed; numbers that depend on the time or the machine may differ, nothing else."""
    command = [sys.executable, str(SCRIPT), "--output", str(tmp_path / "page.md")]
    subprocess.run(command, check=True, capture_output=True)
    plain = [re.sub(r"[\d.e-]+", "#", text) for text in (TEXT, (tmp_path / "page.md").read_text())]
    assert plain[0] == plain[1]
