"""Selection by payoffs: the bundling paper's payoff dominance, and Pareto dominance among equilibria.

* An equilibrium is *payoff-dominant* in the paper's sense (section 3) if it pays every player at least what **any**
  profile of pure strategies pays that player, and *payoff-dominated* if it pays every player at most that. Few games
  have either: two rivals who would each like to be the monopolist already rule the first out.
* One equilibrium *Pareto-dominates* another if it pays every player at least as much and some player more. On a
  maximal Nash subset of a two-player game the payoffs fill a rectangle with extreme equilibria at its corners, so that
  among all extreme equilibria a dominated one is dominated by an extreme one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import ge, le
from typing import Any

from selten.equilibria.doubt import Doubt, all_hold
from selten.equilibria.solution import Solution, Status
from selten.games.enclosed import Undecided
from selten.games.normal_form import NormalForm, Number
from selten.selection.exactly import ROUNDED, exact_game, exact_payoffs
from selten.selection.rule import Choice


def pareto_dominated(
    game: NormalForm, equilibria: Sequence[tuple[int, ...]]
) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """All pairs (dominated, by) among pure profiles, by the order of the first and then of the second in the list.

    Parameters
    ----------
    equilibria : sequence of tuples of int
        Pure profiles, as one strategy number for each player.

    Raises
    ------
    Undecided
        If bounds leave a pair open.

    Examples
    --------
    >>> stag_hunt = NormalForm.of([[[4, 0], [3, 3]], [[4, 3], [0, 3]]])
    >>> pareto_dominated(stag_hunt, [(0, 0), (1, 1)])
    [((1, 1), (0, 0))]
    """
    values = [tuple(game.payoffs[(i, *profile)] for i in range(len(game.players))) for profile in equilibria]
    return [(equilibria[k], equilibria[by]) for k, by in _pareto_pairs(values)]


@dataclass(frozen=True, slots=True)
class ParetoUndominated:
    """Keeps the equilibria that no other equilibrium of the solution Pareto-dominates."""

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria that are not Pareto-dominated, among all if the solution is complete."""
        values = exact_payoffs(solution)
        if values is None:
            return Choice((), ROUNDED, False)
        try:
            dominated = {k for k, _ in _pareto_pairs(values)}
        except Undecided as open_:
            return Choice((), f"Pareto dominance is open: {open_}.", False)
        kept = tuple(k for k in range(len(solution.equilibria)) if k not in dominated)
        among = "all equilibria" if solution.status is Status.COMPLETE else "those at hand, maybe not all"
        return Choice(kept, f"Not Pareto-dominated among {among}: {len(dominated)} of {len(solution.equilibria)} are.")


@dataclass(frozen=True, slots=True)
class PayoffDominant:
    """Keeps the payoff-dominant equilibria in the paper's sense: best for every player among all profiles."""

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria that pay every player its most over all pure profiles; the reason says so when none does."""
        return _extremes(solution, ge, "payoff-dominant", "most")


@dataclass(frozen=True, slots=True)
class PayoffDominated:
    """Finds (keeps) the payoff-dominated equilibria in the paper's sense: worst for every player among all profiles."""

    def __call__(self, solution: Solution) -> Choice:
        """The equilibria that pay every player its least over all pure profiles; the reason says so when none does."""
        return _extremes(solution, le, "payoff-dominated", "least")


def _pareto_pairs(values: Sequence[tuple[Number, ...]]) -> list[tuple[int, int]]:
    """All pairs (dominated, by) of positions; a pair that is open raises, with the names of all that are."""
    doubt, pairs = Doubt(), []
    for k, own in enumerate(values):
        pairs += [(k, by) for by, other in enumerate(values) if by != k and doubt.holds(_dominates, other, own)]
    if doubt.names:
        raise doubt.undecided()
    return pairs


def _dominates(better: Sequence[Number], worse: Sequence[Number]) -> bool:
    doubt = Doubt()
    pairs = list(zip(better, worse, strict=True))
    if not all_hold((doubt.holds(ge, x, y) for x, y in pairs), doubt):
        return False
    return not all_hold((doubt.holds(le, x, y) for x, y in pairs), doubt)


def _extremes(solution: Solution, holds: Callable[[Any, Any], bool], name: str, extreme: str) -> Choice:
    values, game = exact_payoffs(solution), exact_game(solution.game)
    if values is None:
        return Choice((), ROUNDED, False)
    doubt = Doubt()
    everywhere = [game.payoffs[i].ravel().tolist() for i in range(len(game.players))]
    met = [doubt.holds(_meets, own, everywhere, holds) for own in values]
    if None in met:
        return Choice((), f"Whether an equilibrium is {name} is open: {doubt.undecided()}.", False)
    kept = tuple(k for k, answer in enumerate(met) if answer)
    if kept:
        return Choice(kept, f"These are {name}: they pay every player its {extreme} over all profiles.")
    return Choice((), f"No equilibrium is {name}: none pays every player its {extreme} over all profiles.")


def _meets(own: Sequence[Number], everywhere: Sequence[Sequence[Number]], holds: Callable[[Any, Any], bool]) -> bool:
    """Whether each player's payoff compares like that with all its payoffs in the game."""
    doubt = Doubt()
    pairs = ((x, y) for x, row in zip(own, everywhere, strict=True) for y in row)
    return all_hold((doubt.holds(holds, x, y) for x, y in pairs), doubt)
