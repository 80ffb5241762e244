"""Compiled kernels: import these modules only inside functions, since they import numba."""
