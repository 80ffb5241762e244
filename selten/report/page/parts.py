"""What a page is made of: a head, sections, and in these the blocks that the templates know how to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from selten.report.page.numbers import Shown, plain


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``note`` ones are set smaller."""

    kind: ClassVar[str] = "text"
    text: str
    note: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a caption, headings, and rows whose first cell heads the row.

    ``more`` says what was left out, if anything.
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: the name of its files, its caption, its text alternative, the SVG, the axes that it is saved from.

    A ``folded`` one says what a table beside it says: it is there to be taken elsewhere.
    """

    kind: ClassVar[str] = "drawing"
    name: str
    caption: str
    description: str
    svg: str
    axes: Any = None
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Anything with a template of its own: ``kind`` names the template, ``content`` is what it shows."""

    kind: str
    content: Any


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with blocks under it; ``name`` is its anchor."""

    name: str
    title: str
    blocks: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page.

    Parameters
    ----------
    title : str
    asked : str
        What the input is and what was asked, in one sentence.
    answers : sequence of str
        What was found, the most important sentence first.
    facts : sequence of (str, Shown)
        A few figures for the eye.
    sections : sequence of Section
    provenance : mapping
        See :func:`selten.report.provenance.provenance`.
    data : mapping
        What the script needs, as JSON.
    """

    title: str
    asked: str
    answers: Sequence[str]
    facts: Sequence[tuple[str, Shown]]
    sections: Sequence[Section]
    provenance: Mapping[str, Any]
    data: Mapping[str, Any] = field(default_factory=dict)

    def drawings(self) -> list[Drawing]:
        """The figures of the page, in its order.

        Examples
        --------
        >>> Page("t", "", (), (), (Section("s", "S", (Text("x"),)),), {}).drawings()
        []
        """
        return [block for section in self.sections for block in section.blocks if isinstance(block, Drawing)]


def words(*cells: Any) -> tuple[Shown, ...]:
    """A row of words, or of what is already made for showing.

    Examples
    --------
    >>> words("a", Shown("1/2"))[0].text
    'a'
    """
    return tuple(cell if isinstance(cell, Shown) else plain(str(cell)) for cell in cells)
