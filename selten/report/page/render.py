"""From a page to its HTML: one file with style, script and figures in it, which loads nothing."""

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from selten.report.page.parts import Page

if TYPE_CHECKING:
    from jinja2 import Environment


def page_html(page: Page) -> str:
    """The page as HTML, the same for the same page; everything in it that is data is escaped.

    Examples
    --------
    >>> html = page_html(Page("A <b> game", "Asked.", ("Found.",), (), (), {"input_sha256": "00", "versions": {}}))
    >>> html.splitlines()[0], "A &lt;b&gt; game" in html, "http" in html
    ('<!DOCTYPE html>', True, False)
    """
    html: str = (
        _environment().get_template("page.html").render(page=page, style=_file("style.css"), code=_file("page.js"))
    )
    return html


@cache
def _environment() -> "Environment":
    from jinja2 import BaseLoader, Environment, StrictUndefined

    class Packaged(BaseLoader):
        def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Any]:
            return _file(template), None, lambda: True

    environment = Environment(
        loader=Packaged(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["json"] = _json
    environment.filters["plural"] = plural
    return environment


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    Examples
    --------
    >>> plural(1, "equilibrium", "equilibria"), plural(3, "row")
    ('1 equilibrium', '3 rows')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _json(data: Any) -> str:
    """JSON that may stand within a script element."""
    from markupsafe import Markup

    text = json.dumps(data, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


@cache
def _file(name: str) -> str:
    return resources.files("selten.report.page").joinpath("templates", name).read_text(encoding="utf-8")
