"""The evidence behind the claims, by other means: brute-force consumers, exact price grids, and sabotage."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from shared_run import shared

from selten.games.bundling import BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.prices.price_grid import price_game
from selten.papers.bundling import markets as bundling_markets
from selten.papers.bundling.cells import earnings, gain
from selten.papers.bundling.claims import bundling_claims
from selten.papers.bundling.markets import EXAMPLE_1, EXAMPLE_2, SYMBOLS, Run, table_one
from selten.papers.bundling.theorem import generic
from selten.papers.claim import Outcome, run_claims


@pytest.fixture
def run() -> Run:
    return shared()


CLAIMS = {claim.id: claim for claim in bundling_claims()}
UNIT = Uniform(Fraction(0), Fraction(1))


def checked(run: Run, name: str) -> Outcome:
    (outcome,) = run_claims([CLAIMS[name]], run)
    return outcome


def brute_force(atoms: Any, own: dict[str, Fraction], rival: dict[str, Fraction]) -> Fraction:
    """What a firm sells to consumers who compare every basket, the bundle first among equals; no shared prices here."""
    price = {k: min(x[k] for x in (own, rival) if k in x) for k in {*own, *rival}}
    earned = Fraction(0)
    for v, mass in zip(atoms.values, atoms.masses, strict=True):
        baskets: list[tuple[Any, tuple[str, ...]]] = [(sum(v) - price["b"], ("b",))] if "b" in price else []
        for parts in ((), ("1",), ("2",), ("1", "2")):
            if set(parts) <= set(price):
                baskets.append((sum((v[int(k) - 1] - price[k] for k in parts), Fraction(0)), parts))
        most = max(surplus for surplus, _ in baskets)
        best = [parts for surplus, parts in baskets if surplus == most]
        bought = ("b",) if ("b",) in best else max(best, key=len)
        earned += mass * sum((own[k] for k in bought if k in own and own[k] == price[k]), Fraction(0))
    return earned


@pytest.mark.parametrize(
    ("name", "atoms"),
    [
        ("bundling/example-1/pure-equilibrium", EXAMPLE_1),
        ("bundling/example-1/mixed-equilibrium", EXAMPLE_1),
        ("bundling/example-2/pure-equilibrium", EXAMPLE_2),
    ],
)
def test_deviations_that_refute_an_example_earn_what_they_say(name: str, atoms: Any, run: Run) -> None:
    found = checked(run, name).result.certificate
    firm = found["firm"] - 1
    own, rival = found["prices"][firm], found["prices"][1 - firm]
    assert brute_force(atoms, own, rival) == found["earned"][firm]
    assert brute_force(atoms, found["deviation"], rival) == found["deviation_earns"] > found["earned"][firm]


@pytest.mark.parametrize(("first", "second"), [("001", "100"), ("011", "100"), ("110", "001"), ("111", "101")])
@pytest.mark.parametrize("delta", ["0", "1/4"])
def test_earnings_are_those_of_the_exact_price_grid(first: str, second: str, delta: str) -> None:
    market = BundlingMarket(Joint(UNIT, UNIT), Fraction(delta))
    game = price_game(market, first, second, step="1/4").normal_form()
    vectors = [
        [dict(zip((k for k, z in zip("12b", offering, strict=True) if z == "1"), point, strict=True)) for point in grid]
        for offering, grid in (
            (
                o,
                product(
                    *(
                        [i / 4 for i in range(top + 1)]
                        for top, z in zip((4, 4, int(8 + 4 * Fraction(delta))), o, strict=True)
                        if z == "1"
                    )
                ),
            )
            for o in (first, second)
        )
    ]
    assert game.counts == tuple(map(len, vectors))
    for i in range(0, game.counts[0], 7):
        for j in range(0, game.counts[1], 3):
            assert earnings(market, vectors[0][i], vectors[1][j]) == pytest.approx(
                float(game.payoffs[0, i, j]), abs=1e-12
            )
            assert earnings(market, vectors[1][j], vectors[0][i]) == pytest.approx(
                float(game.payoffs[1, i, j]), abs=1e-12
            )


def test_gain_finds_a_better_price_and_none_at_an_equilibrium() -> None:
    """A monopolist on one uniform component earns 1/4 at 1/2 and 3/16 at 1/4."""
    market = BundlingMarket(Joint(UNIT, UNIT), Fraction(0))
    assert gain(market, {"1": 0.5}, {}) == pytest.approx(0, abs=1e-15)
    assert gain(market, {"1": 0.25}, {}) == pytest.approx(1 / 16, abs=1e-12)
    assert gain(market, {"b": 0.5}, {"b": 0.5}) > 0.2  # undercutting nearly doubles (1/2) * (7/8) / 2


@pytest.mark.parametrize(("row", "column", "wrong"), [(4, 1, "b"), (1, 4, "0"), (3, 3, "1"), (7, 1, "12b")])
def test_a_wrong_entry_of_table_1_is_refuted(
    row: int, column: int, wrong: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [list(symbols) for symbols in SYMBOLS]
    broken[row][column] = wrong
    monkeypatch.setattr(bundling_markets, "SYMBOLS", broken)
    slug = {"b": "pi-b", "0": "zero", "1": "pi-1", "12b": "pi-12b"}[wrong]
    assert checked(run, f"bundling/table-1/{slug}").result.verdict == "refuted"


def test_the_games_for_every_order_of_profits_differ_only_in_what_they_say() -> None:
    games = generic()
    assert len(games) == 6
    for (delta, order), game in games.items():
        pure, mixed = game.payoffs[0, 4, 1], game.payoffs[0, 6, 1]
        assert game.payoffs[0, 4, 3] == Fraction(delta)
        assert (pure > mixed, pure == mixed) == (order == "more", order == "the same")
        assert (game.payoffs[1] == game.payoffs[0].T).all()


def test_table_one_is_symmetric_in_the_components() -> None:
    """Exchanging the components permutes the offerings 100 and 010, 101 and 011, and leaves the table as it is."""
    names = ("1", "b", "1b", "12b", "1+delta", "b|1", "1|b", "2b|1", "1|2b", "delta")
    own = table_one({name: Fraction(i, 7) for i, name in enumerate(names, 1)}).payoffs[0]
    exchanged = [0, 2, 1, 3, 4, 6, 5, 7]
    assert (own[exchanged][:, exchanged] == own).all()


def test_there_are_claims_of_every_topic() -> None:
    topics = {name.split("/")[1] for name in CLAIMS}
    lemmas = {f"lemma-{k}" for k in range(1, 8)}
    wanted = {
        "table-1",
        "table-2",
        "footnote-2",
        "corollary-1",
        "example-1",
        "example-2",
        "theorem-1",
        "selection",
        "welfare",
    }
    assert len(CLAIMS) >= 60
    assert lemmas | wanted <= topics
