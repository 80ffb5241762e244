"""The names of ``selten``: a type-checked, executed example of each, and that they cost nothing until they are used.

Each example uses the names as a user would, as ``selten.name``; mypy checks this file in strict mode with the others.
"""

import ast
import json
import subprocess
import sys
import tomllib
import venv
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import selten

ROOT = Path(__file__).resolve().parents[1]
DILEMMA = [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]
BATTLE = [[[2, 0], [0, 1]], [[1, 0], [0, 2]]]


def test_a_game_from_payoffs_to_a_certified_answer() -> None:
    game: selten.NormalForm = selten.NormalForm.of(BATTLE, [["a", "b"]] * 2, players=["A", "B"])
    answer: selten.Solution = selten.solve(game, time_limit=60)
    assert answer.status is selten.Status.COMPLETE
    found: tuple[selten.Equilibrium, ...] = tuple(answer.equilibria)
    certificate: selten.Certificate = found[1].certificate
    assert (certificate.regret, certificate.exact) == (0, True)
    assert found[1].profile == selten.Profile.of([["2/3", "1/3"], ["1/3", "2/3"]])


def test_certificates_of_anybodys_profiles() -> None:
    game = selten.as_game(DILEMMA)
    assert isinstance(game, selten.NormalForm)
    profile: selten.Profile = selten.as_profile(game, ["1", {"2": 1.0}])
    one: selten.Equilibrium = selten.certify(game, profile)
    assert one.certificate.regret == 1
    both: tuple[selten.Equilibrium, ...] = selten.certify_each(game, [(0, 0), (1, 1)])
    assert [found.certificate.regret for found in both] == [2, 0]


def test_files(tmp_path: Path) -> None:
    game = selten.as_game(DILEMMA)
    selten.write_game(game, tmp_path / "game.csv")
    again = selten.read_game(tmp_path / "game.csv")
    assert isinstance(again, selten.NormalForm)
    assert again.payoffs.tolist() == DILEMMA
    with pytest.raises(selten.InputError, match="the suffix of the file"):
        selten.write_game(game, tmp_path / "game.doc")


def test_trees() -> None:
    tree = selten.Tree(["entrant", "incumbent"])
    tree.move(tree.infoset(0, ["out", "in"]))
    tree.leaf([0, 2])
    tree.move(tree.infoset(1, ["fight", "share"]))
    tree.leaf([-1, -1])
    tree.leaf([1, 1])
    game: selten.ExtensiveForm = tree.build()
    found = selten.subgame_perfect(game)
    assert [[float(value) for value in own.payoffs] for own in found.equilibria] == [[1.0, 1.0]]
    assert len(selten.solve(game).equilibria) == 3
    play = {"entrant": {"1": "in"}, "incumbent": {"1": {"fight": "1/4", "share": "3/4"}}}
    assert selten.certify_play(game, play).certificate.regret == Fraction(1, 2)


def test_pygambit() -> None:
    theirs: Any = selten.to_pygambit(selten.NormalForm.of(DILEMMA))
    ours: selten.NormalForm | selten.ExtensiveForm = selten.from_pygambit(theirs)
    assert selten.solve(theirs).equilibria[0].payoffs == selten.solve(ours).equilibria[0].payoffs == (1, 1)


def test_nashpy() -> None:
    theirs: Any = selten.to_nashpy(selten.NormalForm.of(DILEMMA))
    ours: selten.NormalForm = selten.from_nashpy(theirs)
    assert ours.payoffs.tolist() == DILEMMA
    assert [found.certificate.regret for found in selten.certify_each(theirs, theirs.vertex_enumeration())] == [0]


def test_quantecon() -> None:
    theirs: Any = selten.to_quantecon(selten.NormalForm.of(DILEMMA))
    ours: selten.NormalForm = selten.from_quantecon(theirs)
    assert ours.payoffs.tolist() == DILEMMA


