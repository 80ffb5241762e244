"""Consistent beliefs against brute force over orders, least squares in floats, and textbook games."""

from fractions import Fraction
from itertools import product
from math import prod
from random import Random
from typing import Any

import numpy as np
import pytest
from assessment_cases import beer_quiche, blind_mover, entry_in_two_ways, layered_tree, two_witnesses

from selten.equilibria.trees.assessment import Assessment, bayes_beliefs, weakly_consistent
from selten.equilibria.trees.conflicts import Comparison, Conflict, refutes
from selten.equilibria.trees.consistency import consistency
from selten.equilibria.trees.powers import coprime_base, is_one, solve_powers
from selten.equilibria.trees.sequential import sequential
from selten.equilibria.trees.trembles import Tremble, leads_to
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.library import absent_minded_driver, entry_game
from selten.games.tree import Tree

Rows = tuple[tuple[Fraction, ...], ...]


def some_behaviour(tree: ExtensiveForm, draw: Random) -> Rows:
    rows = []
    for infoset in tree.infosets:
        choice: Any = draw.choice(([1, 0], [0, 1], [1, 0], [0, 1], ["1/2", "1/2"], ["1/3", "2/3"]))
        rows.append(infoset.probabilities or tuple(Fraction(p) for p in choice))
    return tuple(rows)


def unplayed(tree: ExtensiveForm, rows: Rows) -> list[tuple[int, int]]:
    own = [h for h, infoset in enumerate(tree.infosets) if infoset.player is not None]
    return [(h, a) for h in own for a, p in enumerate(rows[h]) if not p]


def paths(tree: ExtensiveForm) -> list[list[tuple[int, int]]]:
    """For each node the moves (information set, action) before it."""
    found: list[list[tuple[int, int]]] = [[] for _ in tree.nodes]
    for k, node in enumerate(tree.nodes):
        for a, child in enumerate(tree.children[k]):
            assert node.infoset is not None
            found[child] = [*found[k], (node.infoset, a)]
    return found


def limit(tree: ExtensiveForm, rows: Rows, orders: dict[Any, int], weights: dict[Any, Fraction]) -> list[Any]:
    """The limit beliefs of trembles weight * eps ** order, from orders and products along the paths."""
    moves, beliefs = paths(tree), list[Any]()
    for h, members in enumerate(tree.members):
        if tree.infosets[h].player is None:
            beliefs.append(None)
            continue
        terms = []
        for node in members:
            weight = Fraction(1)
            for move in moves[node]:
                weight *= weights.get(move, rows[move[0]][move[1]])
            terms.append((sum(orders.get(move, 0) for move in moves[node]), weight))
        least = min((order for order, weight in terms if weight), default=0)
        shares = [weight if order == least else Fraction(0) for order, weight in terms]
        beliefs.append([share / sum(shares) for share in shares] if any(shares) else None)
    return beliefs


def numeric_beliefs(tree: ExtensiveForm, rows: Rows, trembles: tuple[Tremble, ...], eps: float) -> list[Any]:
    """Bayes' rule in floats at one completely mixed profile of the family."""
    floats = [list(map(float, row)) for row in rows]
    for own in trembles:
        scale = float(np.prod([float(b) ** float(e) for b, e in own.coefficient]))
        floats[own.infoset][own.action] = scale * eps**own.order
    mixed = [[p / sum(row) for p in row] for row in floats]
    likely = [float(np.prod([mixed[h][a] for h, a in moves])) for moves in paths(tree)]
    result = []
    for members in tree.members:
        weights = np.array([likely[node] for node in members])
        result.append(weights / weights.sum() if weights.sum() else weights)
    return result


def usable(tree: ExtensiveForm) -> bool:
    """Whether chance lets every information set be reached."""
    full = tuple(infoset.probabilities or (Fraction(1, 2),) * 2 for infoset in tree.infosets)
    return all(b is not None for b in limit(tree, full, {}, {})[1:])


TREES = [tree for tree in map(layered_tree, range(60)) if usable(tree)]


def test_random_trees_are_many_and_their_sets_large() -> None:
    assert len(TREES) > 35
    assert max(len(members) for tree in TREES for members in tree.members) >= 6


