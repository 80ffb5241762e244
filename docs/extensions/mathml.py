"""Formulas as MathML: browsers show it themselves, so that pages need no script, no font and no network.

The LaTeX that could not be converted stops the build, as every other mistake does.
"""

from html import escape
from typing import Any

from latex2mathml.converter import convert


def setup(app: Any) -> dict[str, bool]:
    """Register the renderer and choose it."""
    app.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    app.connect("config-inited", lambda _, config: setattr(config, "html_math_renderer", "mathml"))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _inline(writer: Any, node: Any) -> None:
    _write(writer, node, "inline")


def _display(writer: Any, node: Any) -> None:
    writer.body.append('<div class="formula">')
    _write(writer, node, "block")
    writer.body.append("</div>")


def _write(writer: Any, node: Any, display: str) -> None:
    from docutils.nodes import SkipNode

    latex = node.astext()
    made = convert(latex, display=display)
    writer.body.append(made.replace("<math ", f'<math aria-label="{escape(latex)}" ', 1))
    raise SkipNode
