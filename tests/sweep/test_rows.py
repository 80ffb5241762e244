"""Rows against other computations: the driver and the rules one game at a time, brute force, closed forms."""

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from selten.equilibria.bundling.cells import profit_names
from selten.equilibria.bundling.offering import mirrored
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solve import certified
from selten.equilibria.structured import structured
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.disclosure import parse_disclosure
from selten.games.families import FAMILIES, random_game
from selten.games.library import table_2
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile
from selten.selection.trembling import trembling_hand
from selten.sweep.alone import component_count, game_row, outcomes_text
from selten.sweep.built import Built, built
from selten.sweep.finite import finite_rows
from selten.sweep.offering import PATTERN, PRODUCTS, PROFITS, offering_game
from selten.sweep.solve import solve_cases
from selten.sweep.study import RULES, Study, parse_study

ALL_RULES = [rule for rule in RULES if rule not in ("proper", "sequential_entry")]
TABLE_2 = {"1": "0.25", "b": "0.544", "1b": "0.546", "12b": "0.549", "1+delta": "0.25"}
TABLE_2 |= {"b|1": "0.369", "1|b": "0.067", "2b|1": "0.369", "1|2b": "0.067"}


def study(**data: Any) -> Study:
    return parse_study(data, "study", Path())


def rows_of(one: Study) -> list[dict[str, Any]]:
    return solve_cases(one, 0, one.cases)


def without_seconds(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "seconds" and value is not None}


def test_the_pattern_is_that_of_the_market() -> None:
    """The names come from the table of price games of bundling markets, components exchanged where they are alike."""
    valuations = Atoms.of([[1, 1]], [1])
    market = BundlingMarket(valuations, Fraction(1))
    for (i, own), (j, rival) in product(enumerate(OFFERINGS), repeat=2):
        names = [name if name in (*PROFITS, "delta") else mirrored(name) for name in profit_names(market, own, rival)]
        assert PATTERN[i][j] == ("+".join(names) or "0")


def test_the_printed_table_is_one_case() -> None:
    game = Built(offering_game({"profits": TABLE_2}), (OFFERINGS, OFFERINGS), (PRODUCTS, PRODUCTS)).normal_form
    assert (game.payoffs / 1000).tolist() == table_2().payoffs.tolist()
    (row,) = rows_of(study(family="offering", spec={"profits": TABLE_2}))
    assert (row["extreme_equilibria"], row["components"], row["pure"]) == (89, 8, 14)  # lrslib and Gambit agree


def test_an_entry_cost_is_paid_for_each_product() -> None:
    plain = offering_game({"profits": TABLE_2, "complementarity": "0.2"})
    game = offering_game({"profits": TABLE_2, "complementarity": "0.2", "entry_cost": "0.1"})
    assert isinstance(plain, np.ndarray)
    assert isinstance(game, np.ndarray)
    for i, j in product(range(8), repeat=2):  # both in thousandths
        assert game[0, i, j] == plain[0, i, j] - 100 * OFFERINGS[i].count("1")
    assert plain[0, 4, 3] == 200  # the bundle against both components earns what it is worth more


def offering_study(samples: int, seed: int) -> Study:
    """Profits of the form of Table 2, drawn few-valued so that ties are the rule, and costs of entry."""
    drawn = {name: {"uniform": [0, 4], "digits": 0} for name in ("a", "b", "c", "d", "e", "f")}
    names = ("a", "a + b", "a + b + c", "a + b + c + d", "a", "a + e", "f", "a + e", "f")
    profits = {name: f"= {text}" for name, text in zip(PROFITS, names, strict=True)}
    cost = {"gamma": {"grid": [0, "1/2"]}}
    spec = {"profits": profits, "entry_cost": "= gamma", "complementarity": "= b"}
    return study(
        family="offering", spec=spec, samples=samples, seed=seed, parameters=drawn | cost, rules=list(RULES[:5])
    )


