"""Valid inputs of every kind, as text or parsed JSON: where the fuzzing of scripts/fuzz_inputs.py starts.

What commands write for each other (answers, witnesses, proper certificates, price distributions) is made by the
commands themselves, once a process and only where it is asked for.
"""

import contextlib
import io
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from fuzz_mutations import toml, write

from selten.cli import run
from selten.games import library
from selten.games.formats import game_text

GAMES = ("battle_of_the_sexes", "rock_paper_scissors", "majority", "degenerate", "duplicated", "one_row", "alone")
TREES = ("entry_game", "seltens_horse", "one_card_poker", "absent_minded_driver")


@cache
def game_texts(suffix: str) -> tuple[str, ...]:
    """Games of the library as files with this suffix; for .nfg also the form with outcomes."""
    games = [getattr(library, name)() for name in (*GAMES, *(TREES if suffix == ".efg" else ()))]
    return (*(game_text(game, suffix) for game in games), *((_OUTCOMES,) if suffix == ".nfg" else ()))


_OUTCOMES = """NFG 1 R "outcomes" { "A" "B" } { { "a" "b" } { "c" "d" } } ""
{ { "one" 1, 2 } { "two" 1/2, -3 } }
1 2 0 1
"""

LABELLED: dict[str, Any] = {
    "payoffs": [[[2, 0], ["1/2", 1]], [[1, 0], [0, 2]]],
    "players": ["row", "column"],
    "strategies": [["up", "down"], ["left", "right"]],
}


def game_data() -> list[Any]:
    """Games as parsed JSON."""
    return [*(json.loads(text) for text in game_texts(".json")), LABELLED]


def marginals() -> list[Any]:
    """Every kind of marginal distribution of valuations."""
    return [
        {"uniform": [0, 1]},
        {"uniform": ["1/2", 2]},
        {"beta": [2, 1]},
        {"beta": [1, 1]},
        {"truncated_exponential": {"rate": 3, "upper": 1}},
    ]


def markets() -> list[Any]:
    """Bundling SPECs with valuations of every kind; the path of the CSV file is the one that doors write."""
    laws = marginals()
    kinds: list[Any] = [{"independent": law} for law in laws]
    kinds += [{"independent": laws[:2]}, {"comonotone": laws[0]}, {"countermonotone": laws[2]}]
    kinds += [{"gaussian_copula": {"marginal": laws[0], "correlation": 0.5}}, {"csv": "survey.csv"}]
    kinds += [{"atoms": [{"values": [2, 1], "mass": "1/2"}, {"values": [1, 2], "mass": "1/2"}]}]
    kinds += [{"atoms": [{"values": ["1/2", 0.5], "mass": 0.75}, {"values": [1, 0], "mass": "1/4"}]}]
    return [{"valuations": kind, "complementarity": delta} for kind in kinds for delta in ("1/10", 0)]


SURVEYS = ("v1,v2\n1,2\n2,1\n", "v1,v2,weight\n0.5,1/2,1\n1,0,3\n0,1,2.5\n", 'v2,v1\n"1","2"\n\n3,4\n')

PRIORS: tuple[Any, ...] = (
    {
        "states": [
            {"mass": "1/16", "values": ["1", "4"], "costs": ["0", "1"]},
            {"mass": "15/16", "values": ["3", "2"], "costs": ["0", "1"]},
        ]
    },
    {"states": [{"mass": 1, "values": [4, 3], "costs": [0, 0]}]},
    {
        "states": [
            {"mass": 0.5, "values": [1, 2, 3], "costs": [0, 1, 1]},
            {"mass": "1/2", "values": [3, 2, 1], "costs": [0, 1, 1]},
        ]
    },
)

DISCLOSURES: tuple[Any, ...] = tuple(
    {
        "customers": 10,
        "stock": 3,
        "share": "9/10",
        "prior": "1/2",
        "search_cost": "1/2",
        "values": {"L": 5, "H": 7},
        "prices": {"L": 3, "H": 5},
        "tastes": tastes,
        "cost_scales_with_taste": scales,
        "arrival": arrival,
    }
    for tastes in ("uniform", "homogeneous")
    for scales in (False, True)
    for arrival in ("random", "efficient", "inefficient")
)

