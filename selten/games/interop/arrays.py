"""Games from arrays, and from and to the normal forms of QuantEcon.

Axes: ours are (player, strategy of player 0, ..., strategy of player n - 1). QuantEcon keeps one array a player with
the player's own strategies first and the others after it in turn: axes i, i + 1, ..., n - 1, 0, ..., i - 1. Integers
and Fractions make exact games, a float anywhere a float game, in which every float stands for the binary fraction that
it is. QuantEcon is imported only when it is used.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.errors import InputError
from selten.games.installed import type_name
from selten.games.interop.packages import rounding
from selten.games.normal_form import NormalForm


def from_arrays(
    payoffs: Any, strategies: Sequence[Sequence[str]] | None = None, *, players: Sequence[str] | None = None
) -> NormalForm:
    """A game from one array of shape (n, m_1, ..., m_n), or from n arrays of shape (m_1, ..., m_n), one a player.

    Raises
    ------
    InputError
        Naming the array whose shape does not fit, the payoff that is no finite number, or the labels that do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> row = np.array([[3, 0], [5, 1]])
    >>> from_arrays([row, row.T]).payoffs[1, 0, 1]
    Fraction(5, 1)
    """
    if not isinstance(payoffs, (np.ndarray, list, tuple)):
        raise InputError(f"from_arrays: got {type_name(payoffs)}; allowed: an array, or one array for each player")
    if not isinstance(payoffs, np.ndarray) and any(isinstance(own, np.ndarray) for own in payoffs):
        payoffs = _stacked([_array(own, f"payoffs[{number}]") for number, own in enumerate(payoffs)])
    return NormalForm.of(payoffs, strategies, players=players)


def _array(own: Any, field: str) -> npt.NDArray[Any]:
    try:
        return own if isinstance(own, np.ndarray) else np.array(own, dtype=object)
    except ValueError:
        raise InputError(f"{field}: the rows differ in length; allowed: a full table") from None


def _stacked(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """The arrays in one of objects, so that each entry stays the number that it is."""
    first = arrays[0].shape
    for number, own in enumerate(arrays):
        if own.shape != first:
            raise InputError(f"payoffs[{number}]: got shape {own.shape}; allowed: {first}, as payoffs[0] has")
    stacked = np.empty((len(arrays), *first), dtype=object)
    for number, own in enumerate(arrays):
        stacked[number] = own
    return stacked


def from_quantecon(game: Any) -> NormalForm:
    """A QuantEcon NormalFormGame as ours: exact where its arrays hold integers, float where they hold floats.

    Raises
    ------
    InputError
        If it is no NormalFormGame.

    Examples
    --------
    >>> import quantecon.game_theory as gt
    >>> rows = gt.Player([[1, 2, 3], [4, 5, 6]]), gt.Player([[7, 8], [9, 10], [11, 12]])
    >>> from_quantecon(gt.NormalFormGame(rows)).payoffs[1, 0, 2]
    Fraction(11, 1)
    """
    from quantecon.game_theory import NormalFormGame

    if not isinstance(game, NormalFormGame):
        raise InputError(f"from_quantecon: got {type_name(game)}; allowed: a quantecon NormalFormGame")
    arrays = [np.asarray(player.payoff_array) for player in game.players]
    n = len(arrays)
    return NormalForm.of(_stacked([_turned(own, n - i) for i, own in enumerate(arrays)]))


def to_quantecon(game: NormalForm) -> Any:
    """Our game as a QuantEcon NormalFormGame of doubles, each payoff rounded to the nearest.

    :func:`selten.games.interop.packages.rounding` says how much rounding changes.

    Raises
    ------
    InputError
        If the game holds enclosures, or a payoff is too large for a double.
    """
    from quantecon.game_theory import NormalFormGame, Player

    rounding(game)
    doubles = game.payoffs.astype(float)
    arrays = [np.ascontiguousarray(_turned(own, i)) for i, own in enumerate(doubles)]
    return NormalFormGame([Player(own) for own in arrays])


def _turned(array: npt.NDArray[Any], steps: int) -> npt.NDArray[Any]:
    """The array with its first axes, so many, moved behind the others."""
    n = array.ndim
    return array.transpose([(axis + steps) % n for axis in range(n)])
