"""Studies spoilt at random: each is read, or refused in one line, whatever stands in it."""

import copy
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from selten.games.errors import InputError
from selten.games.specs.market_spec import market_data
from selten.sweep.offering import PROFITS
from selten.sweep.solve import check_study
from selten.sweep.study import parse_study

STOCK = {"customers": 10, "stock": 3, "share": "9/10", "prior": "1/2", "search_cost": "= c", "tastes": "uniform"}
STOCK |= {"values": {"L": 5, "H": 7}, "prices": {"L": 2, "H": 5}, "cost_scales_with_taste": False, "arrival": "= a"}
STUDIES: list[dict[str, Any]] = [
    {
        "family": "random",
        "spec": {"family": "01", "rows": "= x", "columns": 2},
        "parameters": {"x": {"grid": [1, 2]}},
    },
    {
        "family": "offering",
        "spec": {"profits": dict.fromkeys(PROFITS, "= p"), "entry_cost": 0},
        "parameters": {"p": {"uniform": [0, 1], "digits": 2}},
        "samples": 3,
    },
    {
        "family": "game",
        "spec": {"payoffs": [[["= x", 0]], [[0, "= 1 - x"]]]},
        "parameters": {"x": {"from": 0, "to": 1, "count": 3}},
    },
    {
        "family": "disclosure",
        "spec": STOCK,
        "parameters": {"c": {"choice": [0, 1]}, "a": {"values": ["random", "efficient"]}},
        "samples": 2,
    },
    {
        "family": "discrimination",
        "spec": {"states": [{"mass": "= m", "values": ["= v", 3], "costs": [0, 1]}]},
        "parameters": {"v": {"grid": [1]}, "m": {"grid": [1]}},
    },
    {
        "family": "bundling",
        "spec": {"valuations": {"atoms": [{"values": ["= v", 1], "mass": 1}]}, "complementarity": "= v"},
        "parameters": {"v": {"grid": [1]}},
    },
]
SPOILT: list[Any] = [
    *(None, True, 0, -1, 1, 10**400, "", "=", "= ", "= x", "= 1/0", "= " + "9" * 300, "1e999999999", "-", "nan", []),
    *(
        {},
        [[]],
        {"a": 1},
        "\x00",
        "..",
        "\ud800",
        1e308,
        "inf",
        ["= x"],
        {"file": "= x"},
        {"grid": []},
        "= (((",
        "= -" * 90,
    ),
]
KEYS = ("zz", "file", "cells", "samples", "seed", "rules", "structure", "time_limit")


def places(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """All places in a description but the whole."""
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else []
    for key in keys:
        yield (*place, key)
        yield from places(data[key], (*place, key))


def spoil(data: dict[str, Any], random: Random) -> None:
    """Change, rename or take away something somewhere."""
    *way, key = random.choice(list(places(data)))
    inner: Any = data
    for step in way:
        inner = inner[step]
    kind = random.random()
    if kind < 0.7 or not isinstance(inner, dict):
        inner[key] = copy.deepcopy(random.choice(SPOILT))
    elif kind < 0.85:
        inner[random.choice(KEYS)] = inner.pop(key)
    else:
        del inner[key]


def test_spoilt_studies_are_read_or_refused_in_one_line() -> None:
    random, refusals = Random(7), []
    for number in range(600):
        data = copy.deepcopy(STUDIES[number % len(STUDIES)])
        for _ in range(random.randint(1, 2)):
            spoil(data, random)
        text = json.dumps(data)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                check_study(parse_study(market_data(text, "study.json"), "study.json", Path(), text=text))
        except InputError as error:
            refusals.append(str(error))
    assert [text for text in refusals if "\n" in text or not text.startswith("study.json: ")] == []
    assert 300 < len(refusals) < 600
