"""Blocks that are files say so: a block that begins with ```json market.json is shown with the name market.json.

The tests write such a block to the file of that name (tests/test_docs.py); a reader has to do it by hand.
"""

import re
from typing import Any

NAMED = re.compile(r"^```(\w+) +([\w.-]+)$", re.MULTILINE)


def setup(app: Any) -> dict[str, bool]:
    """Change the text of pages as they are read."""
    app.connect("source-read", _captioned)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _captioned(app: Any, page: str, source: list[str]) -> None:
    if not str(app.env.doc2path(page)).endswith(".ipynb"):
        plain = re.sub(r"^```csv\b", "```text", source[0], flags=re.MULTILINE)  # no lexer reads csv
        source[0] = NAMED.sub(r"```{code-block} \1\n:caption: \2\n", plain)
