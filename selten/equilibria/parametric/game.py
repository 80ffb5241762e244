"""Games whose payoffs are linear forms in symbols, with what is assumed about the symbols.

Conventions as in :mod:`selten.games.normal_form`. A *parameter point* gives every symbol a rational value; only points
that satisfy all assumptions count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.parametric.cone import Cell, Vector, primitive
from selten.equilibria.parametric.farkas import contradiction, vectors_of
from selten.equilibria.parametric.form import Form, Relation, all_relations
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.number import exact_number

Profile = tuple[int, ...]


@dataclass(frozen=True)
class ParametricGame:
    """A game for all values of its symbols that satisfy the assumptions.

    Make one with :meth:`of`, the one door that checks.

    Parameters
    ----------
    payoffs : ndarray of Form, shape (n, m_1, ..., m_n), read-only
        Axis 0 is the player.
    strategies : tuple of tuple of str
        The labels of each player's strategies.
    players : tuple of str
    assumptions : tuple of Relation
        What holds of the symbols.
    symbols : tuple of str
        Every symbol, in the order in which assumptions and then payoffs mention it.
    """

    payoffs: npt.NDArray[Any]
    strategies: tuple[tuple[str, ...], ...]
    players: tuple[str, ...]
    assumptions: tuple[Relation, ...]
    symbols: tuple[str, ...]

    @classmethod
    def of(
        cls,
        payoffs: Any,
        assumptions: Sequence[str | Relation] = (),
        *,
        strategies: Sequence[Sequence[str]] | None = None,
        players: Sequence[str] | None = None,
    ) -> "ParametricGame":
        """A checked game.

        Parameters
        ----------
        payoffs : array-like, shape (n, m_1, ..., m_n)
            Forms, numbers, and strings such as "2*p - q".
        assumptions : sequence of str or Relation
            Chains such as "0 < p <= q".
        strategies, players : sequences of labels, optional
            As in :meth:`NormalForm.of`.

        Raises
        ------
        InputError
            For a payoff that is no linear form, a table of the wrong shape, or assumptions that exclude each other.

        Examples
        --------
        >>> game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["0 < a < b"])
        >>> game.counts, game.symbols
        ((2, 2), ('a', 'b'))
        """
        table = np.array(payoffs, dtype=object)
        forms = np.empty(table.size, dtype=object)
        forms[:] = [_entry(value, np.unravel_index(k, table.shape)) for k, value in enumerate(table.ravel().tolist())]
        frame = NormalForm.of(np.zeros(table.shape, dtype=int), strategies, players=players)
        assumed = all_relations(assumptions, "assumptions")
        if proof := contradiction(assumed):
            raise InputError(
                f"assumptions: got relations that exclude each other ({proof}); allowed: a common solution"
            )
        names = [r.form.names for r in assumed] + [form.names for form in forms]
        entries = forms.reshape(table.shape)
        entries.setflags(write=False)
        symbols = tuple(dict.fromkeys(name for group in names for name in group))
        return cls(entries, frame.strategies, frame.players, assumed, symbols)

    @property
    def counts(self) -> tuple[int, ...]:
        """The number of pure strategies of each player."""
        return tuple(int(m) for m in self.payoffs.shape[1:])

    def at(self, values: Mapping[str, object]) -> NormalForm:
        """The game at one parameter point, exact.

        Raises
        ------
        InputError
            If a symbol has no value, or an assumption does not hold there.
        """
        point = self.point(values)
        flat = [form.at(point) for form in self.payoffs.ravel().tolist()]
        numbers = np.empty(len(flat), dtype=object)
        numbers[:] = flat
        return NormalForm.of(numbers.reshape(self.payoffs.shape), self.strategies, players=self.players)

    def point(self, values: Mapping[str, object]) -> dict[str, Fraction]:
        """Values of all symbols as rationals, once the assumptions are checked.

        Raises
        ------
        InputError
            If a symbol has no value, or an assumption does not hold there.
        """
        for name in self.symbols:
            if name not in values:
                raise InputError(f"values: got none for {name}; allowed: one for each of {', '.join(self.symbols)}")
        point = {name: exact_number(values[name], f"values[{name!r}]") for name in self.symbols}
        for relation in self.assumptions:
            if not relation.at(point):
                raise InputError(f"values: got a point where {relation} fails; allowed: points of the assumptions")
        return point

    def gains(self, profile: Profile) -> tuple[Vector, ...]:
        """What every player loses by each change of its own strategy, as vectors: an equilibrium has them all >= 0.

        Equal ones (up to a positive factor) are given once, and those that are constant and not negative not at all.
        """
        found: dict[Vector, None] = {}
        for player, choice in enumerate(profile):
            own = self.vectors[player][(*profile[:player], slice(None), *profile[player + 1 :])].tolist()
            for other in own:
                loss = primitive(x - y for x, y in zip(own[choice], other, strict=True))
                if any(loss[1:]) or loss[0] < 0:
                    found[loss] = None
        return tuple(found)

    @cached_property
    def parameters(self) -> Cell:
        """The set of all parameter points."""
        conditions = [(self.vector(r.form), r.sign) for r in self.assumptions]
        cell = Cell.everything(len(self.symbols)).all_of(conditions)
        if cell is None:
            raise InputError("assumptions: got relations that exclude each other; allowed: a common solution")
        return cell

    def vector(self, form: Form) -> Vector:
        """A form up to a positive factor as integers: the constant, then a coefficient for each symbol."""
        (entries,) = vectors_of([form], self.symbols)
        scale = _denominator(entries)
        return primitive(int(x * scale) for x in entries)

    def form(self, vector: Vector) -> Form:
        """The form that a vector stands for."""
        terms = zip(self.symbols, map(Fraction, vector[1:]), strict=True)
        return Form(tuple(sorted((name, c) for name, c in terms if c)), Fraction(vector[0]))

    def scaled(self, vectors: tuple[Vector, Vector]) -> tuple[Form, Form]:
        """Two forms divided by the greatest common divisor of all their entries."""
        entries = primitive((*vectors[0], *vectors[1]))
        size = len(vectors[0])
        return self.form(entries[:size]), self.form(entries[size:])

    def named(self, point: Sequence[Fraction]) -> dict[str, Fraction]:
        """Values by symbol."""
        return dict(zip(self.symbols, point, strict=True))

    @cached_property
    def vectors(self) -> npt.NDArray[Any]:
        """The payoffs as vectors over one denominator, an array of tuples; equal forms are the same object."""
        known: dict[Form, list[Fraction]] = {}
        forms = self.payoffs.ravel().tolist()
        for form in forms:
            if form not in known:
                (known[form],) = vectors_of([form], self.symbols)
        scale = _denominator([x for entries in known.values() for x in entries])
        whole = {form: tuple(int(x * scale) for x in entries) for form, entries in known.items()}
        table = np.empty(len(forms), dtype=object)
        table[:] = [whole[form] for form in forms]
        return table.reshape(self.payoffs.shape)


def _denominator(entries: Sequence[Fraction]) -> int:
    from math import lcm

    return lcm(*(x.denominator for x in entries))


def _entry(value: object, place: Sequence[Any]) -> Form:
    if isinstance(value, (list, tuple)):
        raise InputError("payoffs: the rows differ in length; allowed: a full table (n, m_1, ..., m_n)")
    return Form.of(value, f"payoffs{[int(i) for i in place]}")
