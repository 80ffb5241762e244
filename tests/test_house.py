"""The house rules that a machine can check: direction of imports, one door to each module, types, packaging, size."""

import ast
import json
import os
import re
import statistics
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "selten"
LINKS = ("games", "equilibria", "selection")
LAYERS = ("games", "equilibria", "selection", "sweep", "papers", "report", "cli")
"""Each layer imports itself and those before it."""

LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
HEAVY = {
    "flint",
    "highspy",
    "matplotlib",
    "nashpy",
    "numba",
    "numpy",
    "pygambit",
    "quantecon",
    "rich",
    "scipy",
    "sympy",
}
KNOWN_HOSTS = {"doi.org", "gambitproject.readthedocs.io", "www.w3.org", "example.org"}
"""What a link in a tracked file may lead to (w3.org: the names of SVG; example.org: nobody's, for tests)."""

MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
SCRIPTS = sorted((ROOT / "scripts").glob("*.py"))
DATA = sorted(p for p in PACKAGE.rglob("*.*") if p.is_file() and p.suffix != ".py" and "__pycache__" not in p.parts)
"""What the package holds besides modules: py.typed, and what pages are made of."""

SDIST = {"selten", "scripts", "tests", "docs", "README.md", "LICENSE", "pyproject.toml", "PKG-INFO", ".gitignore"}
SOURCES = sorted([*MODULES, *SCRIPTS, *(ROOT / "tests").rglob("*.py"), *(ROOT / "docs").rglob("*.py")])


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(module: ast.Module, package: str) -> list[str]:
    """Every name that a module of a package imports, dotted, at any depth (in functions and for typing only, too)."""
    names = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            names += [".".join([*parents, *filter(None, [node.module]), alias.name]) for alias in node.names]
    return names


def imported(path: Path) -> list[str]:
    return imports(tree(path), dotted(path.parent))


def layer(name: str) -> str | None:
    """The layer of a dotted name inside selten; None for the package itself and for everything else."""
    parts = name.split(".")
    return parts[1] if parts[0] == "selten" and len(parts) > 1 and parts[1] in LAYERS else None


def test_imports_are_seen_at_every_depth() -> None:
    inside = "from selten.cli import run\n    from ..games import efg\n    from . import x"
    text = f"import a.b\nclass C:\n  def f(self):\n    {inside}"
    assert imports(ast.parse(text), "selten.equilibria") == [
        "a.b",
        "selten.cli.run",
        "selten.games.efg",
        "selten.equilibria.x",
    ]


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_imports_go_one_way(path: Path) -> None:
    own = layer(dotted(path))
    allowed = LAYERS[: LAYERS.index(own) + 1] if own else LAYERS  # the package itself offers names of every layer
    assert [name for name in imported(path) if layer(name) not in (None, *allowed)] == []


def test_every_module_is_in_a_layer() -> None:
    assert [dotted(path) for path in MODULES if layer(dotted(path)) is None] == ["selten.__init__", "selten.__main__"]
    assert {layer(dotted(path)) for path in MODULES} == {None, *LAYERS}


@pytest.mark.parametrize("name", LINKS)
def test_links_lead_into_the_package(name: str) -> None:
    assert (ROOT / name).is_symlink()
    assert Path(os.readlink(ROOT / name)) == Path("selten", name)


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_nothing_is_imported_by_a_second_name(path: Path) -> None:
    """Neither through the links nor as tests.helper (pytest and mypy know a helper of tests as helper)."""
    assert [name for name in imported(path) if name.split(".")[0] in (*LINKS, "tests")] == []


def printed(*command: str) -> str:
    """What a command prints, run at the root of the project."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@cache
def tracked() -> list[Path]:
    """The files that git tracks, links left out."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a git checkout, so there are no tracked files to look at")
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def test_every_tracked_module_is_where_the_checks_look() -> None:
    assert {path for path in tracked() if path.suffix == ".py"} <= set(SOURCES)


def test_pytest_collects_each_module_once() -> None:
    text = printed(sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider")
    items = [line for line in text.splitlines() if "::" in line]
    files = {item.split("::")[0] for item in items}
    assert len(items) == len(set(items))
    assert not [file for file in files if file.split("/")[0] not in ("selten", "tests")]
    with_examples = {relative(path) for path in MODULES if ">>> " in path.read_text(encoding="utf-8")}
    assert {file for file in files if file.startswith("selten/")} == with_examples
    assert {relative(path) for path in SOURCES if path.name.startswith("test_")} <= files


def test_ruff_checks_each_module_once() -> None:
    shown = printed(sys.executable, "-m", "ruff", "check", "--show-files").splitlines()
    assert sorted(name for name in shown if name.endswith(".py")) == [str(path) for path in SOURCES]


CHECKED = """
import json
from mypy import build, main
sources, options = main.process_options([])
states = build.build(sources, options).graph.values()
print(json.dumps([[s.abspath, s.options.ignore_errors, s.options.disallow_untyped_defs] for s in states if s.abspath]))
"""


def test_mypy_checks_each_module_once_and_strictly() -> None:
    """From mypy's own graph of modules: what it built, under which name, with which options."""
    states = json.loads(printed(sys.executable, "-c", CHECKED).splitlines()[-1])
    ours = [state for state in states if Path(state[0]).is_relative_to(ROOT) and "site-packages" not in state[0]]
    assert sorted(path for path, _, _ in ours) == [str(path) for path in SOURCES]
    assert {(ignored, strict) for _, ignored, strict in ours} == {(False, True)}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=relative)
