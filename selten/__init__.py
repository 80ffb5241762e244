"""Market models as finite games: every equilibrium, with a proof, and which one to expect.

The layers import in one direction only: games, equilibria, selection, sweep, papers, report, command line. What most
users need has a name here; each is imported when it is first used, so that ``import selten`` itself costs nothing.

>>> import selten
>>> answer = selten.solve([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
>>> answer.status.name, len(answer.equilibria)
('COMPLETE', 3)
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = [
    "Certificate",
    "Choice",
    "Equilibrium",
    "ExtensiveForm",
    "InputError",
    "IteratedWeakDominance",
    "NormalForm",
    "ParetoUndominated",
    "PayoffDominant",
    "Profile",
    "Proper",
    "RiskDominant",
    "SequentialEntry",
    "Solution",
    "Stages",
    "Status",
    "Strict",
    "Tree",
    "TremblingHand",
    "as_game",
    "as_profile",
    "best_information",
    "certify",
    "certify_each",
    "certify_play",
    "figures",
    "from_arrays",
    "from_nashpy",
    "from_openspiel",
    "from_pandas",
    "from_pygambit",
    "from_quantecon",
    "read_disclosure",
    "read_game",
    "read_market",
    "read_prior",
    "read_study",
    "run_sweep",
    "solve",
    "solve_disclosure",
    "solve_market",
    "subgame_perfect",
    "to_nashpy",
    "to_openspiel",
    "to_pandas",
    "to_pygambit",
    "to_quantecon",
    "write_game",
]

if TYPE_CHECKING:
    from selten.equilibria.bundling.offering import solve_market
    from selten.equilibria.disclosure.answer import solve_disclosure
    from selten.equilibria.discrimination.information import best_information
    from selten.equilibria.doors import certify, certify_each, certify_play, solve
    from selten.equilibria.frames import to_pandas
    from selten.equilibria.solution import Certificate, Equilibrium, Solution, Status
    from selten.equilibria.trees.backward import subgame_perfect
    from selten.games.disclosure import read_disclosure
    from selten.games.errors import InputError
    from selten.games.extensive_form import ExtensiveForm
    from selten.games.formats import read_game, write_game
    from selten.games.interop.arrays import from_arrays, from_quantecon, to_quantecon
    from selten.games.interop.as_game import as_game
    from selten.games.interop.as_profile import as_profile
    from selten.games.interop.openspiel import from_openspiel, to_openspiel
    from selten.games.interop.packages import from_nashpy, from_pygambit, to_nashpy, to_pygambit
    from selten.games.interop.tables import from_pandas
    from selten.games.normal_form import NormalForm
    from selten.games.profile import Profile
    from selten.games.specs.market_spec import read_market
    from selten.games.specs.prior_spec import read_prior
    from selten.games.tree import Tree
    from selten.report import figures
    from selten.selection.entry import SequentialEntry
    from selten.selection.payoff import ParetoUndominated, PayoffDominant
    from selten.selection.proper import Proper
    from selten.selection.risk import RiskDominant
    from selten.selection.rule import Choice
    from selten.selection.stages import IteratedWeakDominance, Stages
    from selten.selection.strict import Strict
    from selten.selection.trembling import TremblingHand
    from selten.sweep.run import sweep as run_sweep
    from selten.sweep.study import read_study

_MODULES = {
    "Certificate": "equilibria.solution",
    "Choice": "selection.rule",
    "Equilibrium": "equilibria.solution",
    "ExtensiveForm": "games.extensive_form",
    "InputError": "games.errors",
    "IteratedWeakDominance": "selection.stages",
    "NormalForm": "games.normal_form",
    "ParetoUndominated": "selection.payoff",
    "PayoffDominant": "selection.payoff",
    "Profile": "games.profile",
    "Proper": "selection.proper",
    "RiskDominant": "selection.risk",
    "SequentialEntry": "selection.entry",
    "Solution": "equilibria.solution",
    "Stages": "selection.stages",
    "Status": "equilibria.solution",
    "Strict": "selection.strict",
    "Tree": "games.tree",
    "TremblingHand": "selection.trembling",
    "as_game": "games.interop.as_game",
    "as_profile": "games.interop.as_profile",
    "best_information": "equilibria.discrimination.information",
    "certify": "equilibria.doors",
    "certify_each": "equilibria.doors",
    "certify_play": "equilibria.doors",
    "figures": "report.figures:",
    "from_arrays": "games.interop.arrays",
    "from_nashpy": "games.interop.packages",
    "from_openspiel": "games.interop.openspiel",
    "from_pandas": "games.interop.tables",
    "from_pygambit": "games.interop.packages",
    "from_quantecon": "games.interop.arrays",
    "read_disclosure": "games.disclosure",
    "read_game": "games.formats",
    "read_market": "games.specs.market_spec",
    "read_prior": "games.specs.prior_spec",
    "read_study": "sweep.study",
    "run_sweep": "sweep.run:sweep",
    "solve": "equilibria.doors",
    "solve_disclosure": "equilibria.disclosure.answer",
    "solve_market": "equilibria.bundling.offering",
    "subgame_perfect": "equilibria.trees.backward",
    "to_nashpy": "games.interop.packages",
    "to_openspiel": "games.interop.openspiel",
    "to_pandas": "equilibria.frames",
    "to_pygambit": "games.interop.packages",
    "to_quantecon": "games.interop.arrays",
    "write_game": "games.formats",
}
"""Where each name of ``__all__`` lives; after ":" what it is called there if not so, nothing for the module itself."""

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """What stands behind a name of ``__all__``, imported now (PEP 562); hidden from type checkers, who see all."""
        if name not in _MODULES:
            raise AttributeError(f"module 'selten' has no attribute {name!r}")
        place, colon, original = _MODULES[name].partition(":")
        module = import_module(f"selten.{place}")
        value = module if colon and not original else getattr(module, original or name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
