"""Competing producers who may price discriminate: the best information, none, and all of it."""
