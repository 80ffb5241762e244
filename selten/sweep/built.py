"""The finite games that a case comes down to: offering games, random games, and game files with cells filled in."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.bundling import OFFERINGS
from selten.games.errors import InputError
from selten.games.families import FAMILIES, random_game
from selten.games.files.game_json import game_from_json
from selten.games.formats import normal_form, read_game
from selten.games.normal_form import NormalForm
from selten.games.number import exact_number
from selten.games.specs.spec_reading import shown, some, table, word
from selten.sweep.offering import PRODUCTS, offering_game
from selten.sweep.parameters import draw, whole
from selten.sweep.study import Study

Labels = tuple[tuple[str, ...], ...]

MOST_SIZE = 1000


@dataclass(frozen=True, slots=True)
class Built:
    """A game ready to be solved.

    Parameters
    ----------
    game : NormalForm or ndarray of int64, shape (2, m, n)
        An array holds the payoffs of two players times a common positive factor.
    labels : tuple of tuple of str
        The strategies of each player.
    products : pair of tuples of int, optional
        How many products each strategy offers, where strategies are offerings.
    """

    game: NormalForm | npt.NDArray[np.int64]
    labels: Labels
    products: tuple[tuple[int, ...], tuple[int, ...]] | None = None

    @property
    def table(self) -> npt.NDArray[np.int64] | None:
        """The payoffs of two players in machine words, if they fit."""
        if isinstance(self.game, np.ndarray):
            return self.game
        if len(self.game.players) != 2 or self.game.kind == "enclosed":
            return None
        return self.game.machine_integers()

    @property
    def normal_form(self) -> NormalForm:
        """The game (an offering game with its payoffs scaled)."""
        return self.game if isinstance(self.game, NormalForm) else NormalForm.of(self.game.tolist(), self.labels)


def built(study: Study, case: int, spec: Any) -> Built:
    """The game that a filled-in description describes.

    Raises
    ------
    InputError
        Naming the field, the value got and what is allowed.

    Examples
    --------
    >>> from selten.sweep.study import parse_study
    >>> data = {"family": "game", "spec": {"payoffs": [[["= x", 0]], [[0, "= 1 - x"]]]}, "parameters": {}}
    >>> data["parameters"]["x"] = {"grid": ["1/3", "1/2"]}
    >>> study = parse_study(data, "study", Path())
    >>> built(study, 0, study.template.fill(study.values(0))).game.payoffs.tolist()
    [[[Fraction(1, 3), Fraction(0, 1)]], [[Fraction(0, 1), Fraction(2, 3)]]]
    """
    if study.family == "offering":
        return Built(offering_game(spec), (OFFERINGS, OFFERINGS), (PRODUCTS, PRODUCTS))
    game = _random(study, case, spec) if study.family == "random" else _game(study, spec)
    return Built(game, game.strategies)


def _random(study: Study, case: int, spec: Any) -> NormalForm:
    own = table(spec, ("family", "rows", "columns"), "spec")
    family = word(own["family"], FAMILIES, "spec.family")
    rows, columns = (whole(own[key], f"spec.{key}", least=1, most=MOST_SIZE) for key in ("rows", "columns"))
    return random_game(family, rows, columns, Random(draw(study.seed, case, "= game")))


def _game(study: Study, spec: Any) -> NormalForm:
    """The game of a file with cells replaced, or one written in the study as in a .json file."""
    if not isinstance(spec, dict) or "file" not in spec:
        return game_from_json(_exact(spec), "spec")
    own = table(spec, ("file",), "spec", optional=("cells",))
    if not isinstance(own["file"], str) or not own["file"]:
        raise InputError(f"spec.file: got {shown(own['file'])}; allowed: the path of a game file")
    game = _read(str(Path(study.folder, own["file"])), study.files.get(own["file"], ""))
    if "cells" not in own:
        return game
    if game.kind == "float":
        raise InputError("spec.file: got a game with float payoffs; allowed: exact payoffs")
    payoffs = game.payoffs.copy()
    for k, cell in enumerate(some(own["cells"], "spec.cells", of="at least one cell")):
        payoffs[_place(game, cell, f"spec.cells[{k}]")] = exact_number(cell["payoff"], f"spec.cells[{k}].payoff")
    return game.with_payoffs(payoffs)


def _place(game: NormalForm, cell: Any, field: str) -> tuple[int, ...]:
    own = table(cell, ("player", "at", "payoff"), field)
    player = game.players.index(word(own["player"], game.players, f"{field}.player"))
    chosen = some(own["at"], f"{field}.at", of="one strategy for each player")
    if len(chosen) != len(game.players):
        raise InputError(f"{field}.at: got {len(chosen)} strategies; allowed: {len(game.players)}")
    pairs = enumerate(zip(chosen, game.strategies, strict=True))
    return (player, *(labels.index(word(name, labels, f"{field}.at[{k}]")) for k, (name, labels) in pairs))


@lru_cache(maxsize=16)
def _read(path: str, _: str) -> NormalForm:
    """The game in a file, read once for each content (of which the hash is given)."""
    return normal_form(read_game(path))


def _exact(data: Any) -> Any:
    """Numbers as a .json file's reader hands them on: decimals are exact."""
    if isinstance(data, dict):
        return {key: _exact(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_exact(value) for value in data]
    return Fraction(data) if isinstance(data, int) and not isinstance(data, bool) else data
