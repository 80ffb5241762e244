#!/usr/bin/env python3
"""Print all extreme equilibria of a two-player game file, its maximal Nash subsets and its components.

usage: enumerate_equilibria.py GAME (.nfg, .efg or .json; - for standard input)

Of a game with more players the pure equilibria are printed; the last line says what the list is worth.
"""

import sys

from selten.equilibria.solution import Equilibrium, Solution
from selten.equilibria.solve import solve
from selten.games.errors import InputError
from selten.games.formats import normal_form, read_game


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] in ("-h", "--help"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        solution = solve(normal_form(read_game(arguments[0])))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    for line in lines(solution):
        print(line)
    return 0


def lines(solution: Solution) -> list[str]:
    """The report: one line an equilibrium, one a subset, one a component, and the status."""
    report = [f"equilibrium {k}: {described(solution, e)}" for k, e in enumerate(solution.equilibria)]
    report += [f"Nash subset {k}: equilibria {listed(own)}" for k, own in enumerate(solution.nash_subsets)]
    for k, part in enumerate(solution.components):
        index = "unknown" if part.index is None else part.index
        report.append(f"component {k}: equilibria {listed(part.equilibria)}; index {index}")
    counts = f"{len(solution.equilibria)} equilibria, {len(solution.components)} components"
    return [*report, f"{counts}. {solution.status.value} {solution.note}".rstrip()]


def described(solution: Solution, equilibrium: Equilibrium) -> str:
    """What each player plays, what it pays, and the certified regret."""
    plays = []
    for labels, own in zip(solution.game.strategies, equilibrium.profile.strategies, strict=True):
        played = [(label, p) for label, p in zip(labels, own, strict=True) if p != 0]
        plays.append(" + ".join(label if p == 1 else f"{p} {label}" for label, p in played))
    payoffs = ", ".join(str(value) for value in equilibrium.payoffs)
    return f"{' | '.join(plays)}; pays {payoffs}; regret {equilibrium.certificate.regret}"


def listed(positions: tuple[int, ...]) -> str:
    return " ".join(map(str, positions))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
