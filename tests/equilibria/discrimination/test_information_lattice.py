"""The lattice games: Theorem 1's profile there, wrong profiles, pricing without information, against Gambit."""

from fractions import Fraction as F
from itertools import product
from random import Random

import pygambit
import pytest

from selten.equilibria.discrimination.information import PublicSignal, best_information
from selten.equilibria.discrimination.information_lattice import information_game
from selten.equilibria.trees.bayesian import gambit_agent_regret, pivoting_equilibrium
from selten.games.discrimination import Prior, least_producer_surplus
from selten.games.errors import InputError
from selten.games.interop.packages import to_pygambit
from selten.games.price_lattice import no_information_game
from selten.games.segmentation import Segment

EXAMPLE_1 = Prior.of([("1/16", [a[0], b[0]], [a[1], b[1]]) for a, b in product(product([1, 4], [0, 1]), repeat=2)])


def printed_signals() -> list[PublicSignal]:
    """The segments that the paper prints for its example, and those of equal profiles."""
    signals = []
    for i in (0, 1):
        signals += [PublicSignal(i, F(c), Segment(F(1, 16), ((F(c), F(1)),))) for c in (0, 1)]
        halves = ((F(3), F(1, 2)), (F(4), F(1, 2)))
        low = ((F(1), F(2, 3)), (F(3), F(1, 6)), (F(4), F(1, 6)))
        signals += [PublicSignal(i, F(1), Segment(F(1, 8), halves)), PublicSignal(i, F(0), Segment(F(3, 16), low))]
        signals += [PublicSignal(i, F(0), Segment(F(1, 16), halves))]
    return signals


@pytest.mark.parametrize(("step", "control"), [("1", F(1, 12)), ("1/2", F(1, 4)), ("1/4", F(1, 2))])
def test_gambit_reads_the_tree_and_finds_the_same_regrets(step: str, control: F) -> None:
    lattice = information_game(EXAMPLE_1, printed_signals(), step)
    game = lattice.game
    assert game.expected(lattice.strategies) == (F(5, 8), F(5, 8))
    assert game.expected(lattice.at_cost) == (F(29, 64), F(29, 64))
    assert game.regret(lattice.strategies) == gambit_agent_regret(game, lattice.strategies) == 0
    assert game.regret(lattice.at_cost) == gambit_agent_regret(game, lattice.at_cost) == control


def test_gambit_counts_the_same_tree() -> None:
    """Information sets by hand: 3 of a named producer, 7 of his rival, and 4 for equal profiles."""
    lattice = information_game(EXAMPLE_1, printed_signals(), 1)
    tree = to_pygambit(lattice.game.tree())
    assert isinstance(tree, pygambit.ExtensiveGame)
    assert tree.has_perfect_recall
    assert [len(tree.get_infosets(name)) for name in ("1", "2")] == [14, 14]


def test_three_producers_in_one_tree() -> None:
    """Rivals 2 and 3 both bind at the residual 2; Gambit's regrets of a game with three players."""
    prior = Prior.of([("1/2", [3, 1, 1], [0, 0, 0]), ("1/4", [2, 0, 1], [0, 0, 1]), ("1/4", [1, 3, 1], [0, 1, 0])])
    lattice = information_game(prior, best_information(prior), "1/2")
    game = lattice.game
    assert game.regret(lattice.strategies) == gambit_agent_regret(game, lattice.strategies) == 0
    assert game.regret(lattice.at_cost) == gambit_agent_regret(game, lattice.at_cost) > 0
    assert game.expected(lattice.strategies) == least_producer_surplus(prior)


def random_prior(seed: int) -> Prior:
    random = Random(seed)
    producers, count = random.choice([1, 2, 2, 3]), random.randint(1, 6)
    weights = [random.randint(1, 3) for _ in range(count)]
    draws = [([random.randint(0, 4) for _ in range(producers)], [random.randint(0, 3) for _ in range(producers)])
             for _ in weights]  # fmt: skip
    return Prior.of([(F(w, sum(weights)), *draw) for w, draw in zip(weights, draws, strict=True)])


