"""The index by another method than the library's: the whole game perturbed by random numbers, enumerated, attached.

Steps:
1. add e * R to the payoffs, R small random integers and e a positive infinitesimal;
2. enumerate the equilibria of that game by their labels; unless it is nondegenerate, draw again;
3. an equilibrium with supports I and J of size k has index (-1)**(k + 1) sign(det A[I, J] det B[I, J]) in a game with
   positive payoffs;
4. its standard part (the limit at e = 0) is an equilibrium of the game as given. The labels tight there say which face
   of each player's polyhedron it lies in; every pair of extreme points of the two faces is an extreme equilibrium of
   one Nash subset, hence of the component that the index is counted for.

The infinitesimal is a number: every comparison asks for the sign of a polynomial in e with integer coefficients, at
most H in size by Hadamard's inequality on the circle abs(e) = 1, and such a polynomial has no root in (0, 1 / (1 + H)).
With e = 1 / (8 H**2) integers decide exactly what the infinitesimal would, and a ratio of two such polynomials is
infinitesimal exactly when it is below 1 / (2 H) (it is then at most 1 / (4 H), else at least 1 / (2 H)).

Source: Shapley, "A note on the Lemke-Howson algorithm" (1974); Govindan and Wilson, "Essential equilibria" (2005);
formula as in von Stengel, "Finding Nash equilibria of two-player games" (2021), section 12.
"""

from collections.abc import Sequence
from math import gcd, isqrt, prod
from random import Random
from typing import Any

from selten.equilibria.enumeration.pairing import bits, join, swap
from selten.equilibria.enumeration.screen import Kept, restrict, screen
from selten.equilibria.enumeration.vertices import IntegerCone, Ray, extreme_strategies
from selten.equilibria.solution import Component
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

Matrix = list[list[int]]

_DRAWS = 20
_NOISE = 64


def indices_when_perturbed(game: NormalForm, profiles: Sequence[Profile], components: Sequence[Component]) -> list[int]:
    """The index of each component of an exact game, given all its extreme equilibria and components."""
    kept = screen(game)
    core = restrict(game, kept)
    home = {position: k for k, part in enumerate(components) for position in part.equilibria}
    masks = [_labels(core, _core_profile(profile, kept)) for profile in profiles]
    totals = [0] * len(components)
    for first, second, sign in _perturbed(core):
        homes = {home[k] for k, (x, y) in enumerate(masks) if x & first == first and y & second == second}
        assert len(homes) == 1
        totals[homes.pop()] += sign
    return totals


def _core_profile(profile: Profile, kept: Kept) -> Profile:
    return Profile(tuple(tuple(own[k] for k in keep) for own, keep in zip(profile.strategies, kept, strict=True)))


def _labels(game: NormalForm, profile: Profile) -> tuple[int, int]:
    """The labels tight at each strategy of an equilibrium: own strategies not played, best replies to it."""
    m, n = game.counts
    x, y = profile.supports
    to_x, to_y = game.sweep(1, profile.strategies).tolist(), game.sweep(0, profile.strategies).tolist()
    idle_x, idle_y = set(range(m)) - set(x), set(range(n)) - set(y)
    best_to_x = {j for j in range(n) if to_x[j] == to_x[y[0]]}
    best_to_y = {i for i in range(m) if to_y[i] == to_y[x[0]]}
    return _mask(idle_x, best_to_x, m), _mask(best_to_y, idle_y, m)


def _mask(firsts: set[int], seconds: set[int], m: int) -> int:
    return sum(1 << i for i in firsts) | sum(1 << (m + j) for j in seconds)


def _perturbed(game: NormalForm) -> list[tuple[int, int, int]]:
    """The equilibria of a nearby nondegenerate game: the labels tight at each limit strategy, and the index."""
    numerators, _ = game.exact()
    m, n = game.counts
    first, second = _reduced(numerators[1].tolist()), _reduced(numerators[0].T.tolist())
    for draw in range(_DRAWS):
        random = Random(draw)
        cones = _Perturbed(first, random), _Perturbed(second, random)
        if all(cone.nondegenerate for cone in cones):
            return _signed(cones, m, n)
    raise AssertionError(f"none of {_DRAWS} random perturbations was nondegenerate")


