"""What certifies everything else: regret, its bound, payoffs, and how the driver tells an equilibrium from none.

Expected values by hand, from the definition: the regret of a profile is the largest gain of any player.
"""

import math
from fractions import Fraction
from random import Random

import pytest
from changes import drawn, examples
from hypothesis import given
from hypothesis import strategies as st

from selten.equilibria.certify import certify, round_up, scale
from selten.equilibria.vet import judge, order, vet
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

F = Fraction
BATTLE = NormalForm.of([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])


def by_definition(game: NormalForm, profile: Profile) -> tuple[list[Fraction], Fraction]:
    """Payoffs and the largest gain, summed over all pure profiles."""
    x, y = ([F(p) for p in own] for own in profile.strategies)
    first, second = ([[F(a) for a in row] for row in own.tolist()] for own in game.payoffs)
    rows = [sum((q * a for q, a in zip(y, row, strict=True)), F(0)) for row in first]
    columns = [sum((p * second[i][j] for i, p in enumerate(x)), F(0)) for j in range(len(y))]
    paid = [sum((p * v for p, v in zip(own, values, strict=True)), F(0)) for own, values in ((x, rows), (y, columns))]
    return paid, max(max(rows) - paid[0], max(columns) - paid[1])


def random_profile(game: NormalForm, random: Random) -> Profile:
    weights = [[random.randint(0, 3) for _ in range(m)] for m in game.counts]
    return Profile.of([[F(w, sum(own)) for w in own] if any(own) else [1, *[0] * (len(own) - 1)] for own in weights])


@examples(30)
@given(seed=st.integers(0, 10**9))
def test_regret_and_payoffs_are_those_of_the_definition(seed: int) -> None:
    random = Random(seed)
    game = drawn(random)
    profile = random_profile(game, random)
    found = certify(game, profile)
    paid, regret = by_definition(game, profile)
    assert list(found.payoffs) == paid
    assert (found.certificate.regret, found.certificate.exact, found.certificate.kind) == (regret, True, "strategies")
    ranges = [max(own.ravel()) - min(own.ravel()) for own in game.payoffs]
    assert found.certificate.scale == scale(game) == max(ranges)


@examples(20)
@given(seed=st.integers(0, 10**9))
def test_regret_in_doubles_is_bounded_from_above_and_within_a_unit_in_the_last_place(seed: int) -> None:
    random = Random(seed)
    game = drawn(random)
    exact = random_profile(game, random)
    rounded = Profile.of([[float(p) for p in own] for own in exact.strategies])
    found = certify(game, rounded)
    total = [sum(map(F, own)) for own in rounded.strategies]
    normalised = Profile(tuple(tuple(F(p) / t for p in own) for own, t in zip(rounded.strategies, total, strict=True)))
    paid, regret = by_definition(game, normalised)
    assert isinstance(found.certificate.regret, float)
    assert not found.certificate.exact
    assert F(found.certificate.regret) >= regret > F(math.nextafter(found.certificate.regret, -math.inf))
    assert list(found.payoffs) == [float(value) for value in paid]
    assert found.certificate.scale == float(scale(game))


@examples(10)
@given(seed=st.integers(0, 10**9))
def test_payoffs_in_doubles_are_the_binary_fractions_that_they_are(seed: int) -> None:
    """0.1 + 0.2 is not 0.3: the regret is that of the doubles, rounded up once at the end."""
    random = Random(seed)
    payoffs = [[[random.randint(0, 9) / 10 for _ in range(2)] for _ in range(3)] for _ in range(2)]
    game = NormalForm.of(payoffs)
    assert game.kind == "float"
    profile = random_profile(game, random)
    found = certify(game, profile).certificate
    regret = by_definition(game, profile)[1]
    assert not found.exact
    assert F(found.regret) >= regret > F(math.nextafter(float(found.regret), -math.inf))


