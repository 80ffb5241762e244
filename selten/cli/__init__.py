"""The command line: one module a command, loaded only when it is called.

Exit statuses: 0 done, 1 a certificate does not verify, 2 bad input or usage (one line on standard error, no traceback),
130 interrupted.
"""

import contextlib
import difflib
import gc
import importlib
import os
import sys

import click

from selten.cli import interrupt
from selten.cli.columns import width
from selten.games.errors import InputError

COMMANDS = {
    "solve": "Find the equilibria of a game, each with its certificate.",
    "certify": "Check a profile, or what another command printed.",
    "bundling": "Solve the bundling duopoly from valuations to selected equilibria.",
    "discrimination": "Find the information that is best for consumers, with an equilibrium proven.",
    "disclosure": "Solve the inventory-disclosure game, and find the prices with each outcome.",
    "sweep": "Solve many games or markets, one row for each, to Parquet or CSV.",
    "reproduce": "Recompute every claim of a paper, each with its verdict.",
    "convert": "Turn a game or a stage of a market into a file.",
    "report": "Write one page to look at: tables, figures, what to expect and why.",
}
"""Each command, the name of its module here, with its line in the help (written out so that help imports nothing)."""

WIDEST_HELP = 100
"""Columns that helps take at most, on wider terminals too."""

_ENGINES = ("pygambit", "nashpy", "quantecon", "python-flint", "highspy", "numpy", "scipy", "sympy", "numba")


class _Lazy(click.Group):
    """A group that imports a command's module only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"selten.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and args[0].isprintable() and args[0][:1] != "-":
            raise click.UsageError(f"got the command {args[0]!r}; {_meant(args[0])}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        # click would turn a closed pipe into exit status 1, which here means a failed certificate
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _silence()
            return None
        return result


def _meant(word: str) -> str:
    """What somebody may have meant by a word that is no command."""
    near = difflib.get_close_matches(word, COMMANDS, n=1)
    if near:
        return f"did you mean {near[0]}?"
    if os.path.isfile(word):
        return f"did you mean selten solve {word}?"
    return f"allowed: {', '.join(COMMANDS)}"


def _versions(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from importlib import metadata

    from selten import __version__

    click.echo(f"selten {__version__}")
    for engine in _ENGINES:
        try:
            click.echo(f"{engine} {metadata.version(engine)}")
        except metadata.PackageNotFoundError:
            click.echo(f"{engine} not installed")
    ctx.exit()


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_versions,
    help="Print the versions of selten and of the engines.",
)
def cli() -> None:
    """Turn market models into finite games and find every equilibrium, with a proof.

    \b
    selten solve game.nfg
    selten COMMAND --help
    """


def main() -> None:
    """Run the command line and leave with its exit status."""
    with contextlib.suppress(AttributeError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    interrupt.listen()
    status = run(sys.argv[1:])
    interrupt.leave_quietly()
    if status == interrupt.STATUS:
        interrupt.leave()  # whatever still runs in a thread
    gc.freeze()  # at the end nobody looks for cycles in all that numba imported: a quarter of a second
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """The exit status of a call; what is wrong with it goes to standard error in one line."""
    try:
        columns = min(width(), WIDEST_HELP)
        status = cli(arguments or ["--help"], prog_name="selten", standalone_mode=False, terminal_width=columns)
        return status if isinstance(status, int) else 0
    except click.UsageError as error:
        return _complain(f"{error.format_message()}{_hint(error)}")
    except click.ClickException as error:
        return _complain(error.format_message())
    except InputError as error:
        return _complain(str(error))
    except (click.Abort, KeyboardInterrupt):
        print("selten: interrupted", file=sys.stderr)
        return interrupt.STATUS
    except MemoryError:
        wish = "needs more memory than there is; allowed: a smaller input or a coarser grid"
        return _complain(f"{' '.join(arguments)}: {wish}")
    except OSError as error:
        return _complain(f"{error.filename or 'output'}: {error.strerror or error}")


def _complain(message: str) -> int:
    print(f"selten: {' '.join(message.split())}", file=sys.stderr)
    return 2


def _hint(error: click.UsageError) -> str:
    return f" (see {error.ctx.command_path} --help)" if error.ctx is not None else ""


def _silence() -> None:
    """Point standard output to nowhere, so that flushing it at exit fails no more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
