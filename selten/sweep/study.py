"""A study: a family of games or markets, its description with parameters, and which cases are made of them.

.. code-block:: toml

    family = "offering"
    samples = 1000
    seed = 1
    rules = ["pareto", "trembling"]

    [spec.profits]
    ...
    [parameters]
    ...

``family`` and ``spec`` are required (families: :mod:`selten.sweep.families`); ``parameters``: see
:mod:`selten.sweep.parameters`; ``samples`` (default 1) is the number of draws at each point of the grids; ``seed``
(default 0) where the draws begin; ``rules`` the selection rules reported; ``structure`` whether Nash subsets and
indices of components are reported too; ``time_limit`` the seconds that one case may take.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256
from math import prod
from pathlib import Path
from typing import Any

from selten.games.errors import InputError
from selten.games.formats import read_text
from selten.games.number import number_text
from selten.games.specs.market_spec import market_data
from selten.games.specs.spec_reading import number, shown, table, truth, word
from selten.sweep.expressions import FUNCTIONS
from selten.sweep.parameters import Parameter, case_values, parameter, whole
from selten.sweep.template import Template, texts

FAMILIES = ("offering", "bundling", "discrimination", "disclosure", "random", "game")
RULES = ("pareto", "trembling", "strict", "sequential_entry", "iterated_weak_dominance", "proper")
WITH_GAME = ("offering", "bundling", "random", "game")
"""The families whose cases come down to a finite game, so that rules apply."""
WITH_ENTRY = ("offering", "bundling")
"""The families whose strategies are sets of products, so that there is sequential entry."""
DEFAULT_RULES = {
    "offering": ("pareto", "trembling", "sequential_entry", "iterated_weak_dominance"),
    "bundling": ("pareto", "trembling", "sequential_entry", "iterated_weak_dominance"),
    "random": ("pareto", "trembling", "strict"),
    "game": ("pareto", "trembling", "strict"),
}

MOST_CASES = 10**9
MOST_SEED = 2**63 - 1
LARGEST_FILE = 2**31
"""Larger files that a study happens to name are none that it could read."""
_OPTIONAL = ("parameters", "samples", "seed", "rules", "structure", "time_limit")


@dataclass(frozen=True, slots=True)
class Study:
    """A checked study; :func:`read_study` and :func:`parse_study` make one.

    Parameters
    ----------
    family : str
        One of :data:`FAMILIES`.
    template : Template
        The description with its parameters.
    parameters : mapping of str to Parameter
        In the order of the study.
    samples : int
        Draws at each point of the grids.
    seed : int
    rules : tuple of str
        Of :data:`RULES`, those that are reported.
    structure : bool
        Whether Nash subsets and the indices of components are reported.
    time_limit : float or None
        Seconds a case, for the families whose cases can take long.
    folder : str
        Paths in the study are relative to it.
    data : str
        The study as JSON, the same however it was written.
    text : str
        As it was read.
    files : mapping of str to str
        The hash of each file that the study names.
    source : str
        How messages call it.
    """

    family: str
    template: Template
    parameters: Mapping[str, Parameter]
    samples: int
    seed: int
    rules: tuple[str, ...]
    structure: bool
    time_limit: float | None
    folder: str
    data: str
    text: str
    files: Mapping[str, str] = field(default_factory=dict)
    source: str = "the study"

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return prod(own.count for own in self.parameters.values() if not own.drawn) * self.samples

    @property
    def sha256(self) -> str:
        """The hash of all that decides the rows."""
        whole = json.dumps([self.data, self.seed, sorted(self.files.items())])
        return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()

    def values(self, case: int) -> dict[str, Any]:
        """The value of each parameter in a case."""
        return case_values(self.parameters, case, self.samples, self.seed)

    def seeded(self, seed: int) -> "Study":
        """The same study with other draws."""
        return replace(self, seed=whole(seed, "seed", least=0, most=MOST_SEED))


def read_study(path: str | os.PathLike[str]) -> Study:
    """The study in a .toml or .json file, or on standard input for ``-``.

    Raises
    ------
    InputError
        In one sentence naming the file, the field, the value got and what is allowed.
    """
    text, source = read_text(path)
    folder = Path() if str(path) == "-" else Path(path).parent
    return parse_study(market_data(text, source), source, folder, text=text)


def parse_study(data: Any, source: str, folder: Path, *, text: str = "") -> Study:
    """The study that a file's data describe; paths in it are relative to ``folder``.

    Raises
    ------
    InputError
        In one sentence naming the source, the field, the value got and what is allowed.

    Examples
    --------
    >>> spec = {"family": "012", "rows": "= size", "columns": "= size"}
    >>> data = {"family": "random", "spec": spec, "parameters": {"size": {"grid": [2, 3]}}, "samples": 5}
    >>> study = parse_study(data, "x", Path())
    >>> study.cases, study.values(9), study.rules
    (10, {'size': Fraction(3, 1)}, ('pareto', 'trembling', 'strict'))
    """
    try:
        table(data, ("family", "spec"), "the study", optional=_OPTIONAL)
        family = word(data["family"], FAMILIES, "family")
        given = data.get("parameters", {})
        parameters = {name: parameter(own, f"parameters.{name}") for name, own in _named(given).items()}
        study = Study(
            family=family,
            template=Template.of(data["spec"], "spec"),
            parameters=parameters,
            samples=whole(data.get("samples", 1), "samples", least=1, most=MOST_CASES),
            seed=whole(data.get("seed", 0), "seed", least=0, most=MOST_SEED),
            rules=_rules(data.get("rules"), family),
            structure=truth(data.get("structure", False), "structure"),
            time_limit=_limit(data.get("time_limit")),
            folder=str(folder.resolve()),
            data=json.dumps({key: own for key, own in data.items() if key != "seed"}, default=_text),
            text=text or json.dumps(data, default=_text),
            files=_files(data, folder),
            source=source,
        )
        _check(study)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None
    except RecursionError:
        raise InputError(f"{source}: not usable (nested too deeply)") from None
    return study


def _named(data: Any) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise InputError(f"parameters: got {shown(data)}; allowed: an object with one key for each parameter")
    for name in data:
        if not name.isidentifier() or not name.isascii() or name in FUNCTIONS:
            raise InputError(f"parameters: got the name {shown(name)}; allowed: letters, digits and _, no digit first")
    return data


def _rules(data: Any, family: str) -> tuple[str, ...]:
    if data is None:
        return DEFAULT_RULES.get(family, ())
    if family not in WITH_GAME:
        raise InputError(f"rules: got {shown(data)}; allowed for {family}: none, there is no finite game")
    allowed = [rule for rule in RULES if rule != "sequential_entry" or family in WITH_ENTRY]
    if not isinstance(data, list):
        raise InputError(f"rules: got {shown(data)}; allowed: a list of {', '.join(allowed)}")
    rules = [word(rule, allowed, f"rules[{k}]") for k, rule in enumerate(data)]
    return tuple(dict.fromkeys(rules))


def _limit(data: Any) -> float | None:
    if data is None:
        return None
    limit = number(data, "time_limit")
    if limit <= 0:
        raise InputError(f"time_limit: got {shown(data)}; allowed: a positive number of seconds")
    return float(limit)


def _files(data: Any, folder: Path) -> dict[str, str]:
    """The hash of each file that some text of the study is the path of."""
    found = {}
    for name in dict.fromkeys(texts(data)):
        try:
            if (folder / name).is_file() and (folder / name).stat().st_size < LARGEST_FILE:
                found[name] = sha256((folder / name).read_bytes()).hexdigest()
        except (OSError, ValueError):
            continue
    return found


def _text(value: Any) -> str:
    if isinstance(value, (Fraction, int)):
        return number_text(value)
    raise InputError(f"the study: got {shown(value)}; allowed: numbers, texts, lists and tables")


def _check(study: Study) -> None:
    """What has to fit together."""
    for name in study.parameters:
        if name not in study.template.names:
            raise InputError(f"parameters.{name}: it stands nowhere in spec; allowed: parameters that '= {name}' uses")
    for name in sorted(study.template.names - study.parameters.keys()):
        known = ", ".join(study.parameters) or "none"
        raise InputError(f"spec: got the name {name!r} in an expression; allowed: the parameters, which are {known}")
    drawn = study.family == "random" or any(own.drawn for own in study.parameters.values())
    if study.samples > 1 and not drawn:
        raise InputError(
            f"samples: got {study.samples} where nothing is drawn; allowed: 1, or a parameter with uniform"
        )
    if study.cases > MOST_CASES:
        raise InputError(f"the study: got {study.cases} cases; allowed: at most {MOST_CASES}")
