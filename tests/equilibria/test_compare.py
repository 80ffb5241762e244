"""Counts of a comparison, from answers made up so that each count is known by hand."""

from dataclasses import dataclass, replace
from fractions import Fraction

import pytest

from selten.equilibria.compare import compare, held_against
from selten.equilibria.engines.gambit import Gambit
from selten.equilibria.solution import Proposal, Solution, Status
from selten.equilibria.solve import solve
from selten.games.library import entry_game, table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.games.reduced import reduced_normal_form


@dataclass(frozen=True, slots=True)
class Saying:
    """A solver that says what it is told to."""

    profiles: tuple[Profile, ...]
    name: str = "saying"

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        return Proposal(self.profiles, Status.ONE, "a note")


# extreme equilibria of the entry game: (out, fight), (out, fight half the time), (in, share)
ENTRY = reduced_normal_form(entry_game())
OUT_FIGHT, IN_SHARE = Profile.pure((2, 2), (0, 0)), Profile.pure((2, 2), (1, 1))
INSIDE = Profile.of([[1, 0], ["3/4", "1/4"]])
FALSE = Profile.pure((2, 2), (1, 0))


@pytest.mark.parametrize(
    ("profiles", "found", "missed", "non_extreme", "false", "repeats"),
    [
        ((), 0, 3, 0, 0, 0),
        ((OUT_FIGHT, IN_SHARE), 2, 1, 0, 0, 0),
        ((OUT_FIGHT, OUT_FIGHT, INSIDE), 1, 2, 1, 0, 1),
        ((FALSE, IN_SHARE, FALSE), 1, 2, 0, 2, 0),
        ((Profile.of([[1.0, 0.0], [1.0, 0.0]]), OUT_FIGHT), 1, 2, 0, 0, 1),
        ((Profile.of([[1.0, 0.0], [0.7512345, 0.2487655]]),), 0, 3, 1, 0, 0),
    ],
)
def test_counts(
    profiles: tuple[Profile, ...], found: int, missed: int, non_extreme: int, false: int, repeats: int
) -> None:
    row = compare(ENTRY, Saying(profiles), solve(ENTRY))
    assert (row.found, row.missed, row.non_extreme, row.false, row.repeats) == (
        found,
        missed,
        non_extreme,
        false,
        repeats,
    )
    assert "a note" in row.note


def test_gambits_pivoting_on_table_2_as_measured_apart() -> None:
    # 39 answers, 22 of the 89 extreme equilibria: measured with pygambit and lrsnash alone
    row = compare(table_2(), Gambit("lcp"), solve(table_2()))
    assert (row.found, row.missed, row.false, row.repeats) == (22, 67, 0, 17)
    assert row.seconds > 0


def test_a_reference_that_is_not_complete_is_refused() -> None:
    some = solve(ENTRY, Saying((OUT_FIGHT,)))
    with pytest.raises(ValueError, match="status ONE"):
        held_against(some, some)


def told(*profiles: Profile) -> Solution:
    """An answer that lists these profiles, whatever they are."""
    some = solve(ENTRY, Saying((OUT_FIGHT,)))
    return replace(some, equilibria=tuple(replace(some.equilibria[0], profile=profile) for profile in profiles))


def test_exact_profiles_match_themselves_alone_and_doubles_what_they_are_near() -> None:
    """(out, fight half the time) is the extreme equilibrium that is mixed; off by 1/4 in one coordinate and more."""
    complete = solve(ENTRY)
    close = Profile.of([[1, 0], [Fraction(1, 2) + Fraction(1, 10**12), Fraction(1, 2) - Fraction(1, 10**12)]])
    assert held_against(told(close), complete).non_extreme == 1
    doubles = Profile.of([[1.0, 0.0], [0.5 + 1e-12, 0.5 - 1e-12]])
    assert (held_against(told(doubles), complete).found, held_against(told(doubles), complete).non_extreme) == (1, 0)
    off = Profile.of([[1.0, 0.0], [0.75, 0.25]])
    assert held_against(told(off), complete, same=0.25).found == 1
    assert held_against(told(off), complete, same=0.2499).found == 0
