"""Trees: payoffs by adding up every path, information sets by their members, nothing over anything else."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from figure_reading import names, overlaps, parts, points, texts
from matplotlib.figure import Figure

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.library import TREES, absent_minded_driver, one_card_poker, seltens_horse, table_2
from selten.games.market_trees import sequential_tree
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.games.tree import Tree
from selten.report.figures import describe_tree, draw_tree
from selten.report.figures.tree_layout import tree_layout

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
POKER = ((HALF, HALF), (Fraction(1), Fraction(0)), (THIRD, 1 - THIRD), (1 - THIRD, THIRD))
"""Myerson's equilibrium of one-card poker."""


def wide(actions: int, depth: int) -> ExtensiveForm:
    """One player chooses among as many actions, again and again."""
    tree = Tree(["A"])
    _grow(tree, [str(k) for k in range(actions)], depth)
    return tree.build()


def _grow(tree: Tree, actions: list[str], depth: int) -> None:
    if not depth:
        tree.leaf([0])
        return
    tree.move(tree.infoset(0, actions))
    for _ in actions:
        _grow(tree, actions, depth - 1)


def paid(tree: ExtensiveForm, node: int = 0, so_far: tuple[Fraction, ...] = ()) -> list[tuple[Fraction, ...]]:
    """What stands at the ends from top to bottom, by recursion over the nodes."""
    total = so_far or (Fraction(0),) * len(tree.players)
    found = tree.nodes[node].outcome
    if found is not None:
        total = tuple(a + b for a, b in zip(total, tree.outcomes[found].payoffs, strict=True))
    if not tree.children[node]:
        return [total]
    return [end for child in tree.children[node] for end in paid(tree, child, total)]


@pytest.mark.parametrize("make", [*TREES, lambda: sequential_tree(table_2())])
def test_ends_moves_and_information_sets(make: Callable[[], ExtensiveForm]) -> None:
    tree = make()
    axes = draw_tree(tree)
    ends = [text for text in axes.texts if text.get_fontsize() == 8]
    ends.sort(key=lambda text: text.get_position()[1])
    told = [tuple(Fraction(part.replace("−", "-")) for part in text.get_text().split(", ")) for text in ends]
    assert told == paid(tree)
    moves = [k for k, node in enumerate(tree.nodes) if node.infoset is not None]
    assert sorted(name for name in names(axes) if name.startswith("node")) == sorted(f"node-{k}" for k in moves)
    dashed = [name for name in names(axes) if name.startswith("infoset")]
    sets = [(h, own) for h, own in enumerate(tree.members) if tree.infosets[h].player is not None]
    assert sorted(dashed) == sorted(f"infoset-{h}" for h, own in sets for _ in own[1:])


@pytest.mark.parametrize("make", TREES)
@pytest.mark.parametrize("played", [False, True])
def test_nothing_overlaps(make: Callable[[], ExtensiveForm], played: bool) -> None:
    tree = make()
    even = tuple((Fraction(1, len(s.actions)),) * len(s.actions) for s in tree.infosets)
    assert overlaps(draw_tree(tree, behaviour=even if played else None)) == []


def test_dashed_lines_join_the_members() -> None:
    """Selten's horse: player 3's two nodes, at different depths, stand in one column, joined from one to the other."""
    axes = draw_tree(seltens_horse())
    (line,) = parts(axes, "infoset-2")
    discs = [parts(axes, f"node-{k}")[0].center for k in seltens_horse().members[2]]
    assert sorted(zip(line.get_xdata(), line.get_ydata(), strict=True)) == sorted(discs)
    assert discs[0][0] == discs[1][0]
    assert line.is_dashed()


def test_a_set_met_twice_by_a_play_bends_around_its_path() -> None:
    axes = draw_tree(absent_minded_driver())
    (line,) = parts(axes, "infoset-0")
    assert len(set(line.get_ydata())) > 2


def test_what_is_played_is_thick_and_has_its_probability() -> None:
    """One-card poker in equilibrium: only the fold on red is not played, so 9 of 10 actions are thick."""
    axes = draw_tree(one_card_poker(), behaviour=POKER)
    widths = [line.get_linewidth() for line in axes.get_lines() if len(points(line)) == 3]
    assert (widths.count(2.4), widths.count(0.9)) == (9, 1)
    assert {"raise 1/3", "fold 2/3", "meet 2/3", "red 1/2", "fold 0"} <= set(texts(axes))
    assert "plays raise with 1/3 and fold with 2/3" in describe_tree(one_card_poker(), behaviour=POKER)


def test_a_profile_of_the_reduced_form_is_taken_too() -> None:
    profile = Profile.of([[1, 0], [0, 1], [0, 1]])
    assert {"C 1", "d 1", "R 1", "L 0"} <= set(texts(draw_tree(seltens_horse(), behaviour=profile)))


def test_a_deep_tree_is_cut_with_what_follows_counted() -> None:
    """4 ** 3 = 64 ends are drawn; of 4 ** 4 only three moves deep, each cut with 4 ends."""
    assert not tree_layout(wide(4, 3)).cut
    axes = draw_tree(wide(4, 4))
    assert texts(axes).count("… 4 ends") == 64
    assert "drawn to depth 3 of 4" in texts(axes)[-1]


def test_a_broad_tree_is_cut_with_what_is_missing_counted() -> None:
    axes = draw_tree(wide(100, 1), axes=Figure().add_subplot())
    assert len([text for text in axes.texts if text.get_fontsize() == 8]) == 64
    assert "36 further actions of the first move left out" in texts(axes)[-1]


def test_a_tree_of_one_end_and_a_very_deep_one() -> None:
    assert "0, 0" in texts(draw_tree(sequential_tree(NormalForm.of([[[0]], [[0]]]))))
    tree = Tree(["A"])
    for _ in range(3000):
        tree.move(tree.infoset(0, ["on"]))
    tree.leaf([1])
    layout = tree_layout(tree.build())
    assert (len(layout.nodes), layout.cut) == (17, {16: 1})


def test_the_words_say_who_cannot_tell_what() -> None:
    text = describe_tree(seltens_horse())
    assert "Player 3 moves after C, d and after D, which it cannot tell apart" in text
    assert "D, L pays 3, 2, 2." in text


def test_wrong_subjects() -> None:
    with pytest.raises(InputError, match="draw_tree: got a NormalForm; allowed: an ExtensiveForm"):
        draw_tree(table_2())  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"behaviour: got rows of \[1\] probabilities; allowed: \[2, 2, 2\]"):
        draw_tree(seltens_horse(), behaviour=((Fraction(1),),))
