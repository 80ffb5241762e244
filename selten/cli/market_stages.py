"""The stages of the bundling duopoly as games, for ``selten convert``.

``offering``; ``pricing:001,100`` (with --grid N, prices in steps of 1/N); ``two-stage`` or ``two-stage:000,001,100``
for these offerings only (with --grid N); ``sequential`` (firm 1 leads).
"""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.errors import InputError, naming
from selten.games.market_trees import rational_game, sequential_tree, two_stage_tree
from selten.games.specs.market_spec import market_data, parse_market

if TYPE_CHECKING:
    from selten.games.formats import Game
    from selten.games.normal_form import NormalForm

STAGES = "offering, pricing:Z1,Z2 (such as pricing:001,100), two-stage, sequential"


def market_game(text: str, source: str, stage: str, grid: int | None) -> "Game":
    """The game of a stage of the market that a SPEC describes.

    Raises
    ------
    InputError
        For a wrong SPEC, an unknown stage, or --grid left out where prices are needed or given where they are not.
    """
    with naming(source, "--"):
        return _stage(text, source, stage, grid)


def _stage(text: str, source: str, stage: str, grid: int | None) -> "Game":
    folder = Path() if source == "standard input" else Path(source).parent
    market = parse_market(market_data(text, source), source, folder)
    name, _, rest = stage.partition(":")
    offerings = _offerings(rest, stage) if rest else []
    if name == "pricing" and len(offerings) == 2:
        return _pricing(market, offerings, _step(grid, stage))
    if name == "two-stage" and (offerings or stage == name):
        return two_stage_tree(market, step=_step(grid, stage), offerings=offerings or OFFERINGS)
    if stage not in ("offering", "sequential"):
        raise InputError(f"--stage: got {stage!r}; allowed: {STAGES}")
    if grid is not None:
        raise InputError(f"--grid: got {grid} with --stage {stage}; allowed: only where prices are chosen")
    game = offering_game(market)
    return game if stage == "offering" else sequential_tree(game)


def offering_game(market: BundlingMarket) -> "NormalForm":
    """The offering game of a market with rational payoffs."""
    from selten.equilibria.bundling.offering import solve_market

    return rational_game(solve_market(market).game)


def _pricing(market: BundlingMarket, offerings: list[str], step: Fraction) -> "NormalForm":
    from selten.games.prices.price_grid import price_game

    game = price_game(market, offerings[0], offerings[1], step=step)
    comment = " ".join([f"Prices in steps of {step}; ties go to the bundle.", *game.notes])
    form = game.normal_form(title=f"Prices of {offerings[0]} against {offerings[1]}", comment=comment)
    rational = rational_game(form)
    if game.notes:  # only now: of what is refused there is one line
        click.echo(f"warning: {'; '.join(game.notes)}", err=True)
    return rational


def _offerings(rest: str, stage: str) -> list[str]:
    names = rest.split(",")
    for name in names:
        if name not in OFFERINGS:
            raise InputError(f"--stage: got {stage!r} with the offering {name!r}; allowed: {', '.join(OFFERINGS)}")
    return names


def _step(grid: int | None, stage: str) -> Fraction:
    if grid is None:
        raise InputError(f"--grid: missing with --stage {stage}; allowed: a number N of prices in steps of 1/N")
    return Fraction(1, grid)
