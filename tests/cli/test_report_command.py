"""``selten report``: each kind of input becomes a page that loads nothing; what is wrong with a call is said first."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from page_reading import loads, read_page

from selten.cli import run

DILEMMA = {
    "payoffs": [[[3, 0], [5, 1]], [[3, 5], [0, 1]]],
    "players": ["A", "B"],
    "strategies": [["s", "t"], ["s", "t"]],
}
ENTRY = """EFG 2 R "Entry" { "entrant" "incumbent" }
p "" 1 1 "" { "out" "in" } 0
t "" 1 "" { 0, 2 }
p "" 2 1 "" { "fight" "share" } 0
t "" 2 "" { -1, -1 }
t "" 3 "" { 1, 1 }
"""
ATOMS = {"valuations": {"atoms": [{"values": ["1/2", "1/2"], "mass": 1}]}, "complementarity": 0}
PRIOR = {"states": [{"mass": "1/2", "values": [3], "costs": [1]}, {"mass": "1/2", "values": [4], "costs": [1]}]}
DISCLOSURE = {
    "customers": 10, "stock": 3, "share": "9/10", "prior": "1/2", "search_cost": "1/2", "values": {"L": 5, "H": 7},
    "prices": {"L": 2, "H": 5}, "tastes": "uniform", "arrival": "efficient", "cost_scales_with_taste": False,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, data in (("game", DILEMMA), ("market", ATOMS), ("prior", PRIOR), ("disclosure", DISCLOSURE)):
        Path(f"{name}.json").write_text(json.dumps(data))
    Path("entry.efg").write_text(ENTRY)
    rows = "case,a,a_float,status,reason,verdict,certificate\n" + "".join(
        f"{k},{k},{k}.0,solved,,{'no' if k < 2 else 'strict'},exact\n" for k in range(4)
    )
    Path("rows.csv").write_text(rows)
    return tmp_path


@pytest.mark.parametrize(
    ("source", "sections", "said"),
    [
        ("game.json", ["game", "equilibria", "structure", "selection", "certificates"], "1 extreme equilibrium in 1"),
        ("entry.efg", ["tree", "subgame-perfect", "game"], "1 subgame-perfect equilibrium, proven to be all"),
        ("market.json", ["expected", "profits", "prices", "game"], "The offering game has"),
        ("prior.json", ["surplus", "segments", "proof", "prior"], "Consumers get 1/2 of a total surplus of 5/2"),
        ("disclosure.json", ["visits", "outcomes", "prices", "market"], "The seller hides the composition"),
        ("rows.csv", ["outcomes", "columns", "rows"], "4 cases, 4 of them with an answer"),
    ],
)
def test_every_input_becomes_a_page(folder: Path, source: str, sections: list[str], said: str) -> None:
    assert run(["report", source, "-o", "page.html", "--time-limit", "0.2"]) == 0
    text = Path("page.html").read_text(encoding="utf-8")
    root = read_page(text)
    names = [section.attributes["id"] for section in root.all("section") if "id" in section.attributes]
    assert [name for name in sections if name not in names] == []
    assert said in root.words()
    assert loads(text) == []
    assert [path.name for path in folder.glob(".*")] == []


def test_figures_are_written_in_both_formats(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "rows.csv", "-o", "page.html", "--figures", "figures"]) == 0
    assert sorted(path.name for path in Path("figures").iterdir()) == ["outcome-0.png", "outcome-0.svg"]
    assert ElementTree.parse("figures/outcome-0.svg").getroot().tag.endswith("svg")
    assert Path("figures/outcome-0.png").read_bytes()[:4] == b"\x89PNG"
    told = capsys.readouterr()
    assert told.out == ""
    assert re.fullmatch(r"selten: wrote page.html \(\d+ kB\) and 2 files of figures in figures in [\d.]+ s\n", told.err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["game.json", "-o", "nowhere/page.html"], "--output: got nowhere/page.html"),
        (["game.json", "-o", "."], "--output: got ., which is a folder"),
        (["game.json", "-o", "page.html", "--figures", "a/b"], "--figures: got a/b"),
        (["game.json", "-o", "page.html", "--figures", "game.json"], "--figures: got game.json, which is a file"),
        (["game.json", "-o", "page.html", "--welfare"], "--welfare: got game.json"),
        (["nothing.json", "-o", "page.html"], "nothing.json: cannot be read"),
        (["game.json"], "Missing option '-o'"),
    ],
)
def test_what_is_wrong_is_said_before_the_work(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", *arguments]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert not Path("page.html").exists()
