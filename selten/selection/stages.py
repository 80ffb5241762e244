"""Selection in stages: rules that remove step by step, and rules applied one after the other."""

from dataclasses import dataclass, replace

from selten.equilibria.dominance import Elimination, iterated_elimination
from selten.equilibria.solution import Solution, Status
from selten.games.enclosed import Undecided
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.selection.rule import Choice, Rule


@dataclass(frozen=True, slots=True)
class IteratedWeakDominance:
    """Keeps the equilibria that play only what iterated weak dominance leaves.

    All weakly dominated strategies of all players go at once in each round; what remains is that order's.
    """

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria whose supports survive; the reason lists the rounds."""
        game = solution.game
        try:
            found = iterated_elimination(game)
        except Undecided as open_:
            return Choice((), f"Iterated weak dominance is open: {open_}.", False)
        kept = [k for k, e in enumerate(solution.equilibria) if _survives(e.profile, found.remaining)]
        return Choice(tuple(kept), f"Iterated weak dominance {_story(game, found)}.")


@dataclass(frozen=True, slots=True)
class Stages:
    """Applies rules one after the other, each to what the one before kept.

    A rule that compares equilibria with each other (Pareto dominance) then compares only those still there. The first
    rule that cannot decide ends it: nothing is kept and the choice is not decided.

    Parameters
    ----------
    rules : tuple of Rule
        In the order of use.
    """

    rules: tuple[Rule, ...]

    def __call__(self, solution: Solution) -> Choice:
        """What the last rule keeps, as positions in the solution handed in."""
        kept = tuple(range(len(solution.equilibria)))
        reasons = []
        for rule in self.rules:
            choice = rule(_restricted(solution, kept))
            reasons.append(choice.reason)
            if not choice.decided:
                return Choice((), " Then: ".join(reasons), False)
            kept = tuple(kept[k] for k in choice.kept)
        return Choice(kept, " Then: ".join(reasons))


def _restricted(solution: Solution, kept: tuple[int, ...]) -> Solution:
    equilibria = tuple(solution.equilibria[k] for k in kept)
    if len(kept) < len(solution.equilibria):
        solution = replace(solution, status=Status.ONE)
    return replace(solution, equilibria=equilibria, nash_subsets=(), components=())


def _survives(profile: Profile, remaining: tuple[tuple[int, ...], ...]) -> bool:
    return all(set(support) <= set(kept) for support, kept in zip(profile.supports, remaining, strict=True))


def _story(game: NormalForm, found: Elimination) -> str:
    if not found.rounds:
        return "removes nothing"
    rounds = []
    for number, removals in enumerate(found.rounds, 1):
        gone = [
            f"{', '.join(game.strategies[i][r.strategy] for r in removals if r.player == i)} of player {name}"
            for i, name in enumerate(game.players)
            if any(r.player == i for r in removals)
        ]
        rounds.append(f"round {number} {' and '.join(gone)}")
    return "removes in " + ", in ".join(rounds)
