"""The limit along refining grids: brackets around the closed forms, and the warning where a profit stands still."""

from fractions import Fraction
from math import sqrt

import pytest

from selten.equilibria.prices.limit import GridLimit, grid_limit
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.errors import InputError

F = Fraction
EXAMPLE_1 = BundlingMarket(Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"]), F(0))
EXAMPLE_2 = BundlingMarket(Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4), F(0))
SIZES = (30, 60, 120)


def inside(found: GridLimit, profits: tuple[float, float]) -> list[bool]:
    return [low <= profit <= high for (low, high), profit in zip(found.brackets, profits, strict=True)]


@pytest.mark.parametrize(
    ("market", "own", "profits"),
    [
        (EXAMPLE_1, "001", ((7 * sqrt(5377) - 497) / 32, 0.0663180107)),
        (EXAMPLE_1, "011", ((7 * sqrt(330) - 119) / 16, 0.0709082447)),
        (EXAMPLE_2, "001", (3 / 8, (sqrt(34) - 2) / 40)),
        (EXAMPLE_2, "011", (0.4132370386, 0.1093272480)),
    ],
)
def test_brackets_hold_the_closed_forms(market: BundlingMarket, own: str, profits: tuple[float, float]) -> None:
    found = grid_limit(market, (own, "100"), sizes=SIZES)
    assert inside(found, profits) == [True, True]
    assert all(high - low < 0.05 for low, high in found.brackets)


def test_a_profit_that_stands_still_at_what_is_not_the_limit() -> None:
    """Reference C: 49/96 with ties to the bundle on every grid up to 1/480, where the true profit is 0.5092566."""
    found = grid_limit(EXAMPLE_1, ("001", "100"), sizes=SIZES)
    still = [row.payoffs[0] for row in found.rows if row.kind == ("bundle", False)]
    assert set(still) == {F(49, 96)}
    assert any("firm 1 earns 49/96 on the last 3 aligned grids" in text for text in found.warnings)


def test_regrets_fall_with_the_step() -> None:
    found = grid_limit(EXAMPLE_2, ("011", "100"), sizes=SIZES)
    for kind in {row.kind for row in found.rows}:
        regrets = [row.regret for row in found.rows if row.kind == kind and row.regret is not None]
        assert len(regrets) == len(SIZES)
        assert regrets[0] > regrets[1] > regrets[2] > 0


def test_a_price_war() -> None:
    """Both firms with component 1 alone: nobody earns anything in the limit (Bertrand)."""
    found = grid_limit(EXAMPLE_2, ("100", "100"), sizes=SIZES)
    assert inside(found, (0.0, 0.0)) == [True, True]


def test_continuous_consumers_have_no_regret_column() -> None:
    """Independent uniforms: b against 1 earns .3690182 and .0670476 (Table 2)."""
    uniform = Uniform(F(0), F(1))
    found = grid_limit(BundlingMarket(Joint(uniform, uniform), F(0)), ("001", "100"), sizes=(32, 64))
    assert {row.regret for row in found.rows} == {None}
    assert "-" in found.table.splitlines()[1]
    assert inside(found, (0.36901817274, 0.06704764422)) == [True, True]


@pytest.mark.parametrize("sizes", [(), (0, 3), (60,), (60, 60)])
def test_sizes_that_are_no_sequence(sizes: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="sizes"):
        grid_limit(EXAMPLE_1, ("001", "100"), sizes=sizes)
