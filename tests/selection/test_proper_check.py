"""Certificates of properness checked by hand: what each part of a contradiction, a case and a family must be."""

from fractions import Fraction
from typing import Any

import pytest

from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.selection.proper_check import (
    Cases,
    Contradiction,
    Family,
    check_family,
    check_refutation,
    closed,
    earned,
    known_order,
)

NOTHING = [[0, 0], [0, 0]]
ONE_EACH = [[1, 0], [0, 1]]
"""An order of which nothing is known but that each is as likely as itself."""


def game(first: Any, second: Any = NOTHING) -> NormalForm:
    return NormalForm.of([first, second])


# Player 0 has the rows; where only the second strategies are played, the known orders are those of the payoffs there.
BAD = Profile.pure((2, 2), (1, 1))
GAINS = [[1, 0], [0, 0]]  # row 0 earns 1 more against column 0


@pytest.mark.parametrize(
    ("tables", "leaf", "valid"),
    [
        ((GAINS, NOTHING), Contradiction(0, 0, ((1, 0, 1),)), True),
        ((GAINS, NOTHING), Contradiction(0, 0, ((1, 0, 0),)), False),  # weights are positive
        ((GAINS, NOTHING), Contradiction(0, 0, ((1, 0, -1),)), False),
        ((GAINS, NOTHING), Contradiction(0, 0, ((0, 1, 1),)), False),  # 0 is not known to be likelier than 1
        ((GAINS, NOTHING), Contradiction(0, 0, ((1, 0, 1), (0, 1, Fraction(1, 2)))), False),  # not all of it is known
        ((GAINS, NOTHING), Contradiction(0, 0, ((1, 0, 1), (1, 0, 0))), False),
        ((GAINS, NOTHING), Contradiction(0, 1, ((1, 0, 1),)), False),  # nothing is gained against column 1
        ((GAINS, NOTHING), Contradiction(1, 0, ((1, 0, 1),)), False),  # nor by player 1
        ((GAINS, NOTHING), Contradiction(0, 0, ()), False),
        ((NOTHING, GAINS), Contradiction(1, 0, ((1, 0, 1),)), True),
        ((NOTHING, [[1, 3], [0, 0]]), Contradiction(1, 0, ((1, 0, 1),)), False),  # player 1 gains in columns: 1 - 3
        ((NOTHING, [[3, 1], [0, 0]]), Contradiction(1, 0, ((1, 0, 1),)), True),
        (([[5, 0], [5, 0]], NOTHING), Contradiction(0, 0, ((1, 0, 1),)), False),  # it gains 0
        # a loss of 1 against column 1, which is likelier than column 0, undoes the gain
        (([[1, -1], [0, 0]], NOTHING), Contradiction(0, 0, ((1, 0, 1),)), False),
    ],
)
def test_contradictions_by_hand(tables: Any, leaf: Contradiction, valid: bool) -> None:
    assert check_refutation(game(*tables), BAD, leaf) is valid


THREE = Profile.pure((2, 3), (1, 0))


@pytest.mark.parametrize(
    ("row", "against", "valid"),
    [
        ([0, 1, -9], 1, True),  # column 2 earns less than column 1 at the profile: it is strictly less likely
        ([0, 1, 0], 1, True),
        ([0, -1, 9], 2, False),  # column 1 is likelier than column 2
        ([-1, 1, 0], 1, False),  # column 0 is played
        ([0, 1, -9], 2, False),
    ],
)
def test_losses_count_unless_against_what_is_strictly_less_likely(row: list[int], against: int, valid: bool) -> None:
    """Row 0 earns ``row`` and row 1, which is played, nothing; player 1 earns 2, 1, 0 by column."""
    table = game([row, [0, 0, 0]], [[2, 1, 0], [2, 1, 0]])
    assert check_refutation(table, THREE, Contradiction(0, against, ((1, 0, 1),))) is valid


def test_gains_of_several_shifts_add_up_by_weight() -> None:
    """Row 2 is played. Row 0 gains 1 and -1, row 1 gains -1 and 2: 3 and 2 times that is 1 and 1."""
    table = game([[1, -1, 0], [-1, 2, 0], [0, 0, 0]], [[0, 0, 0]] * 3)
    profile = Profile.pure((3, 3), (2, 2))
    assert check_refutation(table, profile, Contradiction(0, 0, ((2, 0, 3), (2, 1, 2))))
    assert not check_refutation(table, profile, Contradiction(0, 0, ((2, 0, 1), (2, 1, 1))))
    assert not check_refutation(table, profile, Contradiction(0, 0, ((2, 0, 1),)))


