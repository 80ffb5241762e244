"""Options that commands share, so that they mean the same everywhere."""

import math
from typing import Any

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


class Seconds(click.ParamType):
    """A positive finite number of seconds."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or a usage error that says what is allowed."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = math.nan
        if not (math.isfinite(seconds) and seconds > 0):
            self.fail(f"got {value!r}; allowed: a positive number of seconds", param, ctx)
        return seconds


time_limit = click.option(
    "--time-limit", type=Seconds(), metavar="SECONDS", help="Stop then, with what was found until then."
)
