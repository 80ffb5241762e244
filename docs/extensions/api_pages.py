"""The pages of the API reference, written before each build from the modules themselves.

``api/index`` begins with the names that ``selten`` itself offers and lists the layers; each package has a page with a
table of its modules, each module one with everything public in it. Pages of modules are in no list at the side, which
would otherwise be longer than the pages.
"""

import ast
import re
from pathlib import Path
from typing import Any

import selten

PACKAGE = Path(selten.__file__).parent

LAYERS = {
    "selten.games": "What is played",
    "selten.equilibria": "All equilibria, with proof",
    "selten.selection": "Which one to expect",
    "selten.papers": "The claims of the papers",
    "selten.report": "Tables, figures, pages",
    "selten.sweep": "Many games",
}
INSIDE = re.compile(
    r"selten\.(cli|equilibria\.enumeration\.compiled|report\.page|papers\.\w+\.(?!claims\b)\w+)\b|\S*(\.html|_html|_json|_kernels?)$"
)
"""Not for callers: the command line, parts of pages, kernels behind checked fronts, claims by topic."""


def setup(app: Any) -> dict[str, bool]:
    """Write the pages when the build begins."""
    app.connect("builder-inited", lambda app: write_pages(Path(app.srcdir) / "api"))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(folder: Path) -> None:
    """Write what has changed, so that a second build reads only that; remove pages of modules that are gone."""
    folder.mkdir(exist_ok=True)
    pages = {"index": _index()}
    for name, path in modules().items():
        pages[name] = _package_page(name, path) if path.name == "__init__.py" else _module_page(name)
    for old in folder.glob("*.rst"):
        if old.stem not in pages:
            old.unlink()
    for name, text in pages.items():
        page = folder / f"{name}.rst"
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")


def modules() -> dict[str, Path]:
    """Every public module and package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name != "selten" and not INSIDE.match(name) and parts[-1] != "__main__":
            found[name] = path
    return found


def first_sentence(path: Path) -> str:
    """The first paragraph of a module's docstring, in one line."""
    return " ".join(_docstring(path).split("\n\n")[0].split())


def _docstring(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def _heading(text: str, mark: str = "=") -> str:
    return f"{text}\n{mark * len(text)}\n"


def _index() -> str:
    packages = [name for name, path in modules().items() if path.name == "__init__.py"]
    order = [name for layer in LAYERS for name in packages if name == layer or name.startswith(f"{layer}.")]
    order += [name for name in packages if name not in order]
    parts = [_heading("API reference"), _front(), _heading("By layer", "-"), "Imports go in this direction only.\n"]
    for layer, title in LAYERS.items():
        inside = [name for name in order if name == layer or name.startswith(f"{layer}.")]
        parts += [f"{title}: " + ", ".join(f":doc:`{name}`" for name in inside) + "\n"] if inside else []
    toctree = "".join(f"   {name}\n" for name in order)
    return "\n".join([*parts, f".. toctree::\n   :hidden:\n\n{toctree}"])


def _front() -> str:
    """The names that ``import selten`` offers, each with the module that documents it."""
    names = [name for name in getattr(selten, "__all__", ()) if not name.startswith("_")]
    rows = []
    for name in names:
        thing = getattr(selten, name)
        home = getattr(thing, "__module__", "") or ""
        summary = " ".join((getattr(thing, "__doc__", "") or "").strip().split("\n\n")[0].split())
        if home in modules():
            role = "class" if isinstance(thing, type) else "func"
            rows.append((f":py:{role}:`selten.{name} <{home}.{thing.__name__}>`", summary))
    if not rows:
        return "Everything is imported from the module that documents it.\n"
    return "What most programs need is in ``selten`` itself.\n\n" + _table(("name", "what it is"), rows)


def _package_page(name: str, path: Path) -> str:
    inside = [(module, where) for module, where in modules().items() if module.rpartition(".")[0] == name]
    rows = [(f":doc:`{module.removeprefix('selten.')} <{module}>`", first_sentence(where)) for module, where in inside]
    body = _table(("module", "what it is"), rows) if rows else ""
    return "\n".join([_heading(name), _docstring(path) + "\n", body])


def _module_page(name: str) -> str:
    package = name.rpartition(".")[0]
    return "\n".join(
        [":orphan:\n", _heading(name), f"In :doc:`{package}`.\n", f".. automodule:: {name}\n   :members:\n"]
    )


def _table(head: tuple[str, str], rows: list[tuple[str, str]]) -> str:
    lines = [".. list-table::\n   :header-rows: 1\n   :widths: 30 70\n"]
    for row in (head, *rows):
        lines += [f"   * - {row[0]}\n     - {row[1]}"]
    return "\n".join(lines) + "\n"
