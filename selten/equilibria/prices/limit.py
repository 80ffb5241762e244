"""What refining price grids say about the continuum: payoffs against the step, extrapolated, with a bracket.

Grids come in three kinds: aligned with the atoms under either tie rule, and staggered (the first firm's prices a
quarter of a step above multiples, the second's three quarters), where firms never set the same price. Errors are of the
order of the step, so two grids give an extrapolation; but profits can also stay at a round number that is not the limit
for hundreds of steps. What tells is the regret of a grid's solution over all real prices: while it is positive, an
unchanging profit is no limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.prices.continuum_grid import certify_continuum
from selten.equilibria.prices.solve import solve_prices
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms, Tie
from selten.games.errors import InputError
from selten.games.number import number_text
from selten.games.prices.grids import duopoly_game
from selten.games.prices.price_range import aligned_step, price_tops

SIZES = (30, 60, 120, 240)
"""About how many steps the highest price takes."""

KINDS: tuple[tuple[Tie, bool], ...] = (("bundle", False), ("components", False), ("bundle", True))
"""Tie rules, and whether the grids are staggered."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """One grid: its step, tie rule, whether staggered, both payoffs, and the regret over all real prices.

    ``regret`` is None where it is not computed: consumers that are not atoms.
    """

    step: Fraction
    tie: Tie
    staggered: bool
    payoffs: tuple[Fraction, Fraction]
    regret: Fraction | None

    @property
    def kind(self) -> tuple[Tie, bool]:
        """The tie rule and whether the grid is staggered."""
        return self.tie, self.staggered


@dataclass(frozen=True, slots=True)
class Pointed:
    """The payoffs to which the two finest grids of a kind point if errors are proportional to the step."""

    tie: Tie
    staggered: bool
    payoffs: tuple[float, float]


@dataclass(frozen=True, slots=True)
class GridLimit:
    """The limit along refining grids.

    Parameters
    ----------
    rows : tuple of GridRow
        From coarse to fine; for each kind of grid the first equilibrium found.
    extrapolated : tuple of Pointed
        For each kind of grid.
    brackets : tuple of (low, high) for each firm
        The range of the finest payoffs and of the extrapolated ones, widened by the least regret of the finest grids
        over all real prices (where not known, by the last change). Evidence, not proof: an equilibrium that no grid
        approaches may lie outside.
    warnings : tuple of str
        Where a sequence stands still at what is not the limit, and where kinds of grids disagree.
    """

    rows: tuple[GridRow, ...]
    extrapolated: tuple[Pointed, ...]
    brackets: tuple[tuple[float, float], tuple[float, float]]
    warnings: tuple[str, ...]

    @property
    def table(self) -> str:
        """A table for people.

        Examples
        --------
        >>> row = GridRow(Fraction(1, 20), "bundle", False, (Fraction(3, 8), Fraction(1, 11)), Fraction(1, 50))
        >>> print(GridLimit((row,), (), ((0.37, 0.38), (0.08, 0.1)), ()).table)
        step   ties        grid       first      second     regret
        1/20   bundle      aligned    0.3750000  0.0909091  0.02
        bracket                       [0.370000, 0.380000]  [0.080000, 0.100000]
        """
        lines = [f"{'step':<7}{'ties':<12}{'grid':<11}{'first':<11}{'second':<11}regret"]
        for row in self.rows:
            regret = "-" if row.regret is None else f"{float(row.regret):.3g}"
            first, second = (f"{float(x):.7f}" for x in row.payoffs)
            lines.append(
                f"{number_text(row.step):<7}{row.tie:<12}{_kind(row.staggered):<11}{first:<11}{second:<11}{regret}"
            )
        for end in self.extrapolated:
            first, second = (f"{x:.7f}" for x in end.payoffs)
            lines.append(f"{'limit':<7}{end.tie:<12}{_kind(end.staggered):<11}{first:<11}{second}")
        ends = "  ".join(f"[{low:.6f}, {high:.6f}]" for low, high in self.brackets)
        return "\n".join([*lines, f"{'bracket':<30}{ends}", *(f"warning: {text}" for text in self.warnings)])


def grid_limit(market: BundlingMarket, pair: tuple[str, str], *, sizes: Sequence[int] = SIZES) -> GridLimit:
    """Equilibrium payoffs of refining price grids for a pair of offerings, and what they say about the continuum.

    Parameters
    ----------
    pair : tuple of two str
        Offerings z1 z2 zb.
    sizes : sequence of int
        About how many steps the highest price takes, ascending; at least two.

    Raises
    ------
    InputError
        For fewer than two different grids, or none that is solved.

    Examples
    --------
    >>> consumers = Atoms.of([(1, 0), (0, 1)], ["3/4", "1/4"])
    >>> found = grid_limit(BundlingMarket(consumers, Fraction(0)), ("001", "100"), sizes=(20, 40))
    >>> [low <= profit <= high for (low, high), profit in zip(found.brackets, (1 / 4, 3 / 16), strict=True)]
    [True, True]
    """
    steps = _steps(market, sizes)
    rows = [row for step in steps for kind in KINDS if (row := _row(market, pair, step, kind)) is not None]
    if not rows:
        raise InputError("grid_limit: no grid was solved; allowed: other sizes")
    by_kind = {kind: [row for row in rows if row.kind == kind] for kind in KINDS}
    ends = tuple(Pointed(*kind, _pointed(found)) for kind, found in by_kind.items() if len(found) > 1)
    brackets = _bracket(rows, ends, 0), _bracket(rows, ends, 1)
    return GridLimit(tuple(rows), ends, brackets, tuple(_warnings(by_kind, ends)))


def _steps(market: BundlingMarket, sizes: Sequence[int]) -> list[Fraction]:
    """Each a whole part of the coarsest, so that a profit that is not the limit can be seen to stand still."""
    coarsest = min(sizes, default=0)
    if coarsest < 1:
        raise InputError(f"grid_limit: sizes: got {list(sizes)}; allowed: positive whole numbers")
    aligned, top = aligned_step(market), max(price_tops(market))
    first = top / coarsest if aligned is None else aligned / max(1, round(coarsest * aligned / top))
    steps = {first / round(Fraction(size, coarsest)) for size in sizes}
    if len(steps) < 2:
        raise InputError(f"grid_limit: sizes: got {list(sizes)}, which is one grid; allowed: at least two")
    return sorted(steps, reverse=True)


def _row(market: BundlingMarket, pair: tuple[str, str], step: Fraction, kind: tuple[Tie, bool]) -> GridRow | None:
    tie, staggered = kind
    offsets = (step / 4, 3 * step / 4) if staggered else (0, 0)
    game = duopoly_game(market, *pair, step=step, offsets=offsets, tie=tie)
    found = solve_prices(game).equilibria
    if not found:
        return None
    regret = certify_continuum(game, found[0]).regret if isinstance(market.valuations, Atoms) else None
    first, second = (Fraction(x) for x in found[0].payoffs)
    return GridRow(step, tie, staggered, (first, second), regret)


def _pointed(rows: Sequence[GridRow]) -> tuple[float, float]:
    """Where the last two rows point if the error is proportional to the step."""
    coarse, fine = rows[-2:]
    ratio = coarse.step / fine.step
    first, second = ((ratio * b - a) / (ratio - 1) for a, b in zip(coarse.payoffs, fine.payoffs, strict=True))
    return float(first), float(second)


def _bracket(rows: Sequence[GridRow], ends: Sequence[Pointed], firm: int) -> tuple[float, float]:
    finest = [row for row in rows if row.step == rows[-1].step]
    values = [float(row.payoffs[firm]) for row in finest] + [end.payoffs[firm] for end in ends]
    known = [row.regret for row in finest if row.regret is not None]
    if known:
        slack = float(min(known))
    else:
        slack = max(abs(float(row.payoffs[firm]) - end.payoffs[firm]) for row in finest for end in ends)
    return max(min(values) - slack, 0.0), max(values) + slack


def _warnings(by_kind: dict[tuple[Tie, bool], list[GridRow]], ends: Sequence[Pointed]) -> list[str]:
    texts = []
    for (tie, staggered), rows in by_kind.items():
        for firm in (0, 1):
            same = [row for row in rows if row.payoffs[firm] == rows[-1].payoffs[firm]]
            if len(same) > 1 and rows[-2] in same and rows[-1].regret:
                texts.append(
                    f"firm {firm + 1} earns {number_text(rows[-1].payoffs[firm])} on the last {len(same)} "
                    f"{_kind(staggered)} grids with ties to {_to(tie)}, which need not be the limit: "
                    f"off the finest grid a firm still gains {float(rows[-1].regret):.3g}"
                )
    finest = min(row.step for rows in by_kind.values() for row in rows)
    for firm in (0, 1):
        limits = [end.payoffs[firm] for end in ends]
        if limits and max(limits) - min(limits) > float(finest) / 4:
            texts.append(
                f"grids point to different payoffs of firm {firm + 1}: from {min(limits):.7f} to {max(limits):.7f}"
            )
    return texts


def _kind(staggered: bool) -> str:
    return "staggered" if staggered else "aligned"


def _to(tie: Tie) -> str:
    return "the bundle" if tie == "bundle" else "components"
