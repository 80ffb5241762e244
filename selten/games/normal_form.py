"""Finite games in normal form.

Conventions: players are numbered from 0 in the order of ``players``; ``payoffs[i, s_0, ..., s_{n-1}]`` is what player i
gets when each player j plays the pure strategy number s_j. Exact games hold :class:`~fractions.Fraction` entries,
enclosed games :class:`~selten.games.enclosed.Enclosed` entries, float games float64. One kind a game.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.labels import repeated
from selten.games.number import exact_number

Number: TypeAlias = Any
"""A Fraction, a float or an Enclosed, by the kind of the game (the union is not closed under arithmetic)."""

Kind = Literal["exact", "float", "enclosed"]

MOST_PLAYERS = 60
"""The players that file formats and conversions take: arrays have at most 64 axes, one of which is the player."""


@dataclass(frozen=True, slots=True, eq=False)
class NormalForm:
    """A finite game: who plays, what each can do, what each gets.

    Make one with :meth:`of`, the one door that checks.

    Parameters
    ----------
    payoffs : ndarray, shape (n, m_1, ..., m_n), read-only
        float64, or object with entries all Fraction or all Enclosed; axis 0 is the player.
    strategies : tuple of tuple of str
        The labels of each player's strategies, distinct for each player.
    players : tuple of str
        The labels of the players, distinct.
    kind : {"exact", "float", "enclosed"}
        What the entries are.
    title : str
        Free text, kept by file formats that have a place for it.
    comment : str
        Longer free text, likewise.
    """

    payoffs: npt.NDArray[Any]
    strategies: tuple[tuple[str, ...], ...]
    players: tuple[str, ...]
    kind: Kind
    title: str = ""
    comment: str = ""
    _integers: "tuple[npt.NDArray[Any], int] | None" = field(default=None, init=False, repr=False)
    _words: "npt.NDArray[np.int64] | None" = field(default=None, init=False, repr=False)

    @classmethod
    def of(
        cls,
        payoffs: Any,
        strategies: Sequence[Sequence[str]] | None = None,
        *,
        players: Sequence[str] | None = None,
        title: str = "",
        comment: str = "",
    ) -> "NormalForm":
        """A checked game from nested sequences or an array of payoffs.

        Parameters
        ----------
        payoffs : array-like, shape (n, m_1, ..., m_n)
            Integers, Fractions and strings like "1/3" make an exact game; a float anywhere makes a float game; an
            Enclosed anywhere makes an enclosed game.
        strategies, players : sequences of labels, optional
            Numbers from 1 by default.

        Raises
        ------
        InputError
            For a ragged or empty table, a payoff that is no finite number, or labels that do not fit or repeat.

        Examples
        --------
        >>> game = NormalForm.of([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
        >>> game.counts, game.kind, game.payoffs[0, 1, 0]
        ((2, 2), 'exact', Fraction(5, 1))
        """
        table = _as_array(payoffs)
        n = table.shape[0] if table.ndim else 0
        if n < 1 or table.ndim != n + 1:
            raise InputError(f"payoffs: got an array of shape {table.shape}; allowed: (n, m_1, ..., m_n) for n players")
        if 0 in table.shape:
            raise InputError(f"payoffs: got shape {table.shape}; allowed: at least one strategy for each player")
        entries, kind = _convert(table)
        entries.setflags(write=False)
        counts = table.shape[1:]
        labels = _strategy_labels(strategies, counts)
        return cls(entries, labels, _player_labels(players, n), kind, title, comment)

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of pure strategies of each player."""
        return tuple(int(m) for m in self.payoffs.shape[1:])

    def exact(self) -> tuple[npt.NDArray[Any], int]:
        """Integers over one denominator: ``(numerators, denominator)`` with payoffs = numerators / denominator.

        ``numerators`` is a read-only object array of Python integers of the shape of ``payoffs``. A float payoff is
        taken as the binary fraction it is. Computed once.

        Raises
        ------
        TypeError
            If the payoffs are enclosures.
        """
        if self.kind == "enclosed":
            raise TypeError("NormalForm.exact: got a game with enclosed payoffs; allowed: exact or float payoffs")
        integers = self._integers
        if integers is None:
            integers = _over_one_denominator(self.payoffs)
            object.__setattr__(self, "_integers", integers)
        return integers

    def machine_integers(self) -> npt.NDArray[np.int64] | None:
        """The numerators of :meth:`exact` as read-only int64, if all are below 2^60 in absolute value, else None.

        Computed once, where there is a result.
        """
        if self._words is None:
            numerators, _ = self.exact()
            if max(abs(value) for value in numerators.flat) >= 2**60:
                return None
            words = numerators.astype(np.int64)
            words.setflags(write=False)
            object.__setattr__(self, "_words", words)
        return self._words

    def with_payoffs(self, payoffs: Any) -> "NormalForm":
        """The same players and strategies with other payoffs."""
        return NormalForm.of(payoffs, self.strategies, players=self.players, title=self.title, comment=self.comment)

    def sweep(self, player: int, strategies: Sequence[Sequence[Number]]) -> npt.NDArray[Any]:
        """What ``player`` gets from each own pure strategy against a mixed profile of the others.

        Parameters
        ----------
        strategies : sequence of n sequences
            One mixed strategy for each player; the player's own is ignored.

        Returns
        -------
        ndarray, shape (m_player,)
            Of the numbers of the game (or of the profile, where those are floats).
        """
        if self.kind == "exact" and _exact_rivals(strategies, player):
            return self._whole_sweep(player, strategies)
        values: npt.NDArray[Any] = self.payoffs[player]
        for other in reversed(range(len(self.players))):
            if other != player:
                values = np.tensordot(
                    values, np.array(strategies[other], dtype=self._mixed_dtype(strategies)), (other, 0)
                )
        return values

    def _repr_html_(self) -> str:
        from selten.games.html import normal_form_html

        return normal_form_html(self)

    def _whole_sweep(self, player: int, strategies: Sequence[Sequence[Number]]) -> npt.NDArray[Any]:
        """The same in integers over one denominator, over the supports alone: many times faster than in Fractions."""
        numerators, denominator = self.exact()
        values: npt.NDArray[Any] = numerators[player]
        for other in reversed(range(len(self.players))):
            if other != player:
                support = [k for k, p in enumerate(strategies[other]) if p]
                common = lcm(*(strategies[other][k].denominator for k in support))
                weights = [int(strategies[other][k] * common) for k in support]
                denominator *= common
                values = np.tensordot(values.take(support, other), np.array(weights, dtype=object), (other, 0))
        result = np.empty(values.shape, dtype=object)
        result[:] = [Fraction(value, denominator) for value in values.tolist()]
        return result

    def _mixed_dtype(self, strategies: Sequence[Sequence[Number]]) -> Any:
        floats = any(isinstance(x, (float, np.floating)) for row in strategies for x in row)
        return np.float64 if floats and self.kind == "float" else object


def _over_one_denominator(payoffs: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], int]:
    ratios = [value.as_integer_ratio() for value in payoffs.ravel().tolist()]
    denominator = lcm(*{below for _, below in ratios})
    numerators: npt.NDArray[Any] = np.empty(payoffs.shape, dtype=object)
    numerators.ravel()[:] = [above * (denominator // below) for above, below in ratios]
    numerators.setflags(write=False)
    return numerators, denominator


def _exact_rivals(strategies: Sequence[Sequence[Number]], player: int) -> bool:
    return all(type(p) is Fraction for k, own in enumerate(strategies) if k != player for p in own)


def _as_array(payoffs: Any) -> npt.NDArray[Any]:
    if isinstance(payoffs, np.ndarray):
        return payoffs
    try:
        return np.array(payoffs, dtype=object)
    except ValueError:
        raise InputError("payoffs: the rows differ in length; allowed: a full table (n, m_1, ..., m_n)") from None


def _convert(table: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], Kind]:
    values = table.ravel().tolist()
    for position, value in enumerate(values):
        if isinstance(value, (list, tuple, dict, set)) or value is None:
            place = [int(i) for i in np.unravel_index(position, table.shape)]
            raise InputError(f"payoffs{place}: got {value!r}; allowed: a full table of numbers")
    if any(isinstance(value, (float, np.floating)) for value in values):
        return _floats(values, table.shape), "float"
    enclosed = any(isinstance(value, Enclosed) for value in values)
    entries = np.empty(len(values), dtype=object)
    for position, value in enumerate(values):
        if isinstance(value, Enclosed) or (not enclosed and type(value) is Fraction):
            entries[position] = value
            continue
        place = [int(i) for i in np.unravel_index(position, table.shape)]
        exact = exact_number(value, f"payoffs{place}")
        entries[position] = Enclosed.of(exact) if enclosed else exact
    return entries.reshape(table.shape), "enclosed" if enclosed else "exact"


def _floats(values: list[Any], shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    floats = np.array([v if type(v) is float else _double(v, k, shape) for k, v in enumerate(values)])
    if not np.isfinite(floats).all():
        bad = int(np.flatnonzero(~np.isfinite(floats))[0])
        place = [int(i) for i in np.unravel_index(bad, shape)]
        raise InputError(f"payoffs{place}: got {floats[bad]!r}; allowed: a finite number")
    return floats.reshape(shape)


def _double(value: Any, position: int, shape: tuple[int, ...]) -> float:
    """The double nearest to an entry of a table that holds floats."""
    if isinstance(value, np.floating):
        return float(value)
    place = f"payoffs{[int(i) for i in np.unravel_index(position, shape)]}"
    try:
        return float(exact_number(value, place))
    except OverflowError:
        raise InputError(f"{place}: got {value!r:.80}; allowed among floats: below 1.8e308") from None


def _strategy_labels(
    strategies: Sequence[Sequence[str]] | None, counts: tuple[int, ...]
) -> tuple[tuple[str, ...], ...]:
    if strategies is None:
        return tuple(tuple(str(k + 1) for k in range(m)) for m in counts)
    labels = tuple(tuple(str(label) for label in own) for own in strategies)
    if tuple(len(own) for own in labels) != counts:
        got = [len(own) for own in labels]
        raise InputError(f"strategies: got {got} labels; allowed: {list(counts)}, as the payoffs have")
    for player, own in enumerate(labels):
        _distinct(own, f"strategies[{player}]")
    return labels


def _player_labels(players: Sequence[str] | None, n: int) -> tuple[str, ...]:
    labels = tuple(str(k + 1) for k in range(n)) if players is None else tuple(str(label) for label in players)
    if len(labels) != n:
        raise InputError(f"players: got {len(labels)} labels; allowed: {n}, as the payoffs have")
    return _distinct(labels, "players")


def _distinct(labels: tuple[str, ...], field: str) -> tuple[str, ...]:
    twice = repeated(labels)
    if twice is not None:
        raise InputError(f"{field}: got the label {twice!r} twice; allowed: distinct labels")
    return labels
