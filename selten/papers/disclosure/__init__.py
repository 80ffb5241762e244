"""The claims of the inventory disclosure paper: all from :mod:`~selten.papers.disclosure.claims`."""
