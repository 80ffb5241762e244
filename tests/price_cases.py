"""Small price games and the buying rule spelt out consumer by consumer, in fractions, for tests of price games."""

import random
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie

Vector = Mapping[str, Fraction]

EXAMPLE_2 = Atoms.of([(0, 1), (0, "1/2"), ("3/5", "2/5"), ("3/5", 0)], ["1/4"] * 4)


def random_atoms(seed: int, *, count: int = 5, parts: int = 6) -> Atoms:
    """Consumers on a lattice, so coarse that many are indifferent, of unequal masses."""
    draw = random.Random(seed)
    values = [(Fraction(draw.randint(0, parts), parts), Fraction(draw.randint(0, parts), parts)) for _ in range(count)]
    weights = [draw.randint(1, 5) for _ in range(count)]
    return Atoms.of(values, [Fraction(w, sum(weights)) for w in weights])


def on_unit_grid(n: int, top: int = 1) -> dict[str, list[Fraction]]:
    """Prices k / n of each product, k from 1 to n; those of the bundle times ``top``."""
    grid = [Fraction(k, n) for k in range(1, n + 1)]
    return {"1": grid, "2": grid, "b": [top * p for p in grid]}


def profits(market: BundlingMarket, own: Vector, rival: Vector, costs: Vector, tie: Tie) -> Fraction:
    """What a firm with these prices earns: each consumer's best purchase among all, then equal shares at the lowest."""
    lowest = {name: min(p[name] for p in (own, rival) if name in p) for name in {*own, *rival}}
    atoms = market.valuations
    assert isinstance(atoms, Atoms)
    total = Fraction(0)
    for (v1, v2), mass in zip(atoms.values, atoms.masses, strict=True):
        worth = {"1": v1, "2": v2, "b": v1 + v2 + market.complementarity}
        bought = _purchase({name: worth[name] - p for name, p in lowest.items()}, tie)
        for name in bought:
            if own.get(name) == lowest[name]:
                share = Fraction(1, 2) if rival.get(name) == lowest[name] else Fraction(1)
                total += share * mass * (own[name] - costs.get(name, Fraction(0)))
    return total


def _purchase(surplus: Mapping[str, Fraction], tie: Tie) -> set[str]:
    """The best set; components that leave nothing are bought rather than not, and so is the bundle."""
    parts = {name for name in ("1", "2") if surplus.get(name, Fraction(-1)) >= 0}
    apart = sum((surplus[name] for name in parts), Fraction(0))
    bundle = surplus.get("b", Fraction(-1))
    if bundle > apart or (bundle == apart and (tie == "bundle" or not parts)):
        return {"b"}
    return parts


def weights(seed: int, count: int) -> npt.NDArray[np.int64]:
    """Whole weights of a mixed strategy, a third of them 0, at least one not."""
    draw = np.random.default_rng(seed)
    chosen = draw.integers(0, 6, count) * (draw.random(count) < 2 / 3)
    chosen[draw.integers(count)] = 3
    return np.asarray(chosen, dtype=np.int64)
