"""Ways to spoil an input: parsed JSON, tokens of a text, and bytes; each takes a seeded generator and nothing else.

Most damage is slight, so that the input passes the outer checks of a reader and reaches the inner ones.
"""

import json
import re
from random import Random
from typing import Any


class Raw(str):
    """A piece of JSON that is written as it stands."""


NUMBERS = (
    *(Raw(text) for text in ("0", "1", "-1", "2", "0.5", "1.0", "-0.0", "0.1", "1e-400", "1e400", "-1e400", "1E+2")),
    *(Raw(text) for text in ("NaN", "Infinity", "-Infinity", "1e2000", "1e-2000", "1e99999999999", "0x10", "01", "1.")),
    *(Raw(text) for text in ("9" * 25, "9" * 400, "9" * 5000, "0." + "1" * 300, "1e308", "1.7e308", "5e-324", "+1")),
    *("1/2", "1/3", "2/3", "-1/2", "0", "1", "1/0", "0/0", "5/8 ", " 1", "1//2", "1/-2", "1e5", "1e-5", "nan", "inf"),
    *("9" * 400 + "/7", "1/" + "3" * 400, "1_000", "٣", "½", "１／２", "0.5.5", "--1", "1e400", "", " ", "3" * 3000),
)
"""Numbers and what is nearly one, as JSON numbers and as strings."""

LABELS = (
    *("", " ", '"', "\\", '\\"', "a b", "{", "}", "a" * 5000, "é", "漢字", "\u0000", "\u0001\u001b[31m", "\n", "\t"),
    *("\r\n", "\u2028", "\ufeff", "\U0001f600", "1", "-1", "null", "None", "nan", "[bold]", "[/]", "<b>&amp;", "%s"),
    *("\ud800", "\udfff", "a\ud800b", "__proto__", "../x", "'", "`", "strategies", "payoffs", "values", "exact"),
)
"""Names that text, terminals and formats are liable to stumble over."""

OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], {"": None}, [[], []], {"a": {}}, [1], ["1", "0"])

TOKENS = (
    *("{", "}", '"', '""', '"a"', "0", "1", "-1", "2", "3", "1/2", "0.5", "1e400", "1e-400", "nan", "inf", "-0", "1,"),
    *("9" * 25, "9" * 5000, "1e99999999999", "1/0", "٣", "½", "\x00", "\ufeff", "NFG", "EFG", "1", "R", "D", "c", "p"),
    *("t", "100000", "1000000000", '"' + "x" * 3000 + '"', '"\\"', "\\", "{{", "}}", "# x", "// x", ",", ";", "=", "["),
    *("]", "[[", "'", "true", "v1", "weight", "\r", "\n\n", "\t", "é", "\u2028"),
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:=]|[^\s\[\]{},:="]+|\s+|"')


def write(data: Any) -> str:
    """Data as JSON, its raw pieces as they stand; surrogates without a partner are written as escapes."""
    if isinstance(data, Raw):
        return str(data)
    if isinstance(data, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {write(value)}" for key, value in data.items()) + "}"
    if isinstance(data, (list, tuple)):
        return "[" + ", ".join(map(write, data)) + "]"
    return json.dumps(data)


def toml(data: dict[str, Any]) -> str:
    """Data as TOML, with inline tables; null, which TOML has not, is left as a bare word."""

    def inline(value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{json.dumps(str(key))} = {inline(own)}" for key, own in value.items()) + "}"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(map(inline, value)) + "]"
        return write(value)

    return "".join(f"{json.dumps(str(key))} = {inline(value)}\n" for key, value in data.items())


def odd(random: Random) -> Any:
    """A value that may stand anywhere and seldom should."""
    return random.choice(random.choice((NUMBERS, NUMBERS, LABELS, OTHERS)))


