"""Check a built documentation site: every internal link leads somewhere, and no page needs a network.

``python scripts/check_site.py site`` prints what is wrong, a line each, and exits with 1 if anything is. A link to a
page must have its file, a link to a place in a page its anchor; scripts, styles and images must be files of the site.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
"""Elements that fetch what they name as soon as the page opens."""

NOT_FETCHED = {"canonical", "license", "author"}
"""Kinds of <link> that a browser does not follow by itself."""

FETCHED_BY_STYLE = re.compile(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^'\")\s]+)")


class Page(HTMLParser):
    """The links, the anchors and the loaded files of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element names."""
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and not NOT_FETCHED & set(given.get("rel", "").split()):
            self.loaded.append(given.get("href", ""))
        if LOADED.get(tag, "") in given:
            self.loaded.append(given[LOADED[tag]])


@cache
def page(path: Path) -> Page:
    """Read a page once."""
    return Page(path.read_text(encoding="utf-8"))


def faults(site: Path) -> Iterator[str]:
    """Every fault of the site, pages and styles in the order of their names."""
    for path in sorted(site.rglob("*.html")):
        place = path.relative_to(site).as_posix()
        for link in page(path).links:
            if not urlsplit(link).scheme and not leads_somewhere(site, path, link):
                yield f"{place}: {link} leads nowhere"
        for file in page(path).loaded:
            if is_foreign(file):
                yield f"{place}: loads {file} from a network"
            elif not leads_somewhere(site, path, file):
                yield f"{place}: {file} is missing"
    for path in sorted(site.rglob("*.css")):
        for address in FETCHED_BY_STYLE.findall(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(site).as_posix()}: loads {address} from a network"


def is_foreign(address: str) -> bool:
    """Whether an address is on another machine; data written into the page are not."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def leads_somewhere(site: Path, path: Path, link: str) -> bool:
    """Whether the file of a relative link exists inside the site, and its anchor in it."""
    parts = urlsplit(link)
    if parts.scheme == "data":
        return True
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target.is_dir():
        target /= "index.html"
    if not target.is_file() or not target.is_relative_to(site.resolve()):
        return False
    return target.suffix != ".html" or not parts.fragment or unquote(parts.fragment) in page(target).anchors


def main(arguments: list[str]) -> int:
    """Check the site in the folder given; 2 where there is none."""
    site = Path(arguments[0] if arguments else "site").resolve()
    pages = len(list(site.rglob("*.html")))
    if pages == 0:
        print(f"{site}: no pages", file=sys.stderr)
        return 2
    found = list(faults(site))
    print("\n".join(found) or f"{pages} pages, every internal link leads somewhere, nothing is loaded from a network.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
