"""How consumers value the two components, and the demand that follows.

Conventions. Components (and the products that sell one alone) are numbered 0 and 1; ``1 - k`` is the other one. A
consumer with valuations v gets v_0 + v_1 + Delta from the bundle. Let t = p_b - Delta. Then she buys the bundle when
t <= min(v_0, p_0) + min(v_1, p_1), and otherwise each component with v_k >= p_k (Bundling in a Symmetric Bertrand
Duopoly, equations (2) and (3)). A product that nobody offers has the price infinity.

The price of product k is written through d = t - p_k, the discount from which a consumer prefers it: as long as
t <= p_0 + p_1,

* product k sells to v_k >= t - d and v_{1-k} < d (:meth:`Valuations.alone`),
* the bundle sells to v_0 + v_1 >= t (:meth:`Valuations.total`) less those with v_{1-k} < d (:meth:`Valuations.loss`),
  for each k separately, because the two groups are disjoint,
* so offering k beside the bundle wins ``triangle = alone - loss`` new buyers.

For t > p_0 + p_1 the bundle sells nothing and product k sells to v_k >= p_k.
"""

from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Valuations(Protocol):
    """The joint distribution of (v_0, v_1) seen through demand; every method works on arrays, elementwise.

    ``error`` bounds the absolute error of every probability (rounding and quadrature); ``symmetric`` says that (v_0,
    v_1) and (v_1, v_0) have the same distribution, only where that was shown; ``atomless`` that no consumer group of
    positive mass is indifferent at any price except where ``kinks`` says.
    """

    @property
    def low(self) -> tuple[float, float]:
        """The lower ends of the two supports."""

    @property
    def high(self) -> tuple[float, float]:
        """The upper ends of the two supports."""

    @property
    def symmetric(self) -> bool:
        """Whether exchanging the components leaves the distribution as it is."""

    @property
    def kinked(self) -> bool:
        """Whether demand has kinks inside the supports, so that the best price may sit at one."""

    @property
    def error(self) -> float:
        """A bound on the absolute error of every probability."""

    @property
    def sums(self) -> tuple[float, ...]:
        """Values of v_0 + v_1 that have positive probability, or where its distribution has a kink."""

    def coarse(self, share: float = 1 / 3) -> "Valuations":
        """The same distribution with this share of the effort (and a larger ``error``), for a first look."""

    def survival(self, k: int, p: Floats) -> Floats:
        """P(v_k >= p)."""

    def total(self, t: Floats) -> Floats:
        """P(v_0 + v_1 >= t)."""

    def loss(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(v_{1-k} < d, v_0 + v_1 >= t): who leaves the bundle for product k priced at t - d."""

    def alone(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(v_{1-k} < d, v_k >= t - d): who buys product k priced at t - d beside the bundle."""

    def triangle(self, k: int, d: Floats, t: Floats) -> Floats:
        """P(v_{1-k} < d, t - d <= v_k < t - v_{1-k}), computed without the cancellation of alone - loss."""

    def poorest(self, t: float) -> float:
        """A lower bound on both valuations of everybody with v_0 + v_1 < t."""

    def useless(self, k: int, d: float, delta: float, start: Floats, stop: Floats) -> npt.NDArray[np.bool_]:
        """Whether, for every t in [start, stop], product k gains nothing at any discount up to d (True only if shown).

        That is (t - x) triangle(k, x, t) <= (x + delta) loss(k, x, t) for all x <= d, with delta >= 0.
        """


def demands(valuations: Valuations, p: tuple[Floats, Floats], t: Floats) -> tuple[Floats, Floats, Floats]:
    """The demand for product 0, product 1 and the bundle at the market prices p_0, p_1 and p_b = t + Delta.

    Ties go to the bundle; prices may be infinite; arrays broadcast.
    """
    p0, p1, t = (np.asarray(x, dtype=float) for x in np.broadcast_arrays(p[0], p[1], t))
    together = (t <= p0 + p1) & np.isfinite(t)
    finite = np.where(np.isfinite(t), t, 0.0)
    d0, d1 = finite - p0, finite - p1
    bundle = valuations.total(finite) - valuations.loss(0, d0, finite) - valuations.loss(1, d1, finite)
    sold = [
        np.where(together, valuations.alone(k, d, finite), valuations.survival(k, own))
        for k, (d, own) in enumerate(((d0, p0), (d1, p1)))
    ]
    with np.errstate(invalid="ignore"):
        return sold[0], sold[1], np.where(together, np.maximum(bundle, 0.0), 0.0)
