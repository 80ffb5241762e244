"""What a selection rule is: a solved game in, the equilibria it keeps and one sentence why out."""

from dataclasses import dataclass
from typing import Protocol

from selten.equilibria.solution import Solution


@dataclass(frozen=True, slots=True)
class Choice:
    """What a rule keeps.

    Parameters
    ----------
    kept : tuple of int
        Positions in the solution's list of equilibria, ascending.
    reason : str
        One sentence for the user.
    decided : bool
        False where the rule cannot decide (for instance because bounds leave a comparison open): ``kept`` is then
        empty and ``reason`` says why. A rule never picks the first.
    """

    kept: tuple[int, ...]
    reason: str
    decided: bool = True

    def _repr_html_(self) -> str:
        from selten.selection.html import choice_html

        return choice_html(self)


class Rule(Protocol):
    """A selection rule; concrete ones are frozen dataclasses whose fields are their settings."""

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria that the rule keeps, and why."""
