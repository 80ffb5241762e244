"""Machine words as the kernels use them: sets of labels in 64 bits, greatest common divisors, 128-bit comparison.

A set of labels is one int64, bit k for label k; at most :data:`MOST_LABELS` labels, so that it is never negative.
"""

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit, types
from numba.extending import intrinsic


def _leave_out_scipy() -> None:
    """Keep numba from importing scipy.linalg, which takes as long as numba itself, only to see that it is there.

    numba looks for it when it loads its own functions on arrays, and again where compiled code needs linear algebra:
    the second look is left alone. scipy is installed wherever this package is.
    """
    if "scipy.linalg" in sys.modules or "numba.np.arraymath" in sys.modules:
        return
    linear = import_module("numba.np.linalg")
    look = getattr(linear, "ensure_blas", None)
    if look is None:
        return
    linear.ensure_blas = lambda: None  # type: ignore[attr-defined]
    try:
        import_module("numba.np.arraymath")
    finally:
        linear.ensure_blas = look  # type: ignore[attr-defined]


_leave_out_scipy()

MOST_LABELS = 62
"""How many labels (strategies of both players) fit in a set."""

_F = TypeVar("_F", bound=Callable[..., Any])


def kernel(function: _F) -> _F:
    """The function, compiled at its first call, kept on disk, run without the interpreter's lock.

    numba takes what it keeps on disk for good as long as the function's own file is unchanged, although the code of
    the functions that it calls is in it too. Here it is good as long as no file of this package has changed.
    """
    compiled = njit(cache=True, nogil=True)(function)
    kept: Any = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if hasattr(kept, "_source_stamp"):
        kept._source_stamp = _stamp()
    return cast(_F, compiled)


def on_disk(function: Any) -> bool:
    """Whether some compiled form of a kernel is kept on disk and still good; True where that cannot be told."""
    kept: Any = getattr(getattr(function, "_cache", None), "_cache_file", None)
    return not hasattr(kept, "_load_index") or bool(kept._load_index())


def announce(function: Any) -> None:
    """Tell a person at a terminal, before a kernel is compiled for the first time, why nothing happens for a while."""
    if sys.stderr.isatty() and not on_disk(function):
        print("selten: compiling the enumeration, once; this takes about half a minute", file=sys.stderr, flush=True)


@cache
def _stamp() -> tuple[tuple[str, float, int], ...]:
    """Name, time and size of every file of this package."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return tuple((file.name, file.stat().st_mtime, file.stat().st_size) for file in files)


def _bitwise(operation: str) -> Any:
    def typing(_: Any, word: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
            if operation == "ctpop":
                return builder.ctpop(values[0])
            return builder.cttz(values[0], context.get_constant(types.boolean, False))

        return types.int64(types.int64), generate

    return typing


popcount = intrinsic(_bitwise("ctpop"))
"""How many bits of an int64 are set (compiled code only)."""

lowest = intrinsic(_bitwise("cttz"))
"""The position of the lowest bit set, 64 for none (compiled code only)."""


@kernel
def gcd(a: int, b: int) -> int:
    """The greatest common divisor of two numbers that are not negative, by halving and subtracting (Stein 1967).

    Examples
    --------
    >>> gcd(12, 18), gcd(0, 5), gcd(7, 0)
    (6, 5, 7)
    """
    if a == 0:
        return b
    if b == 0:
        return a
    twos = lowest(a | b)
    a >>= lowest(a)
    while b:
        b >>= lowest(b)
        if a > b:
            a, b = b, a
        b -= a
    common: int = a << twos
    return common


@kernel
def product_exceeds(a: int, b: int, c: int, d: int) -> int:
    """The sign of a b - c d, exactly, for numbers from 0 to 2^62: by the upper and lower words of the products.

    Examples
    --------
    >>> product_exceeds(2**61, 2**61, 2**61 - 1, 2**61 + 1)
    1
    """
    high_ab, low_ab = _product(a, b)
    high_cd, low_cd = _product(c, d)
    if high_ab != high_cd:
        return 1 if high_ab > high_cd else -1
    return (low_ab > low_cd) - (low_ab < low_cd)


@kernel
def _product(a: int, b: int) -> tuple[int, int]:
    """A product as (high, low) with a b = high 2^62 + low, from halves of 31 bits."""
    half = (1 << 31) - 1
    a1, a0, b1, b0 = a >> 31, a & half, b >> 31, b & half
    low = a0 * b0
    middle = a1 * b0 + (low >> 31)
    other = a0 * b1 + (middle & half)
    return a1 * b1 + (middle >> 31) + (other >> 31), ((other & half) << 31) | (low & half)