def spoil_data(data: Any, random: Random) -> Any:
    """A copy of the data with one place changed; mostly a leaf, sometimes a whole branch."""
    data = _copy(data)
    places = list(_places(data))
    if not places:
        return odd(random)
    parent, key = random.choice(places)
    value = parent[key]
    match random.randrange(10):
        case 0 | 1:
            parent[key] = odd(random)
        case 2 | 3 | 4:
            parent[key] = _near(value, random)
        case 5:
            del parent[key]
        case 6 if isinstance(parent, list):
            parent.insert(random.randint(0, len(parent)), value)
        case 6:
            parent[random.choice(LABELS)] = value
        case 7:
            other, place = random.choice(places)
            parent[key], other[place] = _copy(other[place]), _copy(value)
        case 8:
            parent[key] = random.choice(([value], {"x": value}, [value, value], {"values": value}))
        case _:
            parent[key] = nested(random)
    return data


def nested(random: Random) -> Raw:
    """Lists or objects in each other, a few or many thousand deep."""
    depth = random.choice((3, 30, 300, 900, 5000))
    opening, closing = random.choice((("[", "]"), ('{"a": ', "}")))
    return Raw(opening * depth + "1" + closing * depth)


def _near(value: Any, random: Random) -> Any:
    """A value of the same kind, so that what is changed is often still valid."""
    if isinstance(value, bool) or value is None:
        return random.choice((True, False, None))
    if isinstance(value, (int, float)) or (isinstance(value, str) and value[:1].isdigit()):
        small = random.choice((0, 1, 2, 3, 5, 10, "1/2", "1/3", "3/4", "1/7", Raw("0.3"), Raw("0.25"), Raw("2.5")))
        return random.choice((small, small, small, random.choice(NUMBERS)))
    if isinstance(value, str):
        return random.choice((*LABELS, value + value, value[:-1], value.upper()))
    return odd(random)


def _places(data: Any, depth: int = 0) -> "Any":
    """Every place in nested data as (container, key)."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield data, key
            yield from _places(value, depth + 1)
    elif isinstance(data, list):
        for k, value in enumerate(data):
            yield data, k
            yield from _places(value, depth + 1)


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, (list, tuple)) else data


def spoil_text(text: str, random: Random) -> str:
    """The text with one token deleted, doubled, replaced, moved or put in."""
    tokens = _TOKEN.findall(text)
    if not tokens:
        return random.choice(TOKENS)
    k, other = random.randrange(len(tokens)), random.randrange(len(tokens))
    match random.randrange(8):
        case 0:
            del tokens[k]
        case 1:
            tokens.insert(k, tokens[k])
        case 2 | 3:
            tokens[k] = random.choice(TOKENS)
        case 4:
            tokens[k], tokens[other] = tokens[other], tokens[k]
        case 5:
            tokens.insert(k, f" {random.choice(TOKENS)} ")
        case 6:
            del tokens[min(k, other) : min(k, other) + random.randint(1, 20)]
        case _:
            tokens[k:k] = tokens[other : other + random.randint(1, 20)]
    return "".join(tokens)


def spoil_bytes(data: bytes, random: Random) -> bytes:
    """The bytes with some flipped, cut off, put in or translated."""
    k = random.randint(0, len(data))
    match random.randrange(11):
        case 0:
            return data[:k]
        case 1:
            return data[:k] + random.randbytes(random.randint(1, 8)) + data[k:]
        case 2 if data:
            k %= len(data)
            return data[:k] + bytes([data[k] ^ 1 << random.randrange(8)]) + data[k + 1 :]
        case 3:
            return b"\xef\xbb\xbf" + data
        case 4:
            return data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b" ")))
        case 5:
            return data[:k] + random.choice((b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x1a", b"\x85")) + data[k:]
        case 6:
            return data.decode("utf-8", "replace").encode(random.choice(("utf-16", "latin-1", "utf-32")), "replace")
        case 7:
            return data + data
        case 8:
            return data.replace(b" ", random.choice((b"\t", b"\xc2\xa0", b"  ", b"")))
        case _:
            end = random.randint(k, len(data))
            return data[:k] + data[end:]
