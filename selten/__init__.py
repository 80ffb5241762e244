"""Market models as finite games: every equilibrium, with a proof, and which one to expect.

The layers import in one direction only: games, equilibria, selection, papers and report, command line.
"""

__version__ = "0.1.0"
