"""One door for games of every origin.

Which package an object comes from is read off its type, so that no package is imported to find out: an object of
pygambit exists only where pygambit is loaded already.
"""

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import Game, read_game
from selten.games.installed import type_name
from selten.games.normal_form import NormalForm

_DOORS = {
    "pygambit": ("selten.games.interop.packages", "from_pygambit"),
    "nashpy": ("selten.games.interop.packages", "from_nashpy"),
    "quantecon": ("selten.games.interop.arrays", "from_quantecon"),
    "pyspiel": ("selten.games.interop.openspiel", "from_openspiel"),
    "open_spiel": ("selten.games.interop.openspiel", "from_openspiel"),
    "pandas": ("selten.games.interop.tables", "from_pandas"),
    "numpy": ("selten.games.interop.arrays", "from_arrays"),
}
"""For each package the module and the function that read its games."""

_ALLOWED = (
    "a game of selten, pygambit, nashpy, QuantEcon or OpenSpiel, an array or one for each player, "
    "a pandas table, or the path of a game file"
)


def package_of(value: object) -> str | None:
    """The package of :data:`_DOORS` that an object's class, or one that it inherits from, comes from.

    Examples
    --------
    >>> import numpy
    >>> package_of(numpy.zeros(2)), package_of([1, 2])
    ('numpy', None)
    """
    names = [base.__module__.partition(".")[0] for base in type(value).__mro__]
    return next((name for name in names if name in _DOORS), None)


def as_game(game: Any) -> Game:
    """A game of any of these origins as ours.

    Parameters
    ----------
    game : object
        A NormalForm or ExtensiveForm, which comes back as it is; another game of selten that has a normal form; a
        pygambit game; a nashpy Game; a QuantEcon NormalFormGame; an OpenSpiel game; a NumPy array of shape
        (n, m_1, ..., m_n), or nested lists of that shape, or one array for each player; a pandas table (a bimatrix of
        pairs, a pair of frames, or the long form); the path of a game file.

    Raises
    ------
    InputError
        If it is nothing of the kind, or the door of its package refuses it.

    Examples
    --------
    >>> as_game([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]).payoffs[1, 0, 1]
    Fraction(5, 1)
    """
    if isinstance(game, (NormalForm, ExtensiveForm)):
        return game
    if isinstance(game, (str, os.PathLike)):
        return read_game(game)
    if isinstance(game, (list, tuple)):
        frames = bool(game) and all(package_of(own) == "pandas" for own in game)
        return _door("pandas" if frames else "numpy")(game)
    package = package_of(game)
    if package is not None:
        return _door(package)(game)
    if type(game).__module__.startswith("selten.") and hasattr(game, "normal_form"):
        table: NormalForm = game.normal_form()
        return table
    raise InputError(f"as_game: got {type_name(game)}; allowed: {_ALLOWED}")


def _door(package: str) -> Callable[[Any], Game]:
    module, name = _DOORS[package]
    door: Callable[[Any], Game] = getattr(import_module(module), name)
    return door