def test_openspiel() -> None:
    theirs: Any = selten.to_openspiel(selten.NormalForm.of(DILEMMA))
    ours: selten.NormalForm | selten.ExtensiveForm = selten.from_openspiel(theirs)
    assert isinstance(ours, selten.NormalForm)
    assert ours.payoffs.tolist() == DILEMMA


def test_arrays_and_tables() -> None:
    ours: selten.NormalForm = selten.from_arrays(DILEMMA, [["stay", "leave"]] * 2, players=["A", "B"])
    table: Any = selten.to_pandas(ours)
    assert selten.from_pandas(table).payoffs.tolist() == DILEMMA
    answer: Any = selten.to_pandas(selten.solve(ours))
    assert answer["A: leave"].tolist() == [1]


def solution() -> selten.Solution:
    return selten.solve(selten.NormalForm.of([[[4, 0], [3, 3]], [[4, 3], [0, 3]]]))


def test_rules_say_which_to_expect() -> None:
    """The stag hunt: stag pays more, hare risks less, and both are strict, perfect and proper."""
    pareto: selten.Choice = selten.ParetoUndominated()(solution())
    payoff: selten.Choice = selten.PayoffDominant()(solution())
    risk: selten.Choice = selten.RiskDominant()(solution())
    strict: selten.Choice = selten.Strict()(solution())
    perfect: selten.Choice = selten.TremblingHand()(solution())
    proper: selten.Choice = selten.Proper()(solution())
    assert (pareto.kept, payoff.kept, risk.kept, strict.kept) == ((0,), (0,), (2,), (0, 2))
    assert perfect.kept == proper.kept == (0, 1, 2)


def test_rules_in_stages() -> None:
    rules = selten.Stages((selten.IteratedWeakDominance(), selten.ParetoUndominated()))
    choice: selten.Choice = rules(solution())
    assert choice.kept == (0,)
    assert choice.decided


def test_sequential_entry() -> None:
    """A market for one: whoever moves first enters; the costs count the products of each strategy."""
    game = selten.NormalForm.of([[[0, 0], [2, -1]], [[0, 2], [0, -1]]], [["out", "in"]] * 2)
    rule = selten.SequentialEntry(((0, 1), (0, 1)))
    choice = rule(selten.solve(game))
    assert choice.kept == (0, 2)
    assert "(in, out) if 1 moves first" in choice.reason


def test_a_bundling_market(tmp_path: Path) -> None:
    """Two consumers; a monopolist of the bundle would earn the lower sum twice."""
    path = tmp_path / "market.json"
    atoms = [{"values": [2, 1], "mass": "1/2"}, {"values": [1, 2], "mass": "1/2"}]
    path.write_text(json.dumps({"valuations": {"atoms": atoms}, "complementarity": 0}))
    solved = selten.solve_market(selten.read_market(path))
    assert solved.game.counts == (8, 8)


def test_a_prior_over_values_and_costs(tmp_path: Path) -> None:
    path = tmp_path / "prior.json"
    path.write_text('{"states": [{"mass": 1, "values": [4, 3], "costs": [0, 0]}]}')
    (signal,) = selten.best_information(selten.read_prior(path))
    assert (signal.producer, signal.profit) == (0, Fraction(1))


def test_a_disclosure_market(tmp_path: Path) -> None:
    spec: dict[str, Any] = {"customers": 10, "stock": 3, "share": "9/10", "prior": 0.5, "search_cost": 0.5}
    spec |= {"tastes": "uniform", "values": {"L": 5, "H": 7}, "prices": {"L": 2, "H": 5}, "arrival": "random"}
    path = tmp_path / "disclosure.json"
    path.write_text(json.dumps(spec | {"cost_scales_with_taste": False}))
    assert selten.solve_disclosure(selten.read_disclosure(path)).verdict == "strict"


