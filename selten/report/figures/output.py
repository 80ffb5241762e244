"""Figures into files and into pages: text stays text, the same figure gives the same bytes, and words go with it."""

import os
import re
import warnings
from collections.abc import Sequence
from hashlib import sha256
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from selten.games.errors import InputError
from selten.report.figures.palette import VARIABLES, looks

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = (".svg", ".png", ".pdf")

_TIPS: "WeakKeyDictionary[Figure, dict[str, str]]" = WeakKeyDictionary()
"""For each figure what is said of its named parts."""


def tip(artist: "Artist", name: str, words: str) -> None:
    """Name a part of a figure: inlined, the part has ``data-item=name`` and says ``words`` on hover.

    The same name may stand for several parts.
    """
    figure: Any = artist.get_figure(root=True)
    tips = _TIPS.setdefault(figure, {})
    key = f"item-{len(tips)}-{name}"
    tips[key] = words
    artist.set_gid(key)


def save(
    axes: "Axes | Sequence[Axes]",
    path: str | os.PathLike[str],
    *,
    description: str = "",
    title: str = "",
    dpi: int = 200,
) -> Path:
    """Write the figure of these axes; the ending of the path says the format. The same figure gives the same bytes.

    Parameters
    ----------
    axes : Axes or sequence of Axes
        What a ``draw_`` function returned.
    path : str or path
        Ending in .svg (text kept as text), .png or .pdf.
    description : str
        The text alternative, which the file carries: ``<desc>`` in SVG, metadata in PNG and PDF.
    title : str
        Of the file; by default the title of the axes.
    dpi : int
        Dots an inch of a .png.

    Raises
    ------
    InputError
        For another ending.

    Examples
    --------
    >>> save(None, "figure.gif")
    Traceback (most recent call last):
    selten.games.errors.InputError: figure.gif: got the ending '.gif'; allowed: .svg, .png, .pdf
    """
    place = Path(path)
    ending = place.suffix.lower()
    if ending not in FORMATS:
        raise InputError(f"{place}: got the ending {ending!r}; allowed: {', '.join(FORMATS)}")
    first = _first(axes)
    name = title or first.get_title(loc="left") or first.get_title() or "Figure"
    if ending == ".svg":
        data = _standalone(first, name, description).encode()
    elif ending == ".png":
        data = _written(first, "png", {"Title": name, "Description": description, "Software": None}, dpi=dpi)
    else:
        data = _written(first, "pdf", {"Title": name, "Subject": description, "CreationDate": None})
    place.write_bytes(data)
    return place


def svg_text(axes: "Axes | Sequence[Axes]", description: str) -> str:
    """The figure as an ``<svg>`` element that can stand in a page, beside others.

    It scales with its column up to its own size, its ids are unique to its content, its colours are CSS variables
    (:data:`selten.report.figures.palette.VARIABLES`) with the printed ones behind, its background is that of the page,
    and ``description`` is what a screen reader says.

    Examples
    --------
    >>> from selten.report.figures.style import blank
    >>> text = svg_text(blank(None, 2, 1), "Nothing is drawn.")
    >>> text.startswith('<svg class="figure" role="img" aria-label="Nothing is drawn."'), "<?xml" in text
    (True, False)
    """
    body, width, height = _body(_first(axes))
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body, flags=re.DOTALL)
    prefix = "f" + sha256((body + description).encode()).hexdigest()[:10]
    body = re.sub(r"<[a-z][^<>]*>", lambda tag: _for_pages(tag[0], prefix), body)
    label = escape(description, quote=True)
    room = f"width:100%;max-width:{float(width) * 4 / 3:.0f}px;height:auto;stroke-linejoin:round"
    size = f'viewBox="0 0 {width} {height}" style="{room}"'
    return f'<svg class="figure" role="img" aria-label="{label}" {size}>{body}</svg>'


def _first(axes: Any) -> Any:
    return axes[0] if isinstance(axes, Sequence) else axes


def _standalone(axes: "Axes", title: str, description: str) -> str:
    body, width, height = _body(axes, ground=True)
    words = f"<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n"
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<svg {names} {size} version="1.1">\n{words}{body}</svg>\n'


def _written(axes: "Axes", kind: str, metadata: dict[str, Any], **settings: Any) -> bytes:
    target = BytesIO()
    figure: Any = axes.get_figure(root=True)
    with looks(), warnings.catch_warnings():
        # a label may have letters that the font lacks: the reader's program has them, or shows a box
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(target, format=kind, metadata=metadata, bbox_inches="tight", pad_inches=0.06, **settings)
    return target.getvalue()


def _body(axes: "Axes", *, ground: bool = False) -> tuple[str, str, str]:
    """What is inside of the SVG element, and its size in points."""
    colours: dict[str, Any] = {} if ground else {"facecolor": "none"}
    text = _written(axes, "svg", {"Date": None, "Creator": None}, **colours).decode()
    head = re.search(r"<svg\b[^>]*>", text)
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    assert head is not None
    assert size is not None
    body = text[head.end() : text.rindex("</svg>")]
    body = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->|<title>.*?</title>", "", body, flags=re.DOTALL)
    body = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", re.sub(r"\s*\n\s*", "\n", body))
    figure: Any = axes.get_figure(root=True)
    return _with_tips(body, _TIPS.get(figure, {})), size[1], size[2]


def _with_tips(body: str, tips: dict[str, str]) -> str:
    """Named parts get their words; groups that only number what is drawn lose their ids."""

    def named(match: re.Match[str]) -> str:
        key = match[1]
        if key not in tips:
            return "<g>"
        name = escape(key.split("-", 2)[2], quote=True)
        return f'<g data-item="{name}"><title>{escape(tips[key])}</title>'

    return re.sub(r'<g id="([^"]*)">', named, body)


def _for_pages(tag: str, prefix: str) -> str:
    """A tag with colours as variables, ids of its own, and places to a hundredth of a point."""
    for colour, name in VARIABLES.items():
        tag = tag.replace(colour, f"var({name}, {colour})")
    tag = tag.replace("'DejaVu Sans'", "var(--figure-font, 'DejaVu Sans')")
    tag = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', tag)
    tag = re.sub(r'(?:xlink:)?href="#([^"]+)"', rf'href="#{prefix}-\1"', tag)
    tag = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", tag)
    tag = tag.replace('xlink:href="', 'href="')
    return re.sub(r"\d+\.\d{3,}", lambda digits: f"{float(digits[0]):.2f}", tag)
