"""Claims on unknown values: every verdict as documented, and numbers against the reference of the project."""

from math import exp

import pytest

from selten.papers.claim import Claim, Outcome, run_claims
from selten.papers.discrimination import (
    unknown,
    unknown_example_3,
    unknown_hotelling,
    unknown_proof,
    unknown_remarks,
)

MODULES = (
    unknown,
    unknown_example_3,
    unknown_hotelling,
    unknown_proof,
    unknown_remarks,
)
CLAIMS = [claim for module in MODULES for claim in module.claims()]

VALUES = {
    "section-3b/truncated-pareto": 0.203632188795,
    "example-2/solution": 0.197114919184,
    "example-3/misaligned": 0.752763983783,
    "example-4/b": exp(-2),
    "example-4/consumer-surplus": (1 + exp(-2)) / 2,
    "example-4/total-surplus": (1 + 3 * exp(-2)) / 2,
    "section-3c/footnote-11": 0.5 + exp(-2) / 2 - exp(-4) / 4,
    "section-3c/uninformed-price": 0.055374550,
    "section-3c/uninformed-consumer-surplus": 0.526234549,
    "section-3c/uninformed-total-surplus": 0.581609099,
}
"""Numbers of the reference, computed there by other means."""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    return {outcome.claim.id: outcome for outcome in run_claims(CLAIMS, None)}


def test_there_are_many_claims_each_once() -> None:
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS) >= 40


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_verdicts_are_as_documented(claim: Claim, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[claim.id]
    assert outcome.result.verdict == claim.documented
    assert outcome.result.certificate["kind"]
    assert outcome.record()["computed"]


@pytest.mark.parametrize("name", VALUES)
def test_numbers(name: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[f"discrimination/{name}"].result.value == pytest.approx(VALUES[name], abs=2e-9)


def test_refuted_steps_come_with_a_counterexample(outcomes: dict[str, Outcome]) -> None:
    refuted = [outcome for outcome in outcomes.values() if outcome.result.verdict == "refuted"]
    assert len(refuted) == 2
    assert all(outcome.result.certificate["kind"] == "counterexample" for outcome in refuted)
