"""The indifference conditions at the ends of all stretches, and their solution to many digits.

Unknown are the roots, both profits, the probability of each of the bundler's lines, and the probabilities of prices
above (and at or above) each place. Between places the conditions hold as identities, so their limits at both ends of
each stretch are what ties the unknowns together; at atoms the limit from below. There may be more conditions than
unknowns: then the others follow from these, or there is no such equilibrium. Newton's method, least squares at each
step, first in floats and then with 400 bits.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.prices.lifting_read import Duel, Reading
from selten.equilibria.prices.lifting_shape import NoShape, Shape, shifts

BITS = 400
"""Bits of the solution."""

_CLOSE = 2.0**-300
"""The largest residual of a solution."""

_ROUNDS = 60

Term = tuple[int | None, Fraction]
"""A probability: the number of an unknown or None for 1, with a factor."""


@dataclass(frozen=True, slots=True)
class Condition:
    """margin * (sum of terms) + (sum of further groups) = profit, at the price of a place.

    ``groups`` are (margin, terms): the price of the place (root, offset) plus the margin times the terms; ``level`` is
    a constant. ``firm`` 0 is the bundler.
    """

    firm: int
    root: int
    offset: Fraction
    groups: tuple[tuple[Fraction, tuple[Term, ...]], ...]
    level: Fraction


@dataclass(frozen=True, slots=True)
class Conditions:
    """All conditions in unknowns numbered: roots 1.., bundler's profit, rival's profit, lines' weights, probabilities.

    ``at`` and ``above`` give for each line and place the unknown (or 0, 1) that is the probability of prices at or
    above it, and above it.
    """

    conditions: tuple[Condition, ...]
    roots: int
    first: tuple[float, ...]
    weights: tuple[int, ...]
    at: tuple[tuple[int | Fraction, ...], ...]
    above: tuple[tuple[int | Fraction, ...], ...]


def conditions(duel: Duel, reading: Reading, shape: Shape) -> Conditions:
    """The conditions of a shape, with a first guess from the grid.

    Raises
    ------
    NoShape
        If a stretch is carried to where no place matches.
    """
    return _Writer(duel, reading, shape).write()


class _Writer:
    def __init__(self, duel: Duel, reading: Reading, shape: Shape) -> None:
        self.duel, self.reading, self.shape = duel, reading, shape
        used = sorted({p.root for line in shape.places for p in line if p.root})
        self.number = {root: i for i, root in enumerate(used)}
        self.first = [self._root_guess(root) for root in used] + list(reading.payoffs)
        self.weights = []
        for line in reading.bundler:
            self.weights.append(len(self.first))
            self.first.append(sum(line.weights))
        self.at: list[list[int | Fraction]] = []
        self.above: list[list[int | Fraction]] = []
        for i in range(len(shape.places)):
            self._probabilities(i)

    def _root_guess(self, root: int) -> float:
        guesses = [p.estimate - float(p.offset) for line in self.shape.places for p in line if p.root == root]
        return sum(guesses) / len(guesses)

    def _probabilities(self, line: int) -> None:
        """Unknowns for the probabilities at and above each place; only what may differ gets different ones."""
        places, stretches = self.shape.places[line], self.shape.stretches[line]
        whole: int | Fraction = Fraction(1) if line == 0 else self.weights[line - 1]
        at: list[int | Fraction] = []
        above: list[int | Fraction] = []
        for i, place in enumerate(places):
            left = whole if i == 0 else above[-1]
            if i and stretches[i - 1]:
                left = Fraction(0) if i == len(places) - 1 and not place.atom else self._new(line, place.estimate, True)
            at.append(left)
            last = i == len(places) - 1
            above.append(Fraction(0) if last else self._new(line, place.estimate, False) if place.atom else left)
        self.at.append(at)
        self.above.append(above)

    def _new(self, line: int, x: float, at: bool) -> int:
        step = self.reading.step
        self.first.append(self.reading.lines[line].above(x - step / 2 if at else x + step / 2))
        return len(self.first) - 1

    def write(self) -> Conditions:
        found = []
        for line, stretches in enumerate(self.shape.stretches):
            for i, support in enumerate(stretches):
                if support:
                    found += [self._condition(line, i, i), self._condition(line, i, i + 1)]
            for i, place in enumerate(self.shape.places[line]):
                if place.atom and not (i and stretches[i - 1]):
                    found.append(self._condition(line, None, i))
        at, above = tuple(map(tuple, self.at)), tuple(map(tuple, self.above))
        return Conditions(tuple(found), len(self.number), tuple(self.first), tuple(self.weights), at, above)

    def _condition(self, line: int, segment: int | None, end: int) -> Condition:
        """At an end of a stretch, as its limit from inside; or, without a stretch, at a place from below."""
        places = self.shape.places[line]
        place = places[end]
        if segment is None:
            inside, low = place.estimate, False
        else:
            inside, low = (places[segment].estimate + places[segment + 1].estimate) / 2, end == segment
        lines = range(1, len(self.shape.places)) if line == 0 else (line,)
        groups: dict[Fraction, list[Term]] = {}
        level = Fraction(0)
        for number in lines:
            beside = self.shape.besides[number]
            for (vk, shift, bought), (_, _, mass) in zip(shifts(self.duel, beside), self.duel.consumers, strict=True):
                target, by = (number, shift) if line == 0 else (0, -shift)
                price = inside if line == 0 else inside - float(shift)
                reaches = float(vk) > price if segment is not None else float(vk) > price - 1e-9
                margin = Fraction(0) if line == 0 else self.duel.delta - (shift if bought else 0)
                level += shift * mass if line and bought else 0
                if reaches:
                    value = self._value(target, line, end, by, inside, segment is None, low)
                    term = (None, mass * value) if isinstance(value, Fraction) else (value, mass)
                    groups.setdefault(margin, []).append(term)
        root = self.number[place.root] + 1 if place.root else 0
        firm = 1 if line == 0 else 0
        return Condition(firm, root, place.offset, tuple((m, tuple(t)) for m, t in groups.items()), level)

    def _value(
        self, target: int, line: int, end: int, by: Fraction, inside: float, at_place: bool, low: bool
    ) -> int | Fraction:
        """The probability of the other firm's prices above the place plus a shift: the limit from inside."""
        place = self.shape.places[line][end]
        match = self.shape.find(target, place, by)
        if match is not None:
            return self.above[target][match] if low else self.at[target][match]
        segment = self.shape.segment(target, (place.estimate if at_place else inside) + float(by))
        if segment < 0:
            return Fraction(1) if target == 0 else self.weights[target - 1]
        if segment >= len(self.shape.stretches[target]):
            return Fraction(0)
        if self.shape.stretches[target][segment]:
            raise NoShape("a stretch is carried to prices at which nothing begins or ends")
        return self.above[target][segment]


