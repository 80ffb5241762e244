"""Games whose payoffs are perturbed by an infinitesimal: payoff + e * direction + e**2 * next direction + ..."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.number import exact_number


@dataclass(frozen=True, slots=True, eq=False)
class PerturbedGame:
    """A game and the directions that its payoffs move in; make one with :func:`perturbed` or :func:`with_entry_cost`.

    Parameters
    ----------
    base : NormalForm
        The game at e = 0.
    directions : tuple of ndarray of Fraction, shape (n, m_1, ..., m_n)
        ``directions[k]`` is multiplied by e**(k + 1).
    """

    base: NormalForm
    directions: tuple[npt.NDArray[Any], ...]

    def at(self, value: Fraction) -> NormalForm:
        """The exact game with a rational in the place of e.

        Examples
        --------
        >>> game = NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
        >>> with_entry_cost(game, [[0, 1], [0, 1]]).at(Fraction(1, 2)).payoffs[0].tolist()[1]
        [Fraction(9, 2), Fraction(1, 2)]
        """
        layers, denominator = self.integers()
        total = sum((layer * value**k for k, layer in enumerate(layers)), np.zeros_like(layers[0]))
        return self.base.with_payoffs(total * Fraction(1, denominator))

    def integers(self) -> tuple[list[npt.NDArray[Any]], int]:
        """The coefficients of 1, e, e**2, ... as integers over one denominator."""
        tables = [self.base.payoffs, *self.directions]
        flat = [[Fraction(x) for x in table.ravel().tolist()] for table in tables]
        denominator = lcm(*(x.denominator for values in flat for x in values))
        layers = []
        for values in flat:
            layer = np.empty(len(values), dtype=object)
            layer[:] = [x.numerator * (denominator // x.denominator) for x in values]
            layers.append(layer.reshape(self.base.payoffs.shape))
        return layers, denominator


def perturbed(game: NormalForm, *directions: Any) -> PerturbedGame:
    """The game with payoffs ``payoffs + e * directions[0] + e**2 * directions[1] + ...``.

    Parameters
    ----------
    game : NormalForm
        Exact, or float: each payoff is then the binary fraction that it is.
    directions : array-like of rationals, shape of the payoffs

    Raises
    ------
    InputError
        For an enclosed game, no direction, or one of another shape or with an entry that is no finite number.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])
    >>> len(perturbed(game, [[[0, 0], [0, 1]], [[0, 0], [0, 1]]]).directions)
    1
    """
    if game.kind == "enclosed":
        raise InputError("perturbed: got a game with enclosed payoffs; allowed: exact or float payoffs")
    if not directions:
        raise InputError("perturbed: got no direction; allowed: at least one table of payoffs")
    return PerturbedGame(game, tuple(_direction(game, table, f"directions[{k}]") for k, table in enumerate(directions)))


def with_entry_cost(game: NormalForm, costs: Sequence[Sequence[Any]]) -> PerturbedGame:
    """The game in which each strategy costs its player an infinitesimal amount, for instance e per product offered.

    Parameters
    ----------
    costs : for each player a sequence of rationals
        What each strategy costs, in units of e: the number of products that it offers.

    Raises
    ------
    InputError
        For an enclosed game, or costs that do not fit the game or are no finite numbers.

    Examples
    --------
    >>> game = NormalForm.of([[[0, 0], [1, 0]], [[0, 1], [0, 0]]])
    >>> with_entry_cost(game, [[0, 1], [0, 1]]).directions[0][0].tolist()
    [[Fraction(0, 1), Fraction(0, 1)], [Fraction(-1, 1), Fraction(-1, 1)]]
    """
    if tuple(len(own) for own in costs) != game.counts:
        raise InputError(
            f"costs: got lengths {[len(own) for own in costs]}; allowed: {list(game.counts)}, as the game has"
        )
    direction = np.empty(game.payoffs.shape, dtype=object)
    for player, own in enumerate(costs):
        values = np.array([-exact_number(c, f"costs[{player}][{k}]") for k, c in enumerate(own)], dtype=object)
        shape = [1] * len(costs)
        shape[player] = len(own)
        direction[player] = np.broadcast_to(values.reshape(shape), direction[player].shape)
    return perturbed(game, direction)


def _direction(game: NormalForm, table: Any, field: str) -> npt.NDArray[Any]:
    given: npt.NDArray[Any]
    try:
        given = np.asarray(table, dtype=object)
    except ValueError:
        raise _ragged(field) from None
    if any(isinstance(value, (list, tuple)) for value in given.ravel().tolist()):
        raise _ragged(field)
    if given.shape != game.payoffs.shape:
        raise InputError(f"{field}: got shape {given.shape}; allowed: {game.payoffs.shape}, as the payoffs have")
    exact: npt.NDArray[Any] = np.empty(given.size, dtype=object)
    exact[:] = [exact_number(value, field) for value in given.ravel().tolist()]
    exact = exact.reshape(given.shape)
    exact.setflags(write=False)
    return exact


def _ragged(field: str) -> InputError:
    return InputError(f"{field}: the rows differ in length; allowed: a full table, as the payoffs are")
