"""Lifting: the closed forms of Examples 1 and 2, known mixed price equilibria, and what is said where it fails."""

from fractions import Fraction
from math import sqrt

import pytest

from selten.equilibria.prices.continuum import check_continuum
from selten.equilibria.prices.lifting import Bracket, Lifted, lift
from selten.equilibria.prices.lifting_recognise import recognised
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.errors import InputError

F = Fraction
EXAMPLE_1 = BundlingMarket(Atoms.of([("1/2", "1/2"), ("2/3", 0), (0, "2/3")], ["3/4", "1/8", "1/8"]), F(0))
EXAMPLE_2 = BundlingMarket(Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4), F(0))
B_1 = (7 * sqrt(5377) - 497) / 32


def lifted(market: BundlingMarket, own: str, rival: str, *, sizes: tuple[int, ...] | None = None) -> Lifted:
    """An equilibrium, where there must be one."""
    found = lift(market, own, rival, sizes=sizes)
    assert isinstance(found, Lifted)
    return found


CASES = [
    (EXAMPLE_1, "001", "100", B_1, B_1 / (7 + 4 * B_1 / 3)),
    (EXAMPLE_1, "011", "100", (7 * sqrt(330) - 119) / 16, 0.0709082447),
    (EXAMPLE_1, "101", "010", (7 * sqrt(330) - 119) / 16, 0.0709082447),
    (EXAMPLE_2, "001", "100", 3 / 8, (sqrt(34) - 2) / 40),
    (EXAMPLE_2, "011", "100", 0.4132370386, 0.1093272480),
]
"""Market, offerings, profits: printed in the reference."""


@pytest.mark.parametrize(("market", "own", "rival", "first", "second"), CASES)
def test_the_papers_examples(market: BundlingMarket, own: str, rival: str, first: float, second: float) -> None:
    found = lifted(market, own, rival)
    assert found.check.certificate.kind == "continuum"
    assert 0 <= found.check.certificate.regret < F(1, 10**30)
    assert found.values == pytest.approx((first, second), abs=1e-10)
    again = check_continuum(market, (own, rival), found.strategies)
    assert again == found.check


def test_forms_are_those_of_the_reference() -> None:
    assert lifted(EXAMPLE_1, "001", "100").exact_forms[0] == "(-497 + 7*sqrt(5377))/32"
    assert lifted(EXAMPLE_2, "001", "100").exact_forms[0] == "3/8"


def test_example_2_is_not_symmetric() -> None:
    """Against component 2: p_b mixes on [3/10, 1/2) with 3/5 at 3/5; anybody can check 3/10 = p_b (1 + P)/2 there."""
    found = lifted(EXAMPLE_2, "001", "010")
    assert found.values == pytest.approx((0.3, 0.15), abs=1e-12)
    with_component = lifted(EXAMPLE_2, "101", "010")
    assert with_component.values == pytest.approx((3 / 8, 3 / 14), abs=1e-12)


def test_order_of_the_firms() -> None:
    forth, back = lifted(EXAMPLE_2, "001", "100"), lifted(EXAMPLE_2, "100", "001")
    assert back.values == forth.values[::-1]
    assert back.strategies == forth.strategies[::-1]
    assert back.exact_forms == forth.exact_forms[::-1]


@pytest.mark.parametrize("captive", ["1/4", "2/5"])
def test_captive_consumers_and_shoppers(captive: str) -> None:
    """Narasimhan (1988): the firm with captives earns what they pay at most, the other that times the shoppers."""
    share = F(captive)
    found = lifted(BundlingMarket(Atoms.of([(1, 0), (0, 1)], [1 - share, share]), F(0)), "001", "100", sizes=(60, 120))
    assert found.values == pytest.approx((float(share), float(share * (1 - share))), abs=1e-12)
    mixed = found.strategies[0]
    assert [p.prices for p in mixed.points] == [{"b": F(1)}]
    assert float(mixed.points[0].mass) == pytest.approx(float(share))