STUDIES: tuple[Any, ...] = (
    {
        "family": "random",
        "spec": {"family": "01", "rows": "= x", "columns": 2},
        "parameters": {"x": {"grid": [1, 2]}},
        "samples": 2,
        "seed": 1,
        "rules": ["pareto", "trembling", "strict"],
    },
    {
        "family": "game",
        "spec": {"payoffs": [[["= x", 0], [0, 1]], [[1, 0], [0, "= 2 * x - y"]]]},
        "parameters": {"x": {"from": 0, "to": 1, "count": 2}, "y": {"uniform": [0, 1], "digits": 2}},
        "structure": True,
        "time_limit": 1,
    },
    {
        "family": "discrimination",
        "spec": {"states": [{"mass": 1, "values": ["= v", 3], "costs": [0, 0]}]},
        "parameters": {"v": {"grid": [3, "7/2"]}},
    },
    {
        "family": "disclosure",
        "spec": {**DISCLOSURES[0], "prior": "= p", "prices": {"L": "= min(p, 3)", "H": 5}},
        "parameters": {"p": {"grid": ["1/3", 0.5]}},
    },
)

PROFILES: tuple[Any, ...] = (
    {"strategies": [["1/2", "1/2"], ["1", "0"]]},
    {"strategies": [["1", "0"], ["1", "0"]], "exact": True, "pure": True, "regret": "0", "payoffs": ["2", "1"]},
    {"strategies": [[0.5, 0.5], [0.25, 0.75]], "perfect": None, "proper": None, "component": 0},
)
"""Of :data:`LABELLED`, or any game of two by two strategies."""

ASSESSMENT: Any = {
    "strategies": {"entrant": {"1": [0, 1]}, "incumbent": {"1": ["0", "1"]}},
    "beliefs": {"incumbent": {"1": ["1"]}},
    "consistent": True,
}
"""Of the entry game, by the numbers of the information sets."""


def printed(files: dict[str, str], arguments: list[str]) -> str:
    """What a command prints of some files; an error here is one of the corpus."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, text in files.items():
            Path(name).write_text(text, encoding="utf-8")
        caught = io.StringIO()
        with contextlib.redirect_stdout(caught):
            status = run(arguments)
        if status != 0:
            raise RuntimeError(f"the corpus: selten {' '.join(arguments)} ended with {status}")
        written = Path("witness.json")
        return written.read_text(encoding="utf-8") if written.exists() else caught.getvalue()


@cache
def answers() -> tuple[tuple[str, str, str], ...]:
    """Games with what ``selten solve`` and ``selten certify`` print of them: (file, text, answer)."""
    found = []
    for suffix in (".json", ".nfg", ".efg"):
        for text in game_texts(suffix):
            name = f"game{suffix}"
            found.append((name, text, printed({name: text}, ["solve", name, "--json"])))
    for text in game_texts(".efg")[-len(TREES) : -1]:
        call = ["solve", "game.efg", "--subgame-perfect", "--json"]
        found.append(("game.efg", text, printed({"game.efg": text}, call)))
    return tuple(found)


@cache
def proven() -> tuple[tuple[str, str, str], ...]:
    """Games with profiles that carry certificates of properness, made of what ``selten certify`` prints."""
    found = []
    for name, text, answer in answers():
        if name != "game.json" or '"equilibria"' not in answer:
            continue
        for one in json.loads(answer)["equilibria"]:
            profile = {"strategies": one["strategies"]}
            call = ["certify", name, "profile.json", "--json"]
            check = json.loads(printed({name: text, "profile.json": write(profile)}, call))
            if check.get("proper_certificate"):
                kept = {key: check[key] for key in ("proper", "proper_certificate")}
                found.append((name, text, write({**profile, **kept})))
    return tuple(found)


@cache
def bundled() -> tuple[tuple[str, str, str], ...]:
    """Markets with what ``selten bundling`` prints of them, price distributions included."""
    chosen = [markets()[0], markets()[-3], markets()[-1]]
    texts = [write(market) for market in chosen]
    return tuple(("market.json", text, printed({"market.json": text}, _bundling())) for text in texts)


def _bundling() -> list[str]:
    return ["bundling", "market.json", "--json", "--time-limit", "1"]


@cache
def informed() -> tuple[tuple[str, str, str], ...]:
    """Priors with what ``selten discrimination`` prints and writes of them: answers, structures, multipliers."""
    found = []
    for prior in PRIORS:
        files = {"prior.json": write(prior)}
        found.append(("prior.json", files["prior.json"], printed(files, ["discrimination", "prior.json", "--json"])))
        call = ["discrimination", "prior.json", "--json", "--witness", "witness.json", "--time-limit", "0.3"]
        found.append(("prior.json", files["prior.json"], printed(files, call)))
    return tuple(found)


def as_toml(data: Any) -> str:
    """A SPEC as TOML, or as JSON if it is no table any more."""
    return toml(data) if isinstance(data, dict) else write(data)
