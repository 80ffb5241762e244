"""From the solved end points of stretches to the distributions along them.

Within a stretch the indifference conditions of the other firm hold at every price. The stretches of one firm that a
condition ties together are carried onto one another, so at each distance from their ends the conditions are linear
equations in the probabilities there. Their solutions are constants plus multiples of 1 / (x + c) for the few c at which
some margin of the other firm would vanish; coefficients are fitted at as many distances and checked at more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from selten.equilibria.prices.lifting_conditions import Conditions
from selten.equilibria.prices.lifting_read import Duel
from selten.equilibria.prices.lifting_shape import NoShape, Shape, shifts
from selten.games.prices.distributions import PriceDistribution, PricePoint, Stretch

_SMALL = 2.0**-160
"""Coefficients and atoms below this are 0; fits must be better."""

_BITS = 256
"""Bits of the rational numbers that end points and coefficients are rounded to."""

_CHECKS = 2

Node = tuple[int, int]
"""A stretch: its line, and the number of the place where it begins."""


@dataclass(frozen=True, slots=True)
class _Equation:
    """One firm's condition along one of its stretches: which stretches of the other it ties, and the known rest."""

    node: Node
    tied: tuple[tuple[Node, Fraction, Fraction], ...]
    known: tuple[tuple[Fraction, Any], ...]
    level: Fraction


def distributions(
    duel: Duel, shape: Shape, system: Conditions, z: Sequence[Any]
) -> tuple[PriceDistribution, PriceDistribution]:
    """The strategies of the bundler and of the rival; to be called at the precision of the solution.

    Raises
    ------
    NoShape
        If conditions do not determine a stretch, or what they determine is not of the form, or no distribution.
    """
    maker = _Maker(duel, shape, system, z)
    curves = {**maker.fitted(rival=True), **maker.fitted(rival=False)}
    return maker.strategy(range(1, len(shape.places)), curves), maker.strategy((0,), curves)


