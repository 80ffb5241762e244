"""Run the notebooks of docs/notebooks from nothing, with the Python that runs this script.

``python scripts/run_notebooks.py`` stores what they print; ``--check`` only compares it with what is stored already
and exits with 1 where they differ. Times, which no two runs share, count as equal. Needs nbclient and ipykernel.
"""

import argparse
import difflib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "notebooks"

SECONDS = re.compile(r"\d[\d.e-]*(?= (?:s|ms|seconds)\b)")

KERNEL = "selten-check"
"""The name of a kernel that exists while the script runs."""


def kernel_here(folder: Path) -> None:
    """Let this very Python be a kernel, and nothing of the user's settings be read or written."""
    place = folder / "kernels" / KERNEL
    place.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (place / "kernel.json").write_text(json.dumps({"argv": command, "display_name": KERNEL, "language": "python"}))
    os.environ |= {"JUPYTER_PATH": str(folder), "JUPYTER_PLATFORM_DIRS": "1", "IPYTHONDIR": str(folder / "ipython")}
    os.environ |= {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONHASHSEED": "0"}


def executed(path: Path) -> Any:
    """The notebook of a file, run from nothing in a folder of its own."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=120,
            kernel_name=KERNEL,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": folder}},
        )
        client.execute()
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return notebook


def shown(notebook: Any) -> Iterator[str]:
    """What each cell shows, as text; of a figure its kind, since its drawing depends on the version of matplotlib."""
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            text = data.get("text/plain") or output.get("text") or "".join(output.get("traceback", ()))
            kinds = ", ".join(sorted(data)) or output.get("name", output["output_type"])
            yield f"cell {number} ({kinds}):"
            yield from SECONDS.sub("...", text).splitlines()


def main() -> int:
    """Run all notebooks, or those named."""
    import nbformat

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notebooks", nargs="*", type=Path, help="all of docs/notebooks if none is named")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where outputs differ")
    given = parser.parse_args()
    differ = False
    with tempfile.TemporaryDirectory() as folder:
        kernel_here(Path(folder))
        for path in given.notebooks or sorted(FOLDER.glob("*.ipynb")):
            fresh = executed(path)
            before, after = (list(shown(notebook)) for notebook in (nbformat.read(path, as_version=4), fresh))
            changes = list(difflib.unified_diff(before, after, "stored", "now", lineterm="", n=1))
            print(f"{path.name}: {'outputs differ' if changes else 'as stored'}", *changes, sep="\n")
            differ = differ or bool(changes)
            if not given.check:
                nbformat.write(fresh, path)
    return 1 if differ and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
