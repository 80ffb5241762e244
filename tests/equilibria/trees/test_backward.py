"""Backward induction against brute force over all pure strategies, exact regret in every subgame, and known games."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations, product
from random import Random

import pytest

from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.trees import piece_equilibria
from selten.equilibria.trees.backward import as_profile, subgame_perfect
from selten.equilibria.trees.behaviour import behaviour_of, is_subgame_perfect
from selten.equilibria.trees.outcomes import perfect_outcomes
from selten.equilibria.trees.subgames import piece_game, pieces, subgame_roots
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.library import absent_minded_driver, entry_game, seltens_horse
from selten.games.normal_form import NormalForm
from selten.games.profile import regret
from selten.games.reduced import reduced_normal_form, simultaneous_tree, strategy_counts
from selten.games.tree import Tree
from selten.games.tree_parts import Node, Outcome

Plan = tuple[int, ...]


def random_tree(seed: int, *, players: int = 2, hidden: float = 0.0, chance: float = 0.2) -> ExtensiveForm:
    """Few payoffs, hence many ties. ``hidden``: how often the next mover does not see the last move."""
    draw = Random(seed)
    tree = Tree([str(k) for k in range(players)])
    budget = [6]

    def pay() -> None:
        tree.leaf([draw.randint(0, 2) for _ in range(players)])

    def grow(depth: int) -> None:
        if depth == 3 or budget[0] == 0 or (depth and draw.random() < 0.25):
            pay()
        elif draw.random() < chance:
            tree.move(tree.chance(["a", "b"], draw.choice((["1/2", "1/2"], ["1/3", "2/3"], [0, 1]))))
            grow(depth + 1)
            grow(depth + 1)
        else:
            budget[0] -= 1
            mover = draw.randrange(players)
            tree.move(tree.infoset(mover, ["a", "b"]))
            if draw.random() < hidden and budget[0]:
                budget[0] -= 1
                other = tree.infoset((mover + 1) % players, ["c", "d"])
                for _ in range(2):
                    tree.move(other)
                    grow(depth + 2)
                    grow(depth + 2)
            else:
                grow(depth + 1)
                grow(depth + 1)

    grow(0)
    return tree.build()


# ---- brute force


def ends_of(tree: ExtensiveForm) -> list[int]:
    """The last node of each subtree."""
    last = list(range(len(tree.nodes)))
    for node in reversed(range(len(tree.nodes))):
        if tree.children[node]:
            last[node] = last[tree.children[node][-1]]
    return last


def roots_by_definition(tree: ExtensiveForm) -> list[int]:
    last, roots = ends_of(tree), []
    for node, at in enumerate(tree.nodes):
        inside = set(range(node, last[node] + 1))
        if at.infoset is None or (tree.infosets[at.infoset].player is not None and len(tree.members[at.infoset]) > 1):
            continue
        if all(
            tree.infosets[h].player is None or not inside & set(members) or inside >= set(members)
            for h, members in enumerate(tree.members)
        ):
            roots.append(node)
    return roots


def value(tree: ExtensiveForm, node: int, plan: Plan) -> tuple[Fraction, ...]:
    h = tree.nodes[node].infoset
    if h is None:
        return tree.path_payoffs()[node]
    if tree.infosets[h].player is not None:
        return value(tree, tree.children[node][plan[h]], plan)
    parts = [value(tree, child, plan) for child in tree.children[node]]
    weights = tree.infosets[h].probabilities
    return tuple(
        sum((w * v for w, v in zip(weights, own, strict=True)), Fraction(0)) for own in zip(*parts, strict=True)
    )


def perfect_plans(tree: ExtensiveForm) -> list[Plan]:
    """All pure plans from which nobody gains by any other plan of its own in any subgame."""
    sizes = [1 if h.player is None else len(h.actions) for h in tree.infosets]
    plans = list(product(*(range(size) for size in sizes)))
    roots = roots_by_definition(tree)
    values = {(root, plan): value(tree, root, plan) for root in roots for plan in plans}

    def others(plan: Plan, player: int) -> list[Plan]:
        own = [h for h, infoset in enumerate(tree.infosets) if infoset.player == player]
        changed = []
        for choices in product(*(range(sizes[h]) for h in own)):
            new = list(plan)
            for h, a in zip(own, choices, strict=True):
                new[h] = a
            changed.append(tuple(new))
        return changed

    return [
        plan
        for plan in plans
        if all(
            values[root, plan][i] >= values[root, other][i]
            for i in range(len(tree.players))
            for other in others(plan, i)
            for root in roots
        )
    ]


def first_where_ruled_out(tree: ExtensiveForm, plan: Plan) -> Plan:
    """The plan with action 0 at information sets that the player's own moves in the same piece rule out."""
    kept = list(plan)
    for piece in pieces(tree):
        for h in piece.infosets:
            move = tree.last_moves()[h]
            while move is not None and move[0] in piece.infosets:
                if plan[move[0]] != move[1]:
                    kept[h] = 0
                move = tree.last_moves()[move[0]]
    return tuple(kept)


