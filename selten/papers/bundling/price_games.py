"""Table 1 from the price games themselves: each of the 64 solved on a grid, mixed prices allowed, and proven there.

No candidate prices are taken from theory: :mod:`selten.equilibria.prices.solve` finds an equilibrium of each game and
proves it against every price vector of the grid. What it pays must be within two steps of what Table 1 says. In price
wars grids have further equilibria a step or two up, of which any may be found; so this tells cells of Table 1 that are
wrong by more, and no smaller errors. In markets of few consumers two cells, and their mirror images, have no pure
equilibria: Table 1 is then filled with certified profits of mixed ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from selten.equilibria.bundling.atom_profits import exact_profits
from selten.equilibria.prices.lifting import Lifted, lift
from selten.equilibria.prices.solve import solve_prices
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.prices.grids import duopoly_game
from selten.papers.bundling.markets import EXAMPLE_1, TABLE_2, Run, table_one
from selten.papers.bundling.three_types import ALONE, BESIDE, THREE_TYPES
from selten.papers.claim import Claim, Result, judged

CONTINUOUS = (TABLE_2, "uniform, Delta 1/4", "comonotone, Delta 0", "countermonotone, Delta 1/4")
"""Markets with pure prices in all cells, by their names in the run."""

FEW_CONSUMERS: Mapping[str, tuple[BundlingMarket, Fraction]] = {
    "Example 1": (BundlingMarket(EXAMPLE_1, Fraction(0)), Fraction(1, 24)),
    "types (1, 1), (4, 4), (5, 5)": (THREE_TYPES, Fraction(1, 6)),
}
"""Symmetric markets with mixed prices in the cells of a bundle against a component, and the step of their grids."""

STEP = Fraction(1, 24)
"""The grid of the continuous markets."""

WITHIN = 2
"""Steps of the grid by which profits may be off."""


@dataclass(frozen=True, slots=True)
class SolvedCell:
    """A price game solved on a grid: profits, how far in steps they are from those expected, and what was proven."""

    offerings: tuple[str, str]
    payoffs: tuple[Fraction, Fraction]
    steps_off: float
    pure: bool
    exact: bool

    @property
    def confirmed(self) -> bool:
        """Whether the equilibrium is proven and near."""
        return self.exact and self.steps_off <= WITHIN


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [
        Claim(
            "bundling/proposition-1/price-games",
            "Proposition 1",
            "Solved on grids without taking any prices from theory, all 64 price games pay what Table 1 lists.",
            "Table 1",
            "confirmed",
            _continuous,
        ),
        Claim(
            "bundling/proposition-1/mixed-prices",
            "Proposition 1",
            "Table 1 also holds where price equilibria are mixed, with certified profits in the cells that are.",
            "Table 1, in a model with mixed prices",
            "confirmed",
            _few_consumers,
        ),
    ]


def solved_cells(market: BundlingMarket, expected: npt.NDArray[Any], step: Fraction) -> list[SolvedCell]:
    """All pairs of offerings of a symmetric market, those with the firms exchanged left out.

    Parameters
    ----------
    expected : array, shape (2, 8, 8)
        Each firm's profits, as in the offering game.

    Examples
    --------
    >>> from selten.papers.bundling.market_families import atoms
    >>> market = BundlingMarket(atoms([(1, 1)], [1]), Fraction(0))
    >>> values = dict.fromkeys(("b|1", "1|b", "2b|1", "1|2b", "delta"), Fraction(0))
    >>> values |= {name: profit.value for name, profit in exact_profits(market).items()}
    >>> values |= {"b|1": Fraction(1), "2b|1": Fraction(1)}
    >>> cells = solved_cells(market, table_one(values).payoffs, Fraction(1, 6))
    >>> len(cells), all(cell.exact for cell in cells)
    (36, True)
    """
    found = []
    for i, first in enumerate(OFFERINGS):
        for j in range(i, len(OFFERINGS)):
            game = duopoly_game(market, first, OFFERINGS[j], step=step)
            (equilibrium, *_) = solve_prices(game).equilibria
            a, b = (Fraction(x) for x in equilibrium.payoffs)
            off = max(abs(float(a) - float(expected[0, i, j])), abs(float(b) - float(expected[1, i, j])))
            offerings = first, OFFERINGS[j]
            found.append(SolvedCell(offerings, (a, b), off / float(step), equilibrium.pure, equilibrium.exact))
    return found


def _continuous(run: Run) -> Result:
    found = {}
    for name in CONTINUOUS:
        solved = run.solved(name)
        found[name] = solved_cells(solved.market, np.asarray(solved.game.payoffs), STEP)
    return _result(found, dict.fromkeys(CONTINUOUS, STEP), {})


def _few_consumers(run: Run) -> Result:
    found, regrets = {}, {}
    for name, (market, step) in FEW_CONSUMERS.items():
        values, regrets[name] = certified_values(market)
        found[name] = solved_cells(market, table_one(values).payoffs, step)
    return _result(found, {name: step for name, (_, step) in FEW_CONSUMERS.items()}, regrets)


def certified_values(market: BundlingMarket) -> tuple[dict[str, Fraction], Fraction]:
    """The profits of Table 1 for a symmetric market of atoms, and the largest regret of the lifted ones.

    Raises
    ------
    RuntimeError
        If a duopoly could not be lifted.
    """
    values = {name: profit.value for name, profit in exact_profits(market).items()}
    regrets = []
    for pair, names in ((ALONE, ("b|1", "1|b")), (BESIDE, ("2b|1", "1|2b"))):
        lifted = lift(market, *pair)
        if not isinstance(lifted, Lifted):
            raise RuntimeError(f"lift: got no certified price distributions for {pair}; allowed: a market with some")
        values |= {name: low for name, (low, _) in zip(names, lifted.payoffs, strict=True)}
        regrets.append(lifted.check.certificate.regret)
    return {**values, "delta": market.complementarity}, max(regrets)


def _result(
    found: Mapping[str, list[SolvedCell]], steps: Mapping[str, Fraction], regrets: Mapping[str, Fraction]
) -> Result:
    cells = [cell for own in found.values() for cell in own]
    failed = {name: [cell.offerings for cell in own if not cell.confirmed] for name, own in found.items()}
    certificate = {
        "kind": "equilibria proven on grids",
        "steps": steps,
        "failed": failed,
        "most_steps_off": {name: max(cell.steps_off for cell in own) for name, own in found.items()},
        "mixed_cells": {name: [cell.offerings for cell in own if not cell.pure] for name, own in found.items()},
        "regrets_of_lifted_profits": regrets,
        "cells": {name: [(cell.offerings, cell.payoffs) for cell in own] for name, own in found.items()},
    }
    worst = max(cell.steps_off for cell in cells)
    text = f"64 cells in each of {len(found)} markets, all proven on their grids, at most {worst:.2f} steps off"
    return judged(all(cell.confirmed for cell in cells), text, certificate)
