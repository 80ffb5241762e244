"""Mixed price equilibria of three firms or more: a double oracle on Gambit's n-player methods, certified by sweeps.

The game restricted to a few price vectors of each firm is solved in floats, by one of its pure equilibria if it has any
and else by one of Gambit's methods, in a process of its own with a time limit, refined by Newton's method. Each firm's
best replies from the whole grid join, until nobody gains more than a tolerance. The weights are then taken as
rationals, and the regret of exactly these is computed in whole numbers over every price vector: with three firms or
more equilibrium weights are in general not rational, so that a small positive regret is what can be stated. Where at
most two firms mix they can be, and exact ones are tried.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from selten.equilibria.engines.gambit import Gambit
from selten.equilibria.newton import refine
from selten.equilibria.polish import polish
from selten.equilibria.prices.many_firms import settle
from selten.equilibria.pure import pure_equilibria
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.prices.multiproduct import MultiproductGame
from selten.games.prices.protocol import Floats, Ints
from selten.games.profile import Profile, regret

METHODS = ("logit", "gnm", "ipa")
"""Gambit's methods, in the order tried; the next one only where one fails, or takes a quarter of the time limit."""

TOLERANCE = 1e-9
"""The regret, as a share of the largest payoff, at which a profile counts as an equilibrium up to rounding."""

ADDED = 3
"""The most best replies of a firm that join in a round."""

MOST_CELLS = 40_000
"""Restricted games with more profiles are not given to Gambit."""

_EXACT_CELLS = 2_000
_BITS = 45


@dataclass(frozen=True, slots=True)
class MixedProfile:
    """Mixed strategies of all firms, and what they are worth, exactly.

    Parameters
    ----------
    supports : for each firm an int array
        The strategies in use, by number, ascending.
    weights : for each firm a tuple of Fraction
        Their probabilities.
    payoffs : tuple of Fraction
        What each firm earns with exactly these.
    regret : Fraction
        What a firm gains at most by any other price vector of the grid; 0 at an equilibrium.
    """

    supports: tuple[Ints, ...]
    weights: tuple[tuple[Fraction, ...], ...]
    payoffs: tuple[Fraction, ...]
    regret: Fraction

    @property
    def pure(self) -> bool:
        """Whether nobody mixes."""
        return all(support.size == 1 for support in self.supports)


@dataclass(frozen=True, slots=True)
class MixedSearch:
    """What a search for a mixed price equilibrium gave.

    Parameters
    ----------
    profile : MixedProfile or None
        The best one found; None if no method returned anything.
    found : bool
        Whether its regret is within the tolerance.
    rounds : int
        How many restricted games were solved.
    note : str
        Why the search ended.
    """

    profile: MixedProfile | None
    found: bool
    rounds: int
    note: str

    @property
    def status(self) -> str:
        """A sentence on what is known."""
        if self.profile is None:
            return f"nothing was found: {self.note}"
        gain = "0, exactly" if self.profile.regret == 0 else f"{float(self.profile.regret):.2g}"
        kind = "an equilibrium up to this regret" if self.found else f"no equilibrium was found ({self.note}): the best"
        return f"{kind}; regret over all price vectors of the grid: {gain}; there may be others"