def test_offering_rows_are_what_driver_and_rules_say_one_at_a_time() -> None:
    one = offering_study(4, 1)
    for row in rows_of(one):
        game = built(one, row["case"], one.template.fill(one.values(row["case"])))
        expected = game_row(game.normal_form, one.rules, (PRODUCTS, PRODUCTS), None, structure=True)
        expected = {key: value for key, value in expected.items() if key not in ("nash_subsets", "indices")}
        found = {key: row[key] for key in expected if row.get(key) is not None}
        assert found == without_seconds(expected)


def games() -> Iterator[Any]:
    random = Random(7)
    for family in FAMILIES:
        for rows, columns in ((2, 2), (3, 4), (1, 3)):
            yield pytest.param(random_game(family, rows, columns, random), id=f"{family}-{rows}x{columns}")


@pytest.mark.parametrize("game", list(games()))
def test_batches_say_what_driver_and_rules_say_one_at_a_time(game: NormalForm) -> None:
    """Every family of random games, large numbers and fractions too; Nash subsets and indices are asked for."""
    one = study(family="random", spec={"family": "01", "rows": 1, "columns": 1}, rules=ALL_RULES, structure=True)
    (row,) = finite_rows(one, [Built(game, game.strategies)])
    assert without_seconds(row) == without_seconds(game_row(game, ALL_RULES, None, None, structure=True))


@pytest.mark.parametrize("game", list(games()))
def test_trembling_outcomes_are_those_that_linear_programs_prove(game: NormalForm) -> None:
    one = study(family="random", spec={"family": "01", "rows": 1, "columns": 1}, rules=["trembling"])
    (row,) = finite_rows(one, [Built(game, game.strategies)])
    pure = pure_equilibria(game)
    perfect = [outcome for outcome in pure if trembling_hand(game, Profile.pure(game.counts, outcome)).perfect]
    assert row["trembling"] == game_row(game, ["trembling"], None, None)["trembling"]
    assert row["trembling"] == outcomes_text(game.strategies, perfect)


@pytest.mark.parametrize("game", list(games()))
def test_components_are_counted_without_their_structure(game: NormalForm) -> None:
    """Against the components of the driver, from the masks and, as engines leave it, from the profiles alone."""
    solution = certified(game)
    expected = len(structured(solution).components)
    assert component_count(solution) == expected
    assert component_count(replace(solution, extreme=None)) == expected
    row = game_row(game, [], None, None)
    assert (row["components"], "indices" in row) == (expected, False)


def test_pure_equilibria_and_rules_by_brute_force() -> None:
    """The definitions, cell by cell, on games full of ties."""
    one = study(family="random", spec={"family": "012", "rows": 3, "columns": 3}, samples=60)
    for row in rows_of(one):
        game = built(one, row["case"], one.template.fill({})).normal_form
        first, second = game.payoffs
        cells = list(product(range(3), repeat=2))
        pure = [(i, j) for i, j in cells if first[i, j] == max(first[:, j]) and second[i, j] == max(second[i])]
        strict = [
            (i, j) for i, j in pure if list(first[:, j]).count(first[i, j]) == 1 == list(second[i]).count(second[i, j])
        ]
        paid = {cell: (first[cell], second[cell]) for cell in pure}
        best = [
            c
            for c in pure
            if not any(all(x >= y for x, y in zip(paid[d], paid[c], strict=True)) and paid[d] != paid[c] for d in pure)
        ]
        for name, outcomes in (("pure_equilibria", pure), ("strict", strict), ("pareto", best)):
            labels = [f'["{i + 1}", "{j + 1}"]' for i, j in outcomes]
            assert row[name] == f"[{', '.join(labels)}]"


def test_proper_equilibria_only_where_asked() -> None:
    game = {"payoffs": [[[1, 0], [0, 0]], [[1, 0], [0, 0]]], "strategies": [["a", "b"], ["c", "d"]]}
    (row,) = rows_of(study(family="game", spec=game, rules=["proper"]))
    assert row["pure_equilibria"] == '[["a", "c"], ["b", "d"]]'
    assert row["proper"] == '[["a", "c"]]'  # the other is in dominated strategies


