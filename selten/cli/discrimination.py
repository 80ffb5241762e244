"""``selten discrimination``: the information that is best for consumers, its equilibrium, and what it pays."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.output import console, print_json
from selten.games.errors import InputError
from selten.games.number import number_text

if TYPE_CHECKING:
    from selten.equilibria.welfare.data import Welfare
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
    --time-limit the bounds are improved for 60 seconds.

    \b
    Examples:
      selten discrimination prior.json
      selten discrimination prior.json --json > answer.json; selten certify prior.json answer.json
      selten discrimination prior.json --witness proof.json; selten certify prior.json proof.json
      echo '{"states": [{"mass": 1, "values": [4, 3], "costs": [0, 0]}]}' | selten discrimination -
    """
    from selten.games.prior_spec import read_prior
    from selten.report.discrimination import discrimination_record

    if witness is not None and not Path(witness).parent.is_dir():
        raise InputError(f"--witness: got {witness}; allowed: a file in a folder that exists")
    prior = read_prior(source)
    record = discrimination_record(prior)
    if welfare or witness is not None:
        found = _welfare(prior, WELFARE_SECONDS if time_limit is None else time_limit)
        record["welfare"] = {name: [number_text(end) for end in found.ends(name)] for name in found.brackets}
        if witness is not None:
            Path(witness).write_text(json.dumps({"witnesses": found.witnesses()}) + "\n", encoding="utf-8")
    _report(record, as_json)


def _welfare(prior: "Prior", seconds: float) -> "Welfare":
    """The brackets; on a terminal their largest gap is shown while they are improved."""
    from selten.equilibria.welfare.data import welfare_data

    shown = sys.stderr.isatty()

    def progress(state: "Welfare") -> None:
        if shown:
            gap = max(float(high - low) for low, high in map(state.ends, state.brackets))
            sys.stderr.write(f"\r\x1b[Klargest gap {gap:.6g}")
            sys.stderr.flush()

    found = welfare_data(prior, seconds, progress)
    if shown:
        sys.stderr.write("\r\x1b[K")
    return found


def _report(record: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(record)
        return
    from selten.report.discrimination import show_discrimination

    show_discrimination(console(), record)
