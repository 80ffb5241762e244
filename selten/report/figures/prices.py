"""Price distributions: the probability of a price at or below each price, and densities with their atoms as stems."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from selten.report.figures.price_laws import PriceLaw, price_laws
from selten.report.figures.style import count, fresh, listing, looks, number, sentence, series, short, tip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINTS = 80
"""Places at which a curve of a stretch is computed."""

MOST_LABELS = 5
"""A law with more atoms has no numbers at them."""

MOST_WORDS = 20

_WIDTH, _HEIGHT = 6.4, 3.6
_DASHES: tuple[Any, ...] = ("solid", (0, (5, 2)), (0, (1.5, 1.5)), (0, (5, 1.5, 1, 1.5)))


def draw_price_cdf(prices: Any, *, axes: "Axes | None" = None) -> "Axes":
    """Draw the probability that each price is at most x: atoms are jumps, with a dot at the top.

    Parameters
    ----------
    prices : PriceDistribution, its JSON, pairs (price, probability), or a mapping from names to these
        See :mod:`selten.report.figures.price_laws`.

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> axes = draw_price_cdf([(1, "1/4"), (2, "3/4")])
    >>> [list(map(float, line.get_ydata())) for line in axes.get_lines() if line.get_marker() == "o"]
    [[0.25, 1.0]]
    """
    laws = price_laws(prices, "draw_price_cdf")
    low, high = _window(laws)
    with looks():
        target = fresh(axes, _WIDTH, _HEIGHT)
        for k, law in enumerate(laws):
            x, y, dots = _steps(law, low, high)
            style: dict[str, Any] = {"color": series(k), "linestyle": _DASHES[k % len(_DASHES)]}
            (line,) = target.plot(x, y, label=_label(law), **style)
            target.plot([a for a, _ in dots], [b for _, b in dots], "o", color=series(k), markersize=4)
            tip(line, f"law-{k}", _words(law))
        target.set(xlabel="price", ylabel="probability of at most this price", xlim=(low, high), ylim=(0, 1.03))
        _legend(target, laws)
    return target


def draw_price_density(prices: Any, *, axes: "Axes | None" = None) -> "Axes":
    """Draw densities as lines, on the left scale, and atoms as stems, on the right one.

    Where there are only atoms, or none, there is one scale.

    Parameters
    ----------
    prices : PriceDistribution, its JSON, pairs (price, probability), or a mapping from names to these
        See :mod:`selten.report.figures.price_laws`.

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> axes = draw_price_density([(1, "1/4"), (2, "3/4")])
    >>> axes.get_ylabel()
    'probability'
    """
    laws = price_laws(prices, "draw_price_density")
    spread, atoms = (any(getattr(law, part) for law in laws) for part in ("stretches", "atoms"))
    with looks():
        target = fresh(axes, _WIDTH, _HEIGHT)
        stems = target.twinx() if spread and atoms else target
        asides = _asides(laws)
        for k, law in enumerate(laws):
            _draw_density(target, law, k)
            _draw_atoms(stems, law, k, asides[k])
        target.set(xlabel="price", ylabel="density (lines)" if spread else "probability", xlim=_window(laws))
        target.set_ylim(bottom=0)
        stems.set_ylim(0, 1.18 * float(max((mass for law in laws for _, mass in law.atoms), default=Fraction(1))))
        if not atoms:
            target.set_ylim(0, None)
            target.autoscale(axis="y")
            target.set_ylim(bottom=0)
        if stems is not target:
            stems.set_ylabel("probability of the atoms (stems)")
            stems.spines["right"].set_visible(True)
        _legend(target, laws)
    return target


def describe_prices(prices: Any) -> str:
    """Both figures in words: for each law its atoms, its stretches and how likely they are.

    Examples
    --------
    >>> describe_prices([(1, "1/4"), (2, "3/4")])
    '1 price distribution. The price is 1 with probability 1/4 and 2 with probability 3/4.'
    """
    laws = price_laws(prices, "describe_prices")
    words = [f"{count(len(laws), 'price distribution')}."]
    return " ".join([*words, *(f"{sentence(_words(law))}." for law in laws)])


describe_price_cdf = describe_prices
"""The words of :func:`draw_price_cdf`."""

describe_price_density = describe_prices
"""The words of :func:`draw_price_density`."""


def _words(law: PriceLaw) -> str:
    parts = [f"{number(price)} with probability {number(mass)}" for price, mass in law.atoms]
    parts += [
        f"spread over {number(part.low)} to {number(part.high)} with probability {number(part.mass)}"
        for part in law.stretches
    ]
    if law.unsold:
        parts.append(f"not set (the product is not sold) with probability {number(law.unsold)}")
    name = f"the price of {short(law.name, 60)}" if law.name else "the price"
    return f"{name} is {listing(parts, MOST_WORDS)}"


def _label(law: PriceLaw) -> str:
    return short(law.name, 48) if law.name else "price"


def _window(laws: tuple[PriceLaw, ...]) -> tuple[float, float]:
    low, high = (float(f(law.span[k] for law in laws)) for k, f in ((0, min), (1, max)))
    room = 0.06 * (high - low) if high > low else max(0.1 * abs(high), 0.1)
    return low - room, high + room


def _steps(law: PriceLaw, low: float, high: float) -> tuple[list[float], list[float], list[tuple[float, float]]]:
    """The graph from ``low`` to ``high``, and the tops of its jumps."""
    import numpy as np

    ends = {price for price, _ in law.atoms} | {end for part in law.stretches for end in (part.low, part.high)}
    places = {float(price): price for price in ends}
    for part in law.stretches:
        inside = np.linspace(float(part.low), float(part.high), _POINTS)[1:-1]
        places.update((float(x), Fraction(float(x))) for x in inside)
    x, y, dots = [low], [0.0], []
    masses = dict(law.atoms)
    for at in sorted(places):
        exact = places[at]
        below = _below(law, exact)
        x.append(at)
        y.append(float(below))
        if exact in masses:
            x.append(at)
            y.append(float(below + masses[exact]))
            dots.append((at, y[-1]))
    return [*x, high], [*y, y[-1]], dots


def _below(law: PriceLaw, x: Fraction) -> Fraction:
    atoms = sum((mass for price, mass in law.atoms if price < x), Fraction(0))
    return atoms + sum((part.mass - part.above(x) for part in law.stretches), Fraction(0))


def _draw_density(axes: "Axes", law: PriceLaw, k: int) -> None:
    import numpy as np

    if not law.stretches:
        return
    x, y = [], []
    for part in law.stretches:
        inside = np.linspace(float(part.low), float(part.high), _POINTS)
        heights = np.sum([float(b) / (inside + float(c)) ** 2 for b, c in part.terms], axis=0)
        x += [inside[0], *inside.tolist(), inside[-1]]
        y += [0.0, *heights.tolist(), 0.0]
    (line,) = axes.plot(x, y, color=series(k), linestyle=_DASHES[k % len(_DASHES)], label=_label(law))
    axes.fill_between(x, y, color=series(k), alpha=0.12, linewidth=0)
    tip(line, f"law-{k}", _words(law))


def _draw_atoms(axes: "Axes", law: PriceLaw, k: int, aside: float) -> None:
    """Stems; where laws have atoms at one price they stand ``aside`` by so many points."""
    from matplotlib.transforms import ScaledTranslation

    figure: Any = axes.get_figure(root=True)
    moved = axes.transData + ScaledTranslation(aside / 72, 0, figure.dpi_scale_trans)
    for price, mass in law.atoms:
        x, y = float(price), float(mass)
        (stem,) = axes.plot([x, x], [0.0, y], color=series(k), linewidth=1.4, transform=moved)
        axes.plot([x], [y], "o", color=series(k), markersize=5, transform=moved)
        tip(stem, f"law-{k}", f"{_label(law)}: {number(price)} with probability {number(mass)}")
        if len(law.atoms) <= MOST_LABELS:
            look: dict[str, Any] = {"ha": "center", "va": "bottom", "size": 7.5, "color": series(k)}
            axes.annotate(number(mass, 3), (x, y), xytext=(aside, 5), textcoords="offset points", **look)


def _asides(laws: tuple[PriceLaw, ...]) -> list[float]:
    prices = [price for law in laws for price, _ in law.atoms]
    gap = 4.5 if len(set(prices)) < len(prices) else 0.0
    return [gap * (k - (len(laws) - 1) / 2) for k in range(len(laws))]


def _legend(axes: "Axes", laws: tuple[PriceLaw, ...]) -> None:
    from matplotlib.lines import Line2D

    if len(laws) == 1 and not laws[0].name:
        return
    handles = [
        Line2D([], [], color=series(k), linestyle=_DASHES[k % len(_DASHES)] if law.stretches else "solid",
               marker="o" if law.atoms else None, markersize=4, label=_label(law))
        for k, law in enumerate(laws)
    ]  # fmt: skip
    axes.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
