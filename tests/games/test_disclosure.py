"""The SPEC of the disclosure game: what is read, and what is refused in one sentence."""

from fractions import Fraction
from typing import Any

import pytest

from selten.games.disclosure import parse_disclosure, read_disclosure
from selten.games.errors import InputError

SPEC: dict[str, Any] = {
    "customers": 10, "stock": 3, "share": "9/10", "prior": 0.5, "search_cost": "1/2", "values": {"L": 5, "H": 7},
    "prices": {"L": 3, "H": 8}, "tastes": "uniform", "cost_scales_with_taste": False, "arrival": "random",
}  # fmt: skip


def test_numbers_are_exact_and_prices_may_exceed_values_or_be_left_out() -> None:
    market = parse_disclosure(SPEC, "x")
    assert (market.share, market.prior) == (Fraction(9, 10), Fraction(1, 2))
    assert market.priced == (Fraction(3), Fraction(8))
    assert parse_disclosure({k: v for k, v in SPEC.items() if k != "prices"}, "x").prices is None


def test_toml(tmp_path: Any) -> None:
    path = tmp_path / "market.toml"
    path.write_text(
        'customers = 10\nstock = 3\nshare = 0.9\nprior = "1/2"\nsearch_cost = 0.5\ntastes = "uniform"\n'
        'cost_scales_with_taste = false\narrival = "random"\nvalues = {L = 5, H = 7}\nprices = {L = 3, H = 8}\n'
    )
    assert read_disclosure(path) == parse_disclosure(SPEC, "x")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"share": "1/2"}, "x: share: got 1/2; allowed: strictly between 1/2 and 1"),
        ({"share": 1}, "x: share: got 1; allowed: strictly between 1/2 and 1"),
        ({"prior": 0}, "x: prior: got 0; allowed: strictly between 0 and 1"),
        ({"stock": -1}, "x: stock: got -1; allowed: a positive number"),
        ({"customers": 0}, "x: customers: got 0; allowed: a positive number"),
        ({"search_cost": "-1/2"}, "x: search_cost: got -1/2; allowed: a number of at least 0"),
        ({"prices": {"L": -1, "H": 1}}, "x: prices.L: got -1; allowed: a number of at least 0"),
        ({"arrival": "sorted"}, "x: arrival: got 'sorted'; allowed: random, efficient, inefficient"),
        ({"tastes": "normal"}, "x: tastes: got 'normal'; allowed: homogeneous, uniform"),
        ({"cost_scales_with_taste": 1}, "x: cost_scales_with_taste: got 1; allowed: true or false"),
        ({"values": [5, 7]}, "x: values: got [5, 7]; allowed: an object with the keys L, H"),
        ({"values": {"L": 5}}, "x: values: the key 'H' is missing; allowed: L, H"),
        ({"values": {"L": 5, "H": "x"}}, "x: values.H: got 'x'; allowed: a finite number or a string like '5/8'"),
        ({"extra": 1}, "x: the market: got the key 'extra'"),
    ],
)
def test_what_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_disclosure({**SPEC, **change}, "x")
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("key", [key for key in SPEC if key != "prices"])
def test_every_other_key_is_required(key: str) -> None:
    with pytest.raises(InputError, match=f"the key '{key}' is missing"):
        parse_disclosure({k: v for k, v in SPEC.items() if k != key}, "x")


def test_the_order_does_not_matter_when_all_are_alike() -> None:
    spec = {k: v for k, v in SPEC.items() if k not in ("arrival", "cost_scales_with_taste")}
    assert parse_disclosure({**spec, "tastes": "homogeneous"}, "x").arrival == "random"
