"""All equilibria of a game, with proof.

The way of a game: :mod:`~selten.equilibria.solve` takes a solver (:mod:`~selten.equilibria.solvers`), which proposes;
:mod:`~selten.equilibria.vet` and :mod:`~selten.equilibria.certify` judge from the game alone;
:mod:`~selten.equilibria.structured` adds maximal Nash subsets, components and indices. Folders hold what is inside of
one step (``enumeration``, ``index``, ``engines``, ``exact``), what other kinds of games need (``trees``, ``prices``,
``infinitesimal``, ``parametric``), and the three markets (``bundling``, ``discrimination``, ``disclosure``).
"""
