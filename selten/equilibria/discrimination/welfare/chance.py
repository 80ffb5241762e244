"""Who has the lower price when two producers meet in a cell, enclosed in rationals.

With t_i of density g_m, m = n_j, and t_j of density g_m, m = n_i (see
:mod:`selten.equilibria.discrimination.welfare.inner`),

    P(t_i < t_j) = m (m+1) n [ (1+n) / (m-n)^2 (ln(1+1/n) - ln(1+1/m)) - 1 / ((m-n) m) ],   n = n_i, m = n_j,

and 1/2 for n = m. The logarithms are 2 artanh(1/(2n+1)), whose series has positive terms and a geometric remainder.
"""

from fractions import Fraction
from functools import lru_cache

_GRAIN = 1 << 120


@lru_cache(maxsize=4096)
def chance_lower(own: Fraction, rival: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of P(t_i < t_j), about 1e-30 apart for ordinary margins.

    Examples
    --------
    >>> low, high = chance_lower(Fraction(1), Fraction(2))
    >>> round(float(low), 9), high - low < Fraction(1, 10**25)
    (0.452184869, True)
    """
    if own == rival:
        return Fraction(1, 2), Fraction(1, 2)
    gap, scale = rival - own, rival * (rival + 1) * own
    factor, last = scale * (1 + own) / gap**2, scale / (gap * rival)
    (a, b), (c, d) = _log(own), _log(rival)
    return factor * (a - d) - last, factor * (b - c) - last


def _log(n: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of ln(1 + 1/n)."""
    z = 1 / (2 * n + 1)
    power, total, k = z, Fraction(0), 0
    while power * _GRAIN > 1 and k < 400:
        total += power / (2 * k + 1)
        power, k = power * z * z, k + 1
        total = Fraction(int(total * _GRAIN), _GRAIN) if k % 8 == 0 else total
    low = Fraction(int(2 * total * _GRAIN) - 2, _GRAIN)
    # each rounding of the sum took off less than a grain
    return low, 2 * total + 2 * power / (1 - z * z) + Fraction(k, _GRAIN)