def plan_of(tree: ExtensiveForm, behaviour: tuple[tuple[Fraction, ...], ...]) -> Plan:
    return tuple(
        0 if infoset.player is None else own.index(1) for infoset, own in zip(tree.infosets, behaviour, strict=True)
    )


@pytest.mark.parametrize("players", [1, 2, 3])
@pytest.mark.parametrize("seed", range(25))
def test_pure_ones_with_perfect_information_by_brute_force(seed: int, players: int) -> None:
    tree = random_tree(seed, players=players)
    answer = subgame_perfect(tree, pure=True)
    expected = perfect_plans(tree)
    assert answer.complete
    assert sorted(plan_of(tree, found.behaviour) for found in answer.equilibria) == sorted(expected)
    assert all(found.payoffs == value(tree, 0, plan_of(tree, found.behaviour)) for found in answer.equilibria)


@pytest.mark.parametrize("players", [2, 3])
@pytest.mark.parametrize("seed", range(25))
def test_pure_ones_with_hidden_moves_by_brute_force(seed: int, players: int) -> None:
    tree = random_tree(seed, players=players, hidden=0.6)
    answer = subgame_perfect(tree, pure=True)
    expected = {first_where_ruled_out(tree, plan) for plan in perfect_plans(tree)}
    assert answer.complete
    assert {plan_of(tree, found.behaviour) for found in answer.equilibria} == expected
    assert len(answer.equilibria) == len(expected)


@pytest.mark.parametrize("seed", range(40))
def test_subgames_by_definition(seed: int) -> None:
    tree = random_tree(seed, hidden=0.5)
    assert list(subgame_roots(tree)) == roots_by_definition(tree)
    parts = pieces(tree)
    held = [h for part in parts for h in part.infosets if tree.infosets[h].player is not None]
    assert sorted(held) == [h for h, infoset in enumerate(tree.infosets) if infoset.player is not None]


def subgame(tree: ExtensiveForm, root: int) -> tuple[ExtensiveForm, list[int]]:
    """The whole subgame as a game, and the tree's number of each of its information sets."""
    numbers = range(root, ends_of(tree)[root] + 1)
    infosets = sorted({h for k in numbers if (h := tree.nodes[k].infoset) is not None})
    totals, nodes = tree.path_payoffs(), []
    outcomes: list[Outcome] = []
    for k in numbers:
        h = tree.nodes[k].infoset
        nodes.append(Node(None, len(outcomes)) if h is None else Node(infosets.index(h)))
        if h is None:
            outcomes.append(Outcome(totals[k]))
    own = [tree.infosets[h] for h in infosets]
    return ExtensiveForm.of(tree.players, own, outcomes=outcomes, nodes=nodes), infosets


@pytest.mark.parametrize("seed", range(40))
def test_mixed_ones_have_no_regret_in_any_subgame(seed: int) -> None:
    tree = random_tree(seed, hidden=0.7)
    answer = subgame_perfect(tree)
    assert answer.equilibria
    assert answer.complete == (answer.note == "")
    assert len({found.behaviour for found in answer.equilibria}) == len(answer.equilibria)
    for root in roots_by_definition(tree):
        game, infosets = subgame(tree, root)
        table = reduced_normal_form(game)
        for found in answer.equilibria:
            assert regret(table, as_profile(game, [found.behaviour[h] for h in infosets])) == 0
    pure = {found.behaviour for found in subgame_perfect(tree, pure=True).equilibria}
    assert pure <= {found.behaviour for found in answer.equilibria}


@pytest.mark.parametrize("seed", range(20))
def test_a_simultaneous_game_has_its_extreme_equilibria(seed: int) -> None:
    draw = Random(seed)
    game = NormalForm.of([[[draw.randint(0, 3) for _ in range(3)] for _ in range(2)] for _ in range(2)])
    answer = subgame_perfect(simultaneous_tree(game))
    assert [found.behaviour for found in answer.equilibria] == [p.strategies for p in extreme_equilibria(game)]


