"""``selten bundling``: the bundling duopoly from consumers to selected equilibria."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.kinds import expect
from selten.cli.output import console, print_json
from selten.cli.progress import Bar, progress_bar

if TYPE_CHECKING:
    from selten.equilibria.bundling.offering import MarketSolution
    from selten.equilibria.bundling.profit import Profit
    from selten.games.bundling import BundlingMarket


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
    report says what it found, missed and got wrong against the complete answer. Ctrl-C prints the profits found
    by then.

    \b
    A market.json:
      {"valuations": {"independent": {"uniform": [0, 1]}}, "complementarity": 0}
    A survey.toml, with columns v1 and v2 in the CSV file:
      valuations.csv = "survey.csv"
      complementarity = 0.1

    \b
    Examples:
      selten bundling market.json
      selten bundling survey.toml --json
      selten bundling market.json --solver gambit-enummixed --time-limit 30
    """
    from selten.equilibria.solvers import solver_by_name
    from selten.games.formats import read_text
    from selten.games.specs.market_spec import market_data, parse_market
    from selten.report.provenance import provenance

    engine = None if solver_name == "auto" else solver_by_name(solver_name, seed=seed)
    text, source = read_text(spec)
    expect("bundling", text, source)
    folder, data = Path() if spec == "-" else Path(spec).parent, market_data(text, source)
    market = parse_market(data, source, folder)
    origin = {"provenance": provenance(text, seed=seed, files=_files(data, folder))}
    record, stopped = _record(market, engine, time_limit)
    if as_json:
        print_json({**record, **origin})
    else:
        _show(record)
    if stopped:
        raise KeyboardInterrupt


def _files(data: Any, folder: Path) -> dict[str, bytes]:
    """What the SPEC refers to: the CSV file of a survey."""
    name = data["valuations"].get("csv")
    return {} if name is None else {name: (folder / name).read_bytes()}


def _record(market: "BundlingMarket", engine: Any, time_limit: float | None) -> tuple[dict[str, Any], bool]:
    """The record of the market, and whether Ctrl-C cut it short: then of the profits found by then."""
    from selten.equilibria.bundling.offering import solve_market
    from selten.report.bundling import OTHER_NAMES, SYMMETRIC_NAMES, bundling_record, partial_record

    profits: dict[str, Profit] = {}
    count = len(SYMMETRIC_NAMES) if market.valuations.symmetric else len(SYMMETRIC_NAMES + OTHER_NAMES)
    with progress_bar("price games") as bar:

        def keep(profit: "Profit") -> None:
            profits[profit.name] = profit
            bar.count(len(profits), max(count, len(profits)), f"price games, {profit.name} done")

        try:
            solved = solve_market(market, keep=keep, time_limit=time_limit)
            bar.stage("deviations in all price games, and selection")
            record = bundling_record(solved)
        except KeyboardInterrupt:
            return partial_record(market, profits), True
        try:
            if engine is not None:
                record["comparison"] = _comparison(solved, engine, time_limit, bar)
        except KeyboardInterrupt:
            return record, True
        return record, False


def _show(record: dict[str, Any]) -> None:
    from selten.report.bundling_tables import profit_table, show_market
    from selten.report.tables import print_table

    if record["table"] is None:
        print_table(console(), profit_table(record))
        console().print(f"Stopped by Ctrl-C; not computed: {', '.join(record['undecided']) or 'the offering game'}.")
        return
    show_market(console(), record)
    if "comparison" in record:
        _show_comparison(record["comparison"])


PRICE_GAMES = (("001", "100", 8), ("011", "100", 3))
"""Price games that an engine is tried on: offerings and how many prices up to the highest valuation."""


def _comparison(solved: "MarketSolution", engine: Any, time_limit: float | None, bar: Bar) -> list[dict[str, Any]]:
    """The engine against our complete answer on the offering game and on small price games."""
    from fractions import Fraction

    from selten.equilibria.solve import solve
    from selten.games.prices.price_grid import price_game

    rows = []
    bar.stage(f"{engine.name} on the offering game", seconds=time_limit)
    if solved.solution is not None:
        rows.append(_row("offering game", solved.game, engine, solved.solution, time_limit))
    top = Fraction(max(solved.market.valuations.high)).limit_denominator(1000)
    for first, second, count in PRICE_GAMES:
        bar.stage(f"{engine.name} on prices of {first} against {second}")
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

    from selten.report.tables import print_table

    table = Table(title="The engine against the complete answer", title_justify="left")
    columns = ("game", "solver", "status", "found", "missed", "false", "seconds", "note")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_text(row.get(column, "")) for column in columns))
    print_table(console(), table)


def _text(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
