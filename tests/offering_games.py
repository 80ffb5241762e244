"""The offering game of the bundling paper: with the numbers of its Table 2, and with bounds around the exact ones."""

from fractions import Fraction
from typing import Any

from brute_force import Matrix, transposed

from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm

Q = Fraction(1, 4)
TABLE_2 = {"1:b": "0.067", "b:1": "0.369", "b": "0.544", "1b": "0.546", "12b": "0.549"}
EXACT_UNIFORM = {"1:b": 0.06704764421630172, "b:1": 0.36901817274077719, "b": 0.54433105395181736}
EXACT_UNIFORM |= {"1b": 59 / 108, "12b": 0.54920100462022926}


def offering_game(v: dict[str, Any]) -> NormalForm:
    """Table 1 of the bundling paper, no complementarity: offerings 000 100 010 110 001 101 011 111."""
    own: Matrix = [
        [0] * 8,
        [Q, 0, Q, 0, v["1:b"], 0, v["1:b"], 0],
        [Q, Q, 0, 0, v["1:b"], v["1:b"], 0, 0],
        [2 * Q, Q, Q, 0, 0, 0, 0, 0],
        [v["b"], v["b:1"], v["b:1"], 0, 0, 0, 0, 0],
        [v["1b"], Q, v["b:1"], 0, 0, 0, 0, 0],
        [v["1b"], v["b:1"], Q, 0, 0, 0, 0, 0],
        [v["12b"], Q, Q, 0, 0, 0, 0, 0],
    ]
    return NormalForm.of([own, transposed(own)])


def symbols(width: float) -> dict[str, Any]:
    return {k: Enclosed.symbol(k, v - width / 2, v + width / 2) for k, v in EXACT_UNIFORM.items()}
