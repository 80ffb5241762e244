"""The parameters of a study: which values each takes, and which one it takes in case k.

A parameter is one of

* ``{grid = ["0", "1/10", 0.5]}``: numbers, each in turn;
* ``{from = 0, to = 1, count = 11}``: so many numbers in equal steps, both ends included, exact;
* ``{values = [...]}``: anything a description may hold (words, tables, file names), each in turn; texts stay texts;
* ``{uniform = [0, 1], digits = 3}``: drawn, all multiples of 10^-digits between the ends alike;
* ``{choice = [...]}``: drawn from a list, all alike.

Draws are a pure function of the seed, the name and the number of the case: any worker can make any case, and a case
never depends on those before it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import blake2b
from math import ceil, floor
from typing import Any

from selten.games.errors import InputError
from selten.games.number import number_text
from selten.games.specs.spec_reading import number, shown, some, table

KINDS = "grid, from with to and count, values, uniform, choice"
MOST_VALUES = 10_000_000
MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Listed:
    """Values written out, taken in turn or drawn."""

    values: Sequence[Any]
    drawn: bool

    @property
    def count(self) -> int:
        """How many values there are."""
        return len(self.values)

    @property
    def numeric(self) -> bool:
        """Whether all values are numbers."""
        return all(isinstance(value, Fraction) for value in self.values)

    def at(self, position: int) -> Any:
        """The value at a position."""
        return self.values[position]


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbers in equal steps, taken in turn or drawn: ``first + step * position``."""

    first: Fraction
    step: Fraction
    count: int
    drawn: bool
    numeric: bool = True

    def at(self, position: int) -> Fraction:
        """The number at a position."""
        return self.first + self.step * position


Parameter = Listed | Steps


def parameter(data: Any, field: str) -> Parameter:
    """Read one parameter.

    Raises
    ------
    InputError
        Naming the field, the value got and what is allowed.

    Examples
    --------
    >>> steps = parameter({"from": 0, "to": 1, "count": 5}, "delta")
    >>> [str(steps.at(k)) for k in range(steps.count)]
    ['0', '1/4', '1/2', '3/4', '1']
    >>> drawn = parameter({"uniform": [0, 1], "digits": 2}, "delta")
    >>> drawn.count, drawn.drawn
    (101, True)
    """
    if not isinstance(data, dict) or not data:
        raise InputError(f"{field}: got {shown(data)}; allowed: an object with the keys {KINDS}")
    kind = next(iter(data.keys() & {"grid", "values", "choice", "uniform", "from"}), None)
    if kind is None:
        raise InputError(f"{field}: got the key {shown(next(iter(data)))}; allowed: {KINDS}")
    if kind == "from":
        return _steps(table(data, ("from", "to", "count"), field), field)
    if kind == "uniform":
        return _uniform(table(data, ("uniform",), field, optional=("digits",)), field)
    values = some(table(data, (kind,), field)[kind], f"{field}.{kind}", of="at least one value")
    if kind == "grid":
        return Listed(tuple(number(x, f"{field}.grid[{k}]") for k, x in enumerate(values)), drawn=False)
    return Listed(tuple(_value(x) for x in values), drawn=kind == "choice")


def case_values(parameters: Mapping[str, Parameter], case: int, samples: int, seed: int) -> dict[str, Any]:
    """What every parameter is in a case: the grids' product with its last one running fastest, ``samples`` draws each.

    Examples
    --------
    >>> grid = {name: parameter({"values": list(name)}, name) for name in ("ab", "xyz")}
    >>> [case_values(grid, k, 1, 0) for k in (0, 1, 5)]
    [{'ab': 'a', 'xyz': 'x'}, {'ab': 'a', 'xyz': 'y'}, {'ab': 'b', 'xyz': 'z'}]
    """
    rest, found = case // samples, {}
    for name, own in reversed(list(parameters.items())):
        if own.drawn:
            found[name] = own.at(draw(seed, case, name) * own.count >> 128)
        else:
            rest, position = divmod(rest, own.count)
            found[name] = own.at(position)
    return {name: found[name] for name in parameters}


def draw(seed: int, case: int, name: str) -> int:
    """A number below 2^128 that looks drawn, the same on every machine for the same seed, case and name.

    Examples
    --------
    >>> draw(0, 1, "delta") == draw(0, 1, "delta"), draw(0, 1, "delta") == draw(0, 2, "delta")
    (True, False)
    """
    return int.from_bytes(blake2b(f"{seed}/{case}/{name}".encode(), digest_size=16).digest(), "big")


def value_text(value: Any) -> str:
    """A parameter's value in a row: exact numbers as p or p/q, words as they are, tables as JSON.

    Examples
    --------
    >>> value_text(Fraction(1, 3)), value_text("random"), value_text({"beta": [2, Fraction(1, 2)]})
    ('1/3', 'random', '{"beta": [2, "1/2"]}')
    """
    if isinstance(value, Fraction):
        return number_text(value)
    return value if isinstance(value, str) else json.dumps(value, default=number_text)


def _steps(data: dict[str, Any], field: str) -> Steps:
    low, high = number(data["from"], f"{field}.from"), number(data["to"], f"{field}.to")
    count = whole(data["count"], f"{field}.count", least=1, most=MOST_VALUES)
    if (count == 1) != (low == high):
        raise InputError(
            f"{field}: got count {count} from {low} to {high}; allowed: at least 2, or 1 if the ends agree"
        )
    return Steps(low, Fraction(0) if count == 1 else (high - low) / (count - 1), count, drawn=False)


def _uniform(data: dict[str, Any], field: str) -> Steps:
    ends = some(data["uniform"], f"{field}.uniform", of="two numbers, the lower first")
    if len(ends) != 2:
        raise InputError(f"{field}.uniform: got a list of {len(ends)}; allowed: a list of two numbers")
    low, high = (number(x, f"{field}.uniform[{k}]") for k, x in enumerate(ends))
    digits = whole(data.get("digits", 3), f"{field}.digits", least=0, most=MOST_DIGITS)
    step = Fraction(1, 10**digits)
    first, last = ceil(low / step), floor(high / step)
    if first > last:
        raise InputError(f"{field}.uniform: got {low} to {high}; allowed: ends with a multiple of {step} between them")
    return Steps(first * step, step, last - first + 1, drawn=True)


def whole(data: Any, field: str, *, least: int, most: int) -> int:
    """A whole number between bounds.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> whole(3, "count", least=1, most=10)
    3
    """
    allowed = f"a whole number from {least} to {most}"
    if isinstance(data, bool) or not isinstance(data, (int, Fraction)) or int(data) != data:
        raise InputError(f"{field}: got {shown(data)}; allowed: {allowed}")
    if not least <= data <= most:
        raise InputError(f"{field}: got {shown(data)}; allowed: {allowed}")
    return int(data)


def _value(data: Any) -> Any:
    """A value as descriptions hold it: a number becomes exact; a text stays one, whatever it says."""
    if isinstance(data, bool) or not isinstance(data, (int, float, Fraction)):
        return data
    return number(data, "a value")
