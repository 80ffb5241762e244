"""Games from and to the objects of other packages: pygambit and nashpy.

pygambit games travel as text in Gambit's own formats, which both sides read and write exactly: every payoff survives
the round trip. nashpy computes with floats: on the way there each payoff is rounded to the nearest double, ties to
even, and :func:`rounding` says how much that changes; on the way back floats are kept as they are, in a game of kind
float. Both packages are imported only when they are used.
"""

from fractions import Fraction
from io import StringIO
from typing import Any

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.files.efg import efg_text, parse_efg
from selten.games.files.nfg import nfg_text, parse_nfg
from selten.games.normal_form import NormalForm


def from_pygambit(game: Any) -> NormalForm | ExtensiveForm:
    """A pygambit game as ours: a StrategicGame as NormalForm, an ExtensiveGame as ExtensiveForm, exactly.

    Raises
    ------
    InputError
        If it is no pygambit game.

    Examples
    --------
    >>> import pygambit
    >>> from_pygambit(pygambit.StrategicGame.from_arrays([["1/3", 0]], [[1, 2]])).payoffs[0, 0, 0]
    Fraction(1, 3)
    """
    import pygambit

    if isinstance(game, pygambit.ExtensiveGame):
        return parse_efg(game.to_efg(), "a pygambit game")
    if isinstance(game, pygambit.Game):
        return parse_nfg(game.to_nfg(), "a pygambit game")
    raise InputError(f"from_pygambit: got {_type(game)}; allowed: a pygambit StrategicGame or ExtensiveGame")


def to_pygambit(game: NormalForm | ExtensiveForm) -> Any:
    """Our game as a pygambit StrategicGame or ExtensiveGame, exactly.

    A float payoff becomes the binary fraction it is. Labels that Gambit has no place for are changed by Gambit itself.

    Raises
    ------
    InputError
        If Gambit refuses the game, for instance for a label with a control character, with Gambit's reason.
    """
    import pygambit

    tree = isinstance(game, ExtensiveForm)
    text = efg_text(game) if isinstance(game, ExtensiveForm) else nfg_text(game)
    try:
        return (pygambit.read_efg if tree else pygambit.read_nfg)(StringIO(text))
    except (ValueError, RuntimeError) as error:
        raise InputError(f"to_pygambit: Gambit refuses the game ({error}); allowed: a game that it reads") from None


def from_nashpy(game: Any) -> NormalForm:
    """A nashpy game as ours: exact where its matrices hold integers or Fractions, float where they hold floats.

    Raises
    ------
    InputError
        If it is no nashpy game.

    Examples
    --------
    >>> import nashpy
    >>> from_nashpy(nashpy.Game([[1, 2], [3, 4]])).payoffs[1].tolist()[0]
    [Fraction(-1, 1), Fraction(-2, 1)]
    """
    import nashpy

    if not isinstance(game, nashpy.Game):
        raise InputError(f"from_nashpy: got {_type(game)}; allowed: a nashpy Game")
    return NormalForm.of([matrix.tolist() for matrix in game.payoff_matrices])


def to_nashpy(game: NormalForm) -> Any:
    """A two-player game as a nashpy Game, each payoff rounded to the nearest double.

    Raises
    ------
    InputError
        If the game has not two players, holds enclosures, or a payoff is too large for a double.
    """
    import nashpy

    if len(game.players) != 2:
        raise InputError(f"to_nashpy: got {len(game.players)} players; allowed: 2")
    if game.kind == "enclosed":
        raise InputError("to_nashpy: got bounds on numbers; allowed: exact or float payoffs")
    try:
        return nashpy.Game(*game.payoffs.astype(float))
    except OverflowError:
        raise InputError("to_nashpy: got a payoff that no double can hold; allowed: below 1.8e308") from None


def rounding(game: NormalForm) -> Fraction:
    """The largest change of a payoff when it is rounded to the nearest double, exactly; 0 if nothing is lost.

    Raises
    ------
    InputError
        If the game holds enclosures, or a payoff is too large for a double.

    Examples
    --------
    >>> rounding(NormalForm.of([[1, "1/2"]])), float(rounding(NormalForm.of([["1/3", 0]]))) < 2e-17
    (Fraction(0, 1), True)
    """
    if game.kind == "enclosed":
        raise InputError("rounding: got bounds on numbers; allowed: exact or float payoffs")
    try:
        return max(abs(Fraction(value) - Fraction(float(value))) for value in game.payoffs.ravel().tolist())
    except OverflowError:
        raise InputError("rounding: got a payoff that no double can hold; allowed: below 1.8e308") from None


def _type(value: object) -> str:
    return f"an object of type {type(value).__name__}"
