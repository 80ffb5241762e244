"""Links from text to the pages of modules: from `selten/games/profile.py`, and from the types in docstrings.

A docstring says ``Profile``; which of the classes of that name it means is known from what its module imports.
"""

import re
import sys
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import make_refnode

MODULE = re.compile(r"(selten(?:/\w+)*)\.py|(selten(?:\.\w+)+)")


def setup(app: Any) -> dict[str, bool]:
    """Register both."""
    app.connect("doctree-read", _qualify)
    app.connect("doctree-resolved", _link_modules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _qualify(app: Any, doctree: Any) -> None:
    """Give each short name of a class its whole name; names that the module does not know stay text."""
    for link in list(doctree.findall(addnodes.pending_xref)):
        if link.get("refdomain") != "py" or "." in link["reftarget"] or not link.hasattr("refspecific"):
            continue
        target = getattr(sys.modules.get(link.get("py:module") or ""), link["reftarget"], None)
        home = getattr(target, "__module__", "") or ""
        del link["refspecific"]
        if home.startswith("selten."):
            link["reftarget"] = f"{home}.{link['reftarget']}"


def _link_modules(app: Any, doctree: Any, page: str) -> None:
    """Lead from the name of a module, written as code, to its page."""
    for literal in list(doctree.findall(nodes.literal)):
        found = MODULE.fullmatch(literal.astext())
        if found is None or isinstance(literal.parent, nodes.reference):
            continue
        name = (found[1] or found[2]).replace("/", ".")
        for target in (name, name.rpartition(".")[0]):
            if f"api/{target}" in app.env.found_docs and target != "selten":
                literal.replace_self(make_refnode(app.builder, page, f"api/{target}", None, [literal.deepcopy()]))
                break
