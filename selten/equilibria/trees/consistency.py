"""Whether the beliefs of an assessment are consistent: limits of Bayes' rule under trembles. Decided exactly.

An assessment (behaviour beta, beliefs mu) is *consistent* if completely mixed behaviour beta_n tends to beta while the
beliefs that Bayes' rule gives under beta_n tend to mu (chance does not tremble). Call an action unplayed if beta gives
it 0; for a node x let U(x) be the unplayed actions on its path and f(x) the product of the probabilities (of beta, and
of chance) of all others. With perfect recall no information set is met twice on a path.

**Theorem.** The assessment is consistent if and only if

(i) nodes that chance never allows are believed 0, and there is an integer order k(a) >= 1 for each unplayed action such
that, with K(x) = sum of k over U(x), in each information set exactly the nodes of least K are believed; and

(ii) there are real coefficients c(a) > 0 such that for believed nodes x, y of one information set
mu(x) / mu(y) = f(x) prod_U(x) c / (f(y) prod_U(y) c).

*If*: play each unplayed action with c(a) eps**k(a) and shrink the rest (:mod:`selten.equilibria.trees.trembles`); the
beliefs tend to mu. *Only if*: along the sequence let v_n(a) = -log beta_n(a), which grows without bound for unplayed
actions. For x believed and y not, both possible, sum_U(y) v_n - sum_U(x) v_n grows without bound; for x and y both
believed it stays bounded. (i) asks for a rational solution (then scaled) of a homogeneous system: some linear forms >
0, others = 0. If it had none, a combination of the positive forms with nonnegative weights, not all 0, and of the
others with any weights would vanish identically (Motzkin's transposition theorem); at v_n that combination grows
without bound, a contradiction. (ii) is a linear system in log c, with the matrix D; the vectors -D v_n lie in the range
of D and tend to the required right-hand side, up to the logarithms of played actions, which converge; the range of D is
closed, so the system has a solution. Note that (i) and (ii) need not be met by one sequence to begin with: each is
decided by itself.

(i) is an exact linear program, (ii) a system of products (:mod:`selten.equilibria.trees.powers`). The answer carries a
certificate either way: the family of trembles, checked by :func:`selten.equilibria.trees.trembles.leads_to`, or a
contradiction between comparisons of nodes, checked by :func:`selten.equilibria.trees.conflicts.refutes`.

Source: the orders and their use are Kreps and Wilson, "Sequential equilibria", Econometrica 50 (1982), appendix, and
Kreps and Ramey, "Structural consistency, consistency, and sequential rationality", Econometrica 55 (1987); the
characterisation in two parts is that of Perea y Monsuwe, Jansen and Peters, "Characterization of consistent assessments
in extensive form games", Games and Economic Behavior 21 (1997).
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from selten.equilibria.exact.linear import maximise
from selten.equilibria.trees.assessment import Assessment
from selten.equilibria.trees.conflicts import Action, Comparison, Conflict, Reached, beliefs_of, reached_by
from selten.equilibria.trees.powers import Powers, solve_powers
from selten.equilibria.trees.trembles import Tremble
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm

MOST_CELLS = 4_000_000
"""The largest linear program that is tried, in cells of its tableau."""


@dataclass(frozen=True, slots=True)
class Consistency:
    """The decision with its certificate: ``trembles`` if consistent, else a ``conflict``."""

    consistent: bool
    trembles: tuple[Tremble, ...] = ()
    conflict: Conflict | None = None


def consistency(tree: ExtensiveForm, assessment: Assessment) -> Consistency:
    """Whether an assessment is consistent, exactly, with trembles that lead to it or the reason why none do.

    Raises
    ------
    InputError
        If a player forgets, if only a chance move of probability 0 leads to an information set, or if the linear
        program is larger than :data:`MOST_CELLS`.

    Examples
    --------
    >>> from selten.games.library import seltens_horse
    >>> rows = [[1, 0], [1, 0], [0, 1]]
    >>> given = Assessment.of(seltens_horse(), rows, beliefs=[None, None, ["1/3", "2/3"]])
    >>> [(tremble.infoset, tremble.action, tremble.text) for tremble in consistency(seltens_horse(), given).trembles]
    [(0, 1, '2 * eps'), (1, 1, 'eps'), (2, 0, 'eps')]
    """
    tree.require_perfect_recall("consistent beliefs")
    paths = reached_by(tree, assessment)
    _require_chance(tree, paths)
    for h, members in enumerate(tree.members):
        for node, belief in zip(members, assessment.beliefs[h], strict=False):  # chance believes nothing
            if belief and not paths[node].factor:
                found = Comparison(h, node, node)
                return Consistency(False, conflict=Conflict("chance", ((found, Fraction(1)),)))
    level, above = _comparisons(tree, assessment, paths)
    unplayed = _unplayed(tree, assessment)
    orders = _orders(unplayed, level, above, paths)
    if isinstance(orders, Conflict):
        return Consistency(False, conflict=orders)
    coefficients = _coefficients(unplayed, level, paths, beliefs_of(tree, assessment))
    if isinstance(coefficients, Conflict):
        return Consistency(False, conflict=coefficients)
    trembles = tuple(Tremble(h, a, orders[h, a], coefficients[h, a]) for h, a in unplayed)
    return Consistency(True, trembles)


def _require_chance(tree: ExtensiveForm, paths: list[Reached]) -> None:
    for h, members in enumerate(tree.members):
        if tree.infosets[h].player is not None and not any(paths[node].factor for node in members):
            got = f"{tree.infoset_name(h)} only behind chance moves of probability 0"
            raise InputError(f"consistent beliefs: got {got}; allowed: chances above 0 there")


def _unplayed(tree: ExtensiveForm, assessment: Assessment) -> list[Action]:
    return [
        (h, a)
        for h, row in enumerate(assessment.behaviour)
        for a, chance in enumerate(row)
        if not chance and tree.infosets[h].player is not None
    ]


def _comparisons(
    tree: ExtensiveForm, assessment: Assessment, paths: list[Reached]
) -> tuple[list[Comparison], list[Comparison]]:
    """Each node against the first believed one of its information set: both believed, and only the first believed."""
    level, above = list[Comparison](), list[Comparison]()
    for h, members in enumerate(tree.members):
        row = assessment.beliefs[h]
        if not row:
            continue
        first = next(node for node, belief in zip(members, row, strict=True) if belief)
        for node, belief in zip(members, row, strict=True):
            if node != first and paths[node].factor:
                (level if belief else above).append(Comparison(h, first, node))
    return level, above


def _excess(pair: Comparison, paths: list[Reached]) -> dict[Action, int]:
    """The order of ``second`` minus that of ``first``, by unplayed actions."""
    first, second = paths[pair.first].unplayed, paths[pair.second].unplayed
    return {**dict.fromkeys(second - first, 1), **dict.fromkeys(first - second, -1)}


def _orders(
    unplayed: list[Action], level: list[Comparison], above: list[Comparison], paths: list[Reached]
) -> dict[Action, int] | Conflict:
    """Orders of the trembles that single out the believed nodes.

    The system is homogeneous: with k(a) = t + s(a) it has a solution exactly if max t, t <= 1, t <= excess of each pair
    in ``above``, 0 = excess of each pair in ``level``, s >= 0 is 1 rather than 0. Its dual at 0 is the contradiction.
    """
    by_level, by_above = _distinct(level, paths), _distinct(above, paths)
    # an excess without a negative entry is at least t whatever the orders
    by_above = {own: pair for own, pair in by_above.items() if not own or any(value < 0 for _, value in own)}
    if all(sum(dict(own).values()) == 0 for own in by_level) and all(sum(dict(own).values()) > 0 for own in by_above):
        return dict.fromkeys(unplayed, 1)
    free = sorted({action for own in (*by_level, *by_above) for action, _ in own})
    place = {action: j for j, action in enumerate(free)}
    rows = [_cells(own, sign, 0, place) for own in by_level for sign in (1, -1)]
    rows += [_cells(own, -1, 1, place) for own in by_above]
    rows.append([0] * len(free) + [1])
    _require_size(len(rows), len(free) + 1)
    best = maximise([0] * len(free) + [1], rows, [0] * (len(rows) - 1) + [1])
    if best.value:
        orders = [1 + Fraction(value) for value in best.primal[:-1]]
        scale = lcm(*(value.denominator for value in orders))
        return {**dict.fromkeys(unplayed, 1), **{a: int(k * scale) for a, k in zip(free, orders, strict=True)}}
    equal = [(pair, best.dual[2 * k + 1] - best.dual[2 * k]) for k, pair in enumerate(by_level.values())]
    strict = zip(by_above.values(), best.dual[2 * len(by_level) :], strict=False)
    return Conflict("orders", tuple((pair, Fraction(weight)) for pair, weight in (*equal, *strict) if weight))


def _cells(excess: frozenset[tuple[Action, int]], sign: int, t: int, place: dict[Action, int]) -> list[int]:
    """The row sign * excess + t in the variables s and t."""
    cells = [0] * (len(place) + 1)
    for action, value in excess:
        cells[place[action]] = sign * value
    cells[-1] = t + sum(cells)
    return cells


def _coefficients(
    unplayed: list[Action], level: list[Comparison], paths: list[Reached], belief: dict[int, Fraction]
) -> dict[Action, Powers] | Conflict:
    """Coefficients of the trembles that give the believed odds."""
    place = {action: j for j, action in enumerate(unplayed)}
    rows = [{place[action]: -value for action, value in _excess(pair, paths).items()} for pair in level]
    targets = [
        belief[pair.first] / belief[pair.second] * paths[pair.second].factor / paths[pair.first].factor
        for pair in level
    ]
    answer = solve_powers(rows, targets)
    if answer.solution is None:
        return Conflict("odds", tuple((level[i], Fraction(power)) for i, power in answer.conflict.items()))
    return {action: answer.solution.get(j, ()) for j, action in enumerate(unplayed)}


def _distinct(pairs: list[Comparison], paths: list[Reached]) -> dict[frozenset[tuple[Action, int]], Comparison]:
    """One comparison for each excess."""
    found: dict[frozenset[tuple[Action, int]], Comparison] = {}
    for pair in pairs:
        found.setdefault(frozenset(_excess(pair, paths).items()), pair)
    return found


def _require_size(rows: int, width: int) -> None:
    cells = rows * (rows + width + 1)
    if cells > MOST_CELLS:
        raise InputError(
            f"consistent beliefs: got a linear program of {rows} rows and {width} columns, {cells} cells; "
            f"allowed: at most {MOST_CELLS}"
        )
