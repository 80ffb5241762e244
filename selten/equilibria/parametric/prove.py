"""Mixed supports of any size by the nonlinear solver z3 (nlsat), for what linear arithmetic leaves open.

That supports carry an equilibrium somewhere is a question about symbols and weights together; that they carry none is
one about symbols and multipliers: for fixed symbols the weights of one side have to solve linear relations, and these
have no solution exactly if multipliers contradict them (Motzkin). Both ask for the existence of real numbers, so that
no alternation of quantifiers is needed. "never" and "always" rest on z3's answer that there are no such numbers; points
are checked in rationals by :func:`selten.equilibria.parametric.carried.carried`, and left out where z3 has none.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from selten.equilibria.parametric.carried import carried
from selten.equilibria.parametric.form import Form
from selten.equilibria.parametric.game import ParametricGame
from selten.equilibria.parametric.mixed import MixedStatus, MixedVerdict
from selten.games.errors import InputError
from selten.games.installed import require

_DIGITS = (5, 20, 60)
"""Of the rational approximations that are tried in place of an algebraic number."""


def prove_mixed(
    game: ParametricGame, rows: Sequence[int], columns: Sequence[int], *, seconds: float = 30.0
) -> MixedStatus:
    """Where an equilibrium mixes exactly these rows and columns, for supports of any size.

    Guarantees "always" and "never" as far as z3 is to be trusted; "sometimes" likewise, with points where rational ones
    were found; "open" where z3 gives up. It lists no parts.

    Parameters
    ----------
    rows, columns : sequences of int
        Strategies of each player.
    seconds : float
        The time for each of at most three questions.

    Raises
    ------
    InputError
        If z3 is not installed, the game has other than two players, or a support is empty or wrong.

    Examples
    --------
    >>> game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["0 < a < b"])
    >>> prove_mixed(game, [0, 1], [0, 1]).verdict  # doctest: +SKIP
    'always'
    """
    supports = _checked(game, rows, columns)
    z3 = require("z3", "prove")
    symbols = {name: z3.Real(f"s{k}") for k, name in enumerate(game.symbols)}
    sides = [_gaps(z3, game, player, supports, symbols) for player in range(2)]
    assumed = [_compared(_expression(z3, r.form, symbols), r.sign) for r in game.assumptions]
    there, with_point = _asked(z3, [*assumed, *(c for side in sides for c in _primal(z3, *side))], symbols, seconds)
    lacking = [_asked(z3, [*assumed, *_dual(z3, *side)], symbols, seconds) for side in sides]
    holds = _point(game, supports, with_point, carries=True)
    fails = next((p for _, model in lacking if (p := _point(game, supports, model, carries=False))), None)
    return MixedStatus(_verdict(there, [answer for answer, _ in lacking]), (), holds, fails)


def _verdict(there: str, lacking: Sequence[str]) -> MixedVerdict:
    if there == "unsat":
        return "never"
    if all(answer == "unsat" for answer in lacking):
        return "always"
    return "sometimes" if there == "sat" and "sat" in lacking else "open"


def _checked(game: ParametricGame, rows: Sequence[int], columns: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    if len(game.counts) != 2:
        raise InputError(f"game: got {len(game.counts)} players; allowed: 2 for mixed supports")
    supports = tuple(sorted(set(rows))), tuple(sorted(set(columns)))
    for name, support, given, count in zip(("rows", "columns"), supports, (rows, columns), game.counts, strict=True):
        if not support or len(support) != len(given) or not all(0 <= k < count for k in support):
            raise InputError(f"{name}: got {list(given)}; allowed: different numbers from 0 to {count - 1}")
    return supports


def _gaps(z3: Any, game: ParametricGame, player: int, supports: Any, symbols: Any) -> tuple[str, list[Any], list[bool]]:
    """For each strategy but one what that one is worth more against each strategy mixed; and whether they must tie."""
    own, others = supports[player], supports[1 - player]
    table = game.payoffs[0] if player == 0 else game.payoffs[1].T
    rows = [k for k in range(game.counts[player]) if k != own[0]]
    gaps = [[_expression(z3, table[own[0], j] - table[k, j], symbols) for j in others] for k in rows]
    return f"p{player}", gaps or [[z3.RealVal(0)] * len(others)], [k in own for k in rows] or [True]


def _primal(z3: Any, name: str, gaps: list[Any], ties: list[bool]) -> list[Any]:
    weights = [z3.Real(f"{name}w{j}") for j in range(len(gaps[0]))]
    sums = [z3.Sum([w * x for w, x in zip(weights, row, strict=True)]) for row in gaps]
    return [
        *(w > 0 for w in weights),
        *(_compared(s, "==" if tie else ">=") for s, tie in zip(sums, ties, strict=True)),
    ]


def _dual(z3: Any, name: str, gaps: list[Any], ties: list[bool]) -> list[Any]:
    """Multipliers of the rows whose sum is nowhere positive, and negative somewhere: no weights > 0 will do."""
    factors = [z3.Real(f"{name}m{k}") for k in range(len(gaps))]
    sums = [z3.Sum([m * row[j] for m, row in zip(factors, gaps, strict=True)]) for j in range(len(gaps[0]))]
    free = [m >= 0 for m, tie in zip(factors, ties, strict=True) if not tie]
    return [*free, *(s <= 0 for s in sums), z3.Or([s < 0 for s in sums])]


def _asked(
    z3: Any, conditions: list[Any], symbols: Any, seconds: float
) -> tuple[str, dict[str, list[Fraction]] | None]:
    """sat, unsat or unknown, and where sat rational values or approximations of the symbols."""
    solver = z3.Tactic("qfnra-nlsat").solver()
    solver.set("timeout", int(1000 * seconds))
    solver.add(*conditions)
    answer = str(solver.check())
    if answer != "sat":
        return answer, None
    model = solver.model()
    return answer, {name: _values(z3, model.eval(symbol, model_completion=True)) for name, symbol in symbols.items()}


def _values(z3: Any, number: Any) -> list[Fraction]:
    if z3.is_rational_value(number):
        return [Fraction(number.numerator_as_long(), number.denominator_as_long())] * len(_DIGITS)
    found = []
    for digits in _DIGITS:
        near = number.approx(digits)
        found.append(Fraction(near.numerator_as_long(), near.denominator_as_long()))
    return found


def _point(game: ParametricGame, supports: Any, model: Any, *, carries: bool) -> dict[str, Fraction] | None:
    """The first approximation of a model that is a point of the assumptions and does what it should."""
    for k in range(len(_DIGITS)) if model is not None else ():
        point = {name: values[k] for name, values in model.items()}
        meets = all(relation.at(point) for relation in game.assumptions)
        if meets and carried(game.at(point), *supports) == carries:
            return point
    return None


def _expression(z3: Any, form: Form, symbols: Any) -> Any:
    total = z3.RealVal(str(form.constant))
    for name, factor in form.terms:
        total = total + z3.RealVal(str(factor)) * symbols[name]
    return total


def _compared(expression: Any, sign: str) -> Any:
    return expression > 0 if sign == ">" else expression >= 0 if sign == ">=" else expression == 0