def test_what_is_kept_is_made_exact_and_what_anybody_leaves_is_dropped() -> None:
    """In the battle a profile off the diagonal lets the first player gain 1 exactly; doubles are made exact."""
    pure = judge(BATTLE, Profile.of([[1.0, 0.0], [1.0, 0.0]]))
    mixed = judge(BATTLE, Profile.of([[0.6666666, 0.3333334], [0.3333333, 0.6666667]]))
    assert pure is not None
    assert mixed is not None
    assert pure.profile.is_exact
    assert pure.certificate.exact
    assert mixed.profile.strategies == ((F(2, 3), F(1, 3)), (F(1, 3), F(2, 3)))
    assert judge(BATTLE, Profile.pure((2, 2), (0, 1))) is None
    assert judge(BATTLE, Profile.of([[0.6, 0.4], [0.4, 0.6]])) is None


def test_regret_of_the_tolerance_itself_is_kept_and_a_little_more_is_not() -> None:
    """One player who loses 1/1024 of the range by the second strategy, at tolerances around that."""
    alone = NormalForm.of([[1, F(1023, 1024), 0]])
    profile = Profile.pure((3,), (1,))
    assert judge(alone, profile, tolerance=1 / 1024) is not None
    assert judge(alone, profile, tolerance=1 / 1025) is None


def test_false_and_repeated_profiles_are_counted() -> None:
    first, second = Profile.pure((2, 2), (0, 0)), Profile.pure((2, 2), (0, 1))
    found = vet(BATTLE, [first, second, first, second, first])
    assert ([e.profile for e in found.equilibria], found.false, found.repeats) == ([first], 2, 2)
    assert found.undecided == ()
    assert order([second, first]) == [1, 0]


def enclosed(width: float) -> NormalForm:
    """The battle with a symbol around 2 in the place of the first player's 2."""
    symbol = Enclosed.symbol("a", 2 - width, 2 + width)
    return NormalForm.of([[[symbol, 0], [0, 1]], [[1, 0], [0, 2]]])


def test_bounds_that_tell_decide_and_bounds_that_do_not_are_named() -> None:
    game = enclosed(0.25)
    assert judge(game, Profile.pure((2, 2), (0, 0))) is not None
    assert judge(game, Profile.pure((2, 2), (0, 1))) is None
    doubles = judge(game, Profile.of([[1.0, 0.0], [1.0, 0.0]]))
    assert doubles is not None
    assert doubles.certificate.exact
    wide = vet(enclosed(1.5), [Profile.of([[2 / 3, 1 / 3], [1 / 3, 2 / 3]]), Profile.pure((2, 2), (1, 1))])
    assert [e.profile for e in wide.equilibria] == [Profile.pure((2, 2), (1, 1))]


def test_scale_is_the_widest_range_also_in_doubles() -> None:
    assert scale(NormalForm.of([[[5, 5], [5, 5]], [[-1, 2], [0, 0]]])) == 3
    assert scale(NormalForm.of([[[5.0, 5.5], [5.0, 5.0]], [[-1.0, 2.5], [0.0, 0.0]]])) == 3.5


@pytest.mark.parametrize(
    ("value", "double"),
    [(F(1, 4), 0.25), (F(0), 0.0), (F(-1, 4), -0.25), (F(1, 3), math.nextafter(1 / 3, 1)), (F(2, 3), 2 / 3)],
)
def test_doubles_are_rounded_up_to_the_next(value: Fraction, double: float) -> None:
    """1/3 in doubles is below a third, 2/3 above... each checked against the rational itself."""
    found = round_up(value)
    assert F(found) >= value
    assert found == (double if F(double) >= value else math.nextafter(double, math.inf))
    assert F(math.nextafter(found, -math.inf)) < value


def test_payoffs_beyond_doubles_are_refused_with_rounded_profiles_only() -> None:
    huge = BATTLE.with_payoffs(BATTLE.payoffs * F(10) ** 400)
    assert certify(huge, Profile.pure((2, 2), (0, 0))).certificate.regret == 0
    with pytest.raises(InputError, match="beyond doubles"):
        certify(huge, Profile.of([[0.5, 0.5], [0.3, 0.7]]))
