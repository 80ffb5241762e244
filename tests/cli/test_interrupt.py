"""Ctrl-C, sent to real processes: exit status 130, no traceback, and what was certified by then printed whole."""

import json
import math
import os
import signal
import subprocess
import sys
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest
from terminals import Ended, alive, interrupted, plain

from selten.cli import interrupt, run
from selten.cli.output import print_json
from selten.games.formats import write_game
from selten.games.library import table_2

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes by /proc")


def clean(ended: Ended) -> None:
    assert ended.status == 130, ended.err
    assert "Traceback" not in ended.err
    assert plain(ended.err).rstrip().endswith("selten: interrupted")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_game(table_2(), tmp_path / "table.json")
    copula = {"gaussian_copula": {"marginal": {"beta": [2, 3]}, "correlation": 0.3}}
    (tmp_path / "market.json").write_text(json.dumps({"valuations": copula, "complementarity": "1/10"}))
    return tmp_path


def test_an_engine_that_never_would_ends_and_leaves_no_process(folder: Path) -> None:
    """Gambit's gnm cycles on table 2 of the bundling paper."""
    ended = interrupted(["solve", "table.json", "--solver", "gambit-gnm", "--json"], "gambit-gnm", folder)
    clean(ended)
    data = json.loads(ended.out)
    assert data["status"] == "limit"
    assert data["message"].startswith("Stopped by Ctrl-C")
    assert all(Fraction(own["regret"]) < Fraction(1, 10**6) for own in data["equilibria"])
    assert len(ended.children) == 1
    assert not any(map(alive, ended.children))


def test_bundling_prints_the_profits_found_by_then(folder: Path) -> None:
    """The best price p of a component maximises p (1 - F(p)), F that of Beta(2, 3): 16/81 at 1/3, by calculus."""
    ended = interrupted(["bundling", "market.json", "--json"], "price games, b done", folder)
    clean(ended)
    data = json.loads(ended.out)
    assert math.isclose(data["payoffs"]["1"], 16 / 81, rel_tol=1e-9)
    assert data["certificates"]["1"]["regret"] < 1e-9
    assert not set(data["undecided"]) & set(data["payoffs"])
    assert data["undecided"][-1] == "1|2b"
    assert data["equilibria"] is data["table"] is None


def test_lines_are_whole_and_in_order(folder: Path) -> None:
    """Every line solved before is there; no line is torn."""
    random = Random(7)
    games = [[[[random.randint(0, 9) for _ in range(5)] for _ in range(5)] for _ in range(2)] for _ in range(3000)]
    lines = [json.dumps({"payoffs": game, "players": [f"a{k}", f"b{k}"]}) for k, game in enumerate(games)]
    (folder / "games.jsonl").write_text("\n".join(lines))
    ended = interrupted(["solve", "games.jsonl"], "of 3000", folder)
    clean(ended)
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.out.endswith("\n")
    assert 0 < len(answers) < 3000
    assert [answer["players"][0] for answer in answers] == [f"a{k}" for k in range(len(answers))]
    assert {answer["status"] for answer in answers} == {"complete"}


