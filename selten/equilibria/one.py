"""One certified equilibrium in mixed strategies, of a game with any number of players.

Engines are asked in turn, each in its own process for a while: Lemke-Howson's complementary pivoting for two players,
for more the global Newton method, the logit path and simplicial subdivision. What they propose is polished (exactly
where the equations are linear, by Newton's method elsewhere) and certified; the first engine with a certified profile
ends it.
"""

import time
from dataclasses import dataclass

from selten.equilibria.gambit import Gambit
from selten.equilibria.newton import refine
from selten.equilibria.solution import Equilibrium, Proposal, Solver, Status
from selten.equilibria.vet import vet
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

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

    def __call__(self, game: NormalForm, *, time_limit: float | None = None) -> Proposal:
        """The best equilibrium of the first engine that has one; status one, none_found or limit."""
        end = None if time_limit is None else time.monotonic() + time_limit
        startup = 0.0
        notes: list[str] = []
        for engine in _engines(game, self.seed):
            left = self.patience if end is None else min(self.patience, end - time.monotonic())
            if left <= 0:
                return Proposal((), Status.LIMIT, "; ".join(notes), startup)
            proposal = engine(game, time_limit=left)
            startup += proposal.seconds_startup
            best = _best(game, proposal.profiles)
            if best is not None:
                return Proposal((best.profile,), Status.ONE, f"found by {engine.name}", startup)
            notes.append(f"{engine.name}: {proposal.note or 'nothing that could be certified'}")
        return Proposal((), Status.NONE_FOUND, "; ".join(notes), startup)


def _engines(game: NormalForm, seed: int) -> list[Solver]:
    pivoting = Gambit("lcp", stop_after=1, doubles=sum(game.counts) > _EXACT_PIVOTING)
    first: list[Solver] = [pivoting] if len(game.players) == 2 else []
    return [*first, *(Gambit(method, seed=seed) for method in ("gnm", "logit", "ipa", "simpdiv", "liap"))]


def _best(game: NormalForm, profiles: tuple[Profile, ...]) -> Equilibrium | None:
    """The certified profile of least regret, after polishing; a mixed one before a pure one."""
    candidates = list(profiles)
    if game.kind != "enclosed":
        candidates += [refine(game, profile) for profile in profiles if not profile.is_exact]
    kept = vet(game, candidates).equilibria
    return min(kept, key=lambda e: (float(e.certificate.regret), e.profile.is_pure), default=None)