def test_a_case_that_contradicts_itself_needs_no_shift() -> None:
    """Row 0 is played and row 1 is not, so row 1 is not at least as likely; the other case still has to be refuted."""
    table, profile = game(GAINS), Profile.pure((2, 2), (0, 0))
    empty = Contradiction(0, 0, ())
    assert not check_refutation(table, profile, empty)
    assert not check_refutation(
        table, profile, Cases(0, 1, 0, empty, empty)
    )  # 0 is strictly likelier: no contradiction
    assert not check_refutation(table, profile, Cases(0, 0, 1, empty, empty))  # 0 at least as likely: none either
    both = Cases(0, 1, 0, empty, Cases(0, 1, 0, empty, empty))
    assert not check_refutation(table, profile, both)
    bad = Contradiction(0, 0, ((1, 0, 1),))
    assert check_refutation(table, BAD, Cases(0, 0, 1, bad, bad))
    assert check_refutation(table, BAD, Cases(1, 0, 1, bad, bad))  # cases of the other player change nothing here
    assert check_refutation(table, BAD, Cases(0, 0, 1, empty, bad))  # row 1 is strictly likelier: it is played
    assert not check_refutation(table, BAD, Cases(0, 0, 1, bad, empty))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([[1, 1, 0], [0, 1, 2], [0, 0, 1]], [[1, 1, 2], [0, 1, 2], [0, 0, 1]]),
        ([[1, 2, 0], [0, 1, 1], [0, 0, 1]], [[1, 2, 2], [0, 1, 1], [0, 0, 1]]),
        ([[1, 1, 0], [0, 1, 1], [0, 0, 1]], [[1, 1, 1], [0, 1, 1], [0, 0, 1]]),
        ([[1, 2], [1, 1]], [[2, 2], [2, 2]]),  # strictly likelier than itself
        ([[1, 1, 2], [0, 1, 1], [0, 0, 1]], [[1, 1, 2], [0, 1, 1], [0, 0, 1]]),  # what is strict stays so
        (ONE_EACH, ONE_EACH),
    ],
)
def test_what_follows_from_likelihoods(order: list[list[int]], expected: list[list[int]]) -> None:
    assert closed(order) == expected


def test_what_is_known_by_hand() -> None:
    """Rows earn 2, 1, 1 against column 0, and rows 0 and 1 are played."""
    table = game([[2, 0], [1, 0], [1, 5]], [[0, 0]] * 3)
    profile = Profile.of([["1/2", "1/2", 0], [1, 0]])
    assert earned(table, 0, profile.strategies[1]) == [2, 1, 1]
    assert known_order(table, profile, 0) == [[1, 2, 2], [1, 1, 2], [0, 0, 1]]
    assert known_order(table, profile, 1) == [[1, 2], [0, 1]]


GOOD = ((1, 0), (0, 1))  # the weights 1 and eps
EVEN_LATER = ((1, 0), (0, 0), (0, 1))


@pytest.mark.parametrize(
    ("tables", "family", "valid"),
    [
        ((GAINS, GAINS), (GOOD, GOOD), True),
        ((GAINS, GAINS), (EVEN_LATER, GOOD), True),
        ((GAINS, GAINS), (((1, 0), (0, -1)), GOOD), False),
        ((GAINS, GAINS), (((1, 0), (0, 0)), GOOD), False),
        ((GAINS, GAINS), (((0, 1), (1, 0)), GOOD), False),
        # only the first player, or only the second, gives the better strategy the smaller weight
        (([[0, 0], [1, 0]], GAINS), (GOOD, GOOD), False),
        ((GAINS, [[0, 1], [0, 0]]), (GOOD, GOOD), False),
        # better only against a slip: against eps, row 1 earns 1
        (([[0, 0], [0, 1]], GAINS), (GOOD, GOOD), False),
        (([[0, -1], [0, 0]], GAINS), (GOOD, GOOD), False),
        (([[0, 1], [0, 0]], GAINS), (GOOD, GOOD), True),
    ],
)
def test_families_by_hand(tables: Any, family: Any, valid: bool) -> None:
    assert check_family(game(*tables), Profile.pure((2, 2), (0, 0)), Family(family)) is valid


def test_strategies_of_one_order_must_earn_the_same() -> None:
    """Rows 1 and 2 earn nothing against column 0; against column 1, a slip, row 2 earns 1 more."""
    family = Family((((1, 0, 0), (0, 1, 1)), ((1, 0), (0, 1))))
    profile = Profile.pure((3, 2), (0, 0))
    assert check_family(game([[1, 0], [0, 0], [0, 0]], [[0, 0]] * 3), profile, family)
    assert not check_family(game([[1, 0], [0, 0], [0, 1]], [[0, 0]] * 3), profile, family)
    assert not check_family(game([[1, 0], [0, 1], [0, 0]], [[0, 0]] * 3), profile, family)


def test_an_assumption_is_the_player_s_own() -> None:
    """Rows 1 and 2 earn nothing, row 0 earns 1 against column 0; row 2 is played, of rows 0 and 1 nothing is known."""
    table, profile = game([[1, 0], [0, 0], [0, 0]], [[0, 0]] * 3), Profile.pure((3, 2), (2, 1))
    assumed, known = Contradiction(0, 0, ((1, 0, 1),)), Contradiction(0, 0, ((2, 0, 1),))
    assert not check_refutation(table, profile, assumed)
    assert check_refutation(table, profile, Cases(0, 1, 0, assumed, known))
    assert not check_refutation(table, profile, Cases(0, 1, 0, known, assumed))
    assert not check_refutation(table, profile, Cases(1, 1, 0, assumed, known))
