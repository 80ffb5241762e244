"""The scripts run as a user runs them; what they print is held against what is known from elsewhere."""

import itertools
import json
import shutil
import subprocess
import sys
from math import sqrt
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"

BATTLE = {"payoffs": [[[2, 0], [0, 1]], [[1, 0], [0, 2]]], "strategies": [["up", "down"], ["left", "right"]]}
"""By hand: two pure equilibria and the mixed one with 2/3 on up and 1/3 on left; it pays 2/3 to each."""


def run(script: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPTS / script), *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def test_every_script_is_run_here() -> None:
    helpers = {
        "peers.py",
        "prices_benchmark.py",
        "enumeration_million.py",
        "enumeration_sizes.py",
        "information_benchmark.py",
        "sweep_benchmark.py",
        "fuzz_corpus.py",
        "fuzz_doors.py",
        "fuzz_judge.py",
        "fuzz_mutations.py",
        "mutant_sites.py",
        "mutant_targets.py",
    }
    assert {path.name for path in SCRIPTS.glob("*.py")} - helpers == {
        "enumerate_equilibria.py",
        "verify_bundling_tables.py",
        "benchmark.py",
        "fuzz.py",
        "fuzz_inputs.py",
        "mutants.py",
        "verify_disclosure.py",
        "verify_disclosure_trees.py",
        "search_markets.py",
        "check_site.py",  # by tests/test_site.py
        "errata.py",  # by tests/test_errata.py
        "run_notebooks.py",  # by tests/test_notebooks.py
    }


def test_enumerate_equilibria_prints_the_three_of_a_battle() -> None:
    done = run("enumerate_equilibria.py", "-", text=json.dumps(BATTLE))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:3] == [
        "equilibrium 0: up | left; pays 2, 1; regret 0",
        "equilibrium 1: 2/3 up + 1/3 down | 1/3 left + 2/3 right; pays 2/3, 2/3; regret 0",
        "equilibrium 2: down | right; pays 1, 2; regret 0",
    ]
    assert "3 equilibria, 3 components. All extreme equilibria, proven complete." in done.stdout


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{"payoffs": [[[1, 2], [3]], [[1, 2], [3, 4]]]}', "payoffs"),
        ("hello", "standard input"),
        ("", "standard input"),
    ],
)
def test_enumerate_equilibria_refuses_bad_games_in_one_line(text: str, named: str) -> None:
    done = run("enumerate_equilibria.py", "-", text=text)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert named in done.stderr


def test_enumerate_equilibria_without_a_game_explains_itself() -> None:
    done = run("enumerate_equilibria.py")
    assert done.returncode == 2
    assert "usage: enumerate_equilibria.py GAME" in done.stderr


def test_verify_bundling_tables_finds_the_tables_right() -> None:
    """The closed forms 2 sqrt(6)/9, 59/108, 4/9 + 2 sqrt(2)/27 and 1/4, and lrslib's counts on the printed table."""
    done = run("verify_bundling_tables.py")
    assert done.returncode == 0, done.stdout + done.stderr
    computed = done.stdout[done.stdout.index("Table 2, computed") :].splitlines()[2:10]
    monopoly = [float(row.split()[1]) for row in computed]
    forms = [0, 1 / 4, 1 / 4, 1 / 2, 2 * sqrt(6) / 9, 59 / 108, 59 / 108, 4 / 9 + 2 * sqrt(2) / 27]
    assert monopoly == [round(value, 6) for value in forms]
    assert "Table 1: 0 of 8 rows differ. Table 2: 0 of 64 values do not round to what is printed." in done.stdout
    assert "Price games: in 64 cells" in done.stdout
    assert "14 pure equilibria, 89 extreme ones in 8 components" in done.stdout


def test_verify_bundling_tables_takes_no_arguments() -> None:
    assert run("verify_bundling_tables.py", "market.json").returncode == 2


def test_quick_benchmark_finds_what_lrslib_and_gambit_list() -> None:
    """89 extreme equilibria: counted by lrslib 7.1 and by Gambit's rational mode."""
    done = run("benchmark.py", "enumerate", "--quick")
    assert done.returncode == 0, done.stderr
    rows = {cells[0]: cells[1:5] for cells in table_rows(done.stdout)}
    for engine in ("selten", "selten, with components and indices", "Gambit enummixed, float"):
        assert rows[engine] == ["89", "0", "0", "0"], engine
    assert "selten 0.1.0" in done.stdout


