"""One run for all tests of the bundling paper: its markets are solved once."""

from functools import cache

from selten.papers.bundling.markets import Run


@cache
def shared() -> Run:
    return Run()
