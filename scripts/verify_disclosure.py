#!/usr/bin/env python3
"""Hold the corrected closed forms of Propositions 1, 2 and 4 against the solver at random prices of random markets.

usage: verify_disclosure.py [--points N] [--seed S]

N points for each form (100,000 by default). The solver's verdicts are the compiled grid's, which knows nothing of the
closed forms; a point where the two differ is decided by the exact solver. Proposition 2 leaves out prices at which some
visitors prefer each product, Proposition 4 prices at which somebody prefers H. Progress goes to standard error. Exits 1
if a corrected form is wrong anywhere.
"""

import argparse
import random
import sys
from fractions import Fraction

import numpy as np
from rich.console import Console
from rich.progress import Progress

from selten.equilibria.disclosure.answer import solve_disclosure
from selten.papers.disclosure.agreement import FORMS, Form, Sample, sample
from selten.papers.disclosure.markets import MARKETS_PRICES


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="verify_disclosure.py", description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=100_000, help="points for each form (default %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    if given.points < 1:
        parser.error(f"--points: got {given.points}; allowed: at least 1")
    screen, wrong = Console(file=sys.stderr), 0
    print("| form | points | equilibria | printed form differs | corrected form differs |\n|---|---|---|---|---|")
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as bar:
        for form in FORMS:
            counts = compare(form, given.points, given.seed, bar)
            print("| " + " | ".join([form.name, *(f"{count:,}" for count in counts)]) + " |", flush=True)
            wrong += counts[-1]
    return 1 if wrong else 0


def compare(form: Form, points: int, seed: int, bar: Progress) -> tuple[int, int, int, int]:
    """Points, equilibria, and points at which the printed and the corrected form differ from the solver."""
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    task = bar.add_task(form.name, total=points)
    seen = found = printed = corrected = 0
    while seen < points:
        part = sample(form, rng, numbers, min(MARKETS_PRICES, points - seen))
        seen, found = seen + len(part.low), found + int(part.true.sum())
        printed += int((part.printed != part.true).sum())
        corrected += sum(differs(form, part, int(i)) for i in np.flatnonzero(part.corrected != part.true))
        bar.update(task, completed=seen)
    return seen, found, printed, corrected


def differs(form: Form, part: Sample, i: int) -> bool:
    """Whether the exact solver, too, disagrees with the corrected form at a point."""
    market = part.market.at(Fraction(part.low[i]), Fraction(part.high[i]))
    exact = solve_disclosure(market).verdict in form.verdicts
    return bool(exact != part.corrected[i])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
