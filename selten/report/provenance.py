"""Where a result comes from: the hash of its input, the seed, and the versions of everything that could matter.

Versions are read off the names of the installed packages' folders, because :mod:`importlib.metadata` alone takes longer
to import than a small game takes to solve.
"""

import os
import re
import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from selten import __version__

ENGINES = ("numpy", "scipy", "numba", "python-flint", "highspy", "sympy", "pygambit", "nashpy", "quantecon")
"""The packages whose version a result may depend on."""


def provenance(
    text: str | bytes, *, seed: int | None = None, files: Mapping[str, str | bytes] | None = None
) -> dict[str, Any]:
    """What it takes to get a result again, as the JSON of every command has it under the key ``provenance``.

    Parameters
    ----------
    text : str or bytes
        The input. Its hash is that of the file where the text is all of a file in UTF-8.
    seed : int, optional
        Where methods with a choice started; None where there is no choice.
    files : mapping, optional
        Other files that went in, by the name that the input or the caller gives them: then ``files_sha256`` is there.

    Examples
    --------
    >>> found = provenance("abc", seed=1)
    >>> found["input_sha256"][:8], found["seed"], list(found["versions"])[:2]
    ('ba7816bf', 1, ['selten', 'python'])
    """
    found: dict[str, Any] = {"input_sha256": _hash(text), "seed": seed, "versions": versions()}
    if files:
        found["files_sha256"] = {name: _hash(own) for name, own in files.items()}
    return found


@cache
def versions() -> dict[str, str]:
    """The versions of selten, of Python and of each engine that is installed; one dictionary, not to be changed.

    Examples
    --------
    >>> versions()["selten"] == __version__, "numpy" in versions()
    (True, True)
    """
    python = ".".join(map(str, sys.version_info[:3]))
    installed = _installed()
    engines = {name: installed[_key(name)] for name in ENGINES if _key(name) in installed}
    return {"selten": __version__, "python": python, **engines}


def _installed() -> dict[str, str]:
    """The packages on the path with their versions; of two the first, as for imports."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            stem, suffix = os.path.splitext(name)
            package, _, version = stem.partition("-")
            if suffix in (".dist-info", ".egg-info") and version:
                found.setdefault(_key(package), version)
    return found


def _key(name: str) -> str:
    return re.sub("[-_.]+", "_", name).lower()


def _hash(text: str | bytes) -> str:
    return sha256(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text).hexdigest()
