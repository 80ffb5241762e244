"""What tests read off a page: its elements, by Python's own parser of HTML."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr", "use", "path"}


@dataclass(slots=True)
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        """The elements within of a tag (and with classes: ``kind="eq"``)."""
        kind = attributes.get("kind")
        found = [
            e for e in self.children if e.tag == tag and (kind is None or kind in e.attributes.get("class", "").split())
        ]
        return found + [e for child in self.children for e in child.all(tag, **attributes)]

    def words(self) -> str:
        """All text within."""
        return " ".join(" ".join([self.text, *(child.words() for child in self.children)]).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.unmatched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = Element(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(own)
        if tag not in VOID:
            self.open.append(own)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open[-1].tag != tag:
            self.unmatched.append(f"</{tag}> in <{self.open[-1].tag}>")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].text += data


def read_page(text: str) -> Element:
    """The elements of a page; every one of them must be closed where it was opened."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.unmatched == []
    assert [own.tag for own in reader.open] == [""]
    return reader.root


def loads(text: str) -> list[str]:
    """What a page would load from elsewhere: addresses in attributes, in styles and in scripts."""
    found = re.findall(r"""(?:src|href|action|data|poster)\s*=\s*["']?\s*((?:https?:)?//[^"'\s>]+)""", text)
    found += re.findall(r"""url\(\s*["']?((?:https?:)?//[^)"']+)""", text)
    return found + re.findall(r"@import[^;]*|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|\bimport\(", text)
