"""Options that commands share, so that they mean the same everywhere."""

import math

import click

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
seed = click.option("--seed", default=0, show_default=True, metavar="N", help="Where methods with a choice start.")
solver = click.option(
    "--solver",
    "solver_name",
    default="auto",
    show_default=True,
    metavar="NAME",
    help="auto, selten-enumerate, selten-pure, selten-one, gambit-..., nashpy-... or quantecon-...",
)


def _seconds(_: click.Context, option: click.Parameter, value: str | None) -> float | None:
    """A positive finite number of seconds, or a usage error that says so."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds > 0):
        raise click.BadParameter(f"got {value!r}; allowed: a positive number of seconds", param=option)
    return seconds


time_limit = click.option(
    "--time-limit", callback=_seconds, metavar="SECONDS", help="Stop then, with what was found until then."
)
