"""The best proven bounds in any direction, better and better.

A search starts from what needs no program: the equilibria of Theorem 1 and of complete information, and the bounds of
Proposition 1 and of efficient trade. It then goes up a ladder of cuts. At each rung the inner program proposes an
equilibrium and the outer one multipliers; what counts is only what the checks prove of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from time import monotonic

from selten.equilibria.discrimination.information import best_information
from selten.equilibria.discrimination.welfare import inner, outer
from selten.equilibria.discrimination.welfare.bound import Multiplier, Weights, single_prices
from selten.equilibria.discrimination.welfare.check import Outcome
from selten.equilibria.discrimination.welfare.construct import construct
from selten.equilibria.discrimination.welfare.folding import Folding, folding
from selten.equilibria.discrimination.welfare.generation import generate
from selten.equilibria.discrimination.welfare.points import Points, landmarks, lattice
from selten.equilibria.discrimination.welfare.program import Floats, Proposed, Sparse, propose
from selten.equilibria.discrimination.welfare.witness import Certified, Dual, Structure, certify, outcome_of
from selten.games.discrimination import Prior
from selten.games.errors import InputError

LADDER = ((1, 1), (2, 2), (4, 4), (8, 4), (8, 8), (16, 16), (32, 32), (64, 64))
"""Cuts of a unit cell (where prices for different consumers meet, elsewhere) at each rung of the inner programs."""

OUTER = ((1, 1), (4, 2), (8, 4), (16, 4), (16, 8), (32, 16), (64, 32), (128, 64))
"""The same for the outer programs, which are sparser."""

RUNGS = max(len(LADDER), len(OUTER))
"""How many rungs there are."""

MOST_INNER, MOST_OUTER = 12_000, 80_000
"""Columns beyond which a rung is left out."""

MOST_KEPT = 6
"""Programs kept for other directions."""

_ROUND = 1 << 40

Made = tuple[Points, inner.Profiles | outer.Columns, Sparse | None, Floats, Floats]
"""Cuts, columns, the program (of an outer one it is never formed), and what each column gives."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """Proven ends of the optimum in a direction, with what proves them.

    ``inner`` is attained by ``structure`` (a closure: as a limit); no equilibrium exceeds ``outer``.
    """

    weights: Weights
    inner: Fraction
    outer: Fraction
    structure: Structure
    dual: Dual

    @property
    def gap(self) -> Fraction:
        """How far the ends are apart."""
        return self.outer - self.inner


Report = Callable[[Bracket], None]


@dataclass
class Search:
    """A prior, the equilibria found so far, and the programs made so far."""

    prior: Prior
    folded: Folding
    found: list[tuple[Structure, Outcome]]
    programs: dict[tuple[str, int], "Made | None"] = field(default_factory=dict)

    @classmethod
    def of(cls, prior: Prior) -> "Search":
        """A search that knows the equilibria of Theorem 1 and of complete information.

        Examples
        --------
        >>> search = Search.of(Prior.of([(1, [4, 1], [0, 0])]))
        >>> [str(sum(outcome.producers)) for _, outcome in search.found]
        ['3', '3']
        """
        known = [Structure(signals=best_information(prior)), Structure()]
        return cls(prior, folding(prior), [(s, outcome_of(prior, s)) for s in known if s.signals or not s.profiles])

    def start(self, weights: Weights) -> Bracket:
        """The bracket that needs no program.

        Examples
        --------
        >>> search = Search.of(Prior.of([(1, [4, 1], [0, 0])]))
        >>> str(search.start((Fraction(0), Fraction(1))).gap)
        '0'
        """
        if not any(weights):
            raise InputError("weights: got 0 and 0; allowed: at least one of them not 0")
        structure, value = self.best(weights)
        axes = tuple(tuple(self.prior.costs(i)) for i in range(self.prior.producers))
        amount = max(Fraction(0), -weights[0], weights[1] - weights[0])
        duals = [Dual(axes, tuple(single_prices(self.prior, amount))), Dual(axes, ())]
        bound, dual = min(((certify(self.prior, weights, d).value, d) for d in duals), key=lambda pair: pair[0])
        return Bracket(weights, value, bound, structure, dual)

    def best(self, weights: Weights) -> tuple[Structure, Fraction]:
        """The best of the equilibria found so far.

        Examples
        --------
        >>> search = Search.of(Prior.of([(1, [4, 1], [0, 0])]))
        >>> str(search.best((Fraction(1), Fraction(0)))[1])
        '3'
        """
        structure, outcome = max(self.found, key=lambda pair: pair[1].value(weights))
        return structure, outcome.value(weights)

    def improved(self, bracket: Bracket, rung: int, *, until: float) -> Bracket:
        """The bracket after one more rung, by the monotonic clock not much later than ``until``."""
        structure, value = self._inner(bracket, rung, until)
        bound, dual = bracket.outer, bracket.dual
        if bracket.outer > value:
            tried = self._outer(bracket.weights, rung, until)
            if tried is not None and tried[0].value < bound:
                bound, dual = tried[0].value, tried[1]
        return Bracket(bracket.weights, value, bound, structure, dual)

    def _inner(self, bracket: Bracket, rung: int, until: float) -> tuple[Structure, Fraction]:
        made = self._program("inner", rung)
        if made is not None:
            points, columns, program, producer, total = made
            assert isinstance(columns, inner.Profiles)
            assert program is not None
            objective = inner.directed(producer, total, bracket.weights)
            # on large programs the interior point and its crossover are several times faster
            solver = "simplex" if len(columns.state) < 4000 else "ipm"
            proposed = propose(program, objective, time_limit=until - monotonic(), solver=solver)
            for least in (1e-11, 1e-9, 1e-7) if proposed is not None else ():
                if self._certified(points, columns, proposed, least):
                    break
        return self.best(bracket.weights)

    def _certified(self, points: Points, columns: inner.Profiles, proposed: Proposed | None, least: float) -> bool:
        assert proposed is not None
        made = construct(self.prior, self.folded, points, columns, proposed.primal, least=least)
        structure = Structure(tuple(made))
        try:
            self.found.append((structure, outcome_of(self.prior, structure)))
        except InputError:
            return False
        return True

    def _outer(self, weights: Weights, rung: int, until: float) -> tuple[Certified, Dual] | None:
        made = self._program("outer", rung)
        if made is None:
            return None
        points, cells, _, producer, total = made
        assert isinstance(cells, outer.Columns)
        objective = inner.directed(producer, total, weights)
        solved = generate(self.folded, points, cells, objective, time_limit=until - monotonic())
        proposed = solved.proposed if solved is not None else None
        if proposed is None:
            return None
        dual = self._dual(points, proposed)
        return certify(self.prior, weights, dual), dual

    def _dual(self, points: Points, proposed: Proposed) -> Dual:
        """The multipliers in rationals, for every producer of each class."""
        axes = tuple(tuple(x * points.unit for x in axis) for axis in points.axes)
        scale = float(points.unit) * max(max(axis) for axis in points.axes)
        found = []
        for key, value in zip(proposed.keys.tolist(), proposed.dual.tolist(), strict=True):
            amount = Fraction(round(value / scale * _ROUND), _ROUND)
            kind, foot, cell, deviation = key >> 60, key >> 40 & 0xFFFFF, key >> 20 & 0xFFFFF, key & 0xFFFFF
            for i, own in enumerate(self.folded.classes):
                if amount > 0 and own == kind:
                    found.append(Multiplier(i, axes[i][foot], axes[i][cell], axes[i][deviation], amount))
        return Dual(axes, tuple(found))

    def _program(self, side: str, rung: int) -> "Made | None":
        if (side, rung) not in self.programs:
            while len(self.programs) > MOST_KEPT:
                self.programs.pop(next(iter(self.programs)))
            self.programs[(side, rung)] = self._make(side, rung)
        return self.programs[(side, rung)]

    def _make(self, side: str, rung: int) -> "Made | None":
        ladder, most = (LADDER, MOST_INNER) if side == "inner" else (OUTER, MOST_OUTER)
        points = lattice(self.prior, *ladder[rung]) if rung < len(ladder) else None
        if points is None and rung == 0:
            points = landmarks(self.prior)
        if points is None or self._size(points, side) > 3 * most or max(map(max, points.axes)) > 1 << 30:
            return None
        if side == "outer":
            cells = outer.columns(self.folded, points)
            if len(cells.state) > most:
                return None
            return points, cells, None, *outer.surpluses(self.folded, points, cells)
        columns = inner.profiles(self.folded, points)
        if len(columns.state) > most:
            return None
        program = inner.inner_program(self.folded, points, columns)
        return points, columns, program, *inner.surpluses(self.folded, points, columns)

    def _size(self, points: Points, side: str) -> int:
        told = [len(axis) * (2 if side == "inner" and points.cells else 1) for axis in points.axes]
        return len(self.folded.states) * prod(told) // (4 if side == "inner" else 1)
