"""Gambit's solvers behind our protocol, through its published package pygambit.

Numbers: exact methods (pure, enummixed, lcp, lp, simpdiv) get each player's payoffs as the smallest equivalent
integers. Gambit 16 and 17 compute in 32 bits in one place and then return nothing, or fail, once payoffs spread over
2**31 or more; such games go to its double mode and the note says so. The other methods compute in doubles anyway and
get payoffs scaled to [1, 2]. None of the methods is taken at its word about completeness: exact enummixed and pure
lists are right where we know the answer, but the proof is ours to make.

Games go in as the text of an .nfg file: pygambit's ``from_arrays`` works cell by cell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.engines.answers import Rows, proposal, refused
from selten.equilibria.engines.isolated import run
from selten.equilibria.engines.rescale import Rescaled, rescale
from selten.equilibria.solution import Proposal
from selten.games.normal_form import NormalForm

EXACT_SPREAD = 2**31 - 3
"""The largest spread of integer payoffs that Gambit's exact modes get right."""

_EXACT = ("pure", "enummixed", "lcp", "lp")
_TWO_PLAYERS = ("enummixed", "lcp", "lp")
METHODS = ("pure", "enummixed", "lcp", "lp", "logit", "gnm", "ipa", "simpdiv", "liap", "enumpoly")
"""The methods that :class:`Gambit` takes."""

_INSTALL = "pygambit==17.0.0b2"


@dataclass(frozen=True, slots=True)
class Gambit:
    """One of Gambit's methods as a solver.

    Parameters
    ----------
    method : str
        One of :data:`METHODS`. ``pure``: all pure equilibria; ``enummixed``: extreme ones of two players; ``lcp``:
        those that Lemke-Howson paths reach; ``lp``: one of a constant-sum game; ``logit``, ``ipa``, ``simpdiv``,
        ``liap``: one of any game; ``gnm``: those on one path; ``enumpoly``: by supports.
    stop_after : int, optional
        For ``lcp`` and ``enumpoly``: stop after so many.
    seed : int
        Which strategy the path methods (``gnm``, ``ipa``) favour at the start.
    doubles : bool
        Run in doubles a method that could run in rationals.

    Examples
    --------
    >>> game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> [profile.strategies[0] for profile in Gambit("pure")(game).profiles]
    [(Fraction(1, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(1, 1))]
    """

    method: str
    stop_after: int | None = None
    seed: int = 0
    doubles: bool = False

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"Gambit: got method {self.method!r}; allowed: {', '.join(METHODS)}")

    @property
    def name(self) -> str:
        """The name on the command line."""
        return f"gambit-{self.method}"

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        """The profiles that the method lists, repeats included; status never complete."""
        if self.method in _TWO_PLAYERS and len(game.players) != 2:
            return refused(f"{self.name} takes two players; got a game of {len(game.players)} players")
        small = rescale(game)
        if self.method == "lp" and not constant_sum(small):
            return refused("gambit-lp takes constant-sum games (up to the scale of each player's payoffs)")
        exact = not self.doubles and small.exact and self._runs_exactly(small)
        tables: tuple[npt.NDArray[Any], ...] = _positive(small) if exact else small.floats()
        task = _Task(self.method, tables, exact, self.stop_after, self.seed)
        done = run(work, task, prepare=prepare, time_limit=time_limit)
        return proposal(done, game.counts, install=_INSTALL, note=self._remark(small, exact))

    def _runs_exactly(self, small: Rescaled) -> bool:
        return self.method == "pure" or (self.method in _EXACT and small.largest <= EXACT_SPREAD)

    def _remark(self, small: Rescaled, exact: bool) -> str:
        if self.method not in _EXACT or exact or self.doubles:
            return ""
        if not small.exact:
            return "run in doubles on the midpoints of enclosed payoffs"
        return "run in doubles: the payoffs spread over more than the 2^31 that Gambit's exact mode gets right"


