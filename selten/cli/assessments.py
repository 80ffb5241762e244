"""Assessments in JSON, and what holds of them: ``selten certify TREE ASSESSMENT``.

``{"strategies": {PLAYER: {SET: ROW, ...}, ...}, "beliefs": {PLAYER: {SET: ROW, ...}, ...}}``. A SET is an information
set by its label, or by its number among those of the player (``information_sets`` of ``selten solve
--subgame-perfect --json`` counts so). A ROW of strategies is a list of probabilities in the order of the actions, or an
object from actions to probabilities, those left out 0; a ROW of beliefs is a list in the order in which the nodes stand
in the file. Beliefs that follow by Bayes' rule may be left out, and so may sets with one action. Strategies may also be
one list of probabilities for each player, over the strategies of the reduced normal form, or stand under ``behaviour``
as ``selten solve`` prints them.
"""

from typing import Any

from selten.cli.output import number
from selten.equilibria.trees.assessment import Assessment, reach
from selten.equilibria.trees.behaviour import behaviour_of
from selten.equilibria.trees.sequential import SequentialVerdict, sequential
from selten.equilibria.trees.trembles import Tremble, leads_to
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.profile import Profile, check_fits
from selten.games.reduced import reduced_normal_form

CLAIMS = (
    "sequential_equilibrium",
    "sequentially_rational",
    "consistent",
    "weakly_consistent",
    "weak_perfect_bayesian",
)
"""What an assessment may claim, true or false; one that claims nothing claims to be a sequential equilibrium."""

_LONG = 10
"""Digits of what may be the number of an information set."""

KEYS = ("strategies", "behaviour", "beliefs", *CLAIMS)


def is_assessment(claim: Any) -> bool:
    """Whether parsed JSON holds beliefs.

    Examples
    --------
    >>> is_assessment({"strategies": [], "beliefs": {}}), is_assessment({"strategies": []})
    (True, False)
    """
    return isinstance(claim, dict) and "beliefs" in claim


def check_assessment(tree: Any, claim: dict[str, Any], source: str) -> dict[str, Any]:
    """What holds of an assessment, as JSON with the keys ``verified`` and ``problems``.

    Raises
    ------
    InputError
        Naming ``source``, for a game in normal form, unknown keys, players and information sets, and wrong rows.
    """
    if not isinstance(tree, ExtensiveForm):
        raise InputError(f"{source}: beliefs: got a game in normal form; allowed: a tree (.efg)")
    try:
        assessment = read_assessment(tree, claim)
        verdict = sequential(tree, assessment)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None
    found = _found(verdict)
    claimed = {key: claim[key] for key in CLAIMS if key in claim} or {"sequential_equilibrium": True}
    problems = [f"{key}: claimed {value}, found {found[key]}" for key, value in claimed.items() if value != found[key]]
    return {
        "verified": not problems,
        **found,
        "payoffs": _payoffs(tree, assessment),
        "reasons": list(verdict.reasons),
        "trembles": _trembles(tree, assessment, verdict),
        "beliefs": [[number(p) for p in row] for row in assessment.beliefs],
        "problems": problems,
    }


def read_assessment(tree: ExtensiveForm, claim: dict[str, Any]) -> Assessment:
    """The assessment in parsed JSON.

    Raises
    ------
    InputError
        Naming the field.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> rows = {"entrant": {"1": ["0", "1"]}, "incumbent": {"1": {"share": "1"}}}
    >>> [[str(p) for p in row] for row in read_assessment(entry_game(), {"strategies": rows, "beliefs": {}}).behaviour]
    [['0', '1'], ['0', '1']]
    """
    for key in claim:
        if key not in KEYS:
            raise InputError(f"got the key {key!r}; allowed: {', '.join(KEYS)}")
    for key in CLAIMS:
        if not isinstance(claim.get(key, True), bool):
            raise InputError(f"{key}: got {claim[key]!r}; allowed: true or false")
    strategies = claim.get("behaviour", claim.get("strategies"))
    if isinstance(strategies, list) and "behaviour" not in claim:
        if not all(isinstance(row, list) for row in strategies):
            raise InputError("strategies: allowed: one list of probabilities for each player, or an object of players")
        profile = Profile.of(strategies)
        check_fits(reduced_normal_form(tree), profile)
        rows: list[Any] = list(behaviour_of(tree, profile))
    else:
        rows = _rows(tree, strategies, "strategies")
    return Assessment.of(tree, rows, beliefs=_rows(tree, claim["beliefs"], "beliefs"))