@pytest.mark.parametrize("seed", range(40))
def test_outcomes_are_those_of_all_pure_equilibria(seed: int) -> None:
    tree = random_tree(seed, players=2 + seed % 2, chance=0.3)

    def ends(node: int, plan: Plan) -> list[int]:
        h = tree.nodes[node].infoset
        if h is None:
            return [node]
        if tree.infosets[h].player is not None:
            return ends(tree.children[node][plan[h]], plan)
        chances = tree.infosets[h].probabilities
        return [k for c, child in zip(chances, tree.children[node], strict=True) if c for k in ends(child, plan)]

    expected = {(tuple(ends(0, plan)), value(tree, 0, plan)) for plan in perfect_plans(tree)}
    found = perfect_outcomes(tree)
    assert {(outcome.ends, outcome.payoffs) for outcome in found} == expected
    assert [outcome.ends for outcome in found] == sorted({e for e, _ in expected})


# ---- known games


def test_an_incredible_threat_is_no_equilibrium_here() -> None:
    # (out; fight) is Nash, with regret 0 in every Gambit test; only (in; share) is subgame perfect (Selten 1978)
    answer = subgame_perfect(entry_game())
    assert answer.complete
    assert [[list(map(int, own)) for own in found.behaviour] for found in answer.equilibria] == [[[0, 1], [0, 1]]]


def as_text(mixtures: Iterable[tuple[Fraction, ...]]) -> str:
    return ", ".join(" ".join(map(str, own)) for own in mixtures)


def test_battle_of_the_sexes_with_an_outside_option() -> None:
    # outside pays (2, 2); inside (3, 1), (1, 3) and, mixed with 3/4 and 1/4, (3/4, 3/4): in once, out twice
    tree = Tree(["A", "B"])
    option, first, second = tree.infoset(0, ["out", "in"]), tree.infoset(0, ["l", "r"]), tree.infoset(1, ["l", "r"])
    tree.move(option)
    tree.leaf([2, 2])
    tree.move(first)
    for row in ([[3, 1], [0, 0]], [[0, 0], [1, 3]]):
        tree.move(second)
        for cell in row:
            tree.leaf(cell)
    answer = subgame_perfect(tree.build())
    assert answer.complete
    assert {as_text(found.behaviour) for found in answer.equilibria} == {
        "0 1, 1 0, 1 0",
        "1 0, 0 1, 0 1",
        "1 0, 3/4 1/4, 1/4 3/4",
    }


def centipede(steps: int) -> ExtensiveForm:
    tree = Tree(["A", "B"])
    for k in range(steps):
        tree.move(tree.infoset(k % 2, ["stop", "go"]))
        tree.leaf([k + 2, k] if k % 2 == 0 else [k - 1, k + 3])
    tree.leaf([steps + 2, steps])
    return tree.build()


def test_a_long_centipede_stops_at_once() -> None:
    # Rosenthal (1981): every player stops everywhere; deep enough to break anything that recurses
    answer = subgame_perfect(centipede(2000))
    assert answer.complete
    (found,) = answer.equilibria
    assert as_text([found.payoffs]) == "2 0"
    assert {as_text([own]) for own in found.behaviour} == {"1 0"}


def ultimatum(offers: int) -> ExtensiveForm:
    tree = Tree(["proposer", "responder"])
    tree.move(tree.infoset(0, [str(k) for k in range(offers)]))
    for k in range(offers):
        tree.move(tree.infoset(1, ["no", "yes"]))
        tree.leaf([0, 0])
        tree.leaf([offers - 1 - k, k])
    return tree.build()


def test_the_ultimatum_game_in_whole_coins() -> None:
    # offer 0 accepted, or offer 1 because 0 is refused; with both replies tied at 0 only: two pure equilibria
    answer = subgame_perfect(ultimatum(10), pure=True)
    assert answer.complete
    assert sorted(as_text([found.payoffs]) for found in answer.equilibria) == ["8 1", "9 0"]
    mixed = subgame_perfect(ultimatum(10))
    assert not mixed.complete
    assert "continuum" in mixed.note


def test_many_ties_make_many_equilibria_and_few_outcomes() -> None:
    tree = Tree(["A", "B"])
    tree.move(tree.infoset(0, [str(k) for k in range(40)]))
    for k in range(40):
        tree.move(tree.infoset(1, ["l", "r"]))
        tree.leaf([k, 0])
        tree.leaf([k + 1, 0])
    game = tree.build()
    # the last action secures 39 and 40 is the most there is, so that only these two payoffs can come out
    assert {as_text([outcome.payoffs]) for outcome in perfect_outcomes(game)} == {"39 0", "40 0"}
    stopped = subgame_perfect(game, pure=True, most=100)
    assert not stopped.complete
    assert "more than 100" in stopped.note
    assert len(stopped.equilibria) == 100


def test_what_is_not_covered_says_so() -> None:
    answer = subgame_perfect(seltens_horse())
    assert not answer.complete
    assert "more than two players" in answer.note
    with pytest.raises(InputError, match="imperfect recall"):
        subgame_perfect(absent_minded_driver())
    with pytest.raises(InputError, match="2 nodes in"):
        perfect_outcomes(seltens_horse())
    late = subgame_perfect(ultimatum(10), time_limit=-1.0)
    assert (late.equilibria, late.complete) == ((), False)


