"""The page of a prior: the information that is best for consumers, its equilibrium proven, benchmarks, welfare."""

from collections.abc import Mapping
from typing import Any

from selten.equilibria.discrimination.welfare.polygon import WelfareSet
from selten.games.discrimination import Prior
from selten.report.discrimination import discrimination_record
from selten.report.page.drawings import welfare_drawings
from selten.report.page.numbers import Shown, plain, shown
from selten.report.page.parts import Page, Section, Table, Text, words
from selten.report.page.render import plural

MOST_SEGMENTS = 200
"""Segments that a page lists."""

MOST_STATES = 100
"""States that a page lists."""


def prior_page(
    prior: Prior, provenance: Mapping[str, Any], *, title: str = "", welfare: WelfareSet | None = None
) -> Page:
    """The page of a prior.

    Examples
    --------
    >>> page = prior_page(Prior.of([("1/2", [3], [1]), ("1/2", [4], [1])]), {"input_sha256": "", "versions": {}})
    >>> page.answers[0]
    'Consumers get 1/2 of a total surplus of 5/2 under the information that is best for them; producers get 2.'
    """
    record = discrimination_record(prior)
    sections = [
        Section("surplus", "Who gets what", (surplus_table(record),)),
        Section("segments", "The information: segments of consumers", (Text(_SEGMENTS, True), segment_table(record))),
        Section("proof", "Why it is an equilibrium", (_proof(record), monopoly_table(record))),
    ]
    if welfare is not None:
        blocks = (Text(_WELFARE, True), *welfare_drawings(welfare), welfare_table(welfare))
        sections.append(Section("welfare", "What any information allows", blocks))
    sections.append(Section("prior", "The prior", (state_table(prior),)))
    return Page(
        title or "A prior",
        f"{plural(prior.producers, 'producer')} and consumers of {plural(len(prior.states), 'kind')}: which "
        "information about costs and values is best for consumers, and what do producers get?",
        _answers(record),
        _facts(record),
        tuple(sections),
        provenance,
    )


_SEGMENTS = (
    "A public signal names the producer who should sell and a segment of his consumers. A residual is what a consumer "
    "would pay that producer at most, given what the next best rival leaves at cost."
)
_WELFARE = (
    "Every pair of what producers together and consumers get under some information structure and equilibrium lies "
    "within the outer polygon, and every point of the inner polygon is that of a proven equilibrium."
)


def _facts(record: Mapping[str, Any]) -> list[tuple[str, Shown]]:
    segments = Shown(str(len(record["segments"])))
    both = [(f"{whose} surplus", shown(record[f"{whose}_surplus"])) for whose in ("consumer", "total")]
    return [*both, ("segments", segments)]


def _answers(record: Mapping[str, Any]) -> list[str]:
    producers = " and ".join(shown(x).text for x in record["producer_surplus"])
    known = record["benchmarks"]["complete_information"]
    consumer, total = shown(record["consumer_surplus"]).text, shown(record["total_surplus"]).text
    return [
        f"Consumers get {consumer} of a total surplus of {total} under the information that is best for them; "
        f"producers get {producers}.",
        f"With complete information consumers would get {shown(known['consumer_surplus']).text}.",
    ]


def surplus_table(record: Mapping[str, Any]) -> Table:
    """Surplus under the best and under complete information."""
    known = record["benchmarks"]["complete_information"]
    pairs = zip(record["producer_surplus"], known["producer_surplus"], strict=True)
    body = [words(f"producer {i}", shown(own), shown(other)) for i, (own, other) in enumerate(pairs, start=1)]
    body.append(words("consumers", shown(record["consumer_surplus"]), shown(known["consumer_surplus"])))
    body.append(words("total", shown(record["total_surplus"]), shown(record["total_surplus"])))
    return Table("Surplus, exactly", ("", "best information for consumers", "complete information"), tuple(body))


def segment_table(record: Mapping[str, Any]) -> Table:
    """The segments with their residuals."""
    segments = record["segments"]
    body = []
    for number, own in enumerate(segments[:MOST_SEGMENTS], start=1):
        shares = ", ".join(f"{shown(r).text}: {shown(share).text}" for r, share in own["residuals"].items())
        row = (str(number), str(own["producer"]), shown(own["cost"]), shown(own["mass"]), shown(own["price"]), shares)
        body.append(words(*row))
    more = (
        ""
        if len(segments) <= MOST_SEGMENTS
        else f"And {len(segments) - MOST_SEGMENTS:,} more: selten discrimination --json lists all."
    )
    head = ("no.", "producer", "cost", "mass", "price", "residual: share")
    return Table("Segments of the public signal", head, tuple(body), more)


def _proof(record: Mapping[str, Any]) -> Text:
    regret = record["equilibrium"]["regret"]
    if regret is None:
        return Text("No certificate: a producer who is not named could sell above his cost.")
    return Text(
        f"The largest gain of any producer by any other price, over all real prices, is {shown(regret).text}: computed "
        "by exact arithmetic, segment by segment, from the prior and the segments alone."
    )


def monopoly_table(record: Mapping[str, Any]) -> Table:
    """What producers could do without the signal: the price that defines what nobody can take from them."""
    body = []
    for i, prices in enumerate(record["monopoly_prices"], start=1):
        for cost, price in prices.items():
            body.append(words(f"producer {i}", shown(cost), plain("none") if price is None else shown(price)))
    return Table("Best single prices against rivals who sell at cost", ("", "own cost", "price"), tuple(body))


def welfare_table(welfare: WelfareSet) -> Table:
    """The corners of the polygons."""
    body = []
    for name, corners in (("inner", welfare.inner), ("outer", welfare.outer)):
        for producers, consumers in corners:
            body.append(words(name, shown(producers), shown(consumers)))
    return Table("Corners of the two polygons", ("polygon", "producer surplus", "consumer surplus"), tuple(body))


def state_table(prior: Prior) -> Table:
    """The states of the prior, with masses, values and costs."""
    body = []
    for state in prior.states[:MOST_STATES]:
        values, costs = (", ".join(shown(x).text for x in row) for row in (state.values, state.costs))
        body.append(words(shown(state.mass), values, costs))
    more = "" if len(prior.states) <= MOST_STATES else f"And {len(prior.states) - MOST_STATES:,} more states."
    return Table("States of the world", ("mass", "values", "costs"), tuple(body), more)
