"""The index of each component of equilibria."""