@pytest.mark.parametrize("seed", range(20))
def test_a_small_step_makes_theorem_1_exact(seed: int) -> None:
    """The step is one that the inequality m x0 / (2 - x0) allows in every segment; consumers get what is left."""
    prior = random_prior(seed)
    signals = best_information(prior)
    shares = [(s.profit, s.segment.shares[0][1]) for s in signals if s.profit]
    largest = min((m * x0 / (2 - x0) for m, x0 in shares), default=F(1))
    step = F(1, max(1, -(-1 // largest)))
    lattice = information_game(prior, signals, max(step, F(1, 12)))
    if step >= F(1, 12):
        assert lattice.game.regret(lattice.strategies) == 0
    assert lattice.game.expected(lattice.strategies) == least_producer_surplus(prior)


def test_the_greedy_segments_need_a_smaller_step_than_one_half() -> None:
    """By hand in {3: 1/4, 4: 3/4} at cost 0: at 7/2 half of the first and all others, 7/2 * 7/8 = 49/16 > 3.

    At the step 1/2 the gain is 1/16 in that segment and 1/12 at {3: 1/3, 4: 2/3}, cost 1: 5/2 * 5/6 - 2.
    """
    lattice = information_game(EXAMPLE_1, best_information(EXAMPLE_1), "1/2")
    assert lattice.game.regret(lattice.strategies) == F(1, 12)
    finer = information_game(EXAMPLE_1, best_information(EXAMPLE_1), "1/4")
    assert finer.game.regret(finer.strategies) == 0


@pytest.mark.parametrize(
    ("states", "step", "message"),
    [
        ([("1/2", [4, 1], [0, 0]), ("1/2", [4, 1], [0, "1/3"])], "1/2", "states[1].costs[1]: got the cost 1/3"),
        ([("1/2", [4, 1], [0, 0]), ("1/2", ["7/3", 1], [0, 0])], 1, "states[1]: got the residual 4/3 of producer 1"),
        ([(1, [4, 1], [0, 0])], 0, "step: got 0; allowed: a positive number"),
        ([(1, [4, 1], [0, 0])], "1/4000", "step: got 1/4000"),
    ],
)
def test_lattices_that_miss_something_name_the_state(states: list[tuple[str, list[int], list[int]]], step: str,
                                                     message: str) -> None:  # fmt: skip
    prior = Prior.of(states)
    with pytest.raises(InputError) as error:
        information_game(prior, best_information(prior), step)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(("step", "producers"), [("1", F(21, 8)), ("1/2", F(225, 104)), ("1/4", F(1953947, 1000000))])
def test_no_information_on_a_lattice(step: str, producers: F) -> None:
    """Producer surpluses that an independent Lemke solver found in floats; regret 0 by our own arithmetic."""
    game = no_information_game(EXAMPLE_1, step)
    found = pivoting_equilibrium(game)
    assert found.regret == 0
    assert abs(sum(found.payoffs) - producers) < F(1, 10**6)
    assert gambit_agent_regret(game, found.strategies) == 0


def test_the_lattice_equilibrium_at_a_quarter() -> None:
    """Exact weights of the same equilibrium from gambit-lcp on another tree of the game."""
    found = pivoting_equilibrium(no_information_game(EXAMPLE_1, "1/4"))
    cheap, dear = found.strategies[0]
    assert [x for x in cheap if x] == [F(236, 475), F(88, 475), F(151, 475)]
    assert [x for x in dear if x] == [F(31, 475), F(148, 475), F(116, 475), F(4, 19), F(16, 95)]


def test_pivoting_is_for_two_players() -> None:
    with pytest.raises(InputError, match="got 1 players; allowed: 2"):
        pivoting_equilibrium(no_information_game(Prior.of([(1, [1], [0])]), 1))
