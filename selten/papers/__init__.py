"""The claims of each paper, recomputed."""
