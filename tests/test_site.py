"""The checker of the built site, on sites of a page or two whose faults are known."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "check_site.py"


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), str(folder)], capture_output=True, text=True, check=False)


def site(folder: Path, **files: str) -> Path:
    """Write files, named with an underscore for the dot."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<a href="other.html">x</a>', []),
        ('<a href="other.html#there">x</a>', []),
        ('<a href="#here">x</a><p id="here">', []),
        ('<a href="style.css">x</a>', []),
        ('<a href="https://doi.org/10.1000/1">a source is no part of the site</a>', []),
        ('<img src="data:image/png;base64,AAAA">', []),
        ('<a href="gone.html">x</a>', ["index.html: gone.html leads nowhere"]),
        ('<a href="other.html#gone">x</a>', ["index.html: other.html#gone leads nowhere"]),
        ('<a href="../index.html">x</a>', ["index.html: ../index.html leads nowhere"]),
        ('<img src="gone.png">', ["index.html: gone.png is missing"]),
        ('<script src="//doi.org/x.js"></script>', ["index.html: loads //doi.org/x.js from a network"]),
        (
            '<link rel="stylesheet" href="https://doi.org/x.css">',
            ["index.html: loads https://doi.org/x.css from a network"],
        ),
    ],
)
def test_each_fault_is_named(tmp_path: Path, body: str, found: list[str]) -> None:
    done = check(site(tmp_path, index_html=body, other_html='<p id="there">', style_css="p {}"))
    assert done.returncode == (1 if found else 0)
    assert done.stdout.splitlines()[: len(found)] == found
    assert ("nothing is loaded from a network" in done.stdout) == (not found)


def test_styles_that_fetch_are_named(tmp_path: Path) -> None:
    style = '@import "https://doi.org/x.css"; p { background: url(a.png) }'
    done = check(site(tmp_path, index_html="<p>", style_css=style))
    assert done.stdout == "style.css: loads https://doi.org/x.css from a network\n"


def test_a_folder_without_pages_is_refused(tmp_path: Path) -> None:
    done = check(tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(": no pages\n")
