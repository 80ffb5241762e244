"""``selten solve``: the certified equilibria of a game file, or of each line of a .jsonl file."""

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.kinds import expect
from selten.cli.output import print_json
from selten.cli.progress import Bar, progress_bar
from selten.games.errors import InputError, naming

if TYPE_CHECKING:
    from selten.cli.solve_answer import Answer, Wish
    from selten.cli.solve_tree import TreeAnswer
    from selten.games.formats import Game


@click.command(name="solve")
@click.argument("game")
@click.option("--one", is_flag=True, help="Find one equilibrium, in mixed strategies, of any number of players.")
@click.option("--repeat", type=click.IntRange(1), default=1, metavar="N", help="Solve N times; report median times.")
@click.option("--subgame-perfect", is_flag=True, help="The subgame-perfect equilibria of a tree (.efg).")
@options.solver
@options.time_limit
@options.seed
@options.as_json
def command(game: str, as_json: bool, **wishes: Any) -> None:
    """Find the equilibria of GAME, each certified, and say how complete the list is.

    GAME is a .nfg, .efg or .json file, a .jsonl file with one game a line, or - for standard input. Two players: all
    extreme equilibria with their Nash subsets and components. More: all pure equilibria, or one mixed with --one.
    Ctrl-C prints what is certified by then.

    \b
    Examples:
      selten solve game.nfg
      selten solve game.json --solver gambit-lcp --time-limit 10
      selten solve games.jsonl > answers.jsonl
    """
    from selten.cli.solve_answer import Wish
    from selten.games.formats import parse_game, read_text

    wish = Wish(**wishes)
    text, source = read_text(game)
    if _is_lines(text, source):
        _solve_lines(text, source, wish)
        return
    expect("game", text, source)
    with progress_bar("solving") as bar, naming(source, "--"):
        answer = answer_to(parse_game(text, source), wish, bar)
    if as_json:
        from selten.report.provenance import provenance

        print_json({**answer.data(), "provenance": provenance(text, seed=wish.seed)})
    else:
        _show(answer)
    if answer.interrupted:
        raise KeyboardInterrupt


def _show(answer: "Answer | TreeAnswer") -> None:
    from selten.cli.solve_answer import Answer

    if isinstance(answer, Answer):
        from selten.cli.solve_table import show

        show(answer)
        return
    from selten.cli.solve_tree_table import show_tree

    show_tree(answer)


def _is_lines(text: str, source: str) -> bool:
    """Whether the text holds one game a line: by name, or because one of several lines is a JSON object by itself."""
    if source.endswith(".jsonl"):
        return True
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and any(_is_object(line) for line in lines)


def _is_object(line: str) -> bool:
    try:
        return isinstance(found := json.loads(line), dict) and "payoffs" in found
    except (ValueError, RecursionError):
        return False


def _solve_lines(text: str, source: str, wish: "Wish") -> None:
    """Print an answer for each line as soon as it is there; the bar only where the answers go elsewhere."""
    from selten.games.formats import parse_game
    from selten.report.provenance import provenance

    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    with progress_bar("games", shown=not sys.stdout.isatty()) as bar:
        for done, (number, line) in enumerate(lines):
            bar.count(done, len(lines), f"game {done + 1} of {len(lines)}")
            try:
                answer = answer_to(parse_game(line, f"{source}: line {number}"), wish, Bar(""), apart=False)
                data = {**answer.data(), "provenance": provenance(line, seed=wish.seed)}
            except InputError as error:
                print_json({"error": str(error)})
                continue
            if answer.interrupted:
                raise KeyboardInterrupt  # a line is all of an answer or nothing
            print_json(data)


def answer_to(game: "Game", wish: "Wish", bar: Bar, *, apart: bool = True) -> "Answer | TreeAnswer":
    """What the command says of one game; ``apart`` runs an engine in a process of its own, so that Ctrl-C stops it."""
    if not wish.subgame_perfect:
        from selten.cli.solve_answer import answer

        return answer(game, wish, bar, apart=apart)
    from selten.cli.solve_tree import tree_answer

    if wish.one or wish.solver_name != "auto":
        raise InputError("--subgame-perfect: got --one or --solver too; allowed: without them")
    bar.stage("backward induction", seconds=wish.time_limit)
    return tree_answer(game, wish, bar)