def mixed_price_equilibrium(
    game: MultiproductGame,
    *,
    start: Sequence[Ints] | None = None,
    methods: Sequence[str] = METHODS,
    tolerance: float = TOLERANCE,
    time_limit: float = 60.0,
    seed: int = 0,
) -> MixedSearch:
    """One mixed equilibrium of a price game of any number of firms, up to a stated regret.

    Parameters
    ----------
    start : for each firm, strategies by number, optional
        Where to begin; by default what best replies come to.
    tolerance : float
        The regret allowed, as a share of the largest payoff.
    time_limit : float
        Seconds for everything.

    Raises
    ------
    InputError
        For a tolerance or limit that is not positive.

    Examples
    --------
    Three firms sell the same component to a consumer who values it at 2, and share it one step above cost:

    >>> from selten.games.prices.multiproduct_grids import multiproduct_game
    >>> from selten.games.prices.multiproduct_market import MultiproductMarket
    >>> game = multiproduct_game(MultiproductMarket.of([[2]], [1]), [["1"]] * 3, step=1)
    >>> mixed_price_equilibrium(game, start=[np.array([1])] * 3).profile.payoffs[0]
    Fraction(1, 3)
    """
    for name, value in (("tolerance", tolerance), ("time_limit", time_limit)):
        if not value > 0:
            raise InputError(f"{name}: got {value!r}; allowed: a positive number")
    known = [np.unique(np.asarray(own, dtype=np.int64)) for own in start] if start is not None else _visited(game, seed)
    end = time.monotonic() + time_limit
    best, rounds, note = None, 0, ""
    while not note:
        answer, note = _restricted(game, known, methods, end, time_limit / 4)
        if answer is None:
            break
        rounds += 1
        mixtures = [_used(own, weights) for own, weights in zip(known, answer, strict=True)]
        new, gain = _replies(game, known, mixtures)
        if best is None or gain < best[0]:
            best = gain, mixtures
        if gain <= tolerance or not any(own.size for own in new):
            note = "no better reply joins"
            break
        known = [np.concatenate([a, b]) for a, b in zip(known, new, strict=True)]
    if best is None:
        return MixedSearch(None, False, rounds, note)
    profile = certified(game, best[1])
    return MixedSearch(profile, _share(game, profile) <= tolerance, rounds, note)


def certified(game: MultiproductGame, mixtures: Sequence[tuple[Ints, Any]]) -> MixedProfile:
    """Mixed strategies with their exact payoffs and regret over every price vector; weights rounded to 2^-45.

    If the rounded weights are no equilibrium, exact ones beside them are tried.
    """
    rough = _measured(game, [_whole(*own) for own in mixtures])
    if rough.regret == 0 or prod(len(own) for own, _ in mixtures) > _EXACT_CELLS:
        return rough
    supports = list(rough.supports)
    near = polish(_form(game, supports), Profile(rough.weights))
    if near is None:
        return rough
    polished = [(own, [Fraction(p) for p in weights]) for own, weights in zip(supports, near.strategies, strict=True)]
    kept = [([s for s, p in zip(own.tolist(), ws, strict=True) if p], [p for p in ws if p]) for own, ws in polished]
    exact = _measured(game, [(np.array(own), ws) for own, ws in kept])
    return exact if exact.regret <= rough.regret else rough


def _visited(game: MultiproductGame, seed: int) -> list[Ints]:
    """Where a few best replies from a random profile lead."""
    draw = np.random.default_rng(seed)
    begin = [int(draw.integers(count)) for count in game.counts]
    profile = settle(game, begin, draw, rounds=60) or begin
    return [np.array([s]) for s in profile]


def _form(game: MultiproductGame, known: Sequence[Ints], *, floats: bool = False) -> NormalForm:
    """The game restricted to some strategies."""
    tables = []
    for firm, own in enumerate(known):
        cells = game.exact_cells(firm, own, [(s, [1] * len(s)) for s in known])
        shape = [len(own), *(len(s) for i, s in enumerate(known) if i != firm)]
        tables.append(np.moveaxis(cells.reshape(shape), 0, firm))
    payoffs = np.array(tables)
    if floats:
        return NormalForm.of(payoffs.astype(np.float64) / game.scale)
    exact = np.empty(payoffs.shape, dtype=object)
    exact.ravel()[:] = [Fraction(int(x), game.scale) for x in payoffs.ravel().tolist()]
    return NormalForm.of(exact)