@pytest.mark.parametrize("seed", range(len(TREES)))
def test_limits_of_trembles_are_consistent(seed: int) -> None:
    draw, tree = Random(seed), TREES[seed]
    rows = some_behaviour(tree, draw)
    orders = {move: draw.randint(1, 3) for move in unplayed(tree, rows)}
    weights = {move: Fraction(draw.randint(1, 6), draw.randint(1, 6)) for move in orders}
    given = Assessment.of(tree, rows, beliefs=limit(tree, rows, orders, weights))
    found = consistency(tree, given)
    assert found.consistent
    assert found.conflict is None
    assert leads_to(tree, given, found.trembles)
    assert weakly_consistent(tree, given) == ()
    numeric = numeric_beliefs(tree, rows, found.trembles, 1e-9)
    for h, own in enumerate(given.beliefs):
        assert not own or np.abs(numeric[h] - np.array(own, dtype=float)).max() < 1e-6


def brute_force(tree: ExtensiveForm, given: Assessment, most: int) -> bool:
    """All orders up to ``most``; then least squares in logarithms for the coefficients."""
    free, moves = unplayed(tree, given.behaviour), paths(tree)
    members = tree.members
    factor = [float(np.prod([float(given.behaviour[h][a]) for h, a in own if (h, a) not in free])) for own in moves]
    nodes = [(h, node, p) for h, own in enumerate(given.beliefs) for node, p in zip(members[h], own, strict=False)]
    if any(p and not factor[node] for _, node, p in nodes):
        return False

    def fits(choice: tuple[int, ...]) -> bool:
        order = dict(zip(free, choice, strict=True))
        total = {node: sum(order.get(move, 0) for move in moves[node]) for _, node, _ in nodes}
        for h in range(len(members)):
            alive = [(node, p) for g, node, p in nodes if g == h and factor[node]]
            if alive and any((total[node] == min(total[n] for n, _ in alive)) != (p > 0) for node, p in alive):
                return False
        return True

    if not any(fits(choice) for choice in product(range(1, most + 1), repeat=len(free))):
        return False
    rows, right = [], []
    for h in range(len(members)):
        alive = [(node, p) for g, node, p in nodes if g == h and p]
        for node, p in alive[1:]:
            first, q = alive[0]
            rows.append([(move in moves[node]) - float(move in moves[first]) for move in free])
            right.append(np.log(float(p / q)) - np.log(factor[node] / factor[first]))
    if not rows or not free:
        return not rows or bool(np.abs(right).max() < 1e-9)
    solution = np.linalg.lstsq(np.array(rows), np.array(right), rcond=None)[0]
    return bool(np.abs(np.array(rows) @ solution - right).max() < 1e-9)


def some_beliefs(size: int, draw: Random) -> list[Fraction]:
    weights = [Fraction(draw.choice([0, 0, 1, 1, 2])) for _ in range(size)]
    weights[draw.randrange(size)] += 1
    return [weight / sum(weights) for weight in weights]


@pytest.mark.parametrize("seed", range(len(TREES)))
def test_any_beliefs_against_brute_force(seed: int) -> None:
    draw, tree = Random(1000 + seed), layered_tree(seed, depth=3)
    if not usable(tree):
        tree = layered_tree(seed, depth=3, chance=False)
    for _ in range(6):
        rows = some_behaviour(tree, draw)
        bayes = bayes_beliefs(tree, rows)
        sizes = [len(members) for members in tree.members]
        beliefs = [some_beliefs(size, draw) if own is None else own for size, own in zip(sizes, bayes, strict=True)]
        given = Assessment.of(tree, rows, beliefs=beliefs)
        found = consistency(tree, given)
        assert found.consistent == brute_force(tree, given, 4)
        if found.consistent:
            assert leads_to(tree, given, found.trembles)
        else:
            assert found.conflict is not None
            assert refutes(tree, given, found.conflict)


def test_brute_force_saw_every_kind_of_answer() -> None:
    kinds = set()
    for seed in range(60):
        draw, tree = Random(seed), layered_tree(seed, depth=4, chance=False)
        rows = some_behaviour(tree, draw)
        bayes = bayes_beliefs(tree, rows)
        beliefs = [
            some_beliefs(len(members), draw) if own is None else own
            for members, own in zip(tree.members, bayes, strict=True)
        ]
        found = consistency(tree, Assessment.of(tree, rows, beliefs=beliefs))
        kinds.add(found.conflict.kind if found.conflict else "consistent")
    assert kinds == {"consistent", "orders", "odds"}


# ---- known games


@pytest.mark.parametrize(("belief", "consistent"), [("1/3", True), ("1/2", False), ("1", False), ("0", False)])
def test_a_mistake_does_not_tell_what_the_player_did_not_know(belief: str, consistent: bool) -> None:
    # after "in" the state must have its prior probability 1/3, whatever the trembles
    tree = blind_mover()
    given = Assessment.of(tree, [None, [1, 0], [1, 0]], beliefs=[None, None, [belief, 1 - Fraction(belief)]])
    found = consistency(tree, given)
    assert found.consistent is consistent
    assert weakly_consistent(tree, given) == ()
    if found.conflict:
        assert refutes(tree, given, found.conflict)
        assert not refutes(tree, Assessment.of(tree, [None, [0, 1], [1, 0]]), found.conflict)


