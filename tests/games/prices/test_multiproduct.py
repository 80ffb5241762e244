"""Price games of several components: payoffs by every set of products, sweeps by payoffs, the duopoly as a case."""

import itertools
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from multiproduct_cases import earned, random_market
from price_cases import random_atoms

from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Tie
from selten.games.errors import InputError
from selten.games.prices.duopoly import DuopolyGame
from selten.games.prices.grids import duopoly_game
from selten.games.prices.multiproduct import MultiproductGame
from selten.games.prices.multiproduct_grids import multiproduct_game
from selten.games.prices.multiproduct_market import MultiproductMarket, from_duopoly
from selten.games.prices.price_grid import price_game

TIES: tuple[Tie, ...] = ("bundle", "components")
OFFERS: tuple[tuple[int, tuple[tuple[str, ...], ...]], ...] = (
    (1, (("1",), ("1",), ("1",))),
    (2, (("12", "1"), ("2",), ("12",))),
    (3, (("123",), ("1",), ("2",), ("3",))),
    (3, (("123", "12", "3"), ("13", "2"), ("23", "1"))),
    (3, (("12", "13", "23", "1"), (), ("123", "3"))),
    (4, (("1234", "12"), ("34", "1", "2"), ("234", "3", "4"))),
)


def named(offering: str) -> list[str]:
    return [name for name, bit in zip(("1", "2", "12"), offering, strict=True) if bit == "1"]


def pair(seed: int, first: str, second: str, tie: Tie) -> tuple[DuopolyGame, MultiproductGame]:
    """The same game in both forms, with costs and staggered grids."""
    delta = (Fraction(0), Fraction(1, 3), Fraction(-1, 6))[seed % 3]
    market = BundlingMarket(random_atoms(seed), delta)
    costs = {"1": Fraction(1, 12), "b": Fraction(1, 6)}, {"2": Fraction(1, 4)}
    offsets = (Fraction(0), (Fraction(0), Fraction(1, 12))[seed % 2])
    two = duopoly_game(market, first, second, step="1/6", offsets=offsets, costs=costs, tie=tie)
    grids = [
        {n if n != "b" else "12": [p * two.unit for p in axis] for n, axis in zip("12b", own, strict=True)}
        for own in axes(two)
    ]
    new = [{"12" if n == "b" else n: c for n, c in own.items()} for own in costs]
    return two, multiproduct_game(from_duopoly(market), [named(first), named(second)], prices=grids, costs=new, tie=tie)


def axes(two: DuopolyGame) -> list[list[list[int]]]:
    """The prices of each firm's products, in units."""
    return [[[two.axes[k][at] for at in own[k].tolist() if at < len(two.axes[k])] for k in range(3)] for own in two.own]


