"""What all figures share: bytes that do not change, text that stays text, words beside the picture, no side effects."""

import inspect
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from figure_reading import svg_texts
from matplotlib import rcParams

from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.library import battle_of_the_sexes, table_2
from selten.games.normal_form import NormalForm
from selten.report import figures
from selten.report.figures import draw_game, draw_replies, save, svg_text
from selten.report.figures.palette import INK, SERIES, VARIABLES

AWKWARD = ["$x$ <b>&amp;", 'say "so" \\alpha', "日本\x00\n语", " "]


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_the_same_figure_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    """Drawn twice from the game, and written twice from one drawing."""
    axes = draw_game(battle_of_the_sexes())
    written = [
        save(own, tmp_path / f"{k}.{suffix}", description="words").read_bytes()
        for k, own in enumerate((axes, axes, draw_game(battle_of_the_sexes())))
    ]
    assert written[0] == written[1] == written[2]


def test_a_file_carries_its_words(tmp_path: Path) -> None:
    from PIL import Image

    axes = draw_replies(battle_of_the_sexes())
    svg = save(
        axes, tmp_path / "a.svg", description="Two curves cross <three> times – see.", title="Curves"
    ).read_text()
    root = ElementTree.fromstring(svg)
    assert [own.text for own in root[:2]] == ["Curves", "Two curves cross <three> times – see."]
    with Image.open(save(axes, tmp_path / "a.png", description="Two – see.")) as picture:
        assert picture.info["Description"] == "Two – see."
    assert b"Two curves" in save(axes, tmp_path / "a.pdf", description="Two curves").read_bytes()


def test_text_is_text() -> None:
    svg = svg_text(draw_game(battle_of_the_sexes()), "words")
    assert {"ballet", "boxing", "3", "2", "0"} <= set(svg_texts(svg))


def test_awkward_labels_are_shown_as_they_are_or_cleaned() -> None:
    game = NormalForm.of([[[1, 2], [3, 4]]] * 2, [AWKWARD[:2], AWKWARD[2:]], players=["<1>", "a&b"])
    shown = svg_texts(svg_text(draw_game(game), 'a "quoted" <word>'))
    assert {"$x$ <b>&amp;", 'say "so" \\alpha', "日本 语", "(blank)", "player a&b"} & set(shown) >= {
        "$x$ <b>&amp;",
        "(blank)",
    }
    assert 'say "so" \\alpha' in shown


def test_two_figures_share_no_id() -> None:
    ids = [
        set(re.findall(r'\bid="([^"]+)"', svg_text(draw_replies(game), "words")))
        for game in (battle_of_the_sexes(), NormalForm.of([[[1, 0], [0, 1]]] * 2))
    ]
    assert all(ids)
    assert not ids[0] & ids[1]


def test_an_inlined_figure_styles_and_loads_nothing_else() -> None:
    svg = svg_text(draw_game(table_2()), "words")
    root = ElementTree.fromstring(svg)
    assert (root.get("role"), root.get("aria-label")) == ("img", "words")
    assert root.get("width") is None
    assert root.get("viewBox")
    assert "<style" not in svg
    assert "http" not in svg
    references = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    assert references <= set(re.findall(r'\bid="([^"]+)"', svg))


def test_colours_are_variables_with_the_printed_ones_behind() -> None:
    svg = svg_text(draw_game(solve(table_2())), "words")
    for colour in (INK, SERIES[0], SERIES[1]):
        assert svg.count(colour) == svg.count(f"var({VARIABLES[colour]}, {colour})") > 0


def test_named_parts_say_something() -> None:
    svg = svg_text(draw_game(battle_of_the_sexes()), "words")
    assert '<g data-item="cell-0-0"><title>(ballet, ballet): pure equilibrium</title>' in svg


@pytest.mark.parametrize("name", ["a.gif", "a", "a.svg.gz"])
def test_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"allowed: \.svg, \.png, \.pdf"):
        save(draw_game(battle_of_the_sexes()), tmp_path / name)


def test_the_settings_of_the_user_stay() -> None:
    before = dict(rcParams)
    svg_text(draw_game(battle_of_the_sexes()), "words")
    assert dict(rcParams) == before


def test_a_drawing_keeps_its_looks_within_other_settings() -> None:
    svg = svg_text(draw_replies(battle_of_the_sexes()), "words")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(rcParams, "font.size", 30.0)
        assert svg_text(draw_replies(battle_of_the_sexes()), "words") == svg


@pytest.mark.parametrize("name", [name for name in figures.__all__ if name.startswith("draw_")])
def test_every_figure_has_its_words(name: str) -> None:
    """``describe_X`` takes what ``draw_X`` takes, but for what only the eye sees."""
    drawn = inspect.signature(getattr(figures, name)).parameters
    told = inspect.signature(getattr(figures, name.replace("draw_", "describe_"))).parameters
    assert next(iter(drawn)) == next(iter(told))
    assert set(told) <= set(drawn)


def test_the_door_opens_without_matplotlib() -> None:
    code = (
        "import sys, selten.report.figures as f; assert 'matplotlib' not in sys.modules; f.draw_game; f.describe_tree;"
        "from selten.games.library import chicken; f.describe_game(chicken()); f.draw_game(chicken());"
        "print('matplotlib' in sys.modules, 'matplotlib.pyplot' in sys.modules, hasattr(f, 'draw_nothing'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "False"]
