#!/usr/bin/env python3
"""All extreme equilibria by selten against lrsnash (Debian's lrslib, exact) on random games of every family.

A game counts as agreed only if both exact lists are the same set. The games that differ are printed as JSON, one a
line, and the exit status is 1. `--store FILE` writes the games with lrsnash's answers (their number and a digest of
the sorted list) for the test suite.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from peers import lrsnash_equilibria, version

from selten.equilibria.enumerate import extreme_equilibria
from selten.games.families import FAMILIES, random_game
from selten.games.normal_form import NormalForm
from selten.games.number import number_text


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--games", type=int, default=3000, metavar="N", help="how many games (default 3000)")
    parser.add_argument("--largest", type=int, default=8, metavar="K", help="sizes are 1 .. K by 1 .. K (default 8)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--store", type=Path, metavar="FILE", help="write the games and lrsnash's answers")
    chosen = parser.parse_args(arguments)
    if min(chosen.games, chosen.largest) < 1:
        parser.error(f"--games, --largest: got {chosen.games}, {chosen.largest}; allowed: at least 1")
    if not version("lrsnash"):
        print("fuzz: lrsnash is not on the path (Debian: apt-get install lrslib)", file=sys.stderr)
        return 2
    return run(chosen.games, chosen.largest, chosen.seed, chosen.store)


def run(count: int, largest: int, seed: int, store: Path | None) -> int:
    agreed: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    listed: Counter[str] = Counter()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for family, game in games(count, largest, seed):
            theirs = canonical(lrsnash_equilibria(game, Path(folder)))
            ours = canonical([profile.strategies for profile in extreme_equilibria(game)])
            listed[family] += len(theirs)
            (agreed if ours == theirs else differ)[family] += 1
            if ours != theirs:
                print(json.dumps({"family": family, "payoffs": texts(game), "ours": ours, "lrsnash": theirs}))
            rows.append({"family": family, "payoffs": texts(game), "count": len(theirs), "digest": digest(theirs)})
            if sys.stderr.isatty():
                print(f"\r{len(rows)} of {count}", end="", file=sys.stderr)
    report(agreed, differ, listed)
    if store is not None:
        save(rows, store)
    return 1 if differ else 0


def games(count: int, largest: int, seed: int) -> Iterator[tuple[str, NormalForm]]:
    """The families in turn, every size equally likely."""
    random, names = Random(seed), list(FAMILIES)
    for k in range(count):
        family = names[k % len(names)]
        rows, columns = random.randint(1, largest), random.randint(1, largest)
        yield family, random_game(family, rows, columns, random)


def canonical(equilibria: Sequence[Sequence[Sequence[Any]]]) -> list[str]:
    """An exact list in a form that does not depend on its order."""
    rows = ([[number_text(Fraction(p)) for p in own] for own in profile] for profile in equilibria)
    return sorted({" | ".join(" ".join(own) for own in profile) for profile in rows})


def digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def texts(game: NormalForm) -> list[Any]:
    return [[[number_text(value) for value in row] for row in table] for table in game.payoffs.tolist()]


def report(agreed: Counter[str], differ: Counter[str], listed: Counter[str]) -> None:
    print(f"{'family':<14}{'games':>7}{'agree':>7}{'differ':>8}{'equilibria':>12}")
    for family in FAMILIES:
        total = agreed[family] + differ[family]
        print(f"{family:<14}{total:>7}{agreed[family]:>7}{differ[family]:>8}{listed[family]:>12}")
    totals = [sum(part.values()) for part in (agreed, differ, listed)]
    print(f"{'all':<14}{totals[0] + totals[1]:>7}{totals[0]:>7}{totals[1]:>8}{totals[2]:>12}")


def save(rows: list[dict[str, Any]], file: Path) -> None:
    """Write the whole file or nothing."""
    head = f"random games with the answers of lrsnash {version('lrsnash')}: how many extreme equilibria, and the first"
    source = f"{head} 16 hexadecimal digits of the SHA-256 of their sorted list (scripts/fuzz.py)"
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    partial = file.with_suffix(".partial")
    partial.write_text(f'{{"source": {json.dumps(source)}, "games": [\n{lines}\n]}}\n')
    partial.replace(file)


if __name__ == "__main__":
    sys.exit(main())
