"""Offering games of the bundling duopoly from its nine profits, each a parameter if wished.

``spec = {profits = {"1" = ..., "b" = ..., "1b" = ..., "12b" = ..., "1+delta" = ..., "b|1" = ..., "1|b" = ...,
"2b|1" = ..., "1|2b" = ...}, complementarity = 0, entry_cost = 0}``: what a monopolist earns with one component, the
bundle, the bundle and a component, all three; with a component that is worth the complementarity more; and what two
firms earn against each other, "b|1" the bundle against component 1 (as in ``selten bundling``). Components are
symmetric. The last two keys may be left out; the entry cost is paid for each product offered.

Source: Bundling in a Symmetric Bertrand Duopoly, Tables 1 and 2.
"""

from fractions import Fraction
from functools import cache
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.games.bundling import OFFERINGS
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.number import number_text
from selten.games.specs.spec_reading import number, table

PROFITS = ("1", "b", "1b", "12b", "1+delta", "b|1", "1|b", "2b|1", "1|2b")
"""The nine profits, as ``selten bundling`` names them."""

PRODUCTS = tuple(offering.count("1") for offering in OFFERINGS)
"""How many products each offering has."""

PATTERN = (
    ("0", "0", "0", "0", "0", "0", "0", "0"),
    ("1", "0", "1", "0", "1|b", "0", "1|2b", "0"),
    ("1", "1", "0", "0", "1|b", "1|2b", "0", "0"),
    ("1+1", "1", "1", "0", "0", "0", "0", "0"),
    ("b", "b|1", "b|1", "delta", "0", "0", "0", "0"),
    ("1b", "1+delta", "2b|1", "delta", "0", "0", "0", "0"),
    ("1b", "2b|1", "1+delta", "delta", "0", "0", "0", "0"),
    ("12b", "1+delta", "1+delta", "delta", "0", "0", "0", "0"),
)
"""What a firm earns with each offering (down) against each of its rival (across), in the order of OFFERINGS."""

_NAMES = (*PROFITS, "0", "1+1", "delta")
_LARGEST = 2**55
"""Above this, rules that compute with four times a payoff would leave the machine's words."""


def offering_game(spec: Any) -> NormalForm | npt.NDArray[np.int64]:
    """The offering game of a description; its payoffs in whole numbers, scaled alike, where they are small enough.

    Returns
    -------
    ndarray of int64, shape (2, 8, 8), or NormalForm
        Payoffs times a common denominator, or the exact game if they are too large for machine words.

    Raises
    ------
    InputError
        Naming the field, the value got and what is allowed.

    Examples
    --------
    >>> spec = {"profits": {name: "1/4" for name in PROFITS}}
    >>> offering_game(spec)[0, 1].tolist()
    [1, 0, 1, 0, 1, 0, 1, 0]
    """
    own = table(spec, ("profits",), "spec", optional=("complementarity", "entry_cost"))
    given = table(own["profits"], PROFITS, "profits")
    profits = [number(given[name], f"profits.{name}") for name in PROFITS]
    delta = number(own.get("complementarity", 0), "complementarity")
    cost = number(own.get("entry_cost", 0), "entry_cost")
    for name, value in zip((*PROFITS, "complementarity", "entry_cost"), (*profits, delta, cost), strict=True):
        if value < 0:
            field = f"profits.{name}" if name in PROFITS else name
            raise InputError(f"{field}: got {number_text(value)}; allowed: a number of at least 0")
    values = [*profits, Fraction(0), 2 * profits[0], delta, cost]
    common = lcm(*(value.denominator for value in values))
    whole = [value.numerator * (common // value.denominator) for value in values]
    pattern, products = _arrays()
    if max(whole) >= _LARGEST:
        first = np.array(whole[:-1], dtype=object)[pattern] - whole[-1] * products.astype(object)
        exact = [[[Fraction(x, common) for x in row] for row in side.tolist()] for side in (first, first.T)]
        return NormalForm.of(exact, [OFFERINGS, OFFERINGS], players=("firm 1", "firm 2"))
    first = np.array(whole[:-1], np.int64)[pattern] - whole[-1] * products
    return np.stack([first, first.T])


@cache
def _arrays() -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """The pattern as positions in the list of names, and the products of each offering as a column."""
    pattern = np.array([[_NAMES.index(name) for name in row] for row in PATTERN])
    return pattern, np.array(PRODUCTS, np.int64)[:, None]
