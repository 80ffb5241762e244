"""Exact arithmetic that decides: algebraic numbers and linear programs."""