def _reduced(payoffs: Matrix) -> Matrix:
    """The same best replies with small numbers of at least 0."""
    shifted = [[value - min(row) for value in row] for row in payoffs]
    common = gcd(*(value for row in shifted for value in row)) or 1
    return [[value // common for value in row] for row in shifted]


class _Perturbed:
    """The extreme strategies against ``payoffs + e * noise``, everything multiplied by 1 / e."""

    def __init__(self, payoffs: Matrix, random: Random) -> None:
        noise = [[random.randrange(1, _NOISE) for _ in row] for row in payoffs]
        self.bound = _bound(payoffs, noise)
        self.unit = 8 * self.bound**2
        self.payoffs = [
            [self.unit * value + extra for value, extra in zip(row, added, strict=True)]
            for row, added in zip(payoffs, noise, strict=True)
        ]
        cone = IntegerCone(self.payoffs)
        self.m = cone.strategies
        self.rays = extreme_strategies(cone)
        self.nondegenerate = all(ray.tight.bit_count() == self.m for ray in self.rays)

    def limit_labels(self, ray: Ray) -> int:
        """The labels tight at the standard part: those with an infinitesimal slack."""
        total = sum(ray.slacks[: self.m])
        scales = [total if label < self.m else total * self.unit for label in range(len(ray.slacks))]
        small = [2 * self.bound * s < scale for s, scale in zip(ray.slacks, scales, strict=True)]
        return sum(1 << label for label, tight in enumerate(small) if tight)


def _bound(payoffs: Matrix, noise: Matrix) -> int:
    """No determinant of constraints, as a polynomial in e, has a coefficient above this one."""
    m, n = len(payoffs), len(payoffs[0])
    norms = sorted(
        isqrt(sum((row[j] + extra[j]) ** 2 for row, extra in zip(payoffs, noise, strict=True)) + 1) + 1
        for j in range(n)
    )
    return prod(norms[-(m + 1) :]) * (isqrt(m) + 1)


def _signed(cones: tuple[_Perturbed, _Perturbed], m: int, n: int) -> list[tuple[int, int, int]]:
    first, second = cones
    found = []
    for i, j in join([ray.tight for ray in first.rays], [swap(ray.tight, n, m) for ray in second.rays], m + n):
        x, y = first.rays[i], second.rays[j]
        rows, columns = bits(~x.tight & ((1 << m) - 1)), bits(~y.tight & ((1 << n) - 1))
        b = [[first.payoffs[r][c] for c in columns] for r in rows]
        a = [[second.payoffs[c][r] for c in columns] for r in rows]
        sign = (-1) ** (len(rows) + 1) * determinant_sign(a) * determinant_sign(b)
        found.append((first.limit_labels(x), swap(second.limit_labels(y), n, m), sign))
    return found


def determinant_sign(matrix: Sequence[Sequence[int]]) -> int:
    """The sign of an integer determinant, by elimination without fractions (Bareiss 1968)."""
    rows: list[Any] = [list(row) for row in matrix]
    sign, previous = 1, 1
    for k in range(len(rows) - 1):
        pivot = next((r for r in range(k, len(rows)) if rows[r][k]), None)
        if pivot is None:
            return 0
        if pivot != k:
            rows[k], rows[pivot], sign = rows[pivot], rows[k], -sign
        for r in range(k + 1, len(rows)):
            rows[r] = [
                (entry * rows[k][k] - rows[r][k] * top) // previous for entry, top in zip(rows[r], rows[k], strict=True)
            ]
        previous = rows[k][k]
    last: int = rows[-1][-1]
    return sign * ((last > 0) - (last < 0))
