"""Extreme mixed strategies of a best-response polyhedron, by the double description method.

A player with m strategies faces an opponent with n replies; ``payoffs[i][j]`` is what the opponent earns with reply j
against strategy i. The cone of all ``(x, v)`` with ``x >= 0`` and ``v >= sum_i x_i payoffs[i][j]`` for each j has one
*label* for each inequality: label i (below m) is tight where strategy i is not played, label m + j where reply j is
best. Its extreme rays are the *origin* ``(0, 1)`` and the extreme mixed strategies, scaled. No payoff has to be
positive.

A ray is stored by the slacks of all labels; they are linear in ``(x, v)``, so that combining two rays is combining two
lists of slacks, and the only question ever asked is the sign of one slack. This makes the method independent of the
arithmetic: a :class:`Cone` answers that question, in integers (:class:`IntegerCone`) or for enclosed numbers
(:class:`selten.equilibria.enumeration.enclosures.EnclosedCone`). Which rays are adjacent is read off the sets of tight
labels.

Source: Motzkin, Raiffa, Thompson and Thrall, "The double description method" (1953); the adjacency test is Proposition
7 of Fukuda and Prodon, "Double description method revisited" (1996).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from selten.games.normal_form import Number

Tick = Callable[[], None]
"""Called between short pieces of work; may raise to stop."""

_PAIRS_AT_ONCE = 1 << 20


class StruckError(Exception):
    """The time is up."""


def until(seconds: float | None) -> Tick:
    """A tick that raises :class:`StruckError` once that many seconds have passed (never for None)."""
    if seconds is None:
        return lambda: None
    end = time.monotonic() + seconds

    def tick() -> None:
        if time.monotonic() > end:
            raise StruckError

    return tick


@dataclass(slots=True)
class Ray:
    """An extreme ray: the slack of each label, and as a bit mask the labels known to be tight."""

    slacks: list[Number]
    tight: int


class Cone(Protocol):
    """The arithmetic of one best-response cone."""

    strategies: int
    replies: int

    def first_rays(self) -> list[list[Number]]:
        """The slacks of the origin and then of each pure strategy with its reply 0 (slack 0 there)."""

    def sign(self, ray: Ray, label: int) -> int:
        """The sign of a slack, certain."""

    def combine(self, above: Ray, below: Ray, label: int) -> list[Number]:
        """The slacks of the positive combination of two rays, on both sides of a label, that makes it tight."""

    def mixed(self, ray: Ray) -> tuple[Number, ...]:
        """The mixed strategy of a ray other than the origin."""


class IntegerCone:
    """Best responses to integer payoffs: rays are primitive integer vectors.

    Parameters
    ----------
    payoffs : sequence of sequences of int, shape (m, n)
        What the opponent earns: own strategies down, replies across.
    """

    def __init__(self, payoffs: Sequence[Sequence[int]]) -> None:
        self.payoffs = payoffs
        self.strategies, self.replies = len(payoffs), len(payoffs[0])

    def first_rays(self) -> list[list[Number]]:
        """See :class:`Cone`."""
        m = self.strategies
        origin: list[Number] = [0] * m + [1] * self.replies
        return [origin] + [_unit(i, m) + [row[0] - value for value in row] for i, row in enumerate(self.payoffs)]

    def sign(self, ray: Ray, label: int) -> int:
        """See :class:`Cone`."""
        value: int = ray.slacks[label]
        return (value > 0) - (value < 0)

    def combine(self, above: Ray, below: Ray, label: int) -> list[Number]:
        """See :class:`Cone`."""
        up, down = above.slacks[label], -below.slacks[label]
        common = gcd(up, down)
        up, down = up // common, down // common
        slacks = [down * a + up * b for a, b in zip(above.slacks, below.slacks, strict=True)]
        common = gcd(*slacks)
        return [s // common for s in slacks] if common > 1 else slacks

    def mixed(self, ray: Ray) -> tuple[Number, ...]:
        """See :class:`Cone`."""
        own = ray.slacks[: self.strategies]
        total = sum(own)
        return tuple(Fraction(x, total) for x in own)


def extreme_strategies(cone: Cone, tick: Tick = lambda: None) -> list[Ray]:
    """All extreme rays of the cone but the origin; ``tight`` is then the exact set of tight labels.

    Guarantees that the list is complete and holds each ray once, whatever ties there are.

    Parameters
    ----------
    tick : callable
        Called between short pieces of work; an exception that it raises passes through.

    Examples
    --------
    >>> cone = IntegerCone([[1, 0], [0, 1]])  # matching: the extreme strategies are both pure ones and the middle
    >>> sorted(cone.mixed(ray) for ray in extreme_strategies(cone))[1]
    (Fraction(1, 2), Fraction(1, 2))
    """
    m = cone.strategies
    everything = (1 << (m + 1)) - 1
    # ray k is off exactly one of the first m + 1 inequalities: the origin off label m, unit vector i off label i
    off = [m, *range(m)]
    rays = [Ray(slacks, everything & ~(1 << k)) for slacks, k in zip(cone.first_rays(), off, strict=True)]
    for label in range(m + 1, m + cone.replies):
        rays = _insert(cone, rays, label, tick)
        tick()
    origin = (1 << m) - 1
    return [ray for ray in rays if ray.tight & origin != origin]


def _insert(cone: Cone, rays: list[Ray], label: int, tick: Tick) -> list[Ray]:
    sides: dict[int, list[Ray]] = {-1: [], 0: [], 1: []}
    for ray in rays:
        sides[cone.sign(ray, label)].append(ray)
    bit = 1 << label
    for ray in sides[0]:
        ray.tight |= bit
    above, below = sides[1], sides[-1]
    kept = above + sides[0]
    if not below:
        return kept
    # a two-dimensional face of the cone, which is what two adjacent rays span, has at least this many tight labels
    needed = cone.strategies - 1
    fresh = []
    for a, b in _adjacent(above, below, rays, needed, tick):
        common = a.tight & b.tight
        fresh.append(Ray(cone.combine(a, b, label), common | bit))
    return kept + fresh


def _adjacent(above: list[Ray], below: list[Ray], rays: list[Ray], needed: int, tick: Tick) -> list[tuple[Ray, Ray]]:
    """The pairs that span a face: no third ray is tight wherever both are."""
    pairs = []
    masks = _masks(rays)
    low = _masks(below)
    step = max(1, _PAIRS_AT_ONCE // len(below))
    for start in range(0, len(above), step):
        part = above[start : start + step]
        common = _masks(part)[:, None] & low[None, :]
        found = np.argwhere(np.bitwise_count(common) >= needed).tolist()
        for position, (i, j) in enumerate(found):
            a, b = part[i], below[j]
            if _spans(a, b, common[i, j], masks, needed):
                pairs.append((a, b))
            if position % 1024 == 0:
                tick()
    return pairs


def _spans(a: Ray, b: Ray, common: Any, masks: npt.NDArray[Any], needed: int) -> bool:
    # a simple ray (needed + 1 tight labels) lies on a face of two dimensions for each choice of needed labels
    if a.tight.bit_count() == needed + 1 or b.tight.bit_count() == needed + 1:
        return True
    return int(np.count_nonzero((masks & common) == common)) == 2


def _masks(rays: list[Ray]) -> npt.NDArray[Any]:
    tight = [ray.tight for ray in rays]
    wide = max(tight, default=0).bit_length() > 64
    return np.array(tight, dtype=object if wide else np.uint64)


def _unit(i: int, m: int) -> list[Number]:
    return [int(k == i) for k in range(m)]
