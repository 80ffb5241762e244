"""For a pair of mixed supports: is there an equilibrium with exactly these supports always, never, or when?

Two players, supports of one or two strategies each. A player's mixture must make the opponent indifferent over its
support and nothing else better. With y the ratio of the mixture's second weight to its first, this is one condition
a + b y == 0 or a + b y >= 0 for each strategy of the opponent, a and b linear forms in the symbols, and some y > 0 has
to meet all. If an equality fixes y = n / d, the rest are quadratic forms a d + b n >= 0; if none does, y has to fit
between lower and upper bounds, and so between each two of them: quadratic forms again.

The parameters are cut where the sign of a linear form decides (:mod:`selten.equilibria.parametric.cone`), and in each
part the signs of the quadratic forms are proven (:mod:`selten.equilibria.parametric.signs`), or points show that they
change.
Larger supports, and what is left open, are for :mod:`selten.equilibria.parametric.prove`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from selten.equilibria.parametric.cone import Cell, Vector, parameters
from selten.equilibria.parametric.form import Form, Relation, Sign
from selten.equilibria.parametric.game import ParametricGame
from selten.equilibria.parametric.reduce import joined, reduced
from selten.equilibria.parametric.signs import Quadratic, judged
from selten.games.errors import InputError

MixedVerdict = Literal["always", "never", "sometimes", "open"]

MOST_PARTS = 5_000

Row = tuple[Vector, Vector, bool]
"""What the strategy a support starts with is worth more than another one, against each pure strategy mixed (a and b),
and whether the two have to be worth the same."""

Cuts = tuple[tuple[Vector, Sign], ...]


@dataclass(frozen=True, slots=True)
class Product:
    """A sum of products of two linear forms that must not be negative."""

    terms: tuple[tuple[int, Form, Form], ...]

    def at(self, values: dict[str, Fraction]) -> Fraction:
        """The sum for given values of the symbols."""
        return sum((factor * u.at(values) * v.at(values) for factor, u, v in self.terms), start=Fraction(0))

    def __str__(self) -> str:
        """Expanded and factored by sympy."""
        import sympy

        total = sympy.Integer(0)
        for factor, u, v in self.terms:
            total += factor * _symbolic(u) * _symbolic(v)
        return f"0 <= {sympy.factor(total)}"


@dataclass(frozen=True, slots=True)
class MixedPart:
    """Parameters at which the supports carry an equilibrium exactly where all ``products`` are >= 0.

    Parameters
    ----------
    conditions : tuple of Relation
        Beside the assumptions; none follows from the others.
    products : tuple of Product
        Empty where the supports carry an equilibrium all over the part.
    mixes : tuple of (Form, Form) or None, one for each player
        Weights of its two strategies, up to a common factor, where the opponent's indifference fixes them; None for a
        pure strategy, and where a whole segment of mixtures will do.
    """

    conditions: tuple[Relation, ...]
    products: tuple[Product, ...]
    mixes: tuple[tuple[Form, Form] | None, tuple[Form, Form] | None]


@dataclass(frozen=True, slots=True)
class MixedStatus:
    """Where a pair of supports carries an equilibrium.

    Parameters
    ----------
    verdict : {"always", "never", "sometimes", "open"}
    parts : tuple of MixedPart
        Disjoint; outside of them the supports carry none.
    holds, fails : dict or None
        Parameter points with and without such an equilibrium; None if none was found.
    """

    verdict: MixedVerdict
    parts: tuple[MixedPart, ...]
    holds: dict[str, Fraction] | None
    fails: dict[str, Fraction] | None


def mixed_status(game: ParametricGame, rows: Sequence[int], columns: Sequence[int]) -> MixedStatus:
    """Where an equilibrium mixes exactly these rows and exactly these columns.

    Guarantees the verdict for all parameters, ties included; "open" where no proof either way was found.

    Parameters
    ----------
    rows, columns : sequences of int
        One or two strategies of each player.

    Raises
    ------
    InputError
        For a game with other than two players, a support of other sizes, or too many parts.

    Examples
    --------
    >>> game = ParametricGame.of([[["a", 0], [0, "b"]], [["a", 0], [0, "b"]]], ["a > 0"])
    >>> status = mixed_status(game, [0, 1], [0, 1])
    >>> status.verdict, [str(c) for part in status.parts for c in part.conditions]
    ('sometimes', ['0 < b'])
    >>> [str(weight) for weight in status.parts[0].mixes[0]]
    ['b', 'a']
    """
    supports = _checked(game, rows, columns)
    sides = [_side(game, player, supports) for player in range(2)]
    leaves = _leaves(game, sides)
    found = [judged(cell, products) for cell, _, products, _ in leaves]
    kept: list[tuple[Cuts, tuple[Quadratic, ...], Mixes]] = []
    for (_, cuts, products, mixes), (verdict, *_) in zip(leaves, found, strict=True):
        if verdict != -1:
            _add(kept, cuts, () if verdict == 1 else products, mixes)
    parts = [MixedPart(reduced(game, cuts), tuple(_product(game, q) for q in left), m) for cuts, left, m in kept]
    holds = next((point for _, point, _ in found if point is not None), None)
    fails = next((point for _, _, point in found if point is not None), None)
    verdicts = {verdict for verdict, _, _ in found}
    summary: MixedVerdict = "sometimes" if holds and fails else "open"
    if verdicts == {1} or verdicts == {-1}:
        summary = "always" if verdicts == {1} else "never"
    return MixedStatus(summary, tuple(parts), _named(game, holds), _named(game, fails))


def _add(
    kept: list[tuple[Cuts, tuple[Quadratic, ...], "Mixes"]], cuts: Cuts, left: tuple[Quadratic, ...], mixes: "Mixes"
) -> None:
    """Add a part, joined to those that are its neighbours on a boundary and say the same."""
    for position, (others, same, mixed) in enumerate(kept):
        both = joined(cuts, others) if (same, mixed) == (left, mixes) else None
        if both is not None:
            del kept[position]
            _add(kept, both, left, mixes)
            return
    kept.append((cuts, left, mixes))


def _named(game: ParametricGame, point: Vector | None) -> dict[str, Fraction] | None:
    return None if point is None else game.named(parameters(point))


def _checked(game: ParametricGame, rows: Sequence[int], columns: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    if len(game.counts) != 2:
        raise InputError(f"game: got {len(game.counts)} players; allowed: 2 for mixed supports")
    supports = tuple(sorted(set(rows))), tuple(sorted(set(columns)))
    for name, support, given, count in zip(("rows", "columns"), supports, (rows, columns), game.counts, strict=True):
        if len(support) != len(given) or not 1 <= len(support) <= 2 or not all(0 <= k < count for k in support):
            raise InputError(f"{name}: got {list(given)}; allowed: one or two different numbers from 0 to {count - 1}")
    return supports


def _side(game: ParametricGame, player: int, supports: tuple[tuple[int, ...], ...]) -> list[Row]:
    """The conditions that the opponent's mixture has to meet so that ``player`` mixes its support."""
    own, others = supports[player], supports[1 - player]
    table = game.vectors[player] if player == 0 else game.vectors[player].T
    zero = (0,) * (len(game.symbols) + 1)
    found: list[Row] = []
    for k in sorted(range(game.counts[player]), key=lambda k: k not in own):
        if k != own[0]:
            gaps = [tuple(x - y for x, y in zip(table[own[0], j], table[k, j], strict=True)) for j in others]
            found.append((gaps[0], gaps[1] if len(gaps) == 2 else zero, k in own))
    return found


