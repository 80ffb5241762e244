"""Proofs for larger supports where z3 is not installed: the message names the line to run."""

import sys

import pytest

from selten.equilibria.parametric.game import ParametricGame
from selten.equilibria.parametric.prove import prove_mixed
from selten.games.errors import InputError


def test_a_missing_z3_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["0 < a < b"])
    with pytest.raises(InputError) as raised:
        prove_mixed(game, [0, 1], [0, 1])
    assert str(raised.value) == "needs z3, which is not installed: run pip install 'selten[prove]'"
