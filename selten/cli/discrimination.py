"""``selten discrimination``: the information that is best for consumers, its equilibrium, and what it pays."""

import click

from selten.cli import options
from selten.cli.output import console, print_json


@click.command(name="discrimination")
@click.argument("prior")
@options.time_limit
@options.as_json
def command(prior: str, as_json: bool, time_limit: float | None) -> None:
    r"""Find the information that is best for the consumers of PRIOR, with an equilibrium proven over all real prices.

    PRIOR is a .json or .toml file, or - for standard input: states with their mass, and the producers' values and costs
    in each. Consumers know their values, producers their costs; a public signal names the producer who should sell and
    a segment of his consumers. Producers get what no information and no equilibrium can take from them, consumers all
    else.

    \b
    Examples:
      selten discrimination prior.json
      selten discrimination prior.json --json > answer.json; selten certify prior.json answer.json
      echo '{"states": [{"mass": 1, "values": [4, 3], "costs": [0, 0]}]}' | selten discrimination -
    """
    from selten.games.prior_spec import read_prior
    from selten.report.discrimination import discrimination_record

    record = discrimination_record(read_prior(prior))
    if as_json:
        print_json(record)
        return
    from selten.report.discrimination import show_discrimination

    show_discrimination(console(), record)
