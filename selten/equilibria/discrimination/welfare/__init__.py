"""What competing producers and their consumers can get under some information: proven bounds on the whole set.

A *Bayes correlated equilibrium* is a joint distribution of states and prices, prices at or above own costs, in which
nobody gains who is told his own price and charges another. Its outcomes are those of all equilibria under all
information structures. ``outer`` bounds them from outside, ``inner`` constructs equilibria, ``data`` brackets the six
extremes and the set, ``check`` verifies the witnesses of both from the prior alone.

Source: "Competitive price discrimination", section II; D. Bergemann and S. Morris, "Bayes correlated equilibrium and
the comparison of information structures in games", Theoretical Economics 11 (2016).
"""