def constant_sum(small: Rescaled) -> bool:
    """Whether a rescaled two-player game is constant-sum: then its original is, up to each player's scale."""
    return len(set((small.tables[0] + small.tables[1]).ravel().tolist())) == 1


def _positive(small: Rescaled) -> tuple[npt.NDArray[Any], ...]:
    # Entries start at 1 so that no method meets a zero table; the spread seen by Gambit stays largest + 1.
    return tuple(table + 1 for table in small.tables)


@dataclass(frozen=True, slots=True)
class _Task:
    method: str
    tables: tuple[npt.NDArray[Any], ...]
    exact: bool
    stop_after: int | None
    seed: int


def prepare() -> None:
    """Import the engine."""
    import pygambit  # noqa: F401


def work(task: _Task, emit: Callable[[Rows], None]) -> str:
    """Run one method on the tables of a task and emit each equilibrium as it is found; the note of the engine."""
    import pygambit

    game = pygambit.read_nfg(StringIO(nfg_text(task.tables)))
    players = list(game.players)

    def each(profile: Any) -> None:
        emit(tuple(tuple(_number(value) for _, value in profile[player]) for player in players))

    return _solve(pygambit.nash, game, task, each)


def _solve(nash: Any, game: Any, task: _Task, each: Callable[[Any], None]) -> str:
    if task.method in ("pure", "enummixed", "lcp", "lp", "enumpoly"):
        return _listed(nash, game, task, each)
    if task.method in ("gnm", "ipa"):
        favoured = _favouring(game, task)
        result = getattr(nash, f"{task.method}_solve")(favoured, nash_callback=each)
    elif task.method == "logit":
        result = nash.logit_solve(game, use_strategic=True)
        if result.equilibrium is not None:
            each(result.equilibrium)
    else:
        start = game.mixed_strategy_profile(rational=task.method == "simpdiv")
        result = getattr(nash, f"{task.method}_solve")(start, nash_callback=each)
    return "" if result.success else f"Gambit reports no success ({getattr(result, 'reason', None) or task.method})"


def _listed(nash: Any, game: Any, task: _Task, each: Callable[[Any], None]) -> str:
    if task.method == "pure":
        nash.enumpure_solve(game, nash_callback=each)
    elif task.method == "enummixed":
        nash.enummixed_solve(game, rational=task.exact, nash_callback=each)
    elif task.method == "lp":
        nash.lp_solve(game, rational=task.exact, nash_callback=each)
    elif task.method == "lcp":
        nash.lcp_solve(game, rational=task.exact, stop_after=task.stop_after, nash_callback=each)
    else:
        nash.enumpoly_solve(game, stop_after=task.stop_after, nash_callback=each)
    return ""


def _favouring(game: Any, task: _Task) -> Any:
    """A perturbation with one largest entry for each player, the entry chosen by the seed."""
    profile = game.mixed_strategy_profile(rational=False)
    rank = task.seed
    for player in game.players:
        labels = list(game.get_strategies(player))
        rank, favourite = divmod(rank, len(labels))
        profile[player] = {label: 1.0 if k == favourite else 0.0 for k, label in enumerate(labels)}
    return profile


def nfg_text(tables: Sequence[npt.NDArray[Any]]) -> str:
    """The tables as an .nfg file with numbered labels: payoffs with the first player's strategy running fastest."""
    counts = tables[0].shape
    names = " ".join(f'"{player + 1}"' for player in range(len(tables)))
    strategies = " ".join("{ " + " ".join(f'"{k + 1}"' for k in range(m)) + " }" for m in counts)
    columns = [table.ravel(order="F").tolist() for table in tables]
    body = " ".join(str(value) for row in zip(*columns, strict=True) for value in row)
    return f'NFG 1 R "" {{ {names} }}\n{{ {strategies} }}\n\n{body}\n'


def _number(value: Any) -> Fraction | float:
    if isinstance(value, (float, np.floating)):
        return float(value)
    return Fraction(int(value.numerator), int(value.denominator))
