"""All claims of the price-discrimination paper, computed once; and that claims notice when the arithmetic is wrong."""

import json
from fractions import Fraction as F
from functools import cache

import pytest

from selten.cli import run as selten
from selten.equilibria.discrimination.information import best_information, prove
from selten.papers.claim import VERDICTS, Outcome, run_claims
from selten.papers.discrimination import garbling as discrimination_garbling
from selten.papers.discrimination import segments as discrimination_segments
from selten.papers.discrimination import theorem_1 as discrimination_theorem_1
from selten.papers.discrimination import unknown as unknown
from selten.papers.discrimination import unknown_example_3 as example_3
from selten.papers.discrimination import unknown_hotelling as hotelling
from selten.papers.discrimination import unknown_proof as proof
from selten.papers.discrimination import unknown_remarks as remarks
from selten.papers.discrimination.claims import discrimination_claims
from selten.papers.discrimination.readings import auction
from selten.papers.discrimination.run import Run

CLAIMS = discrimination_claims()

ELSEWHERE = {claim.id for topic in (unknown, example_3, hotelling, proof, remarks) for claim in topic.claims()}
"""Claims on unknown values, which tests/papers/discrimination/test_discrimination_unknown.py checks."""

OWN = [claim for claim in CLAIMS if claim.id not in ELSEWHERE]


@cache
def outcomes() -> dict[str, Outcome]:
    return {outcome.claim.id: outcome for outcome in run_claims(OWN, Run())}


def test_ids_are_unique_and_name_the_paper() -> None:
    ids = [claim.id for claim in CLAIMS]
    assert len(set(ids)) == len(ids) >= 95
    assert all(name.startswith("discrimination/") for name in ids)


@pytest.mark.parametrize("name", [claim.id for claim in OWN])
def test_the_computed_verdict_is_the_documented_one(name: str) -> None:
    outcome = outcomes()[name]
    assert outcome.result.verdict == outcome.claim.documented, outcome.result.computed
    record = json.loads(json.dumps(outcome.record(), allow_nan=False))
    assert record["verdict"] in VERDICTS
    assert record["computed"]
    assert record["certificate"]["kind"]


def test_another_set_of_priors_gives_the_same_verdicts() -> None:
    for outcome in run_claims([*discrimination_theorem_1.claims(), *discrimination_segments.claims()], Run(seed=5)):
        assert outcome.agrees, outcome.claim.id


def test_the_random_priors_cover_what_theorem_1_is_tried_on() -> None:
    certificate = outcomes()["discrimination/theorem-1/outcome"].result.certificate
    assert certificate["priors"] == 200
    assert certificate["producers"] == 4
    assert min(certificate[f"with {what}"] for what in ("ties", "zero margins", "values below costs")) >= 40


def test_the_printed_mixing_is_refuted_with_its_cells() -> None:
    """By hand at 7/2: 5/2 (1/2 + 1/2 * 4/5) = 9/4 and 7/2 (1/2 + 1/2 * 6/7) = 13/4 on the printed segments."""
    cells = outcomes()["discrimination/appendix-a1/mixing"].result.certificate["cells"]
    found = {(cell["cost"], cell["profit"], cell["deviation"], cell["at or just below"]) for cell in cells}
    assert {(F(1), F(2), F(9, 4), F(7, 2)), (F(0), F(3), F(13, 4), F(7, 2))} < found


def test_a_theorem_that_fails_on_one_prior_is_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run()
    printed = prove(run.example, best_information(run.example), printed=True)
    monkeypatch.setattr(run, "proofs", (printed, *run.proofs[1:]))
    (claim,) = [claim for claim in discrimination_theorem_1.claims() if claim.id.endswith("theorem-1/outcome")]
    assert claim.check(run).verdict == "refuted"


def test_garblings_keep_mass_and_means() -> None:
    """By hand: values 4 and 0 with masses 1/4 and 3/4 have the mean 1."""
    prior = Run().example
    states = [s for s in prior.states if not any(s.costs)]
    others = [[s] for s in prior.states if any(s.costs)]
    pooled, kernel = discrimination_garbling.garbled(prior, [states, *others])
    assert (kernel[0][0].mass, kernel[0][0].values) == (F(1, 4), (F(5, 2), F(5, 2)))
    assert len(pooled.states) == 13


@pytest.mark.parametrize(
    ("bids", "earned", "revenue"),
    [([3, 3], [F(1, 2), F(0)], 3), ([1, 2], [F(0), F(1)], 2), ([-1, -2], [F(0), F(0)], 0)],
)
def test_the_auction(bids: list[int], earned: list[F], revenue: int) -> None:
    """Worths 4 and 3, no cost of delivery."""
    found = auction([F(4), F(3)], [F(0), F(0)], [F(bid) for bid in bids])
    assert found == (earned, F(revenue))


def test_the_command_prints_the_claims(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    few = [claim for claim in CLAIMS if "footnote-8" in claim.id]
    monkeypatch.setattr("selten.papers.discrimination.claims.discrimination_claims", lambda: few)
    assert selten(["reproduce", "discrimination", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counts"] == {"confirmed": 1, "corrected": 0, "refuted": 2, "open": 0}
    assert selten(["reproduce", "discrimination"]) == 0
    assert "3 claims: 1 confirmed" in capsys.readouterr().out
