"""Nashpy's solvers behind our protocol.

Nashpy computes in doubles and needs payoffs that are positive (a zero row makes its polytope unbounded, silently) and
near 1 in size (an offset of 1e6 gives false equilibria), so it gets each player's payoffs scaled exactly to [1, 2]. It
still misses equilibria of degenerate games, and some of others; its warnings are counted in the note. Its Lemke-Howson
can run for ever on degenerate games: give it a time limit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.engines.answers import Rows, proposal, refused
from selten.equilibria.engines.isolated import run
from selten.equilibria.engines.rescale import rescale
from selten.equilibria.solution import Proposal
from selten.games.normal_form import NormalForm

METHODS = ("support", "vertex", "lemke-howson")
"""The methods that :class:`Nashpy` takes."""

_CALLS = {
    "support": "support_enumeration",
    "vertex": "vertex_enumeration",
    "lemke-howson": "lemke_howson_enumeration",
}


@dataclass(frozen=True, slots=True)
class Nashpy:
    """One of Nashpy's methods as a solver of two-player games.

    Parameters
    ----------
    method : str
        ``support`` or ``vertex`` enumeration, or ``lemke-howson`` from every label.

    Examples
    --------
    >>> pennies = NormalForm.of([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    >>> Nashpy("support")(pennies).profiles[0].strategies
    ((0.5, 0.5), (0.5, 0.5))
    """

    method: str

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"Nashpy: got method {self.method!r}; allowed: {', '.join(METHODS)}")

    @property
    def name(self) -> str:
        """The name on the command line."""
        return f"nashpy-{self.method}"

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        """The profiles that the method lists, repeats included; status never complete."""
        if len(game.players) != 2:
            return refused(f"{self.name} takes two players; got a game of {len(game.players)} players")
        if self.method != "support" and 1 in game.counts:
            return refused(f"{self.name} takes games of at least two strategies a player")
        task = (self.method, rescale(game).floats())
        done = run(work, task, prepare=prepare, time_limit=time_limit)
        return proposal(done, game.counts, install="nashpy==0.0.43")


def prepare() -> None:
    """Import the engine."""
    import nashpy  # noqa: F401


def work(task: tuple[str, tuple[npt.NDArray[np.float64], ...]], emit: Callable[[Rows], None]) -> str:
    """Run one method and emit each answer as it comes."""
    import nashpy

    method, tables = task
    game: Any = nashpy.Game(*tables)
    for answer in getattr(game, _CALLS[method])():
        emit(tuple(tuple(float(p) for p in own) for own in answer))
    return ""
