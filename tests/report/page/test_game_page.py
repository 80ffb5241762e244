"""Pages of games against brute force over their profiles: cells, best responses, equilibria, filters' attributes."""

import json
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from itertools import product

import numpy as np
import pytest
from page_reading import Element, loads, read_page

from selten.equilibria.solution import Solution
from selten.equilibria.solve import solve
from selten.games.enclosed import Enclosed
from selten.games.library import matching_pennies, table_2
from selten.games.normal_form import NormalForm
from selten.report.page import equilibria as listing
from selten.report.page.game import game_page, game_parts
from selten.report.page.render import page_html
from selten.report.page.table import MOST_CELLS, MOST_STRATEGIES, game_table

KNOWN = {"input_sha256": "00", "seed": 0, "versions": {"selten": "0"}}
DEGENERATE = NormalForm.of([[[1, 1, 0], [1, 1, 0], [0, 0, 2]]] * 2)


def whole_numbers(seed: int, *shape: int) -> NormalForm:
    return NormalForm.of(np.random.default_rng(seed).integers(0, 5, (len(shape), *shape)).astype(object))


@cache
def page(game: NormalForm) -> tuple[Solution, str, Element]:
    solution = solve(game)
    text = page_html(game_page(game_parts(solution, seconds=0.0), KNOWN))  # no time for selection rules
    return solution, text, read_page(text)


def best(game: NormalForm, profile: Sequence[int], player: int) -> bool:
    others = ((*profile[:player], s, *profile[player + 1 :]) for s in range(game.counts[player]))
    own = game.payoffs[(player, *profile)]
    return all(game.payoffs[(player, *other)] <= own for other in others)


@pytest.mark.parametrize(
    "game",
    [table_2(), DEGENERATE, whole_numbers(1, 4, 3), whole_numbers(2, 2, 3, 2), whole_numbers(3, 2, 2, 2, 2, 2),
     whole_numbers(4, 5), NormalForm.of([[[1]], [[2]]])],
    ids=lambda game: "x".join(map(str, game.counts)),
)  # fmt: skip
def test_cells_marks_and_equilibria_are_those_of_brute_force(game: NormalForm) -> None:
    solution, _, root = page(game)
    cells = {e.attributes["data-p"]: e for table in root.all("table", kind="game") for e in table.all("td") if
             "data-p" in e.attributes}  # fmt: skip
    profiles = list(product(*map(range, game.counts)))
    assert set(cells) == {",".join(map(str, profile)) for profile in profiles}
    n = len(game.players)
    for profile in profiles:
        cell = cells[",".join(map(str, profile))]
        marks = [best(game, profile, i) for i in range(n)]
        assert len(cell.all("b", kind="best")) == sum(marks), profile
        assert ("eq" in cell.attributes.get("class", "").split()) == all(marks), profile
    rows = root.all("table", kind="equilibria")[0].all("tbody")[0].all("tr") if solution.equilibria else []
    assert [int(row.attributes["data-eq"]) for row in rows] == list(range(len(solution.equilibria)))


def test_bars_have_the_length_of_the_probability() -> None:
    game = NormalForm.of(
        [[[3, 0], [0, 1]], [[1, 0], [0, 3]]]
    )  # mixed: the first plays (3/4, 1/4), the second (1/4, 3/4)
    _, _, root = page(game)
    rows = root.all("table", kind="equilibria")[0].all("tbody")[0].all("tr")
    mixed = next(row for row in rows if "mixed" in row.attributes["data-marks"])
    widths = [e.children[0].attributes["style"] for e in mixed.all("span", kind="track")]
    assert widths == ["width:75.0%", "width:25.0%", "width:25.0%", "width:75.0%"]
    assert [e.words() for e in mixed.all("span", kind="share")] == ["3/4", "1/4", "1/4", "3/4"]
    assert json.loads(mixed.attributes["data-values"]) == [0.75, 0.75]


def test_components_show_members_and_indices() -> None:
    solution, _, root = page(DEGENERATE)
    articles = root.all("article", kind="component")
    members = [sorted({int(b.attributes["data-eq"]) for b in a.all("button", kind="chip")}) for a in articles]
    assert members == [list(part.equilibria) for part in solution.components]
    texts = [a.all("span", kind="index")[0].words() for a in articles]
    assert sorted(texts) == ["index +1", "index +1", "index −1"]  # two are stable, and the indices add up to 1


