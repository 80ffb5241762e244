"""The claims of the bundling paper: all from :mod:`~selten.papers.bundling.claims`."""
