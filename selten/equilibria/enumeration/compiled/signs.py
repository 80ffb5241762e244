"""Rays of a best-response cone in double words: the proven sign of a slack, and the combination of two rays.

For cones whose integers do not fit machine words. Conventions are those of
:mod:`selten.equilibria.enumeration.vertices`, payoffs are integers P >= 0. A ray is stored by its coordinates (x, v) >=
0 as double words, scaled by a power of two, with a bound e on their relative error: for some c > 0 each stored
coordinate is c times the true one times 1 + d, |d| <= e. Coordinates that are 0 are so exactly, since rays are sums of
positive multiples of rays. With w = 2^-102 the relative error of one operation
(:mod:`selten.equilibria.enumeration.compiled.doubles`):

*The slack* of reply j is v - S, S = sum_i x_i P_ij. Each term of S has relative error e and one product, the sum at
most m additions and all terms have one sign, so that S has relative error at most (1 + e)(1 + w)^(m+1) - 1, and v has
e; the last subtraction adds w of a result that is no larger than v + S. The error of the slack is at most

    B = (e + (m + 4) w)(v + S)(1 + 2^-10),

where the last factor covers the products of small errors (e <= 2^-20) and the rounding of B itself. A first look takes
the high words alone in plain doubles: u for the high word, u for P, (m + 3) u for the sum (Higham, *Accuracy and
Stability of Numerical Algorithms*, 2nd ed., section 3.1), hence the same with (m + 8) u in place of (m + 4) w.

*A sign* is certain where the computed slack exceeds its bound. Otherwise the true slack is at most 2 B, and it is shown
to be zero, or the ray is refined. Let r be the primitive integer vector on the ray. Its entries are at
most those of the vector of minors of a system of equations "the replies in J earn v against the strategies in the
support", at most s = min(m, n) of either; the minor for x_i has a column of ones and at most s - 1 columns of P, whose
entries may be centred by the column of ones, so that Hadamard's bound gives |r_i| <= H = s^(s/2) prod (R_k / 2) with
R_k the s - 1 largest ranges of rows of P (at least 2). With x_k the largest stored weight, the slack of r is at most
2 B H / x_k (up to 1 + 2^-10). It is an integer: below 1 it is 0. Otherwise residues are carried modulo distinct primes
p: those of a multiple C r of the ray. If p does not divide C (some coordinate has a residue other than 0) and the
slack's residue is 0, then p divides the slack of r. If this holds for all primes and the product of the primes exceeds
2 B H / x_k, the slack is 0. Nothing here is a matter of probability, and payoffs chosen to be divisible by the primes
only make more refinements.

*Refining* a ray (:mod:`selten.equilibria.enumeration.compiled.refining`) solves for it in integers from its tight
labels: its coordinates are then the exact ones rounded (e = w), and so are the slack at work and its sign.

*Combining* rays a and b with slacks of opposite signs, known with relative errors d_a and d_b: the result is the sum of
|s_b| a and |s_a| b, all terms positive, with relative error at most

    (max(d_b + e_a, d_a + e_b) + 4 w)(1 + 2^-10).

*Underflow*: every coordinate that is not 0 is kept above 2^-400 of the largest, which is about 1, and payoffs are at
least 1, so that no product in a slack is below 2^-400. In a combination the larger of the two factors is about 1; a
product may be so small that its low word underflows, but then it is below 2^-900, its error below 2^-1070, and either
the sum is above 2^-405, where such an error is nothing, or the ray is not worked with.
"""

import math
from typing import Any, NamedTuple

from selten.equilibria.enumeration.compiled.doubles import WORD, add, multiply
from selten.equilibria.enumeration.compiled.words import kernel

ERROR, SLACK, SLACK_LOW, BOUND, SIGN, EXACT = range(6)
"""What ``about`` holds of a ray: the bound e; the slack of the label at work (high and low word), its bound B (-1: not
computed yet) and its sign; the reply for which slack and sign were computed exactly (-1: none)."""

_ROUND = 1.0 + 2.0**-10
_UNIT = 2.0**-53
_COARSE = 2.0**-20  # relative errors above this are not worked with
_TINY = 2.0**-400  # coordinates below this are not worked with


class Numbers(NamedTuple):
    """The payoffs as the kernel reads them.

    Parameters
    ----------
    high : ndarray of float64, shape (2, n, m)
        As double words, replies down.
    tables, primes : ndarrays of int64, shapes (primes, n, m), (primes,)
        Their residues.
    reach : float
        The product of the primes over H, or less by a factor of 4 at least.
    """

    high: Any
    tables: Any
    primes: Any
    reach: float


class Rays(NamedTuple):
    """The rays and where the run stands.

    Parameters
    ----------
    words : ndarray of float64, shape (room, 2, m + 1)
        High and low words of (x, v) of each ray.
    residues : ndarray of int64, shape (room, primes, m + 2)
        Those of (x, v), and of the slack at work.
    about : ndarray of float64, shape (room, 6)
        See :data:`ERROR` and its neighbours.
    masks, near : ndarrays of int64, shape (room,)
        Tight labels; scratch.
    state : ndarray of int64, shape (7,)
        See :mod:`selten.equilibria.enumeration.compiled.integers`, and the two rays to be refined.
    """

    words: Any
    residues: Any
    about: Any
    masks: Any
    near: Any
    state: Any


