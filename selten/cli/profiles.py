"""Profiles in JSON, and what is claimed of them.

A string is an exact probability. A JSON number means the decimal printed, and the strategy is exact if its decimals sum
to 1 exactly; otherwise, and wherever the file itself says ``"exact": false``, they are doubles.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.number import exact_number, shown_number
from selten.games.profile import Profile, check_fits

KEYS = (
    "strategies",
    "payoffs",
    "regret",
    "exact",
    "pure",
    "perfect",
    "proper",
    "proper_certificate",
    "component",
    "behaviour",
    "subgame_perfect",
)
"""What an object that holds a profile may hold: ``strategies``, and claims as ``selten solve`` prints them."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A profile with what its file claims of it.

    Parameters
    ----------
    profile : Profile
    rounded : bool
        Whether any probability was written as a decimal number: it is then an equilibrium up to rounding at best.
    claims : dict
        The other entries of the object.
    behaviour : tuple of tuple of Fraction, optional
        For trees what is done at each information set, where the file says it.
    """

    profile: Profile
    rounded: bool
    claims: dict[str, Any]
    behaviour: tuple[tuple[Fraction, ...], ...] | None = None


def read_claimed(data: Any, game: Any, source: str) -> Claimed:
    """The profile in parsed JSON (by :func:`~selten.games.number.read_json`).

    Raises
    ------
    InputError
        Naming ``source`` and the field.

    Examples
    --------
    >>> from selten.games.normal_form import NormalForm
    >>> pennies = NormalForm.of([[[1, 0], [0, 1]], [[0, 1], [1, 0]]])
    >>> read_claimed({"strategies": [["1/3", "2/3"], [1, 0]]}, pennies, "p.json").profile.strategies[0]
    (Fraction(1, 3), Fraction(2, 3))
    """
    if not isinstance(data, dict) or "strategies" not in data:
        raise InputError(f"{source}: got no key 'strategies'; allowed: an object that holds a profile")
    for key in data:
        if key not in KEYS:
            raise InputError(f"{source}: got the key {key!r}; allowed: {', '.join(KEYS)}")
    rows = data["strategies"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise InputError(f"{source}: strategies: allowed: one list of probabilities for each player")
    doubles = data.get("exact") is False
    try:
        profile = Profile.of([_row(row, f"strategies[{i}]", doubles) for i, row in enumerate(rows)])
        check_fits(game, profile)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None
    rounded = any(isinstance(p, Fraction) for row in rows for p in row)
    claims = {key: value for key, value in data.items() if key not in ("strategies", "behaviour")}
    return Claimed(profile, rounded, claims, read_behaviour(data.get("behaviour"), source))


def read_behaviour(rows: Any, source: str) -> tuple[tuple[Fraction, ...], ...] | None:
    """The probabilities at each information set in parsed JSON, None for None.

    Raises
    ------
    InputError
        Naming ``source`` and the field.
    """
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise InputError(f"{source}: behaviour: allowed: one list of probabilities for each information set")
    return tuple(
        tuple(exact_number(p, f"{source}: behaviour[{h}][{k}]") for k, p in enumerate(row))
        for h, row in enumerate(rows)
    )


def _row(row: list[Any], field: str, doubles: bool) -> list[Any]:
    exact = [exact_number(p, f"{field}[{k}]") for k, p in enumerate(row)]
    decimals = any(isinstance(p, Fraction) for p in row)
    if decimals and (doubles or sum(exact, Fraction(0)) != 1):
        return [_double(p, f"{field}[{k}]") for k, p in enumerate(exact)]
    return list(exact)


def _double(p: Fraction, field: str) -> float:
    try:
        return float(p)
    except OverflowError:
        raise InputError(f"{field}: got {shown_number(p)}; allowed: probabilities") from None


def check_behaviour(
    tree: ExtensiveForm, rows: tuple[tuple[Fraction, ...], ...] | None, source: str
) -> tuple[tuple[Fraction, ...], ...] | None:
    """The behaviour as it is, if it fits the tree.

    Raises
    ------
    InputError
        Unless there are probabilities that sum to 1 for each information set of the tree, in its order.
    """
    if rows is None:
        return None
    sizes = [len(infoset.actions) for infoset in tree.infosets]
    if [len(row) for row in rows] != sizes:
        raise InputError(
            f"{source}: behaviour: got lengths {[len(row) for row in rows]}; allowed: {sizes}, as the game has"
        )
    for h, row in enumerate(rows):
        if min(row) < 0 or sum(row) != 1:
            raise InputError(f"{source}: behaviour[{h}]: allowed: probabilities, at least 0, that sum to 1")
    return rows
