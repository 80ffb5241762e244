"""Consumers who do not know their values: the information that is best for them, with proven bounds.

``laws`` are the distributions of values and residuals; ``search`` proves the mean-preserving-contraction constraint on
the whole line; ``one_producer`` has the monopoly and the homogeneous duopoly; ``cuts`` is the program behind
``hotelling`` (two producers) and ``exclusion`` (no common gains from trade); ``uninformed`` leaves producers without
information; ``many`` brackets any finite prior by linear programs.
"""