def _rows(tree: ExtensiveForm, given: Any, field: str) -> list[Any]:
    """One row for each information set of the tree, None where nothing is given."""
    if isinstance(given, list) and all(row is None or isinstance(row, list) for row in given):
        return [row or None for row in given]
    if not isinstance(given, dict) or not all(isinstance(own, dict) for own in given.values()):
        raise InputError(f"{field}: allowed: an object of players, each an object of information sets")
    rows: list[Any] = [None] * len(tree.infosets)
    for player, own in given.items():
        if player not in tree.players:
            raise InputError(f"{field}: got the player {player!r}; allowed: {', '.join(tree.players)}")
        for key, row in own.items():
            h = _infoset(tree, tree.players.index(player), key, f"{field}: {player}")
            if rows[h] is not None:
                raise InputError(f"{field}: {player}: got {tree.infoset_name(h)} twice; allowed: once")
            rows[h] = _row(tree, h, row, field)
    return rows


def _infoset(tree: ExtensiveForm, player: int, key: str, field: str) -> int:
    """The information set of a player that bears a label, or has a number among the player's."""
    own = [h for h, infoset in enumerate(tree.infosets) if infoset.player == player]
    named = [h for h in own if tree.infosets[h].label == key]
    if len(named) == 1:
        return named[0]
    if key.isdecimal() and len(key) < _LONG and 1 <= int(key) <= len(own):
        return own[int(key) - 1]
    labels = [tree.infosets[h].label for h in own]
    known = ", ".join(repr(label) for label in labels if label and labels.count(label) == 1)
    choice = f"1 to {len(own)}" if own else "none"
    raise InputError(f"{field}: got {key!r}; allowed: {choice}{f', or {known}' if known else ''}")


def _row(tree: ExtensiveForm, h: int, row: Any, field: str) -> list[Any]:
    actions = tree.infosets[h].actions
    if isinstance(row, dict) and field == "strategies":
        for action in row:
            if action not in actions:
                raise InputError(
                    f"{field}: {tree.infoset_name(h)}: got the action {action!r}; allowed: {', '.join(actions)}"
                )
        return [row.get(action, 0) for action in actions]
    if not isinstance(row, list):
        raise InputError(f"{field}: {tree.infoset_name(h)}: allowed: a list of probabilities")
    return row


def _found(verdict: SequentialVerdict) -> dict[str, bool]:
    return {
        "sequential_equilibrium": verdict.equilibrium,
        "sequentially_rational": verdict.rational,
        "consistent": verdict.consistent,
        "weakly_consistent": verdict.weakly_consistent,
        "weak_perfect_bayesian": verdict.weak_perfect_bayesian,
    }


def _payoffs(tree: ExtensiveForm, assessment: Assessment) -> list[Any]:
    likely, totals = reach(tree, assessment.behaviour), tree.path_payoffs()
    return [number(sum(likely[k] * totals[k][i] for k in tree.terminals)) for i in range(len(tree.players))]


def _trembles(tree: ExtensiveForm, assessment: Assessment, verdict: SequentialVerdict) -> list[dict[str, str]] | None:
    """The certificate of consistency, checked from the definition; None where there is none."""
    if not verdict.consistent:
        return None
    trembles = verdict.consistency.trembles
    if not leads_to(tree, assessment, trembles):
        raise AssertionError("consistency: trembles that do not lead to the beliefs")
    return [_tremble(tree, own) for own in trembles]


def _tremble(tree: ExtensiveForm, own: Tremble) -> dict[str, str]:
    where, action = tree.infoset_name(own.infoset), tree.infosets[own.infoset].actions[own.action]
    text = f"{action!r} at {where}: {own.text}"
    return {"information_set": where, "action": action, "probability": own.text, "text": text}