@pytest.mark.parametrize(
    ("second", "third", "kind"),
    [
        (["1/2", "1/2"], ["1/2", 0, "1/2", 0], None),
        (["1/3", "2/3"], ["1/3", 0, "2/3", 0], None),
        ([1, 0], [1, 0, 0, 0], None),
        (["1/3", "2/3"], ["1/2", 0, "1/2", 0], "odds"),
        ([1, 0], [0, 0, 1, 0], "orders"),
        ([1, 0], ["1/2", 0, "1/2", 0], "orders"),
        (["1/2", "1/2"], ["1/2", "1/2", 0, 0], "orders"),
    ],
)
def test_two_witnesses_of_one_mistake_must_agree(second: Any, third: Any, kind: str | None) -> None:
    # information sets that see the same mistakes need the same odds: correlated trembles are ruled out (Kreps and
    # Ramey 1987); worked by hand from the trembles of "left" and "middle" alone
    tree = two_witnesses()
    given = Assessment.of(tree, [[1, 0, 0], [1, 0], [1, 0]], beliefs=[None, second, third])
    found = consistency(tree, given)
    assert (found.conflict.kind if found.conflict else None) == kind
    assert found.conflict is None or refutes(tree, given, found.conflict)
    assert kind is not None or leads_to(tree, given, found.trembles)


def test_a_believed_node_that_chance_forbids() -> None:
    tree = Tree(["1"])
    coin, move = tree.chance(["a", "b"], [1, 0]), tree.infoset(0, ["l", "r"])
    tree.move(coin)
    for _ in range(2):
        tree.move(move)
        tree.leaf([0])
        tree.leaf([1])
    game = tree.build()
    given = Assessment.of(game, [None, [1, 0]], beliefs=[None, ["1/2", "1/2"]])
    verdict = sequential(game, given)
    assert not verdict.consistent
    assert verdict.consistency.conflict is not None
    assert refutes(game, given, verdict.consistency.conflict)
    assert "chance never allows 'b'" in verdict.reasons[-1]
    assert sequential(game, Assessment.of(game, [None, [0, 1]])).equilibrium


def test_an_information_set_that_chance_never_allows_is_refused() -> None:
    tree = Tree(["1"])
    coin, move = tree.chance(["a", "b"], [1, 0]), tree.infoset(0, ["l", "r"])
    tree.move(coin)
    tree.leaf([0])
    tree.move(move)
    tree.leaf([0])
    tree.leaf([1])
    game = tree.build()
    with pytest.raises(InputError, match="only behind chance moves"):
        consistency(game, Assessment.of(game, [None, [1, 0]]))


def test_weak_consistency_is_less() -> None:
    # out, accommodate after entry; the incumbent fights, sure of a fight: weakly perfect Bayesian, and not subgame
    # perfect (Mas-Colell, Whinston and Green 1995, example 9.C.5), so not consistent
    tree = entry_in_two_ways()
    given = Assessment.of(tree, [[1, 0], [0, 1], [1, 0]], beliefs=[None, None, [1, 0]])
    verdict = sequential(tree, given)
    assert (verdict.weak_perfect_bayesian, verdict.consistent, verdict.equilibrium) == (True, False, False)
    assert sequential(tree, Assessment.of(tree, [[0, 1], [0, 1], [0, 1]])).equilibrium


@pytest.mark.parametrize(("belief", "equilibrium"), [("1/2", True), ("1/3", True), ("0", True), ("2/3", False)])
def test_beer_quiche_pools_on_beer(belief: str, equilibrium: bool) -> None:
    # nobody drinks quiche as long as a duel follows it: strong must be believed with at most 1/2 (Cho and Kreps 1987)
    tree = beer_quiche()
    rows = [None, [1, 0], [1, 0], [0, 1], [1, 0]]
    given = Assessment.of(tree, rows, beliefs=[None, None, None, None, [belief, 1 - Fraction(belief)]])
    verdict = sequential(tree, given)
    assert verdict.consistent
    assert verdict.equilibrium is equilibrium
    assert verdict.weak_perfect_bayesian is equilibrium


def test_beer_quiche_pools_on_quiche_and_does_not_separate() -> None:
    tree = beer_quiche()
    quiche = Assessment.of(tree, [None, [0, 1], [0, 1], [1, 0], [0, 1]], beliefs=[None] * 3 + [["1/2", "1/2"], None])
    assert sequential(tree, quiche).equilibrium
    apart = Assessment.of(tree, [None, [1, 0], [0, 1], [0, 1], [1, 0]])
    (deviation,) = sequential(tree, apart).deviations
    assert (tree.infosets[deviation.infoset].label, deviation.plan) == ("weak", ((2, 0),))


