"""A ray in double words put in the place of its exact value: solved in integers from its tight labels, then rounded."""

from fractions import Fraction
from typing import Any

from selten.equilibria.enumeration.compiled.doubles import WORD
from selten.equilibria.enumeration.compiled.exact import ray_of
from selten.equilibria.enumeration.compiled.signs import BOUND, ERROR, EXACT, SIGN, SLACK, SLACK_LOW, Numbers, Rays

_SMALLEST = Fraction(1, 2**400)


def refine(payoffs: list[list[int]], numbers: Numbers, rays: Rays, ray: int, reply: int) -> bool:
    """Write a ray anew, and its slack of the reply at work; False if that was done before or does not fit doubles.

    Parameters
    ----------
    payoffs : list of lists of int
        Own strategies down, replies across.
    """
    if rays.about[ray, EXACT] == reply:
        return False
    exact = ray_of(payoffs, int(rays.masks[ray]))
    if exact is None:
        return False
    slack = exact[-1] - sum(w * own[reply] for w, own in zip(exact, payoffs, strict=False) if w)
    unit = 1 << max(exact).bit_length()
    if any(0 < Fraction(value, unit) < _SMALLEST for value in (*exact, abs(slack))):
        return False
    for i, value in enumerate(exact):
        rays.words[ray, 0, i], rays.words[ray, 1, i] = _rounded(value, unit)
    high, low = _rounded(slack, unit)
    about: Any = rays.about[ray]
    about[ERROR], about[SLACK], about[SLACK_LOW], about[BOUND] = WORD, high, low, abs(high) * WORD
    about[SIGN], about[EXACT] = (slack > 0) - (slack < 0), reply
    for k, prime in enumerate(numbers.primes.tolist()):
        rays.residues[ray, k] = [value % prime for value in (*exact, slack)]
    return True


def _rounded(value: int, unit: int) -> tuple[float, float]:
    """The double word next to value / unit: its relative error is below 2^-105."""
    high = value / unit
    return high, float(Fraction(value, unit) - Fraction(high))
