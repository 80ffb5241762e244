"""The extreme equilibria as numbers: lists of profiles are only built when somebody looks at them.

The lists hold integers, one row for each extreme strategy that takes part in an equilibrium, and the pairs of rows that
are equilibria. What an equilibrium pays is read off the best replies: player 1 earns the same from each strategy it
plays against y, namely the most it can earn against y.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, overload

from selten.equilibria.certify import scale
from selten.equilibria.extreme import ExtremePairs
from selten.equilibria.solution import Certificate, Equilibrium
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Listed(Sequence[Equilibrium]):
    """All extreme equilibria of an exact or float game, each proven to be one, in the order of a solution.

    Equal to any sequence of the same equilibria.

    Parameters
    ----------
    game : NormalForm
        Of two players.
    rows, columns : ndarray of int64 or of Python integers, shapes (k, m), (l, n)
        The strategies of player 1 and of player 2 that are used, scaled: probabilities are entries over their sum.
    extreme : ExtremePairs
        The sets of tight labels; strategy k of its lists is row or column k, as far as it takes part.
    """

    game: NormalForm
    rows: Any
    columns: Any
    extreme: ExtremePairs
    _built: list[Equilibrium] = field(default_factory=list, init=False)

    def __len__(self) -> int:
        return len(self.extreme.pairs)

    @overload
    def __getitem__(self, position: int) -> Equilibrium: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Equilibrium]: ...
    def __getitem__(self, position: int | slice) -> Equilibrium | Sequence[Equilibrium]:
        return self._all()[position]

    def __iter__(self) -> Iterator[Equilibrium]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(self.extreme.pairs)

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _all(self) -> list[Equilibrium]:
        if not self._built:
            self._built.extend(_equilibria(self.game, self.rows, self.columns, self.extreme.pairs))
        return self._built


def _equilibria(game: NormalForm, rows: Any, columns: Any, pairs: Sequence[tuple[int, int]]) -> list[Equilibrium]:
    (first, second), denominator = game.exact()
    xs, ys = _integers(rows), _integers(columns)
    to_second, to_first = _values(xs, second.tolist()), _values(ys, first.T.tolist())
    x_parts, y_parts = [_probabilities(x) for x in xs], [_probabilities(y) for y in ys]
    exact = game.kind == "exact"
    certificate = Certificate(
        "strategies", Fraction(0) if exact else 0.0, scale(game) if exact else float(scale(game)), exact
    )
    return [
        Equilibrium(
            Profile((x_parts[i], y_parts[j])),
            (_paid(to_first[j] / denominator, exact), _paid(to_second[i] / denominator, exact)),
            certificate,
        )
        for i, j in pairs
    ]


def _integers(rows: Any) -> list[list[int]]:
    integers: list[list[int]] = rows.tolist()
    return integers


def _probabilities(row: Sequence[int]) -> tuple[Fraction, ...]:
    total = sum(row)
    return tuple(Fraction(weight, total) for weight in row)


def _values(rows: Sequence[Sequence[int]], payoffs: Sequence[Sequence[int]]) -> list[Fraction]:
    """The most that the opponent of each row earns: ``payoffs[i][j]`` with own strategy i against reply j."""
    replies = list(zip(*payoffs, strict=True))
    return [
        Fraction(max(sum(w * p for w, p in zip(row, own, strict=True) if w) for own in replies), sum(row))
        for row in rows
    ]


def _paid(value: Fraction, exact: bool) -> Number:
    return value if exact else float(value)
