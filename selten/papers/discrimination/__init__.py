"""The claims of the price discrimination paper: all from :mod:`~selten.papers.discrimination.claims`."""
