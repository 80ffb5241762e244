"""Our solvers and our certificate for games and profiles of every origin.

The typed core, :func:`selten.equilibria.solve.solve` and :func:`selten.equilibria.certify.certify`, takes our own
objects; the functions here convert at the door and hand over to it. A tree is solved, and its profiles are certified,
in its reduced normal form.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from selten.equilibria import certify as core
from selten.equilibria import solve as driver
from selten.equilibria.solution import Certificate, Equilibrium, Progress, Solution, Solver
from selten.equilibria.solvers import solver_by_name
from selten.equilibria.trees.behaviour import mixed_of
from selten.equilibria.trees.play import CertifiedPlay, certified_play
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.formats import Game, normal_form
from selten.games.installed import type_name
from selten.games.interop.as_behaviour import as_behaviour, is_behaviour
from selten.games.interop.as_game import as_game
from selten.games.interop.as_profile import TOLERANCE, as_profile
from selten.games.normal_form import NormalForm


def solve(
    game: Any, solver: Solver | str | None = None, *, time_limit: float | None = None, progress: Progress | None = None
) -> Solution:
    """The certified equilibria of a game of any origin, with a status that says how complete they are.

    Parameters
    ----------
    game : object
        Whatever :func:`selten.games.interop.as_game.as_game` takes; a tree is solved in its reduced normal form.
    solver : Solver or str, optional
        A solver, or its name on the command line; by default, "auto", all extreme equilibria of a two-player game, all
        pure equilibria of any other.
    time_limit : float, optional
        Seconds after which the solver is stopped.
    progress : callable, optional
        Called now and then with the fraction of the work that is done, by the solvers that can tell.

    Raises
    ------
    InputError
        If it is no game, its tree is too large for a normal form, or there is no solver of that name.

    Examples
    --------
    >>> import nashpy
    >>> [len(solve(game).equilibria) for game in (nashpy.Game([[3, 0], [5, 1]]), [[[2, 0], [0, 1]]] * 2)]
    [1, 3]
    """
    chosen = _solver(solver) if isinstance(solver, str) else solver
    return driver.solve(normal_form(as_game(game)), chosen, time_limit=time_limit, progress=progress)


def _solver(name: str) -> Solver | None:
    try:
        return None if name == "auto" else solver_by_name(name)
    except InputError as error:
        raise InputError(str(error).removeprefix("--")) from None


def certify(game: Any, profile: Any, *, tolerance: float = TOLERANCE) -> Equilibrium:
    """A profile of any origin with its payoffs and its certified regret, whether it is an equilibrium or not.

    Guarantees that ``certificate.regret`` is the largest gain of any player at the profile returned. It is exact if the
    game and the profile came in exact numbers. Doubles are taken as the binary fractions that they are and normalised
    in rationals; the regret is then an upper bound, rounding included, and ``certificate.exact`` is False.

    Parameters
    ----------
    game : object
        Whatever :func:`selten.games.interop.as_game.as_game` takes.
    profile : object
        Whatever :func:`selten.games.interop.as_profile.as_profile` takes, for a tree also behaviour as in
        :func:`selten.games.interop.as_behaviour.as_behaviour`; or an Equilibrium of ours.
    tolerance : float
        How far doubles may be from probabilities.

    Raises
    ------
    InputError
        If one of them is nothing of the kind, the profile does not fit the game, or a tree is too large.

    Examples
    --------
    >>> import nashpy
    >>> pennies = nashpy.Game([[1, -1], [-1, 1]])
    >>> found = certify(pennies, next(pennies.support_enumeration()))
    >>> found.certificate.regret, found.certificate.exact
    (0.0, False)
    """
    (found,) = certify_each(game, [profile], tolerance=tolerance)
    return found


def certify_each(game: Any, profiles: Iterable[Any], *, tolerance: float = TOLERANCE) -> tuple[Equilibrium, ...]:
    """Every profile of a list or generator with its certificate, as :func:`certify` makes it; the game is read once.

    Examples
    --------
    >>> import nashpy
    >>> game = nashpy.Game([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> [found.profile.is_pure for found in certify_each(game, game.vertex_enumeration())]
    [True, True, False]
    """
    ours = as_game(game)
    table = _table(ours)
    return tuple(_certified(ours, table, profile, game=game, tolerance=tolerance) for profile in profiles)


def certify_play(game: Any, behaviour: Any, *, tolerance: float = TOLERANCE) -> CertifiedPlay:
    """Behaviour in a tree of any size with its payoffs and certified regret, without a normal form.

    Guarantees as in :func:`certify`; the time is linear in the nodes of the tree.

    Parameters
    ----------
    game : object
        A tree of ours, of pygambit or of OpenSpiel, or the path of an .efg file.
    behaviour : object
        Whatever :func:`selten.games.interop.as_behaviour.as_behaviour` takes.

    Raises
    ------
    InputError
        If the game is no tree, a player forgets what it did, or the behaviour does not fit.

    Examples
    --------
    >>> import pyspiel
    >>> game = pyspiel.load_game("kuhn_poker")
    >>> found = certify_play(game, pyspiel.UniformRandomPolicy(game))
    >>> round(sum(map(float, found.gains)), 6) == round(pyspiel.nash_conv(game, pyspiel.UniformRandomPolicy(game)), 6)
    True
    """
    tree = as_game(game)
    if not isinstance(tree, ExtensiveForm):
        raise InputError("certify_play: got a game in normal form; allowed: a tree")
    if not is_behaviour(behaviour):
        allowed = "a behaviour profile, a policy, or a dict from players to their information sets"
        raise InputError(f"certify_play: got {type_name(behaviour)}; allowed: {allowed}")
    rows, rounded = as_behaviour(tree, behaviour, game=game, tolerance=tolerance)
    found = certified_play(tree, rows)
    return replace(found, certificate=_bound(found.certificate)) if rounded else found


def _certified(ours: Game, table: NormalForm, profile: Any, *, game: Any, tolerance: float) -> Equilibrium:
    if isinstance(profile, Equilibrium):
        profile = profile.profile
    if not isinstance(ours, ExtensiveForm) or not is_behaviour(profile):
        return core.certify(table, as_profile(table, profile, tolerance=tolerance))
    rows, rounded = as_behaviour(ours, profile, game=game, tolerance=tolerance)
    mixed = mixed_of(ours, rows)
    if mixed is None:
        raise InputError("profile: got behaviour that is left open; allowed: what is done at each information set")
    found = core.certify(table, mixed)
    return _rounded(found) if rounded else found


def _rounded(found: Equilibrium) -> Equilibrium:
    """The certificate of a profile that was made of doubles."""
    payoffs = tuple(float(value) for value in found.payoffs)
    return replace(found, payoffs=payoffs, certificate=_bound(found.certificate))


def _bound(own: Certificate) -> Certificate:
    """The same as a bound in doubles."""
    return replace(own, regret=core.round_up(Fraction(own.regret)), scale=float(own.scale), exact=False)


def _table(game: Game) -> NormalForm:
    try:
        return normal_form(game)
    except InputError as error:
        raise InputError(f"{error}; for behaviour in larger trees: selten.certify_play") from None