def test_figures(tmp_path: Path) -> None:
    game = selten.NormalForm.of(DILEMMA, [["stay", "leave"]] * 2)
    axes = selten.figures.draw_game(game)
    selten.figures.save(axes, tmp_path / "game.svg")
    assert "leave" in (tmp_path / "game.svg").read_text(encoding="utf-8")
    assert "(leave, leave) pays (1, 1)" in selten.figures.describe_game(game)


def test_a_sweep(tmp_path: Path) -> None:
    path = tmp_path / "study.json"
    spec = {"states": [{"mass": 1, "values": ["= v", 3], "costs": [0, 0]}]}
    path.write_text(json.dumps({"family": "discrimination", "spec": spec, "parameters": {"v": {"grid": [3, 4]}}}))
    done = selten.run_sweep(selten.read_study(path), tmp_path / "rows.csv", workers=1)
    assert (done.status, done.cases) == ("complete", 2)


def module(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_every_name_has_an_example_that_mypy_checks() -> None:
    used = {
        node.attr
        for function in ast.walk(module(Path(__file__)))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "selten"
    }
    assert set(selten.__all__) - used == set()
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert settings["strict"] is True
    assert "tests" in settings["files"]


def test_type_checkers_and_users_see_the_same() -> None:
    """The imports for type checkers, the table for the rest, and ``__all__`` agree, module by module."""
    typed = {
        alias.asname or alias.name: f"{node.module}:{alias.name}"
        for node in ast.walk(module(ROOT / "selten" / "__init__.py"))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("selten.")
        for alias in node.names
    }
    table: dict[str, str] = vars(selten)["_MODULES"]
    named = {}
    for name, place in table.items():
        where, colon, original = place.partition(":")
        if colon and not original:  # the module itself, as "from its package import it"
            where, _, original = where.rpartition(".")
        named[name] = f"selten.{where}:{original or name}"
    assert typed == named
    assert sorted(selten.__all__) == sorted(typed) == sorted(set(selten.__all__))
    assert set(selten.__all__) <= set(dir(selten))
    assert (ROOT / "selten" / "py.typed").is_file()


def test_other_names_are_refused_as_python_does() -> None:
    with pytest.raises(AttributeError, match="module 'selten' has no attribute 'slove'"):
        selten.slove  # type: ignore[attr-defined]
    with pytest.raises(ImportError):
        exec("from selten import slove")


FRESH = """
import sys
before = set(sys.modules)
import selten
print(*(name for name in sys.modules if name.startswith("selten") and name not in before))
print("numpy" in sys.modules)
selten.InputError
print(*sorted(name for name in sys.modules if name.startswith("selten")))
print("numpy" in sys.modules)
"""


def test_names_cost_nothing_until_they_are_used() -> None:
    done = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)
    alone, numpy_first, after, numpy_then = done.stdout.splitlines()
    assert alone.split() == ["selten"]
    assert after.split() == ["selten", "selten.games", "selten.games.errors"]
    assert numpy_first == numpy_then == "False"


OUTSIDE = """
import selten
answer = selten.solve([[1, 2]])
reveal_type(answer)
reveal_type(selten.certify(None, None).certificate)
answer.equilibriums
selten.slove
"""


@pytest.mark.full
def test_mypy_of_a_user_sees_the_types_of_the_installed_wheel(tmp_path: Path) -> None:
    """The wheel in an environment of its own, which mypy asks where packages are; a user's file with two mistakes."""
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=False)
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(wheel), str(site)], check=True)
    (tmp_path / "user.py").write_text(OUTSIDE)
    python = str(tmp_path / "venv" / "bin" / "python")
    command = [sys.executable, "-m", "mypy", "--no-incremental", "--python-executable", python, "user.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert 'Revealed type is "selten.equilibria.solution.Solution"' in done.stdout
    assert 'Revealed type is "selten.equilibria.solution.Certificate"' in done.stdout
    assert '"Solution" has no attribute "equilibriums"' in done.stdout
    assert 'Module has no attribute "slove"' in done.stdout
    assert "Found 2 errors in 1 file" in done.stdout
