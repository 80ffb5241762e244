"""The six extremes of welfare under any information, bracketed: the data of `selten discrimination --welfare`.

Over all information structures and equilibria with prices at or above own cost (and limits of them): the most and the
least that consumers get, that producers get together, and that both get.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import log2
from time import monotonic
from typing import Any

from selten.equilibria.discrimination.welfare.bound import Weights
from selten.equilibria.discrimination.welfare.search import RUNGS, Bracket, Search
from selten.equilibria.discrimination.welfare.witness import written
from selten.games.discrimination import Prior

_ONE, _ZERO = Fraction(1), Fraction(0)

EXTREMES: dict[str, tuple[Weights, int]] = {
    "max_consumer": ((_ZERO, _ONE), 1),
    "min_producer": ((-_ONE, _ZERO), -1),
    "max_producer": ((_ONE, _ZERO), 1),
    "min_consumer": ((_ZERO, -_ONE), -1),
    "max_total": ((_ONE, _ONE), 1),
    "min_total": ((-_ONE, -_ONE), -1),
}
"""Each extreme as the largest value of a weighted sum, and the sign that turns it back."""


@dataclass(frozen=True, slots=True)
class Welfare:
    """Brackets of the six extremes by name, in the order of :data:`EXTREMES`."""

    brackets: dict[str, Bracket]

    def ends(self, name: str) -> tuple[Fraction, Fraction]:
        """The lower and the upper end of an extreme, both proven.

        Examples
        --------
        >>> from selten.games.discrimination import Prior
        >>> found = welfare_data(Prior.of([(1, [4, 1], [0, 0])]), time_limit=0)
        >>> [str(x) for x in found.ends("max_consumer")]
        ['1', '1']
        """
        bracket, sign = self.brackets[name], EXTREMES[name][1]
        return (bracket.inner, bracket.outer) if sign > 0 else (-bracket.outer, -bracket.inner)

    def witnesses(self) -> list[dict[str, Any]]:
        """Two for each extreme, as JSON.

        :func:`~selten.equilibria.discrimination.welfare.witness.certify_witness` checks each.

        Examples
        --------
        >>> from selten.games.discrimination import Prior
        >>> found = welfare_data(Prior.of([(1, [4, 1], [0, 0])]), time_limit=0).witnesses()
        >>> [(w["extreme"], w["end"], w["kind"]) for w in found[:2]]
        [('max_consumer', 'inner', 'signals'), ('max_consumer', 'outer', 'multipliers')]
        """
        found = []
        for name, b in self.brackets.items():
            head = {"extreme": name}
            found.append({**head, "end": "inner", **written(b.weights, b.inner, b.structure)})
            found.append({**head, "end": "outer", **written(b.weights, b.outer, b.dual)})
        return found


def welfare_data(
    prior: Prior,
    time_limit: float = 60.0,
    progress: Callable[[Welfare], None] | None = None,
    *,
    enough: Fraction = Fraction(0),
) -> Welfare:
    """Bracket the six extremes within the time: valid from the first moment, then better.

    Parameters
    ----------
    prior : Prior
    time_limit : float
        Seconds, after which no new program is begun and a running one is stopped.
    progress : callable, optional
        Called with each better state of knowledge.
    enough : Fraction
        A gap at which an extreme is left alone.

    Examples
    --------
    >>> from selten.games.discrimination import Prior
    >>> found = welfare_data(Prior.of([("1/2", [1], [0]), ("1/2", [2], [0])]), time_limit=0)
    >>> [str(x) for x in found.ends("max_total")]
    ['3/2', '3/2']
    """
    until = monotonic() + time_limit
    search = Search.of(prior)
    state = Welfare({name: search.start(weights) for name, (weights, _) in EXTREMES.items()})
    if progress is not None:
        progress(state)
    rungs = dict.fromkeys(EXTREMES, 0)
    while monotonic() < until:
        # wide brackets and low rungs first: each rung costs a few times the one below
        wide = [name for name in EXTREMES if state.brackets[name].gap > enough and rungs[name] < RUNGS]
        if not wide:
            break
        name = min(wide, key=lambda name: rungs[name] - log2(state.brackets[name].gap))
        better = search.improved(state.brackets[name], rungs[name], until=until)
        rungs[name] += 1
        state = Welfare({**state.brackets, name: better})
        if progress is not None:
            progress(state)
    return state


def support(prior: Prior, weights: Weights, *, time_limit: float = 10.0, enough: Fraction = Fraction(0)) -> Bracket:
    """Bracket the largest value of a weighted sum of producer and of consumer surplus.

    Examples
    --------
    >>> from selten.games.discrimination import Prior
    >>> found = support(Prior.of([("1/2", [1], [0]), ("1/2", [2], [0])]), (Fraction(-1), Fraction(-1)))
    >>> str(found.outer), found.gap < Fraction(1, 10**4)
    ('-1', True)
    """
    until = monotonic() + time_limit
    search = Search.of(prior)
    bracket = search.start(weights)
    for rung in range(RUNGS):
        if bracket.gap <= enough or monotonic() >= until:
            break
        bracket = search.improved(bracket, rung, until=until)
    return bracket
