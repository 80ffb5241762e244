"""``selten discrimination``: the information that is best for consumers, its equilibrium, and what it pays."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.kinds import expect
from selten.cli.output import console, print_json
from selten.cli.progress import progress_bar
from selten.games.errors import InputError
from selten.games.number import number_text

if TYPE_CHECKING:
    from selten.equilibria.discrimination.welfare.data import Welfare
    from selten.games.discrimination import Prior

WELFARE_SECONDS = 60.0
"""How long the brackets of --welfare are improved if no limit is given."""


@click.command(name="discrimination")
@click.argument("source", metavar="PRIOR")
@click.option("--welfare", is_flag=True, help="Bracket the extremes of surplus over all information and equilibria.")
@click.option("--witness", metavar="FILE", help="Write what proves both ends of each bracket (with --welfare).")
@options.time_limit
@options.as_json
def command(source: str, as_json: bool, welfare: bool, witness: str | None, time_limit: float | None) -> None:
    """Find the information that is best for the consumers of PRIOR, with an equilibrium proven over all real prices.

    PRIOR is a .json or .toml file, or - for standard input: states with their mass, and the producers' values and costs
    in each. Consumers know their values, producers their costs; a public signal names the producer who should sell and
    a segment of his consumers. Producers get what no information and no equilibrium can take from them, consumers all
    else. With --welfare also what producers and consumers can get at most and at least, under any information; without
    --time-limit the bounds are improved for 60 seconds. Ctrl-C prints the bounds proven by then.

    \b
    Examples:
      selten discrimination prior.json
      selten discrimination prior.json --json > answer.json
      selten certify prior.json answer.json
      selten discrimination prior.json --witness proof.json --time-limit 9
      selten certify prior.json proof.json

    \b
    A prior.json:
      {"states": [{"mass": 1, "values": [4, 3], "costs": [0, 0]}]}
    """
    from selten.games.formats import read_text, write_text
    from selten.games.specs.market_spec import market_data
    from selten.games.specs.prior_spec import parse_prior
    from selten.report.discrimination import discrimination_record
    from selten.report.provenance import provenance

    if witness is not None and not Path(witness).parent.is_dir():
        raise InputError(f"--witness: got {witness}; allowed: a file in a folder that exists")
    text, name = read_text(source)
    expect("discrimination", text, name)
    prior = parse_prior(market_data(text, name), name)
    record = discrimination_record(prior)
    origin, found, stopped = {"provenance": provenance(text)}, None, False
    if welfare or witness is not None:
        found, stopped = _welfare(prior, WELFARE_SECONDS if time_limit is None else time_limit)
    if found is not None:
        record["welfare"] = {name: [number_text(end) for end in found.ends(name)] for name in found.brackets}
        if witness is not None:
            write_text(json.dumps({"witnesses": found.witnesses(), **origin}) + "\n", witness)
    elif stopped:
        click.echo("warning: interrupted before the first bounds of welfare were proven", err=True)
    _report({**record, **origin}, as_json)
    if stopped:
        raise KeyboardInterrupt


def _welfare(prior: "Prior", seconds: float) -> "tuple[Welfare | None, bool]":
    """The brackets, None if Ctrl-C came before the first; and whether it came. Their largest gap is shown meanwhile."""
    from selten.equilibria.discrimination.welfare.data import welfare_data

    best: Welfare | None = None
    with progress_bar("bounds of welfare", seconds=seconds) as bar:

        def progress(state: "Welfare") -> None:
            nonlocal best
            best = state
            gap = max(float(high - low) for low, high in map(state.ends, state.brackets))
            bar.text = f"bounds of welfare, largest gap {gap:.3g}"

        try:
            return welfare_data(prior, seconds, progress), False
        except KeyboardInterrupt:
            return best, True


def _report(record: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(record)
        return
    from selten.report.discrimination import show_discrimination

    show_discrimination(console(), record)
