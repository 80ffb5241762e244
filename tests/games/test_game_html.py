"""Games as HTML, read back: payoffs, best responses and equilibria against brute force over the table."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from html_reading import read_html
from hypothesis import given
from random_games import normal_forms, trees

from selten.games.enclosed import Enclosed
from selten.games.extensive_form import ExtensiveForm
from selten.games.html import MOST_COLUMNS, MOST_ROWS, bound_html, normal_form_html, number_html, profile_html
from selten.games.library import NORMAL_FORMS, TREES, entry_game, prisoners_dilemma, seltens_horse
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, regrets
from selten.games.tree_html import tree_html

EVIL = "<script>alert(1)</script>"


def marked(game: NormalForm, cell: tuple[int, ...]) -> str:
    """What a cell must say: payoffs, those that no deviation beats with a star, by trying every deviation."""
    parts = []
    for player, own in enumerate(game.payoffs):
        line = [own[(*cell[:player], k, *cell[player + 1 :])] for k in range(game.counts[player])]
        parts.append(("*" if all(own[cell] >= other for other in line) else "") + str(own[cell]))
    return ", ".join(parts)


def is_equilibrium(game: NormalForm, cell: tuple[int, ...]) -> bool:
    return bool(max(regrets(game, Profile.pure(game.counts, cell))) == 0)


@pytest.mark.parametrize("make", [make for make in NORMAL_FORMS if len(make().players) == 2])
def test_bimatrix_against_brute_force(make: Callable[[], NormalForm]) -> None:
    game = make()
    read = read_html(game._repr_html_())
    rows = read.rows[1:]
    assert [cell.text for cell in read.rows[0][1:]] == list(game.strategies[1])
    assert [row[0].text for row in rows] == list(game.strategies[0])
    for cell in product(*map(range, game.counts)):
        found = rows[cell[0]][cell[1] + 1]
        assert found.text == marked(game, cell)
        assert found.framed == is_equilibrium(game, cell)


@given(normal_forms())
def test_any_game_with_any_labels(game: NormalForm) -> None:
    """Every label and every best response comes back from the HTML; tags match whatever the labels hold."""
    read = read_html(normal_form_html(game))
    if len(game.players) == 2:
        assert [row[0].text for row in read.rows[1:]] == _flat(game.strategies[0])
        return
    n = len(game.players)
    assert [cell.text for cell in read.rows[0]] == [*_flat(game.players), "payoffs"]
    for row, cell in zip(read.rows[1:], np.ndindex(*game.counts), strict=True):
        labels = [own[k] for own, k in zip(game.strategies, cell, strict=True)]
        assert [found.text for found in row[:n]] == _flat(labels)
        assert [part.startswith("*") for part in row[n].text.split(", ")] == [
            part.startswith("*") for part in marked(game, cell).split(", ")
        ]
        assert row[n].framed == is_equilibrium(game, cell)


def _flat(labels: object) -> list[str]:
    """Labels as an HTML parser gives them back: line ends and NUL are normalised by parsers."""
    assert isinstance(labels, (tuple, list))
    return [label.replace("\r\n", "\n") for label in labels]


def test_names_cannot_become_tags() -> None:
    game = NormalForm.of([[[1]], [[2]]], [[EVIL], ["a&b"]], players=[EVIL, '"'], title=EVIL)
    read = read_html(game._repr_html_())
    assert "script" not in read.tags
    assert read.texts()[1][0] == EVIL
    assert read.captions[0].startswith(f'{EVIL}: 1 × 1 game of players {EVIL}, "')


def test_nothing_has_a_background_or_a_colour_of_its_own() -> None:
    for text in (prisoners_dilemma()._repr_html_(), seltens_horse()._repr_html_()):
        assert "background:" not in text.replace("background:currentColor", "")
        assert ";color:" not in text
        assert '"color:' not in text


def test_large_games_are_cut_and_say_so() -> None:
    game = NormalForm.of(np.random.default_rng(1).integers(0, 9, (2, 60, 30)))
    read = read_html(game._repr_html_())
    assert (len(read.rows), {len(row) for row in read.rows}) == (MOST_ROWS + 1, {MOST_COLUMNS + 1})
    assert "20 of 60 rows are left out." in read.text
    assert "10 of 30 columns are left out." in read.text
    for i, j in ((0, 0), (7, 19), (39, 3)):  # best responses are those of the whole game
        assert read.rows[i + 1][j + 1].text == marked(game, (i, j))
    three = NormalForm.of(np.zeros((3, 4, 4, 4), dtype=int))
    assert "24 of 64 profiles are left out." in read_html(three._repr_html_()).text


def test_bounds_that_decide_nothing_are_not_marked() -> None:
    b, c = Enclosed.symbol("b", 0.25, 0.5), Enclosed.symbol("c", 0.375, 0.625)
    read = read_html(NormalForm.of([[[b], [c]], [[b], [b]]])._repr_html_())
    assert [row[1].text for row in read.rows[1:]] == ["[0.25, 0.5], *[0.25, 0.5]", "[0.375, 0.625], *[0.25, 0.5]"]
    assert "where the bounds on payoffs decide it" in read.text
    assert not any(cell.framed for row in read.rows for cell in row)


@pytest.mark.parametrize("value", [Fraction(10**400, 3), Fraction(1, 10**400), 10**301, Fraction(7, 3), 1e-300, 0.1])
def test_numbers_of_any_size_have_a_text(value: object) -> None:
    assert read_html(number_html(value)).text


@pytest.mark.parametrize(
    ("low", "high", "shown"), [(0.25, 0.25, "0.25"), (0.25, 0.5, "[0.25, 0.5]"), (0.1, 0.1 + 1e-12, "≈ 0.1")]
)
def test_bounds_are_as_short_as_they_may_be(low: float, high: float, shown: str) -> None:
    text = number_html(Enclosed.symbol("b", low, high))
    assert read_html(text).text == shown
    assert (f"from {low!r} to {high!r}" in text) == (shown[0] == "≈")


@pytest.mark.parametrize("value", [0.0, 0.9, 0.1 + 0.2, 1e-300, 5e-324, 1e300, 123456.7, 1234567.8, 3.3e-17])
def test_bounds_stay_bounds_when_they_are_cut(value: float) -> None:
    assert value <= float(bound_html(value)) <= value * 1.00002 + 5e-324


def test_profiles_show_their_supports() -> None:
    read = read_html(profile_html(Profile.of([["1/3", "2/3", 0], [0, 1]])))
    assert read.texts()[1:] == [["player 1", "strategy 1 1/3\nstrategy 2 2/3"], ["player 2", "strategy 2"]]
    wide = read_html(Profile.of([[Fraction(1, 50)] * 50])._repr_html_())
    assert "30 of 50 strategies of the support are left out." in wide.text


@pytest.mark.parametrize("make", TREES)
def test_trees_have_one_line_for_each_node(make: Callable[[], ExtensiveForm]) -> None:
    tree = make()
    lines = _outline(tree)
    assert len(lines) == len(tree.nodes)
    for node, line in enumerate(lines):
        history = tree.history(node)
        assert not history or f"{history[-1]}" in line
        h = tree.nodes[node].infoset
        if h is not None:
            player = tree.infosets[h].player
            assert ("chance" if player is None else tree.players[player]) in line
        assert _depth(line) == len(history)


def _outline(tree: ExtensiveForm) -> list[str]:
    return read_html(tree._repr_html_()).text.partition("sets)")[2].splitlines()


def _depth(line: str) -> int:
    """How deep a line is indented, two characters a move."""
    return (len(line) - len(line.lstrip(" │├└"))) // 2


def test_an_outline_by_hand() -> None:
    assert _outline(entry_game()) == [
        "entrant",
        "├ out → 0, 2",
        "└ in → incumbent",
        "  ├ fight → -1, -1",
        "  └ share → 1, 1",
    ]


@given(trees())
def test_any_tree_with_any_labels(tree: ExtensiveForm) -> None:
    read_html(tree_html(tree))


def test_names_in_trees_cannot_become_tags_and_large_trees_are_cut() -> None:
    from selten.games.tree import Tree

    tree = Tree([EVIL], title=EVIL)
    tree.move(tree.infoset(0, [EVIL, *(f"a{k}" for k in range(60))]))
    for _ in range(61):
        tree.leaf([1])
    read = read_html(tree.build()._repr_html_())
    assert "script" not in read.tags
    assert read.text.count(EVIL) == 4
    assert "22 of 62 nodes are left out." in read.text
