"""Calls of the command in this process, with what they print read back."""

import json
from pathlib import Path
from typing import Any

import pytest

from selten.cli import run


def certified(game: str, claim: Any, capsys: pytest.CaptureFixture[str], *, status: int = 0) -> Any:
    """What ``selten certify GAME CLAIM --json`` prints; the claim is written to a file of the current folder."""
    Path("claim.json").write_text(json.dumps(claim))
    assert run(["certify", game, "claim.json", "--json"]) == status
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)
