"""Games with symbols for payoffs: equilibria for all parameters at once.

``game`` is the game and what is assumed of its symbols; ``status`` says of each pure profile whether it is an
equilibrium always, never or when; ``regions`` splits the parameters by the set of pure equilibria; ``mixed`` treats a
pair of mixed supports. ``form``, ``cone``, ``farkas`` and ``signs`` are the arithmetic: linear forms, convex sets by
generators, proofs by multipliers, signs of polynomials.
"""
