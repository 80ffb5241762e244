"""Price games without a matrix: integer demand tables, and sweeps over all of a firm's price vectors.

Start at :mod:`selten.games.prices.protocol` (what a solver needs of a game), :mod:`selten.games.prices.duopoly` (the
two-component duopoly) and :mod:`selten.games.prices.demand` (its tables). :mod:`selten.equilibria.prices` solves them.
"""
