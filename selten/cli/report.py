"""``selten report``: a page to look at for a game, a market, a prior, a disclosure case or the rows of a sweep."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selten.cli import options
from selten.cli.progress import Bar, progress_bar
from selten.games.errors import InputError

if TYPE_CHECKING:
    from selten.report.page.parts import Page


@click.command(name="report")
@click.argument("source", metavar="INPUT")
@click.option("-o", "--output", "target", required=True, metavar="PAGE", help="The .html file to write.")
@click.option("--figures", metavar="DIR", help="Also write each figure there, as .svg and as .png.")
@click.option("--welfare", is_flag=True, help="Of a prior: also the set of all welfare that information allows.")
@options.time_limit
@options.seed
def command(source: str, target: str, figures: str | None, welfare: bool, time_limit: float | None, seed: int) -> None:
    """Solve INPUT and write one HTML page to look at: tables, equilibria with filters, figures, what rules keep.

    INPUT is a game (.nfg, .efg, .json, .gam, .csv), the SPEC of a bundling or a disclosure market, a prior, the rows of
    selten sweep (.csv or .parquet), or - for standard input. The page is complete in itself and loads nothing: it can
    be mailed, printed and read on a phone. Of large games it shows what can be read and says what it leaves out.

    \b
    Examples:
      selten report game.nfg -o page.html
      selten report market.toml -o page.html --figures figures
      selten report prior.json -o page.html --welfare --time-limit 30
    """
    from selten.report.page.render import page_html

    begun = time.perf_counter()
    check_targets(target, figures)
    with progress_bar("report") as bar:
        page, interrupted = page_of(source, bar, welfare=welfare, time_limit=time_limit, seed=seed)
        bar.stage("writing")
        text = page_html(page)
        write_page(text, target)
        written = [target, *save_figures(page, figures)]
    took = time.perf_counter() - begun
    more = f" and {len(written) - 1} files of figures in {figures}" if figures is not None else ""
    print(f"selten: wrote {target} ({len(text.encode()) / 1000:,.0f} kB){more} in {took:.1f} s", file=sys.stderr)
    if interrupted:
        raise KeyboardInterrupt


def check_targets(target: str, figures: str | None) -> None:
    """Refuse targets that cannot be written, before the work."""
    place = Path(target)
    if not place.parent.is_dir():
        raise InputError(f"--output: got {target}; allowed: a file in a folder that exists")
    if place.is_dir():
        raise InputError(f"--output: got {target}, which is a folder; allowed: a file")
    if figures is not None and not Path(figures).parent.is_dir():
        raise InputError(f"--figures: got {figures}; allowed: a folder, or a new one in a folder that exists")
    if figures is not None and Path(figures).is_file():
        raise InputError(f"--figures: got {figures}, which is a file; allowed: a folder")


def page_of(
    source: str, bar: Bar, *, welfare: bool = False, time_limit: float | None = None, seed: int = 0
) -> "tuple[Page, bool]":
    """The page of an input, and whether Ctrl-C cut the work short."""
    from selten.cli.kinds import expect, input_kind
    from selten.cli.report_pages import (
        disclosure_page_of,
        game_page_of,
        is_rows,
        market_page_of,
        prior_page_of,
        rows_page_of,
    )
    from selten.games.formats import read_text

    if is_rows(source):
        return rows_page_of(source), False
    text, name = read_text(source)
    kind = input_kind(text)
    if welfare and kind != "discrimination":
        raise InputError(f"--welfare: got {name}, a {kind} input; allowed: a prior")
    if kind == "bundling":
        return market_page_of(text, name, _folder(source), bar, time_limit=time_limit), False
    if kind == "discrimination":
        return prior_page_of(text, name, bar, welfare=welfare, time_limit=time_limit), False
    if kind == "disclosure":
        return disclosure_page_of(text, name, bar, time_limit=time_limit)
    expect("game", text, name)
    return game_page_of(text, name, bar, time_limit=time_limit, seed=seed)


def _folder(source: str) -> Path:
    return Path() if source == "-" else Path(source).parent


def write_page(text: str, target: str) -> None:
    """Write the page whole or not at all."""
    from selten.games.formats import write_text

    write_text(text, target)


def save_figures(page: "Page", folder: str | None) -> list[str]:
    """Each figure of the page as .svg and .png; the files written."""
    if folder is None:
        return []
    from selten.report.figures.style import save

    Path(folder).mkdir(exist_ok=True)
    written = []
    for drawing in page.drawings():
        for ending in (".svg", ".png"):
            path = Path(folder) / f"{drawing.name}{ending}"
            save(drawing.axes, path, description=drawing.description, title=drawing.caption)
            written.append(str(path))
    return written