@pytest.mark.parametrize(("wanted", "status"), [(True, -signal.SIGINT), (False, 7)])
def test_an_engine_in_this_process_is_ended_by_the_signal(wanted: bool, status: int) -> None:
    """It looks at no signals and lets no Python run, so that neither the first nor the second would end it."""
    code = f"""
import os, signal, sys
from selten.cli import interrupt
signal.signal(signal.SIGINT, signal.default_int_handler)
interrupt.listen()
try:
    with interrupt.deadly({wanted}):
        os.kill(os.getpid(), signal.SIGINT)
except KeyboardInterrupt:
    sys.exit(7)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == status


def test_a_second_one_ends_at_once(folder: Path) -> None:
    """The first is put off until the areas are bounded; there is no time for that before the second."""
    spec = {"customers": 10, "stock": 3, "share": "9/10", "prior": "1/2", "search_cost": "1/2", "tastes": "uniform"}
    spec |= {"cost_scales_with_taste": False, "arrival": "random", "values": {"L": 5, "H": 7}}
    (folder / "inventory.json").write_text(json.dumps(spec))
    ended = interrupted(["disclosure", "inventory.json", "--area"], "areas of prices", folder, times=2)
    assert ended.status == 130
    assert "Traceback" not in ended.err


@pytest.mark.full
def test_a_large_game_leaves_its_pure_equilibria(folder: Path) -> None:
    """All that is certain at once; the profile (0, 0) is made one."""
    random = Random(3)
    first, second = ([[random.randint(0, 10**6) for _ in range(30)] for _ in range(30)] for _ in range(2))
    first[0][0] = second[0][0] = 10**6 + 1
    (folder / "large.json").write_text(json.dumps({"payoffs": [first, second]}))
    call = ["solve", "large.json", "--time-limit", "600", "--json"]
    ended = interrupted(call, "searching for equilibria", folder)
    clean(ended)
    data = json.loads(ended.out)
    assert data["status"] == "limit"
    pure = [[own.index("1") for own in one["strategies"]] for one in data["equilibria"]]
    assert [0, 0] in pure
    for i, j in pure:
        assert first[i][j] == max(row[j] for row in first)
        assert second[i][j] == max(second[i])


@pytest.mark.full
def test_welfare_keeps_its_best_bounds(folder: Path) -> None:
    """They are bounds of what they are said to be: the command certify checks them against proofs without a search."""
    masses = product(range(1, 7), range(1, 7), (0, 1, 2), (0, 1, 2))
    states = [{"mass": "1/324", "values": [a, b], "costs": [c, d]} for a, b, c, d in masses]
    (folder / "prior.json").write_text(json.dumps({"states": states}))
    ended = interrupted(["discrimination", "prior.json", "--welfare", "--json"], "largest gap", folder)
    clean(ended)
    (folder / "answer.json").write_text(ended.out)
    assert len(json.loads(ended.out)["welfare"]) == 6
    assert run(["certify", str(folder / "prior.json"), str(folder / "answer.json")]) == 0


@pytest.mark.full
def test_areas_keep_their_bounds(folder: Path) -> None:
    """The area of figure 1 of the companion paper is 4.3950 (see test_disclosure_area)."""
    spec = {"customers": 10, "stock": 3, "share": "9/10", "prior": "1/2", "search_cost": "1/2", "tastes": "uniform"}
    spec |= {"cost_scales_with_taste": False, "arrival": "random", "values": {"L": 5, "H": 7}}
    (folder / "inventory.json").write_text(json.dumps(spec))
    ended = interrupted(["disclosure", "inventory.json", "--area", "--json"], "areas of prices", folder)
    clean(ended)
    low, high = json.loads(ended.out)["area_brackets"]["everyone_prefers_L"]["strict"]
    assert low <= 4.3950 <= high


@pytest.mark.full
def test_reproduce_prints_the_claims_checked_by_then(folder: Path) -> None:
    ended = interrupted(["reproduce", "discrimination", "--json"], "4 of", folder)
    clean(ended)
    data = json.loads(ended.out)
    assert len(data["claims"]) == sum(data["counts"].values()) >= 3
    assert data["unchecked"] > 0


def test_what_is_printed_is_printed_whole(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A signal while the line is written waits for its end, and is not forgotten."""
    heard = interrupt._Heard()
    monkeypatch.setattr(interrupt, "_HEARD", heard)

    def echo(line: str) -> None:
        os.write(1, b"")
        print(line[:3], end="")
        interrupt._hear(2, None)
        print(line[3:])

    monkeypatch.setattr("selten.cli.output.click.echo", echo)
    with pytest.raises(KeyboardInterrupt):
        print_json({"one": 1})
    assert capsys.readouterr().out == '{"one": 1}\n'


def test_work_that_asks_is_told_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupt, "_HEARD", interrupt._Heard())
    with interrupt.put_off() as asked:
        before = asked()
        interrupt._hear(2, None)
        after = asked()
    assert (before, after) == (False, True)
