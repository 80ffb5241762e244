"""Which component the principal branch of logit quantal response equilibria leads to.

The branch is traced in doubles (:mod:`selten.equilibria.engines.logit`), so its limit is not proven. What is proven is
where it ends: the last point, rounded to rationals, has an exact regret and exact distances from all components of a
complete solution. The rule follows the branch to a component only if the regret is small and the distance from that
component is small against the distances from all others; otherwise it says so and keeps nothing. Where the branch
splits, as it does in games with symmetries, which way it goes on is not given by the game, and the rule does not decide
either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.distance import component_distances
from selten.equilibria.engines.logit import LogitBranch, logit_branch
from selten.equilibria.solution import Solution, Status
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile, regret
from selten.selection.exactly import exact_game
from selten.selection.rule import Choice

_GRAIN = 2**40


@dataclass(frozen=True, slots=True)
class BranchEnd:
    """Where a traced branch ends, certified.

    Parameters
    ----------
    profile : Profile
        The last point, rounded to rationals that sum to 1.
    rate : float
        The logit rate of the last point, per unit of payoff.
    regret : Fraction
        Of ``profile``, exact.
    scale : Fraction
        The widest range of any player's payoffs, for the regret to be compared with.
    distances : tuple of Fraction
        From each component, exact: the largest difference of a probability from the nearest point.
    """

    profile: Profile
    rate: float
    regret: Fraction
    scale: Fraction
    distances: tuple[Fraction, ...]

    @property
    def nearest(self) -> int:
        """The position of the nearest component."""
        return min(range(len(self.distances)), key=lambda k: self.distances[k])

    @property
    def next_nearest(self) -> Fraction:
        """The distance from all other components: 1, the largest there is, if there are none."""
        rest = [d for k, d in enumerate(self.distances) if k != self.nearest]
        return min(rest, default=Fraction(1))


def branch_end(solution: Solution, branch: LogitBranch) -> BranchEnd:
    """The exact regret and distances of the last point of a branch.

    Parameters
    ----------
    solution : Solution
        Complete, of an exact or a float game.
    branch : LogitBranch
        Of the same game, with at least one point.

    Raises
    ------
    InputError
        If the solution is not complete or is enclosed.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> hunt = NormalForm.of([[[9, 0], [8, 7]], [[9, 8], [0, 7]]])
    >>> end = branch_end(solve(hunt), logit_branch(hunt))
    >>> end.nearest, end.distances[end.nearest] < Fraction(1, 10**6), end.regret < Fraction(1, 10**6)
    (2, True, True)
    """
    last = branch.points[-1]
    profile = Profile(tuple(_rational(own) for own in last.strategies))
    distances = component_distances(solution, profile)
    game = exact_game(solution.game)
    return BranchEnd(profile, last.rate, Fraction(regret(game, profile)), _range(game), distances)


@dataclass(frozen=True, slots=True)
class Quantal:
    """Keeps the component that the logit branch leads to, if that is certain enough.

    Parameters
    ----------
    time_limit : float or None
        Seconds for the trace, which then runs in a process of its own; None traces it here, to its end.
    regret : Fraction
        How much of the range of payoffs a player may gain at the last point.
    ratio : Fraction
        How large the distance from the component may be against that from the nearest other one.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> hunt = NormalForm.of([[[9, 0], [8, 7]], [[9, 8], [0, 7]]])
    >>> Quantal()(solve(hunt)).kept
    (2,)
    """

    time_limit: float | None = 60.0
    regret: Fraction = Fraction(1, 10**6)
    ratio: Fraction = Fraction(1, 1000)

    def __call__(self, solution: Solution) -> Choice:
        """The extreme equilibria of the component; the reason states regret and distances."""
        refusal = _refusal(solution)
        if refusal:
            return Choice((), refusal, False)
        branch = logit_branch(solution.game, time_limit=self.time_limit)
        if branch.outcome == "missing":
            return Choice((), "The logit branch needs Gambit: run pip install 'pygambit==17.0.0b2'.", False)
        if not branch.points:
            return Choice((), f"The logit branch was not traced ({branch.note or branch.outcome}).", False)
        end = branch_end(solution, branch)
        doubt = self._doubt(branch, end)
        place = f"component {end.nearest}"
        if doubt:
            return Choice((), f"The logit branch {doubt}; its last point is nearest to {place}{_figures(end)}.", False)
        return Choice(solution.components[end.nearest].equilibria, f"The logit branch leads to {place}{_figures(end)}.")

    def _doubt(self, branch: LogitBranch, end: BranchEnd) -> str:
        """Why the branch decides nothing; empty if it does."""
        if branch.splits:
            low, high = branch.splits[0]
            return f"splits between rates {low:.6g} and {high:.6g}, and which way it goes on is not given by the game"
        if end.regret > self.regret * end.scale:
            return f"was traced to rate {end.rate:.6g} only, where a player can still gain {float(end.regret):.3g}"
        if end.distances[end.nearest] > self.ratio * end.next_nearest:
            return "ends between components"
        return ""


def _refusal(solution: Solution) -> str:
    if solution.status is not Status.COMPLETE or not solution.components:
        return (
            "The logit branch is judged by all components, which this answer does not have: solve with --solver auto."
        )
    if solution.game.kind == "enclosed":
        return "The logit branch is not traced for payoffs that are only enclosed."
    return ""


def _figures(end: BranchEnd) -> str:
    near, rest = float(end.distances[end.nearest]), float(end.next_nearest)
    others = f" (next: {rest:.3g})" if len(end.distances) > 1 else ""
    return f", at distance {near:.3g}{others} with regret {float(end.regret):.3g} at rate {end.rate:.6g}"


def _rational(own: Sequence[float]) -> tuple[Fraction, ...]:
    """The probabilities in steps of 2**-40; the largest takes what is left to 1."""
    steps = [round(p * _GRAIN) for p in own]
    steps[steps.index(max(steps))] += _GRAIN - sum(steps)
    return tuple(Fraction(s, _GRAIN) for s in steps)


def _range(game: NormalForm) -> Fraction:
    return max(Fraction(own.max() - own.min()) for own in game.payoffs)
