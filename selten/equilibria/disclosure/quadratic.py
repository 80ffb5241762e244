"""Areas on a triangle of prices where the sign of a revenue gain ``p_L d_L + p_H d_H`` is not the same everywhere.

The gain is a quadratic polynomial of the prices; on a triangle it lies between the least and the largest of its six
Bernstein coefficients. Triangles are halved, largest first, until those whose signs are open are small in all.
"""

import heapq
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from selten.equilibria.disclosure.verdict import Gain, verdict

Corner = tuple[float, float]
Triangle = tuple[Corner, Corner, Corner]

ROUNDING = 1e-11
"""Coefficients below this share of the largest count as possibly zero; rounding is a thousand times smaller."""


def settle(
    triangle: Triangle,
    revenue: Sequence[Any],
    shortage: Sequence[int],
    *,
    tolerance: float,
    over: Callable[[], bool] | None = None,
) -> tuple[dict[str, float], dict[str, float]]:
    """Areas by verdict, proven and guessed (from the centre), of a triangle.

    Parameters
    ----------
    revenue : pair
        For each scenario a sign or the two affine forms (d_L, d_H).
    shortage : pair of int
        Signs of the shortage avoided.
    tolerance : float
        How much area may remain guessed.
    over : callable, optional
        Asked before each halving whether to stop.

    Examples
    --------
    >>> from selten.equilibria.disclosure.affine import Affine
    >>> rise, fall = Affine(0.0, 1.0, 0.0, ()), Affine(0.0, 0.0, -1.0, ())  # p_L d_L + p_H d_H = p_L^2 - p_H^2
    >>> proven, guessed = settle(((0, 0), (1, 0), (1, 1)), ((rise, fall), 1), (0, 0), tolerance=1e-3)
    >>> proven["strict"] > 0.499, sum(guessed.values()) < 1e-3
    (True, True)
    """
    order = count()
    proven: dict[str, float] = {}
    waiting = [(-_area(triangle), next(order), triangle)]
    open_area = _area(triangle)
    while waiting and open_area > tolerance and (over is None or not over()):
        size, _, triangle = heapq.heappop(waiting)
        found = verdict([(_sign(triangle, r), s) for r, s in zip(revenue, shortage, strict=True)])
        if found is not None:
            proven[found] = proven.get(found, 0.0) - size
            open_area += size
            continue
        for half in _halves(triangle):
            heapq.heappush(waiting, (size / 2, next(order), half))
    guessed: dict[str, float] = {}
    for size, _, triangle in waiting:
        found = verdict([_guess(triangle, r, s) for r, s in zip(revenue, shortage, strict=True)]) or "no"
        guessed[found] = guessed.get(found, 0.0) - size
    return proven, guessed


def _gain(forms: Any, point: Corner) -> float:
    return sum(price * _value(form, point) for price, form in zip(point, forms, strict=True))


def _value(form: Any, point: Corner) -> float:
    return float(form.constant) + float(form.x_slope) * point[0] + float(form.y_slope) * point[1]


def _sign(triangle: Triangle, forms: Any) -> int | None:
    if isinstance(forms, int):
        return forms
    corners = [_gain(forms, corner) for corner in triangle]
    scale = max(abs(p * _value(f, c)) for c in triangle for p, f in zip(c, forms, strict=True))
    coefficients = list(corners)
    for i, j in ((0, 1), (1, 2), (2, 0)):
        coefficients.append(2 * _gain(forms, _middle(triangle[i], triangle[j])) - (corners[i] + corners[j]) / 2)
    if min(coefficients) > ROUNDING * scale:
        return 1
    return -1 if max(coefficients) < -ROUNDING * scale else None


def _guess(triangle: Triangle, forms: Any, shortage: int) -> Gain:
    if isinstance(forms, int):
        return forms, shortage
    gain = _gain(forms, (sum(p[0] for p in triangle) / 3, sum(p[1] for p in triangle) / 3))
    return (gain > 0) - (gain < 0), shortage


def _middle(p: Corner, q: Corner) -> Corner:
    return (p[0] + q[0]) / 2, (p[1] + q[1]) / 2


def _halves(triangle: Triangle) -> tuple[Triangle, Triangle]:
    """The two halves of a triangle, cut from the middle of its longest side."""
    a, b, c = max(
        (triangle[i:] + triangle[:i] for i in range(3)),
        key=lambda t: (t[0][0] - t[1][0]) ** 2 + (t[0][1] - t[1][1]) ** 2,
    )
    middle = _middle(a, b)
    return (a, middle, c), (middle, b, c)


def _area(t: Triangle) -> float:
    return abs((t[1][0] - t[0][0]) * (t[2][1] - t[0][1]) - (t[2][0] - t[0][0]) * (t[1][1] - t[0][1])) / 2
