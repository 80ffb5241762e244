"""Claims as data: verdicts are computed, differences from the documented ones are found."""

from fractions import Fraction

import pytest

from selten.games.enclosed import Enclosed
from selten.papers.claim import VERDICTS, Claim, Result, corrected, counts, judged, plain, run_claims


def claim(documented: str, result: Result) -> Claim:
    return Claim("paper/x", "page 1", "A statement.", "1", documented, lambda run: result)  # type: ignore[arg-type]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_claim_agrees_exactly_if_its_verdict_is_the_documented_one(verdict: str) -> None:
    claims = [claim(documented, Result("", None, verdict, {})) for documented in VERDICTS]  # type: ignore[arg-type]
    agreeing = [o.claim.documented for o in run_claims(claims, None) if o.agrees]
    assert agreeing == [verdict]


@pytest.mark.parametrize(
    ("printed", "correction", "verdict"),
    [(True, True, "confirmed"), (True, False, "confirmed"), (False, True, "corrected"), (False, False, "refuted")],
)
def test_corrected_only_where_the_printed_form_fails_and_the_correction_holds(
    printed: bool, correction: bool, verdict: str
) -> None:
    assert corrected(printed, correction, "", {}).verdict == verdict


def test_a_comparison_that_bounds_leave_open_makes_a_claim_open() -> None:
    def check(run: object) -> Result:
        return judged(Enclosed.symbol("a", 0, 1) < Enclosed.symbol("b", 0, 1), "")

    (outcome,) = run_claims([Claim("paper/x", "page 1", "a < b", "<", "confirmed", check)], None)
    assert outcome.result.verdict == "open"
    assert outcome.record()["certificate"] == {"kind": "undecided", "names": ["a", "b"]}


def test_counts_name_every_verdict_and_add_up() -> None:
    outcomes = list(run_claims([claim("open", judged(holds, "")) for holds in (True, True, False)], None))
    assert counts(outcomes) == {"confirmed": 2, "corrected": 0, "refuted": 1, "open": 0}


def test_plain_numbers() -> None:
    found = plain({"a": Fraction(1, 3), "b": (1, 2.5, None, True), "c": Enclosed.symbol("c", 0.25, 0.5)})
    assert found == {"a": "1/3", "b": [1, 2.5, None, True], "c": {"low": 0.25, "high": 0.5}}
