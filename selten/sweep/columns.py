"""The columns of a study's rows: their names, in order, and what each holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from selten.games.errors import InputError
from selten.sweep.markets import BUNDLING, DISCLOSURE, DISCRIMINATION
from selten.sweep.study import WITH_GAME, Study

KINDS = ("whole", "float", "text", "bool")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and one of :data:`KINDS`. Every column but ``case`` and ``status`` may be null."""

    name: str
    kind: str


def columns(study: Study, *, seconds: bool = True) -> list[Column]:
    """The columns of a study's rows.

    ``case``; each parameter, exact (``name``) and, where all its values are numbers, as a float (``name_float``);
    ``status`` and ``reason``; what is known of the game or market; the certificate; ``seconds`` if wished.

    Raises
    ------
    InputError
        If a parameter has the name of another column.

    Examples
    --------
    >>> from pathlib import Path
    >>> from selten.sweep.study import parse_study
    >>> spec = {"family": "012", "rows": "= size", "columns": 2}
    >>> data = {"family": "random", "spec": spec, "parameters": {"size": {"grid": [2, 3]}}, "rules": ["strict"]}
    >>> [column.name for column in columns(parse_study(data, "x", Path()))][:7]
    ['case', 'size', 'size_float', 'status', 'reason', 'extreme_equilibria', 'components']
    """
    found = [Column("case", "whole")]
    for name, own in study.parameters.items():
        found.append(Column(name, "text"))
        if own.numeric:
            found.append(Column(f"{name}_float", "float"))
    found += [Column("status", "text"), Column("reason", "text")]
    if study.family in WITH_GAME:
        found += _game(study)
    extra = {"bundling": BUNDLING, "discrimination": DISCRIMINATION, "disclosure": DISCLOSURE}.get(study.family, ())
    found += [Column(name, kind) for name, kind in extra]
    found += [Column("certificate", "text"), Column("regret", "text"), Column("exact", "bool")]
    found += [Column("seconds", "float")] if seconds else []
    _check([column.name for column in found], study)
    return found


def _game(study: Study) -> list[Column]:
    found = [Column("extreme_equilibria", "whole"), Column("components", "whole")]
    if "trembling" in study.rules:
        found.append(Column("perfect_equilibria", "whole"))
    if study.structure:
        found += [Column("nash_subsets", "whole"), Column("indices", "text")]
    found += [Column("pure", "whole"), Column("pure_equilibria", "text")]
    return found + [Column(rule, "text") for rule in study.rules]


def _check(names: Sequence[str], study: Study) -> None:
    own = {column for name in study.parameters for column in (name, f"{name}_float") if column in names}
    others = [name for name in names if name not in own]
    for name in study.parameters:
        if names.count(name) > 1 or name in others or names.count(f"{name}_float") > 1 or f"{name}_float" in others:
            raise InputError(
                f"parameters.{name}: got the name of a column; allowed: names other than {', '.join(others)}"
            )
