"""The best distributions of the interim residual, as densities with their atoms: what Figure 2 of the paper shows."""

from dataclasses import dataclass

from selten.equilibria.discrimination.unknown_values.hotelling import Hotelling
from selten.equilibria.discrimination.unknown_values.uninformed import Uninformed


@dataclass(frozen=True, slots=True)
class Tail:
    """The right side r >= 0 of a distribution: density scale / (shift + r)^2 from start to end, an atom at the end.

    Parameters
    ----------
    start, end : float
        Residuals between which there is a density.
    scale, shift : float
        Its two constants.
    atom : float
        The mass at the end.
    """

    start: float
    end: float
    scale: float
    shift: float
    atom: float

    def __call__(self, r: float) -> float:
        """The density at a residual r >= 0, without the atom."""
        return self.scale / (self.shift + r) ** 2 if self.start <= r <= self.end else 0.0


def informed_tail(best: Hotelling, producer: int = 0) -> Tail:
    """The consumers that a producer serves under the best information for consumers and producers.

    Examples
    --------
    >>> from selten.equilibria.discrimination.unknown_values.hotelling import hotelling
    >>> tail = informed_tail(hotelling({-1: "1/2", 1: "1/2"}))
    >>> round(tail(tail.start), 4), round(tail.atom, 4), tail(0.1)
    (3.6945, 0.0677, 0.0)
    """
    share = best.share if producer == 0 else 1 - best.share
    profit, end = float(share * best.prices[producer]), best.tops[producer].middle
    return Tail(float(best.prices[producer]), end, profit, 0.0, profit / end if end else float(share))


def uninformed_tail(best: Uninformed) -> Tail:
    """The same for producers without information, of whom each serves half the consumers.

    Examples
    --------
    >>> from selten.equilibria.discrimination.unknown_values.uninformed import without_producer_information
    >>> tail = uninformed_tail(without_producer_information({-1: "1/2", 1: "1/2"}))
    >>> round(tail(0), 4), round(tail.atom, 7)
    (9.0294, 0.0262345)
    """
    price, end = float(best.price), best.top.middle
    return Tail(0.0, end, price / 2, price, price / (2 * (price + end)) if price else 0.5)
