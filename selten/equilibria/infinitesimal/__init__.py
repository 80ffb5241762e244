"""Equilibria of games perturbed by an infinitesimal, and where they tend to."""
