"""Games from and to OpenSpiel: against OpenSpiel's own play-outs, normal forms and best responses."""

from fractions import Fraction
from typing import Any

import numpy as np
import pyspiel
import pytest

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import normal_form
from selten.games.interop.openspiel import from_openspiel, to_openspiel
from selten.games.library import NORMAL_FORMS, TREES
from selten.games.normal_form import NormalForm
from selten.games.tree import Tree

SEQUENTIAL = [
    "kuhn_poker",
    "kuhn_poker(players=3)",
    "liars_dice(dice_sides=2)",
    "first_sealed_auction(max_value=3)",
    "goofspiel(num_cards=3,imp_info=True,points_order=descending)",
]


@pytest.mark.parametrize("name", SEQUENTIAL)
def test_every_play_pays_what_openspiel_pays(name: str) -> None:
    """Random plays, driven by our tree's numbers of actions: payoffs, chances and information sets."""
    theirs = pyspiel.load_game(name)
    tree = from_openspiel(theirs)
    assert isinstance(tree, ExtensiveForm)
    paid, rng = tree.path_payoffs(), np.random.default_rng(5)
    turn_based = pyspiel.convert_to_turn_based(theirs) if "goofspiel" in name else theirs
    for _ in range(40):
        state, node = turn_based.new_initial_state(), 0
        while not state.is_terminal():
            infoset = tree.infosets[tree.nodes[node].infoset or 0]
            if state.is_chance_node():
                assert infoset.player is None
                assert [float(p) for p in infoset.probabilities] == pytest.approx(
                    [p for _, p in state.chance_outcomes()], rel=1e-15
                )
                actions = [action for action, _ in state.chance_outcomes()]
            else:
                assert infoset.player == state.current_player()
                assert infoset.label == state.information_state_string()
                actions = state.legal_actions()
            choice = int(rng.integers(len(actions)))
            assert infoset.actions[choice] == state.action_to_string(state.current_player(), actions[choice])
            state, node = state.child(actions[choice]), tree.children[node][choice]
        assert tree.nodes[node].infoset is None
        assert [Fraction(value) for value in state.returns()] == list(paid[node])


def test_kuhn_poker_has_exact_thirds_and_perfect_recall() -> None:
    tree = from_openspiel(pyspiel.load_game("kuhn_poker"))
    assert isinstance(tree, ExtensiveForm)
    assert tree.infosets[0].probabilities == (Fraction(1, 3),) * 3
    assert tree.has_perfect_recall
    assert sum(infoset.player == 0 for infoset in tree.infosets) == 6
    assert sum(infoset.player == 1 for infoset in tree.infosets) == 6


def test_normal_form_has_openspiels_payoffs() -> None:
    """Against OpenSpiel's own matrix game, which keeps strategies that are the same: the different rows must agree."""
    theirs = pyspiel.load_game("kuhn_poker")
    ours = normal_form(from_openspiel(theirs)).payoffs[0].astype(float)
    matrix = pyspiel.extensive_to_matrix_game(theirs).row_utilities()
    assert _distinct_rows(ours) == _distinct_rows(matrix)
    assert len(ours) < len(matrix)


def _distinct_rows(matrix: Any) -> list[list[float]]:
    """Rows and columns that differ, each row sorted and the rows too, so that no numbering matters."""
    distinct = np.unique(np.unique(np.round(matrix, 12), axis=1), axis=0)
    return sorted(sorted(row) for row in distinct.tolist())


@pytest.mark.parametrize("name", ["matching_pennies_3p", "blotto(coins=4)"])
def test_one_shot_games_that_are_no_matrices(name: str) -> None:
    theirs = pyspiel.load_game(name)
    ours = from_openspiel(theirs)
    assert isinstance(ours, NormalForm)
    for cell in np.ndindex(*ours.counts):
        state = theirs.new_initial_state()
        state.apply_actions(list(cell))
        assert ours.payoffs[(slice(None), *cell)].tolist() == state.returns()
    with pytest.raises(InputError, match=f"got {ours.payoffs[0].size} profiles; allowed: at most 7"):
        from_openspiel(theirs, most_nodes=7)


@pytest.mark.parametrize("name", ["matrix_rps", "matrix_bos", "matrix_pd", "matrix_shapleys_game"])
def test_matrix_games(name: str) -> None:
    theirs = pyspiel.load_game(name)
    ours = from_openspiel(theirs)
    assert isinstance(ours, NormalForm)
    assert ours.kind == "float"
    assert ours.payoffs[0].tolist() == theirs.row_utilities().tolist()
    assert ours.payoffs[1].tolist() == theirs.col_utilities().tolist()
    assert list(ours.strategies[0]) == [theirs.row_action_name(k) for k in range(theirs.num_rows())]
    back = to_openspiel(ours)
    assert back.row_utilities().tolist() == theirs.row_utilities().tolist()
    assert back.col_action_name(1) == theirs.col_action_name(1)


