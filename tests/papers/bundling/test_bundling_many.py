"""The claims on many firms: equilibria checked consumer by consumer, the combinations of offers counted by hand."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from multiproduct_cases import earned
from shared_run import shared

from selten.equilibria.prices.many_firms import PureSearch, pure_price_equilibria
from selten.games.prices.multiproduct_grids import multiproduct_game
from selten.games.prices.multiproduct_market import MultiproductMarket
from selten.papers.bundling import many as bundling_many
from selten.papers.bundling.many import OFFERS, even
from selten.papers.claim import run_claims


def test_the_equilibria_of_a_bundler_and_two_components_consumer_by_consumer() -> None:
    """Every price of every firm, in fractions over every set of products, on the coarsest grid of the claim."""
    market = even(3, 4)
    game = multiproduct_game(market, [("123",), ("1",), ("2",)], step=Fraction(1, 4))
    found = pure_price_equilibria(game)
    assert found.complete
    assert found.equilibria
    for e in found.equilibria:
        vectors = [game.price_vector(i, s) for i, s in enumerate(e.strategies)]
        assert tuple(earned(market, vectors, [{}] * 3, "bundle")) == e.payoffs
        for firm, count in enumerate(game.counts):
            for s in range(count):
                other = [game.price_vector(i, s) if i == firm else own for i, own in enumerate(vectors)]
                assert earned(market, other, [{}] * 3, "bundle")[firm] <= e.payoffs[firm]


def test_combinations_of_offers_up_to_symmetry() -> None:
    """84 multisets of three of seven offers, 16 of which stay as they are when the components are exchanged."""
    cells = bundling_many._cells()
    assert len(list(combinations_with_replacement(OFFERS, 3))) == 84
    assert len(cells) == len(set(cells)) == (84 + 16) // 2


def test_a_second_profit_beyond_the_residue_refutes(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what every equilibrium pays every firm raised by two fifths, the claim is no longer borne out."""
    true = bundling_many._search

    def raised(market: MultiproductMarket, offers: Sequence[tuple[str, ...]], step: Fraction) -> PureSearch:
        found = true(market, offers, step)
        more = [type(e)(e.strategies, tuple(x + Fraction(2, 5) for x in e.payoffs)) for e in found.equilibria]
        return PureSearch(tuple(more), found.complete, found.starts, found.unsettled)

    monkeypatch.setattr(bundling_many, "_search", raised)
    monkeypatch.setattr(bundling_many, "STEPS", (Fraction(1, 8),))
    monkeypatch.setattr(bundling_many, "FINER_STEPS", (Fraction(1, 8),))
    monkeypatch.setattr(bundling_many, "_cells", lambda: [(("1",), ("1",), ("12",))])
    (outcome,) = run_claims(bundling_many.claims()[:1], shared())
    assert outcome.result.verdict == "refuted"


def test_a_pair_pays_more_than_a_component_consumer_by_consumer() -> None:
    """The profits behind the claim on offers, at the least favourable equilibria on the coarser grid of the claim."""
    market = even(3, 12)
    games = [multiproduct_game(market, [("123",), own, ("2",)], step=Fraction(1, 12)) for own in (("1",), ("12",))]
    before, after = (pure_price_equilibria(game, complete=True) for game in games)
    most = max(before.equilibria, key=lambda e: e.payoffs[1])
    least = min(after.equilibria, key=lambda e: e.payoffs[1])
    for game, e in zip(games, (most, least), strict=True):
        vectors = [game.price_vector(i, s) for i, s in enumerate(e.strategies)]
        assert tuple(earned(market, vectors, [{}] * 3, "bundle")) == e.payoffs
    assert least.payoffs[1] > most.payoffs[1] > 0
    claim = next(c for c in bundling_many.claims() if c.id == "bundling/many/3-components-offers")
    (outcome,) = run_claims([claim], shared())
    assert outcome.agrees
    assert "not with consumers spread evenly" in outcome.result.computed
