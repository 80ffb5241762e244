"""The page in a real browser: no error, filters, highlights, themes, phones, print, downloads."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from selten.equilibria.solve import solve
from selten.games.normal_form import NormalForm
from selten.report.page.game import game_page, game_parts
from selten.report.page.render import page_html

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the path")

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
GAME = NormalForm.of(
    [[[1, 1, 0], [1, 1, 0], [0, 0, 2]]] * 2, [["up", "middle", "down"], ["left", "centre", "right " + "x" * 200]],
    players=["Row", "Column"], title="A game with a set of equilibria",
)  # fmt: skip
Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    solution = solve(GAME)
    count = len(solution.equilibria)
    parts = game_parts(solution, perfect=(True,) * count, proper=(None,) * count, seconds=0.0)
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(page_html(game_page(parts, {"input_sha256": "00", "seed": 0, "versions": {"selten": "0"}})))
    return path


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        folder = tmp_path_factory.mktemp("profile")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS, downloads_path=folder)
        yield browser
        browser.close()


@pytest.fixture
def visit(profile: Any, file: Path) -> Iterator[Visit]:
    """Opens the page offline; at the end nothing may have been complained of, and nothing asked of a network."""
    contexts, wrong = [], []

    def opened(width: int = 1200, **settings: Any) -> Any:
        context = profile.new_context(viewport={"width": width, "height": 900}, offline=True, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if request.url[:4] == "http" else None)
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def shown_rows(page: Any) -> list[int]:
    found = page.eval_on_selector_all(
        "table.equilibria tbody tr", "rows => rows.filter(r => r.offsetParent).map(r => Number(r.dataset.eq))"
    )
    return [int(k) for k in found]


def lit(page: Any, what: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(f"{what}.lit", "all => all.map(e => e.dataset.p || e.dataset.eq)")
    return sorted(found)


def test_filters_and_highlights(visit: Visit) -> None:
    """The sample of the ordinary tests; expected sets from the solution itself."""
    page = visit()
    equilibria = solve(GAME).equilibria
    everything = list(range(len(equilibria)))
    assert shown_rows(page) == everything
    page.select_option("#f-pure", "pure")
    assert shown_rows(page) == [k for k in everything if equilibria[k].profile.is_pure]
    page.fill("#f-low0", "1.5")
    assert shown_rows(page) == [k for k in everything if equilibria[k].payoffs[0] >= 2]
    assert page.inner_text("#f-count") == "1 of 9 shown"
    page.click("#filters button[type=reset]")
    page.wait_for_function("document.getElementById('f-count').textContent.startsWith('9')")
    mixed = next(k for k in everything if not equilibria[k].profile.is_pure)
    page.hover(f"table.equilibria button[data-eq='{mixed}']")
    first, second = equilibria[mixed].profile.supports
    assert lit(page, "td") == sorted(f"{i},{j}" for i in first for j in second)
    assert lit(page, "tr") == [str(mixed)]


@pytest.mark.full
def test_each_filter_shows_the_computed_set(visit: Visit) -> None:
    page = visit()
    solution = solve(GAME)
    everything = list(range(len(solution.equilibria)))
    for number, part in enumerate(solution.components):
        page.select_option("#f-component", str(number))
        assert shown_rows(page) == list(part.equilibria)
    page.select_option("#f-component", "")
    page.fill("#f-text", "DOWN")
    assert shown_rows(page) == [k for k in everything if 2 in solution.equilibria[k].profile.supports[0]]
    page.fill("#f-text", "no such name")
    assert shown_rows(page) == []
    assert page.is_visible("#f-none")
    page.fill("#f-text", "")
    page.select_option("#f-flag", "strict")  # (down, right) alone: elsewhere a best response is not the only one
    assert shown_rows(page) == [everything[-1]]
    page.select_option("#f-flag", "")
    page.fill("#f-high1", "0.7")
    assert shown_rows(page) == [k for k in everything if solution.equilibria[k].payoffs[1] * 10 <= 7]


@pytest.mark.full
def test_components_light_by_mouse_and_keyboard(visit: Visit) -> None:
    page = visit()
    part = solve(GAME).components[0]
    page.hover("button[data-hold='0']")
    assert lit(page, "tr") == sorted(map(str, part.equilibria))
    assert page.eval_on_selector_all("article.lit", "all => all.map(e => e.dataset.component)") == ["0"]
    assert page.locator("svg [data-item].lit").count() > 0
    page.mouse.move(0, 0)
    assert lit(page, "tr") == []
    page.focus("table.equilibria button[data-eq='8']")
    assert lit(page, "td") == ["2,2"]
    page.keyboard.press("Enter")
    page.focus("#f-text")
    assert lit(page, "td") == ["2,2"]  # held
    page.keyboard.press("Escape")
    assert lit(page, "td") == []


@pytest.mark.full
def test_themes(visit: Visit) -> None:
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = visit(color_scheme="light"), visit(color_scheme="dark")
    bright, night = light.evaluate(colour), dark.evaluate(colour)
    assert bright != night
    light.click("#theme")
    light.click("#theme")
    assert light.inner_text("#theme") == "theme: dark"
    assert light.evaluate(colour) == night
    dark.click("#theme")
    assert dark.evaluate(colour) == bright


@pytest.mark.full
@pytest.mark.parametrize("width", [320, 360, 768])
def test_tables_scroll_in_their_own_box(visit: Visit, width: int) -> None:
    page = visit(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.querySelectorAll('.scroll')].some(e => e.scrollWidth > e.clientWidth)")


@pytest.mark.full
def test_print_shows_all(visit: Visit) -> None:
    page = visit()
    page.emulate_media(media="print")
    assert not page.is_visible("#filters")
    assert not page.is_visible("#theme")
    heights = page.eval_on_selector_all(".scroll", "all => all.map(e => e.scrollHeight <= e.clientHeight + 1)")
    assert all(heights)
    assert page.pdf(format="A4")[:4] == b"%PDF"


@pytest.mark.full
def test_figures_are_downloaded(visit: Visit, tmp_path: Path) -> None:
    page = visit(accept_downloads=True)
    for kind in ("svg", "png"):
        with page.expect_download() as waiting:
            page.click(f"#figure-components [data-save={kind}]")
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        assert path.name == f"components.{kind}"
    assert ElementTree.parse(tmp_path / "components.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert (tmp_path / "components.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert (tmp_path / "components.png").stat().st_size > 5000


@pytest.mark.full
def test_data_of_the_script_is_what_the_page_shows(visit: Visit) -> None:
    page = visit()
    data = json.loads(page.inner_text("#data") or page.evaluate("document.getElementById('data').textContent"))
    assert len(data["equilibria"]) == len(shown_rows(page))
