"""The screen against iterated strict dominance by definition, one strategy at a time."""

from random import Random

import pytest
from brute_force import Matrix, random_game

from selten.equilibria.enumeration.screen import restrict, screen
from selten.games.normal_form import NormalForm


def by_definition(a: Matrix, b: Matrix, seed: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Remove any one beaten strategy until none is left; the order, drawn at random, must not matter."""
    rows, columns, draw = list(range(len(a))), list(range(len(a[0]))), Random(seed)
    while True:
        beaten = [(0, i) for i in rows if any(all(a[k][j] > a[i][j] for j in columns) for k in rows)]
        beaten += [(1, j) for j in columns if any(all(b[i][k] > b[i][j] for i in rows) for k in columns)]
        if not beaten:
            return tuple(rows), tuple(columns)
        player, strategy = draw.choice(beaten)
        (rows if player == 0 else columns).remove(strategy)


@pytest.mark.parametrize("scale", [1, 10**30])
@pytest.mark.parametrize("seed", range(40))
def test_what_survives_by_definition(seed: int, scale: int) -> None:
    a, b = random_game(seed, most=6)
    game = NormalForm.of([[[v * scale for v in row] for row in table] for table in (a, b)])
    kept = screen(game)
    assert kept == by_definition(a, b, seed)
    small = restrict(game, kept)
    assert small.counts == (len(kept[0]), len(kept[1]))
    assert [[v / scale for v in row] for row in small.payoffs[1].tolist()] == [
        [b[i][j] for j in kept[1]] for i in kept[0]
    ]
