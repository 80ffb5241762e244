"""Verdicts on aggregate disclosure, from what each scenario gains by it.

A scenario compares revenues, and among equal revenues the numbers of visitors who leave with nothing. The verdicts,
exclusive and in this order:

* strict: both scenarios gain;
* weak: neither loses and one gains;
* zero_only: the same by revenue alone, where the shortage breaks it;
* tie: neither gains nor loses;
* no: anything else.
"""

from collections.abc import Sequence
from itertools import product

VERDICTS = ("strict", "weak", "zero_only", "tie", "no")

Gain = tuple[int | None, int | None]
"""Signs of what a scenario gains in revenue, and in shortage avoided; None where the sign is not decided."""


def verdict(gains: Sequence[Gain]) -> str | None:
    """The verdict, or None where undecided signs leave more than one.

    Examples
    --------
    >>> verdict([(1, -1), (0, 1)]), verdict([(1, 0), (0, 0)]), verdict([(1, 0), (0, -1)]), verdict([(1, 0), (-1, None)])
    ('strict', 'weak', 'zero_only', 'no')
    """
    options = [(-1, 0, 1) if entry is None else (entry,) for gain in gains for entry in gain]
    found = {_decided(entries[:2], entries[2:]) for entries in product(*options)}
    return found.pop() if len(found) == 1 else None


def _decided(first: Sequence[int], second: Sequence[int]) -> str:
    by_revenue = first[0], second[0]
    by_both = first[0] or first[1], second[0] or second[1]
    if min(by_both) > 0:
        return "strict"
    if _supports(by_both):
        return "weak"
    if _supports(by_revenue):
        return "zero_only"
    return "tie" if by_both == (0, 0) else "no"


def _supports(signs: Sequence[int]) -> bool:
    return min(signs) >= 0 and max(signs) > 0
