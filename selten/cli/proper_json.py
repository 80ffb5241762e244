"""Certificates of proper equilibria as JSON: weights as polynomials in epsilon, or a tree of cases with labels."""

from typing import Any

from selten.cli.output import number
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.number import exact_number
from selten.games.profile import Profile
from selten.selection.exactly import exact_game, exact_profile
from selten.selection.proper_check import (
    Cases,
    Contradiction,
    Family,
    Refutation,
    check_family,
    check_refutation,
)

_KINDS = 'an object with the one key "family" or "refutation"'


def certificate_data(game: NormalForm, certificate: Family | Refutation) -> dict[str, Any]:
    """A certificate as ``selten certify`` prints it and takes it.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]], [["a", "b"], ["c", "d"]])
    >>> certificate_data(game, Contradiction(0, 0, ((1, 0, 1),)))
    {'refutation': {'player': '1', 'against': 'c', 'shifts': [['b', 'a', '1']]}}
    """
    if isinstance(certificate, Family):
        return {"family": [[[number(w) for w in power] for power in powers] for powers in certificate.weights]}
    return {"refutation": _tree_data(game, certificate)}


def certificate_verdict(game: NormalForm, profile: Profile, data: Any) -> bool | None:
    """What a certificate proves of a profile: True, proper; False, not proper; None, nothing.

    Raises
    ------
    InputError
        If the data are no certificate for a game of this shape, or the profile is known only up to rounding.

    Examples
    --------
    >>> game = NormalForm.of([[[1, 0], [0, 0]], [[1, 0], [0, 0]]], [["a", "b"], ["c", "d"]])
    >>> family = {"family": [[["1", "0"], ["0", "1"]]] * 2}
    >>> certificate_verdict(game, Profile.pure((2, 2), (0, 0)), family)
    True
    """
    exactly = exact_profile(profile)
    if len(game.players) != 2 or exactly is None:
        raise InputError("proper_certificate: allowed: for exact profiles of two players")
    if not isinstance(data, dict) or len(data) != 1:
        raise InputError(f"proper_certificate: allowed: {_KINDS}")
    if "family" in data:
        return True if check_family(exact_game(game), exactly, _family(game, data["family"])) else None
    if "refutation" in data:
        return False if check_refutation(exact_game(game), exactly, _tree(game, data["refutation"])) else None
    raise InputError(f"proper_certificate: got the key {next(iter(data))!r}; allowed: {_KINDS}")


def _tree_data(game: NormalForm, tree: Refutation) -> dict[str, Any]:
    own = game.strategies[tree.player]
    if isinstance(tree, Contradiction):
        against = game.strategies[1 - tree.player][tree.against]
        shifts = [[own[i], own[k], number(w)] for i, k, w in tree.shifts]
        return {"player": game.players[tree.player], "against": against, "shifts": shifts}
    return {
        "player": game.players[tree.player],
        "first": own[tree.first],
        "second": own[tree.second],
        "weakly": _tree_data(game, tree.weakly),
        "less": _tree_data(game, tree.less),
    }


def _family(game: NormalForm, rows: Any) -> Family:
    if not isinstance(rows, list) or len(rows) != 2 or not all(isinstance(powers, list) and powers for powers in rows):
        raise InputError("proper_certificate: family: allowed: for each player a list of weights for each power")
    for player, powers in enumerate(rows):
        for n, power in enumerate(powers):
            if not isinstance(power, list) or len(power) != game.counts[player]:
                place = f"proper_certificate: family[{player}][{n}]"
                raise InputError(f"{place}: allowed: {game.counts[player]} weights, one for each strategy")
    return Family(
        tuple(
            tuple(
                tuple(exact_number(w, f"proper_certificate: family[{p}][{n}][{k}]") for k, w in enumerate(power))
                for n, power in enumerate(powers)
            )
            for p, powers in enumerate(rows)
        )
    )


def _tree(game: NormalForm, data: Any) -> Refutation:
    keys = set(data) if isinstance(data, dict) else set()
    if keys not in ({"player", "against", "shifts"}, {"player", "first", "second", "weakly", "less"}):
        allowed = "player, against, shifts; or player, first, second, weakly, less"
        raise InputError(f"proper_certificate: refutation: got the keys {sorted(keys)}; allowed: {allowed}")
    player = _place(game.players, data["player"])
    own, other = game.strategies[player], game.strategies[1 - player]
    if "against" in keys:
        if not isinstance(data["shifts"], list) or not all(isinstance(s, list) and len(s) == 3 for s in data["shifts"]):
            raise InputError("proper_certificate: shifts: allowed: triples of two strategies and a weight")
        shifts = ((_place(own, i), _place(own, k), exact_number(w, "shifts")) for i, k, w in data["shifts"])
        return Contradiction(player, _place(other, data["against"]), tuple(shifts))
    places = (_place(own, data["first"]), _place(own, data["second"]))
    return Cases(player, *places, _tree(game, data["weakly"]), _tree(game, data["less"]))


def _place(labels: tuple[str, ...], label: Any) -> int:
    if label not in labels:
        raise InputError(f"proper_certificate: got {label!r}; allowed: {', '.join(labels)}")
    return labels.index(label)
