"""What certify recomputes of one profile: on small games with regrets, deviations and payoffs by hand."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run
from selten.cli.checks import Check, Deviation, check
from selten.cli.profiles import Claimed, read_claimed
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.number import read_json
from selten.games.profile import Profile
from selten.selection.proper import Properness


def checked(game: NormalForm, claim: str) -> Check:
    """The check of a claim in JSON; whether it is proper is not asked."""
    return check(game, read_claimed(read_json(claim, "claim"), game, "claim"), lambda _: Properness(None, None, ""))


def choice(*values: Any) -> NormalForm:
    """Player 1 gets one of the values, whatever player 2, who has one strategy and gets 0, does."""
    return NormalForm.of([[[value] for value in values], [[0] for _ in values]])


@pytest.mark.parametrize(
    ("row", "nash"),
    [
        ('["0", "1"]', True),
        ('["1/10000000", "9999999/10000000"]', False),  # exact: a small regret is a regret
        ('["1/2", "1/2"]', False),
        ("[0.0000001, 0.9999999]", True),  # decimals are rounded even where they sum to 1
        ("[0.000001, 0.999999]", True),  # at the tolerance
        ("[0.0000010001, 0.9999989999]", False),
        ("[0.5, 0.5]", False),
        ("[0.0000001, 0.99999990000001]", True),  # doubles
        ("[0.5, 0.50000000000001]", False),
    ],
)
def test_only_what_is_rounded_may_miss_an_equilibrium_and_by_no_more_than_the_tolerance(row: str, nash: bool) -> None:
    """Player 1 gets 0 or 1: the regret is the probability of 0, the tolerance 10**-6 of the range 1."""
    found = checked(choice(0, 1), f'{{"strategies": [{row}, ["1"]]}}')
    assert (found.nash, bool(found.problems)) == (nash, not nash)
    assert found.data()["equilibrium"] is nash


def test_doubles_from_python_are_rounded() -> None:
    """The same game; no file was written that could say so."""
    profile = Profile.of([[1e-7, 1 - 1e-7], [1]])
    found = check(choice(0, 1), Claimed(profile, False, {}), lambda _: Properness(None, None, ""))
    assert found.nash


@pytest.mark.parametrize(
    ("first", "second", "deviation"),
    [
        (0, 0, None),
        (-1, -2, None),
        (1, 3, ("2", "c", 3)),
        (3, 1, ("1", "C", 3)),
        (2, 2, ("1", "C", 2)),  # the first player of those who gain most
        (0, 1, ("2", "c", 1)),
        (1, -1, ("1", "C", 1)),
        (Fraction(1, 2), 0, ("1", "C", Fraction(1, 2))),
        (Fraction(1, 4), Fraction(1, 3), ("2", "c", Fraction(1, 3))),
    ],
)
def test_the_best_deviation_is_of_the_player_who_gains_most(first: Any, second: Any, deviation: Any) -> None:
    """At (A, a) the players get 5 and 2; the third strategies add so much, the second ones half of it."""
    rows = [[5, 0, 0], [5 + Fraction(first) / 2, 0, 0], [5 + Fraction(first), 0, 0]]
    columns = [[2, 2 + Fraction(second) / 2, 2 + Fraction(second)], [0, 0, 0], [0, 0, 0]]
    game = NormalForm.of([rows, columns], strategies=[["A", "B", "C"], ["a", "b", "c"]])
    found = checked(game, '{"strategies": [["1", "0", "0"], ["1", "0", "0"]]}')
    assert found.deviation == (None if deviation is None else Deviation(*deviation))
    assert found.nash is (deviation is None)
    assert found.equilibrium.certificate.regret == max(first, second, 0)


def test_a_gain_that_no_double_shows_is_no_deviation() -> None:
    """Player 1 plays 0 instead of 1 with probability 1e-20: its payoff is 1.0, its regret about 1e-20."""
    found = checked(choice(1, 0), '{"strategies": [[1.0, 1e-20], ["1"]]}')
    assert 0 < found.equilibrium.certificate.regret < 1e-19
    assert found.deviation is None
    assert found.nash


@pytest.mark.parametrize(
    ("values", "own", "strict"),
    [
        ((2, 1, 0), '["1", "0", "0"]', True),
        ((0, 1, 2), '["0", "0", "1"]', True),
        ((2, 2, 0), '["1", "0", "0"]', False),  # one other strategy pays the same, another less
        ((0, 2, 2), '["0", "1", "0"]', False),
        ((1, 2, 0), '["1", "0", "0"]', False),
        ((2, 2, 2), '["1", "0", "0"]', False),
        ((2, 2, 0), '["1/2", "1/2", "0"]', False),
    ],
)
def test_strict_means_that_every_change_costs(values: tuple[int, ...], own: str, strict: bool) -> None:
    assert checked(choice(*values), f'{{"strategies": [{own}, ["1"]]}}').strict is strict


@pytest.mark.parametrize(
    ("rows", "payoffs", "holds"),
    [
        ('["1/2", "1/2"], ["1"]', '["2", "0"]', True),
        ('["1/2", "1/2"], ["1"]', "[2.0, 0]", True),
        ('["1/2", "1/2"], ["1"]', "[2.000000003, 0]", False),  # exact: no slack
        ('[0.5, 0.5], ["1"], "exact"', "[2.000000003, 0]", True),
        ('[0.5, 0.5], ["1"], "exact"', "[1.999999997, 0]", True),
        ('[0.5, 0.5], ["1"], "exact"', "[2.000000005, 0]", False),
        ('[0.5, 0.5], ["1"], "exact"', "[2.5, 0]", False),
        ('[0.5, 0.5], ["1"], "exact"', "[2, 0.1]", False),
        ('["1/2", "1/2"], ["1"]', '["2"]', False),
        ('["1/2", "1/2"], ["1"]', '["2", "0", "0"]', False),
        ('["1/2", "1/2"], ["1"]', "2", False),
        ('["1/2", "1/2"], ["1"]', '"20"', False),
    ],
)
def test_claimed_payoffs_are_those_of_the_profile(rows: str, payoffs: str, holds: bool) -> None:
    """0 and 4 half the time pay 2; of doubles 10**-9 of the range 4 is forgiven."""
    rows, doubles, _ = rows.partition(', "exact"')
    exact = ', "exact": false' if doubles else ""
    found = checked(choice(0, 4), f'{{"strategies": [{rows}], "payoffs": {payoffs}{exact}}}')
    assert any(text.startswith("payoffs: found") for text in found.problems) is not holds


@pytest.mark.parametrize(
    ("regret", "holds"), [('"1/2"', True), ("0.5", True), ("1", True), ('"1/3"', False), ("0.49", False), ("0", False)]
)
def test_a_claimed_regret_bounds_the_one_found(regret: str, holds: bool) -> None:
    """0 or 1 half the time: the regret is 1/2."""
    found = checked(choice(0, 1), f'{{"strategies": [["1/2", "1/2"], ["1"]], "regret": {regret}}}')
    assert any(text.startswith("regret: claimed") for text in found.problems) is not holds


def test_a_claimed_regret_beyond_doubles_is_refused() -> None:
    with pytest.raises(InputError, match="regret: got a number that no double can hold"):
        checked(choice(0, 1), '{"strategies": [["1/2", "1/2"], ["1"]], "regret": 1e400}')


def test_a_claimed_regret_in_text_is_named_as_written() -> None:
    """A claim "1/3" that is too small was once read as a double, and ended in a traceback."""
    found = checked(choice(0, 1), '{"strategies": [["1/2", "1/2"], ["1"]], "regret": "1/3"}')
    assert found.problems[1:] == ("regret: claimed 1/3, found 1/2",)


@pytest.mark.parametrize(
    ("row", "nash"),
    [
        ('["0", "1"]', True),
        ('["1", "0"]', False),
        ("[0.000001, 0.999999]", True),  # regret 10**394, the tolerance of the range 10**400
        ("[0.000002, 0.999998]", False),
    ],
)
def test_payoffs_beyond_doubles_are_compared_as_they_are(row: str, nash: bool) -> None:
    """Their range was once turned into a double: certify ended in a traceback for every profile of such a game."""
    assert checked(choice("0", "1e400"), f'{{"strategies": [{row}, ["1"]]}}').nash is nash


def test_numbers_beyond_doubles_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For the eye solve and certify once turned them into doubles: tracebacks."""
    game, profile = tmp_path / "game.json", tmp_path / "profile.json"
    game.write_text('{"payoffs": [[["1e400"], ["1/3"]], [["0"], ["0"]]]}')
    profile.write_text('{"strategies": [["0", "1"], ["1"]]}')
    assert run(["solve", str(game)]) == 0
    assert "~1e+400, 0" in capsys.readouterr().out
    assert run(["certify", str(game), str(profile)]) == 1
    assert "(about 1e+400)" in " ".join(capsys.readouterr().out.split())  # long lines are wrapped