def test_a_piece_pays_what_the_continuations_pay() -> None:
    tree = entry_game()
    (first, _) = pieces(tree)
    game = piece_game(tree, first, [(Fraction(0), Fraction(2)), (Fraction(1), Fraction(1))])
    assert reduced_normal_form(game).payoffs.tolist() == [[[0], [1]], [[2], [1]]]


# ---- how complete a list is


def stacked(seed: int, *, most: int = 3) -> ExtensiveForm:
    """Up to two rounds, each one move or a simultaneous game."""
    draw = Random(seed)
    tree = Tree(["A", "B"])

    def game(depth: int) -> None:
        if depth == 0 or draw.random() < 0.3:
            tree.leaf([draw.randint(0, most), draw.randint(0, most)])
            return
        first = draw.randrange(2)
        tree.move(tree.infoset(first, ["l", "r"]))
        second = None if draw.random() < 0.4 else tree.infoset(1 - first, ["L", "R"])
        for _ in range(2):
            if second is not None:
                tree.move(second)
                game(depth - 1)
            game(depth - 1)

    game(2)
    return tree.build()


SMALL = [k for k in range(120) if 1 < max(strategy_counts(stacked(k))) <= 10]


@pytest.mark.parametrize("seed", SMALL)
def test_all_nash_equilibria_that_are_subgame_perfect_are_listed(seed: int) -> None:
    # the other way round: all extreme Nash equilibria of the whole game, and those that no subgame rejects. Nothing
    # is open in them, or it is left to the brute force above
    tree = stacked(seed)
    answer = subgame_perfect(tree)
    listed = {found.behaviour for found in answer.equilibria}
    for profile in extreme_equilibria(reduced_normal_form(tree)):
        behaviour = behaviour_of(tree, profile)
        if is_subgame_perfect(tree, behaviour) and answer.complete and not answer.continua:
            assert behaviour in listed


def test_the_seeds_above_see_every_kind_of_answer() -> None:
    answers = [subgame_perfect(stacked(seed)) for seed in SMALL]
    kinds = {(answer.complete, bool(answer.continua)) for answer in answers}
    assert kinds == {(True, False), (True, True), (False, True)}
    for answer in answers:
        assert answer.complete == (not any(own.matters for own in answer.continua)) == (not answer.note)


@pytest.mark.parametrize("seed", SMALL)
def test_mixing_in_a_continuum_that_does_not_matter_stays_subgame_perfect(seed: int) -> None:
    # equilibria that differ in one information set only are corners of a continuum of one move: their mean is one too
    tree = stacked(seed)
    answer = subgame_perfect(tree)
    if not answer.complete:
        return
    for one, other in combinations(answer.equilibria, 2):
        differing = [h for h, (a, b) in enumerate(zip(one.behaviour, other.behaviour, strict=True)) if a != b]
        if len(differing) == 1:
            pairs = zip(one.behaviour, other.behaviour, strict=True)
            mean = tuple(tuple((p + q) / 2 for p, q in zip(a, b, strict=True)) for a, b in pairs)
            if any(own.subgame == tree.members[differing[0]][0] for own in answer.continua):
                assert is_subgame_perfect(tree, mean)


def test_a_continuum_that_matters_is_named_with_its_payoffs() -> None:
    # the reply to the offer 0 is free; the proposer gets anything from 0 to 9 there, so that offer 1 may be best or not
    answer = subgame_perfect(ultimatum(10))
    assert not answer.complete
    (found,) = [own for own in answer.continua if own.matters]
    assert [[int(low), int(high)] for low, high in found.ranges] == [[0, 9], [0, 0]]
    assert found.subgame == 1


def test_a_continuum_at_the_start_leaves_the_list_complete() -> None:
    # nobody moves before the first subgame: its corners are all there is to list
    answer = subgame_perfect(simultaneous_tree(NormalForm.of([[[1, 1], [0, 0]], [[2, 2], [0, 1]]])))
    assert (answer.complete, answer.note) == (True, "")
    assert [(own.subgame, own.matters) for own in answer.continua] == [(0, False)]
    assert len(answer.equilibria) == 2


def test_a_subgame_of_hopeless_size_is_refused_with_an_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = Random(1)
    table = [[[draw.randint(0, 10**6) for _ in range(30)] for _ in range(30)] for _ in range(2)]
    monkeypatch.setattr(piece_equilibria, "PATIENCE", 0.01)
    answer = subgame_perfect(simultaneous_tree(NormalForm.of(table)))
    assert (answer.equilibria, answer.complete, answer.refused) == ((), False, True)
    assert "30 x 30" in answer.note
