"""Proofs that relations exclude each other: multipliers under which they add up to 0 > 0.

Relations f > 0, g >= 0, h == 0 have no common solution exactly if there are multipliers, not negative except those of
equalities, for which the forms add up to the form 0 and a strict relation takes part (Motzkin's transposition theorem,
1936; T. S. Motzkin's form of the lemma of Farkas). The multipliers come from an exact linear program and are checked by
adding up, which is all that a reader has to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.exact.linear import maximise
from selten.equilibria.parametric.form import Form, Relation

ONE_IS_POSITIVE = Relation(Form((), Fraction(1)), ">")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Relations with multipliers; a proof exactly if :meth:`holds`.

    Parameters
    ----------
    parts : tuple of (Relation, Fraction)
        No multiplier is 0.
    """

    parts: tuple[tuple[Relation, Fraction], ...]

    def holds(self) -> bool:
        """Whether the multiplied relations add up to 0 > 0.

        Examples
        --------
        >>> p = Form.symbol("p")
        >>> Contradiction(((Relation(p, ">"), Fraction(2)), (Relation(p * -2, ">="), Fraction(1)))).holds()
        True
        """
        total = Form((), Fraction(0))
        for relation, factor in self.parts:
            if factor < 0 and relation.sign != "==":
                return False
            total = total + relation.form * factor
        return total == Form((), Fraction(0)) and any(r.sign == ">" and factor > 0 for r, factor in self.parts)

    def __str__(self) -> str:
        return "; ".join(f"{factor} times {relation}" for relation, factor in self.parts)


def contradiction(relations: Sequence[Relation]) -> Contradiction | None:
    """Multipliers that prove the relations to have no common solution, or None if they have one.

    Examples
    --------
    >>> from selten.equilibria.parametric.form import relations
    >>> print(contradiction([*relations("0 < p < q"), *relations("q <= 0")]))
    1 times 0 < p; 1 times p < q; 1 times q <= 0
    >>> contradiction(relations("0 < p < q")) is None
    True
    """
    used = [*relations, ONE_IS_POSITIVE]
    columns = [(k, 1) for k in range(len(used))] + [(k, -1) for k, r in enumerate(used) if r.sign == "=="]
    vectors = vectors_of([relation.form for relation in used], names_of(used))
    sums = [[sign * vectors[k][i] for k, sign in columns] for i in range(len(vectors[0]))]
    strict = [Fraction(int(used[k].sign == ">")) for k, _ in columns]
    rows = [*sums, *([-x for x in row] for row in sums), strict]
    best = maximise(strict, rows, [Fraction(0)] * (2 * len(sums)) + [Fraction(1)])
    if not best.value:
        return None
    factors = [Fraction(0)] * len(used)
    for (k, sign), weight in zip(columns, best.primal, strict=True):
        factors[k] += sign * weight
    return _scaled(Contradiction(tuple((r, f) for r, f in zip(used, factors, strict=True) if f)))


def names_of(relations: Sequence[Relation]) -> tuple[str, ...]:
    """The symbols of some relations in the order in which they appear.

    Examples
    --------
    >>> from selten.equilibria.parametric.form import relations
    >>> names_of(relations("q < p"))
    ('p', 'q')
    """
    return tuple(dict.fromkeys(name for relation in relations for name in relation.form.names))


def vectors_of(forms: Sequence[Form], names: Sequence[str]) -> list[list[Fraction]]:
    """The constant and the coefficients of some forms.

    Examples
    --------
    >>> vectors_of([Form.of("2*p - 1")], ["q", "p"])
    [[Fraction(-1, 1), Fraction(0, 1), Fraction(2, 1)]]
    """
    found = []
    for form in forms:
        terms = dict(form.terms)
        found.append([form.constant, *(terms.get(name, Fraction(0)) for name in names)])
    return found


def _scaled(proof: Contradiction) -> Contradiction:
    """Integers without a common divisor: easier to check by hand."""
    from math import gcd, lcm

    scale = lcm(*(factor.denominator for _, factor in proof.parts))
    whole = [int(factor * scale) for _, factor in proof.parts]
    divisor = gcd(*whole)
    pairs = zip(proof.parts, whole, strict=True)
    return Contradiction(tuple((relation, Fraction(number, divisor)) for (relation, _), number in pairs))
