"""How large the set of prices with each verdict is, among all prices from 0 to the values.

The box is divided into the half where value L - price L >= value H - price H ("everyone_prefers_L") and the rest
("otherwise").

* Ordered arrivals, and customers who are alike: exact rational areas of polygons (:mod:`.polygons`), up to parts where
  a revenue gain is a quadratic polynomial that changes sign (:mod:`.quadratic`: proven bounds).
* Random arrivals: cells whose verdict is proven (:mod:`.cells`), and a rest along the boundaries.

An area is proven plus guessed: the true one lies between the proven part and the proven part plus everything that is
guessed in its half.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np

from selten.equilibria.disclosure.affine import Affine, Polygon, area_of, split
from selten.equilibria.disclosure.grid import verdict_grid
from selten.equilibria.disclosure.outcome import fraction, rational
from selten.equilibria.disclosure.polygons import Piece, box, pieces
from selten.equilibria.disclosure.quadratic import settle
from selten.equilibria.disclosure.verdict import VERDICTS, verdict
from selten.games.disclosure import DisclosureMarket
from selten.games.normal_form import Number

HALVES = ("everyone_prefers_L", "otherwise")

TOLERANCE = 1e-3
"""Guessed area that is allowed by default, as a share of the box."""

_STEPS = 20
"""Along each side of a triangle that is guessed."""

Tick = Callable[[float], object]


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas by half and verdict: ``proven``, and ``guessed`` from sample points where nothing is proven."""

    proven: Mapping[str, Mapping[str, Number]]
    guessed: Mapping[str, Mapping[str, float]]

    def value(self, half: str, name: str) -> Number:
        """The best estimate: exact (a Fraction) where nothing in the half is guessed."""
        proven, guess = self.proven[half][name], self.guessed[half][name]
        return proven if self.exact(half) else float(proven) + guess

    def bracket(self, half: str, name: str) -> tuple[Number, Number]:
        """Bounds of the true area."""
        proven, rest = self.proven[half][name], sum(self.guessed[half].values())
        return (proven, proven) if self.exact(half) else (float(proven), float(proven) + rest)

    def exact(self, half: str) -> bool:
        """Whether all areas of the half are proven rationals."""
        return all(isinstance(area, Fraction) for area in self.proven[half].values()) and not any(
            self.guessed[half].values()
        )


def areas(
    market: DisclosureMarket,
    *,
    tolerance: float | None = None,
    time_limit: float | None = None,
    progress: Tick | None = None,
    enough: Callable[[], bool] | None = None,
) -> Areas:
    """The areas of all verdicts; the guessed rest is at most ``tolerance`` unless time or memory runs out first.

    Where parts are guessed, from verdicts at the centres of small cells, the estimate is typically a hundred times
    nearer to the truth than the bracket is wide; only the bracket is proven. What the time limit leaves is guessed
    too. The default tolerance is :data:`TOLERANCE` times the box.

    ``progress`` is called with the share of the work that is done, between 0 and 1. ``enough`` is asked now and then:
    once it is true the rest is guessed, as at the time limit.

    Examples
    --------
    >>> market = DisclosureMarket(
    ...     customers=Fraction(10), stock=Fraction(3), share=Fraction(9, 10), prior=Fraction(1, 2), arrival="efficient",
    ...     search_cost=Fraction(1, 2), values=(Fraction(5), Fraction(7)),
    ... )
    >>> float(areas(market).value("everyone_prefers_L", "weak"))
    5.829...
    """
    until = None if time_limit is None else time.monotonic() + time_limit

    def over() -> bool:
        return (until is not None and time.monotonic() > until) or (enough is not None and enough())

    if not all(market.values):
        return Areas({half: dict.fromkeys(VERDICTS, Fraction(0)) for half in HALVES}, _blank())
    if tolerance is None:
        tolerance = TOLERANCE * float(market.values[0] * market.values[1])
    if market.tastes == "uniform" and market.arrival == "random":
        if not market.search_cost:  # whoever wants anything comes, whatever is said
            parts = _halves(market, box(market))
            tie = {half: {"tie": fraction(area_of(part))} for half, part in zip(HALVES, parts, strict=True)}
            return Areas({half: dict.fromkeys(VERDICTS, Fraction(0)) | tie[half] for half in HALVES}, _blank())
        from selten.equilibria.disclosure.cells import cell_areas

        return Areas(*cell_areas(market, tolerance=tolerance, over=over, progress=progress))
    return _polygonal(market, tolerance, over, progress)