@pytest.mark.skipif(shutil.which("lrsnash") is None, reason="needs lrsnash (Debian: lrslib)")
def test_quick_benchmark_by_size_misses_nothing_that_lrsnash_lists() -> None:
    done = run("benchmark.py", "enumerate", "--quick")
    lines = done.stdout[done.stdout.index("| payoffs |") :].splitlines()[2:]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("|")]
    assert [row[:3] for row in rows] == [[f, f"{k} x {k}", "1"] for f, k in [("012", 6), ("012", 8)]] + [
        ["thousand", "8 x 8", "1"],
        ["thousand", "10 x 10", "1"],
    ]
    assert all(int(row[3]) > 0 and row[4:6] == ["0", "0"] for row in rows)


def test_many_distinct_offering_games() -> None:
    """The first ones of a run are held against the enumeration in Python integers by the script itself."""
    done = run("benchmark.py", "enumerate", "--million", "--quick")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == [
        "3,000 distinct games with 3 digits",
        "3,000 distinct games with 6 digits",
    ]
    assert all("each proven, 0 errors" in line for line in lines[:2])


def test_readme_table_has_the_rows_of_the_benchmark() -> None:
    """What does not hang on rounding, the machine or the load is the same in the README as in every run."""
    rows = {cells[0]: cells[1:5] for cells in table_rows((ROOT / "README.md").read_text())}
    for engine in ("selten", "Gambit enummixed, rational", "Gambit enummixed, float", "lrsnash (with process start)"):
        assert rows[engine] == ["89", "0", "0", "0"], engine
    assert all(int(found) + int(missed) == 89 for found, missed, _, _ in rows.values())


def table_rows(text: str) -> list[list[str]]:
    """The cells of each row of the one table in a text whose first column is an engine."""
    lines = text[text.index("| engine |") :].splitlines()[2:]
    rows = itertools.takewhile(lambda line: line.startswith("|"), lines)
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows]


def test_benchmark_refuses_no_runs() -> None:
    assert run("benchmark.py", "enumerate", "--runs", "0").returncode == 2


