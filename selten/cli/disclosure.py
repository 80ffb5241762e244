"""``selten disclosure``: the inventory-disclosure game at given prices, and the prices where it has each outcome."""

from typing import TYPE_CHECKING

import click

from selten.cli import options
from selten.cli.interrupt import put_off
from selten.cli.kinds import expect
from selten.cli.output import console, print_json
from selten.cli.progress import progress_bar

if TYPE_CHECKING:
    from selten.equilibria.disclosure.area import Areas
    from selten.games.disclosure import DisclosureMarket


@click.command(name="disclosure")
@click.argument("spec")
@click.option("--area", is_flag=True, help="Also the areas of prices with each verdict; prices may then be left out.")
@options.time_limit
@options.as_json
def command(spec: str, area: bool, as_json: bool, time_limit: float | None) -> None:
    """Solve the inventory-disclosure game of SPEC: who visits, what is sold, whether the seller hides the composition.

    SPEC is a .json or .toml file, or - for standard input. The verdict on aggregate disclosure is strict, weak,
    zero_only, tie or no; with --area also the areas of the prices from 0 to the values with each verdict. Ctrl-C prints
    the bounds of the areas proven by then.

    \b
    A market.json:
      {"customers": 10, "stock": 3, "share": "9/10", "prior": "1/2",
       "search_cost": "1/2", "cost_scales_with_taste": false,
       "values": {"L": 5, "H": 7}, "prices": {"L": 3, "H": 5},
       "tastes": "uniform", "arrival": "random"}

    \b
    Examples:
      selten disclosure market.json
      selten disclosure market.json --area --time-limit 20
    """
    from selten.equilibria.disclosure.answer import solve_disclosure
    from selten.games.disclosure import parse_disclosure
    from selten.games.errors import InputError
    from selten.games.formats import read_text
    from selten.games.specs.market_spec import market_data
    from selten.report.disclosure import disclosure_record, show_disclosure
    from selten.report.provenance import provenance

    text, source = read_text(spec)
    expect("disclosure", text, source)
    market = parse_disclosure(market_data(text, source), source)
    if market.prices is None and not area:
        raise InputError(f"{source}: the key 'prices' is missing; allowed: an object with the keys L and H, or --area")
    solution = None if market.prices is None else solve_disclosure(market)
    found, stopped = _areas(market, time_limit) if area else (None, False)
    record = disclosure_record(market, solution, found)
    if as_json:
        print_json({**record, "provenance": provenance(text)})
    else:
        show_disclosure(console(), record)
    if stopped:
        raise KeyboardInterrupt


def _areas(market: "DisclosureMarket", time_limit: float | None) -> "tuple[Areas, bool]":
    """The areas, and whether Ctrl-C ended the search for them."""
    from selten.equilibria.disclosure.area import areas

    with put_off() as asked, progress_bar("areas of prices") as bar:
        return areas(market, time_limit=time_limit, progress=bar, enough=asked), asked()
