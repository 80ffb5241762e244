"""The search for a proof that a strategy is dominated, or that it is not.

Either way the proof is a list of weights: a mixture of the player's strategies that dominates the one in question, or a
belief about the others' play to which it is a best response. Whoever suggests the weights (a linear program, its dual,
a guess at the centres of enclosures), the proof counts only once it is checked by substitution here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import chain
from operator import ge, gt, le

from selten.equilibria.doubt import Doubt, all_hold
from selten.equilibria.exact.linear import Centres, at_basis, maximise
from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import Number

Table = list[list[Number]]
Program = tuple[list[Number], Table, list[Number]]


@dataclass(frozen=True, slots=True)
class Dominance:
    """Whether a strategy is dominated, and the proof.

    Parameters
    ----------
    dominated : bool
        The answer.
    mixture : tuple of Number or None
        If dominated: the probabilities of a strategy of the same player that dominates it.
    belief : tuple of Number or None
        If not: probabilities of the others' pure profiles against which it is a best response; all of them positive
        where the question was weak dominance.
    """

    dominated: bool
    mixture: tuple[Number, ...] | None
    belief: tuple[Number, ...] | None


def decide(table: Table, strict: bool) -> Dominance:
    """Whether a strategy is dominated: the first proof that holds.

    Parameters
    ----------
    table : list of lists of Fraction or Enclosed
        ``table[i][j]``: the advantage of own strategy i over the one in question against the others' profile j.
    strict : bool
        Strict instead of weak dominance.

    Raises
    ------
    Undecided
        If no proof is found because bounds leave comparisons open; it names symbols of such comparisons.

    Examples
    --------
    >>> decide([[Fraction(0), Fraction(0)], [Fraction(-1), Fraction(1)]], False).belief
    (Fraction(1, 2), Fraction(1, 2))
    """
    doubt = Doubt()
    for i, row in enumerate(table):
        if doubt.holds(_better, row, strict):
            return Dominance(True, tuple(Fraction(int(k == i)) for k in range(len(table))), None)
    scratch = Doubt() if doubt.names else doubt  # if a pure rival is in doubt, its symbols say it best
    for mixture, belief in _candidates(table, strict):
        if mixture is not None and scratch.holds(_dominates, table, mixture, strict):
            return Dominance(True, tuple(mixture), None)
        if belief is not None and scratch.holds(_justifies, table, belief, strict):
            return Dominance(False, None, tuple(belief))
    raise doubt.undecided() if doubt.names else Undecided(_names(table))


def _names(table: Table) -> frozenset[str]:
    return frozenset(name for row in table for x in row if isinstance(x, Enclosed) for name in x.names)


def _candidates(table: Table, strict: bool) -> Iterator[tuple[list[Number] | None, list[Number] | None]]:
    """Mixtures that may dominate and beliefs that may speak for the strategy.

    In rationals the program's optimum settles it. With enclosures a proof is looked for at their centres: weights that
    are plain rationals and leave room on all sides, then the optimal basis computed in enclosures, then the optimum in
    enclosures throughout.
    """
    m = len(table)
    enclosed = any(isinstance(x, Enclosed) for row in table for x in row)
    centres = Centres()
    centre = [centres.row(row) for row in table] if enclosed else table
    optimum = maximise(*_program(centre, strict))
    yield _mixture(optimum.primal, m), _belief(optimum.dual, strict)
    if enclosed:
        yield None, _roomy_belief(centre, strict)
        for solution in (partial(at_basis, basis=optimum.basis), maximise):
            try:
                exact = solution(*_program(table, strict))
            except ArithmeticError:
                continue
            yield _mixture(exact.primal, m), _belief(exact.dual, strict)


def _program(table: Table, strict: bool) -> Program:
    """Weights z with sum at most 1 (the rest stays on the strategy itself) whose advantage is nowhere negative.

    They maximise its sum, or for strict dominance its least entry t (the last variable). Weight left over scales away.
    """
    zero = Fraction(0)
    losses = [[-x for x in column] for column in zip(*table, strict=True)]
    one = [Fraction(1)] * len(table)
    if strict:
        rows = [[*one, zero], *([*row, Fraction(1)] for row in losses)]
        return [zero] * len(table) + [Fraction(1)], rows, [Fraction(1)] + [zero] * len(losses)
    return [sum(row, zero) for row in table], [one, *losses], [Fraction(1)] + [zero] * len(losses)


def _mixture(primal: Sequence[Number], m: int) -> list[Number] | None:
    """The primal weights as probabilities."""
    return _normalised(list(primal[:m]))


def _belief(dual: Sequence[Number], strict: bool) -> list[Number] | None:
    """The dual prices of the opponents' profiles as probabilities: for weak dominance 1 + price, all positive."""
    return _normalised([price if strict else 1 + price for price in dual[1:]])


def _normalised(weights: list[Number]) -> list[Number] | None:
    total = sum(weights, Fraction(0))
    try:
        return [w / total for w in weights]
    except ArithmeticError:
        return None


def _roomy_belief(centre: Table, strict: bool) -> list[Number] | None:
    """The belief that leaves the largest margin t: no other strategy gains more than -t, no profile has less than t."""
    scale = max((abs(x) for row in centre for x in row), default=Fraction(0)) or Fraction(1)
    rivals = [[x / scale for x in row] for row in centre if any(row)]
    width = len(centre[0])
    rows = [[*row, Fraction(1)] for row in rivals]
    rows.append([*([Fraction(1)] * width), Fraction(0)])
    if not strict or not rivals:
        rows += [[*(Fraction(-int(k == j)) for k in range(width)), Fraction(1)] for j in range(width)]
    bounds = [Fraction(0)] * len(rows)
    bounds[len(rivals)] = Fraction(1)
    return _normalised(list(maximise([Fraction(0)] * width + [Fraction(1)], rows, bounds).primal[:width]))


def _dominates(table: Table, mixture: Sequence[Number], strict: bool) -> bool:
    """Whether the mixture is one and its advantage is what dominance asks for."""
    doubt = Doubt()
    weights = [doubt.holds(ge, w, 0) for w in mixture]
    better = doubt.holds(_better, [_dot(mixture, column) for column in zip(*table, strict=True)], strict)
    return all_hold([*weights, better], doubt)


def _better(advantages: Sequence[Number], strict: bool) -> bool:
    """Whether all are positive, or for weak dominance none negative and some positive."""
    doubt = Doubt()
    if not all_hold((doubt.holds(gt if strict else ge, a, 0) for a in advantages), doubt):
        return False
    return strict or not all_hold((doubt.holds(le, a, 0) for a in advantages), doubt)


def _justifies(table: Table, belief: Sequence[Number], strict: bool) -> bool:
    """Whether no strategy gains against the belief, and the belief is one (with full support for weak dominance)."""
    doubt = Doubt()
    weights = (doubt.holds(ge if strict else gt, w, 0) for w in belief)
    gains = (doubt.holds(le, _dot(belief, row), 0) for row in table)
    return all_hold(chain(weights, gains), doubt)


def _dot(weights: Sequence[Number], values: Sequence[Number]) -> Number:
    pairs = zip(weights, values, strict=True)
    return sum((w * x for w, x in pairs if isinstance(w, Enclosed) or w), Fraction(0))
