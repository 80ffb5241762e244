"""The command line: one module a command, loaded only when it is called."""

import importlib
import sys

import click

from selten.games.errors import InputError

_COMMANDS: tuple[str, ...] = ()


class _Lazy(click.Group):
    """A group that imports a command's module only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"selten.cli.{cmd_name}").command
        return command


@click.group(cls=_Lazy)
def cli() -> None:
    """Turn market models into finite games and find every equilibrium, with a proof."""


def main() -> None:
    """Run the command line: bad input is one line on standard error and exit status 2."""
    try:
        cli(standalone_mode=False)
    except InputError as error:
        print(f"selten: {error}", file=sys.stderr)
        sys.exit(2)
