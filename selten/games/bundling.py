"""The bundling duopoly: two firms, each offering a subset of {component 1, component 2, bundle}, then pricing it.

Notation as in :mod:`selten.games.consumers.valuations`: t = p_b - Delta, and product k priced at t - d. An offering is
written z1 z2 zb, so that "011" sells component 2 and the bundle. The profits below are those of one seller against
fixed market prices; costs are zero and consumers have mass one (Bundling in a Symmetric Bertrand Duopoly, section 3).
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from selten.games.consumers.valuations import Valuations

Floats = npt.NDArray[np.float64]

OFFERINGS: tuple[str, ...] = ("000", "100", "010", "110", "001", "101", "011", "111")
"""All offerings, z1 z2 zb, in the order of every table."""


def products(offering: str) -> frozenset[str]:
    """The products of an offering, as a set of "1", "2", "b".

    Examples
    --------
    >>> sorted(products("011"))
    ['2', 'b']
    """
    return frozenset(name for name, offered in zip("12b", offering, strict=True) if offered == "1")


@dataclass(frozen=True)
class BundlingMarket:
    """Consumers and the complementarity Delta of the bundle (of either sign)."""

    valuations: Valuations
    complementarity: Fraction

    @cached_property
    def delta(self) -> float:
        """The complementarity as a float."""
        return float(self.complementarity)

    @cached_property
    def scale(self) -> float:
        """The largest value anybody can have: the unit in which tolerances are stated."""
        return sum(self.valuations.high) + abs(self.delta)

    def coarse(self, share: float = 1 / 3) -> "BundlingMarket":
        """The same market with faster, less accurate demand, for a first look."""
        return BundlingMarket(self.valuations.coarse(share), self.complementarity)

    def bundle_alone(self, t: Floats) -> Floats:
        """The profit of the bundle when nothing else is sold: (t + Delta) P(v_0 + v_1 >= t)."""
        return (t + self.delta) * self.valuations.total(t)

    def bundle_against(self, k: int, p: Floats, t: Floats) -> Floats:
        """The profit of the bundle when only component k is sold beside it, at price p."""
        d = t - p
        return (t + self.delta) * np.maximum(self.valuations.total(t) - self.valuations.loss(k, d, t), 0.0)

    def component_against(self, k: int, p: Floats, t: Floats) -> Floats:
        """The profit of component k at price p beside the bundle at t (and not cheap enough to undo it)."""
        return p * self.valuations.alone(k, t - p, t)

    def component_alone(self, k: int, p: Floats) -> Floats:
        """The profit of component k at price p when no bundle binds: p P(v_k >= p)."""
        return p * self.valuations.survival(k, p)

    def gain(self, k: int, d: Floats, t: Floats) -> Floats:
        """What a seller of the bundle gains by also selling product k at t - d.

        New buyers pay t - d; those who switch from the bundle pay d + Delta less. The gain does not depend on the price
        of the other component, as long as the three products coexist (t <= p_0 + p_1, that is d_0 + d_1 <= t).
        """
        return (t - d) * self.valuations.triangle(k, d, t) - (d + self.delta) * self.valuations.loss(k, d, t)
