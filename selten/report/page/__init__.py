"""Self-contained HTML pages: a game, a market, a prior or a sweep to look at instead of reading numbers."""
