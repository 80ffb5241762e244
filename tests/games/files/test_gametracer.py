"""Games in GameTracer's format: against QuantEcon's reader and writer, and there and back."""

from fractions import Fraction

import numpy as np
import pytest
import quantecon.game_theory as gt
from hypothesis import given
from hypothesis import strategies as st

from selten.games.errors import InputError
from selten.games.files.gametracer import gam_text, parse_gam
from selten.games.formats import parse_game
from selten.games.interop.arrays import from_quantecon
from selten.games.library import NORMAL_FORMS, prisoners_dilemma
from selten.games.normal_form import NormalForm

decimals = st.builds(lambda n, k: Fraction(n, 10**k), st.integers(-(10**12), 10**12), st.integers(0, 9))


@pytest.mark.parametrize("make", [make for make in NORMAL_FORMS if len(make().players) > 1])
def test_quantecon_reads_what_we_write(make: type) -> None:
    game: NormalForm = make()
    theirs = from_quantecon(gt.from_gam_string(gam_text(game)))
    assert (theirs.payoffs.astype(float) == game.payoffs.astype(float)).all()


@pytest.mark.parametrize("counts", [(2, 3), (3, 1, 2), (2, 2, 2, 3)])
def test_we_read_what_quantecon_writes(counts: tuple[int, ...]) -> None:
    theirs = gt.random_game(counts, random_state=np.random.default_rng(7))
    theirs = gt.NormalFormGame([gt.Player(np.round(100 * own.payoff_array)) for own in theirs.players])
    ours = parse_gam(gt.game_converters.GAMWriter.to_string(theirs), "game.gam")
    for cell in np.ndindex(*counts):
        assert [float(value) for value in ours.payoffs[(slice(None), *cell)]] == theirs[cell].tolist()


@given(st.lists(decimals, min_size=12, max_size=12))
def test_there_and_back_every_digit_stays(values: list[Fraction]) -> None:
    game = NormalForm.of(np.array(values, dtype=object).reshape(2, 3, 2))
    again = parse_gam(gam_text(game), "game.gam")
    assert (again.payoffs == game.payoffs).all()


def test_floats_are_written_as_the_fractions_that_they_are() -> None:
    game = NormalForm.of(np.array([[0.1, -1e-20, 3e22]]))
    assert parse_gam(gam_text(game), "g").payoffs.ravel().tolist() == [Fraction(0.1), Fraction(-1e-20), Fraction(3e22)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0 1", "g: line 1: got 0 players; allowed: 1 to 60"),
        ("2\n2", "g: line 2: got the end of the file; allowed: the number of strategies of player 2"),
        ("2\n2 0\n", "g: line 2: got no strategies; allowed: at least one for player 2"),
        ("1 2\n1", "g: line 2: got 1 characters until the end of the file; allowed: 2 more numbers"),
        ("1 2\n1 x", "g: line 2: got 'x'; allowed: payoff number 2 of 2, as p, p/q or a decimal"),
        ("1 1\n1 2", "g: line 2: got '2'; allowed: the end of the file"),
        ("2 99999 99999 1 2", "allowed: 19999600002 more numbers"),
    ],
)
def test_what_is_wrong_is_named(text: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_gam(text, "g")
    assert message in str(raised.value)


def test_numbers_without_a_last_digit_are_refused() -> None:
    with pytest.raises(InputError, match=r"got 1/3; allowed in .gam: numbers with finitely many decimals"):
        gam_text(NormalForm.of([["1/3"]]))


def test_labels_become_numbers() -> None:
    again = parse_gam(gam_text(prisoners_dilemma()), "g")
    assert (again.players, again.strategies) == (("1", "2"), (("1", "2"), ("1", "2")))


@pytest.mark.parametrize(
    "text", ["2 2 1 0.5 1 2 3", "2\n2 1\n\n0.5 1\n2 3\n", " \n2\r\n2 1\r\n.5 1 2 3", "\ufeff2 2 1 1/2 1 2 3"]
)
def test_the_door_for_files_knows_it_by_its_first_number(text: str) -> None:
    game = parse_game(text, "game")
    assert isinstance(game, NormalForm)
    assert game.payoffs.tolist() == [[[Fraction(1, 2)], [1]], [[2], [3]]]
