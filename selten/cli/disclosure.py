"""``selten disclosure``: the inventory-disclosure game at given prices, and the prices where it has each outcome."""

import click

from selten.cli import options
from selten.cli.output import console, print_json
from selten.cli.progress import on_terminal


@click.command(name="disclosure")
@click.argument("spec")
@click.option("--area", is_flag=True, help="Also the areas of prices with each verdict; prices may then be left out.")
@options.time_limit
@options.as_json
def command(spec: str, area: bool, as_json: bool, time_limit: float | None) -> None:
    """Solve the inventory-disclosure game of SPEC: who visits, what is sold, whether the seller hides the composition.

    SPEC is a .json or .toml file, or - for standard input. The verdict on aggregate disclosure is strict, weak,
    zero_only, tie or no; with --area also the areas of the prices from 0 to the values with each verdict.

    \b
    Examples:
      selten disclosure market.json --json
      selten disclosure market.toml --area --time-limit 20
    """
    from selten.equilibria.disclosure.answer import solve_disclosure
    from selten.equilibria.disclosure.area import areas
    from selten.games.disclosure import read_disclosure
    from selten.games.errors import InputError
    from selten.report.disclosure import disclosure_record, show_disclosure

    market = read_disclosure(spec)
    if market.prices is None and not area:
        raise InputError(f"{spec}: the key 'prices' is missing; allowed: an object with the keys L and H, or --area")
    solution = None if market.prices is None else solve_disclosure(market)
    found = None
    if area:
        with on_terminal() as progress:
            found = areas(market, time_limit=time_limit, progress=progress)
    record = disclosure_record(market, solution, found)
    if as_json:
        print_json(record)
    else:
        show_disclosure(console(), record)