def areas_by_cost(
    market: DisclosureMarket, costs: Sequence[Fraction | int | str], *, tolerance: float | None = None
) -> list[Areas]:
    """The areas at several search costs, everything else equal."""
    from selten.games.number import exact_number

    return [
        areas(replace(market, search_cost=exact_number(cost, "search_cost")), tolerance=tolerance) for cost in costs
    ]


def _blank() -> dict[str, dict[str, float]]:
    return {half: dict.fromkeys(VERDICTS, 0.0) for half in HALVES}


def _polygonal(market: DisclosureMarket, tolerance: float, over: Callable[[], bool], progress: Tick | None) -> Areas:
    exact: dict[str, dict[str, Number]] = {half: dict.fromkeys(VERDICTS, rational(0)) for half in HALVES}
    rough, guessed, curved = _blank(), _blank(), []
    whole, done = market.values[0] * market.values[1], rational(0)
    for piece in pieces(market, over=over):
        size = area_of(piece.polygon)
        done += size
        if progress is not None:
            progress(float(done) / float(whole))
        for half, part in zip(HALVES, _halves(market, piece.polygon), strict=True):
            if part and not piece.revenue:
                _guess(market, part, guessed[half])
            elif any(isinstance(r, tuple) for r in piece.revenue):
                curved.append((half, part, piece))
            elif part:
                exact[half][_verdict(piece)] += area_of(part)
    for half, part, piece in curved:
        _settle(part, piece, (rough[half], guessed[half]), tolerance * float(area_of(part)) / float(whole), over)
    proven = {h: {v: _sum(exact[h][v], rough[h][v]) for v in VERDICTS} for h in HALVES}
    return Areas(proven, guessed)


def _guess(market: DisclosureMarket, polygon: Polygon, guessed: dict[str, float]) -> None:
    """The area of a polygon that was not reached, by verdicts at the centres of small triangles."""
    corners = np.array([(float(x), float(y)) for x, y in polygon])
    steps = (np.arange(_STEPS) + 1 / 3) / _STEPS
    first, second = (x.ravel() for x in np.meshgrid(steps, steps))
    kept = first + second < 1
    for one, two in pairwise(corners[1:]):
        points = corners[0] + np.outer(first[kept], one - corners[0]) + np.outer(second[kept], two - corners[0])
        area = abs(float(np.linalg.det(np.stack([one, two]) - corners[0]))) / 2
        codes = verdict_grid(market, points[:, 0], points[:, 1])
        for name, count in zip(VERDICTS, np.bincount(codes, minlength=len(VERDICTS)).tolist(), strict=True):
            guessed[name] += area * count / len(codes)


def _sum(exact: Number, rough: float) -> Number:
    return fraction(exact) + rough if rough else fraction(exact)


def _verdict(piece: Piece) -> str:
    found = verdict(list(zip(piece.revenue, piece.shortage, strict=True)))
    assert found is not None, "signs on a polygon are known"
    return found


def _halves(market: DisclosureMarket, polygon: Polygon) -> tuple[Polygon, Polygon]:
    low, high = (rational(value) for value in market.values)
    return split(polygon, Affine(low - high, rational(-1), rational(1), polygon))


def _settle(
    polygon: Polygon,
    piece: Piece,
    totals: tuple[dict[str, float], dict[str, float]],
    tolerance: float,
    over: Callable[[], bool],
) -> None:
    corners = [(float(x), float(y)) for x, y in polygon]
    allowed = tolerance / max(1, len(corners) - 2)
    for i in range(1, len(corners) - 1):
        triangle = corners[0], corners[i], corners[i + 1]
        found = settle(triangle, piece.revenue, piece.shortage, tolerance=allowed, over=over)
        for total, part in zip(totals, found, strict=True):
            for name, area in part.items():
                total[name] += area