def test_three_players_have_pure_equilibria_only() -> None:
    agree = [[[int(i == j == k) for k in range(2)] for j in range(2)] for i in range(2)]
    (row,) = rows_of(study(family="game", spec={"payoffs": [agree] * 3}))
    assert row["pure_equilibria"] == '[["1", "1", "1"], ["2", "2", "2"]]'
    assert row.get("extreme_equilibria") is None
    assert row["trembling"] is None
    assert (row["regret"], row["exact"]) == ("0", True)


def test_cells_of_a_game_file_are_parameters(tmp_path: Path) -> None:
    payoffs = [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]
    game = {"players": ["A", "B"], "strategies": [["u", "d"], ["l", "r"]], "payoffs": payoffs}
    (tmp_path / "battle.json").write_text(json.dumps(game))
    cells = [{"player": "A", "at": ["u", "l"], "payoff": "= x"}]
    data = {
        "family": "game",
        "spec": {"file": "battle.json", "cells": cells},
        "parameters": {"x": {"grid": [-1, 0, 2]}},
    }
    rows = rows_of(parse_study(data, "study", tmp_path))
    # at x = -1 down is best against left, at 0 both are
    assert [row["pure_equilibria"] for row in rows] == [
        '[["d", "r"]]',
        '[["u", "l"], ["d", "r"]]',
        '[["u", "l"], ["d", "r"]]',
    ]
    # the same name with another content is another game, in the same process too
    (tmp_path / "battle.json").write_text(json.dumps(game | {"payoffs": [payoffs[0], [[0, 1], [0, 2]]]}))
    assert rows_of(parse_study(data, "study", tmp_path))[2]["pure_equilibria"] == '[["d", "r"]]'


def test_bundling_rows_hold_the_profits_of_the_solver() -> None:
    """Two consumers' atoms alike: a monopolist of a component earns its price times all buyers, a closed form."""
    spec = {"valuations": {"atoms": [{"values": ["= v", "= v"], "mass": 1}]}, "complementarity": "= delta"}
    parameters = {"v": {"grid": [1, 2]}, "delta": {"grid": [0, "1/2"]}}
    rows = rows_of(study(family="bundling", spec=spec, parameters=parameters))
    for row in rows:
        v, delta = Fraction(row["v"]), Fraction(row["delta"])
        assert (row["1_low"], row["1_high"]) == (v, v)
        assert (row["b_low"], row["b_high"]) == (2 * v + delta, 2 * v + delta)
        assert (row["1+delta_low"], row["1+delta_high"]) == (v + delta, v + delta)
    assert [row["case"] for row in rows] == [0, 1, 2, 3]


def test_the_uniform_market_has_the_equilibria_of_the_paper() -> None:
    spec = {"valuations": {"independent": "= marginal"}, "complementarity": 0}
    marginals = {"marginal": {"values": [{"uniform": [0, 1]}, {"uniform": [0, "1/0"]}]}}
    row, bad = rows_of(study(family="bundling", spec=spec, parameters=marginals))
    assert (row["extreme_equilibria"], row["components"], row["pure"]) == (89, 8, 14)
    assert row["marginal"] == '{"uniform": [0, 1]}'
    assert row["sequential_entry"] == '[["111", "000"]]'
    assert row["b_low"] == pytest.approx(2 * 6**0.5 / 9)
    assert (bad["status"], bad["reason"]) == (
        "failed",
        "valuations.independent.uniform[1]: got '1/0'; allowed: a finite number or a string like '5/8'",
    )


