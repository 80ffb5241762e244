"""The SPEC of ``selten bundling``: consumers and complementarity, from JSON or TOML.

``{"valuations": V, "complementarity": "1/10"}``, both keys required, unknown keys refused, numbers exact. V is one of
independent, comonotone, countermonotone, gaussian_copula, atoms, csv. Beyond the contract, ``independent`` and the
``marginal`` of ``gaussian_copula`` also take a list of two marginals, for components that are valued differently.
"""

import json
import os
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, valuation
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Beta, Marginal, TruncatedExponential, Uniform
from selten.games.consumers.monotone import Comonotone, Countermonotone
from selten.games.consumers.survey import read_survey
from selten.games.consumers.valuations import Valuations
from selten.games.errors import InputError
from selten.games.formats import read_text
from selten.games.number import deeper, exact_number, number_text, read_json
from selten.games.specs.spec_reading import number, shown, some, table

LARGEST_ERROR = 1e-3
"""Of a probability, beyond which a distribution is refused."""

_MARGINALS = "uniform, beta, truncated_exponential"
_KINDS = "independent, comonotone, countermonotone, gaussian_copula, atoms, csv"


def read_market(path: str | os.PathLike[str]) -> BundlingMarket:
    """The market in a .json or .toml file, or on standard input for ``-``.

    Raises
    ------
    InputError
        In one sentence naming the file, the field, the value got and what is allowed.
    """
    text, source = read_text(path)
    folder = Path() if str(path) == "-" else Path(path).parent
    return parse_market(market_data(text, source), source, folder)


def market_data(text: str, source: str) -> Any:
    """What a JSON or TOML text holds, every decimal exact; a text that begins with ``{`` is JSON.

    Raises
    ------
    InputError
        Naming the source and the line.
    """
    if text.lstrip()[:1] in ("{", "[", '"') and not source.endswith(".toml"):
        return read_json(text, source)
    try:
        data = tomllib.loads(text, parse_float=lambda token: exact_number(token, source))
        if deeper(data):
            raise RecursionError
        return data
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{source}: neither JSON nor TOML: {error}") from None
    except (RecursionError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{source}: not usable TOML ({type(error).__name__})") from None


def parse_market(data: Any, source: str, folder: Path) -> BundlingMarket:
    """The market that a SPEC describes; a path inside it is relative to ``folder``.

    Raises
    ------
    InputError
        In one sentence naming the source, the field, the value got and what is allowed.

    Examples
    --------
    >>> market = parse_market({"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0.1}, "x", Path())
    >>> market.complementarity, market.valuations.high
    (Fraction(1, 10), (1.0, 1.0))
    """
    try:
        table(data, ("valuations", "complementarity"), "the market")
        delta = number(data["complementarity"], "complementarity")
        return BundlingMarket(_valuations(data["valuations"], folder), delta)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def _valuations(data: Any, folder: Path) -> Valuations:
    kind, value = _choice(data, _KINDS, "valuations")
    field = f"valuations.{kind}"
    if kind == "atoms":
        return _atoms(value, field)
    if kind == "csv":
        if not isinstance(value, str) or not value:
            raise InputError(f"{field}: got {shown(value)}; allowed: the path of a CSV file")
        return read_survey(folder / value)
    if kind == "independent":
        return _known(Joint(*_pair(value, field)), value, field)
    if kind == "gaussian_copula":
        return _known(_copula(value, field), value, field)
    marginal = _marginal(value, field)
    return _known(Comonotone(marginal) if kind == "comonotone" else Countermonotone(marginal), value, field)


def _known(valuations: Valuations, value: Any, field: str) -> Valuations:
    """The valuations, unless their probabilities are hardly known: nearly all consumers at one point, say."""
    if valuations.error <= LARGEST_ERROR:
        return valuations
    got = json.dumps(value, default=number_text)
    raise InputError(
        f"{field}: got {got[:80]}, whose probabilities are found only within {valuations.error:.1g}; "
        f"allowed: less concentrated distributions, with at most {LARGEST_ERROR}"
    )


def _copula(data: Any, field: str) -> Joint:
    table(data, ("marginal", "correlation"), field)
    correlation = exact_number(data["correlation"], f"{field}.correlation")
    if not -1 < correlation < 1 or abs(float(correlation)) == 1:
        raise InputError(
            f"{field}.correlation: got {shown(data['correlation'])}; allowed: strictly between -1 and 1 "
            "(for 1 and -1 use comonotone and countermonotone)"
        )
    first, second = _pair(data["marginal"], f"{field}.marginal")
    return Joint(first, second, float(correlation))


def _pair(data: Any, field: str) -> tuple[Marginal, Marginal]:
    """One marginal for both components, or a list of two."""
    if not isinstance(data, list):
        marginal = _marginal(data, field)
        return marginal, marginal
    if len(data) != 2:
        raise InputError(f"{field}: got a list of {len(data)}; allowed: one marginal, or a list of two")
    return _marginal(data[0], f"{field}[0]"), _marginal(data[1], f"{field}[1]")


def _marginal(data: Any, field: str) -> Marginal:
    kind, value = _choice(data, _MARGINALS, field)
    field = f"{field}.{kind}"
    if kind == "uniform":
        lower, upper = _two(value, field, "two valuations, the lower first")
        bounds = valuation(lower, f"{field}[0]"), valuation(upper, f"{field}[1]")
        if not float(bounds[0]) < float(bounds[1]):
            raise InputError(f"{field}: got {shown(value)}; allowed: a lower end below the upper end")
        return Uniform(*bounds)
    if kind == "beta":
        shapes = [_positive(x, f"{field}[{i}]") for i, x in enumerate(_two(value, field, "two positive shapes"))]
        if shapes == [1, 1]:
            return Uniform(Fraction(0), Fraction(1))  # the same distribution, with exact closed forms
        return Beta(float(shapes[0]), float(shapes[1]))
    table(value, ("rate", "upper"), field)
    rate, upper = (float(_positive(value[name], f"{field}.{name}")) for name in ("rate", "upper"))
    return TruncatedExponential(rate, upper)


def _atoms(data: Any, field: str) -> Atoms:
    for i, atom in enumerate(some(data, field, of="at least one atom")):
        table(atom, ("values", "mass"), f"{field}[{i}]")
        _two(atom["values"], f"{field}[{i}].values", "two valuations")
    try:
        return Atoms.of([atom["values"] for atom in data], [atom["mass"] for atom in data])
    except InputError as error:
        raise InputError(f"valuations.{error}") from None


def _positive(value: Any, field: str) -> Fraction:
    exact = number(value, field)
    if exact <= 0:
        raise InputError(f"{field}: got {shown(value)}; allowed: a positive finite number")
    return exact


def _two(data: Any, field: str, allowed: str) -> list[Any]:
    if not isinstance(data, list) or len(data) != 2:
        raise InputError(f"{field}: got {shown(data)}; allowed: a list of {allowed}")
    return data


def _choice(data: Any, known: str, field: str) -> tuple[str, Any]:
    """The one key of a table that says which kind it is, with its value."""
    if not isinstance(data, dict) or len(data) != 1:
        raise InputError(f"{field}: got {shown(data)}; allowed: an object with one of the keys {known}")
    ((kind, value),) = data.items()
    if kind not in known.split(", "):
        raise InputError(f"{field}: got the key {shown(kind)}; allowed: {known}")
    return kind, value
