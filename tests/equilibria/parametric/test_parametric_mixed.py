"""Mixed supports of symbolic games: against games solved by hand, and against linear programs at many points.

The other method: at each point of a lattice of parameters the numbers are put in, and a linear program in the weights
says whether the supports carry an equilibrium (that program is held against the enumeration of all equilibria first).
"""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

from selten.equilibria.parametric.carried import carried
from selten.equilibria.parametric.game import ParametricGame
from selten.equilibria.parametric.mixed import MixedStatus, mixed_status
from selten.equilibria.parametric.prove import prove_mixed
from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm

SMALL = [*((k,) for k in range(3)), *combinations(range(3), 2)]


def random_game(seed: int) -> ParametricGame:
    """3 x 3 with symbols a, b, c, 0 and 1 for payoffs, under one of three sets of assumptions."""
    rng = np.random.default_rng(seed)
    payoffs = rng.choice(np.array(["0", "a", "b", "c", "1"], dtype=object), size=(2, 3, 3)).tolist()
    assumptions = [["a == a", "b == b", "c == c"], ["0 <= a <= b", "c == c"], ["0 < a", "b < c", "a <= 2"]][seed % 3]
    return ParametricGame.of(payoffs, assumptions)


def lattice(game: ParametricGame) -> list[dict[str, Fraction]]:
    values = [Fraction(k, 2) for k in (-3, -2, -1, 0, 1, 2, 3, 5)]
    points = [dict(zip(game.symbols, point, strict=True)) for point in product(values, repeat=len(game.symbols))]
    return [point for point in points if all(relation.at(point) for relation in game.assumptions)]


def predicted(status: MixedStatus, point: dict[str, Fraction]) -> bool:
    inside = [p for p in status.parts if all(condition.at(point) for condition in p.conditions)]
    assert len(inside) <= 1
    return any(all(form.at(point) >= 0 for form in part.products) for part in inside)


@pytest.mark.parametrize("seed", range(18))
def test_parts_and_verdicts_agree_with_linear_programs_at_points(seed: int) -> None:
    game = random_game(seed)
    points = lattice(game)
    games = [game.at(point) for point in points]
    rng = np.random.default_rng(seed)
    for rows, columns in [(r, c) for r in SMALL for c in SMALL][seed % 2 :: 2]:
        status = mixed_status(game, rows, columns)
        for k in rng.integers(len(points), size=25):
            expected = carried(games[k], rows, columns)
            assert predicted(status, points[k]) == expected
            assert status.verdict in ("sometimes", "open", "always" if expected else "never")
        check_points(game, status, rows, columns)


def check_points(game: ParametricGame, status: MixedStatus, rows: tuple[int, ...], columns: tuple[int, ...]) -> None:
    if status.holds is not None:
        assert carried(game.at(status.holds), rows, columns)
    if status.fails is not None:
        assert not carried(game.at(status.fails), rows, columns)
    if status.verdict != "open":
        assert (status.holds is None, status.fails is None) == (status.verdict == "never", status.verdict == "always")


def test_few_supports_of_small_games_are_left_open() -> None:
    verdicts = [mixed_status(random_game(seed), r, c).verdict for seed in range(6) for r in SMALL for c in SMALL]
    assert verdicts.count("open") == 0


@pytest.mark.parametrize("seed", range(12))
def test_supports_at_a_point_are_those_of_the_enumeration(seed: int) -> None:
    """In games without ties every equilibrium is extreme, so that its supports are those that carry one."""
    payoffs = np.random.default_rng(seed).integers(10**9, size=(2, 3, 3))
    game = NormalForm.of(payoffs.tolist())
    found = {equilibrium.profile.supports for equilibrium in solve(game).equilibria}
    every = [s for k in (1, 2, 3) for s in combinations(range(3), k)]
    assert {(r, c) for r in every for c in every if carried(game, r, c)} == found


def battle() -> ParametricGame:
    return ParametricGame.of([[["a", 0], [0, "b"]], [["c", 0], [0, "d"]]], ["0 < a", "0 < b", "0 < c", "0 < d"])


def test_a_coordination_game_mixes_as_by_hand() -> None:
    """x a' = (1 - x) b': the weights of the first player are d and c, those of the second b and a."""
    status = mixed_status(battle(), [0, 1], [0, 1])
    assert status.verdict == "always"
    (part,) = status.parts
    assert [tuple(map(str, mix or ())) for mix in part.mixes] == [("d", "c"), ("b", "a")]


