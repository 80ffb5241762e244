"""Systems of products: positive numbers whose powers multiply to given rationals, decided exactly.

The system asks for positive reals x_1, x_2, ... with

    prod_j x_j ** rows[i][j] = targets[i]        for every i,

where exponents are integers and targets positive rationals. In logarithms it is linear with a real right-hand side.
Write every target as a product of powers of integers b_1, b_2, ... above 1 that are pairwise coprime: their logarithms
are linearly independent over the rationals, because a product of powers of coprime integers is 1 only if all exponents
are 0 (unique factorisation). So the system is solvable in positive reals exactly if it is solvable for each b_k by
itself, as a linear system over the rationals whose right-hand side is the exponents of b_k. If all are, then
x_j = prod_k b_k ** w_jk with rational w_jk solves it; if one is not, an integer combination of the rows is zero while
the same product of powers of the targets is not 1, which proves that no x exists. The integers b_k come from greatest
common divisors alone (D. J. Bernstein, "Factoring into coprimes in essentially linear time", 2005, has the notion);
nothing has to be factored into primes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm, prod

Powers = tuple[tuple[int, Fraction], ...]
"""The positive number prod base ** exponent; () is 1."""


@dataclass(frozen=True, slots=True)
class PowerSystem:
    """The answer: a solution, or an integer combination of the equations that contradicts itself.

    Parameters
    ----------
    solution : dict from int to Powers, or None
        For each unknown its value; unknowns left out are 1.
    conflict : dict from int to int
        For each equation its multiplier: the rows cancel, the targets' powers do not multiply to 1.
    """

    solution: dict[int, Powers] | None
    conflict: dict[int, int]


def solve_powers(rows: Sequence[Mapping[int, int]], targets: Sequence[Fraction]) -> PowerSystem:
    """Positive unknowns with the given products, or the proof that there are none.

    Parameters
    ----------
    rows : sequence of dict from int to int
        For each equation the exponents of the unknowns that are not 0.
    targets : sequence of Fraction
        Positive.

    Examples
    --------
    >>> solve_powers([{0: 1, 1: 1}, {0: 1, 1: -1}], [Fraction(2), Fraction(1)]).solution[0]  # a square root
    ((2, Fraction(1, 2)),)
    >>> solve_powers([{0: 1, 1: -1}, {0: -1, 1: 1}], [Fraction(2), Fraction(1)]).conflict
    {0: 1, 1: 1}
    """
    base = coprime_base([number for target in targets for number in (target.numerator, target.denominator)])
    solved: dict[int, _Row] = {}
    for k, (row, target) in enumerate(zip(rows, targets, strict=True)):
        new = _Row({j: Fraction(e) for j, e in row.items() if e}, _exponents(target, base), {k: Fraction(1)})
        for pivot, old in solved.items():
            new.clear(pivot, old)
        if new.left:
            pivot = min(new.left)
            new.divide(new.left[pivot])
            for old in solved.values():
                old.clear(pivot, new)
            solved[pivot] = new
        elif new.right:
            scale = lcm(*(value.denominator for value in new.used.values()))
            scale = scale if new.used[min(new.used)] > 0 else -scale
            return PowerSystem(None, {i: int(value * scale) for i, value in sorted(new.used.items())})
    return PowerSystem({pivot: tuple(sorted(row.right.items())) for pivot, row in sorted(solved.items())}, {})


def is_one(rational: Fraction, powers: Iterable[tuple[int, Fraction]]) -> bool:
    """Whether a positive rational times a product of powers is 1: raised until all exponents are whole.

    Examples
    --------
    >>> is_one(Fraction(1, 2), [(2, Fraction(1, 2)), (2, Fraction(1, 2))]), is_one(Fraction(1), [(2, Fraction(1, 2))])
    (True, False)
    """
    total: dict[int, Fraction] = {}
    for base, exponent in powers:
        total[base] = total.get(base, Fraction(0)) + exponent
    scale = lcm(*(exponent.denominator for exponent in total.values()))
    return rational**scale * prod((Fraction(b) ** int(e * scale) for b, e in total.items()), start=Fraction(1)) == 1


def coprime_base(numbers: Iterable[int]) -> list[int]:
    """Pairwise coprime integers above 1, ascending, of which every given positive integer is a product of powers.

    Examples
    --------
    >>> coprime_base([12, 18, 5, 1])
    [2, 3, 5]
    """
    todo, base = sorted(set(numbers)), list[int]()
    while todo:
        number = todo.pop()
        if number == 1:
            continue
        for k, other in enumerate(base):
            common = gcd(number, other)
            if common > 1:
                # the product of all numbers at hand falls, so this ends
                del base[k]
                todo += [common, number // common, other // common]
                break
        else:
            base.append(number)
    return sorted(base)


@dataclass(slots=True)
class _Row:
    """An equation in logarithms: exponents of the unknowns, of the base, and of the given equations in it."""

    left: dict[int, Fraction]
    right: dict[int, Fraction]
    used: dict[int, Fraction]

    def clear(self, pivot: int, other: "_Row") -> None:
        """Take away the multiple of another row that removes the unknown ``pivot``."""
        factor = self.left.get(pivot)
        if factor:
            for own, theirs in ((self.left, other.left), (self.right, other.right), (self.used, other.used)):
                for key, value in theirs.items():
                    own[key] = own.get(key, Fraction(0)) - factor * value
                    if not own[key]:
                        del own[key]

    def divide(self, factor: Fraction) -> None:
        for own in (self.left, self.right, self.used):
            for key in own:
                own[key] /= factor


def _exponents(target: Fraction, base: list[int]) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for number in base:
        exponent = _times(target.numerator, number) - _times(target.denominator, number)
        if exponent:
            found[number] = Fraction(exponent)
    return found


def _times(number: int, divisor: int) -> int:
    count = 0
    while number % divisor == 0:
        number, count = number // divisor, count + 1
    return count
