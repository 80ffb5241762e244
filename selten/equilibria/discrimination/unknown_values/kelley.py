"""Cutting planes for the program of ``cuts``: small linear programs by HiGHS, bounds proven apart from it."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import exp, inf, log

from selten.equilibria.discrimination.unknown_values.balls import Bracket, ball, bracket
from selten.equilibria.discrimination.unknown_values.cuts import (
    Optimum,
    Program,
    Proof,
    Proposal,
    Weighted,
    attained,
    proven,
)
from selten.equilibria.discrimination.unknown_values.laws import Law
from selten.equilibria.discrimination.unknown_values.one_producer import least_profit
from selten.equilibria.discrimination.unknown_values.sides import Cut

ROUNDS = 80
"""The most linear programs; a bracket that has not closed by then is returned as it is."""

_FLOOR = 1e-9
"""Shares of a proposal stay this far from 0 and 1; those are tried apart, see ``_pooled``."""

_Bound = tuple[float, Proof]
_Try = tuple[Bracket, Bracket, tuple[Fraction, Fraction], Proposal]


@dataclass
class _Rows:
    """Cuts, each with its side (0 the right one), and the rows R - ... <= ... that they are in floats."""

    program: Program
    cuts: list[tuple[int, Cut]] = field(default_factory=list)
    rows: list[list[float]] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)

    def add(self, side: int, cut: Cut) -> None:
        """R - t q - log(x / t) pi <= E max(r - x, 0), or its mirror image."""
        t, weight = float(cut.t), log(cut.x / cut.t) if cut.x else 0.0
        law = (self.program.right, self.program.left)[side]
        call = float(law.call(cut.x).mid())
        self.cuts.append((side, cut))
        self.rows.append([1.0, t, 0.0, -weight] if side else [1.0, -t, -weight, 0.0])
        self.limits.append(call + t + float(self.program.right.mean().mid()) if side else call)

    def solve(self) -> tuple[Proposal, Proof] | None:
        """Shares, prices and multipliers of the linear program; nothing if HiGHS gives none."""
        from scipy.optimize import linprog

        w = float(self.program.weight)
        cost = [-1.0, 0.0, w, w if self.program.captive else 0.0]
        limits = [(None, None), (0.0, 1.0), (0.0, None), (0.0, None if self.program.captive else 0.0)]
        rows = [[-1.0, 0.0, 1.0, 0.0], [-1.0, 0.0, 0.0, 1.0], *self.rows]
        sides = [0.0, -float(self.program.right.mean().mid()), *self.limits]
        options = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
        done = linprog(cost, A_ub=rows, b_ub=sides, bounds=limits, method="highs", options=options)
        if done.status != 0:
            return None
        weights: tuple[list[tuple[Cut, Fraction]], list[tuple[Cut, Fraction]]] = ([], [])
        for (side, cut), marginal in zip(self.cuts, done.ineqlin.marginals[2:], strict=True):
            if marginal < -1e-13:
                weights[side].append((cut, Fraction(float(-marginal))))
        pair: tuple[Weighted, Weighted] = (tuple(weights[0]), tuple(weights[1]))
        markov = tuple(max(Fraction(0), Fraction(float(-y))) for y in done.ineqlin.marginals[:2])
        share = min(max(float(done.x[1]), _FLOOR), 1 - _FLOOR)
        prices = (Fraction(done.x[2] / share), Fraction(done.x[3] / (1 - share)))
        return Proposal(Fraction(share), prices), Proof(*pair, (markov[0], markov[1]))


def optimum(program: Program, *, tolerance: float = 1e-10) -> Optimum:
    """The optimum of a program, bracketed.

    Parameters
    ----------
    program : Program
    tolerance : float
        The gap to stop at.

    Returns
    -------
    Optimum
        Both ends hold, whatever the linear programs came to.

    Examples
    --------
    >>> from selten.equilibria.discrimination.unknown_values.balls import precise
    >>> from selten.equilibria.discrimination.unknown_values.laws import FiniteLaw
    >>> program = Program.of(FiniteLaw.of({-1: "1/2", 3: "1/2"}), captive=False)
    >>> round(precise(optimum)(program).value.middle, 9)
    0.752763984
    """
    rows = _start(program)
    best, upper = _pooled(program, tolerance), _trivial(program)
    for _ in range(ROUNDS):
        solved = rows.solve()
        if solved is None or upper[0] - best[1].low <= tolerance:
            break
        proposal, proof = solved
        upper = min(upper, (proven(program, proof), proof), key=lambda bound: bound[0])
        now = _attempt(program, proposal, tolerance)
        best = max(best, now, key=lambda found: found[1].low)
        for side in (0, 1):
            rows.add(side, _worst(program, proposal, side, now[2][side]))
    surplus, objective, tight, proposal = best
    return Optimum(Bracket(objective.low, upper[0]), proposal, surplus, upper[1], tight)


def _attempt(program: Program, proposal: Proposal, tolerance: float) -> _Try:
    return (*attained(program, proposal, tolerance=tolerance / 4), proposal)


def _pooled(program: Program, tolerance: float) -> _Try:
    """All consumers on the side of the mean: the problem of one producer, whose least profit is known."""
    mean = program.right.mean()
    nothing = Proposal(Fraction(1, 2), (Fraction(0), Fraction(0)))
    if mean > 0:
        peak = least_profit(program.right, tolerance=tolerance / 4)
        profit, at = Fraction(peak.value.high), (peak.at, Fraction(0))
        paid = ball(program.weight * profit)
        return bracket(mean), bracket(mean - paid), at, Proposal(Fraction(1), (profit, Fraction(0)))
    surplus, zero = Bracket(0.0, 0.0), Fraction(0)
    if mean < 0 and program.captive:
        peak = least_profit(program.left, tolerance=tolerance / 4)
        profit = Fraction(peak.value.high)
        objective = bracket(-ball(program.weight * profit))
        return surplus, objective, (zero, peak.at), Proposal(zero, (zero, profit))
    return surplus, surplus, (zero, zero), nothing


def _trivial(program: Program) -> _Bound:
    """R is at most E max(r, 0)."""
    proof = Proof(((Cut(Fraction(0), Fraction(0)), Fraction(1)),), ())
    return min((proven(program, proof), proof), (inf, proof), key=lambda bound: bound[0])


def _worst(program: Program, proposal: Proposal, side: int, x: Fraction) -> Cut:
    """The cut that touches psi at the proposal, at the point that binds most."""
    priced = side == 0 or program.captive
    return Cut(x, min(x, proposal.prices[side]) if priced and proposal.prices[side] else x)


def _start(program: Program) -> _Rows:
    rows = _Rows(program)
    for side, law in enumerate((program.right, program.left)):
        for cut in _first(law, priced=side == 0 or program.captive):
            rows.add(side, cut)
    return rows


def _first(law: Law, *, priced: bool) -> list[Cut]:
    """Cuts to begin with: some points of the support, several prices for each."""
    end = max(law.high, Fraction(0))
    inside = [knot for knot in law.knots if 0 < knot < end]
    points = {Fraction(0), end, *inside[:: 1 + len(inside) // 20], *(end * k / 20 for k in range(1, 20))}
    ratios = [Fraction(exp(-k / 4)) for k in range(17)] if priced else [Fraction(1)]
    return [Cut(x, x * ratio) for x in sorted(points) for ratio in (ratios if x else ratios[:1])]
