"""Double words: numbers as unevaluated sums of two doubles, about 106 bits, with a proven bound on every operation.

A double word is (high, low) with high the double nearest to the sum. With u = 2^-53 the unit of rounding:

- ``two_sum`` and ``two_product`` are without error (Knuth; Dekker 1971; Higham, *Accuracy and Stability of Numerical
  Algorithms*, 2nd ed. 2002, section 4.3 and problem 2.24), unless something over- or underflows;
- ``add`` has relative error at most 3 u^2 / (1 - 4 u), ``multiply`` at most 7 u^2 (1 + u)^2 (Joldes, Muller and
  Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic", ACM TOMS 44, 2017:
  their AccurateDWPlusDW and DWTimesDW1).

Both are below :data:`WORD` = 2^-102 = 16 u^2, the constant that the kernels count with, for operands and results that
are 0 or between 2^-900 and 2^900, where nothing over- or underflows: the error of a product is then a multiple of
2^-900 u^2, above the smallest double. Compiled code neither contracts nor reorders these operations (the
compiler's fast mathematics is off).
"""

from selten.equilibria.enumeration.compiled.words import kernel

WORD = 2.0**-102
"""A bound on the relative error of one operation on double words."""

_SPLIT = 134217729.0  # 2^27 + 1


@kernel
def two_sum(a: float, b: float) -> tuple[float, float]:
    """The rounded sum and its error."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


@kernel
def two_product(a: float, b: float) -> tuple[float, float]:
    """The rounded product and its error."""
    product = a * b
    scaled = _SPLIT * a
    a_high = scaled - (scaled - a)
    a_low = a - a_high
    scaled = _SPLIT * b
    b_high = scaled - (scaled - b)
    b_low = b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


@kernel
def add(a: float, a_low: float, b: float, b_low: float) -> tuple[float, float]:
    """The sum of two double words, whatever their signs.

    Examples
    --------
    >>> add(1.0, 2.0**-80, -1.0, 0.0) == (2.0**-80, 0.0)
    True
    """
    high, low = two_sum(a, b)
    other, rest = two_sum(a_low, b_low)
    low += other
    total = high + low
    low = low - (total - high)
    low += rest
    result = total + low
    return result, low - (result - total)


@kernel
def multiply(a: float, a_low: float, b: float, b_low: float) -> tuple[float, float]:
    """The product of two double words.

    Examples
    --------
    >>> multiply(1.0, 2.0**-60, 1.0, 2.0**-60) == (1.0, 2.0**-59)
    True
    """
    high, low = two_product(a, b)
    low += a * b_low + a_low * b
    total = high + low
    return total, low - (total - high)
