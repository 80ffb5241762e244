"""``selten discrimination`` from a file to the record; ``selten certify`` on what it printed, whole and tampered."""

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run as selten
from selten.cli.discrimination_checks import check_discrimination
from selten.games.errors import InputError

STATES = [{"mass": "1/16", "values": [a, b], "costs": [c, d]} for a in "14" for b in "14" for c in "01" for d in "01"]


@pytest.fixture
def prior(tmp_path: Path) -> Path:
    path = tmp_path / "prior.json"
    path.write_text(json.dumps({"states": STATES}))
    return path


@pytest.fixture
def record(prior: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert selten(["discrimination", str(prior), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_record_of_example_1(record: dict[str, Any]) -> None:
    """Numbers by hand, as in tests/equilibria/discrimination/test_information.py; the keys as programs read them."""
    assert list(record) == [
        "total_surplus", "producer_surplus", "consumer_surplus", "monopoly_prices", "segments", "equilibrium",
        "benchmarks", "provenance",
    ]  # fmt: skip
    assert record["total_surplus"] == "23/8"
    assert (record["producer_surplus"], record["consumer_surplus"]) == (["5/8", "5/8"], "13/8")
    assert record["monopoly_prices"] == [{"0": "3", "1": "3"}] * 2
    assert record["equilibrium"] == {"regret": "0", "exact": True}
    known = record["benchmarks"]["complete_information"]
    assert known == {"producer_surplus": ["7/8", "7/8"], "consumer_surplus": "9/8"}
    first = {
        "producer": 1,
        "cost": "0",
        "mass": "3/16",
        "price": "1",
        "residuals": {"1": "2/3", "3": "1/12", "4": "1/4"},
    }
    assert first in record["segments"]
    assert {segment["producer"] for segment in record["segments"]} == {1, 2}


def test_a_cost_with_no_residual_above_it_has_no_price(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.toml"
    path.write_text("[[states]]\nmass = 1\nvalues = [3, 1]\ncosts = [0, 2]\n")
    assert selten(["discrimination", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["monopoly_prices"] == [{"0": "3"}, {"2": None}]
    assert [segment["producer"] for segment in found["segments"]] == [1]


def test_people_read_tables(prior: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert selten(["discrimination", str(prior)]) == 0
    out = capsys.readouterr().out
    assert all(text in out for text in ("13/8", "3 at cost 0", "1: 2/3, 3: 1/12, 4: 1/4", "Regret 0"))


def test_certify_verifies_the_record(
    prior: Path, record: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(record))
    assert selten(["certify", str(prior), str(answer), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verified"], found["regret"], found["problems"]) == (True, "0", [])


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(record: dict[str, Any]) -> None:
        place = record
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


def _pool(record: dict[str, Any]) -> None:
    """Producer 1's cost 0 in one segment, on which price 1 is not best."""
    segments = record["segments"]
    own = [s for s in segments if s["producer"] == 1 and s["cost"] == "0" and s["price"] != "0"]
    record["segments"] = [s for s in segments if s not in own]
    pooled = {"1": "1/2", "3": "1/4", "4": "1/4"}
    record["segments"].append({"producer": 1, "cost": "0", "mass": "1/4", "price": "1", "residuals": pooled})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_set("consumer_surplus", to="14/8"), "consumer_surplus: claimed 14/8, found 13/8"),
        (_set("total_surplus", to="3"), "total_surplus: claimed 3, found 23/8"),
        (_set("producer_surplus", 1, to="1/2"), "producer_surplus[1]: claimed 1/2, found 5/8"),
        (_set("producer_surplus", to=["5/8"]), "producer_surplus: claimed 1 entries, found 2"),
        (_set("monopoly_prices", 0, "1", to="4"), "monopoly_prices[0].1: claimed 4, found 3"),
        (_set("monopoly_prices", 0, "1", to=None), "monopoly_prices[0].1: claimed nothing, found 3"),
        (_set("equilibrium", "regret", to="1/9"), "equilibrium.regret: claimed 1/9, found 0"),
        (_set("equilibrium", "exact", to=False), "equilibrium.exact: claimed False, found True"),
        (
            _set("benchmarks", "complete_information", "consumer_surplus", to="1"),
            "benchmarks.complete_information.consumer_surplus: claimed 1, found 9/8",
        ),
        (_set("segments", 1, "price", to="3"), "segments[1].price: claimed 3, found 1, the lowest residual"),
        (_set("segments", 1, "producer", to=3), "segments[1].producer: got 3; allowed: 1 to 2"),
        (_set("segments", 1, "mass", to="-3/16"), "segments[1].mass: got -3/16; allowed: more than 0"),
        (
            _set("segments", 1, "mass", to="1/16"),
            "segments: producer 1, cost 0, residual 1: got mass 1/24; allowed: 1/8, each once",
        ),
        (
            _set("segments", 1, "residuals", to={"1": "2/3", "3": "1/4", "4": "1/4"}),
            "segments[1].residuals: got shares that sum to 7/6; allowed: 1",
        ),
        (
            _set("segments", 1, "residuals", to={"1": "4/3", "3": "-1/3"}),
            "segments[1].residuals: allowed: different residuals with positive shares",
        ),
        (
            _pool,
            "segments: producer 1, cost 0, {1: 1/2, 3: 1/4, 4: 1/4}: earns 1, and 3/2 at or just below the price 3",
        ),
    ],
)
def test_a_tampered_record_is_refused_naming_the_fault(
    change: Callable[[dict[str, Any]], None],
    problem: str,
    prior: Path,
    record: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(record)
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(record))
    assert selten(["certify", str(prior), str(answer), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["verified"] is False
    assert problem in found["problems"]


def _leaves(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    rows = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if rows is None:
        yield path, data
        return
    for key, value in rows:
        yield from _leaves(value, (*path, key))


def test_no_number_of_the_record_can_be_changed(prior: Path, record: dict[str, Any]) -> None:
    """Every leaf of the record in turn: each number is checked, not only those of the cases above."""
    del record["provenance"]  # says where the record comes from, and claims nothing of the prior
    text, leaves = prior.read_text(), list(_leaves(record))
    assert len(leaves) > 80
    for path, value in leaves:
        changed = json.loads(json.dumps(record))
        other = str(Fraction(value) + Fraction(1, 7)) if isinstance(value, str) else not value
        _set(*path, to=3 - value if path[-1] == "producer" else other)(changed)
        assert check_discrimination(text, "prior", changed, "answer")["verified"] is False, path


@pytest.mark.parametrize(
    ("states", "message"),
    [
        ([{**STATES[0], "mass": "1/2"}], "masses that sum to 1/2"),
        ([{"mass": 1, "values": [1, -4], "costs": [0, 0]}], "states[0].values[1]: got -4"),
        ([{"mass": 1, "values": [1, 4], "costs": [0]}], "states[0]: got 2 values and 1 costs"),
    ],
)
def test_bad_priors_end_in_one_line(
    states: list[Any], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"states": states}))
    assert selten(["discrimination", str(path)]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1


def test_an_answer_of_another_kind_is_refused(prior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = tmp_path / "answer.json"
    answer.write_text('{"strategies": [["1"]]}')
    assert selten(["certify", str(prior), str(answer)]) == 2
    assert "segments: missing" in capsys.readouterr().err


@pytest.mark.parametrize(("stage", "infosets"), [("information", 18), ("no-information", 2)])
def test_convert_writes_a_tree_that_gambit_reads(stage: str, infosets: int, prior: Path, tmp_path: Path) -> None:
    """Information sets by hand: 7 segments of his own (two of them ties), 11 as a rival; or his two costs."""
    import pygambit

    out = tmp_path / "tree.efg"
    assert selten(["convert", str(prior), "-o", str(out), "--stage", stage, "--grid", "1"]) == 0
    tree = pygambit.read_efg(str(out))
    assert [len(tree.get_infosets(player)) for player in ("1", "2")] == [infosets] * 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--stage", "pricing", "--grid", "1"], "--stage: got 'pricing'; allowed: information, no-information"),
        (["--stage", "information"], "--grid: missing with --stage information"),
    ],
)
def test_convert_refuses_other_stages(
    arguments: list[str], message: str, prior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert selten(["convert", str(prior), "-o", str(tmp_path / "x.efg"), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_lattice_that_misses_a_cost_names_the_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"states": [{"mass": 1, "values": [3, 3], "costs": [0, "1/3"]}]}))
    assert (
        selten(["convert", str(path), "-o", str(tmp_path / "x.efg"), "--stage", "no-information", "--grid", "2"]) == 2
    )
    assert "states[0].costs[1]: got the cost 1/3, which prices in steps of 1/2 miss" in capsys.readouterr().err


@pytest.fixture
def proven(prior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The record with welfare after next to no search, and the file of witnesses."""
    out = tmp_path / "witness.json"
    arguments = ["discrimination", str(prior), "--witness", str(out), "--time-limit", "0.01", "--json"]
    assert selten(arguments) == 0
    return json.loads(capsys.readouterr().out), json.loads(out.read_text())


def test_welfare_brackets_hold_what_is_known(proven: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Theorem 1 fixes three of them; complete information (producers 7/4, consumers 9/8) lies within the others."""
    welfare = proven[0]["welfare"]
    exact = {"max_consumer": "13/8", "min_producer": "5/4", "max_total": "23/8"}
    assert {name: welfare[name] for name in exact} == {name: [value] * 2 for name, value in exact.items()}
    within = {"max_producer": "7/4", "min_consumer": "9/8", "min_total": "23/8"}
    for name, value in within.items():
        low, high = map(Fraction, welfare[name])
        assert low <= Fraction(value) if name.startswith("min") else high >= Fraction(value)
        assert low <= high


def test_certify_checks_every_witness(
    prior: Path, proven: tuple[dict[str, Any], dict[str, Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert selten(["certify", str(prior), str(tmp_path / "witness.json"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["verified"], found["exact"], len(found["witnesses"]), found["problems"]) == (True, True, 12, [])
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(proven[0]))
    assert selten(["certify", str(prior), str(answer)]) == 0
    assert "welfare: contradicts nothing" in capsys.readouterr().out


def refusal(prior: Path, changed: Any, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The one problem that certify finds in changed output."""
    path = folder / "changed.json"
    path.write_text(json.dumps(changed))
    assert selten(["certify", str(prior), str(path), "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["problems"]
    assert isinstance(found, str)
    return found


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_set("witnesses", 0, "value", to="7/4"), "witnesses[0] (max_consumer inner): value: got 7/4; allowed: what"),
        (_set("witnesses", 1, "value", to="3/2"), "witnesses[1] (max_consumer outer): value: got 3/2; allowed: what"),
        (_set("witnesses", 0, "end", to="outer"), "witnesses[0] (max_consumer outer): claims to be an outer witness"),
        (_set("witnesses", 0, "extreme", to="max_total"), "witnesses[0] (max_total inner): its weights are not those"),
        (_set("witnesses", 0, "kind", to="x"), "witnesses[0] (max_consumer inner): kind: got 'x'"),
    ],
)
def test_a_tampered_witness_is_refused_naming_it(
    change: Callable[[dict[str, Any]], None],
    problem: str,
    prior: Path,
    proven: tuple[dict[str, Any], dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(proven[1])
    assert refusal(prior, proven[1], tmp_path, capsys).startswith(problem)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_set("welfare", "max_consumer", to=["7/4", "2"]), "welfare.max_consumer: claimed [7/4, 2], which contradicts"),
        (_set("welfare", "max_total", to=["3", "2"]), "welfare.max_total: claimed [3, 2], which contradicts"),
        (_set("welfare", "max_total", to="3"), "welfare.max_total: allowed: two numbers"),
        (_set("welfare", to={}), "welfare: allowed: the keys max_consumer"),
    ],
)
def test_brackets_that_contradict_what_is_proven_are_refused(
    change: Callable[[dict[str, Any]], None],
    problem: str,
    prior: Path,
    proven: tuple[dict[str, Any], dict[str, Any]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(proven[0])
    assert refusal(prior, proven[0], tmp_path, capsys).startswith(problem)


KNOWN: dict[str, Any] = {
    "max_consumer": ["13/8", "13/8"],
    "min_producer": ["5/4", "5/4"],
    "max_producer": ["7/4", "23/8"],
    "min_consumer": ["0", "9/8"],
    "max_total": ["23/8", "23/8"],
    "min_total": ["5/4", "23/8"],
}
"""What is known of the example without a search: Theorem 1 fixes three; complete information gives producers 7/4 and
consumers 9/8 of 23/8 together; consumers get at least 0, and producers at least 5/4."""


@pytest.mark.parametrize(
    ("name", "ends", "problem"),
    [
        ("min_total", ["5/4", "5/4"], None),  # at the ends of what is known without a search, which is not made
        ("min_total", ["23/8", "23/8"], None),
        ("min_consumer", ["0", "0"], None),
        ("max_producer", [2, "9/4"], None),
        ("min_total", ["1", "9/8"], "claimed [1, 9/8], which contradicts the bounds [5/4, 23/8]"),
        ("min_total", ["3", "4"], "claimed [3, 4], which contradicts the bounds [5/4, 23/8]"),
        ("min_total", ["2", "3/2"], "claimed [2, 3/2], which contradicts the bounds [5/4, 23/8]"),
        ("max_producer", "23", "allowed: two numbers"),  # once taken for 2 and 3
        ("max_producer", {"2": 0, "9/4": 0}, "allowed: two numbers"),
        ("max_producer", ["2"], "allowed: two numbers"),
        ("max_producer", ["2", "2", "2"], "allowed: two numbers"),
        ("max_producer", ["2", "x"], "allowed: two numbers"),
        ("max_producer", None, "allowed: two numbers"),
    ],
)
def test_brackets_are_compared_with_what_is_known_without_a_search(
    name: str, ends: Any, problem: str | None, prior: Path, record: dict[str, Any]
) -> None:
    found = check_discrimination(prior.read_text(), "prior", {**record, "welfare": {**KNOWN, name: ends}}, "answer")
    assert found["problems"] == ([] if problem is None else [f"welfare.{name}: {problem}"])
    assert found["verified"] is (problem is None)
    assert found["exact"] is True


@pytest.mark.parametrize("witnesses", [3, None, {}, "inner", [3], [{}, 3], [[]]])
def test_witnesses_that_are_no_objects_are_bad_input(witnesses: Any, prior: Path) -> None:
    with pytest.raises(InputError, match="answer: witnesses: allowed: a list of objects"):
        check_discrimination(prior.read_text(), "prior", {"witnesses": witnesses}, "answer")


SEGMENT = {"producer": 1, "cost": "0", "mass": "1/16", "price": "1", "residuals": {"1": "1"}}
SHAPE = r"segments\[0\]: allowed: an object with the keys producer, cost, mass, price, residuals"


@pytest.mark.parametrize(
    ("segment", "message"),
    [
        (3, SHAPE),
        ([*SEGMENT], SHAPE),
        ({key: own for key, own in SEGMENT.items() if key != "mass"}, SHAPE),
        ({**SEGMENT, "weight": 1}, SHAPE),
        ({**SEGMENT, "residuals": [1]}, SHAPE),
        ({**SEGMENT, "residuals": None}, SHAPE),
        ({**SEGMENT, "producer": True}, r"segments\[0\].producer: got True; allowed: a number from 1"),
        ({**SEGMENT, "producer": "1"}, r"segments\[0\].producer: got '1'; allowed: a number from 1"),
        ({**SEGMENT, "producer": None}, r"segments\[0\].producer: got None; allowed: a number from 1"),
        ({**SEGMENT, "cost": "x"}, r"segments\[0\].cost: got 'x'"),
        ({**SEGMENT, "mass": None}, r"segments\[0\].mass: got None"),
        ({**SEGMENT, "price": None}, r"segments\[0\].price: got None"),
        ({**SEGMENT, "residuals": {"x": 1}}, r"segments\[0\].residuals: got 'x'"),
    ],
)
def test_segments_of_another_shape_are_bad_input(segment: Any, message: str, prior: Path) -> None:
    with pytest.raises(InputError, match=f"^answer: {message}"):
        check_discrimination(prior.read_text(), "prior", {"segments": [segment]}, "answer")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"producer": 0}, "producer: got 0; allowed: 1 to 2"),
        ({"producer": 3}, "producer: got 3; allowed: 1 to 2"),
        ({"mass": 0}, "mass: got 0; allowed: more than 0"),
        ({"residuals": {}}, "residuals: allowed: different residuals with positive shares"),
        ({"residuals": {"1": "1", "3": "0"}}, "residuals: allowed: different residuals with positive shares"),
        ({"residuals": {"1": "1/2", "1/1": "1/2"}}, "residuals: allowed: different residuals with positive shares"),
        ({"residuals": {"1": "1/2", "3": "1/4"}}, "residuals: got shares that sum to 3/4; allowed: 1"),
        ({"price": "3"}, "price: claimed 3, found 1, the lowest residual"),
    ],
)
def test_segments_that_are_none(change: dict[str, Any], fault: str, prior: Path) -> None:
    claim = {"segments": [SEGMENT, {**SEGMENT, **change}]}
    found = check_discrimination(prior.read_text(), "prior", claim, "answer")
    assert found["problems"] == [f"segments[1].{fault}"]
    assert (found["verified"], found["regret"], found["least_producer_surplus"]) == (False, None, None)


def test_long_claims_are_cut_in_messages(prior: Path, record: dict[str, Any]) -> None:
    found = check_discrimination(prior.read_text(), "prior", {**record, "total_surplus": "x" * 100}, "answer")
    assert found["problems"] == [f"total_surplus: claimed {'x' * 60}, found 23/8"]


def test_a_witness_needs_a_folder(prior: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert selten(["discrimination", str(prior), "--witness", str(tmp_path / "none" / "w.json")]) == 2
    assert "allowed: a file in a folder that exists" in capsys.readouterr().err
