"""Which equilibrium to expect."""
