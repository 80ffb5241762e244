"""The pages of ``selten report``: what each kind of input is solved for, and shown with."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selten.cli.progress import Bar
from selten.games.errors import InputError

if TYPE_CHECKING:
    from selten.cli.solve_answer import Answer
    from selten.games.formats import Game
    from selten.report.page.parts import Page

ROWS = (".csv", ".parquet")
"""Endings of the rows of a sweep."""


def game_page_of(text: str, name: str, bar: Bar, *, time_limit: float | None, seed: int) -> "tuple[Page, bool]":
    """A game with all that ``selten solve`` finds, and a tree with its subgame-perfect equilibria too."""
    from selten.games.extensive_form import ExtensiveForm
    from selten.games.formats import parse_game
    from selten.report.provenance import provenance

    game = parse_game(text, name)
    known = provenance(text, seed=seed)
    if isinstance(game, ExtensiveForm):
        return _tree_page(game, known, bar, f"Tree · {_title(name)}", time_limit, seed)
    from selten.report.page.game import game_page

    found, interrupted, message = _solved(game, bar, time_limit, seed)
    return game_page(found, known, title=game.title.strip() or f"Game · {_title(name)}", message=message), interrupted


def _solved(game: "Game", bar: Bar, time_limit: float | None, seed: int) -> tuple[Any, bool, str]:
    """What the page shows of a game, whether Ctrl-C came before the end, and what the list is worth."""
    from selten.cli.solve_answer import Wish, answer
    from selten.cli.solve_json import message
    from selten.equilibria.solution import Status
    from selten.report.page.game import game_parts

    found = answer(game, Wish(False, 1, False, "auto", time_limit, seed), bar)
    if found.solution.status in (Status.REFUSED, Status.LIMIT, Status.NONE_FOUND) and not (
        found.solution.equilibria or found.interrupted
    ):
        found = _one_instead(found, answer(game, Wish(True, 1, False, "auto", time_limit, seed), bar))
    bar.stage("selection rules")
    seconds = 0.0 if found.interrupted else time_limit
    parts = game_parts(found.solution, perfect=found.perfect, proper=found.proper, seconds=seconds)
    return parts, found.interrupted, message(found.solution, interrupted=found.interrupted)


def _one_instead(all_of_them: "Answer", one: "Answer") -> "Answer":
    """One equilibrium where a list of all is out of reach, with the reason why there is no more."""
    note = f"all were not found ({all_of_them.solution.note or 'in the time'})"
    both = "; ".join(filter(None, (one.solution.note, note)))
    return replace(one, solution=replace(one.solution, note=both))


def _tree_page(
    tree: Any, known: dict[str, Any], bar: Bar, title: str, time_limit: float | None, seed: int
) -> "tuple[Page, bool]":
    from selten.report.page.tree import normal_form_fits, subgame_perfection_of, tree_page

    bar.stage("backward induction", seconds=time_limit)
    perfect = subgame_perfection_of(tree, time_limit=time_limit)
    parts, interrupted, message = None, False, ""
    if normal_form_fits(tree):
        parts, interrupted, message = _solved(tree, bar, time_limit, seed)
    return tree_page(tree, perfect, parts, known, title=tree.title.strip() or title, message=message), interrupted


def market_page_of(text: str, name: str, folder: Path, bar: Bar, *, time_limit: float | None) -> "Page":
    """A bundling market from its price games to selected offerings."""
    from selten.equilibria.bundling.offering import solve_market
    from selten.games.specs.market_spec import market_data, parse_market
    from selten.report.page.market import market_page
    from selten.report.provenance import provenance

    data = market_data(text, name)
    market = parse_market(data, name, folder)
    csv = data["valuations"].get("csv")
    files = None if csv is None else {csv: (folder / csv).read_bytes()}
    bar.stage("price games")
    solved = solve_market(market, tick=bar.stage, time_limit=time_limit)
    bar.stage("selection rules")
    return market_page(
        solved, provenance(text, files=files), title=f"Bundling duopoly · {_title(name)}", seconds=time_limit
    )


def prior_page_of(text: str, name: str, bar: Bar, *, welfare: bool, time_limit: float | None) -> "Page":
    """A prior with the best information, and with the welfare set if asked for."""
    from selten.games.specs.market_spec import market_data
    from selten.games.specs.prior_spec import parse_prior
    from selten.report.page.prior import prior_page
    from selten.report.provenance import provenance

    prior = parse_prior(market_data(text, name), name)
    found = None
    if welfare:
        from selten.equilibria.discrimination.welfare.polygon import welfare_set

        seconds = 60.0 if time_limit is None else time_limit
        bar.stage("what welfare information allows", seconds=seconds)
        found = welfare_set(prior, time_limit=seconds)
    return prior_page(prior, provenance(text), title=f"Price discrimination · {_title(name)}", welfare=found)


def disclosure_page_of(text: str, name: str, bar: Bar, *, time_limit: float | None) -> "tuple[Page, bool]":
    """A disclosure market at its prices, with the verdicts over all prices."""
    from selten.cli.interrupt import put_off
    from selten.equilibria.disclosure.answer import solve_disclosure
    from selten.equilibria.disclosure.area import areas
    from selten.games.disclosure import parse_disclosure
    from selten.games.specs.market_spec import market_data
    from selten.report.page.disclosure import disclosure_page
    from selten.report.provenance import provenance

    market = parse_disclosure(market_data(text, name), name)
    solution = None if market.prices is None else solve_disclosure(market)
    seconds = 20.0 if time_limit is None else time_limit
    bar.stage("areas of prices", seconds=seconds)
    with put_off() as asked:
        found = areas(market, time_limit=seconds, progress=bar, enough=asked)
        stopped = asked()
    return disclosure_page(
        market, solution, found, provenance(text), title=f"Inventory disclosure · {_title(name)}"
    ), stopped


def is_rows(source: str) -> bool:
    """Whether the file is the rows of a sweep: .parquet, or a .csv with the columns of one.

    Examples
    --------
    >>> is_rows("game.nfg"), is_rows("rows.parquet")
    (False, True)
    """
    ending = Path(source).suffix.lower()
    if ending == ".parquet":
        return True
    if ending != ".csv" or source == "-":
        return False
    from selten.games.formats import read_text
    from selten.report.page.rows import is_sweep_header

    return is_sweep_header(read_text(source)[0].split("\n", 1)[0])


def rows_page_of(source: str) -> "Page":
    """The rows of a sweep as a summary with figures."""
    from selten.report.page.rows import rows_page
    from selten.report.provenance import provenance

    try:
        data = Path(source).read_bytes()
    except OSError as error:
        raise InputError(f"{source}: cannot be read ({error.strerror}); allowed: a readable file") from None
    return rows_page(source, provenance(data), title=f"Sweep · {_title(source)}")


def _title(name: str) -> str:
    """What a page is called whose input has no title: the name of the file."""
    return name if name == "standard input" else Path(name).name
