"""A claim of a paper as data: where it stands, what is printed, and a computation that gives the verdict.

The verdict of a claim is never stored: ``check`` computes it each time. ``documented`` is what it came to when the
claim was written; a run in which the two differ has found a bug or a slip and says so.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from selten.games.enclosed import Enclosed, Undecided
from selten.games.number import number_text

Verdict = Literal["confirmed", "corrected", "refuted", "open"]

VERDICTS: tuple[Verdict, ...] = ("confirmed", "corrected", "refuted", "open")
"""confirmed; corrected: a misprint, or a number that rounds otherwise; refuted: false; open: not decided."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a check came to.

    Parameters
    ----------
    computed : str
        For the eye: the value, the counterexample, or why it is open.
    value : float or None
        The number, where the claim is about one.
    verdict : Verdict
    certificate : mapping
        Its "kind" and what proves the verdict: a game, a deviation, prices with their regrets, bounds.
    """

    computed: str
    value: float | None
    verdict: Verdict
    certificate: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence, formula or distinct symbol of a paper.

    Parameters
    ----------
    id : str
        Unique: paper/place/what.
    where : str
        The place in the paper.
    statement : str
        The claim in our words.
    printed : str
        What the paper has, as short as it can be said.
    documented : Verdict
        The verdict when the claim was written.
    check : callable
        Takes the paper's run (what the claims share) and computes the result.
    """

    id: str
    where: str
    statement: str
    printed: str
    documented: Verdict
    check: Callable[[Any], Result]

    def _repr_html_(self) -> str:
        from selten.papers.html import claim_html

        return claim_html(self)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A claim, what its check came to in this run, and how long it took."""

    claim: Claim
    result: Result
    seconds: float

    @property
    def agrees(self) -> bool:
        """Whether the verdict is the documented one."""
        return self.result.verdict == self.claim.documented

    def record(self) -> dict[str, Any]:
        """The outcome as the JSON contract has it."""
        claim, result = self.claim, self.result
        return {
            "id": claim.id,
            "where": claim.where,
            "statement": claim.statement,
            "printed": claim.printed,
            "computed": result.computed,
            "value": result.value,
            "verdict": result.verdict,
            "certificate": plain(result.certificate),
            "seconds": self.seconds,
        }

    def _repr_html_(self) -> str:
        from selten.papers.html import outcome_html

        return outcome_html(self)


def run_claims(claims: Iterable[Claim], run: Any) -> Iterator[Outcome]:
    """Check the claims one after the other; a comparison that bounds leave open makes a claim open.

    Examples
    --------
    >>> claim = Claim("x/1", "page 1", "Two and two are five.", "5", "refuted", lambda run: judged(2 + 2 == 5, "4"))
    >>> [(outcome.result.verdict, outcome.agrees) for outcome in run_claims([claim], None)]
    [('refuted', True)]
    """
    for claim in claims:
        start = time.perf_counter()
        try:
            result = claim.check(run)
        except Undecided as error:
            result = Result(str(error), None, "open", {"kind": "undecided", "names": sorted(error.names)})
        yield Outcome(claim, result, time.perf_counter() - start)


def judged(
    holds: bool, computed: str, certificate: Mapping[str, Any] | None = None, *, value: float | None = None
) -> Result:
    """Confirmed where the claim holds, refuted where it does not."""
    return Result(computed, value, "confirmed" if holds else "refuted", certificate or {"kind": "arithmetic"})


def corrected(
    printed_holds: bool,
    correction_holds: bool,
    computed: str,
    certificate: Mapping[str, Any],
    *,
    value: float | None = None,
) -> Result:
    """Corrected where the printed form fails and the correction holds; refuted where both fail."""
    verdict: Verdict = "confirmed" if printed_holds else "corrected" if correction_holds else "refuted"
    return Result(computed, value, verdict, certificate)


def counts(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many claims have each verdict."""
    found = Counter(outcome.result.verdict for outcome in outcomes)
    return {verdict: found[verdict] for verdict in VERDICTS}


def plain(value: Any) -> Any:
    """A value as JSON writes it: exact numbers as strings, bounds as {"low", "high"}, the rest as it is.

    Examples
    --------
    >>> plain({"price": Fraction(2, 3), "cells": (("001", "100"),)})
    {'price': '2/3', 'cells': [['001', '100']]}
    """
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, Enclosed):
        return {"low": value.low, "high": value.high}
    if isinstance(value, Fraction):
        return number_text(value)
    if value is None or isinstance(value, (str, bool, int)):
        return value
    return float(value)
