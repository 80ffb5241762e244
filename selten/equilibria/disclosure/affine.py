"""Affine forms of the two prices that are compared over a whole polygon of prices.

With ordered arrivals every event is affine in the prices (:mod:`.sequential`), and so is every condition that decides a
market of customers who are alike (:mod:`.homogeneous`). A form ``a + b x + c y`` is compared by its values at the
corners of a convex polygon: if they disagree in sign, :class:`Cut` is raised with the form, and the caller splits the
polygon along its zero line and starts again. What is left is a partition of the box into convex polygons on which the
solver takes one path, exact if the coefficients are (flint rationals). Boundaries have no area and belong to no side.
"""

from collections.abc import Sequence
from typing import Union

from selten.games.normal_form import Number

Point = tuple[Number, Number]
Polygon = tuple[Point, ...]
"""Corners of a convex polygon, in order."""

Operand = Union["Affine", Number]


class Cut(Exception):
    """A comparison that has both answers on the polygon; ``form`` is zero between them."""

    def __init__(self, form: "Affine") -> None:
        super().__init__("both signs on the polygon")
        self.form = form


class Affine:
    """``constant + x_slope * x + y_slope * y`` on a polygon of prices (x, y).

    Examples
    --------
    >>> square = ((0, 0), (1, 0), (1, 1), (0, 1))
    >>> x, y = Affine(0, 1, 0, square), Affine(0, 0, 1, square)
    >>> (x + y + 1).sign(), (2 * x - x - x).sign(), [(p, q) for p, q in split(square, x - y)[0]]
    (1, 0, [(0, 0), (1, 0), (1, 1)])
    """

    __slots__ = ("constant", "polygon", "x_slope", "y_slope")

    def __init__(self, constant: Number, x_slope: Number, y_slope: Number, polygon: Polygon) -> None:
        self.constant, self.x_slope, self.y_slope, self.polygon = constant, x_slope, y_slope, polygon

    def at(self, point: Point) -> Number:
        """The value at a pair of prices."""
        return self.constant + self.x_slope * point[0] + self.y_slope * point[1]

    def sign(self) -> int:
        """The sign in the interior of the polygon.

        Raises
        ------
        Cut
            If it is not one.
        """
        if not self.x_slope and not self.y_slope:
            return int((self.constant > 0) - (self.constant < 0))
        values = [self.at(corner) for corner in self.polygon]
        above, below = any(v > 0 for v in values), any(v < 0 for v in values)
        if above and below:
            raise Cut(self)
        return int(above) - int(below)

    def _map(self, constant: Number, x_slope: Number, y_slope: Number) -> "Affine":
        return Affine(constant, x_slope, y_slope, self.polygon)

    def __add__(self, other: Operand) -> "Affine":
        if not isinstance(other, Affine):
            return self._map(self.constant + other, self.x_slope, self.y_slope)
        return self._map(self.constant + other.constant, self.x_slope + other.x_slope, self.y_slope + other.y_slope)

    __radd__ = __add__

    def __neg__(self) -> "Affine":
        return self._map(-self.constant, -self.x_slope, -self.y_slope)

    def __sub__(self, other: Operand) -> "Affine":
        return self + (-other)

    def __rsub__(self, other: Operand) -> "Affine":
        return -self + other

    def __mul__(self, other: Number) -> "Affine":
        return self._map(self.constant * other, self.x_slope * other, self.y_slope * other)

    __rmul__ = __mul__

    def __truediv__(self, other: Number) -> "Affine":
        return self._map(self.constant / other, self.x_slope / other, self.y_slope / other)

    def __gt__(self, other: Operand) -> bool:
        return (self - other).sign() > 0

    def __ge__(self, other: Operand) -> bool:
        return (self - other).sign() >= 0

    def __lt__(self, other: Operand) -> bool:
        return (self - other).sign() < 0

    def __le__(self, other: Operand) -> bool:
        return (self - other).sign() <= 0


def split(polygon: Polygon, form: Affine) -> tuple[Polygon, Polygon]:
    """The parts of a polygon where a form is positive, and where it is negative (closed; either may be empty)."""
    values = [form.at(corner) for corner in polygon]
    return _kept(polygon, values), _kept(polygon, [-v for v in values])


def _kept(polygon: Polygon, values: Sequence[Number]) -> Polygon:
    kept: list[Point] = []
    for i, (corner, value) in enumerate(zip(polygon, values, strict=True)):
        before, previous = polygon[i - 1], values[i - 1]
        if (value > 0 > previous) or (value < 0 < previous):
            share = previous / (previous - value)
            kept.append((before[0] + share * (corner[0] - before[0]), before[1] + share * (corner[1] - before[1])))
        if value >= 0:
            kept.append(corner)
    return tuple(kept) if any(v > 0 for v in values) else ()


def area_of(polygon: Polygon) -> Number:
    """The area of a convex polygon.

    Examples
    --------
    >>> from fractions import Fraction
    >>> area_of(((0, 0), (Fraction(2), 0), (Fraction(2), 1)))
    Fraction(1, 1)
    """
    twice = sum(
        (p[0] * q[1] - q[0] * p[1] for p, q in zip(polygon, (*polygon[1:], *polygon[:1]), strict=True)),
        0 * polygon[0][0] if polygon else 0,
    )
    return abs(twice) / 2