@pytest.mark.parametrize("make", [make for make in NORMAL_FORMS if len(make().players) > 1])
def test_library_tables_there_and_back(make: type) -> None:
    game: NormalForm = make()
    again = from_openspiel(to_openspiel(game))
    assert isinstance(again, NormalForm)
    assert again.strategies == game.strategies
    assert (again.payoffs == game.payoffs.astype(float)).all()


@pytest.mark.parametrize("make", TREES)
def test_library_trees_there_and_back(make: type) -> None:
    tree: ExtensiveForm = make()
    again = from_openspiel(to_openspiel(tree), rationalise=1000)
    assert (normal_form(again).payoffs == normal_form(tree).payoffs).all()
    assert isinstance(again, ExtensiveForm)
    assert again.children == tree.children


def test_outcomes_on_the_way_are_paid_at_the_end() -> None:
    tree = Tree(["A"])
    tree.move(tree.infoset(0, ["stay", "go"]), outcome=tree.outcome(["1/2"]))
    tree.leaf([1])
    tree.leaf(["1/4"])
    game = to_openspiel(tree.build())
    returns = [game.new_initial_state().child(action).returns()[0] for action in (0, 1)]
    assert sorted(returns) == [0.75, 1.5]


def test_fractions_stay_binary_unless_asked() -> None:
    tree = Tree(["A"])
    tree.move(tree.chance(["l", "r"], ["1/10", "9/10"]))
    tree.leaf(["1/3"])
    tree.leaf([1])
    game = to_openspiel(tree.build())
    plain, asked = from_openspiel(game), from_openspiel(game, rationalise=100)
    assert isinstance(plain, ExtensiveForm)
    assert isinstance(asked, ExtensiveForm)
    total = Fraction(0.1) + Fraction(0.9)
    assert plain.infosets[0].probabilities == (Fraction(0.1) / total, Fraction(0.9) / total)
    assert plain.path_payoffs()[1] == (Fraction(1 / 3),)
    assert asked.infosets[0].probabilities == (Fraction(1, 10), Fraction(9, 10))
    assert asked.path_payoffs()[1] == (Fraction(1, 3),)
    with pytest.raises(InputError, match="rationalise: got the chances 1/2, 1/2, 1/2, which sum to 3/2"):
        from_openspiel(_skewed(), rationalise=2)


def _skewed() -> Any:
    tree = Tree(["A"])
    tree.move(tree.chance(["l", "m", "r"], ["1/3", "1/3", "1/3"]))
    for _ in range(3):
        tree.leaf([1])
    return to_openspiel(tree.build())


def test_what_is_no_game_or_too_large_is_refused() -> None:
    with pytest.raises(InputError, match="got an object of type str; allowed: a pyspiel Game"):
        from_openspiel("kuhn_poker")
    with pytest.raises(InputError, match="more than 50 histories"):
        from_openspiel(pyspiel.load_game("tic_tac_toe"), most_nodes=50)
    with pytest.raises(InputError, match="mean-field game"):
        from_openspiel(pyspiel.load_game("mfg_crowd_modelling"))
    with pytest.raises(InputError, match="rationalise: got 0"):
        from_openspiel(pyspiel.load_game("kuhn_poker"), rationalise=0)
    with pytest.raises(InputError, match="got 1 player; allowed: at least 2, or a tree"):
        to_openspiel(NormalForm.of([[1, 2]]))


def test_a_label_that_openspiel_cannot_read_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    tree = Tree(["A"])
    tree.move(tree.infoset(0, ['say "yes"', "no"]))
    tree.leaf([1])
    tree.leaf([0])
    with pytest.raises(InputError, match="OpenSpiel refuses the tree"):
        to_openspiel(tree.build())
    assert "Traceback" not in capfd.readouterr().err


def test_leduc_poker_is_read_whole() -> None:
    """Its 9457 histories, counted by OpenSpiel's own walk."""
    theirs = pyspiel.load_game("leduc_poker")
    tree = from_openspiel(theirs)
    from open_spiel.python.algorithms import get_all_states

    states = get_all_states.get_all_states(
        theirs, depth_limit=-1, include_terminals=True, include_chance_states=True, to_string=lambda s: s.history_str()
    )
    assert isinstance(tree, ExtensiveForm)
    assert len(tree.nodes) == len(states)
