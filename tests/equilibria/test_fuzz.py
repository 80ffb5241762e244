"""All extreme equilibria of random games of every family, against the stored exact answers of lrsnash."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from selten.equilibria.enumerate import extreme_equilibria
from selten.games.families import FAMILIES
from selten.games.normal_form import NormalForm

STORED = json.loads(Path(__file__).with_name("fuzz.json").read_text())["games"]


def test_every_family_is_there_often() -> None:
    assert Counter(game["family"] for game in STORED) == dict.fromkeys(FAMILIES, len(STORED) // len(FAMILIES))
    assert len(STORED) >= 300


@pytest.mark.parametrize("family", FAMILIES)
def test_the_lists_of_lrsnash(family: str) -> None:
    for game in STORED:
        if game["family"] == family:
            lines = _lines(NormalForm.of(game["payoffs"]))
            assert len(lines) == game["count"], game["payoffs"]
            assert _digest(lines) == game["digest"], game["payoffs"]


def _lines(game: NormalForm) -> list[Any]:
    found = [" | ".join(" ".join(map(str, own)) for own in p.strategies) for p in extreme_equilibria(game)]
    assert len(found) == len(set(found))
    return sorted(found)


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
