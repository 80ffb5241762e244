"""What a solver's work comes to: certified equilibria, the components they form, and how complete the answer is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from selten.equilibria.extreme import ExtremePairs
from selten.games.normal_form import NormalForm, Number
from selten.games.profile import Profile


class Status(Enum):
    """How complete an answer is; the value is the sentence for the user, with the next step in it."""

    COMPLETE = "All extreme equilibria, proven complete."
    ONE = "Certified equilibria, not proven to be all: solve with --solver auto for all of a two-player game."
    NONE_FOUND = "No equilibrium found, which does not mean that there is none: try --solver auto or --one."
    LIMIT = "Stopped at the time limit with what was found until then: raise --time-limit."
    REFUSED = "The solver does not take this game: see the note, or try --solver auto."


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof of how far a profile is from an equilibrium.

    Parameters
    ----------
    kind : {"strategies", "grid", "continuum"}
        Over which deviations the regret is taken: all pure strategies of a finite game, all prices of a grid, or all
        real prices.
    regret : Number
        The largest gain of any player (exact), or an upper bound on it.
    scale : Number
        The range of payoffs that the regret is to be compared with.
    exact : bool
        Whether ``regret`` is exact, in rationals; otherwise it is an upper bound that accounts for rounding.
    """

    kind: str
    regret: Number
    scale: Number
    exact: bool


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """A profile, what it pays each player, and its certificate."""

    profile: Profile
    payoffs: tuple[Number, ...]
    certificate: Certificate

    def _repr_html_(self) -> str:
        from selten.equilibria.html import equilibrium_html

        return equilibrium_html(self)


@dataclass(frozen=True, slots=True)
class Component:
    """A connected set of equilibria of a two-player game.

    Parameters
    ----------
    equilibria : tuple of int
        Its extreme equilibria, as positions in the solution's list, ascending.
    nash_subsets : tuple of int
        The maximal Nash subsets it is the union of, as positions in the solution's list, ascending.
    payoff_ranges : tuple of (low, high)
        For each player the least and the greatest payoff in the component (attained at extreme equilibria: on a Nash
        subset each payoff is constant in the player's own strategy and linear in the other's).
    index : int or None
        The index of the component, None while it is not computed.
    """

    equilibria: tuple[int, ...]
    nash_subsets: tuple[int, ...]
    payoff_ranges: tuple[tuple[Number, Number], ...]
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """A solver's certified answer.

    ``equilibria`` are the extreme ones, each once, ordered by the first player's strategy and then the second's, both
    in descending lexicographic order of probabilities (a tuple, or a list that is built when it is first looked at:
    :class:`selten.equilibria.listed.Listed`). ``nash_subsets`` are the maximal ones, as ascending tuples of
    positions. ``seconds`` is the time from the game to the certified list, ``seconds_structure`` that of subsets and
    components. ``extreme`` are the masks of tight labels behind the list, where the solver knows them. ``false`` counts
    the solver's profiles that are no equilibria and were dropped, ``repeats`` those that it listed more than once.
    """

    game: NormalForm
    solver: str
    status: Status
    equilibria: Sequence[Equilibrium]
    nash_subsets: tuple[tuple[int, ...], ...] = ()
    components: tuple[Component, ...] = ()
    seconds: float = 0.0
    seconds_structure: float = 0.0
    note: str = ""
    false: int = 0
    repeats: int = 0
    extreme: ExtremePairs | None = None

    def _repr_html_(self) -> str:
        from selten.equilibria.html import solution_html

        return solution_html(self)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a solver hands to the driver: profiles that are still to be certified.

    ``complete`` is the solver's promise that they are all extreme equilibria; only a solver whose method proves it may
    make it. ``seconds_startup`` is time spent starting an engine (a process, imports), which is no part of solving.
    ``extreme`` are the masks behind the profiles, in their order. ``proven`` takes the place of the profiles where the
    solver has proven each of its equilibria, exactly and from the game alone, so that nothing is left to certify.
    """

    profiles: tuple[Profile, ...]
    status: Status
    note: str = ""
    seconds_startup: float = 0.0
    extreme: ExtremePairs | None = None
    proven: Sequence[Equilibrium] | None = None


Progress = Callable[[float], None]
"""Called with the fraction of the work that is done, from 0 to 1."""


class Solver(Protocol):
    """A method for finding equilibria; concrete ones are frozen dataclasses whose fields are their settings."""

    @property
    def name(self) -> str:
        """The name on the command line."""

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        """Profiles that should be equilibria. Refuses (status) games it does not take; stops at the limit."""