def test_module_is_short(path: Path) -> None:
    """Lines without tables of constants."""
    tables = [node for node in tree(path).body if isinstance(node, (ast.Assign, ast.AnnAssign)) and constant(node)]
    flat = sum((node.end_lineno or node.lineno) - node.lineno for node in tables)
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines - flat <= LONGEST_MODULE


def constant(node: ast.Assign | ast.AnnAssign) -> bool:
    try:
        ast.literal_eval(node.value or ast.Constant(None))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("path", [*MODULES, *SCRIPTS], ids=relative)
def test_functions_are_short(path: Path) -> None:
    """Lines without the docstring."""
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert [node.name for node in functions if length(node) > LONGEST_FUNCTION] == []


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    docstring = ast.get_docstring(node, clean=False) or ""
    return (node.end_lineno or node.lineno) - node.lineno + 1 - len(docstring.splitlines())


def test_nothing_is_left_unfinished() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + r"Error)\b")
    assert [relative(path) for path in SOURCES if marks.search(path.read_text(encoding="utf-8"))] == []


def test_no_file_names_a_path_of_this_machine() -> None:
    places = {ROOT, ROOT.parent, Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix)}
    # not preceded by a name or a dot: that would be a relative path or an address
    named = re.compile("|".join(rf"(?<![\w./>-]){re.escape(str(place))}/" for place in places if str(place) != "/"))
    assert [relative(path) for path, text in texts() if named.search(text)] == []


def test_links_in_files_lead_to_known_places() -> None:
    hosts = {host for _, text in texts() for host in re.findall(r"https?://(?:[^/@\s]+@)?([\w.-]*\w)", text)}
    assert hosts <= KNOWN_HOSTS


def texts() -> list[tuple[Path, str]]:
    return [(path, path.read_text(encoding="utf-8", errors="replace")) for path in tracked()]


def test_wheel_from_sdist_holds_the_package_and_nothing_else(tmp_path: Path) -> None:
    """Built without isolation, so without a network: hatchling is in the test extra."""
    printed(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(ROOT))
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    package = [name for name in names if ".dist-info/" not in name]
    assert sorted(package) == sorted([*map(relative, MODULES), *map(relative, DATA)])
    assert "selten/py.typed" in package
    rest = {name.split(".dist-info/")[1] for name in set(names) - set(package)}
    assert rest == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    (source,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {name.split("/")[0] for name in held} == SDIST
    assert {relative(path) for path in (*SOURCES, *DATA)} <= held


def test_extras_name_each_other_and_what_they_install() -> None:
    """Each extra installs something; those that are named inside others, in messages and in the documents exist."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert all(extras.values())
    named = {
        name for _, text in texts() for group in re.findall(r"selten\[([\w,]+)\]", text) for name in group.split(",")
    }
    assert named <= set(extras)
    assert {"dask", "openspiel", "pandas", "prove"} <= named


@pytest.mark.parametrize("module", ["selten", "selten.cli"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    text = printed(sys.executable, "-c", f"import sys, {module}; print(*sys.modules)")
    assert HEAVY & set(text.split()) == set()


def test_importing_takes_at_most_twice_as_long_as_numpy() -> None:
    """Medians of seven fresh interpreters each, in turns, the start of the interpreter left out."""
    clock = "import time; begun = time.perf_counter(); import {}; print(time.perf_counter() - begun)"
    seconds: dict[str, list[float]] = {"selten": [], "numpy": []}
    for _ in range(7):
        for name, times in seconds.items():
            times.append(float(printed(sys.executable, "-c", clock.format(name))))
    assert statistics.median(seconds["selten"]) <= 2 * statistics.median(seconds["numpy"])


@pytest.mark.parametrize(
    "command", ["pip install . && selten reproduce bundling", "pip install -e '.[test]' && pytest"]
)
def test_ci_runs_the_commands_of_the_readme(command: str) -> None:
    assert f"```bash\n{command}\n```" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f'step "{command}"' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
