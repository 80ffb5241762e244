"""Engines that list equilibria of two-player games, each called plainly: as its own documentation shows.

Nothing is rescaled, checked or merged before the call, so that what is measured is what a user of the engine gets. The
game is built, and the engine imported and compiled, before the clock starts; lrsnash is a program, so its time contains
the start of a process. Ours comes twice: the list, each equilibrium with its certificate (what the others do without
one), and with the structure of the set: subsets, components and their indices.
"""

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from selten.equilibria.engines.answers import Rows
from selten.equilibria.enumerate import Enumeration
from selten.equilibria.solve import certified, solve
from selten.games.normal_form import NormalForm

_ONE_CELL = NormalForm.of([[[1]], [[1]]])

Call = Callable[[], Sequence[Any]]
Read = Callable[[Any], Rows]


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine.

    Parameters
    ----------
    name : str
    distribution : str
        The package whose version is printed; "lrsnash" for the program.
    prepare : callable
        From a game and a folder for files to the call to be timed, and to the reader of one of its answers.
    slow : bool
        Left out of a quick run.
    """

    name: str
    distribution: str
    prepare: Callable[[NormalForm, Path], tuple[Call, Read]]
    slow: bool = False


def peers() -> list[Peer]:
    """Our enumeration first, then every engine that is installed here."""
    every = [
        Peer("selten", "selten", _selten),
        Peer("selten, with components and indices", "selten", _structured),
        Peer("lrsnash (with process start)", "lrsnash", _lrsnash),
        Peer("Gambit enummixed, rational", "pygambit", partial(_gambit, rational=True), slow=True),
        Peer("Gambit enummixed, float", "pygambit", partial(_gambit, rational=False)),
        Peer("Nashpy vertex enumeration", "nashpy", partial(_nashpy, method="vertex_enumeration"), slow=True),
        Peer("Nashpy support enumeration", "nashpy", partial(_nashpy, method="support_enumeration"), slow=True),
        Peer("QuantEcon vertex enumeration", "quantecon", partial(_quantecon, method="vertex_enumeration"), slow=True),
        Peer(
            "QuantEcon support enumeration", "quantecon", partial(_quantecon, method="support_enumeration"), slow=True
        ),
    ]
    return [peer for peer in every if version(peer.distribution)]


def version(distribution: str) -> str:
    """The installed version, empty if it is not installed."""
    if distribution == "lrsnash":
        return _lrsnash_version()
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def process_start(folder: Path) -> Call:
    """A call of lrsnash on a game of one cell: what starting the program takes."""
    return _lrsnash(_ONE_CELL, folder)[0]


def lrsnash_equilibria(game: NormalForm, folder: Path) -> Sequence[Rows]:
    """All extreme equilibria as lrsnash lists them, exact; each may come more than once."""
    return _blocks(_run(_written(game, folder)))


def _lrsnash_version() -> str:
    if shutil.which("lrsnash") is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        banner = _run(_written(_ONE_CELL, Path(folder))).split("v.")
    return banner[1].split()[0] if len(banner) > 1 else "of unknown version"


def _selten(game: NormalForm, _: Path) -> tuple[Call, Read]:
    Enumeration().prepare(game, often=True)
    return lambda: certified(game).equilibria, lambda equilibrium: equilibrium.profile.strategies


def _structured(game: NormalForm, _: Path) -> tuple[Call, Read]:
    return lambda: solve(game).equilibria, lambda equilibrium: equilibrium.profile.strategies


def _lrsnash(game: NormalForm, folder: Path) -> tuple[Call, Read]:
    file = _written(game, folder)
    return lambda: _blocks(_run(file)), lambda answer: answer


def _written(game: NormalForm, folder: Path) -> Path:
    matrices = ("\n".join(" ".join(map(str, row)) for row in table.tolist()) for table in game.payoffs)
    m, n = game.counts
    file = folder / f"{m}x{n}.lrs"
    file.write_text("\n\n".join((f"{m} {n}", *matrices)) + "\n")
    return file


def _run(file: Path) -> str:
    return subprocess.run(["lrsnash", str(file)], capture_output=True, text=True, check=True).stdout


def _blocks(text: str) -> list[Rows]:
    """Each line of player 1 pairs with the lines of player 2 just above it."""
    found: list[Rows] = []
    others: list[tuple[Fraction, ...]] = []
    before = ""
    for line in text.splitlines():
        words = line.split()
        if not words or words[0] not in ("1", "2"):
            continue
        if words[0] == "2" and before == "1":
            others = []
        before, own = words[0], tuple(Fraction(word) for word in words[1:-1])
        if words[0] == "2":
            others.append(own)
        else:
            found += [(own, other) for other in others]
    return found


def _gambit(game: NormalForm, _: Path, *, rational: bool) -> tuple[Call, Read]:
    import pygambit

    built = pygambit.StrategicGame.from_arrays(*(table.tolist() for table in game.payoffs))

    def read(profile: Any) -> Rows:
        exact = Fraction if rational else float
        return tuple(tuple(exact(p) for _, p in profile[player]) for player in built.players)

    return lambda: list(pygambit.nash.enummixed_solve(built, rational=rational).equilibria), read


def _nashpy(game: NormalForm, _: Path, *, method: str) -> tuple[Call, Read]:
    import nashpy

    built = nashpy.Game(*(table.astype(float) for table in game.payoffs))

    def call() -> list[Any]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(getattr(built, method)())

    return call, _floats


def _quantecon(game: NormalForm, _: Path, *, method: str) -> tuple[Call, Read]:
    from quantecon import game_theory

    first, second = (table.astype(float) for table in game.payoffs)
    built = game_theory.NormalFormGame((game_theory.Player(first), game_theory.Player(second.T.copy())))
    call = partial(getattr(game_theory, method), built)
    call()  # compiles
    return call, _floats


def _floats(answer: Any) -> Rows:
    return tuple(tuple(float(p) for p in own) for own in answer)
