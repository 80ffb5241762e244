"""Games from arrays, and QuantEcon's there and back: against QuantEcon's own payoffs, cell by cell."""

from fractions import Fraction

import numpy as np
import pytest
import quantecon.game_theory as gt

from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.interop.arrays import from_arrays, from_quantecon, to_quantecon
from selten.games.library import NORMAL_FORMS
from selten.games.normal_form import NormalForm

SIZES = [(3,), (2, 3), (4, 1), (2, 3, 4), (2, 1, 3, 2)]


@pytest.mark.parametrize("counts", SIZES)
def test_quantecon_there_and_back(counts: tuple[int, ...]) -> None:
    theirs = gt.random_game(counts, random_state=np.random.default_rng(3)) if len(counts) > 1 else None
    theirs = theirs or gt.NormalFormGame([gt.Player([0.25, 1.0, 2.0])])
    ours = from_quantecon(theirs)
    back = to_quantecon(ours)
    assert (ours.counts, ours.kind) == (counts, "float")
    for cell in np.ndindex(*counts):
        expected = np.atleast_1d(theirs[cell if len(cell) > 1 else cell[0]]).tolist()
        assert ours.payoffs[(slice(None), *cell)].tolist() == expected
    for own, again in zip(theirs.players, back.players, strict=True):
        assert (own.payoff_array == again.payoff_array).all()


def test_integers_stay_exact() -> None:
    game = from_quantecon(gt.NormalFormGame([[(3, 3), (0, 5)], [(5, 0), (1, 1)]]))
    assert from_quantecon(gt.NormalFormGame((gt.Player([[1, 2]]), gt.Player([[1], [2]])))).kind == "exact"
    assert game.payoffs.tolist() == [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]


@pytest.mark.parametrize("make", NORMAL_FORMS)
def test_library_to_quantecon(make: type) -> None:
    """Their best responses to random mixtures, against ours computed from the table."""
    game: NormalForm = make()
    theirs, rng = to_quantecon(game), np.random.default_rng(1)
    if len(game.players) == 1:
        assert theirs.players[0].payoff_array.tolist() == game.payoffs[0].astype(float).tolist()
        return
    mixed = [rng.dirichlet(np.ones(m)) for m in game.counts]
    for i, player in enumerate(theirs.players):
        rivals = [*mixed[i + 1 :], *mixed[:i]]
        values = player.payoff_vector(rivals[0] if len(rivals) == 1 else rivals)
        assert np.allclose(values, game.sweep(i, [own.tolist() for own in mixed]).astype(float), atol=1e-12)


def test_what_is_no_quantecon_game_is_refused() -> None:
    with pytest.raises(InputError, match="got an object of type list; allowed: a quantecon NormalFormGame"):
        from_quantecon([])
    with pytest.raises(InputError, match="bounds on numbers"):
        to_quantecon(NormalForm.of([[[Enclosed.of(1)]], [[2]]]))
    with pytest.raises(InputError, match="no double can hold"):
        to_quantecon(NormalForm.of([[["1e400"]], [[2]]]))


def test_arrays_of_every_shape() -> None:
    first, second = np.array([[1, 2, 3], [4, 5, 6]]), np.array([[0.5, 0, 0], [0, 0, 1.0]])
    for pair in ([first, second], (first, second.tolist()), np.stack([first, second])):
        game = from_arrays(pair)
        assert (game.counts, game.kind) == ((2, 3), "float")
        assert game.payoffs[0].tolist() == first.tolist()
        assert game.payoffs[1].tolist() == second.tolist()
    assert from_arrays([first, first], [["a", "b"], ["c", "d", "e"]], players=["A", "B"]).strategies[1][2] == "e"
    fractions = np.array([[Fraction(1, 3), 2]], dtype=object)
    assert from_arrays([fractions, fractions]).payoffs[1, 0, 0] == Fraction(1, 3)


@pytest.mark.parametrize(
    ("payoffs", "message"),
    [
        ([np.zeros((2, 3)), np.zeros((3, 2))], r"payoffs\[1\]: got shape \(3, 2\); allowed: \(2, 3\), as payoffs\[0\]"),
        ([np.zeros((2, 3))], r"got an array of shape \(1, 2, 3\); allowed: \(n, m_1, ..., m_n\) for n players"),
        (np.zeros((3, 2)), r"got an array of shape \(3, 2\)"),
        (np.array([[1.0, np.nan]]), r"payoffs\[0, 1\]: got .*nan.*; allowed: a finite number"),
        (
            [np.zeros((2, 2, 2)), [np.zeros((2, 2)), np.zeros((2, 3))]],
            r"payoffs\[1\]: the rows differ in length; allowed: a full table",
        ),
        ([[1.0, "defect"]], r"payoffs\[0, 1\]: got 'defect'; allowed: a finite number"),
        ([[1.0, "1e400"]], r"payoffs\[0, 1\]: got '1e400'; allowed among floats: below 1.8e308"),
        ([[1.0, True]], r"payoffs\[0, 1\]: got True; allowed: a finite number"),
        ([[1.0, 10**400]], r"payoffs\[0, 1\]: got 10*; allowed among floats"),
        (3, "from_arrays: got an object of type int; allowed: an array, or one array for each player"),
        (np.array([["a", "b"]]), "got .*'a'.*; allowed: a finite number"),
    ],
)
def test_wrong_arrays_are_refused(payoffs: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_arrays(payoffs)
