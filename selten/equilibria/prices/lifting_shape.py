"""The structure behind a reading: where stretches of prices begin and end, and which of these prices hang together.

If a consumer is won at x against prices of the rival above x + s, the places where the rival's stretches begin or end,
less s, are places where the own indifference condition changes, and the other way round. So every end point of a
stretch, and every valuation inside one, is carried to the other firm's lines along all shifts s, until nothing new
comes. Places on one line that the grid cannot tell apart are taken to be one. Each place is then a root (an unknown, or
0) plus a rational number; places at the prices where consumers stop buying are rational.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from selten.equilibria.prices.lifting_read import Duel, Reading

_MOST_PLACES = 120


class NoShape(Exception):
    """The reading does not fit the kind of structure that is looked for."""


@dataclass(slots=True)
class Place:
    """A price on a line: an estimate, and root + offset; ``atom`` if it has positive probability."""

    line: int
    estimate: float
    root: int
    offset: Fraction
    atom: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The places on each line in ascending order, and which gaps between neighbours are stretches.

    Parameters
    ----------
    places : list of lists of Place
        For the rival's line and each of the bundler's. Root 0 is the number 0.
    stretches : list of lists of bool
        Whether prices between a place and the next one are in the support.
    besides : tuple of Fraction or None
        The price of the other component on each line (None for the rival's, and for the bundle alone).
    """

    places: list[list[Place]]
    stretches: list[list[bool]]
    besides: tuple[Fraction | None, ...]

    def find(self, line: int, place: Place, shift: Fraction) -> int | None:
        """The number of the place on a line that is this one plus a shift exactly."""
        for i, other in enumerate(self.places[line]):
            if (other.root, other.offset) == (place.root, place.offset + shift):
                return i
        return None

    def segment(self, line: int, x: float) -> int:
        """The number of the last place on a line below x; -1 if there is none."""
        return sum(place.estimate < x for place in self.places[line]) - 1


def shifts(duel: Duel, beside: Fraction | None) -> list[tuple[Fraction, Fraction, bool]]:
    """For each consumer: the value of the rival's component, the shift on this line, whether the component is bought.

    The bundle is bought at t if neither that value nor the rival's price is below t less the shift.
    """
    return [(vk, vo, False) if beside is None or vo < beside else (vk, beside, True) for vk, vo, _ in duel.consumers]


@dataclass(slots=True)
class _Builder:
    duel: Duel
    reading: Reading
    tolerance: float
    places: list[Place] = field(default_factory=list)
    roots: int = 1

    def near(self, line: int, x: float) -> list[Place]:
        found = [p for p in self.places if p.line == line and abs(p.estimate - x) <= self.tolerance]
        return sorted(found, key=lambda p: abs(p.estimate - x))

    def add(self, line: int, x: float, root: int, offset: Fraction) -> Place:
        """The place at root + offset, which may be one that is known by another root."""
        for place in self.places:
            if (place.line, place.root, place.offset) == (line, root, offset):
                return place
        for place in self.near(line, x):
            if place.root != root:
                self._same(place, root, offset)
                return place
        if len(self.places) >= _MOST_PLACES:
            raise NoShape("the end points of the supports lead to ever more others")
        self.places.append(Place(line, x, root, offset))
        return self.places[-1]

    def _same(self, place: Place, root: int, offset: Fraction) -> None:
        """Identify place.root + place.offset with root + offset, keeping root 0."""
        old, new, by = place.root, root, offset - place.offset
        if old == 0:
            old, new, by = new, old, -by
        for other in self.places:
            if other.root == old:
                other.root, other.offset = new, other.offset + by
        self._merge()

    def _merge(self) -> None:
        """Make one of places on a line that are now the same number."""
        kept: dict[tuple[int, int, Fraction], Place] = {}
        for place in self.places:
            first = kept.setdefault((place.line, place.root, place.offset), place)
            first.atom |= place.atom
            if place.root == 0:
                first.estimate = float(place.offset)
        self.places = list(kept.values())

    def start(self) -> None:
        """The ends of runs, the atoms, and the valuations in runs."""
        for number, line in enumerate(self.reading.lines):
            fixed = self.fixed(number)
            for x in (*line.atoms, *(end for run in line.runs for end in run)):
                close = [f for f in fixed if abs(float(f) - x) <= self.tolerance]
                if close:
                    best = min(close, key=lambda f: abs(float(f) - x))
                    self.add(number, float(best), 0, best).atom |= x in line.atoms
                elif not self.near(number, x):
                    self.roots += 1
                    self.add(number, x, self.roots - 1, Fraction(0)).atom = x in line.atoms
                else:
                    self.near(number, x)[0].atom |= x in line.atoms
            for f in fixed:
                if self.inside(number, float(f)):
                    self.add(number, float(f), 0, f)

    def fixed(self, number: int) -> list[Fraction]:
        """The prices on a line at which consumers stop buying whatever the rival does, or a margin vanishes."""
        if number == 0:
            margin = max(Fraction(0), -self.duel.delta)
            return sorted({Fraction(0), margin, *(vk for vk, _, _ in self.duel.consumers)})
        beside = self.reading.lines[number].beside
        return sorted({vk + shift for vk, shift, _ in shifts(self.duel, beside)})

    def inside(self, number: int, x: float) -> bool:
        slack = self.tolerance
        line = self.reading.lines[number]
        spans = [*line.runs, *((atom, atom) for atom in line.atoms)]
        return any(low - slack <= x <= high + slack for low, high in spans)

    def close(self) -> None:
        """Carry every place along all shifts, until nothing new comes."""
        seen: set[tuple[int, int, int, Fraction]] = set()
        while True:
            new = [p for p in self.places if (id(p), p.line, p.root, p.offset) not in seen]
            if not new:
                return
            for place in new:
                seen.add((id(place), place.line, place.root, place.offset))
                if place in self.places:
                    self._carry(place)

    def _carry(self, place: Place) -> None:
        for number, line in enumerate(self.reading.bundler, start=1):
            if place.line not in (0, number):
                continue
            for vk, shift, _ in shifts(self.duel, line.beside):
                source, by = (number, shift) if place.line == 0 else (0, -shift)
                x = place.estimate + float(by)
                price = place.estimate if place.line == 0 else x
                if float(vk) >= price - self.tolerance and self.inside(source, x):
                    self.add(source, x, place.root, place.offset + by)


def shape(duel: Duel, reading: Reading, *, steps: float) -> Shape:
    """The structure of a reading, places within so many grid steps being one.

    Raises
    ------
    NoShape
        If carrying places along does not end.
    """
    builder = _Builder(duel, reading, steps * reading.step)
    builder.start()
    builder.close()
    places = [
        sorted((p for p in builder.places if p.line == i), key=lambda p: p.estimate) for i in range(len(reading.lines))
    ]
    stretches = []
    for number, line in enumerate(reading.lines):
        middles = [(a.estimate + b.estimate) / 2 for a, b in zip(places[number], places[number][1:], strict=False)]
        stretches.append([any(low <= x <= high for low, high in line.runs) for x in middles])
    return Shape(places, stretches, tuple(line.beside for line in reading.lines))
