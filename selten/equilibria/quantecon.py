"""QuantEcon's two-player solvers behind our protocol.

Lexicographic Lemke-Howson always ends and is fast; its support and vertex enumeration are meant for nondegenerate
games and leave equilibria out of others without a word. All compute in doubles and get each player's payoffs scaled
exactly to [1, 2]. The first call in a process compiles for some seconds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.answers import Rows, proposal, refused
from selten.equilibria.isolated import run
from selten.equilibria.rescale import rescale
from selten.equilibria.solution import Proposal
from selten.games.normal_form import NormalForm

METHODS = ("lemke-howson", "support", "vertex")
"""The methods that :class:`Quantecon` takes."""


@dataclass(frozen=True, slots=True)
class Quantecon:
    """One of QuantEcon's methods as a solver of two-player games.

    Parameters
    ----------
    method : str
        ``lemke-howson`` from every initial pivot, ``support`` or ``vertex`` enumeration.

    Examples
    --------
    >>> Quantecon("lemke-howson").name
    'quantecon-lemke-howson'
    """

    method: str

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"Quantecon: got method {self.method!r}; allowed: {', '.join(METHODS)}")

    @property
    def name(self) -> str:
        """The name on the command line."""
        return f"quantecon-{self.method}"

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        """The profiles that the method lists, repeats included; status never complete."""
        if len(game.players) != 2:
            return refused(f"{self.name} takes two players; got a game of {len(game.players)} players")
        task = (self.method, rescale(game).floats())
        done = run(work, task, prepare=partial(prepare, self.method), time_limit=time_limit)
        return proposal(done, game.counts, install="quantecon")


def prepare(method: str) -> None:
    """Import the engine and have it compile the method, on a game of two strategies each."""
    pennies = np.array([[1.0, 2.0], [2.0, 1.0]])
    work((method, (pennies, 3.0 - pennies)), lambda rows: None)


def work(task: tuple[str, tuple[npt.NDArray[np.float64], ...]], emit: Callable[[Rows], None]) -> str:
    """Run one method and emit each answer as it comes."""
    import quantecon.game_theory as theory

    method, (first, second) = task
    game: Any = theory.NormalFormGame((theory.Player(first), theory.Player(np.ascontiguousarray(second.T))))
    if method == "lemke-howson":
        answers = (theory.lemke_howson(game, init_pivot=pivot) for pivot in range(sum(first.shape)))
    else:
        answers = getattr(theory, f"{method}_enumeration")(game)
    for answer in answers:
        emit(tuple(tuple(float(p) for p in own) for own in answer))
    return ""
