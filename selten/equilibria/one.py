"""One certified equilibrium in mixed strategies, of a game with any number of players.

Engines are asked in turn, each in its own process for a while: Lemke-Howson's complementary pivoting for two players,
for more the global Newton method, the logit path and simplicial subdivision. What they propose is polished (exactly
where the equations are linear, by Newton's method elsewhere) and certified; the first engine with a good profile ends
it, otherwise the best one counts. The last resort is a pure equilibrium.
"""

import time
from dataclasses import dataclass

from selten.equilibria.engines.gambit import Gambit
from selten.equilibria.newton import refine
from selten.equilibria.solution import Equilibrium, Proposal, Solver, Status
from selten.equilibria.vet import vet
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

GOOD = 1e-12
"""The regret, as a part of the payoff range, with which no further engine is asked."""

_EXACT_PIVOTING = 100
"""Up to so many strategies in all Lemke-Howson runs in rationals; above, in doubles, and is polished."""


@dataclass(frozen=True, slots=True)
class One:
    """The solver: one certified equilibrium, exact where it can be made so.

    Parameters
    ----------
    patience : float
        Seconds for each engine before the next one is asked.
    seed : int
        Which strategy the path-following engines favour at the start.
    """

    patience: float = 15.0
    seed: int = 0

    @property
    def name(self) -> str:
        """The name on the command line."""
        return "selten-one"

    def longest(self, game: NormalForm) -> float:
        """The most seconds that the engines get together where no limit is set."""
        return self.patience * len(_engines(game, self.seed))

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        """One equilibrium; status one, none_found or limit."""
        end = None if time_limit is None else time.monotonic() + time_limit
        startup, tried = 0.0, 0
        best: tuple[Equilibrium, str] | None = None
        for engine in _engines(game, self.seed):
            left = self.patience if end is None else min(self.patience, end - time.monotonic())
            if left <= 0 or (best is not None and _is_good(best[0])):
                break
            proposal = engine(game, time_limit=left)
            startup, tried = startup + proposal.seconds_startup, tried + 1
            found = _best(game, proposal.profiles)
            if found is not None and (best is None or _rank(found) < _rank(best[0])):
                best = found, engine.name
        if best is not None:
            return Proposal((best[0].profile,), Status.ONE, f"found by {best[1]}", startup)
        out_of_time = end is not None and time.monotonic() >= end
        note = f"{tried} engines were asked"
        return Proposal((), Status.LIMIT if out_of_time else Status.NONE_FOUND, note, startup)


def _engines(game: NormalForm, seed: int) -> list[Solver]:
    if len(game.players) == 1:
        return [Gambit("pure")]
    pivoting = Gambit("lcp", stop_after=1, doubles=sum(game.counts) > _EXACT_PIVOTING)
    first: list[Solver] = [pivoting] if len(game.players) == 2 else []
    methods = ("gnm", "logit", "ipa", "simpdiv", "liap", "pure")
    return [*first, *(Gambit(method, seed=seed) for method in methods)]


def _best(game: NormalForm, profiles: tuple[Profile, ...]) -> Equilibrium | None:
    """The certified profile of least regret, after polishing; a mixed one before a pure one."""
    candidates = list(profiles)
    if game.kind != "enclosed":
        candidates += [refine(game, profile) for profile in profiles if not profile.is_exact]
    return min(vet(game, candidates).equilibria, key=_rank, default=None)


def _rank(equilibrium: Equilibrium) -> tuple[float, bool]:
    return float(equilibrium.certificate.regret), equilibrium.profile.is_pure


def _is_good(equilibrium: Equilibrium) -> bool:
    return float(equilibrium.certificate.regret) <= GOOD * float(equilibrium.certificate.scale)