Mixes: TypeAlias = tuple[tuple[Form, Form] | None, tuple[Form, Form] | None]
Leaf = tuple[Cell, Cuts, tuple[Quadratic, ...], Mixes]


def _leaves(game: ParametricGame, sides: Sequence[list[Row]]) -> list[Leaf]:
    """Parts in which only quadratic forms are left to decide; an impossible one has the form -1."""
    found: list[Leaf] = []
    stack: list[tuple[Cell, Cuts]] = [(game.parameters, ())]
    while stack:
        cell, cuts = stack.pop()
        answers = [_decided(cell, side) for side in sides]
        split = next((answer for answer in answers if isinstance(answer, tuple)), None)
        if split is None or any(answer is None for answer in answers):
            found.append(_leaf(game, cell, cuts, answers))
        else:
            options: Cuts = ((split, ">"), (split, "=="), (tuple(-x for x in split), ">"))
            parts = [(cell.cut(*option), (*cuts, option)) for option in options]
            stack += [(part, made) for part, made in parts if part is not None]
        if len(found) + len(stack) > MOST_PARTS:
            raise InputError(f"rows, columns: got supports with more than {MOST_PARTS} cases; allowed: fewer")
    return found


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Quadratic forms that decide a side, and the mixture if it is fixed, as (first, second) weights."""

    forms: tuple[Quadratic, ...]
    fixed: tuple[Vector, Vector] | None


def _leaf(game: ParametricGame, cell: Cell, cuts: Cuts, answers: Sequence["Vector | _Bounds | None"]) -> Leaf:
    one = (1,) + (0,) * len(game.symbols)
    sides = [answer for answer in answers if isinstance(answer, _Bounds)]
    if any(answer is None for answer in answers):
        return cell, cuts, (((-1, one, one),),), (None, None)
    mixes = [side.fixed and game.scaled(side.fixed) for side in reversed(sides)]
    return cell, cuts, tuple(form for side in sides for form in side.forms), (mixes[0], mixes[1])


def _decided(cell: Cell, side: list[Row]) -> "Vector | _Bounds | None":
    """A form whose sign has to be known; or what is left to decide; or None if the side is impossible."""
    for a, b, tied in side:
        if tied:
            signs = cell.signs(a), cell.signs(b)
            for form, of_form in zip((a, b), signs, strict=True):
                if len(of_form) > 1:
                    return form
            (up,), (down,) = signs
            if (up, down) == (0, 0):
                continue
            if up != -down:
                return None
            second, first = (a, _negative(b)) if up > 0 else (_negative(a), b)
            rest = tuple(((1, c, first), (1, d, second)) for c, d, _ in side if (c, d) != (a, b))
            return _Bounds(rest, (first, second))
    return _free(cell, [(a, b) for a, b, tied in side if not tied])


def _free(cell: Cell, rows: list[tuple[Vector, Vector]]) -> "Vector | _Bounds | None":
    """No equality fixes the ratio y: each row bounds it from above (a > 0 > b) or from below (a < 0 < b), or not."""
    above: list[tuple[Vector, Vector]] = []
    below: list[tuple[Vector, Vector]] = []
    for a, b in rows:
        up, down = cell.signs(a), cell.signs(b)
        if min(up) >= 0 and min(down) >= 0:
            continue
        if (max(up) < 0 and max(down) <= 0) or (max(up) <= 0 and max(down) < 0):
            return None
        if len(up) > 1:
            return a
        if len(down) > 1:
            return b
        (above if max(up) > 0 else below).append((a, b))
    forms = [((1, a, d), (-1, c, b)) for a, b in above for c, d in below]
    return _Bounds(tuple(forms), None)


def _negative(vector: Vector) -> Vector:
    return tuple(-x for x in vector)


def _product(game: ParametricGame, form: Quadratic) -> Product:
    return Product(tuple((factor, game.form(u), game.form(v)) for factor, u, v in form))


def _symbolic(form: Form) -> Any:
    import sympy

    terms = (sympy.Rational(c.numerator, c.denominator) * sympy.Symbol(name) for name, c in form.terms)
    return sum(terms, start=sympy.Rational(form.constant.numerator, form.constant.denominator))