def _restricted(
    game: MultiproductGame, known: Sequence[Ints], methods: Sequence[str], end: float, slice_: float
) -> tuple[list[Floats] | None, str]:
    """An equilibrium of the restricted game in floats, or None and why there is none."""
    sizes = [len(own) for own in known]
    if prod(sizes) == 1:
        return [np.ones(1) for _ in sizes], ""
    if prod(sizes) > MOST_CELLS:
        return None, f"the restricted game of {' x '.join(map(str, sizes))} is too large for Gambit's methods"
    form = _form(game, known, floats=True)
    pure = pure_equilibria(form)
    if pure:
        return [np.eye(size)[k] for size, k in zip(sizes, pure[0], strict=True)], ""
    return _gambit(form, methods, end, slice_, 1e-10 * max(game.largest))


def _gambit(
    form: NormalForm, methods: Sequence[str], end: float, slice_: float, enough: float
) -> tuple[list[Floats] | None, str]:
    """The best profile that the methods in turn come to, until one is good enough."""
    best, least = None, np.inf
    for method in methods:
        left = end - time.monotonic()
        if left <= 0:
            return None, "the time limit was reached"
        for proposed in Gambit(method)(form, time_limit=min(left, slice_)).profiles:
            for profile in (proposed, refine(form, proposed)):
                gain = float(regret(form, profile))
                if gain < least:
                    best, least = profile, gain
        if least <= enough:
            break
    if best is None:
        return None, "none of Gambit's methods solved a restricted game"
    return [np.array([float(p) for p in own]) for own in best.strategies], ""


def _used(own: Ints, weights: Floats) -> tuple[Ints, Floats]:
    used = np.flatnonzero(weights > 1e-12)
    used = used[np.argsort(own[used])]
    return own[used], weights[used] / weights[used].sum()


def _replies(game: MultiproductGame, known: Sequence[Ints], mixtures: Any) -> tuple[list[Ints], float]:
    """For each firm its best replies that are not known, one a row and a few, and the largest gain of any firm."""
    new, most = [], 0.0
    for firm, (own, weights) in enumerate(mixtures):
        swept = game.sweep_mixed(firm, mixtures)
        gains = (swept - swept[own] @ weights) / game.largest[firm]
        rows = gains.reshape(game.rows[firm], -1)
        best = rows.argmax(axis=1)
        order = np.argsort(-rows[np.arange(len(best)), best], kind="stable")[:ADDED]
        replies = order * rows.shape[1] + best[order]
        worth = replies[gains[replies] > 1e-13]
        new.append(np.setdiff1d(worth, known[firm]))
        most = max(most, float(gains.max()))
    return new, most


def _whole(own: Ints, weights: Any) -> tuple[Ints, list[Fraction]]:
    """Weights as rationals that sum to one, those that round to nothing left out."""
    numerators = [round(float(w) * 2**_BITS) for w in weights]
    kept = [k for k, n in enumerate(numerators) if n]
    total = sum(numerators)
    return own[kept], [Fraction(numerators[k], total) for k in kept]


def _measured(game: MultiproductGame, mixtures: Sequence[tuple[Ints, list[Fraction]]]) -> MixedProfile:
    """The exact payoffs and regret."""
    denominators = [np.lcm.reduce(np.array([w.denominator for w in ws], dtype=object)) for _, ws in mixtures]
    whole = [(own, [int(w * d) for w in ws]) for (own, ws), d in zip(mixtures, denominators, strict=True)]
    payoffs, most = [], Fraction(0)
    for firm, (own, weights) in enumerate(whole):
        swept = game.exact_mixed(firm, whole)
        unit = game.scale * prod(int(d) for i, d in enumerate(denominators) if i != firm)
        earned = Fraction(sum(int(swept[s]) * w for s, w in zip(own, weights, strict=True)), unit * denominators[firm])
        payoffs.append(earned)
        most = max(most, Fraction(int(swept.max()), unit) - earned)
    return MixedProfile(tuple(own for own, _ in mixtures), tuple(tuple(w) for _, w in mixtures), tuple(payoffs), most)


def _share(game: MultiproductGame, profile: MixedProfile) -> float:
    return float(profile.regret / Fraction(max(game.largest)))
