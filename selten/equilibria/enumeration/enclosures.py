"""Best-response cones whose payoffs are enclosed: the result holds for every value inside the bounds.

Rays are scaled to probabilities. Combining enclosures widens them, so a slack whose sign its enclosure leaves open is
computed afresh: the ray is the one solution of the linear system of its tight labels, and ball arithmetic on that
system, with the payoffs as given, bounds it without the detour over all the rays that led to it. Only when that too
leaves the sign open is :class:`~selten.games.enclosed.Undecided` raised.

Source: the verified solution of interval systems by preconditioning, Hansen and Smith (1967), as in Arb (Johansson
2017).
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.enumeration.vertices import Ray
from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import Number


class EnclosedCone:
    """Best responses to enclosed payoffs: rays are scaled to total probability one.

    Parameters
    ----------
    payoffs : sequence of sequences of Enclosed, shape (m, n)
        What the opponent earns: own strategies down, replies across.
    """

    def __init__(self, payoffs: Sequence[Sequence[Enclosed]]) -> None:
        self.payoffs = payoffs
        self.strategies, self.replies = len(payoffs), len(payoffs[0])

    def first_rays(self) -> list[list[Number]]:
        """See :class:`~selten.equilibria.enumeration.vertices.Cone`."""
        m = self.strategies
        origin: list[Number] = [_NONE] * m + [_ONE] * self.replies
        units = [[_ONE if k == i else _NONE for k in range(m)] for i in range(m)]
        return [origin] + [unit + [row[0] - p for p in row] for unit, row in zip(units, self.payoffs, strict=True)]

    def sign(self, ray: Ray, label: int) -> int:
        """See :class:`~selten.equilibria.enumeration.vertices.Cone`.

        Raises
        ------
        Undecided
            If the bounds on the payoffs leave it open.
        """
        try:
            return _sign(ray.slacks[label])
        except Undecided:
            self.tighten(ray)
            return _sign(ray.slacks[label])

    def combine(self, above: Ray, below: Ray, label: int) -> list[Number]:
        """See :class:`~selten.equilibria.enumeration.vertices.Cone`."""
        ratio = -below.slacks[label] / above.slacks[label]
        if self._is_origin(above):
            weights = ratio, _ONE
        else:
            # each enclosure enters once, so that the weights are as tight as the two slacks allow
            weights = 1 / (1 + 1 / ratio), 1 / (1 + ratio)
        return [_mean(weights, a, b) for a, b in zip(above.slacks, below.slacks, strict=True)]

    def mixed(self, ray: Ray) -> tuple[Number, ...]:
        """See :class:`~selten.equilibria.enumeration.vertices.Cone`; what is 0 or 1 as an identity comes as such."""
        self.tighten(ray)
        return tuple(_plain(p) for p in ray.slacks[: self.strategies])

    def tighten(self, ray: Ray) -> None:
        """Replace the slacks of a ray other than the origin by the tightest enclosures that its tight labels give."""
        own = [i for i in range(self.strategies) if ray.slacks[i].residue != 0]
        best = [j for j in range(self.replies) if ray.slacks[self.strategies + j].residue == 0]
        solution = self._solve(own, best)
        if solution is None:
            return
        for label, value in enumerate(self._all_slacks(own, solution)):
            if value is not None:
                ray.slacks[label] = _meet(ray.slacks[label], value)

    def _solve(self, own: list[int], best: list[int]) -> Any:
        """The probabilities of ``own`` and then the value, as balls, or None if the system is not proved regular."""
        from flint import arb_mat, ctx

        middle = np.array([[float(self.payoffs[i][j]) for i in own] for j in best])
        chosen = _independent(middle, len(own))
        rows = [[*(-_ball(self.payoffs[i][best[k]]) for i in own), 1] for k in chosen]
        if len(rows) < len(own):
            return None
        with ctx.workprec(106):
            matrix = arb_mat([*rows, [1] * len(own) + [0]])
            right = arb_mat([[0]] * len(own) + [[1]])
            try:
                return matrix.solve(right, algorithm="precond")
            except ZeroDivisionError:
                return None

    def _all_slacks(self, own: list[int], solution: Any) -> list[tuple[float, float] | None]:
        from flint import ctx

        with ctx.workprec(106):
            value = solution[len(own), 0]
            probabilities = {i: solution[k, 0] for k, i in enumerate(own)}
            replies = [
                value - sum(p * _ball(self.payoffs[i][j]) for i, p in probabilities.items())
                for j in range(self.replies)
            ]
            strategies = [probabilities.get(i) for i in range(self.strategies)]
            return [None if ball is None else _ends(ball) for ball in strategies + replies]

    def _is_origin(self, ray: Ray) -> bool:
        return all(slack.residue == 0 for slack in ray.slacks[: self.strategies])


_NONE = Enclosed.of(0)
_ONE = Enclosed.of(1)


def _sign(value: Enclosed) -> int:
    return value.sign()


def _mean(weights: tuple[Enclosed, Enclosed], a: Enclosed, b: Enclosed) -> Enclosed:
    if a.residue == 0:
        return b if b.residue == 0 else weights[1] * b
    if b.residue == 0:
        return weights[0] * a
    return weights[0] * a + weights[1] * b


def _plain(value: Enclosed) -> Number:
    if value.residue == 0:
        return Fraction(0)
    return Fraction(1) if value.residue == 1 else value


def _meet(a: Enclosed, ends: tuple[float, float]) -> Enclosed:
    if a.residue == 0:
        return a
    return Enclosed(max(a.low, ends[0]), min(a.high, ends[1]), a.residue, a.names)


def _ball(value: Enclosed) -> Any:
    from flint import arb

    return arb(value.low) if value.low == value.high else arb(value.low).union(arb(value.high))


def _ends(ball: Any) -> tuple[float, float]:
    low, high = float(ball.lower()), float(ball.upper())
    return math.nextafter(low, -math.inf), math.nextafter(high, math.inf)


def _independent(rows: npt.NDArray[np.float64], wanted: int) -> list[int]:
    """Up to ``wanted`` rows that, with the row of ones, are furthest from dependent (differences of payoffs decide)."""
    # with the total fixed, the system is regular where the rows (payoffs, -1) and (ones, 0) are independent
    work = np.hstack([rows, -np.ones((len(rows), 1))])
    total = np.append(np.ones(rows.shape[1]), 0.0)
    work -= np.outer(work @ total, total) / (total @ total)
    chosen: list[int] = []
    while len(chosen) < min(wanted, len(rows)):
        lengths = np.einsum("ij,ij->i", work, work)
        pick = int(np.argmax(lengths))
        if lengths[pick] <= 0:
            break
        chosen.append(pick)
        unit = work[pick] / math.sqrt(lengths[pick])
        work = work - np.outer(work @ unit, unit)
    return chosen
