"""Equilibria and solutions as HTML for notebooks."""

from collections.abc import Sequence
from html import escape
from typing import Any

from selten.equilibria.solution import Certificate, Equilibrium, Solution
from selten.games.enclosed import Undecided
from selten.games.html import MOST_ROWS, bound_html, game_caption, left_out, mixture_html, number_html, table_html

_OVER = {"strategies": "all strategies", "grid": "all prices of the grid", "continuum": "all real prices"}


def certificate_html(certificate: Certificate) -> str:
    """The regret in words: exact, or a bound.

    Examples
    --------
    >>> certificate_html(Certificate("strategies", 0, 5, True))
    'regret 0 over all strategies, exactly (payoffs range over 5)'
    """
    regret, scale = bound_html(certificate.regret), number_html(certificate.scale)
    over = _OVER.get(certificate.kind, escape(certificate.kind))
    amount = f"regret {regret} over {over}, exactly" if certificate.exact else f"regret at most {regret} over {over}"
    return f"{amount} (payoffs range over {scale})"


def equilibrium_html(found: Equilibrium) -> str:
    """A profile with payoffs and certificate; without the game, players and strategies are numbers from 1."""
    rows = []
    for k, (own, paid) in enumerate(zip(found.profile.strategies[:MOST_ROWS], found.payoffs, strict=False), 1):
        played = mixture_html([f"strategy {s}" for s in range(1, len(own) + 1)], own)
        rows.append([f"player {k}", played, number_html(paid)])
    notes = [left_out(len(found.profile.strategies), MOST_ROWS, "players")]
    name = "Equilibrium" if _is_zero(found.certificate.regret) else "Profile"
    caption = f"{name}: {certificate_html(found.certificate)}"
    return table_html(["", "plays", "payoff"], rows, caption=caption, notes=notes)


def _is_zero(regret: Any) -> bool:
    """Whether a regret is proven to be 0."""
    try:
        return bool(regret == 0)
    except Undecided:
        return False


def solution_html(solution: Solution) -> str:
    """The equilibria, one in a row, with what each player plays and gets, and how complete they are."""
    game, count = solution.game, len(solution.equilibria)
    component = {k: number for number, own in enumerate(solution.components) for k in own.equilibria}
    rows = [
        [str(k), *_played(solution, found), *([str(component[k])] if k in component else [])]
        for k, found in enumerate(solution.equilibria[:MOST_ROWS])
    ]
    last = ["component"] if component else []
    head = ["", *map(escape, game.players), *(f"payoff {escape(player)}" for player in game.players), "regret", *last]
    caption = f"{count} {'equilibrium' if count == 1 else 'equilibria'} of the {game_caption(game)}"
    note = f" Note: {escape(solution.note)}." if solution.note else ""
    found_by = f"{escape(solution.status.value)} Found by {escape(solution.solver)} in {solution.seconds:.3g} s.{note}"
    notes = [left_out(count, MOST_ROWS, "equilibria"), found_by, _components(solution)]
    return table_html(head, rows, caption=caption, notes=notes)


def _played(solution: Solution, found: Equilibrium) -> list[str]:
    mixtures = [
        mixture_html(labels, own)
        for labels, own in zip(solution.game.strategies, found.profile.strategies, strict=True)
    ]
    sign = "" if found.certificate.exact else "≤ "
    return [*mixtures, *map(number_html, found.payoffs), sign + bound_html(found.certificate.regret)]


def _components(solution: Solution) -> str:
    """How many components and Nash subsets there are, with the indices where they are known."""
    if not solution.components:
        return ""
    indices: Sequence[Any] = [own.index for own in solution.components[:MOST_ROWS]]
    known = [f"{index:+d}" if index else "0" for index in indices if index is not None]
    index = f" with index {', '.join(known)}" if len(known) == len(solution.components) else ""
    subsets = len(solution.nash_subsets)
    components = _count(len(solution.components), "component")
    return f"{components}{index}; {_count(subsets, 'maximal Nash subset')}."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
