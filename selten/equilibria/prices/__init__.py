"""Equilibria of price games that are too large for a matrix: found in floats, proven in integers.

Start at :func:`selten.equilibria.prices.solve.solve_prices`. It needs of a game only what
:class:`selten.games.prices.protocol.PriceGame` says.
"""
