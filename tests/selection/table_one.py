"""The offering game of the bundling paper, typed from its Table 1, for markets whose profits are known in closed form.

Profits: monopoly on one component (``one``), the bundle, the bundle and a component, everything; ``shifted``: a
component while the other is free; ``bundler`` and ``single`` of the firm with the bundle against one with a component;
``bundler2`` and ``single2`` when the bundler also offers the other component.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.certify import certify
from selten.equilibria.pure import pure_equilibria
from selten.equilibria.solution import Solution, Status
from selten.games.enclosed import Enclosed
from selten.games.normal_form import NormalForm
from selten.games.profile import Profile

OFFERINGS = ("000", "100", "010", "110", "001", "101", "011", "111")
PRODUCTS = tuple(label.count("1") for label in OFFERINGS)
COSTS = (PRODUCTS, PRODUCTS)


@dataclass(frozen=True)
class Market:
    """The nine profits of Table 1 and the complementarity."""

    one: Any
    bundle: Any
    both: Any
    everything: Any
    shifted: Any
    bundler: Any
    single: Any
    bundler2: Any
    single2: Any
    delta: Any = Fraction(0)

    def game(self) -> NormalForm:
        """The 8 x 8 game."""
        zero = Fraction(0)
        own = [
            [zero] * 8,
            [self.one, zero, self.one, zero, self.single, zero, self.single2, zero],
            [self.one, self.one, zero, zero, self.single, self.single2, zero, zero],
            [2 * self.one, self.one, self.one, zero, zero, zero, zero, zero],
            [self.bundle, self.bundler, self.bundler, self.delta, zero, zero, zero, zero],
            [self.both, self.shifted, self.bundler2, self.delta, zero, zero, zero, zero],
            [self.both, self.bundler2, self.shifted, self.delta, zero, zero, zero, zero],
            [self.everything, self.shifted, self.shifted, self.delta, zero, zero, zero, zero],
        ]
        return NormalForm.of([own, [list(column) for column in zip(*own, strict=True)]], [OFFERINGS, OFFERINGS])


def solved(game: NormalForm) -> Solution:
    """All pure equilibria as a solution."""
    equilibria = tuple(certify(game, Profile.pure(game.counts, choices)) for choices in pure_equilibria(game))
    return Solution(game, "pure", Status.ONE, equilibria)


def named(game: NormalForm, profiles: Any) -> set[tuple[str, ...]]:
    """Profiles of strategy numbers as labels."""
    return {tuple(game.strategies[i][k] for i, k in enumerate(profile)) for profile in profiles}


def decimals(*values: str) -> list[Fraction]:
    """Decimals and fractions as they are printed."""
    return [Fraction(value) for value in values]


def around(name: str, value: float, width: float = 1e-9) -> Enclosed:
    """A profit known to a relative width."""
    return Enclosed.symbol(name, value * (1 - width), value * (1 + width))


TABLE_2 = Market(*decimals("1/4", ".544", ".546", ".549", "1/4", ".369", ".067", ".369", ".067"))

BUNDLER, SINGLE = around("b|1", 0.36901817274077719), around("1|b", 0.06704764421630172)
UNIFORM = Market(
    Fraction(1, 4),
    around("b", 0.54433105395181736),
    Fraction(59, 108),
    around("12b", 0.54920100462022926),
    Fraction(1, 4),
    BUNDLER,
    SINGLE,
    BUNDLER,
    SINGLE,
)
"""Independent uniform valuations without complementarity, from closed forms; a bundler leaves product 2 unsold."""

COMONOTONE = Market(*decimals("1/4", "1/2", "1/2", "1/2", "1/4", "16/49", "2/49", "16/49", "2/49"))
"""v1 = v2 uniform, Delta = 0: the bundle is all a monopolist needs, and two monopolies on components earn as much."""

COUNTERMONOTONE = Market(*decimals("1/4", "1", "1", "1", "1/4", "4/9", "1/9", "4/9", "1/9"))
"""v1 + v2 = 1 uniform, Delta = 0."""

_COLLAPSED = around("b|1", 0.4237066961), around("1|b", 0.0568404524)
UNIFORM_TENTH = Market(
    *(Fraction(1, 4), *[around("b", 0.612322078)] * 3, Fraction("0.3025"), *_COLLAPSED, *_COLLAPSED, Fraction(1, 10))
)
"""Independent uniform, Delta = 1/10: all bundling monopolies earn the same."""

_ALL = around("b", 1.315565155)
SATURATED = Market(*(Fraction(1, 4), _ALL, _ALL, _ALL, *decimals("1", "1", "0", "1", "0", "1")))
"""Independent uniform, Delta = 1: against a bundle a component earns nothing."""

OPEN = Market(
    Fraction(1, 4),
    around("b", 0.509955904),
    around("1b", 0.514127191),
    around("12b", 0.519233334),
    Fraction(1, 4),
    around("b|1", 0.3475948117),
    around("1|b", 0.0525731850),
    Enclosed.symbol("2b|1", 0.3475, 0.3477),
    Enclosed.symbol("1|2b", 0.0520, 0.0530),
)
"""Gaussian copula 1/2, Delta = 0: 011 against 100 has no pure price equilibrium, only brackets."""
