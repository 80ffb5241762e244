"""One cone through the kernel in double words: its tables, its primes, its shares of work."""

import math
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.enumeration.compiled import hybrid
from selten.equilibria.enumeration.compiled.hybrid import REFINE, REFINE_TOO, UNSURE
from selten.equilibria.enumeration.compiled.integers import COUNT, DONE, FRESH, FULL, LABEL, MORE
from selten.equilibria.enumeration.compiled.refining import refine
from selten.equilibria.enumeration.compiled.signs import Numbers, Rays
from selten.equilibria.enumeration.compiled.whole import without_origin
from selten.equilibria.enumeration.vertices import Tick

_SHARE = 1 << 21
_RAYS = 1024
_PRIME_BITS = 29.9  # each of the primes used has at least so many
_EXPECTED_BITS = 60  # what double words are expected to know of a slack
_MOST_PRIMES = 200
_FEW = 8  # refinements after which residues are thought to be cheaper


def extreme(payoffs: npt.NDArray[np.int64], tick: Tick) -> npt.NDArray[np.int64] | None:
    """The sets of tight labels of all extreme strategies, own labels first; None if a sign could not be proven.

    First without residues, then with as many as a proof that a slack is zero may need.

    Parameters
    ----------
    payoffs : ndarray of int64, shape (m, n)
        At least 0: what the opponent earns, own strategies down, replies across.

    Examples
    --------
    >>> sorted(extreme(np.array([[3, 0], [0, 1]]), lambda: None).tolist())
    [6, 9, 12]
    """
    rays = described(payoffs, (), tick, refinements=_FEW)
    if rays is None:
        slack = minor_bits(payoffs) + math.log2(2 * payoffs.shape[0] * max(1, int(payoffs.max())))
        wanted = max(2, math.ceil((slack - _EXPECTED_BITS) / _PRIME_BITS))
        if wanted <= _MOST_PRIMES:
            rays = described(payoffs, primes(wanted), tick)
    if rays is None:
        return None
    found: npt.NDArray[np.int64] = rays.masks[
        : without_origin(payoffs.shape[0], rays.words[:, 0], rays.masks, rays.state[COUNT])
    ]
    return found


def minor_bits(payoffs: npt.NDArray[np.int64]) -> float:
    """The binary logarithm of the bound H on the entries of primitive rays (:mod:`.signs`).

    Examples
    --------
    >>> minor_bits(np.array([[0, 8], [3, 0]]))  # H = 2^(2/2) 8 / 2
    3.0
    """
    size = min(payoffs.shape)
    ranges = sorted((int(row.max() - row.min()) for row in payoffs), reverse=True)
    bits: float = size / 2 * math.log2(size) + sum(math.log2(max(2, r) / 2) for r in ranges[: size - 1])
    return bits


@cache
def primes(count: int) -> tuple[int, ...]:
    """The largest primes below 2^30, descending.

    Examples
    --------
    >>> primes(2)
    (1073741789, 1073741783)
    """
    found: list[int] = []
    candidate = 2**30 - 1
    while len(found) < count:
        if _is_prime(candidate):
            found.append(candidate)
        candidate -= 2
    return tuple(found)


def _is_prime(number: int) -> bool:
    """For odd numbers from 11 to 3,215,031,751, by strong tests to bases 2, 3, 5, 7 (Jaeschke 1993)."""
    twos = ((number - 1) & -(number - 1)).bit_length() - 1
    odd = (number - 1) >> twos
    for base in (2, 3, 5, 7):
        power = pow(base, odd, number)
        if power not in (1, number - 1) and all(pow(power, 2**k, number) != number - 1 for k in range(1, twos)):
            return False
    return True


def described(
    payoffs: npt.NDArray[np.int64], moduli: tuple[int, ...], tick: Tick, *, refinements: float = math.inf
) -> Rays | None:
    """All rays of the cone, the origin among them (``state`` says how many), with residues modulo ``moduli``.

    None if a sign could not be proven with at most so many refinements.
    """
    m = payoffs.shape[0]
    chosen = np.array(moduli, np.int64)
    tables = np.ascontiguousarray(payoffs.T[None, :, :] % chosen[:, None, None])
    # two bits less, for the rounding of the logarithms and of the power
    reach = 2.0 ** min(sum(math.log2(p) for p in moduli) - minor_bits(payoffs) - 2, 900.0)
    numbers = Numbers(double_words_of(payoffs), tables, chosen, reach)
    rays = _room(max(_RAYS, 2 * m), m, len(moduli), np.zeros(7, np.int64))
    hybrid.begin(numbers, rays)
    exact = payoffs.tolist()
    code, refined = MORE, 0
    while code != DONE:
        code = hybrid.describe(numbers, rays, _SHARE)
        tick()
        if code == FULL:
            rays = _longer(rays)
        if code == UNSURE:
            refined += 1
            if refined > refinements or not _refined(exact, numbers, rays):
                return None
    return rays


def _refined(payoffs: list[list[int]], numbers: Numbers, rays: Rays) -> bool:
    """Refine the rays that the run stopped at; False if there is nothing to gain."""
    reply = int(rays.state[LABEL]) - len(payoffs)
    wanted = [int(rays.state[k]) for k in (REFINE, REFINE_TOO)]
    refined = [refine(payoffs, numbers, rays, ray, reply) for ray in wanted if ray >= 0]
    return any(refined)


def double_words_of(payoffs: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Payoffs below 2^62 as exact sums of two doubles, replies down."""
    nearest = payoffs.astype(np.float64)
    rest = (payoffs - nearest.astype(np.int64)).astype(np.float64)
    return np.ascontiguousarray(np.stack([nearest.T, rest.T]))


def _room(rays: int, m: int, moduli: int, state: Any) -> Rays:
    words, residues = np.empty((rays, 2, m + 1)), np.empty((rays, moduli, m + 2), np.int64)
    return Rays(words, residues, np.empty((rays, 6)), np.empty(rays, np.int64), np.empty(rays, np.int64), state)


def _longer(rays: Rays) -> Rays:
    room, moduli, width = rays.residues.shape
    longer, used = _room(2 * room, width - 2, moduli, rays.state), int(rays.state[FRESH])
    for new, old in zip(longer[:4], rays[:4], strict=True):
        new[:used] = old[:used]
    return longer
