"""The page of a disclosure market: the verdict, who visits, what is sold, and the prices with each verdict."""

from collections.abc import Mapping
from typing import Any

from selten.equilibria.disclosure.answer import POLICIES, DisclosureSolution
from selten.equilibria.disclosure.area import HALVES, Areas
from selten.equilibria.disclosure.verdict import VERDICTS
from selten.games.disclosure import DisclosureMarket
from selten.report.disclosure import disclosure_record
from selten.report.page.drawings import disclosure_drawings
from selten.report.page.numbers import Shown, plain, shown
from selten.report.page.parts import Page, Section, Table, Text, words

Json = Mapping[str, Any]

_VERDICTS = {
    "strict": "The seller hides the composition: both scenarios strictly prefer aggregate disclosure.",
    "weak": "The seller hides the composition weakly: one scenario gains by aggregate disclosure, none loses.",
    "zero_only": "By revenue alone nobody minds aggregate disclosure, but more customers would leave with nothing.",
    "tie": "Both policies bring exactly the same.",
    "no": "The seller does not hide the composition: some scenario loses by aggregate disclosure.",
    None: "The verdict at these prices is open.",
}
_NAMES = {
    "full_L_scarce": "full, L scarce", "full_H_scarce": "full, H scarce", "aggregate": "aggregate",
    "aggregate_L_scarce": "aggregate, L scarce", "aggregate_H_scarce": "aggregate, H scarce",
    "everyone_prefers_L": "everyone prefers L", "otherwise": "otherwise",
}  # fmt: skip


def disclosure_page(
    market: DisclosureMarket,
    solution: DisclosureSolution | None,
    areas: Areas | None,
    provenance: Mapping[str, Any],
    *,
    title: str = "",
) -> Page:
    """The page of a disclosure market.

    Parameters
    ----------
    solution : DisclosureSolution or None
        None where prices are left out.
    areas : Areas or None
        The areas of prices with each verdict.
    """
    record = disclosure_record(market, solution, areas)
    sections = []
    if solution is not None:
        sections.append(Section("visits", "Who visits", (visits_table(record),)))
        sections.append(Section("outcomes", "What the seller gets", (outcome_table(record),)))
    if areas is not None:
        blocks = (Text(_AREAS, True), *disclosure_drawings(market), area_table(record))
        sections.append(Section("prices", "The prices with each verdict", blocks))
    sections.append(Section("market", "The market", (market_table(market),)))
    return Page(
        title or "A disclosure market",
        "A seller with two products, one of them scarce, who may say which or only the total: what is best to say?",
        _answers(market, solution, record),
        _facts(record),
        tuple(sections),
        provenance,
    )


_AREAS = (
    "Each price pair from 0 to the values has one verdict; the area of a verdict is exact, or stands between proven "
    "bounds. On and above the dashed line everyone prefers L."
)


def _answers(market: DisclosureMarket, solution: DisclosureSolution | None, record: Json) -> list[str]:
    if solution is None:
        return ["Prices are left open: the verdict is given for all of them."]
    low, high = (shown(price).text for price in market.priced)
    answers = [_VERDICTS[record["verdict"]], f"At the prices {low} of L and {high} of H."]
    if record["undecided"]:
        answers.append(f"Comparisons that are open: {', '.join(record['undecided'])}.")
    return answers


def _facts(record: Json) -> list[tuple[str, Shown]]:
    if record["verdict"] is None:
        return []
    visitors = record["visitors"]
    return [("verdict", plain(record["verdict"].replace("_", " ")))] + [
        (f"visitors, {_NAMES[name]}", shown(visitors[name])) for name in POLICIES
    ]


def visits_table(record: Json) -> Table:
    """Who visits under each thing that customers may be told."""
    body = []
    for name in POLICIES:
        stretches = ", ".join(f"{shown(low).text} to {shown(high).text}" for low, high in record["visits"][name])
        row = (_NAMES[name], shown(record["thresholds"][name]), shown(record["visitors"][name]), stretches or "–")
        body.append(words(*row))
    head = ("customers are told", "lowest visiting taste", "visitors", "visiting tastes")
    return Table("Equilibrium visits", head, tuple(body))


def outcome_table(record: Json) -> Table:
    """Sales, revenue and shortage by policy and scenario."""
    body = []
    for name, sales in record["sales"].items():
        cells = (sales["L"], sales["H"], record["revenue"][name], record["shortage"][name])
        body.append(words(_NAMES.get(name, name), *map(shown, cells)))
    head = ("policy and scenario", "sales of L", "sales of H", "revenue", "leave with nothing")
    return Table("Expected sales and revenue", head, tuple(body))


def area_table(record: Json) -> Table:
    """The area of each verdict with its proven bounds, by half of the price box."""
    body = []
    for name in VERDICTS:
        cells = []
        for half in HALVES:
            low, high = record["area_brackets"][half][name]
            value = shown(record["area"][half][name])
            full = "exact" if isinstance(low, str) else f"proven: between {float(low)!r} and {float(high)!r}"
            cells.append(Shown(value.text + (" (exact)" if isinstance(low, str) else ""), value.full or full, True))
        body.append(words(name.replace("_", " "), *cells))
    return Table("Areas of prices", ("verdict", *(_NAMES[half] for half in HALVES)), tuple(body))


def market_table(market: DisclosureMarket) -> Table:
    """What the input says."""
    values = ", ".join(f"{k} {shown(v).text}" for k, v in zip("LH", market.values, strict=True))
    rows = [
        ("customers", shown(market.customers)), ("stock", shown(market.stock)), ("share", shown(market.share)),
        ("prior probability that L is scarce", shown(market.prior)), ("search cost", shown(market.search_cost)),
        ("values", plain(values)), ("tastes", plain(market.tastes)), ("arrival", plain(market.arrival)),
    ]  # fmt: skip
    return Table("What is given", ("", "value"), tuple(words(name, value) for name, value in rows))
