"""The bounds of the kernels attacked: what they claim of doubles, held against fractions."""

import math
from fractions import Fraction
from math import gcd as true_gcd
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selten.equilibria.enumeration.compiled.double_words import described, double_words_of, minor_bits, primes
from selten.equilibria.enumeration.compiled.doubles import WORD, add, multiply
from selten.equilibria.enumeration.compiled.exact import ray_of
from selten.equilibria.enumeration.compiled.integers import COUNT
from selten.equilibria.enumeration.compiled.signs import BOUND, ERROR, SLACK, SLACK_LOW, Numbers, measure
from selten.equilibria.enumeration.compiled.whole import reduced
from selten.equilibria.enumeration.compiled.words import gcd, product_exceeds

words = st.integers(0, 2**62)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(a=words, b=words, c=words, d=words)
def test_integers_beyond_the_words_of_the_machine(a: int, b: int, c: int, d: int) -> None:
    assert gcd(a, b) == true_gcd(a, b)
    assert product_exceeds(a, b, c, d) == (a * b > c * d) - (a * b < c * d)
    assert product_exceeds(a, b, b, a) == 0
    assert product_exceeds(a, b, a, b + 1) == (-1 if a else 0)


@st.composite
def double_words(draw: Any) -> tuple[float, float]:
    """High words near powers of two (where roundings are relatively largest), low words up to half a unit of them."""
    near = draw(st.sampled_from([0, 1, -1, 3, 2**26 + 1, 2**27 - 1]) | st.integers(0, 2**52))
    high = float(2**52 + max(near, 0)) * 2.0 ** draw(st.integers(-300, 250))
    part = draw(st.sampled_from([0.5, -0.5, 0.25, 0.0]) | st.floats(-0.5, 0.5, allow_subnormal=False))
    low = part * 2.0**-52 * high * 0.49
    total = high + low
    return total, low - (total - high)


def relative_error(computed: tuple[float, float], exact: Fraction) -> Fraction:
    if exact == 0:
        assert computed == (0.0, 0.0)
        return Fraction(0)
    return abs(Fraction(computed[0]) + Fraction(computed[1]) - exact) / abs(exact)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(a=double_words(), b=double_words(), negative=st.booleans())
def test_one_operation_on_double_words(a: tuple[float, float], b: tuple[float, float], negative: bool) -> None:
    x, y = (Fraction(v[0]) + Fraction(v[1]) for v in (a, b))
    assert relative_error(multiply(*a, *b), x * y) <= Fraction(WORD)
    if negative:
        b, y = (-b[0], -b[1]), -y
    assert relative_error(add(*a, *b), x + y) <= Fraction(WORD)
    assert relative_error(add(*a, -a[0], -a[1] / 2), x - Fraction(a[0]) - Fraction(a[1]) / 2) <= Fraction(WORD)


def hard(kind: str, seed: int) -> Any:
    draw = Random(seed)
    m, n = draw.randint(2, 7), draw.randint(2, 7)
    if kind == "near ties":  # payoffs that differ in the last bits of what a double holds, and beyond
        return reduced(
            np.array([[2**58 + draw.randint(0, 3) * draw.choice([1, 2**57]) for _ in range(n)] for _ in range(m)])
        )
    if kind == "steep":  # entries of every size
        return reduced(np.array([[draw.randint(0, 2 ** draw.randint(0, 59)) for _ in range(n)] for _ in range(m)]))
    if kind == "hilbert":  # the classical badly conditioned matrix, as integers
        return reduced(np.array([[10**12 // (i + j + 1 + seed) for j in range(n)] for i in range(m)]))
    return reduced(np.array([[draw.choice([0, 1, 2, 3 * 2**40]) for _ in range(n)] for _ in range(m)]))


@pytest.mark.parametrize("kind", ["near ties", "steep", "hilbert", "ties"])
@pytest.mark.parametrize("seed", range(12))
def test_every_ray_and_every_slack_is_within_its_bound_of_the_exact_one(kind: str, seed: int) -> None:
    payoffs = hard(kind, seed)
    moduli = primes(3)
    rays = described(payoffs, moduli, lambda: None)
    assert rays is not None
    table = payoffs.tolist()
    numbers = Numbers(
        double_words_of(payoffs), payoffs.T[None] % np.array(moduli)[:, None, None], np.array(moduli), 0.0
    )
    for ray in range(int(rays.state[COUNT])):
        exact = ray_of(table, int(rays.masks[ray]))
        assert exact is not None
        assert max(exact[:-1]) <= Fraction(2) ** math.ceil(minor_bits(payoffs))
        low, high = factors(rays, ray, exact)
        assert low <= high
        for reply in range(payoffs.shape[1]):
            measure(numbers, rays, ray, reply)
            slack = exact[-1] - sum(w * own[reply] for w, own in zip(exact, table, strict=False))
            found = Fraction(rays.about[ray, SLACK]) + Fraction(rays.about[ray, SLACK_LOW])
            assert all(abs(found - c * slack) <= Fraction(rays.about[ray, BOUND]) for c in (low, high))
            for k, p in enumerate(moduli):  # the residues are those of one multiple of (x, v, slack)
                own, all_exact = rays.residues[ray, k].tolist(), [*exact, slack]
                assert {
                    (a * f - b * e) % p
                    for a, e in zip(own, all_exact, strict=True)
                    for b, f in zip(own, all_exact, strict=True)
                } == {0}


def factors(rays: Any, ray: int, exact: list[int]) -> tuple[Fraction, Fraction]:
    """The least and the greatest c with every stored coordinate within a part e of c times the exact one."""
    error = Fraction(rays.about[ray, ERROR])
    stored = [Fraction(h) + Fraction(low) for h, low in zip(*rays.words[ray], strict=True)]
    assert [v == 0 for v in exact] == [v == 0 for v in stored]
    ratios = [s / e for s, e in zip(stored, exact, strict=True) if e]
    return max(ratios) / (1 + error), min(ratios) / (1 - error)
