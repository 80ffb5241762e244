"""Solutions as HTML, read back: probabilities, payoffs and components against the solution itself."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from html_reading import read_html

from selten.equilibria.bundling.offering import solve_market
from selten.equilibria.certify import certify
from selten.equilibria.disclosure.answer import solve_disclosure
from selten.equilibria.solution import Certificate
from selten.equilibria.solve import solve
from selten.games.disclosure import parse_disclosure
from selten.games.library import NORMAL_FORMS, prisoners_dilemma, stag_hunt, table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.games.specs.market_spec import parse_market

EVIL = "<script>alert(1)</script>"


@pytest.mark.parametrize("make", [make for make in NORMAL_FORMS if len(make().players) > 1])
def test_rows_against_the_solution(make: Callable[[], NormalForm]) -> None:
    """Each row read back: supports as labels, payoffs recomputed from what is read where numbers are short."""
    game = make()
    answer = solve(game)
    read = read_html(answer._repr_html_())
    n = len(game.players)
    rows = read.texts()[1:]
    assert len(rows) == min(len(answer.equilibria), 40)
    for row, found in zip(rows, answer.equilibria, strict=False):
        for text, labels, own in zip(row[1 : n + 1], game.strategies, found.profile.strategies, strict=True):
            played = [label for label, p in zip(labels, own, strict=True) if p]
            assert [line.rpartition(" ")[0] or line for line in _lines(text, len(played))] == played
        assert row[2 * n + 1] == "0"


def _lines(text: str, count: int) -> list[str]:
    """Lines of a mixture; an approximate number has a sign of its own in front."""
    lines = [line.replace(" ≈", "") for line in text.split("\n")]
    return lines if count > 1 else [f"{lines[0]} 1"]


def test_a_solution_by_hand() -> None:
    read = read_html(solve(stag_hunt())._repr_html_())
    assert read.texts() == [
        ["", "1", "2", "payoff 1", "payoff 2", "regret", "component"],
        ["0", "stag", "stag", "4", "4", "0", "0"],
        ["1", "stag 3/4\nhare 1/4", "stag 3/4\nhare 1/4", "3", "3", "0", "1"],
        ["2", "hare", "hare", "3", "3", "0", "2"],
    ]
    assert read.captions == ["3 equilibria of the Stag hunt: 2 × 2 game of players 1, 2 (exact payoffs)"]
    assert "All extreme equilibria, proven complete. Found by selten-enumerate" in read.text
    assert "3 components with index +1, -1, +1; 3 maximal Nash subsets." in read.text


def test_large_solutions_are_cut_and_say_so() -> None:
    read = read_html(solve(table_2())._repr_html_())
    assert "49 of 89 equilibria are left out." in read.text
    assert "8 components with index" in read.text
    assert "14 maximal Nash subsets." in read.text


def test_certificates_say_what_is_proven() -> None:
    exact = read_html(certify(prisoners_dilemma(), Profile.pure((2, 2), (0, 0)))._repr_html_())
    assert exact.captions == ["Profile: regret 2 over all strategies, exactly (payoffs range over 5)"]
    # the second player would get 3 with hare and gets (1 + 3) / 2; the first could gain 3 - 2.75
    rounded = read_html(certify(stag_hunt(), Profile.of([[0.25, 0.75], [0.5, 0.5]]))._repr_html_())
    assert rounded.captions == ["Profile: regret at most 1 over all strategies (payoffs range over 4)"]
    pure = read_html(certify(prisoners_dilemma(), Profile.pure((2, 2), (1, 1)))._repr_html_())
    assert pure.captions[0].startswith("Equilibrium: regret 0 over all strategies, exactly")
    assert pure.texts()[1:] == [["player 1", "strategy 2", "1"], ["player 2", "strategy 2", "1"]]


def test_names_cannot_become_tags() -> None:
    game = NormalForm.of(prisoners_dilemma().payoffs, [[EVIL, "a&b"]] * 2, players=[EVIL, "'"], title=EVIL)
    read = read_html(solve(game)._repr_html_())
    assert "script" not in read.tags
    assert read.texts()[0][1] == EVIL
    assert EVIL in read.captions[0]


def test_kinds_of_certificates_are_words() -> None:
    from selten.equilibria.html import certificate_html

    texts = [certificate_html(Certificate(kind, Fraction(0), 1, True)) for kind in ("strategies", "grid", "continuum")]
    assert [text.split(" over ")[1].split(",")[0] for text in texts] == [
        "all strategies",
        "all prices of the grid",
        "all real prices",
    ]


def test_markets() -> None:
    atoms = [{"values": [2, 1], "mass": "1/2"}, {"values": [1, 2], "mass": "1/2"}]
    solved = solve_market(parse_market({"valuations": {"atoms": atoms}, "complementarity": 0}, "x", Path()))
    read = read_html(solved._repr_html_())
    assert solved.solution is not None
    assert len(read.captions) == 2
    assert "8 × 8 game of players" in read.captions[0]
    assert [row[0].text for row in read.rows[1:9]] == list(solved.game.strategies[0])


def test_disclosure_markets() -> None:
    spec = {"customers": 10, "stock": 3, "share": "9/10", "prior": 0.5, "search_cost": 0.5, "tastes": "uniform"}
    spec |= {"values": {"L": 5, "H": 7}, "cost_scales_with_taste": False, "prices": {"L": 2, "H": 5}}
    read = read_html(solve_disclosure(parse_disclosure({**spec, "arrival": "random"}, "x"))._repr_html_())
    assert read.captions == ["Aggregate disclosure: strict"]
    assert [row[0].text for row in read.rows[1:]] == ["full_L_scarce", "full_H_scarce", "aggregate"]
