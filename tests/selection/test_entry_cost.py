"""Limits under an infinitesimal cost against the neighbours of the exact equilibria at a cost of 10**-30."""

from fractions import Fraction

import pytest
from table_one import COSTS, TABLE_2, UNIFORM, solved

from selten.equilibria.enumerate import extreme_equilibria
from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.perturbed import with_entry_cost
from selten.games.profile import Profile
from selten.selection.entry_cost import EntryCost
from selten.selection.rule import Choice


def far(first: Profile, second: Profile) -> Fraction:
    pairs = zip(first.strategies, second.strategies, strict=True)
    return max(Fraction(abs(p - q)) for own, other in pairs for p, q in zip(own, other, strict=True))


def test_table_2() -> None:
    solution = solve(TABLE_2.game())
    near = extreme_equilibria(with_entry_cost(TABLE_2.game(), COSTS).at(Fraction(1, 10**30)))
    small = Fraction(1, 10**20)
    expected = [k for k, e in enumerate(solution.equilibria) if any(far(e.profile, p) < small for p in near)]
    choice = EntryCost(COSTS)(solution)
    assert list(choice.kept) == expected
    assert choice.decided
    assert "27 extreme equilibria in 21 components" in choice.reason
    assert choice.reason.endswith("the limits lie in components 1, 2, 3, 5, 6, 8 of 8.")


def test_a_list_of_pure_equilibria_only() -> None:
    choice = EntryCost(COSTS)(solved(TABLE_2.game()))
    assert choice.decided
    assert "in the list." in choice.reason


def test_undecided_and_wrong() -> None:
    floats = solve(NormalForm.of([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 2.0]]]))
    assert EntryCost(((0, 0), (0, 0)))(floats).kept == (0, 1, 2)
    unclear = Choice((), "An infinitesimal entry cost is for two players with exact payoffs.", False)
    assert EntryCost(COSTS)(solved(UNIFORM.game())) == unclear
    with pytest.raises(InputError, match="costs: got lengths"):
        EntryCost(((0,), (0,)))(floats)
