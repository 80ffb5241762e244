"""Areas under random arrivals: the price box in cells, a cell divided until its verdict is proven or it is small.

What is proven about a cell comes from bounds over all its prices (:mod:`.random_kernel`), computed in doubles with
slacks far above their rounding. Cells that stay open lie along the boundaries; each is guessed by the verdict at its
centre.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selten.equilibria.disclosure.grid import verdict_codes
from selten.equilibria.disclosure.parameters import parameters
from selten.equilibria.disclosure.verdict import VERDICTS
from selten.games.disclosure import DisclosureMarket

Floats = npt.NDArray[np.float64]
Totals = dict[str, dict[str, float]]

FIRST = 16
"""The box begins as FIRST x FIRST cells."""

BATCH = 50_000
"""Cells between two looks at the clock."""

MOST_CELLS = 1_000_000
"""Open cells beyond which nothing is divided any more."""

MOST_GUESSED = 50_000
"""Open cells of one size that are guessed one by one; of more, evenly chosen ones stand for the others."""


@dataclass(slots=True)
class _Cells:
    """Open cells of one size: least prices (n, 2), bounds on the three thresholds over each (n, 6)."""

    corners: Floats
    bounds: Floats
    size: Floats

    def halved(self) -> "_Cells":
        """Each cell as four."""
        size = self.size / 2
        shifts = np.array([(0, 0), (1, 0), (0, 1), (1, 1)]) * size
        corners = (self.corners[:, None, :] + shifts).reshape(-1, 2)
        return _Cells(corners, np.repeat(self.bounds, 4, axis=0), size)

    def part(self, chosen: slice | npt.NDArray[np.bool_]) -> "_Cells":
        """Some of them."""
        return _Cells(self.corners[chosen], self.bounds[chosen], self.size)

    @property
    def area(self) -> float:
        """Their area in all."""
        return len(self.corners) * float(np.prod(self.size))


def cell_areas(
    market: DisclosureMarket, *, tolerance: float, over: Callable[[], bool], progress: Callable[[float], object] | None
) -> tuple[Totals, Totals]:
    """Proven and guessed areas by half and verdict; the guessed ones add up to at most ``tolerance`` if time allows."""
    numbers = parameters(market)
    proven, guessed = _blank(), _blank()
    size = numbers[4:6] / FIRST
    grid = np.stack(np.meshgrid(np.arange(FIRST), np.arange(FIRST), indexing="ij"), -1).reshape(-1, 2)
    cells = _Cells(grid * size, np.tile([0.0, 1.0], (FIRST * FIRST, 3)), size)
    left: list[_Cells] = []
    steps = 30
    while len(cells.corners):
        cells, late = _level(numbers, cells, steps, proven, over)
        open_area, waiting = cells.area, sum(part.area for part in left)
        if progress is not None:
            progress(min(1.0, tolerance / max(open_area + waiting, 1e-300)))
        if late or open_area + waiting <= tolerance or len(cells.corners) > MOST_CELLS:
            break
        # halving about halves the open area: divide only as many cells as that needs
        share = min(1.0, 2.2 * (1 - (tolerance - waiting) / open_area))
        count = max(1, int(np.ceil(share * len(cells.corners))))
        if count < len(cells.corners):
            left.append(cells.part(slice(count, None)))
        cells, steps = cells.part(slice(0, count)).halved(), 6
    for part in (*left, cells):
        _guess(numbers, part, guessed)
    return proven, guessed


def _level(numbers: Floats, cells: _Cells, steps: int, proven: Totals, over: Callable[[], bool]) -> tuple[_Cells, bool]:
    """Count the cells that are proven; the others, and whether time ran out (the rest is then open)."""
    from selten.equilibria.disclosure.random_kernel import UNKNOWN, classify_cells

    codes = np.full(len(cells.corners), float(UNKNOWN))
    late = False
    for start in range(0, len(codes), BATCH):
        late = over()
        if late:
            break
        part = slice(start, start + BATCH)
        classify_cells(numbers, cells.corners[part], cells.size, cells.bounds[part], steps, codes[part])
    _count(numbers, cells, codes, proven)
    return cells.part(codes == UNKNOWN), late


def _guess(numbers: Floats, cells: _Cells, guessed: Totals) -> None:
    if not len(cells.corners):
        return
    some = cells.part(slice(None, None, 1 + len(cells.corners) // MOST_GUESSED))
    centres = some.corners + some.size / 2
    codes = verdict_codes(numbers, "random", centres[:, 0], centres[:, 1])
    _count(numbers, some, codes, guessed, len(cells.corners) / len(some.corners))


def _count(numbers: Floats, cells: _Cells, codes: npt.NDArray[np.generic], totals: Totals, weight: float = 1.0) -> None:
    above = _above(cells, float(numbers[5] - numbers[4]))
    size = float(np.prod(cells.size))
    for code, name in enumerate(VERDICTS):
        hit = codes == code
        inside = float(above[hit].sum()) * weight
        totals["everyone_prefers_L"][name] += inside
        totals["otherwise"][name] += float(hit.sum()) * size * weight - inside


def _above(cells: _Cells, gap: float) -> Floats:
    """The area of each cell where price H - price L >= gap, in closed form."""
    width, height = cells.size
    lift = cells.corners[:, 0] + gap - cells.corners[:, 1]  # the line's height over the cell's floor at its left side

    def under(x: Floats) -> Floats:
        """Antiderivative of the positive part."""
        return np.maximum(x, 0.0) ** 2 / 2

    # the cell's area below the line is the integral of the line's height, cut off at 0 and at the cell's height
    below = under(lift + width) - under(lift) - (under(lift + width - height) - under(lift - height))
    return np.asarray(width * height - below, dtype=np.float64)


def _blank() -> Totals:
    return {half: dict.fromkeys(VERDICTS, 0.0) for half in ("everyone_prefers_L", "otherwise")}
