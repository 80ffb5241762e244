"""Combinations of rays whose products need 128 bits, although they fit machine words once common factors are out.

A combination is ``up b + down a`` with ``up`` and ``down`` coprime. Its greatest common divisor G comes from two
entries first: where a is zero the value is ``up x``, where b is zero it is ``down y``, and

    gcd(up x, down y) = gcd(up, y) gcd(x, down) gcd(x', y'),   x' = x / gcd(x, down), y' = y / gcd(up, y),

since up / gcd(up, y) is coprime to y' and to down, and x' to down / gcd(x, down). Every entry is then divided by G: by
the inverse of its odd part modulo 2^64, multiplied back and compared in 128 bits, so that a quotient that is accepted
is exact. An entry that G does not divide makes G smaller. (Division of 128-bit integers itself is a library call that
compiled code cannot rely on.)
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from selten.equilibria.enumeration.compiled.words import gcd, kernel, lowest

_SAFE = 2.0**61
_LONG, _WORD = ir.IntType(128), ir.IntType(64)


def _typing_shifted(_: Any, a: Any, b: Any, c: Any, d: Any, shift: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        a, b, c, d, shift = (builder.sext(value, _LONG) for value in values)
        total = builder.add(builder.mul(a, b), builder.mul(c, d))
        return builder.trunc(builder.ashr(total, shift), _WORD)

    return types.int64(*[types.int64] * 5), generate


_shifted = intrinsic(_typing_shifted)
"""The lower word of (a b + c d) >> shift."""


def _typing_equals(_: Any, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        a, b, c, d, e, f = (builder.sext(value, _LONG) for value in values)
        total = builder.add(builder.mul(a, b), builder.mul(c, d))
        return builder.icmp_signed("==", total, builder.mul(e, f))

    return types.boolean(*[types.int64] * 6), generate


_equals = intrinsic(_typing_equals)
"""Whether a b + c d = e f, in 128 bits."""


def _typing_add_product(_: Any, high: Any, low: Any, a: Any, b: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        high, low, a, b = (builder.sext(value, _LONG) for value in values)
        bits = ir.Constant(_LONG, 62)
        total = builder.add(builder.add(builder.shl(high, bits), low), builder.mul(a, b))
        lower = builder.and_(total, ir.Constant(_LONG, (1 << 62) - 1))
        parts = [builder.trunc(part, _WORD) for part in (builder.ashr(total, bits), lower)]
        return context.make_tuple(builder, signature.return_type, parts)

    return types.UniTuple(types.int64, 2)(*[types.int64] * 4), generate


add_product = intrinsic(_typing_add_product)
"""``(high, low)`` of high 2^62 + low + a b, with 0 <= low < 2^62 and all of it below 2^125 (compiled code only)."""


@kernel
def combine_wide(slacks: Any, a: int, b: int, up: int, down: int, place: int) -> int:
    """Write row ``place`` = (up row b + down row a) / G; returns its largest absolute entry, 0 if it does not fit.

    Parameters
    ----------
    slacks : ndarray of int64
        Rows a and b with entries below 2^61 in absolute value.
    up, down : int
        Coprime, from 1 to 2^61.
    """
    width = slacks.shape[1]
    common = _common(slacks, a, b, up, down)
    if common == 0:
        return 0
    k, top = 0, 0
    shift, inverse = lowest(common), _inverse(common >> lowest(common))
    while k < width:
        x, y = slacks[b, k], slacks[a, k]
        value = _shifted(up, x, down, y, shift) * inverse
        if abs(float(value)) < _SAFE and _equals(up, x, down, y, value, common):
            slacks[place, k] = value
            top = max(top, abs(value))
            k += 1
            continue
        smaller = gcd(_remainder(up, x, down, y, common), common)
        if smaller == common:
            return 0
        common, k, top = smaller, 0, 0
        shift, inverse = lowest(common), _inverse(common >> lowest(common))
    return top


@kernel
def _common(slacks: Any, a: int, b: int, up: int, down: int) -> int:
    """The greatest common divisor of two entries of the combination; 0 if it is too large or there are no two such."""
    one, two = 0, 0
    for k in range(slacks.shape[1]):
        if slacks[a, k] == 0 and slacks[b, k] != 0:
            one = abs(slacks[b, k])
        if slacks[b, k] == 0 and slacks[a, k] != 0:
            two = abs(slacks[a, k])
    if one == 0 or two == 0:
        return 0
    left, right = gcd(up, two), gcd(one, down)
    middle = gcd(one // right, two // left)
    if float(left) * float(right) * float(middle) >= _SAFE:
        return 0
    return left * right * middle


@kernel
def _inverse(odd: int) -> int:
    """The inverse of an odd number modulo 2^64, by Newton's iteration: each step doubles the number of right bits."""
    inverse = odd  # right in three bits
    for _ in range(5):
        inverse *= 2 - odd * inverse
    return inverse


@kernel
def _remainder(a: int, b: int, c: int, d: int, modulus: int) -> int:
    """(a b + c d) modulo a number below 2^61."""
    return (_times(a % modulus, b % modulus, modulus) + _times(c % modulus, d % modulus, modulus)) % modulus


@kernel
def _times(a: int, b: int, modulus: int) -> int:
    """a b modulo a number below 2^61, bit by bit."""
    product = 0
    while b:
        if b & 1:
            product = (product + a) % modulus
        a = 2 * a % modulus
        b >>= 1
    return product
