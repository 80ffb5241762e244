"""The disclosure game on a continuum of customers: who visits, what is sold, what the seller discloses, and where.

* :mod:`~selten.equilibria.disclosure.answer` solves a market at given prices, exactly: :func:`solve_disclosure`.
* ``homogeneous``, ``sequential``, ``fluid`` with ``threshold``: visits and rationing for each kind of market; the last
  three compute with any numbers that can be added, divided and compared (rationals, floats, the numbers of ``germ``,
  the forms of ``affine``).
* ``verdict``: strict, weak, zero_only, tie, no.
* ``area`` and what it uses: the prices with each verdict, their areas with proven bounds; ``grid``: many prices at
  once.
"""