# ---- what a certificate must not let through


def test_checkers_refuse_what_does_not_prove() -> None:
    tree = two_witnesses()
    given = Assessment.of(tree, [[1, 0, 0], [1, 0], [1, 0]], beliefs=[None, [1, 0], [1, 0, 0, 0]])
    found = consistency(tree, given)
    by_action = {(own.infoset, own.action): own for own in found.trembles}
    assert by_action[0, 1].order < by_action[0, 2].order
    swapped = [Tremble(own.infoset, own.action, 1) for own in found.trembles]
    assert not leads_to(tree, given, swapped)
    assert not leads_to(tree, given, found.trembles[1:])
    assert not leads_to(tree, given, [*found.trembles[1:], Tremble(0, 1, 0)])
    left, middle = tree.members[1]
    pair = Comparison(1, left, middle)
    assert not refutes(tree, given, Conflict("orders", ((pair, Fraction(1)),)))
    assert not refutes(tree, given, Conflict("odds", ((pair, Fraction(1)),)))
    assert not refutes(tree, given, Conflict("chance", ((pair, Fraction(1)),)))
    assert not refutes(tree, given, Conflict("orders", ()))


def test_forgetful_players_are_refused() -> None:
    tree = absent_minded_driver()
    given = Assessment.of(tree, [["1/2", "1/2"]], beliefs=[["2/3", "1/3"]])
    with pytest.raises(InputError, match="imperfect recall"):
        sequential(tree, given)


@pytest.mark.parametrize(
    ("rows", "beliefs", "text"),
    [
        ([[1, 0]], None, "behaviour: got 1 rows"),
        ([[1, 0], None], None, "got none; allowed: 2 probabilities"),
        ([[1, 0], [1, 1]], None, "sum to 2"),
        ([[1, 0], [2, -1]], None, "got the probability -1"),
        ([[1, 0], [1]], None, "got 1 probabilities"),
        ([[1, 0], [1, 0]], [[1], [0]], "sum to 0"),
    ],
)
def test_wrong_assessments_are_refused(rows: Any, beliefs: Any, text: str) -> None:
    with pytest.raises(InputError, match=text):
        Assessment.of(entry_game(), rows, beliefs=beliefs)


def test_beliefs_off_the_path_must_be_given() -> None:
    with pytest.raises(InputError, match="never lead there"):
        Assessment.of(two_witnesses(), [[1, 0, 0], [1, 0], [1, 0]])


# ---- systems of products


@pytest.mark.parametrize("seed", range(30))
def test_products_against_floats(seed: int) -> None:
    draw = Random(seed)
    unknowns, count = draw.randint(1, 4), draw.randint(1, 5)
    rows = [{j: e for j in range(unknowns) if (e := draw.randint(-2, 2))} for _ in range(count)]
    targets = [Fraction(draw.choice([1, 1, 2, 3, 6, 12]), draw.choice([1, 1, 2, 5, 10])) for _ in rows]
    if seed % 2:
        hidden = [Fraction(draw.randint(1, 9), draw.randint(1, 9)) for _ in range(unknowns)]
        targets = [prod((hidden[j] ** e for j, e in row.items()), start=Fraction(1)) for row in rows]
    answer = solve_powers(rows, targets)
    matrix = np.array([[row.get(j, 0) for j in range(unknowns)] for row in rows], dtype=float)
    right = np.log([float(target) for target in targets])
    solution = np.linalg.lstsq(matrix, right, rcond=None)[0]
    assert (answer.solution is not None) == bool(np.abs(matrix @ solution - right).max() < 1e-9)
    if answer.solution is not None:
        for row, target in zip(rows, targets, strict=True):
            powers = [(b, e * k) for j, k in row.items() for b, e in answer.solution.get(j, ())]
            assert is_one(1 / target, powers)
    else:
        assert all(sum(k * rows[i].get(j, 0) for i, k in answer.conflict.items()) == 0 for j in range(unknowns))
        assert prod(targets[i] ** k for i, k in answer.conflict.items()) != 1


def test_coprime_base_is_coprime_and_enough() -> None:
    base = coprime_base([2**5 * 9, 6, 35, 49, 1])
    assert all(np.gcd(a, b) == 1 for a in base for b in base if a < b)
    for number in (288, 6, 35, 49):
        for b in base:
            while number % b == 0:
                number //= b
        assert number == 1
