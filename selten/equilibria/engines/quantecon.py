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

from selten.equilibria.engines.answers import Rows, proposal, refused
from selten.equilibria.engines.isolated import run
from selten.equilibria.engines.rescale import rescale
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


def lemke_howson_basis(
    first: npt.NDArray[np.float64], second: npt.NDArray[np.float64], pivot: int, *, most: int
) -> tuple[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]], tuple[list[int], list[int]]] | None:
    """One equilibrium by lexicographic Lemke-Howson, with the strategies in its final basis.

    The two bases have equally many strategies, some perhaps of weight 0 in a degenerate game: the payoffs on them are a
    square system, from which the equilibrium can be had exactly. Calls the engine's compiled routine itself, because
    its front leaves the basis out and takes longer than the pivots of a small game.

    Parameters
    ----------
    first, second : float arrays, shapes (m, n) and (n, m)
        Each player's payoffs, own strategies by the other's, all positive and of size about one.
    pivot : int
        The label dropped first, from 0 to m + n - 1.
    most : int
        The most pivots.

    Returns
    -------
    weights and bases of both players, or None if the pivots ran out.

    Examples
    --------
    >>> pennies = np.array([[2.0, 1.0], [1.0, 2.0]])
    >>> weights, bases = lemke_howson_basis(pennies, 3 - pennies, 0, most=100)
    >>> np.round(weights[0], 9).tolist(), bases
    ([0.5, 0.5], ([0, 1], [0, 1]))
    """
    from quantecon.game_theory.lemke_howson import _get_mixed_actions, _initialize_tableaux, _lemke_howson_tbl

    m, n = first.shape
    tableaux = np.empty((n, m + n + 1)), np.empty((m, m + n + 1))
    bases = np.empty(n, dtype=np.int_), np.empty(m, dtype=np.int_)
    _initialize_tableaux((first, second), tableaux, bases)
    converged, _ = _lemke_howson_tbl(tableaux, bases, pivot, most)
    if not converged:
        return None
    x, y = _get_mixed_actions(tableaux, bases)
    used = sorted(int(k) for k in bases[0] if k < m), sorted(int(k) - m for k in bases[1] if k >= m)
    return (x, y), used