@pytest.mark.parametrize("tie", TIES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_cells_of_the_duopoly_are_the_same(seed: int, tie: Tie) -> None:
    draw = np.random.default_rng(seed)
    for first, second in itertools.product(OFFERINGS, OFFERINGS):
        two, many = pair(seed, first, second, tie)
        assert many.counts == two.counts
        assert many.rows == two.rows
        for firm in (0, 1):
            own, rival = (draw.integers(0, two.counts[i], 6) for i in (firm, 1 - firm))
            assert many.price_vector(firm, int(own[0])) == {
                {"b": "12"}.get(name, name): p for name, p in two.price_vector(firm, int(own[0])).items()
            }
            mine, theirs = (g.exact_block(firm, own, rival).astype(object) * Fraction(1, g.scale) for g in (many, two))
            assert (mine == theirs).all()
            weights = draw.random(6)
            np.testing.assert_allclose(
                many.sweep(firm, np.unique(rival), weights[: np.unique(rival).size]),
                two.sweep(firm, np.unique(rival), weights[: np.unique(rival).size]),
                rtol=0,
                atol=1e-13,
            )


@pytest.mark.parametrize("tie", TIES)
def test_grids_and_payoffs_of_the_list_of_strategies_are_the_same(tie: Tie) -> None:
    """Against the matrix of the older module, whose strategies have the bundle's price fastest."""
    market = BundlingMarket(random_atoms(4), Fraction(1, 6))
    for first, second in itertools.product(OFFERINGS, OFFERINGS):
        old = price_game(market, first, second, step="1/3", tie=tie)
        many = multiproduct_game(from_duopoly(market), [named(first), named(second)], step="1/3", tie=tie)
        assert many.counts == old.counts
        number = [{tuple(sorted(many.price_vector(i, s).items())): s for s in range(many.counts[i])} for i in (0, 1)]
        order = [
            [
                number[i][tuple(sorted((n.replace("b", "12"), p) for n, p in old.price_vector(i, s).items()))]
                for s in range(old.counts[i])
            ]
            for i in (0, 1)
        ]
        own, rival = np.array(order[0][::7]), np.array(order[1][::5])
        block = old.block(0, np.arange(old.counts[0])[::7], np.arange(old.counts[1])[::5])
        assert (many.exact_block(0, own, rival) * old.scale == block * many.scale).all()


@pytest.mark.parametrize("tie", TIES)
@pytest.mark.parametrize("case", range(len(OFFERS)))
def test_payoffs_by_every_set_of_products(case: int, tie: Tie) -> None:
    components, offers = OFFERS[case]
    costs = [{"1": Fraction(1, 8)}, *({} for _ in offers[1:])]
    spelt = [{name: Fraction(1, 8) for name in ["1", "12", "13", "123", "1234"]}, *({} for _ in offers[1:])]
    for seed in range(3):
        market = random_market(seed, max(components, 2))
        game = multiproduct_game(market, offers, step="1/4", costs=costs, tie=tie)
        draw = np.random.default_rng(seed)
        for _ in range(8):
            chosen = [int(draw.integers(0, count)) for count in game.counts]
            vectors = [game.price_vector(i, s) for i, s in enumerate(chosen)]
            assert [game.earned(i, chosen) for i in range(len(offers))] == earned(market, vectors, spelt, tie)


@pytest.mark.parametrize("tie", TIES)
@pytest.mark.parametrize("case", range(len(OFFERS)))
def test_sweeps_against_payoffs_one_by_one(case: int, tie: Tie) -> None:
    components, offers = OFFERS[case]
    market = random_market(case + 7, max(components, 2))
    game = multiproduct_game(market, offers, step="1/2" if components == 4 else "1/4", tie=tie)
    draw = np.random.default_rng(case)
    supports = [np.unique(draw.integers(0, count, 3)) for count in game.counts]
    weights = [draw.integers(1, 9, own.size) for own in supports]
    for firm in range(len(offers)):
        some = np.unique(draw.integers(0, game.counts[firm], 40))
        cells = game.exact_cells(firm, some, list(zip(supports, weights, strict=True))).astype(object)
        joint = [1]
        for i, own in enumerate(weights):
            joint = joint if i == firm else [a * int(b) for a in joint for b in own]
        expected = cells @ np.array(joint, dtype=object)
        exact = game.exact_mixed(firm, list(zip(supports, weights, strict=True)))
        assert exact[some].tolist() == expected.tolist()
        mixed = list(zip(supports, [w / w.sum() for w in weights], strict=True))
        floats = game.sweep_mixed(firm, mixed)
        np.testing.assert_allclose(
            floats, exact.astype(float) / (sum(joint) * game.scale), rtol=0, atol=1e-13 * game.largest[firm]
        )


def test_exact_sweeps_with_long_weights_and_long_masses() -> None:
    """Integers of several limbs against Python's: masses over a prime of 61 bits, weights of 200."""
    prime = 2**61 - 1
    market = MultiproductMarket.of(
        [(1, 2), (2, 0), (1, 1)], [Fraction(5, prime), Fraction(1, 3), Fraction(2 * prime - 15, 3 * prime)]
    )
    game = multiproduct_game(market, [["12", "1"], ["2"]], step=1)
    assert len(game.baskets.masses) == 3
    numerators = [3**100, 1, 7**70]
    rows = game.exact_block(0, np.arange(game.counts[0]), np.array([0, 1, 2]))
    expected = rows.astype(object) @ np.array(numerators, dtype=object)
    both = (np.array([0]), [1]), (np.array([0, 1, 2]), numerators)
    assert game.exact_mixed(0, both).tolist() == expected.tolist()
    threshold = sorted(expected.tolist())[len(expected) // 2]
    signs = [(x > threshold) - (x < threshold) for x in expected.tolist()]
    assert game.compare(0, np.array([0, 1, 2]), numerators, threshold).tolist() == signs


def test_coarser_games_have_the_same_payoffs() -> None:
    market = random_market(3, 3, parts=80)
    game = multiproduct_game(market, [["123"], ["1", "2"]], step="1/80")
    found = game.coarser()
    assert found is not None
    coarse, numbers = found
    draw = np.random.default_rng(1)
    own, rival = (draw.integers(0, count, 5) for count in coarse.counts)
    assert (coarse.exact_block(0, own, rival) == game.exact_block(0, numbers[0][own], numbers[1][rival])).all()
    assert multiproduct_game(market, [["1"], ["2"]], step="1/8").coarser() is None


def test_values_of_unions_and_of_products() -> None:
    """Both components apart are worth the complementarity only where unions count."""
    for together, expected in (("products", Fraction(0)), ("union", Fraction(2))):
        market: Any = MultiproductMarket.of([(1, 1)], [1], complementarity={"12": 2}, together=together)  # type: ignore[arg-type]
        prices: Any = [{"1": [2], "2": [2]}]
        assert multiproduct_game(market, [["1", "2"]], prices=prices).earned(0, [0]) == 2 * expected


def test_consumers_divide_equally_among_baskets_of_the_same_sizes() -> None:
    """One consumer, three pairs of components at the same price: each is bought by a third."""
    market = MultiproductMarket.of([(1, 1, 1)], [1])
    game = multiproduct_game(market, [["12"], ["13"], ["23"]], prices=[{"12": [1]}, {"13": [1]}, {"23": [1]}])
    assert [game.earned(i, [0, 0, 0]) for i in range(3)] == [Fraction(1, 3)] * 3


def test_sweeps_divide_equally_too_at_the_price_of_a_rival() -> None:
    """Of three pairs at the same price a third buys 12, half of them from each of its two sellers."""
    market = MultiproductMarket.of([(1, 1, 1)], [1])
    prices: Any = [{"12": ["1/2", 1, 2]}, {"12": [1]}, {"13": [1]}, {"23": [1]}]
    game = multiproduct_game(market, [["12"], ["12"], ["13"], ["23"]], prices=prices)
    pure = [(np.array([0]), [1])] * 4
    assert [Fraction(int(x), game.scale) for x in game.exact_mixed(0, pure)] == [Fraction(1, 2), Fraction(1, 6), 0]
    np.testing.assert_allclose(game.sweep_mixed(0, pure), [1 / 2, 1 / 6, 0], rtol=0, atol=1e-15)


def test_a_grid_that_does_not_represent_the_consumers_says_which_and_offers_one() -> None:
    market = MultiproductMarket.of([(1, 1, 1), ("1/3", 0, "1/2")], ["1/2", "1/2"])
    rough = multiproduct_game(market, [["123"], ["1"]], step="1/2")
    assert rough.notes == (
        "the consumer (1/3, 0, 1/2) values 1 at 1/3, which is no multiple of the step 1/2",
        "the step 1/6 represents every consumer",
    )
    with pytest.raises(InputError, match=r"consumer \(1/3, 0, 1/2\) .* allowed: a step that divides 1/6"):
        multiproduct_game(market, [["123"], ["1"]], step="1/2", aligned=True)
    assert multiproduct_game(market, [["123"], ["1"]], step="1/12", aligned=True).notes == ()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"offers": [["4"]]}, r"offers\[0\]: got the product '4'; allowed: components from 1 to 3"),
    ({"offers": [["21"]]}, r"offers\[0\]: got the product '21'"),
    ({"offers": [["1"], ["2", "2"]]}, r"offers\[1\]: got a product twice"),
    ({"offers": ["12"]}, r"offers\[0\]: got '12'; allowed: a list of products"),
    ({"offers": []}, "offers: got no firms"),
    ({"costs": [{"1": -1}, {}]}, r"costs\[0\]\['1'\]: got -1; allowed: at least 0"),
    ({"costs": [{"5": 1}, {}]}, r"costs\[0\]\['5'\]: got the product '5'"),
    ({"costs": [{}]}, "costs: got 1; allowed: 2"),
    ({"step": 0}, "step: got 0; allowed: a positive number"),
    ({"step": {"1": 1}}, "step: got none for the product '123'"),
    ({"prices": [{}, {}]}, "got neither or both of step and prices"),
    ({"step": None}, "got neither or both of step and prices"),
    ({"step": None, "prices": [{"123": [1]}, {}]}, r"prices\[1\]\['1'\]: got no prices"),
    ({"step": None, "prices": [{"123": [1]}, {"1": [-1]}]}, r"prices\[1\]\['1'\]: got -1; allowed: at least 0"),
    ({"offsets": [0]}, "offsets: got 1; allowed: 2"),
    ({"tie": "first"}, "tie: got 'first'"),
    ({"step": Fraction(1, 10**9)}, "price game with .* about .* GB; allowed: at most 1.5 GB"),
    ({"step": None, "prices": [{"123": [Fraction(1, 2**45)]}, {"1": [1]}]}, "allowed: a coarser grid"),
]