def test_names_are_escaped() -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>'\"&"
    game = NormalForm.of([[[1, 0], [0, 1]]] * 2, [[evil, "b"], [evil, "x" * 5000]], players=[evil, "B"], title=evil)
    _, text, root = page(game)
    assert "<img" not in text
    assert len(root.all("script")) == 2  # the data and the code
    assert root.all("h1")[0].words().startswith("</script><script>alert(1)")
    data = next(e for e in root.all("script") if e.attributes.get("type") == "application/json")
    assert json.loads(data.text)["equilibria"]["0"]["s"] == [[0], [0]]
    assert "x" * 100 not in root.all("table", kind="game")[0].words()


def test_nothing_is_loaded_and_the_page_is_reproducible() -> None:
    _, text, _ = page(DEGENERATE)
    assert loads(text) == []
    assert page.__wrapped__(DEGENERATE)[1] == text
    assert loads("<img src='//example.org/a.png'><style>@import url(https://example.org/a.css);</style>") != []


def test_every_figure_has_words_and_a_name_of_its_own() -> None:
    _, _, root = page(matching_pennies())
    figures = root.all("figure")
    names = [figure.attributes["data-name"] for figure in figures]
    assert sorted(names) == ["components", "equilibria", "game", "replies"]
    for figure in figures:
        svg = figure.all("svg")[0]
        assert svg.attributes["role"] == "img"
        assert len(svg.attributes["aria-label"]) > 20
    ids = [e.attributes["id"] for e in every(root) if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def every(root: Element) -> list[Element]:
    return [own for child in root.children for own in (child, *every(child))]


def test_anchors_and_labels_lead_somewhere() -> None:
    _, _, root = page(DEGENERATE)
    ids = {e.attributes["id"] for e in every(root) if "id" in e.attributes}
    for link in root.all("a"):
        assert link.attributes["href"].removeprefix("#") in ids
    for own in every(root):
        assert own.attributes.get("aria-labelledby", "content") in ids
    headings = [e.tag for e in every(root) if e.tag in ("h1", "h2", "h3")]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1


def test_large_games_are_cut_and_it_is_said() -> None:
    rng = np.random.default_rng(5)
    game = NormalForm.of(rng.integers(0, 1000, (2, 60, 60)).astype(object))
    found = game_table(Solution(game, "", solve(matching_pennies()).status, ()))
    assert len(found.heads) == MOST_STRATEGIES
    assert len(found.slices[0].rows) == MOST_STRATEGIES
    assert "576 of 3,600" in found.cut
    many = game_table(Solution(whole_numbers(6, 9, 9, 9, 9), "", solve(matching_pennies()).status, ()))
    assert sum(len(row[1]) for own in many.slices for row in own.rows) <= MOST_CELLS
    assert "of 6,561" in many.cut


def test_of_many_equilibria_some_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_ROWS", 12)
    solution, text, root = page.__wrapped__(NormalForm.of([np.eye(4, dtype=int).astype(object).tolist()] * 2))
    assert len(solution.equilibria) == 2**4 - 1
    rows = root.all("table", kind="equilibria")[0].all("tbody")[0].all("tr")
    assert len(rows) == 12
    assert "And 3 more" in text


def test_bounds_are_shown_with_both_ends_and_open_comparisons_unmarked() -> None:
    a, b = Enclosed.symbol("a", 0.25, 0.5), Enclosed.symbol("b", 0.375, 0.75)
    game = NormalForm.of([[[a, 0], [b, 0]], [[0, 0], [0, 0]]])
    found = game_table(Solution(game, "", solve(matching_pennies()).status, ()))
    first = found.slices[0].rows[0][1][0].payoffs[0]
    assert first.best is None
    assert first.value.full == "between 0.25 and 0.5"


def test_exact_payoffs_stay_exact() -> None:
    third, long = Fraction(1, 3), Fraction(10**20, 3)
    _, text, _ = page(NormalForm.of([[[third, long]], [[0, 0]]]))
    assert ">1/3<" in text
    assert f'title="{10**20}/3"' in text


def test_rules_say_what_to_expect() -> None:
    hunt = solve(NormalForm.of([[[9, 0], [8, 7]], [[9, 8], [0, 7]]], title="Stag hunt"))
    kept = {
        "payoff dominance": (0,),  # (9, 9) is the most that anybody gets
        "risk dominance": (2,),  # 7 * 7 > 1 * 1: the products of the losses from deviating
    }
    found = game_parts(hunt, seconds=60.0)
    assert {own.name: own.choice.kept for own in found.kept if own.name in kept} == kept
    made = game_page(found, KNOWN)
    assert made.title == "Stag hunt"
    assert made.answers[0] == "3 extreme equilibria in 3 components, proven to be all."
    assert any("Payoff dominance" in sentence and "equilibrium 0" in sentence for sentence in made.answers)
