"""What ``selten solve`` prints for a person: against what the tutorial's shops, table 2 and a cut list must show."""

from dataclasses import replace
from typing import Any

import pytest

from selten.cli import solve_table
from selten.cli.solve_answer import Answer, perfection
from selten.cli.solve_table import runs, show
from selten.equilibria.solution import Solution, Status
from selten.equilibria.solve import solve
from selten.games.library import odd_one_out, table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

COORDINATION = NormalForm.of([[[2, 0, 0], [0, 1, 0], [0, 0, 0]], [[1, 0, 0], [0, 2, 0], [0, 0, 0]]])


def printed(
    solution: Solution,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    width: int = 160,
    proper: bool | None = None,
) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    show(Answer(solution, perfection(solution), proper=(proper,) * len(solution.equilibria)))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    return lines


def column(lines: list[str], title: str, heading: str) -> list[str]:
    """The cells of one column of one table."""
    start = lines.index(next(line for line in lines if line.startswith(title))) + 2
    names = [name.strip() for name in lines[start].strip("┃").split("┃")]
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("│"):
            break
        rows.append(line.strip("│").split("│")[names.index(heading)].strip())
    return rows


def test_refinements_of_a_coordination_game(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two strict ones, the mixed one with full best replies, and one in dominated strategies."""
    lines = printed(solve(COORDINATION), capsys, monkeypatch)
    assert column(lines, "Equilibria", "refinements") == ["strict", "perfect, proper?, quasi-strict", "strict", "none"]
    assert column(lines, "Components", "index") == ["1", "-1", "1", "0"]
    assert column(lines, "Components", "perfect") == ["all", "all", "all", "none"]
    lines = printed(solve(COORDINATION), capsys, monkeypatch, proper=True)
    assert column(lines, "Equilibria", "refinements")[1] == "proper, quasi-strict"
    lines = printed(solve(COORDINATION), capsys, monkeypatch, proper=False)
    assert column(lines, "Equilibria", "refinements")[1] == "perfect, quasi-strict"
    assert "? is open" in "\n".join(lines)


def test_components_of_table_2(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """8 components, 14 subsets, 26 of 89 perfect: 25 in seven components and one of the 64 in the eighth."""
    lines = printed(solve(table_2()), capsys, monkeypatch)
    assert sorted(column(lines, "Components", "index")) == ["-1", "-1", "0", "0", "0", "1", "1", "1"]
    assert sum(map(int, column(lines, "Components", "Nash subsets"))) == 14
    assert sorted(column(lines, "Components", "perfect")) == ["1 of 64", *["all"] * 7]
    assert "0-29, 51, 52, 57-88" in column(lines, "Components", "extreme equilibria")
    assert not any("more" in line for line in lines)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_long_lists_are_cut_and_say_so(capsys: Any, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr(solve_table, "MOST_ROWS", 5)
    text = " ".join(" ".join(printed(solve(table_2()), capsys, monkeypatch, width=width)).split())
    assert "84 more equilibria: --json prints all 89." in text
    assert "3 more components: --json prints all 8." in text


def test_three_players_and_rounded_profiles(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = printed(solve(odd_one_out()), capsys, monkeypatch)
    assert column(lines, "Equilibria", "refinements") == ["strict", "strict"]
    solution = solve(COORDINATION)
    half = replace(solution.equilibria[1], profile=Profile.of([[0.6, 0.4, 0.0], [0.3, 0.7, 0.0]]))
    mixed = Solution(COORDINATION, "float", Status.ONE, (solution.equilibria[0], half))
    lines = printed(mixed, capsys, monkeypatch)
    assert column(lines, "Equilibria", "refinements") == ["strict", "perfect?, quasi-strict?"]


def test_what_is_not_known_is_a_question_mark(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    solution = solve(COORDINATION)
    parts = tuple(replace(part, index=None, nash_subsets=()) for part in solution.components)
    unknown = replace(solution, components=parts, nash_subsets=())
    monkeypatch.setenv("COLUMNS", "120")
    show(Answer(unknown, (None,) * 4, proper=(None,) * 4))
    lines = capsys.readouterr().out.splitlines()
    for heading in ("index", "perfect", "Nash subsets"):
        assert column(lines, "Components", heading) == ["?"] * 4


@pytest.mark.parametrize(
    ("positions", "text"),
    [([], ""), ([3], "3"), ([3, 4], "3, 4"), ([3, 4, 5], "3-5"), ([0, 2, 3, 4, 9, 10], "0, 2-4, 9, 10")],
)
def test_runs(positions: list[int], text: str) -> None:
    assert runs(positions) == text