@pytest.mark.parametrize(("change", "message"), WRONG)
def test_wrong_input_is_refused(change: dict[str, Any], message: str) -> None:
    market = MultiproductMarket.of([(1, 1, 1)], [1])
    call: dict[str, Any] = {"offers": [["123"], ["1"]], "step": 1, **change}
    with pytest.raises(InputError, match=message):
        multiproduct_game(market, call.pop("offers"), **call)


MARKETS: list[tuple[dict[str, Any], str]] = [
    ({"consumers": [(1, 2), (1,)], "masses": ["1/2", "1/2"]}, r"consumers\[1\]: got 1 components; allowed: 2"),
    ({"consumers": [(1, -2)], "masses": [1]}, r"consumers\[0\]\[1\]: got -2"),
    ({"consumers": [(1, 2)], "masses": ["1/2"]}, "masses: got a sum of 1/2; allowed: exactly 1"),
    ({"consumers": [(1, 2)], "masses": [0]}, r"masses\[0\]: got 0; allowed: a positive mass"),
    ({"consumers": [(1, 2)], "masses": []}, "masses: got 0; allowed: 1"),
    ({"consumers": [], "masses": []}, "consumers: got none"),
    ({"consumers": [{"1": 1, "3": 1}], "masses": [1]}, r"consumers\[0\]: got the components 1, 3"),
    ({"consumers": [{"1": 1, "2": 1, "13": 1}], "masses": [1]}, r"consumers\[0\]: got the product '13'"),
    ({"consumers": [(1, 2)], "masses": [1], "complementarity": {"1": 1}}, "complementarity: got the product '1'"),
    ({"consumers": [(1, 2)], "masses": [1], "complementarity": {"13": 1}}, "complementarity: got the product '13'"),
    ({"consumers": [(1, 2)], "masses": [1], "together": "all"}, "together: got 'all'"),
    ({"consumers": [[1] * 10], "masses": [1]}, r"consumers\[0\]: got .* 1 to 9 components"),
]


@pytest.mark.parametrize(("given", "message"), MARKETS)
def test_wrong_markets_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        MultiproductMarket.of(given.pop("consumers"), given.pop("masses"), **given)


def test_too_many_baskets_are_refused() -> None:
    market = MultiproductMarket.of([[1] * 9], [1])
    names = ["".join(s) for n in range(1, 10) for s in itertools.combinations("123456789", n)]
    with pytest.raises(InputError, match="offers: got more than 50000 ways to buy"):
        multiproduct_game(market, [names], prices=[{name: [1] for name in names}])
