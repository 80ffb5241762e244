#!/usr/bin/env python3
"""Pure perfect Bayesian equilibria of random disclosure games: our enumeration against Gambit's on the tree.

Gambit works in a process of its own with a time limit for each game; a game that it does not finish is counted as such.
The exit status is 1 if a finished game differs.
"""

import argparse
import sys
from random import Random

from selten.equilibria.disclosure.perfect_bayesian import perfect_bayesian, through_gambit
from selten.games.families import random_disclosure


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--games", type=int, default=10, metavar="N", help="how many games (default 10)")
    parser.add_argument("--customers", type=int, default=4, metavar="K", help="customers in each (default 4)")
    parser.add_argument("--seconds", type=float, default=120.0, help="time limit for Gambit a game (default 120)")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    if chosen.games < 1 or not 1 <= chosen.customers <= 5:
        got = f"{chosen.games} games and {chosen.customers} customers"
        parser.error(f"--games, --customers: got {got}; allowed: at least 1, and 1 to 5")
    agreed = differ = unfinished = 0
    for k in range(chosen.games):
        market = random_disclosure(chosen.customers, Random(chosen.seed + k))
        ours = tuple((e.messages, e.crowds) for e in perfect_bayesian(market))
        theirs = through_gambit(market, time_limit=chosen.seconds)
        unfinished += theirs is None
        agreed += theirs == ours
        differ += theirs is not None and theirs != ours
        listed = "stopped at the limit" if theirs is None else f"{len(theirs)}"
        print(f"game {k}: {market.arrival}, ours {len(ours)}, through Gambit {listed}", flush=True)
    print(f"{agreed} agree, {differ} differ, {unfinished} not finished")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
