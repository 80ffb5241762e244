"""Changes of a two-player game that move its equilibria in a known way: renaming, other units, copies, bad strategies.

Each change comes with what it does to a profile, so that the answer to the changed game is known from the answer to the
game: no second method is needed to hold a solver against.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings

from selten.games.families import FAMILIES, random_game
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

TIMES = int(os.environ.get("SELTEN_EXAMPLES", "1"))
"""How many times as many examples as in the ordinary tests are tried; more than 1 is for .ci/full."""

Strategies = tuple[tuple[Any, ...], ...]

SCALES = {
    "as it is": (Fraction(1), Fraction(0)),
    "machine words": (Fraction(10**6), Fraction(10**7)),
    "wide": (Fraction(10**13), Fraction(-(10**14))),
    "words": (Fraction(10**30 + 57), Fraction(10**31)),
    "beyond words": (Fraction(3**400, 2**500), Fraction(1, 3**200)),
}
"""Units in which the same game runs through kernels of growing width, the last one in Python integers."""


def examples(few: int) -> settings:
    """So many examples, the same at every run; many others, drawn anew, where SELTEN_EXAMPLES says so."""
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    return settings(max_examples=few * TIMES, derandomize=TIMES == 1, deadline=None, suppress_health_check=slow)


@dataclass(frozen=True, slots=True)
class Change:
    """A changed game with what becomes of each profile, and of the players' numbers."""

    game: NormalForm
    moved: Callable[[Strategies], Strategies]
    players: tuple[int, int] = (0, 1)


def drawn(random: Random, largest: int = 4) -> NormalForm:
    """A game of any family with up to so many strategies."""
    return random_game(random.choice(list(FAMILIES)), random.randint(1, largest), random.randint(1, largest), random)


def tables(game: NormalForm) -> tuple[list[list[Any]], list[list[Any]]]:
    """The payoffs as lists of lists, rows for player 1."""
    first, second = (own.tolist() for own in game.payoffs)
    return first, second


def permuted(game: NormalForm, random: Random) -> Change:
    """Strategies in another order; every other time the players exchanged."""
    rows, columns = (random.sample(range(m), m) for m in game.counts)
    first, second = ([[own[i][j] for j in columns] for i in rows] for own in tables(game))
    if random.random() < 0.5:
        return Change(NormalForm.of([first, second]), lambda s: (_take(s[0], rows), _take(s[1], columns)))
    turned = [[list(row) for row in zip(*own, strict=True)] for own in (second, first)]
    return Change(NormalForm.of(turned), lambda s: (_take(s[1], columns), _take(s[0], rows)), (1, 0))


def _take(own: tuple[Any, ...], places: list[int]) -> tuple[Any, ...]:
    return tuple(own[k] for k in places)


def rescaled(game: NormalForm, random: Random, scale: str = "as it is") -> Change:
    """Each player's payoffs in another unit, with another constant added for every strategy of the rival."""
    unit, offset = SCALES[scale]
    m, n = game.counts
    units = [unit * random.choice((1, 2, Fraction(1, 3), 7)) for _ in range(2)]
    by_column, by_row = ([offset * random.randint(-3, 3) + random.randint(-5, 5) for _ in range(k)] for k in (n, m))
    first, second = tables(game)
    changed = [
        [[units[0] * first[i][j] + by_column[j] for j in range(n)] for i in range(m)],
        [[units[1] * second[i][j] + by_row[i] for j in range(n)] for i in range(m)],
    ]
    return Change(NormalForm.of(changed), lambda s: s)


def with_dominated(game: NormalForm, random: Random) -> Change:
    """One more strategy of each player, worse than a mixture of the others by at least 1, put in at the end."""
    first, second = (([list(row) for row in own]) for own in tables(game))
    m, n = game.counts
    mixture = _weights(m, random)
    for own in (first, second):
        own.append([sum(w * own[i][j] for i, w in enumerate(mixture)) for j in range(n)])
    first[m] = [value - random.randint(1, 5) for value in first[m]]
    second[m] = [Fraction(random.randint(-9, 9)) for _ in range(n)]
    mixture = _weights(n, random)
    for i in range(m + 1):
        worse = sum(w * second[i][j] for j, w in enumerate(mixture)) - random.randint(1, 5)
        first[i].append(Fraction(random.randint(-9, 9)))
        second[i].append(worse)
    # against the new column the new row must be worse too
    first[m][n] = sum(w * first[i][n] for i, w in enumerate(_weights(m, Random(0)))) - 100
    first[m][n] = min(first[i][n] for i in range(m)) - 1
    return Change(NormalForm.of([first, second]), lambda s: ((*s[0], Fraction(0)), (*s[1], Fraction(0))))


def _weights(count: int, random: Random) -> list[Fraction]:
    raw = [random.randint(0, 2) for _ in range(count)]
    return [Fraction(w, sum(raw)) for w in raw] if any(raw) else [Fraction(1, count)] * count


@dataclass(frozen=True, slots=True)
class Copied:
    """A game with a copy of one strategy of one player at the end of his list."""

    game: NormalForm
    player: int
    strategy: int

    def moved(self, strategies: Strategies) -> list[Strategies]:
        """The extreme profiles that one becomes: all weight on the strategy, or all on its copy."""
        own = strategies[self.player]
        weight = own[self.strategy]
        rest = tuple(Fraction(0) if k == self.strategy else p for k, p in enumerate(own))
        rows = [(*own, Fraction(0))] if not weight else [(*own, Fraction(0)), (*rest, weight)]
        other = strategies[1 - self.player]
        return [(row, other) if self.player == 0 else (other, row) for row in rows]

    def merged(self, strategies: Strategies) -> Strategies:
        """The profile of the game that a profile of this one amounts to."""
        own = list(strategies[self.player])
        own[self.strategy] += own.pop()
        other = strategies[1 - self.player]
        return (tuple(own), other) if self.player == 0 else (other, tuple(own))


def copied(game: NormalForm, random: Random) -> Copied:
    """A copy of any strategy of any player."""
    player = random.randrange(2)
    strategy = random.randrange(game.counts[player])
    first, second = tables(game)
    if player == 0:
        changed = [[*own, own[strategy]] for own in (first, second)]
    else:
        changed = [[[*row, row[strategy]] for row in own] for own in (first, second)]
    return Copied(NormalForm.of(changed), player, strategy)


def strategies_of(profile: Profile) -> Strategies:
    """The probabilities of a profile as tuples of fractions."""
    return tuple(tuple(Fraction(p) for p in own) for own in profile.strategies)


def pure_places(game: NormalForm) -> list[tuple[int, ...]]:
    """Every pure profile."""
    return list(product(*(range(m) for m in game.counts)))
