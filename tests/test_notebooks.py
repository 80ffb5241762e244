"""The notebooks run from nothing with this Python, and print what is stored in them."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "scripts" / "run_notebooks.py"
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("nbclient") is None or importlib.util.find_spec("ipykernel") is None,
    reason="nbclient and ipykernel are not installed: pip install 'selten[test]'",
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_there_are_two() -> None:
    assert len(NOTEBOOKS) == 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_those_of_a_fresh_run(path: Path) -> None:
    done = run("--check", str(path))
    assert (done.returncode, done.stdout) == (0, f"{path.name}: as stored\n"), done.stdout + done.stderr[-2000:]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_code_cell_was_run_in_order_and_without_errors(path: Path) -> None:
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert [output for cell in cells for output in cell["outputs"] if output["output_type"] == "error"] == []


def notebook(source: str, printed: str) -> str:
    output = {"output_type": "stream", "name": "stdout", "text": printed}
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": source, "outputs": [output], "execution_count": 1}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_stored_output_that_is_wrong_is_found_and_mended(tmp_path: Path) -> None:
    path = tmp_path / "wrong.ipynb"
    path.write_text(notebook("print(2 + 2, '0.3 s')", "5 0.1 s\n"), encoding="utf-8")
    done = run("--check", str(path))
    assert done.returncode == 1
    assert "-5 ... s\n+4 ... s" in done.stdout
    assert "5 0.1 s" in path.read_text(encoding="utf-8")
    assert run(str(path)).returncode == 0
    (mended,) = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert "".join(mended["outputs"][0]["text"]) == "4 0.3 s\n"
