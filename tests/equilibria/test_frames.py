"""Solutions as pandas tables: each row, read back, is certified again."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from selten.equilibria.doors import certify, solve
from selten.equilibria.frames import to_pandas
from selten.games.errors import InputError
from selten.games.interop.tables import from_pandas
from selten.games.library import NORMAL_FORMS, table_2
from selten.games.normal_form import NormalForm


@pytest.mark.parametrize("make", NORMAL_FORMS)
def test_rows_read_back_are_the_equilibria(make: Callable[[], NormalForm]) -> None:
    game = make()
    answer = solve(game)
    frame = to_pandas(answer)
    assert len(frame) == len(answer.equilibria)
    assert frame.columns.is_unique
    for _, row in frame.iterrows():
        profile = [
            {label: row[f"{player}: {label}"] for label in own}
            for player, own in zip(game.players, game.strategies, strict=True)
        ]
        again = certify(game, profile)
        assert again.certificate.regret == row["regret"] == 0
        assert list(again.payoffs) == [row[f"payoff {player}"] for player in game.players]


def test_components_are_those_of_the_solution() -> None:
    frame = to_pandas(solve(table_2()))
    assert sorted(frame["component"].value_counts().tolist()) == [1, 4, 4, 4, 4, 4, 4, 64]  # from lrsnash's 89


def test_numbers_stay_what_they_are() -> None:
    game = NormalForm.of(np.array([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 2.0]]]))
    frame: Any = to_pandas(solve(game))
    assert {type(value) for value in to_pandas(solve(table_2()))["payoff 1"]} == {Fraction}
    assert frame["payoff 1"].tolist() == pytest.approx([2, 2 / 3, 1])


def test_games_become_their_long_form_and_nothing_else_is_taken() -> None:
    game = table_2()
    assert (from_pandas(to_pandas(game)).payoffs == game.payoffs).all()
    with pytest.raises(InputError, match="got None; allowed: a NormalForm or a Solution"):
        to_pandas(None)  # type: ignore[arg-type]
