"""A description in which parameters stand for values: the same SPEC that a command takes, with texts like "= delta".

Lists and tables keep their form; each text that begins with ``=`` is replaced by its value
(:mod:`selten.sweep.expressions`). Everything else stays as it is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selten.sweep.expressions import Expression, expression


@dataclass(frozen=True, slots=True)
class Template:
    """A description with its expressions read, so that filling it in is quick.

    Parameters
    ----------
    data : Any
        Lists, dicts, numbers, words, and :class:`Expression` where values are to be filled in.
    names : frozenset of str
        All parameters that occur.
    """

    data: Any
    names: frozenset[str]

    @classmethod
    def of(cls, data: Any, field: str) -> "Template":
        """Read the expressions in a description.

        Raises
        ------
        InputError
            Naming the field of an expression that cannot be read.

        Examples
        --------
        >>> from fractions import Fraction
        >>> template = Template.of({"masses": ["= p", "= 1 - p"], "arrival": "random"}, "spec")
        >>> template.fill({"p": Fraction(1, 3)})
        {'masses': [Fraction(1, 3), Fraction(2, 3)], 'arrival': 'random'}
        """
        read = _read(data, field)
        return cls(read, frozenset(name for found in _expressions(read) for name in found.names))

    def fill(self, values: Mapping[str, Any]) -> Any:
        """The description with the values of the parameters in their places.

        Raises
        ------
        InputError
            If an expression has no value.
        """
        return _filled(self.data, values)


def texts(data: Any) -> Iterator[str]:
    """All texts in a description, wherever they stand.

    Examples
    --------
    >>> list(texts({"a": ["x", {"b": "y"}], "c": 1}))
    ['x', 'y']
    """
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value)


def _read(data: Any, field: str) -> Any:
    if isinstance(data, str) and data.startswith("="):
        return expression(data[1:], field)
    return _mapped(data, lambda value, place: _read(value, f"{field}{place}"))


def _filled(data: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(data, Expression):
        return data(values)
    return _mapped(data, lambda value, _: _filled(value, values))


def _mapped(data: Any, change: Callable[[Any, str], Any]) -> Any:
    if isinstance(data, dict):
        return {key: change(value, f".{key}") for key, value in data.items()}
    if isinstance(data, list):
        return [change(value, f"[{k}]") for k, value in enumerate(data)]
    return data


def _expressions(data: Any) -> Iterator[Expression]:
    if isinstance(data, Expression):
        yield data
    elif isinstance(data, (dict, list)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _expressions(value)
