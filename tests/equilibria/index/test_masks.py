"""Masks of tight labels against slacks computed by the definition, in rationals and enclosures."""

from fractions import Fraction

import pytest
from brute_force import random_game, vertices_by_bases
from offering_games import offering_game, symbols

from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.index.masks import Carriers, matched, pairs_of, replies, supports, whole_pairs
from selten.games.enclosed import Enclosed
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile


def by_definition(game: NormalForm, profile: Profile) -> tuple[int, int]:
    m, n = game.counts
    x, y = profile.strategies
    rows = [sum((game.payoffs[0, i, j] * y[j] for j in range(n)), Fraction(0)) for i in range(m)]
    columns = [sum((game.payoffs[1, i, j] * x[i] for i in range(m)), Fraction(0)) for j in range(n)]
    best = (
        sum(1 << i for i in range(m) if rows[i] == max(rows)),
        sum(1 << j for j in range(n) if columns[j] == max(columns)),
    )
    idle = sum(1 << i for i in range(m) if x[i] == 0), sum(1 << j for j in range(n) if y[j] == 0)
    return idle[0] | best[1] << m, best[0] | idle[1] << m


@pytest.mark.parametrize("seed", range(40))
def test_masks_of_random_games(seed: int) -> None:
    a, b = random_game(seed)
    game = NormalForm.of([a, b])
    profiles = extreme_equilibria(game)
    listed, whole = pairs_of(game, profiles), whole_pairs(game)
    expected = [by_definition(game, profile) for profile in profiles]
    assert [(listed.first[i], listed.second[j]) for i, j in listed.pairs] == expected
    ordered = matched(whole, game, profiles)
    assert [(ordered.first[i], ordered.second[j]) for i, j in ordered.pairs] == expected
    assert sorted(whole.pairs) == sorted(ordered.pairs)
    assert len(whole.first) == len(vertices_by_bases(b))
    assert (listed.whole, ordered.whole) == (False, True)


@pytest.mark.parametrize("seed", range(10))
def test_supports_and_replies_of_the_masks(seed: int) -> None:
    a, b = random_game(seed)
    game = NormalForm.of([a, b])
    profiles = extreme_equilibria(game)
    extreme = pairs_of(game, profiles)
    played, best = supports(extreme), replies(extreme)
    for profile, (i, j) in zip(profiles, extreme.pairs, strict=True):
        masks = [sum(1 << k for k in own) for own in profile.supports]
        assert [played[0][i], played[1][j]] == masks
        assert best[0][i] & masks[1] == masks[1]
        assert best[1][j] & masks[0] == masks[0]


def test_symbols_have_the_masks_of_a_game_inside_the_bounds() -> None:
    bounded = offering_game(symbols(1e-9))
    inside = offering_game({name: Fraction(value.low) for name, value in symbols(0).items()})
    first, second = (pairs_of(game, extreme_equilibria(game)) for game in (bounded, inside))
    assert bounded.kind == "enclosed"
    assert first == second


def test_the_reply_that_is_known_to_be_best_saves_comparisons() -> None:
    """Which of b and c is greater is open, but neither is player 1's best reply."""
    b, c = Enclosed.symbol("b", 0, 1), Enclosed.symbol("c", 0, 1)
    game = NormalForm.of([[[b], [c], [2]], [[0], [0], [0]]])
    assert pairs_of(game, [Profile.pure((3, 1), (2, 0))]).second == (0b0100,)


def test_carriers_answer_as_a_scan_does() -> None:
    masks = [0b0110, 0b1110, 0b0011, 0b0111, 0b1010, 0b1111, 0b0010, 0b0110, 0b0100]
    carriers = Carriers(masks, 4)
    for wanted in range(16):
        chosen = [k for k, mask in enumerate(masks) if mask & wanted == wanted]
        assert carriers.where(wanted) == sum(1 << k for k in chosen)
        common = 0b1111
        for k in chosen:
            common &= masks[k]
        assert carriers.common(carriers.where(wanted)) == common


def test_other_than_two_players_are_refused() -> None:
    game = NormalForm.of([[1, 2]])
    with pytest.raises(InputError, match="got 1; allowed: 2"):
        pairs_of(game, [])
    with pytest.raises(InputError, match="got 1; allowed: 2"):
        whole_pairs(game)
