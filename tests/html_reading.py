"""HTML read back for tests: tables as rows of texts, and whether every tag that is opened is closed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr"}


@dataclass(slots=True)
class Cell:
    """A cell of a table: its text with marks of bold as ``*``, and its style."""

    text: str = ""
    style: str = ""

    @property
    def framed(self) -> bool:
        """Whether the cell has a frame of its own."""
        return "outline" in self.style


@dataclass(slots=True)
class Read:
    """What was read: rows of all tables, captions, all text, and all tags."""

    rows: list[list[Cell]] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    text: str = ""
    tags: list[str] = field(default_factory=list)

    def texts(self) -> list[list[str]]:
        """The rows as texts."""
        return [[cell.text for cell in row] for row in self.rows]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read, self.open = Read(), list[str]()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.read.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.read.rows.append([])
        if tag in ("td", "th"):
            self.read.rows[-1].append(Cell("", dict(attributes).get("style") or ""))
        if tag == "caption":
            self.read.captions.append("")
        if tag == "b" and self.inside("td"):
            self.read.rows[-1][-1].text += "*"
        if tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> without a beginning"
        assert self.open.pop() == tag

    def inside(self, tag: str) -> bool:
        return tag in self.open

    def handle_data(self, data: str) -> None:
        self.read.text += data
        if self.inside("td") or self.inside("th"):
            self.read.rows[-1][-1].text += data
        elif self.inside("caption"):
            self.read.captions[-1] += data


def read_html(text: str) -> Read:
    """The tables and the text of a piece of HTML; tags must match."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader.read
