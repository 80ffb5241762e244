"""One door for games of every origin, and what is behind it is not imported before it is needed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import nashpy
import numpy as np
import pandas
import pygambit
import pytest
import quantecon.game_theory as gt

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import normal_form, write_game
from selten.games.installed import require
from selten.games.interop.arrays import to_quantecon
from selten.games.interop.as_game import as_game
from selten.games.interop.openspiel import to_openspiel
from selten.games.interop.packages import to_nashpy, to_pygambit
from selten.games.interop.tables import to_pandas
from selten.games.library import entry_game, prisoners_dilemma
from selten.games.normal_form import NormalForm
from selten.games.prices.price_grid import price_game
from selten.games.specs.market_spec import parse_market

DILEMMA = prisoners_dilemma()


class OwnGame(nashpy.Game):  # type: ignore[misc]
    """A game of a user who builds on nashpy."""


@pytest.mark.parametrize(
    "theirs",
    [
        DILEMMA,
        to_pygambit(DILEMMA),
        to_nashpy(DILEMMA),
        OwnGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]),
        to_quantecon(DILEMMA),
        to_openspiel(DILEMMA),
        to_pandas(DILEMMA),
        [pandas.DataFrame(own.tolist()) for own in DILEMMA.payoffs],
        np.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]),
        [np.array([[3, 0], [5, 1]]), np.array([[3, 5], [0, 1]])],
        ([[3, 0], [5, 1]], [[3, 5], [0, 1]]),
    ],
    ids=lambda game: type(game).__name__,
)
def test_one_game_from_every_package(theirs: Any) -> None:
    ours = as_game(theirs)
    assert isinstance(ours, NormalForm)
    assert (ours.payoffs == DILEMMA.payoffs).all()


def test_trees_stay_trees() -> None:
    tree = entry_game()
    assert as_game(tree) is tree
    for theirs in (to_pygambit(tree), to_openspiel(tree)):
        ours = as_game(theirs)
        assert isinstance(ours, ExtensiveForm)
        assert (normal_form(ours).payoffs == normal_form(tree).payoffs).all()


def test_files_by_their_paths(tmp_path: Path) -> None:
    for name in ("game.nfg", "game.csv", "game.gam", "game.json"):
        write_game(DILEMMA, tmp_path / name)
        for path in (tmp_path / name, str(tmp_path / name)):
            ours = as_game(path)
            assert isinstance(ours, NormalForm)
            assert (ours.payoffs == DILEMMA.payoffs).all()
    with pytest.raises(InputError, match="cannot be read"):
        as_game("no such file")


def test_games_of_ours_that_have_a_normal_form() -> None:
    """A price game, by what a pair of its prices pays: one consumer, who buys at his values."""

    class Elsewhere:
        def normal_form(self) -> NormalForm:
            return DILEMMA

    spec = {"valuations": {"atoms": [{"values": [2, 1], "mass": 1}]}, "complementarity": 0}
    prices = price_game(parse_market(spec, "x", Path()), "100", "010", step="1")
    ours = as_game(prices)
    assert isinstance(ours, NormalForm)
    assert ours.counts == prices.counts
    cell = tuple(own.index(price) for own, price in zip(ours.strategies, ("p1=2", "p2=1"), strict=True))
    assert [own[cell] for own in ours.payoffs] == [2, 1]
    with pytest.raises(InputError, match="got an object of type Elsewhere"):
        as_game(Elsewhere())


@pytest.mark.parametrize("value", [None, 3, {1}, gt.Player([[1, 2]]), pandas.Series([1]), pygambit.Rational(1, 2)])
def test_what_is_no_game_is_refused_with_what_is_allowed(value: Any) -> None:
    with pytest.raises(InputError, match="allowed: "):
        as_game(value)


QUIET = """
import sys
from selten.games.interop.as_game import as_game
as_game([[1, 2]])
as_game([[[1, 2]], [[1, 2]]])
print(*sys.modules)
"""


def test_asking_imports_no_other_package() -> None:
    done = subprocess.run([sys.executable, "-c", QUIET], capture_output=True, text=True, check=True)
    packages = {"nashpy", "pandas", "pygambit", "pyspiel", "quantecon", "open_spiel", "scipy", "sympy"}
    assert packages & set(done.stdout.split()) == set()


@pytest.mark.parametrize(
    ("package", "extra", "call"),
    [
        ("pyspiel", "openspiel", "selten.games.interop.openspiel:from_openspiel"),
        ("pyspiel", "openspiel", "selten.games.interop.openspiel:to_openspiel"),
        ("pandas", "pandas", "selten.games.interop.tables:from_pandas"),
        ("pandas", "pandas", "selten.games.interop.tables:to_pandas"),
    ],
)
def test_a_missing_package_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, package: str, extra: str, call: str
) -> None:
    from importlib import import_module

    module, name = call.split(":")
    door = getattr(import_module(module), name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError) as raised:
        door(DILEMMA)
    assert str(raised.value) == f"needs {package}, which is not installed: run pip install 'selten[{extra}]'"


def test_a_missing_package_behind_an_installed_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "dask.distributed", raising=False)
    with pytest.raises(InputError, match=r"needs d.*, which is not installed: run pip install 'selten\[dask\]'"):
        require("dask.distributed", "dask")


def test_every_extra_that_is_named_exists() -> None:
    """Each require(..., extra) in the sources names an extra of pyproject.toml."""
    import re
    import tomllib

    root = Path(__file__).resolve().parents[3]
    extras = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    texts = [path.read_text(encoding="utf-8") for path in (root / "selten").rglob("*.py")]
    named = {extra for text in texts for extra in re.findall(r'require\("[\w.]+", "(\w+)"\)', text)}
    named |= {extra for text in texts for extra in re.findall(r"pip install '?selten\[(\w+)\]", text)}
    assert {"pandas", "openspiel"} <= named - {"none"} <= set(extras)
