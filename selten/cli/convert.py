"""``selten convert``: from one kind of game file to another, or from a market to a game."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from selten.cli import options
from selten.cli.kinds import input_kind
from selten.cli.output import print_json, say
from selten.cli.progress import progress_bar
from selten.games.errors import InputError

if TYPE_CHECKING:
    from selten.games.formats import Game

MarketGame = Callable[[str, str, str, int | None], "Game"]
"""``market_game(text, source, stage, grid)``: the game of a stage of the market that the text specifies."""


def _bundling(text: str, source: str, stage: str, grid: int | None) -> "Game":
    from selten.cli.market_stages import market_game

    return market_game(text, source, stage, grid)


def _discrimination(text: str, source: str, stage: str, grid: int | None) -> "Game":
    from selten.cli.discrimination_stages import prior_game

    return prior_game(text, source, stage, grid)


MARKET_GAMES: dict[str, MarketGame] = {"bundling": _bundling, "discrimination": _discrimination}
"""For each model of :data:`selten.cli.kinds.MARKETS` that has stages, what makes games of them."""


@click.command(name="convert")
@click.argument("source", metavar="INPUT")
@click.option(
    "-o", "--output", required=True, metavar="OUT", help="The file to write: .nfg, .efg, .json, .gam or .csv."
)
@click.option("--stage", metavar="STAGE", help="The part of a market that becomes the game.")
@click.option("--grid", type=click.IntRange(1), metavar="N", help="Prices in steps of 1/N.")
@options.as_json
def command(source: str, output: str, stage: str | None, grid: int | None, as_json: bool) -> None:
    """Write the game INPUT (a file of any of these kinds, or - for standard input) to OUT, exactly.

    A tree becomes its reduced normal form in all kinds but .efg; a normal form becomes a tree of simultaneous moves in
    .efg. A .csv holds one row for each profile, with columns for the players' strategies and, for each player X,
    a column "payoff X". A .gam (GameTracer, QuantEcon) has no labels and takes finite decimals only.

    \b
    Examples:
      selten convert game.efg -o game.nfg
      selten convert payoffs.csv -o game.nfg
      selten convert market.json -o prices.nfg --stage pricing:001,100 --grid 8

    \b
    Stages of a bundling market:
      offering                the 8 x 8 game of what to offer
      pricing:001,100         prices of two offerings (z1 z2 zb), with --grid
      two-stage               offerings, then prices, as a tree, with --grid;
                              two-stage:000,001,100 with these offerings only
      sequential              one firm offers after the other, as a tree

    \b
    Stages of a prior over values and costs, as trees of prices, with --grid:
      information             the best information for consumers
      no-information          producers know their own costs alone
    """
    from selten.games.formats import parse_game, read_text, write_game

    text, name = read_text(source)
    model = input_kind(text)
    if model != "game":
        with progress_bar(f"building the stage {stage}"):
            game = _market_game(model, text, name, stage, grid)
    elif stage is not None or grid is not None:
        raise InputError(f"{name}: got --stage or --grid with a game; allowed: with a market")
    else:
        game = parse_game(text, name)
    write_game(game, output)
    _report(game, output, text, as_json)


def _market_game(model: str, text: str, name: str, stage: str | None, grid: int | None) -> "Game":
    if model not in MARKET_GAMES:
        known = ", ".join(MARKET_GAMES) or "none"
        raise InputError(f"{name}: got a {model} market; allowed: a game, or a market with stages ({known})")
    if stage is None:
        allowed = "with one of the stages that selten convert --help lists"
        raise InputError(f"{name}: got a {model} market without --stage; allowed: {allowed}")
    return MARKET_GAMES[model](text, name, stage, grid)


def _report(game: "Game", output: str, text: str, as_json: bool) -> None:
    from selten.games.normal_form import NormalForm

    kind = "normal form" if isinstance(game, NormalForm) else "tree"
    if as_json:
        from selten.report.provenance import provenance

        origin = provenance(text)
        print_json({"written": output, "game": kind, "players": list(game.players), "provenance": origin})
        return
    size = " x ".join(map(str, game.counts)) if isinstance(game, NormalForm) else f"{len(game.nodes)} nodes"
    say(f"{output}: written from a {kind} of {len(game.players)} players ({size})")
