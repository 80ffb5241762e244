"""Every code block of README.md and docs/ runs, in the order of its document, in a folder of the document's own.

* ```json NAME, ```toml NAME, ```csv NAME or ```text NAME is the file NAME, which later blocks read.
* ```python runs in the document's namespace; with >>> its output must be as printed.
* ```console runs each line after "$ "; what it prints must be as shown, up to spaces, with ... for anything.
* ```bash is for the reader's own machine: each of its lines must be one that another check runs, named here.
"""

import doctest
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
FILES = ("json", "toml", "csv", "text")

RUN_ELSEWHERE = {
    "pip install -e '.[test]' && pytest": ".ci/run",
    "python scripts/benchmark.py enumerate": "tests/test_scripts.py, with --quick",
    "python scripts/benchmark.py enumerate --million": "tests/test_scripts.py, with --quick",
    "python scripts/benchmark.py sweep": "tests/test_scripts.py, with --quick",
    ".ci/run": "itself",
    "pip install . && selten reproduce bundling": ".ci/run",
    "pip install '.[docs]' && sphinx-build -W -b html docs site": ".ci/run, into a folder of its own",
}
"""Lines of bash blocks that tests do not run as they stand, and what runs them."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the name of its file if it has one, its text, and the line where it begins."""

    language: str
    name: str
    text: str
    line: int


def blocks(document: str) -> list[Block]:
    found = re.finditer(r"^```(\w*) *([\w.-]*)\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
    return [Block(m[1], m[2], m[3], document.count("\n", 0, m.start()) + 1) for m in found]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_blocks_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = path.read_text(encoding="utf-8")
    found = blocks(document)
    assert len(re.findall(r"^```", document, re.MULTILINE)) == 2 * len(found), "a block that is not understood"
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {}
    for block in found:
        run(block, f"{path.relative_to(ROOT)}, line {block.line}", namespace)


def run(block: Block, place: str, namespace: dict[str, Any]) -> None:
    if block.name:
        assert block.language in FILES, f"{place}: a file of language {block.language!r}"
        Path(block.name).write_text(block.text, encoding="utf-8")
    elif block.language == "python":
        run_python(block, place, namespace)
    elif block.language == "console":
        run_console(block, place)
    elif block.language == "bash":
        unknown = [line for line in block.text.splitlines() if line not in RUN_ELSEWHERE]
        assert unknown == [], f"{place}: run by no check"
    elif block.language == "json":
        json.loads(block.text)
    else:
        assert block.language == "text", f"{place}: a block of language {block.language!r}"


def run_python(block: Block, place: str, namespace: dict[str, Any]) -> None:
    if ">>> " not in block.text:
        exec(compile(block.text, place, "exec"), namespace)
        return
    example = doctest.DocTestParser().get_doctest(block.text, namespace, place, place, block.line)
    lines: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(example, out=lines.append, clear_globs=False)
    namespace.update(example.globs)
    assert "".join(lines) == ""


def run_console(block: Block, place: str) -> None:
    for command, shown in sessions(block.text):
        done = shell(command)
        printed = done.stdout + done.stderr
        as_shown = doctest.OutputChecker().check_output(shown, printed, FLAGS)
        assert as_shown, f"{place}: {command}\n{printed[:5000]}\ninstead of\n{shown}"


def sessions(text: str) -> list[tuple[str, str]]:
    """Each command of a console block with the output shown below it."""
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)
    assert parts[0] == "", "a console block begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run a line as a reader would: with the scripts of this environment first on the path, 100 columns wide."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    return subprocess.run(
        command,
        shell=True,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    named = re.findall(r"`((?:selten|scripts|tests|docs)/[\w./-]+)`", document)
    linked = [str(path.parent / name) for name in re.findall(r"\]\(([\w./-]+)(?:#[\w-]+)?\)", document)]
    assert [name for name in [*named, *linked] if not (ROOT / name).exists()] == []


def test_readers_of_blocks() -> None:
    """The reader itself, on a document whose blocks are known."""
    text = "a\n```json a.json\n{}\n```\n```console\n$ echo 1\n1\n$ echo 2\n2\n```\n"
    assert blocks(text) == [Block("json", "a.json", "{}\n", 2), Block("console", "", "$ echo 1\n1\n$ echo 2\n2\n", 5)]
    assert sessions(blocks(text)[1].text) == [("echo 1", "1\n"), ("echo 2", "2\n")]


@pytest.mark.parametrize(
    "block",
    [
        Block("python", "", ">>> 1 + 1\n3\n", 1),
        Block("python", "", "assert False\n", 1),
        Block("console", "", "$ echo 1\n2\n", 1),
        Block("bash", "", "echo never seen\n", 1),
        Block("fortran", "", "stop\n", 1),
    ],
    ids=lambda block: f"{block.language}-{block.line}",
)
def test_wrong_blocks_fail(block: Block) -> None:
    with pytest.raises(AssertionError):
        run(block, "here", {})
