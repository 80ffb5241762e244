"""The families of random games keep what their names promise."""

from fractions import Fraction
from random import Random

import pytest

from selten.games.errors import InputError
from selten.games.families import FAMILIES, random_game


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 4), (3, 2)])
def test_a_seed_gives_one_game_of_the_size_asked_for(family: str, rows: int, columns: int) -> None:
    games = [random_game(family, rows, columns, Random(3)) for _ in range(2)]
    assert games[0].payoffs.tolist() == games[1].payoffs.tolist()
    size = min(rows, columns)
    assert games[0].counts == ((size, size) if family == "symmetric" else (rows, columns))


def test_the_named_properties() -> None:
    symmetric = random_game("symmetric", 4, 4, Random(1)).payoffs
    assert (symmetric[0] == symmetric[1].T).all()
    constant = random_game("constant sum", 3, 4, Random(1)).payoffs
    assert set((constant[0] + constant[1]).ravel().tolist()) == {Fraction(5)}
    zero = random_game("zero rows", 4, 4, Random(1)).payoffs
    assert any((zero[:, i] == 0).all() for i in range(4))
    assert any((zero[:, :, j] == 0).all() for j in range(4))
    copied = random_game("duplicated", 6, 6, Random(1)).payoffs
    assert len({str(copied[:, i].tolist()) for i in range(6)}) < 6
    close = random_game("close", 3, 3, Random(1)).payoffs.ravel().tolist()
    assert max(close) - min(close) < Fraction(1, 10**9)


def test_wrong_requests_are_named() -> None:
    with pytest.raises(InputError, match="family: got 'odd'; allowed: 01"):
        random_game("odd", 2, 2, Random(0))
    with pytest.raises(InputError, match="size: got 0 x 2"):
        random_game("01", 0, 2, Random(0))
