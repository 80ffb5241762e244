"""Double description of one best-response cone in double words, for cones whose integers do not fit machine words.

Conventions are those of :mod:`selten.equilibria.enumeration.vertices`, payoffs are integers P >= 0. What is kept of a
ray, how the sign of a slack is proven and how rays are combined: :mod:`selten.equilibria.enumeration.compiled.signs`.
The run can stop and go on as in :mod:`selten.equilibria.enumeration.compiled.integers`; where a sign or a combination
cannot be bounded it stops with ``UNSURE`` and goes on once the rays named in ``state`` have been refined.
"""

from selten.equilibria.enumeration.compiled.integers import COUNT, CURSOR, DONE, FRESH, FULL, LABEL, MORE, SIDE
from selten.equilibria.enumeration.compiled.neighbours import shortlist, third
from selten.equilibria.enumeration.compiled.signs import (
    BOUND,
    EXACT,
    SIGN,
    Numbers,
    Rays,
    combine,
    measure,
    rescale,
    sign,
)
from selten.equilibria.enumeration.compiled.words import kernel

UNSURE = 3
"""The code of a run that met a sign it cannot prove, or two rays whose combination it cannot bound."""

REFINE, REFINE_TOO = 5, 6
"""Where ``state`` holds the rays that are to be refined; the second is -1 where there is one only."""


@kernel
def begin(numbers: Numbers, rays: Rays) -> None:
    """Write the first m + 1 rays: the origin and each pure strategy, with reply 0 tight."""
    words, residues, state = rays.words, rays.residues, rays.state
    m = numbers.high.shape[2]
    words[: m + 1] = 0.0
    residues[: m + 1] = 0
    rays.about[: m + 1] = 0.0
    rays.about[: m + 1, EXACT] = -1.0
    for ray in range(m + 1):
        own = m if ray == 0 else ray - 1  # the one label of the first m + 1 that is not tight
        rays.masks[ray] = ((1 << (m + 1)) - 1) ^ (1 << own)
        words[ray, 0, own] = 1.0
        for k in range(len(numbers.primes)):
            residues[ray, k, own] = 1
        if ray > 0:
            words[ray, 0, m], words[ray, 1, m] = numbers.high[0, 0, own], numbers.high[1, 0, own]
            for k in range(len(numbers.primes)):
                residues[ray, k, m] = numbers.tables[k, 0, own]
        rescale(words, ray)
    state[LABEL], state[CURSOR], state[COUNT], state[FRESH], state[SIDE] = m + 1, 0, m + 1, m + 1, 0


@kernel
def describe(numbers: Numbers, rays: Rays, budget: int) -> int:
    """Go on until all labels are in, or until a return code says why not.

    Parameters
    ----------
    budget : int
        After about that many comparisons of rays the run pauses with ``MORE``.
    """
    state = rays.state
    n, m = numbers.high.shape[1:]
    work = 0
    while state[LABEL] < m + n:
        if state[SIDE] == 0:
            side = _sides(numbers, rays, state[LABEL] - m)
            if side == 0:
                return UNSURE
            state[SIDE], state[CURSOR], state[FRESH] = side, 0, state[COUNT]
        while state[CURSOR] < state[COUNT]:
            ray = state[CURSOR]
            if rays.about[ray, SIGN] * state[SIDE] > 0:
                code = _meet(numbers, rays, ray)
                if code != DONE:
                    return code
                work += state[COUNT]
            state[CURSOR] += 1
            if work > budget:
                return MORE
        _settle(rays)
    return DONE


@kernel
def _sides(numbers: Numbers, rays: Rays, reply: int) -> int:
    """Prove the sign of every ray's slack; the rarer of the two signs, 0 if one could not be proven."""
    m = numbers.high.shape[2]
    balance = 0
    for ray in range(rays.state[COUNT]):
        side = sign(numbers, rays, ray, reply)
        if side == 2:
            rays.state[REFINE], rays.state[REFINE_TOO] = ray, -1
            return 0
        if side == 0:
            rays.masks[ray] |= 1 << (m + reply)
        rays.about[ray, SIGN] = side
        balance += side
    return -1 if balance > 0 else 1


@kernel
def _meet(numbers: Numbers, rays: Rays, ray: int) -> int:
    """Add the rays between one ray and its neighbours on the other side of the label."""
    about, masks, near, state = rays.about, rays.masks, rays.near, rays.state
    m = numbers.high.shape[2]
    label, fresh = state[LABEL], state[FRESH]
    found = shortlist(masks, state[COUNT], ray, m - 1, near)
    witness = -1
    for k in range(found):
        other = near[k]
        if about[ray, SIGN] * about[other, SIGN] >= 0.0:
            continue
        between = third(masks, near, found, ray, other, m, witness)
        if between >= 0:
            witness = between
            continue
        if fresh == masks.shape[0]:
            return FULL
        for end in (ray, other):
            if about[end, BOUND] < 0.0:
                measure(numbers, rays, end, label - m)
        if not combine(numbers, rays, ray, other, fresh):
            state[REFINE], state[REFINE_TOO] = ray, other
            return UNSURE
        masks[fresh] = masks[ray] & masks[other] | 1 << label
        fresh += 1
    state[FRESH] = fresh
    return DONE


@kernel
def _settle(rays: Rays) -> None:
    """Drop the rays on which the label is violated and go to the next label."""
    state = rays.state
    kept, hole = state[FRESH], 0
    while hole < kept:
        if rays.about[hole, SIGN] >= 0.0:
            hole += 1
            continue
        kept -= 1
        rays.words[hole] = rays.words[kept]
        rays.residues[hole] = rays.residues[kept]
        rays.about[hole] = rays.about[kept]
        rays.masks[hole] = rays.masks[kept]
    state[LABEL], state[COUNT], state[SIDE] = state[LABEL] + 1, kept, 0
