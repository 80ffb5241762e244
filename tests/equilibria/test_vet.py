"""What is kept of a proposal as it is, where polishing finds nothing exact, and what bounds of a regret are worth."""

from fractions import Fraction

from selten.equilibria.certify import certify
from selten.equilibria.vet import judge
from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

BATTLE = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
B = Enclosed.symbol("b", 0.5, 0.75)
BOUNDED = NormalForm.of([[[B, 0], [0, 1]], [[1, 0], [0, B]]])
EVEN = Profile.of([[0.5, 0.5], [0.5, 0.5]])


def test_doubles_far_from_any_equilibrium_stay_as_they_are() -> None:
    """By hand: player 1 earns 0.68 and could have 0.8, player 2 earns 1.18 and could have 1.4, of a range of 2."""
    given = Profile.of([[0.3, 0.7], [0.2, 0.8]])
    kept = judge(BATTLE, given, tolerance=0.2)
    assert kept is not None
    assert kept.profile is given
    assert not kept.certificate.exact
    assert judge(BATTLE, given, tolerance=0.1) is None


def test_in_a_game_with_bounds_doubles_are_read_as_rationals() -> None:
    kept = judge(BOUNDED, EVEN, tolerance=1.0)
    assert kept is not None
    assert kept.profile.strategies == ((Fraction(1, 2),) * 2,) * 2


def test_an_enclosed_strategy_beside_a_pure_one_is_judged_as_it_is() -> None:
    """Player 1 is indifferent, and player 2's one strategy is its best reply whatever b is."""
    game = NormalForm.of([[[1], [1]], [[B], [B]]])
    mixed = Profile(((B, 1 - B), (Fraction(1),)))
    kept = judge(game, mixed)
    assert kept is not None
    assert kept.profile is mixed


def test_an_enclosed_regret_counts_by_its_upper_end() -> None:
    """At even chances a player gains 1/4 - b/4 by one of its strategies: between 1/16 and 1/8, of a range of 1."""
    regret = certify(BOUNDED, Profile.of([["1/2", "1/2"]] * 2)).certificate.regret
    assert 0.0624 < regret.low < 0.0625 < 0.125 < regret.high < 0.1251
    assert judge(BOUNDED, EVEN, tolerance=regret.high) is not None
    assert judge(BOUNDED, EVEN, tolerance=regret.low) is None