@pytest.mark.skipif(shutil.which("lrsnash") is None, reason="needs lrsnash (Debian: lrslib)")
def test_fuzz_agrees_with_lrsnash() -> None:
    done = run("fuzz.py", "--games", "24", "--seed", "5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].split()[:4] == ["all", "24", "24", "0"]


def test_fuzz_refuses_no_games() -> None:
    done = run("fuzz.py", "--games", "0")
    assert done.returncode == 2
    assert "allowed: at least 1" in done.stderr


def test_fuzzed_inputs_of_every_door_break_nothing(tmp_path: Path) -> None:
    """A sample; .ci/full tries 100,000."""
    done = run(
        "fuzz_inputs.py", "--inputs", "150", "--workers", "1", "--seed", "7", "--folder", str(tmp_path / "failed")
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line.split() for line in done.stdout.splitlines()[1:-1]]
    assert rows[-1][:2] == ["all", "150"]
    assert all(row[4:] == ["0", "0", "0"] for row in rows)
    assert sum(int(row[2]) for row in rows[:-1]) > 20
    assert not (tmp_path / "failed").exists()


def test_fuzzing_refuses_no_inputs() -> None:
    assert "allowed: at least 1" in run("fuzz_inputs.py", "--inputs", "0").stderr


def test_mutants_are_killed() -> None:
    """A sample of one module; .ci/full takes all of all."""
    done = run("mutants.py", "--module", "selten/equilibria/pure.py", "--sample", "3", "--seed", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    _, killed, survived, equivalent = done.stdout.splitlines()[-2].split()
    assert (int(killed) + int(equivalent), survived) == (3, "0")
    assert int(killed) >= 2


def test_mutants_refuse_a_module_that_decides_nothing() -> None:
    done = run("mutants.py", "--module", "selten/cli/output.py")
    assert done.returncode == 2
    assert "--module: got selten/cli/output.py; allowed: selten/equilibria/certify.py" in done.stderr


def test_benchmark_of_prices_leaves_nothing_unsolved_or_unproven() -> None:
    done = run("benchmark.py", "prices", "--quick", "--markets", "6")
    assert done.returncode == 0, done.stderr
    rows = [line.split(" | ") for line in done.stdout.splitlines()[2:6]]
    assert [row[1] for row in rows[:3]] == ["2,500 x 50", "2,197 x 2,197", "2,197 x 2,197"]
    assert [row[-1] for row in rows] == ["0, exact |"] * 4
    assert "6 random atom markets at n = 50: 0 unsolved, 0 without an exact proof" in done.stdout
    assert "times faster" in done.stdout


def test_benchmark_of_information_has_the_optimum_of_the_whole_program() -> None:
    done = run("benchmark.py", "information", "--quick")
    assert done.returncode == 0, done.stderr
    rows = [line.split("|") for line in done.stdout.splitlines() if "max_producer" in line or "min_total" in line]
    assert len(rows) == 2
    for row in rows:
        assert row[3].strip() == row[6].strip()


def test_benchmark_of_prices_refuses_a_count_that_is_not_positive() -> None:
    done = run("benchmark.py", "prices", "--markets", "0")
    assert done.returncode != 0
    assert done.stderr == "benchmark.py prices: --markets: got 0; allowed: at least 1\n"


def test_search_of_markets_finds_one_in_which_adding_a_component_hurts_and_goes_on_where_it_stopped(
    tmp_path: Path,
) -> None:
    """Number 8 of seed 0: by hand-made grids and by lifting the bundler earns 0.29 less; a torn line is made again."""
    output = tmp_path / "found.jsonl"
    whole = run("search_markets.py", "hurts", "--markets", "9", "--lift", "--output", str(output))
    assert whole.returncode == 0, whole.stderr
    assert "markets 9, " in whole.stdout
    assert "number 8: (1, 5): 1/5, (3, 3): 1/5, (3, 4): 1/5, (4, 3): 1/5, (5, 1): 1/5; Delta 0" in whole.stdout
    lines = output.read_text().splitlines()
    records = [json.loads(line) for line in lines[1:]]
    assert [record["number"] for record in records] == list(range(9))
    alone, beside = records[8]["continuum"]
    assert max(alone["regret"], beside["regret"]) < 1e-30
    assert alone["payoffs"][0] - beside["payoffs"][0] > 0.25
    output.write_text("\n".join(lines[:8]) + "\n" + lines[8][:30])
    again = run("search_markets.py", "hurts", "--markets", "9", "--lift", "--output", str(output))
    assert (again.stdout, output.read_text().splitlines()) == (whole.stdout, lines)
    assert [path.name for path in tmp_path.iterdir()] == ["found.jsonl"]


def test_search_of_markets_refuses_the_file_of_another_question(tmp_path: Path) -> None:
    output = tmp_path / "found.jsonl"
    output.write_text('{"question": "lemma-4", "seed": 0}\n')
    done = run("search_markets.py", "hurts", "--markets", "1", "--output", str(output))
    assert done.returncode == 2
    assert done.stderr.startswith("search_markets: --output: got found.jsonl, which another question or seed made")


def test_disclosure_trees_agree_with_gambit() -> None:
    done = run("verify_disclosure_trees.py", "--games", "2", "--customers", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "2 agree, 0 differ, 0 not finished"


def test_verify_disclosure_finds_the_corrected_forms_right() -> None:
    """Proposition 4 is right as printed where high tastes come first; Proposition 2 is wrong at many points."""
    done = run("verify_disclosure.py", "--points", "2000")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = {
        cells[0]: cells[1:] for cells in ([c.strip() for c in r.split("|")[1:-1]] for r in done.stdout.splitlines())
    }
    assert len(rows) == 2 + 6
    forms = [cells for name, cells in rows.items() if name not in {"form", "---"}]
    assert [cells[0] for cells in forms] == ["2,000"] * 6
    assert [cells[3] for cells in forms] == ["0"] * 6
    assert rows["Proposition 4, efficient"][2] == "0"
    assert int(rows["Proposition 2"][2]) > 50


def test_verify_disclosure_refuses_no_points() -> None:
    done = run("verify_disclosure.py", "--points", "0")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("--points: got 0; allowed: at least 1")


def test_benchmark_of_sweeps_runs_through() -> None:
    """Every family in a few cases; none of them fails."""
    done = run("benchmark.py", "sweep", "--quick", "--games", "60", "--workers", "1")
    assert done.returncode == 0, done.stderr
    rows = [line.split("|")[1:-1] for line in done.stdout.splitlines() if line.startswith("| ")][1:]
    assert [row[0].split()[0] for row in rows].count("bundling,") == 2
    assert len(rows) == 8
    assert all(int(row[1].replace(",", "")) >= 2 and int(row[2]) == 0 for row in rows)
