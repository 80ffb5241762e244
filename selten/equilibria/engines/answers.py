"""What engines answer, translated: rows of numbers become profiles, outcomes become a status and a note.

An answer of the wrong shape, with NaN, with a negative probability or one that does not sum to 1 is no profile; it is
left out and counted in the note. Doubles are kept as they are, except that a probability below zero by less than
``ROUNDING`` is zero.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import isfinite
from typing import Any

from selten.equilibria.engines.isolated import Run
from selten.equilibria.solution import Proposal, Status
from selten.games.errors import InputError
from selten.games.profile import Profile

ROUNDING = 1e-9
"""How far below zero, or from one in sum, probabilities computed in doubles may be."""

Rows = tuple[tuple[Fraction | float, ...], ...]
"""One row of probabilities for each player: what engines emit, plain enough to be sent between processes."""


def refused(why: str) -> Proposal:
    """The proposal of a solver that does not take the game, with the sentence why."""
    return Proposal((), Status.REFUSED, why)


def proposal(run: Run, counts: Sequence[int], *, install: str, note: str = "") -> Proposal:
    """What came of an engine as profiles, status and note; never a promise of completeness.

    Parameters
    ----------
    run : Run
        With found answers of type :data:`Rows`.
    counts : sequence of int
        The number of strategies of each player: the shape an answer must have.
    install : str
        The requirement to install if the engine is missing, for instance "nashpy==0.0.43".
    note : str
        What the caller has to say about the call.
    """
    if run.outcome == "missing":
        return refused(f"the engine is not installed: run pip install '{install}'")
    read = [_profile(rows, counts) for rows in run.found]
    profiles = tuple(profile for profile in read if profile is not None)
    unread = len(read) - len(profiles)
    unusable = f"{unread} of its {len(read)} answers are no probabilities" if unread else ""
    notes = "; ".join(text for text in (note, run.note, unusable) if text)
    return Proposal(profiles, _status(run, profiles), notes, run.seconds_startup)


def _status(run: Run, profiles: tuple[Profile, ...]) -> Status:
    if run.outcome == "limit":
        return Status.LIMIT
    return Status.ONE if profiles else Status.NONE_FOUND


def _profile(rows: Any, counts: Sequence[int]) -> Profile | None:
    if tuple(len(row) for row in rows) != tuple(counts) or not all(isfinite(p) for row in rows for p in row):
        return None
    clipped = [[0.0 if -ROUNDING < p < 0 else p for p in row] for row in rows]
    try:
        return Profile.of(clipped, tolerance=ROUNDING)
    except InputError:
        return None