@pytest.mark.parametrize("kind", ["csv", "comonotone", "copula", "atoms"])
def test_kinds_of_valuations_are_read(kind: str, tmp_path: Path) -> None:
    """That descriptions of all kinds come through templates whole; the slow ones are not solved here."""
    from selten.sweep.markets import parsed

    (tmp_path / "survey.csv").write_text("v1,v2\n1,2\n2,1\n")
    marginal = {"truncated_exponential": {"rate": "= x", "upper": 1}}
    valuations = {
        "csv": {"csv": "survey.csv"},
        "comonotone": {"comonotone": {"beta": ["= x", 1]}},
        "copula": {"gaussian_copula": {"marginal": marginal, "correlation": "= x / 10"}},
        "atoms": {"atoms": [{"values": ["= x", 1], "mass": "= 1 / x"}, {"values": [1, 1], "mass": "= 1 - 1 / x"}]},
    }
    data = {"family": "bundling", "spec": {"valuations": valuations[kind], "complementarity": "= x"}}
    one = parse_study(data | {"parameters": {"x": {"grid": [2, 3]}}}, "study", tmp_path)
    markets = [parsed(one, one.template.fill(one.values(case))) for case in range(2)]
    assert [market.complementarity for market in markets] == [2, 3]
    assert ("survey.csv" in one.files) == (kind == "csv")


def test_discrimination_rows_hold_the_exact_surplus() -> None:
    """One producer at cost 0 facing values 1 and 2: consumers keep what exceeds the uniform monopoly profit."""
    spec = {"states": [{"mass": "= p", "values": [1], "costs": [0]}, {"mass": "= 1 - p", "values": [2], "costs": [0]}]}
    rows = rows_of(study(family="discrimination", spec=spec, parameters={"p": {"grid": ["1/4", "1/2", "3/4"]}}))
    for row in rows:
        p = Fraction(row["p"])
        monopoly = max(Fraction(1), 2 * (1 - p))
        assert row["producer_surplus"] == f'["{monopoly}"]'
        assert row["consumer_surplus"] == str(p + 2 * (1 - p) - monopoly)
        assert (row["regret"], row["exact"], row["status"]) == ("0", True, "complete")


DISCLOSURE = {
    "customers": 10,
    "stock": 3,
    "share": "9/10",
    "prior": "1/2",
    "search_cost": "= cost",
    "tastes": "uniform",
}
DISCLOSURE |= {"values": {"L": 5, "H": 7}, "prices": {"L": "= price", "H": 5}, "arrival": "= arrival"}


def test_disclosure_rows_hold_the_verdicts_of_the_solver() -> None:
    from selten.equilibria.disclosure.answer import solve_disclosure

    parameters = {
        "cost": {"grid": [0, "1/2", 3]},
        "price": {"from": 1, "to": 4, "count": 3},
        "arrival": {"values": ["random", "efficient", "inefficient"]},
    }
    spec = DISCLOSURE | {"cost_scales_with_taste": False}
    rows = rows_of(study(family="disclosure", spec=spec, parameters=parameters))
    assert len(rows) == 27
    for row in rows:
        prices = {"L": row["price"], "H": 5}
        market = spec | {"search_cost": row["cost"], "prices": prices, "arrival": row["arrival"]}
        solved = solve_disclosure(parse_disclosure(market, "x"))
        assert row["verdict"] == solved.verdict
        assert row["visitors_aggregate"] == float(solved.visitors["aggregate"])
    assert len({row["verdict"] for row in rows}) > 1


def test_a_case_that_raises_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the games of a chunk are solved together: the others are solved all the same."""
    from selten.sweep import solve

    one = study(family="random", spec={"family": "01", "rows": 2, "columns": 2}, samples=5)
    right, bad = rows_of(one), built(one, 3, {"family": "01", "rows": 2, "columns": 2}).normal_form.payoffs.tolist()

    def rows(of: Study, games: list[Built]) -> Any:
        if any(game.normal_form.payoffs.tolist() == bad for game in games):
            raise MemoryError("no room")
        return finite_rows(of, games)

    monkeypatch.setattr(solve, "finite_rows", rows)
    found = rows_of(one)
    assert (found[3]["status"], found[3]["reason"]) == ("failed", "MemoryError: no room")
    assert [without_seconds(row) for row in found[:3]] == [without_seconds(row) for row in right[:3]]
