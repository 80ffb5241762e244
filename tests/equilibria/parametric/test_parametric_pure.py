"""Pure equilibria of symbolic games: against games solved by hand, and against every ordering of the symbols by force.

The other method: a symbol is given every value of a small set, the numbers are put in, and the pure equilibria of the
exact game are listed by :func:`selten.equilibria.pure.pure_equilibria`. Only the order of differences decides, so that
for payoffs that are single symbols (and 0) all orders, with all ties, are tried.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from selten.equilibria.parametric.farkas import contradiction
from selten.equilibria.parametric.form import Form, Relation
from selten.equilibria.parametric.game import ParametricGame
from selten.equilibria.parametric.regions import Regions, pure_regions
from selten.equilibria.parametric.status import PureStatus, proofs, pure_status, pure_statuses
from selten.equilibria.pure import pure_equilibria
from selten.games.errors import InputError
from selten.papers.bundling.markets import SYMBOLS

TABLE_2_SYMBOLS = {
    "0": "0",
    "delta": "0",
    "1|b": "p0",
    "1|2b": "p0",
    "1": "p1",
    "1+delta": "p1",
    "b|1": "p2",
    "2b|1": "p2",
    "2*1": "p3",
    "b": "p4",
    "1b": "p5",
    "12b": "p6",
}


def offering_game(assumptions: Sequence[str]) -> ParametricGame:
    """Table 2 of the bundling paper with a symbol for each of its seven positive numbers."""
    own = [[TABLE_2_SYMBOLS[symbol] for symbol in row] for row in SYMBOLS]
    return ParametricGame.of([own, [list(column) for column in zip(*own, strict=True)]], assumptions)


def random_game(seed: int) -> ParametricGame:
    """3 x 3, each payoff 0 or one of three symbols, under one of four sets of assumptions."""
    rng = np.random.default_rng(seed)
    payoffs = rng.choice(np.array(["0", "a", "b", "c"], dtype=object), size=(2, 3, 3)).tolist()
    assumptions = [[], ["a > 0"], ["0 <= a <= b"], ["0 < a < b", "c <= b"]][seed % 4]
    return ParametricGame.of(payoffs, ["a == a", "b == b", "c == c", *assumptions])


def points(game: ParametricGame, values: Sequence[int | Fraction]) -> Iterator[dict[str, Fraction]]:
    """All points with coordinates among these values that satisfy the assumptions."""
    for point in product(values, repeat=len(game.symbols)):
        named = {name: Fraction(x) for name, x in zip(game.symbols, point, strict=True)}
        if all(relation.at(named) for relation in game.assumptions):
            yield named


def holds(relations: Sequence[Relation], point: dict[str, Fraction]) -> bool:
    return all(relation.at(point) for relation in relations)


SEEDS = range(24)
EVERY_ORDER = range(-3, 4)
"""Three symbols and 0, or 0 and its ties: seven values hold every order."""


@pytest.mark.parametrize("seed", SEEDS)
def test_statuses_agree_with_every_order_of_the_symbols(seed: int) -> None:
    game = random_game(seed)
    everywhere = [(point, set(pure_equilibria(game.at(point)))) for point in points(game, EVERY_ORDER)]
    for status in pure_statuses(game):
        seen = {status.profile in equilibria for _, equilibria in everywhere}
        assert seen == {"always": {True}, "never": {False}, "sometimes": {True, False}}[status.verdict]
        if status.verdict == "sometimes":
            for point, equilibria in everywhere:
                assert holds(status.conditions, point) == (status.profile in equilibria)


@pytest.mark.parametrize("seed", SEEDS)
def test_witnesses_and_proofs_hold(seed: int) -> None:
    game = random_game(seed)
    for status in pure_statuses(game):
        if status.holds is not None:
            assert status.profile in pure_equilibria(game.at(status.holds))
        if status.fails is not None:
            assert status.profile not in pure_equilibria(game.at(status.fails))
        assert (status.holds is None, status.fails is None) == (status.verdict == "never", status.verdict == "always")
        assert all(proof.holds() for proof in proofs(game, status))


@pytest.mark.parametrize("seed", SEEDS)
def test_regions_are_those_that_every_order_shows_and_hold_each_point_once(seed: int) -> None:
    game = random_game(seed)
    found = pure_regions(game)
    assert found.complete
    seen = set()
    for point in points(game, EVERY_ORDER):
        equilibria = pure_equilibria(game.at(point))
        seen.add(equilibria)
        inside = [r.equilibria for r in found.regions for part in r.parts if holds(part.conditions, point)]
        assert inside == [equilibria]
    assert {region.equilibria for region in found.regions} == seen
    check_witnesses(game, found)


def check_witnesses(game: ParametricGame, found: Regions) -> None:
    for region in found.regions:
        for part in region.parts:
            assert pure_equilibria(game.at(part.witness)) == region.equilibria
            assert holds(part.conditions, part.witness)


@pytest.mark.parametrize("seed", range(0, 24, 3))
def test_no_condition_follows_from_the_others(seed: int) -> None:
    """By linear programs: without a condition there is a point at which only it fails."""
    game = random_game(seed)
    for status in pure_statuses(game):
        for condition in status.conditions:
            rest = [other for other in status.conditions if other != condition]
            assert any(not contradiction([*game.assumptions, *rest, r]) for r in opposites(condition))


def opposites(condition: Relation) -> list[Relation]:
    below = Relation(-condition.form, ">")
    return [below] if condition.sign == ">=" else [below, Relation(condition.form, ">")]


@pytest.mark.parametrize(
    ("assumptions", "verdicts", "regions"),
    [
        (["0 < p0 < p1 < p2 < p3 < p4 < p5 < p6"], {"always": 14, "never": 50}, 1),
        ([f"p{k} > 0" for k in range(7)], {"always": 4, "sometimes": 22, "never": 38}, 12),
    ],
)
def test_the_offering_game_in_seven_symbols(assumptions: list[str], verdicts: dict[str, int], regions: int) -> None:
    """Counts of an earlier computation with a nonlinear solver, and of the regions below by sampled orders."""
    game = offering_game(assumptions)
    assert Counter(status.verdict for status in pure_statuses(game)) == verdicts
    found = pure_regions(game)
    assert (found.complete, len(found.regions)) == (True, regions)
    check_witnesses(game, found)
    rng = np.random.default_rng(3)
    known = {region.equilibria for region in found.regions}
    for _ in range(150):
        point = {name: int(x) for name, x in zip(game.symbols, rng.integers(1, 5, size=7), strict=True)}
        if all(relation.at({n: Fraction(x) for n, x in point.items()}) for relation in game.assumptions):
            assert pure_equilibria(game.at(point)) in known


def prisoners(assumptions: Sequence[str]) -> ParametricGame:
    """Cooperate or defect, with reward r, sucker's payoff s, temptation t and punishment p."""
    return ParametricGame.of([[["r", "s"], ["t", "p"]], [["r", "t"], ["s", "p"]]], assumptions)