class _Maker:
    def __init__(self, duel: Duel, shape: Shape, system: Conditions, z: Sequence[Any]) -> None:
        self.duel, self.shape, self.system, self.z = duel, shape, system, z
        used = sorted({p.root for line in shape.places for p in line if p.root})
        self.roots = {root: z[i] for i, root in enumerate(used)}
        for line in range(len(shape.places)):
            spots = [self.spot(line, i) for i in range(len(shape.places[line]))]
            if not all(a < b for a, b in pairwise(spots)):
                raise NoShape("end points of the solution are out of order")

    def spot(self, line: int, i: int) -> Any:
        """A place as a number."""
        place = self.shape.places[line][i]
        return _arb(place.offset) + (self.roots[place.root] if place.root else 0)

    def value(self, reference: int | Fraction) -> Any:
        """A probability as a number."""
        return _arb(reference) if isinstance(reference, Fraction) else self.z[reference]

    def fitted(self, *, rival: bool) -> dict[Node, list[tuple[Any, Fraction]]]:
        """The terms (b, c) of the rival's stretches, from the bundler's conditions; or the other way round."""
        lines = range(len(self.shape.places))
        own = [line for line in lines if (line == 0) is rival]
        equations = [
            self._equation(line, i)
            for line in lines
            if line not in own
            for i, support in enumerate(self.shape.stretches[line])
            if support
        ]
        nodes = [(line, i) for line in own for i, support in enumerate(self.shape.stretches[line]) if support]
        result: dict[Node, list[tuple[Any, Fraction]]] = {}
        for group in _groups(nodes, equations):
            result |= self._fit(group, [e for e in equations if any(node in group for node, _, _ in e.tied)])
        return result

    def _equation(self, line: int, i: int) -> _Equation:
        places = self.shape.places
        inside = (places[line][i].estimate + places[line][i + 1].estimate) / 2
        tied, known, level = [], [], Fraction(0)
        for number in range(1, len(places)) if line == 0 else (line,):
            besides = shifts(self.duel, self.shape.besides[number])
            for (vk, shift, bought), (_, _, mass) in zip(besides, self.duel.consumers, strict=True):
                target, by = (number, shift) if line == 0 else (0, -shift)
                margin = Fraction(0) if line == 0 else self.duel.delta - (shift if bought else 0)
                level += shift * mass if line and bought else 0
                if float(vk) <= inside + (0 if line == 0 else -float(shift)):
                    continue
                segment = self.shape.segment(target, inside + float(by))
                if 0 <= segment < len(self.shape.stretches[target]) and self.shape.stretches[target][segment]:
                    tied.append(((target, segment), margin, mass))
                else:
                    known.append((margin, _arb(mass) * self._constant(target, segment)))
        return _Equation((line, i), tuple(tied), tuple(known), level)

    def _constant(self, target: int, segment: int) -> Any:
        """The probability of prices above any in a gap."""
        if segment < 0:
            return self.value(Fraction(1) if target == 0 else self.system.weights[target - 1])
        return self.value(self.system.above[target][segment])

    def _fit(self, group: Sequence[Node], equations: Sequence[_Equation]) -> dict[Node, list[tuple[Any, Fraction]]]:
        from flint import arb_mat

        if len(equations) < len(group):
            raise NoShape("a stretch is not determined by the conditions")
        line, i = group[0]
        length = self.spot(line, i + 1) - self.spot(line, i)
        shared = {self._place(node).root for node in (*group, *(e.node for e in equations))}
        if len(shared) > 1:
            raise NoShape("stretches tied together do not hang on one end point")
        centres = {node: self._centres(node, equations) for node in group}
        count = max(len(c) for c in centres.values()) + 1
        distances = [length * (j + 1) / (count + _CHECKS + 1) for j in range(count + _CHECKS)]
        samples = [self._sampled(group, equations, d) for d in distances]
        result = {}
        for column, node in enumerate(group):
            start, poles = self.spot(*node), centres[node]
            rows = [[1, *(1 / (start + d + _arb(c)) for c in poles)] for d in distances]
            values = [sample[column] for sample in samples]
            size = len(poles) + 1
            try:
                fit = arb_mat(rows[:size]).solve(arb_mat([[v] for v in values[:size]]))
            except ZeroDivisionError:
                raise NoShape("the form of a stretch cannot be fitted") from None
            errors = [sum(x * fit[k, 0] for k, x in enumerate(row)) - v for row, v in zip(rows, values, strict=True)]
            if max(abs(float(e.mid())) for e in errors) > _SMALL:
                raise NoShape("a stretch is not of the form that is looked for")
            terms = [(fit[k + 1, 0].mid(), c) for k, c in enumerate(poles)]
            result[node] = [(b, c) for b, c in terms if abs(float(b)) > _SMALL]
        return result

    def _place(self, node: Node) -> Any:
        return self.shape.places[node[0]][node[1]]

    def _centres(self, node: Node, equations: Sequence[_Equation]) -> list[Fraction]:
        """The c of the poles that margins of the equations bring along."""
        offset = self._place(node).offset
        found = {self._place(e.node).offset - offset + m for e in equations for _, m, _ in e.tied}
        found |= {self._place(e.node).offset - offset + m for e in equations for m, _ in e.known}
        return sorted(found)

    def _sampled(self, group: Sequence[Node], equations: Sequence[_Equation], distance: Any) -> list[Any]:
        """The probabilities of prices above the one at a distance from the begin of each stretch of the group."""
        from flint import arb_mat

        rows, right = [], []
        for e in equations:
            x = self.spot(*e.node) + distance
            row = [x * 0] * len(group)
            for node, margin, mass in e.tied:
                row[group.index(node)] += (x + _arb(margin)) * _arb(mass)
            profit = self.z[self.system.roots + (1 if e.node[0] == 0 else 0)]
            rest = sum(((x + _arb(m)) * known for m, known in e.known), _arb(e.level))
            rows.append(row)
            right.append([profit - rest])
        matrix, target = arb_mat(rows), arb_mat(right)
        turned = matrix.transpose()
        try:
            solution = (turned * matrix).solve(turned * target)
        except ZeroDivisionError:
            raise NoShape("a stretch is not determined by the conditions") from None
        if max(
            abs(float((x - y).mid())) for x, y in zip((matrix * solution).entries(), target.entries(), strict=True)
        ) > (_SMALL):
            raise NoShape("the conditions on a stretch contradict one another")
        return [x.mid() for x in solution.entries()]

    def strategy(self, lines: Sequence[int], curves: dict[Node, list[tuple[Any, Fraction]]]) -> PriceDistribution:
        """The distribution over some lines, its parts scaled to sum to 1 exactly."""
        points, stretches = [], []
        for line in lines:
            name, net = ("12"[self.duel.other == "1"], Fraction(0)) if line == 0 else ("b", self.duel.delta)
            beside = self.shape.besides[line]
            besides = {} if beside is None else {self.duel.other: beside}
            spots = [
                place.offset + net + (_fraction(self.roots[place.root]) if place.root else 0)
                for place in self.shape.places[line]
            ]
            for i, place in enumerate(self.shape.places[line]):
                if place.atom:
                    weight = self.value(self.system.at[line][i]) - self.value(self.system.above[line][i])
                    if float(weight) < -_SMALL:
                        raise NoShape("an atom of the solution has negative probability")
                    if float(weight) > _SMALL:
                        points.append(PricePoint({**besides, name: spots[i]}, _fraction(weight)))
                if i < len(spots) - 1 and self.shape.stretches[line][i]:
                    terms = tuple((_fraction(b), c - net) for b, c in curves[line, i])
                    stretches.append(Stretch(name, spots[i], spots[i + 1], terms, besides))
        total = sum((p.mass for p in points), sum((s.mass for s in stretches), Fraction(0)))
        if not total:
            raise NoShape("the solution has no prices")
        scaled = [
            Stretch(s.product, s.low, s.high, tuple((b / total, c) for b, c in s.terms), s.beside) for s in stretches
        ]
        return PriceDistribution.of([PricePoint(p.prices, p.mass / total) for p in points], scaled)


def _groups(nodes: Sequence[Node], equations: Sequence[_Equation]) -> list[list[Node]]:
    """The stretches that equations tie together, directly or through others."""
    groups = [{node} for node in nodes]
    for e in equations:
        tied = {node for node, _, _ in e.tied}
        touched = [g for g in groups if g & tied]
        groups = [g for g in groups if not g & tied] + ([set().union(*touched)] if touched else [])
    return [sorted(g) for g in groups]


def _arb(x: Fraction) -> Any:
    from flint import arb, fmpq

    return arb(fmpq(x.numerator, x.denominator))


def _fraction(x: Any) -> Fraction:
    """A ball's middle, rounded."""
    mantissa, exponent = x.mid().man_exp()
    exact = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return Fraction(round(exact * 2**_BITS), 2**_BITS)