@pytest.mark.parametrize(
    ("payoffs", "assumptions", "verdict", "conditions", "products"),
    [
        # matching pennies with stakes of one sign
        ([[["a", "-b"], ["-a", "b"]], [["-a", "b"], ["a", "-b"]]], ["a > 0", "b > 0"], "always", [[]], [[]]),
        # a third row pays r against each column: y = a / (a + b) pays a b / (a + b), which has to be r or more
        (
            [[["a", 0], [0, "b"], ["r", "r"]], [["1", 0], [0, "1"], [0, 0]]],
            ["a > 0", "b > 0"],
            "sometimes",
            [[]],
            [["0 <= a*b - a*r - b*r"]],
        ),
        # the same with r below both halves: proven by the coefficients
        (
            [[["a", 0], [0, "b"], ["r", "r"]], [["1", 0], [0, "1"], [0, 0]]],
            ["a > 0", "b > 0", "2*r <= a", "2*r <= b"],
            "always",
            [[]],
            [[]],
        ),
        # and with r above a
        (
            [[["a", 0], [0, "b"], ["r", "r"]], [["1", 0], [0, "1"], [0, 0]]],
            ["a > 0", "b > 0", "r >= a"],
            "never",
            [],
            [],
        ),
        # identical rows: a segment of mixtures
        ([[["a", "b"], ["a", "b"]], [["1", 0], [0, "1"]]], [], "always", [[]], [[]]),
    ],
)
def test_games_solved_by_hand(
    payoffs: list[object], assumptions: list[str], verdict: str, conditions: list[list[str]], products: list[list[str]]
) -> None:
    status = mixed_status(ParametricGame.of(payoffs, assumptions), [0, 1], [0, 1])
    assert status.verdict == verdict
    assert [[str(c) for c in part.conditions] for part in status.parts] == conditions
    assert [[str(p) for p in part.products] for part in status.parts] == products


@pytest.mark.parametrize("seed", range(4))
def test_the_nonlinear_solver_agrees(seed: int) -> None:
    pytest.importorskip("z3", reason="z3 comes with the extra selten[prove]")
    game = random_game(seed)
    for rows, columns in [((0, 1), (0, 2)), ((1, 2), (0, 1)), ((0,), (1, 2)), ((2,), (0,))]:
        first, second = mixed_status(game, rows, columns), prove_mixed(game, rows, columns)
        assert first.verdict == second.verdict
        check_rational(game, second, rows, columns)


def check_rational(game: ParametricGame, status: MixedStatus, rows: tuple[int, ...], columns: tuple[int, ...]) -> None:
    assert status.holds is None or carried(game.at(status.holds), rows, columns)
    assert status.fails is None or not carried(game.at(status.fails), rows, columns)


def test_rock_paper_scissors_with_stakes_always_mixes_all() -> None:
    """Every equilibrium of the game with wins a, b, c > 0 mixes all three: 3 x 3 supports, nonlinear."""
    pytest.importorskip("z3", reason="z3 comes with the extra selten[prove]")
    rows = [["0", "-a", "b"], ["a", "0", "-c"], ["-b", "c", "0"]]
    columns = [["0", "a", "-b"], ["-a", "0", "c"], ["b", "-c", "0"]]
    game = ParametricGame.of([rows, columns], ["a > 0", "b > 0", "c > 0"])
    assert prove_mixed(game, [0, 1, 2], [0, 1, 2]).verdict == "always"
    assert prove_mixed(game, [0, 1], [0, 1]).verdict == "never"


def test_without_the_solver_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    with pytest.raises(InputError, match=r"pip install 'selten\[prove\]'"):
        prove_mixed(battle(), [0, 1], [0, 1])


@pytest.mark.parametrize(
    ("rows", "columns", "message"),
    [
        ([0, 1, 1], [0], r"rows: got \[0, 1, 1\]; allowed: one or two"),
        ([0], [], r"columns: got \[\]; allowed"),
        ([0], [2], "from 0 to 1"),
    ],
)
def test_wrong_supports_are_refused(rows: list[int], columns: list[int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        mixed_status(battle(), rows, columns)


def test_mixed_supports_are_for_two_players() -> None:
    with pytest.raises(InputError, match="got 1 players"):
        mixed_status(ParametricGame.of([["p", "q"]]), [0], [0])
