"""``selten bundling``: the bundling duopoly from consumers to selected equilibria."""

import sys
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.output import console, print_json

if TYPE_CHECKING:
    from selten.equilibria.offering import MarketSolution


@click.command(name="bundling")
@click.argument("spec")
@options.solver
@options.time_limit
@options.seed
@options.as_json
def command(spec: str, as_json: bool, solver_name: str, time_limit: float | None, seed: int) -> None:
    """Solve the bundling duopoly of SPEC: its price games, its offering game, and what selection rules keep.

    SPEC is a .json or .toml file, or - for standard input, with the consumers' valuations and the complementarity of
    the bundle. With --solver NAME that engine also solves the offering game and two price games on a grid, and the
    report says what it found, missed and got wrong against the complete answer.

    \b
    Examples:
      echo '{"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0}' | selten bundling -
      selten bundling survey.toml --json
      selten bundling market.json --solver gambit-enummixed --time-limit 30
    """
    from selten.equilibria.solvers import solver_by_name
    from selten.games.market_spec import read_market
    from selten.report.bundling import bundling_record

    engine = None if solver_name == "auto" else solver_by_name(solver_name, seed=seed)
    market = read_market(spec)
    with _Ticker() as ticker:
        from selten.equilibria.offering import solve_market

        solved = solve_market(market, tick=ticker, time_limit=time_limit)
        record = bundling_record(solved)
        if engine is not None:
            ticker(f"{engine.name} on the offering and price games")
            record["comparison"] = _comparison(solved, engine, time_limit)
    if as_json:
        print_json(record)
        return
    from selten.report.bundling_tables import show_market

    show_market(console(), record)
    if engine is not None:
        _show_comparison(record["comparison"])


class _Ticker:
    """Shows on standard error what has just been solved, on a terminal only."""

    def __enter__(self) -> "_Ticker":
        self.shown = sys.stderr.isatty()
        return self

    def __exit__(self, *_: object) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")

    def __call__(self, what: str) -> None:
        if self.shown:
            sys.stderr.write(f"\r\x1b[Ksolved: {what}")
            sys.stderr.flush()


PRICE_GAMES = (("001", "100", 8), ("011", "100", 3))
"""Price games that an engine is tried on: offerings and how many prices up to the highest valuation."""


def _comparison(solved: "MarketSolution", engine: Any, time_limit: float | None) -> list[dict[str, Any]]:
    """The engine against our complete answer on the offering game and on small price games."""
    from fractions import Fraction

    from selten.equilibria.solve import solve
    from selten.games.price_grid import price_game

    rows = []
    if solved.solution is not None:
        rows.append(_row("offering game", solved.game, engine, solved.solution, time_limit))
    top = Fraction(max(solved.market.valuations.high)).limit_denominator(1000)
    for first, second, count in PRICE_GAMES:
        game = price_game(solved.market, first, second, step=top / count).normal_form()
        complete = solve(game, time_limit=60.0)
        sizes = " x ".join(str(m) for m in game.counts)
        rows.append(_row(f"price game {first},{second} ({sizes})", game, engine, complete, time_limit))
    return rows


def _row(name: str, game: Any, engine: Any, complete: Any, time_limit: float | None) -> dict[str, Any]:
    from selten.equilibria.compare import compare
    from selten.equilibria.solution import Status

    row: dict[str, Any] = {"game": name, "solver": engine.name}
    if complete.status is not Status.COMPLETE:
        return row | {"status": "refused", "note": "no complete answer to compare with: " + complete.note}
    found = compare(game, engine, complete, time_limit=time_limit)
    return row | {
        "status": found.status.name.lower(),
        "found": found.found,
        "missed": found.missed,
        "non_extreme": found.non_extreme,
        "false": found.false,
        "repeats": found.repeats,
        "seconds": found.seconds,
        "seconds_complete": complete.seconds,
        "note": found.note,
    }


def _show_comparison(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table(title="The engine against the complete answer", title_justify="left")
    columns = ("game", "solver", "status", "found", "missed", "false", "seconds", "note")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_text(row.get(column, "")) for column in columns))
    console().print(table)


def _text(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