@pytest.mark.parametrize(
    ("profile", "assumptions", "verdict", "conditions"),
    [
        ((1, 1), ["s < p < r < t"], "always", []),
        ((0, 0), ["s < p < r < t"], "never", []),
        ((0, 0), ["s < p < r"], "sometimes", ["t <= r"]),
        ((0, 0), ["s < p < r <= t"], "sometimes", ["r == t"]),
        ((0, 1), ["r + p == s + t"], "sometimes", ["r == t"]),
        ((0, 1), ["r < t"], "sometimes", ["p <= s"]),
        ((0, 1), [], "sometimes", ["p <= s", "r <= t"]),
    ],
)
def test_a_game_solved_by_hand(
    profile: tuple[int, int], assumptions: list[str], verdict: str, conditions: list[str]
) -> None:
    status = pure_status(prisoners(assumptions), profile)
    assert (status.verdict, list(map(str, status.conditions))) == (verdict, conditions)


def test_constants_coefficients_and_one_player() -> None:
    """A price of 2p - 1 against 1/3 against p: the best is 2p - 1 from p = 1 on, 1/3 up to 1/3, p between."""
    game = ParametricGame.of([["2*p - 1", "1/3", "p"]])
    shown = [[str(c) for c in status.conditions] for status in pure_statuses(game)]
    assert shown == [["1 <= p"], ["3*p <= 1"], ["1 <= 3*p", "p <= 1"]]
    assert [r.equilibria for r in pure_regions(game).regions] == [((0,),), ((1,),), ((2,),), ((0,), (2,)), ((1,), (2,))]


def test_three_players_against_every_order() -> None:
    rng = np.random.default_rng(5)
    payoffs = rng.choice(np.array(["0", "a", "b"], dtype=object), size=(3, 2, 2, 2)).tolist()
    game = ParametricGame.of(payoffs, ["0 <= a"])
    known = {region.equilibria: region for region in pure_regions(game).regions}
    assert set(known) == {pure_equilibria(game.at(point)) for point in points(game, range(-2, 3))}


def test_a_limit_says_that_regions_are_missing() -> None:
    found = pure_regions(offering_game([f"p{k} > 0" for k in range(7)]), limit=5)
    assert not found.complete
    assert sum(len(region.parts) for region in found.regions) == 5


def test_a_status_with_the_wrong_verdict_has_no_proof() -> None:
    wrong = PureStatus((0, 0), "never", (), None, None)
    with pytest.raises(ArithmeticError, match="no proof"):
        proofs(prisoners([]), wrong)


@pytest.mark.parametrize(
    ("payoffs", "assumptions", "message"),
    [
        ([["p*q", 0]], [], r"payoffs\[0, 0\]: got 'p\*q'; allowed: a linear form"),
        ([["p", "f(p)"]], [], r"payoffs\[0, 1\]: got 'f\(p\)'; allowed"),
        ([["p", "1/p"]], [], "allowed: a linear form"),
        ([["p", "p +"]], [], "allowed: a linear form"),
        ([["p", float("nan")]], [], "a finite number"),
        ([["p", 0]], ["p"], r"assumptions\[0\]: got 'p'; allowed: linear forms with"),
        ([["p", 0]], ["p != 0"], "only <, <=, ==, >= and >"),
        ([["p", 0]], "p > 0", "allowed: a list of relations"),
        ([["p", 0]], [3], r"assumptions\[0\]: got 3; allowed"),
        ([["p", 0]], ["p > 1", "p < 1"], "exclude each other .*allowed: a common solution"),
        ([["p", 0], ["q"]], [], "differ in length"),
        (["p"], [], "shape"),
    ],
)
def test_wrong_input_is_refused(payoffs: object, assumptions: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        ParametricGame.of(payoffs, assumptions)


def test_points_outside_are_refused() -> None:
    game = prisoners(["s < p"])
    with pytest.raises(InputError, match="got none for r"):
        game.at({"s": 0, "p": 1})
    with pytest.raises(InputError, match="where s < p fails"):
        game.at({"s": 1, "p": "1/2", "r": 0, "t": 0})


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2*(p - q)/4 + 1", "p/2 - q/2 + 1"), ("-p", "-p"), ("0*p", "0"), ("3/7 - 1", "-4/7"), ("0.1*p", "p/10")],
)
def test_forms_are_read_and_shown(text: str, shown: str) -> None:
    assert str(Form.of(text)) == shown
    assert Form.of(shown) == Form.of(text)
