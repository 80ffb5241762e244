"""Every example in a help, run in a folder that holds the files it names."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from selten.cli import COMMANDS, cli, run
from selten.games.formats import write_game
from selten.games.library import battle_of_the_sexes, entry_game

SLOW = re.compile(r"reproduce|--welfare|--witness|--dask|--time-limit 3600|^selten sweep|^selten report|--solver")
"""Examples that take long or need more than a machine: they are parsed; they run in tests of their own or in full."""


def examples(name: str) -> Iterator[str]:
    """The lines of the help that call the command."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help
    for line in command.help.split("Example", 1)[1].splitlines():
        if line.strip().startswith("selten "):
            yield re.split(r" {2,}", line.strip())[0]


ALL = [(name, line) for name in COMMANDS for line in examples(name)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of each name that the helps use."""
    monkeypatch.chdir(tmp_path)
    for name in ("game.nfg", "game.json"):
        write_game(battle_of_the_sexes(), name)
    write_game(entry_game(), "game.efg")
    row = json.dumps({"payoffs": [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]})
    Path("games.jsonl").write_text(f"{row}\n{row}\n")
    Path("survey.csv").write_text("v1,v2\n0.5,0.5\n0.75,0.25\n")
    Path("survey.toml").write_text('valuations.csv = "survey.csv"\ncomplementarity = 0.1\n')
    Path("prior.json").write_text('{"states": [{"mass": 1, "values": [4, 3], "costs": [0, 0]}]}')
    Path("payoffs.csv").write_text("1,2,payoff 1,payoff 2\na,c,1,0\na,d,0,1\nb,c,0,1\nb,d,1,0\n")
    return tmp_path


def market_of(name: str) -> str:
    """What market.json holds, as the help of the command has it or, where it has none, that of bundling."""
    command = cli.get_command(click.Context(cli), name)
    if command is None or command.help is None or "A market.json:" not in command.help:
        return market_of("bundling")
    text = command.help.split("A market.json:", 1)[1]
    found, _ = json.JSONDecoder().raw_decode(text.lstrip())
    return json.dumps(found)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_that_calls_it(name: str) -> None:
    assert any(line.startswith(f"selten {name} ") for line in examples(name))


@pytest.mark.parametrize("name", [name for name in COMMANDS if any(not SLOW.search(line) for line in examples(name))])
def test_examples_run_one_after_the_other(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("market.json").write_text(market_of(name))
    for line in examples(name):
        if SLOW.search(line) or not all(Path(file).exists() for file in _inputs(line)):
            continue
        call, _, target = line.partition(" > ")
        assert run(call.split()[1:]) == 0, (line, capsys.readouterr().err)
        out = capsys.readouterr().out
        assert out, line
        if target:
            Path(target.strip()).write_text(out)


def _inputs(line: str) -> list[str]:
    """The files that a line reads: its arguments that look like files, but for what it writes."""
    words = line.partition(" > ")[0].split()[2:]
    written = {words[k + 1] for k, word in enumerate(words[:-1]) if word in ("-o", "--witness", "--figures")}
    return [word for word in words if re.fullmatch(r"[\w-]+\.\w+", word) and word not in written]


@pytest.mark.parametrize(("name", "line"), ALL)
def test_the_options_of_every_example_exist(name: str, line: str) -> None:
    """Also of those that are too long to be run here."""
    called, *arguments = line.partition(" > ")[0].split()[1:]
    command = cli.get_command(click.Context(cli), called)
    assert command is not None
    known = {option for own in command.params for option in own.opts}
    assert {word for word in arguments if word.startswith("-") and word != "-"} <= known


def test_help_is_quick_because_it_imports_little() -> None:
    """No clock: the modules of the standard library and click alone, 0.15 s of them on a slow machine."""
    code = "import sys; from selten.cli import run; run(['--help']); print(len(sys.modules), 'asyncio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, slow = done.stdout.splitlines()[-1].split()
    assert int(count) < 250
    assert slow == "False"
