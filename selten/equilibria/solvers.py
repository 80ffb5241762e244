"""Every solver by its name on the command line."""

from dataclasses import dataclass

from selten.equilibria.engines import gambit, nashpy, quantecon
from selten.equilibria.engines.gambit import Gambit
from selten.equilibria.engines.nashpy import Nashpy
from selten.equilibria.engines.quantecon import Quantecon
from selten.equilibria.enumerate import Enumeration
from selten.equilibria.one import One
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Proposal, Solver, Status
from selten.games.enclosed import Undecided
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile


@dataclass(frozen=True, slots=True)
class Pure:
    """The solver: all pure equilibria of a game with any number of players (mixed ones are not looked for)."""

    @property
    def name(self) -> str:
        """The name on the command line."""
        return "selten-pure"

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        """All pure equilibria; status one or none_found, since mixed equilibria are left out."""
        try:
            found = tuple(Profile.pure(game.counts, choices) for choices in pure_equilibria(game))
        except Undecided as error:
            return Proposal((), Status.REFUSED, str(error))
        note = "these are all pure equilibria" if found else "there is no pure equilibrium; --one finds a mixed one"
        return Proposal(found, Status.ONE if found else Status.NONE_FOUND, note)


SOLVERS = (
    "selten-enumerate",
    "selten-pure",
    "selten-one",
    *(f"gambit-{method}" for method in gambit.METHODS),
    *(f"nashpy-{method}" for method in nashpy.METHODS),
    *(f"quantecon-{method}" for method in quantecon.METHODS),
)
"""The names that :func:`solver_by_name` takes."""


def solver_by_name(name: str, *, seed: int = 0) -> Solver:
    """The solver with this name and its default settings.

    Parameters
    ----------
    name : str
        One of :data:`SOLVERS`.
    seed : int
        For solvers that start from a choice.

    Raises
    ------
    InputError
        For any other name.

    Examples
    --------
    >>> solver_by_name("gambit-lcp")
    Gambit(method='lcp', stop_after=None, seed=0, doubles=False)
    """
    if name not in SOLVERS:
        raise InputError(f"--solver: got {name!r}; allowed: auto, {', '.join(SOLVERS)}")
    engine, method = name.split("-", 1)
    if engine == "gambit":
        return Gambit(method, seed=seed)
    if engine == "nashpy":
        return Nashpy(method)
    if engine == "quantecon":
        return Quantecon(method)
    ours: dict[str, Solver] = {"enumerate": Enumeration(), "pure": Pure(), "one": One(seed=seed)}
    return ours[method]


def default_solver(game: NormalForm) -> Solver:
    """The solver that ``auto`` stands for: all extreme equilibria of two players, else all pure equilibria."""
    return Enumeration() if len(game.players) == 2 else Pure()