def test_price_war_is_pure() -> None:
    """All value both alike, and the bundle's complementarity decides: the component costs nothing, the bundle Delta."""
    market = BundlingMarket(Atoms.of([(1, 0)], [1]), F(1, 4))
    found = lifted(market, "001", "100", sizes=(60,))
    assert found.values == pytest.approx((0.25, 0.0), abs=1e-12)


def test_complementarity_shifts_the_bundles_price() -> None:
    market = BundlingMarket(EXAMPLE_2.valuations, F(1, 10))
    found = lifted(market, "001", "100")
    assert found.check.certificate.regret < F(1, 10**30)


def test_a_tie_that_only_components_settle() -> None:
    """Delta = -1/10: the bundler is content with 4/5 from the component alone, so its rival sells where tastes tie.

    At p_1 = 1/10 and (p_2, p_b) = (4/5, 4/5) all who buy component 2 are indifferent to the bundle.
    """
    atoms = Atoms.of([("2/5", "4/5"), ("3/10", "9/10"), ("3/5", 0), ("3/10", 0)], ["4/9", "2/9", "1/9", "2/9"])
    found = lifted(BundlingMarket(atoms, F(-1, 10)), "011", "100")
    assert found.check.tie == "components"
    assert found.check.certificate.regret < F(1, 10**30)
    assert found.values == pytest.approx((8 / 15, 1 / 10), abs=1e-12)


def test_a_market_where_the_component_costs_the_bundler() -> None:
    """Certified equilibria with and without component 2: 459/770 without it, 711/1210 with it; others may exist."""
    atoms = Atoms.of(
        [("1/5", "9/10"), ("1/10", "2/5"), ("1/10", "7/10"), ("7/10", "7/10")], ["4/11", "2/11", "1/11", "4/11"]
    )
    market = BundlingMarket(atoms, F(0))
    alone, beside = lifted(market, "001", "100"), lifted(market, "011", "100")
    assert [alone.exact_forms[0], beside.exact_forms[0]] == ["459/770", "711/1210"]
    assert all(found.check.certificate.regret < F(1, 10**30) for found in (alone, beside))
    assert all(found.check.regret_other_tie < F(1, 10**30) for found in (alone, beside))


def test_a_failure_says_what_is_known() -> None:
    found = lift(EXAMPLE_1, "011", "100", sizes=(20,))
    assert isinstance(found, Bracket)
    assert found.reason
    assert found.regret is not None
    assert 0 < found.regret < F(1, 5)
    (low, high), (rival_low, rival_high) = found.payoffs
    assert low <= F(5100821795, 10**10) <= high
    assert rival_low <= F(709082447, 10**10) <= rival_high


def test_a_failure_where_regrets_take_too_much_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selten.equilibria.prices.continuum_points.MOST_WORK", 10)
    found = lift(EXAMPLE_1, "011", "100", sizes=(20,))
    assert isinstance(found, Bracket)
    assert found.regret is None
    low, high = found.payoffs[0]
    assert high - low >= 2 * found.step


@pytest.mark.parametrize(("own", "rival"), [("001", "011"), ("011", "010"), ("110", "001"), ("111", "100")])
def test_other_offerings_are_refused(own: str, rival: str) -> None:
    with pytest.raises(InputError, match="lift: got"):
        lift(EXAMPLE_1, own, rival)


def test_other_consumers_are_refused() -> None:
    uniform = Uniform(F(0), F(1))
    with pytest.raises(InputError, match="allowed: atoms"):
        lift(BundlingMarket(Joint(uniform, uniform), F(0)), "001", "100")


def test_digits_of_a_transcendental_number_are_not_explained() -> None:
    from flint import arb, ctx

    with ctx.workprec(400):
        assert recognised(arb.pi()) is None
        assert recognised(arb(5377).sqrt() / 7 + 1) == "1 + sqrt(5377)/7"
