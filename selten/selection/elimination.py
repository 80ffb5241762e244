"""Equilibria that iterated weak dominance leaves, and whether that depends on the order of elimination."""

from dataclasses import dataclass
from typing import Literal

from selten.equilibria.dominance import Elimination
from selten.equilibria.elimination_orders import Orders, elimination_orders
from selten.equilibria.solution import Solution
from selten.games.enclosed import Undecided
from selten.games.normal_form import NormalForm
from selten.selection.exactly import ROUNDED, exact_profiles
from selten.selection.rule import Choice


@dataclass(frozen=True, slots=True)
class EliminationOrders:
    """Keeps the equilibria whose strategies survive iterated weak dominance by mixed strategies.

    Every equilibrium of what an order leaves is an equilibrium of the game; some equilibria may be lost on the way.

    Parameters
    ----------
    survive : {"usual", "every", "some"}
        What is to be survived: the removal of everything dominated at once, round after round; every order of removal;
        or at least one.
    most_games : int
        The search of the orders stops after so many games on the way.
    time_limit : float or None
        Seconds for the search.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> game = NormalForm.of([[[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]]])
    >>> [EliminationOrders(what)(solve(game)).kept for what in ("usual", "every", "some")]
    [(1, 2), (), (0, 1, 2, 3)]
    """

    survive: Literal["usual", "every", "some"] = "usual"
    most_games: int = 20_000
    time_limit: float | None = 20.0

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria that survive; the reason says whether another order leaves another game."""
        game, profiles = solution.game, exact_profiles(solution)
        if profiles is None:
            return Choice((), ROUNDED, False)
        try:
            found = elimination_orders(game, most_games=self.most_games, time_limit=self.time_limit)
        except Undecided as open_:
            return Choice((), f"Iterated weak dominance is open: {open_}.", False)
        answers = [self._survives(found, profile.supports) for profile in profiles]
        reason = (
            f"Removing everything dominated at once leaves {_names(game, found.endings[0])}; {_others(game, found)}."
        )
        if None in answers:
            return Choice((), f"Not every order was followed: {reason}", False)
        return Choice(tuple(k for k, survives in enumerate(answers) if survives), reason)

    def _survives(self, found: Orders, supports: tuple[tuple[int, ...], ...]) -> bool | None:
        if self.survive == "usual":
            pairs = zip(supports, found.endings[0].remaining, strict=True)
            return all(set(own) <= set(kept) for own, kept in pairs)
        return found.survives(supports, every=self.survive == "every")


def _names(game: NormalForm, end: Elimination) -> str:
    return " x ".join(
        "{" + ", ".join(own[k] for k in kept) + "}" for own, kept in zip(game.strategies, end.remaining, strict=True)
    )


def _others(game: NormalForm, found: Orders) -> str:
    if not found.depends:
        every = "every order was followed" if found.whole else "not every order was followed"
        return f"no order leaves anything else ({every})" if found.whole else f"no other result was found ({every})"
    count, least = len(found.endings) - 1, "" if found.whole else "at least "
    payoffs = {True: "which differ in payoffs", False: "all payoff equivalent", None: "payoffs not compared in full"}
    other = next((e for e, c in zip(found.endings, found.classes, strict=True) if c not in (0, None)), found.endings[1])
    return (
        f"other orders leave {least}{count} other result{'s' if count > 1 else ''}"
        f" ({payoffs[found.depends_in_payoffs]}), for instance {_names(game, other)}"
        f" by removing {_steps(game, other)}"
    )


def _steps(game: NormalForm, end: Elimination) -> str:
    """The rounds in words; players are named by their labels."""
    rounds = [
        " and ".join(f"{game.strategies[r.player][r.strategy]} of {game.players[r.player]}" for r in removals)
        for removals in end.rounds
    ]
    return ", then ".join(rounds) if rounds else "nothing"