def solve(system: Conditions) -> list[Any] | None:
    """The unknowns with :data:`BITS` bits; None if Newton's method does not come to a solution."""
    import numpy as np

    z = np.array(system.first)
    for _ in range(_ROUNDS):
        residual = np.array([float(r) for r in _residuals(system, list(z), float)])
        jacobian = np.array(_jacobian(system, list(z), float), dtype=float)
        step = np.linalg.lstsq(jacobian, -residual, rcond=1e-12)[0]
        z = z + step
        if not np.isfinite(z).all():
            return None
        if np.abs(step).max() < 1e-13:
            break
    return _refined(system, [float(x) for x in z])


def _refined(system: Conditions, first: Sequence[float]) -> list[Any] | None:
    """The solution near a float one."""
    from flint import arb, arb_mat, ctx

    with ctx.workprec(BITS):
        z = [arb(x) for x in first]
        for _ in range(14):
            residual = arb_mat([[r.mid()] for r in _residuals(system, z, _arb)])
            jacobian = arb_mat([[x.mid() for x in row] for row in _jacobian(system, z, _arb)])
            turned = jacobian.transpose()
            try:
                step = (turned * jacobian).solve(turned * residual)
            except ZeroDivisionError:
                return None
            z = [(x - step[i, 0]).mid() for i, x in enumerate(z)]
            if not all(x.is_finite() for x in z):
                return None
        worst = max(abs(float(r)) for r in _residuals(system, z, _arb))
        return z if worst < _CLOSE else None


def _arb(x: Fraction) -> Any:
    from flint import arb, fmpq

    return arb(fmpq(x.numerator, x.denominator))


def _residuals(system: Conditions, z: Sequence[Any], number: Callable[[Fraction], Any]) -> list[Any]:
    result = []
    for c in system.conditions:
        x = number(c.offset) + (z[c.root - 1] if c.root else 0)
        earned = number(c.level) + sum((x + number(m)) * _sum(terms, z, number) for m, terms in c.groups)
        result.append(earned - z[system.roots + c.firm])
    return [*result, sum(z[i] for i in system.weights) - 1]


def _sum(terms: Sequence[Term], z: Sequence[Any], number: Callable[[Fraction], Any]) -> Any:
    return sum((number(f) if i is None else z[i] * number(f)) for i, f in terms)


def _jacobian(system: Conditions, z: Sequence[Any], number: Callable[[Fraction], Any]) -> list[list[Any]]:
    zero = number(Fraction(0))
    rows = []
    for c in system.conditions:
        row = [zero] * len(z)
        x = number(c.offset) + (z[c.root - 1] if c.root else 0)
        for m, terms in c.groups:
            if c.root:
                row[c.root - 1] = row[c.root - 1] + _sum(terms, z, number)
            for i, f in terms:
                if i is not None:
                    row[i] = row[i] + (x + number(m)) * number(f)
        row[system.roots + c.firm] = row[system.roots + c.firm] - 1
        rows.append(row)
    total = [zero] * len(z)
    for i in system.weights:
        total[i] = total[i] + 1
    return [*rows, total]
