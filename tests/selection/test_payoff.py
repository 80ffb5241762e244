"""Payoff and Pareto dominance on the bundling tables, textbook games, and by their definitions on random games."""

import itertools
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from table_one import COMONOTONE, OPEN, TABLE_2, UNIFORM, UNIFORM_TENTH, Market, named, solved

from selten.equilibria.certify import certify
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Solution, Status
from selten.games.enclosed import Enclosed, Undecided
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.selection.payoff import ParetoUndominated, PayoffDominant, PayoffDominated, pareto_dominated

STAG_HUNT = NormalForm.of([[[4, 0], [3, 3]], [[4, 3], [0, 3]]])


def kept(solution: Solution, positions: tuple[int, ...]) -> set[tuple[str, ...]]:
    profiles = [tuple(own[0] for own in solution.equilibria[k].profile.supports) for k in positions]
    return named(solution.game, profiles)


@pytest.mark.parametrize("market", [TABLE_2, UNIFORM, UNIFORM_TENTH, COMONOTONE])
def test_nothing_is_payoff_dominant_in_the_bundling_paper_s_sense(market: Market) -> None:
    choice = PayoffDominant()(solved(market.game()))
    assert choice.decided
    assert choice.kept == ()
    assert "No equilibrium is payoff-dominant" in choice.reason


def test_without_complementarity_the_competitive_duopoly_is_payoff_dominated() -> None:
    solution = solved(TABLE_2.game())
    competitive = {("111", "111"), ("110", "111"), ("111", "110"), ("110", "110")}
    assert kept(solution, PayoffDominated()(solution).kept) == competitive


def test_with_complementarity_nothing_but_full_mixed_bundling_is() -> None:
    solution = solved(UNIFORM_TENTH.game())
    assert kept(solution, PayoffDominated()(solution).kept) == {("111", "111")}


def test_common_interest_has_a_payoff_dominant_equilibrium() -> None:
    game = NormalForm.of([[[2, 0], [0, 1]], [[2, 0], [0, 1]]])
    assert PayoffDominant()(solved(game)).kept == (0,)
    assert PayoffDominant()(solved(STAG_HUNT)).kept == (0,)


def test_the_paper_s_sentence_on_pareto_dominance() -> None:
    """(111, 111) and (110, 111) are Pareto-dominated by (000, 111): section 5, first bullet."""
    for market in (TABLE_2, UNIFORM, UNIFORM_TENTH):
        game = market.game()
        pairs = pareto_dominated(game, pure_equilibria(game))
        labels = [(*named(game, [worse]), *named(game, [better])) for worse, better in pairs]
        assert (("111", "111"), ("000", "111")) in labels
        assert (("110", "111"), ("000", "111")) in labels


def test_pareto_undominated_equilibria_of_table_2() -> None:
    """The monopolies and the differentiated duopolies: by hand from the printed profits."""
    solution = solved(TABLE_2.game())
    differentiated = {("001", "100"), ("001", "010"), ("101", "010"), ("011", "100")}
    expected = differentiated | {(b, a) for a, b in differentiated} | {("000", "111"), ("111", "000")}
    choice = ParetoUndominated()(solution)
    assert kept(solution, choice.kept) == expected
    assert "maybe not all" in choice.reason
    assert "among all equilibria" in ParetoUndominated()(replace(solution, status=Status.COMPLETE)).reason


@pytest.mark.parametrize("seed", range(20))
def test_pairs_by_definition_in_the_order_of_the_list(seed: int) -> None:
    draw = Random(seed)
    shape = draw.choice([(2, 3), (3, 3), (2, 2, 2)])
    n = len(shape)
    cells = list(itertools.product(*map(range, shape)))
    values = {(i, *cell): Fraction(draw.randrange(3)) for i in range(n) for cell in cells}
    table = [_nested(i, shape, values) for i in range(n)]
    game = NormalForm.of(table)
    profiles = draw.sample(cells, min(6, len(cells)))
    expected = []
    for worse, better in itertools.product(profiles, repeat=2):
        gains = [values[(i, *better)] - values[(i, *worse)] for i in range(n)]
        if min(gains) >= 0 and sum(gains) > 0:
            expected.append((worse, better))
    assert pareto_dominated(game, profiles) == expected


def _nested(player: int, shape: tuple[int, ...], values: dict[tuple[int, ...], Fraction]) -> object:
    def build(prefix: tuple[int, ...]) -> object:
        if len(prefix) == len(shape):
            return values[(player, *prefix)]
        return [build((*prefix, k)) for k in range(shape[len(prefix)])]

    return build(())


def test_scale_and_constants_do_not_matter() -> None:
    game = TABLE_2.game()
    other = game.with_payoffs([game.payoffs[0] * 3 + Fraction(1, 7), game.payoffs[1] * Fraction(2, 9) - 5])
    equilibria = pure_equilibria(game)
    assert pareto_dominated(other, equilibria) == pareto_dominated(game, equilibria)
    for rule in (PayoffDominated(), PayoffDominant(), ParetoUndominated()):
        assert rule(solved(other)).kept == rule(solved(game)).kept


def test_bounds_that_do_not_decide_are_named() -> None:
    b, c = Enclosed.symbol("b", 0.4, 0.6), Enclosed.symbol("c", 0.5, 0.7)
    game = NormalForm.of([[[b, 0], [0, c]], [[b, 0], [0, c]]])
    with pytest.raises(Undecided) as caught:
        pareto_dominated(game, [(0, 0), (1, 1)])
    assert caught.value.names == {"b", "c"}
    equilibria = tuple(certify(game, Profile.pure((2, 2), (k, k))) for k in range(2))
    for rule in (ParetoUndominated(), PayoffDominant()):
        choice = rule(Solution(game, "pure", Status.ONE, equilibria))
        assert not choice.decided
        assert choice.kept == ()
        assert "b, c" in choice.reason


def test_open_profits_that_no_comparison_rests_on_do_not_disturb() -> None:
    """With 2b|1 only bracketed, payoff dominance is still decided."""
    game = OPEN.game()
    equilibria = (certify(game, Profile.pure((8, 8), (7, 7))), certify(game, Profile.pure((8, 8), (0, 7))))
    solution = Solution(game, "pure", Status.ONE, equilibria)
    assert PayoffDominant()(solution).decided
    assert PayoffDominated()(solution).kept == (0,)
    assert ParetoUndominated()(solution).kept == (1,)


def test_rounded_profiles_are_not_compared() -> None:
    game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    mixed = certify(game, Profile.of([[2 / 3, 1 / 3], [1 / 3, 2 / 3]]))
    solution = Solution(game, "float", Status.ONE, (mixed,))
    for rule in (ParetoUndominated(), PayoffDominant(), PayoffDominated()):
        assert not rule(solution).decided


def test_mixed_equilibria_are_compared_too() -> None:
    """Battle of the sexes: the mixed equilibrium pays 2/3 each, less than either pure one pays anybody."""
    game = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    mixed = certify(game, Profile.of([["2/3", "1/3"], ["1/3", "2/3"]]))
    pure = tuple(certify(game, Profile.pure((2, 2), (k, k))) for k in range(2))
    solution = Solution(game, "hand", Status.COMPLETE, (pure[0], mixed, pure[1]))
    assert ParetoUndominated()(solution).kept == (0, 2)
