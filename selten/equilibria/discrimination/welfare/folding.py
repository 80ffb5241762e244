"""Producers that can be exchanged without changing the prior: one of each kind is enough for the programs.

The set of equilibria and any sum over producers are then symmetric, so an optimum can be averaged over the exchanges:
one state of each orbit carries the orbit's mass, and obedience is required of one producer of each class.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

from selten.games.discrimination import Prior, State


@dataclass(frozen=True, slots=True)
class Folding:
    """Classes of exchangeable producers and one state of each orbit.

    Parameters
    ----------
    classes : tuple of int
        For each producer the first producer that he can be exchanged with.
    states : tuple of State
        Representatives; each has its orbit's mass.
    exchanges : tuple of tuple of int
        All permutations within classes, as the producer whose place each takes.
    """

    classes: tuple[int, ...]
    states: tuple[State, ...]
    exchanges: tuple[tuple[int, ...], ...]


def folding(prior: Prior) -> Folding:
    """The exchanges of producers that leave the prior as it is.

    Examples
    --------
    >>> found = folding(Prior.of([("1/2", [1, 0], [0, 0]), ("1/2", [0, 1], [0, 0])]))
    >>> found.classes, len(found.states)
    ((0, 0), 1)
    """
    n = prior.producers
    masses = {(s.values, s.costs): s.mass for s in prior.states}
    classes = list(range(n))
    for i, j in combinations(range(n), 2):
        order = list(range(n))
        order[i], order[j] = j, i
        if all(masses.get(_moved(s, order)) == s.mass for s in prior.states):
            classes[j] = min(classes[i], classes[j])
    exchanges = tuple(
        order for order in permutations(range(n)) if all(classes[i] == classes[k] for i, k in enumerate(order))
    )
    orbits: dict[tuple[tuple[Fraction, ...], tuple[Fraction, ...]], Fraction] = {}
    for s in prior.states:
        first = min(_moved(s, order) for order in exchanges)
        orbits[first] = orbits.get(first, Fraction(0)) + s.mass
    return Folding(tuple(classes), tuple(State(mass, *key) for key, mass in orbits.items()), exchanges)


def _moved(state: State, order: list[int] | tuple[int, ...]) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    return tuple(state.values[k] for k in order), tuple(state.costs[k] for k in order)
