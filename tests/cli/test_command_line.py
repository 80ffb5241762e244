"""Exit statuses, one-line errors, interruption and closed pipes; conversion; what the help imports."""

import subprocess
import sys
from fractions import Fraction
from importlib import metadata
from pathlib import Path

import pytest

from selten import __version__
from selten.cli import COMMANDS, run
from selten.equilibria.solve import solve
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import normal_form, read_game, write_game
from selten.games.library import battle_of_the_sexes, entry_game, majority, table_2

SELTEN = [sys.executable, "-c", "from selten.cli import main; main()"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_game(battle_of_the_sexes(), "sexes.nfg")
    write_game(majority(), "three.nfg")
    write_game(entry_game(), "entry.efg")
    write_game(table_2(), "table.json")
    Path("ragged.json").write_text('{"payoffs": [[[1, 2], [3]], [[1, 2], [3, 4]]]}')
    Path("nan.json").write_text('{"payoffs": [[[NaN]], [[1]]]}')
    Path("hello.nfg").write_text("hello")
    Path("bad.efg").write_text('EFG 2 R "" { "A" }\np "" 1 1 "" { "x" "y" } 0\nt "" 1 "" { 1 }\n')
    Path("empty.json").write_text('{"payoffs": [[[], []], [[], []]]}')
    Path("market.json").write_text('{"valuations": {}, "complementarity": 0}')
    Path("nothing.json").write_text(" \n")
    Path("own.csv").write_text("customer;software;support\n1;3,5;2\n")
    Path("torn.json").write_text('{"valuations": ')
    Path("profile.json").write_text('{"strategies": [["1/2", "1/2"], [1, 0]]}')
    Path("short.json").write_text('{"strategies": [["1/2", "1/2"]]}')
    Path("heavy.json").write_text('{"strategies": [["1/2", "2/3"], [1, 0]]}')
    Path("strange.json").write_text('{"strategies": [["1/2", "1/2"], [1, 0]], "colour": 1}')
    return tmp_path


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ("solve missing.nfg", "missing.nfg: cannot be read"),
        ("solve ragged.json", "ragged.json: payoffs[0][1]: got 1 entries"),
        ("solve nan.json", "nan.json: got NaN"),
        ("solve hello.nfg", "hello.nfg: line 1: got 'hello'"),
        ("solve bad.efg", "bad.efg: "),
        ("solve empty.json", "at least one strategy"),
        ("solve three.nfg --solver gambit-lcp", "takes two players; got a game of 3 players"),
        ("solve sexes.nfg --solver best", "got 'best'; allowed: auto, selten-enumerate"),
        ("solve sexes.nfg --time-limit 0", "allowed: a positive number of seconds"),
        ("solve sexes.nfg --time-limit nan", "got 'nan'"),
        ("solve sexes.nfg --repeat 0", "--repeat"),
        ("solve sexes.nfg --best", "--best"),
        ("solve sexes.nfg extra.nfg", "extra.nfg"),
        ("solve", "GAME"),
        ("solve sexes.nfg --subgame-perfect", "got a game in normal form"),
        ("solve entry.efg --subgame-perfect --one", "allowed: without them"),
        ("solve market.json", "got a bundling market; allowed: a game (try selten bundling market.json)"),
        ("solve nothing.json", "nothing.json: got an empty text; allowed: a game (see selten solve --help)"),
        ("bundling nothing.json", "got an empty text; allowed: a bundling market (see selten bundling --help)"),
        ("bundling sexes.nfg", "got a game; allowed: a bundling market (try selten solve sexes.nfg)"),
        ("bundling table.json", "got a game; allowed: a bundling market (try selten solve table.json)"),
        ("bundling torn.json", "torn.json: line 1, column 16: not JSON"),
        ("discrimination market.json", "got a bundling market; allowed: a prior over values and costs (try selten bun"),
        ("disclosure market.json", "got a bundling market; allowed: a disclosure market (try selten bundling mark"),
        ("disclosure own.csv", "got a table with the header 'customer;software;support'; allowed: a disclosure market"),
        (
            "bundling own.csv",
            """allowed: customers' valuations as part of a market, a file with {"valuations": {"csv": "own""",
        ),
        ("solve own.csv", "allowed: a game's (players, then 'payoff X' for each player X), or customers' valuations"),
        ("report own.csv -o page.html", "got a table with the header 'customer;software;support'; allowed: a game's"),
        ("slove sexes.nfg", "got the command 'slove'; did you mean solve?"),
        ("sexes.nfg", "got the command 'sexes.nfg'; did you mean selten solve sexes.nfg?"),
        ("solve sexes.nfg --subgame", "--subgame-perfect"),
        ("disclosure market.json --are", "--area"),
        ("reproduce bundlng", "'bundlng' is not one of 'bundling', 'discrimination', 'disclosure', 'all'"),
        ("frobnicate", "frobnicate"),
        ("--frobnicate", "--frobnicate"),
        ("certify sexes.nfg short.json", "short.json: strategies: got lengths [2]"),
        ("certify sexes.nfg heavy.json", "heavy.json: strategies[0]: got probabilities that sum to 7/6"),
        ("certify sexes.nfg strange.json", "strange.json: got the key 'colour'"),
        ("certify sexes.nfg hello.nfg", "hello.nfg: line 1, column 1: not JSON"),
        ("certify market.json profile.json", "market.json"),
        ("convert sexes.nfg -o game.xyz", "game.xyz: the suffix of the file: got '.xyz'"),
        ("convert sexes.nfg", "--output"),
        ("convert sexes.nfg -o no/such/folder.nfg", "no/such/folder.nfg: cannot be written"),
        ("convert sexes.nfg -o out.nfg --stage offering", "got --stage or --grid with a game"),
        ("convert market.json -o out.nfg", "market.json"),
    ],
)
def test_bad_input_and_usage_end_with_2_and_one_line_that_names_it(
    call: str, named: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(call.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert named in err
    assert err.startswith("selten: ")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert f"selten {name}" in out.split("Example", 1)[1]
    assert "\\b" not in out  # the mark that keeps lines apart is click's, and shown where the docstring is raw


def test_no_arguments_print_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)


def test_versions_of_ours_and_of_the_engines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"selten {__version__}"
    assert f"pygambit {metadata.version('pygambit')}" in lines


def test_help_imports_nothing_heavy() -> None:
    heavy = ("numpy", "scipy", "pygambit", "nashpy", "sympy", "rich", "quantecon", "flint")
    code = f"import sys; from selten.cli import run; run(['--help']); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("suffix", [".nfg", ".efg", ".json"])
@pytest.mark.parametrize("source", ["sexes.nfg", "entry.efg", "table.json"])
def test_conversion_keeps_the_normal_form(
    source: str, suffix: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["convert", source, "-o", f"out{suffix}"]) == 0
    assert "written" in capsys.readouterr().out
    before, after = normal_form(read_game(source)), normal_form(read_game(f"out{suffix}"))
    assert (after.payoffs == before.payoffs).all()
    assert all(isinstance(value, Fraction) for value in after.payoffs.ravel())
    assert isinstance(read_game(f"out{suffix}"), ExtensiveForm) == (suffix == ".efg")


@pytest.mark.parametrize("suffix", [".nfg", ".efg"])
@pytest.mark.parametrize("source", ["sexes.nfg", "entry.efg"])
def test_gambit_reads_what_is_written_and_finds_our_equilibria(source: str, suffix: str, folder: Path) -> None:
    import pygambit

    assert run(["convert", source, "-o", f"out{suffix}"]) == 0
    read = pygambit.read_nfg if suffix == ".nfg" else pygambit.read_efg
    found = pygambit.nash.enummixed_solve(read(f"out{suffix}")).equilibria
    theirs = {tuple(tuple(Fraction(str(p)) for _, p in profile[i]) for i in profile.game.players) for profile in found}
    assert theirs == {e.profile.strategies for e in solve(normal_form(read_game(source))).equilibria}


@pytest.mark.parametrize("options", [["--json"], []])
def test_a_closed_pipe_is_quiet(options: list[str], folder: Path) -> None:
    process = subprocess.Popen(
        [*SELTEN, "solve", "table.json", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaints = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=30), complaints) == (0, b"")
