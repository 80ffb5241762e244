"""Comparisons that bounds may leave open: three answers instead of two.

A comparison of :class:`~selten.games.enclosed.Enclosed` numbers holds, fails or raises
:class:`~selten.games.enclosed.Undecided`. An argument often does not need every comparison it could make, so here the
third answer is None, and who was in doubt is written down: only an argument that cannot be finished raises.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from selten.games.enclosed import Undecided


@dataclass(slots=True)
class Doubt:
    """The symbols of all comparisons that were left open so far.

    Examples
    --------
    >>> from operator import lt
    >>> from selten.games.enclosed import Enclosed
    >>> b, c = Enclosed.symbol("b", 0.4, 0.6), Enclosed.symbol("c", 0.5, 0.7)
    >>> doubt = Doubt()
    >>> doubt.holds(lt, b, c), doubt.holds(lt, b, 1), sorted(doubt.names)
    (None, True, ['b', 'c'])
    """

    names: set[str] = field(default_factory=set)

    def holds(self, test: Callable[..., bool], *arguments: Any) -> bool | None:
        """``test(*arguments)``: True, False, or None where the bounds leave it open."""
        try:
            return bool(test(*arguments))
        except Undecided as open_:
            self.names |= open_.names
            return None

    def undecided(self) -> Undecided:
        """The error to raise when the argument needs a comparison that stayed open."""
        return Undecided(frozenset(self.names))


def all_hold(answers: Iterable[bool | None], doubt: Doubt) -> bool:
    """Whether all answers are True: one False settles it, otherwise one None leaves it open.

    Raises
    ------
    Undecided
        With the names in ``doubt``, where the answers leave it open.

    Examples
    --------
    >>> all_hold([True, None, False], Doubt()), all_hold([True, True], Doubt())
    (False, True)
    """
    settled = True
    for answer in answers:
        if answer is False:
            return False
        settled = settled and answer is not None
    if not settled:
        raise doubt.undecided()
    return True