@kernel
def sign(numbers: Numbers, rays: Rays, ray: int, reply: int) -> int:
    """The proven sign of a reply's slack at a ray: 1, 0 or -1, or 2 if it could not be proven."""
    words, about, high = rays.words, rays.about, numbers.high
    if about[ray, EXACT] == reply:
        return int(about[ray, SIGN])
    m = high.shape[2]
    total = 0.0
    for i in range(m):
        total += words[ray, 0, i] * high[0, reply, i]
    earned = words[ray, 0, m]
    value = earned - total
    bound = (about[ray, ERROR] + (m + 8) * _UNIT) * (earned + total) * _ROUND
    about[ray, BOUND] = -1.0
    if abs(value) <= bound:
        measure(numbers, rays, ray, reply)
        value, bound = about[ray, SLACK], about[ray, BOUND]
        if abs(value) <= bound:
            return 0 if _is_zero(numbers, rays, ray) else 2
    return 1 if value > 0.0 else -1


@kernel
def measure(numbers: Numbers, rays: Rays, ray: int, reply: int) -> None:
    """The slack of a reply in double words and residues, and the bound on its error."""
    words, residues, about = rays.words, rays.residues, rays.about
    high, tables, primes = numbers.high, numbers.tables, numbers.primes
    m = high.shape[2]
    total, total_low = 0.0, 0.0
    for i in range(m):
        if words[ray, 0, i] > 0.0 and high[0, reply, i] > 0.0:
            term, term_low = multiply(words[ray, 0, i], words[ray, 1, i], high[0, reply, i], high[1, reply, i])
            total, total_low = add(total, total_low, term, term_low)
    earned = words[ray, 0, m]
    about[ray, SLACK], about[ray, SLACK_LOW] = add(earned, words[ray, 1, m], -total, -total_low)
    about[ray, BOUND] = (about[ray, ERROR] + (m + 4) * WORD) * (earned + total) * _ROUND
    for k in range(len(primes)):
        residue = residues[ray, k, m]
        for i in range(m):
            residue += (primes[k] - residues[ray, k, i]) * tables[k, reply, i] % primes[k]
        residues[ray, k, m + 1] = residue % primes[k]


@kernel
def _is_zero(numbers: Numbers, rays: Rays, ray: int) -> bool:
    """Whether a slack that doubles cannot tell from zero is proven to be zero."""
    words, residues, about = rays.words, rays.residues, rays.about
    m = words.shape[2] - 1
    largest = 0.0
    for i in range(m):
        largest = max(largest, words[ray, 0, i])
    if 2.0 * about[ray, BOUND] * _ROUND >= numbers.reach * largest:
        return False
    for k in range(len(numbers.primes)):
        if residues[ray, k, m + 1] != 0:
            return False
        multiple = False
        for i in range(m + 1):
            multiple = multiple or residues[ray, k, i] != 0
        if not multiple:
            return False
    return True


@kernel
def combine(numbers: Numbers, rays: Rays, a: int, b: int, place: int) -> bool:
    """Write the positive combination of two rays that makes the label tight; False if it cannot be bounded."""
    words, about = rays.words, rays.about
    up, down = abs(about[a, SLACK]), abs(about[b, SLACK])
    up_error, down_error = _relative(up, about[a, BOUND]), _relative(down, about[b, BOUND])
    error = (max(down_error + about[a, ERROR], up_error + about[b, ERROR]) + 4.0 * WORD) * _ROUND
    if not error <= _COARSE:
        return False
    scale = 1.0 / _power(max(up, down))
    up_low = about[a, SLACK_LOW] * (scale if about[a, SLACK] > 0.0 else -scale)
    down_low = about[b, SLACK_LOW] * (scale if about[b, SLACK] > 0.0 else -scale)
    up, down = up * scale, down * scale
    for i in range(words.shape[2]):
        p, p_low = multiply(down, down_low, words[a, 0, i], words[a, 1, i])
        q, q_low = multiply(up, up_low, words[b, 0, i], words[b, 1, i])
        words[place, 0, i], words[place, 1, i] = add(p, p_low, q, q_low)
    about[place, ERROR], about[place, SIGN], about[place, EXACT] = error, 0.0, -1.0
    _combine_residues(numbers.primes, rays, a, b, place)
    return rescale(words, place)


@kernel
def _relative(value: float, bound: float) -> float:
    """A bound on the relative error of a computed value, far above :data:`_COARSE` where there is none."""
    return bound / (0.999 * value - bound) if bound < 0.5 * value else 1.0


@kernel
def _combine_residues(primes: Any, rays: Rays, a: int, b: int, place: int) -> None:
    residues, about = rays.residues, rays.about
    last = residues.shape[2] - 1
    for k in range(len(primes)):
        up, down = residues[a, k, last], residues[b, k, last]
        if about[a, SLACK] < 0.0:
            up = primes[k] - up
        if about[b, SLACK] < 0.0:
            down = primes[k] - down
        for i in range(last):
            residues[place, k, i] = (down * residues[a, k, i] + up * residues[b, k, i]) % primes[k]


@kernel
def rescale(words: Any, ray: int) -> bool:
    """Scale a ray by a power of two to about 1; False if a coordinate other than 0 is too small to work with."""
    largest = 0.0
    for i in range(words.shape[2]):
        largest = max(largest, words[ray, 0, i])
    scale = 1.0 / _power(largest)
    fine = True
    for i in range(words.shape[2]):
        words[ray, 0, i] *= scale
        words[ray, 1, i] *= scale
        fine = fine and (words[ray, 0, i] == 0.0 or words[ray, 0, i] > _TINY)
    return fine


@kernel
def _power(value: float) -> float:
    """The power of two next above a positive number."""
    return math.ldexp(1.0, math.frexp(value)[1])
