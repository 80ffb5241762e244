#!/usr/bin/env python3
"""Recompute Tables 1 and 2 of "Bundling in a Symmetric Bertrand Duopoly" from the consumers' valuations.

usage: verify_bundling_tables.py

Two firms, independent uniform valuations on [0, 1], no complementarity. Prints which profit each of the 64 pairs of
offerings pays (Table 1), its value from the solved price games (Table 2), and by how much the three decimals in print
are off; then tries both firms' deviations in each of the 64 price games. Exits 1 if a symbol differs, a value does not
round to what is printed, or a deviation gains.
"""

import sys
from fractions import Fraction

from selten.equilibria.bundling.cell_check import check_cells
from selten.equilibria.bundling.offering import MarketSolution, mirrored, solve_market
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.joint import Joint
from selten.games.consumers.marginals import Uniform
from selten.games.library import table_2

TABLE_1 = {
    "000": "0    0       0       0      0    0     0     0",
    "100": "1    0       1       0      1|b  0     1|2b  0",
    "010": "1    1       0       0      1|b  1|2b  0     0",
    "110": "2*1  1       1       0      0    0     0     0",
    "001": "b    b|1     b|1     delta  0    0     0     0",
    "101": "1b   1+delta 2b|1    delta  0    0     0     0",
    "011": "1b   2b|1    1+delta delta  0    0     0     0",
    "111": "12b  1+delta 1+delta delta  0    0     0     0",
}
"""What the firm in the row earns against the one in the column, as printed: b|1 is pi_{b:1}, 1+delta pi_{1:0}^Delta."""

PAPER = {name.removeprefix("2*") for row in TABLE_1.values() for name in row.split()}
HALF_A_DIGIT = Fraction(1, 2000)
ROUNDING = 1e-9
"""What prices in doubles may leave of a gain, on profits of at most 2."""


def main(arguments: list[str]) -> int:
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    unit = Uniform(Fraction(0), Fraction(1))
    solved = solve_market(BundlingMarket(Joint(unit, unit), Fraction(0)))
    symbols = [[symbol(solved.names[i][j][0]) for j in range(8)] for i in range(8)]
    values = [[solved.bounds(solved.names[i][j][0]) for j in range(8)] for i in range(8)]
    printed = table_2().payoffs[0].tolist()
    show("Table 1: the profit of the firm in the row", symbols)
    show("Table 2, computed", [[f"{(low + high) / 2:.6f}" for low, high in row] for row in values])
    off = [
        [(low + high) / 2 - float(printed[i][j]) for j, (low, high) in enumerate(row)] for i, row in enumerate(values)
    ]
    show("Computed less printed", [[f"{difference:+.6f}" for difference in row] for row in off])
    other = sum(symbols[i] != TABLE_1[OFFERINGS[i]].split() for i in range(8))
    wrong = sum(not rounds_to(values[i][j], printed[i][j]) for i in range(8) for j in range(8))
    print(f"Table 1: {other} of 8 rows differ. Table 2: {wrong} of 64 values do not round to what is printed.")
    checks = check_cells(solved.market, solved.profits)
    gain, gap = max(cell.gain for cell in checks), max(cell.gap for cell in checks)
    tried = sum(cell.tried for cell in checks)
    print(
        f"Price games: in {len(checks)} cells {tried} deviations gain at most {gain:.1e}; profits are off by {gap:.1e}."
    )
    print(f"The offering game with the computed values: {described(solved)}.")
    return 1 if other or wrong or len(checks) < 64 or max(gain, gap) > ROUNDING else 0


def symbol(names: tuple[str, ...]) -> str:
    """The paper's name of a sum of profits: components are exchangeable, so 2|b is 1|b."""
    own = [name if name in PAPER else mirrored(name) for name in names]
    return f"{len(own)}*{own[0]}" if len(own) > 1 else "".join(own) or "0"


def rounds_to(bounds: tuple[float, float], printed: Fraction) -> bool:
    """Whether every number within the bounds is printed so, rounded to three decimals."""
    low, high = map(Fraction, bounds)
    return printed - HALF_A_DIGIT < low <= high < printed + HALF_A_DIGIT


def show(title: str, cells: list[list[str]]) -> None:
    """Print an 8 x 8 table with the offerings as headings."""
    width = max(len(cell) for row in cells for cell in row) + 1
    print(f"{title}\n     " + "".join(offering.rjust(width) for offering in OFFERINGS))
    for offering, row in zip(OFFERINGS, cells, strict=True):
        print(f"{offering}  " + "".join(cell.rjust(width) for cell in row))
    print()


def described(solved: MarketSolution) -> str:
    """How many equilibria the offering game has."""
    if solved.solution is None or solved.pure is None:
        return f"open, for {', '.join(solved.undecided)}"
    counts = (len(solved.pure), len(solved.solution.equilibria), len(solved.solution.components))
    return "{} pure equilibria, {} extreme ones in {} components".format(*counts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
