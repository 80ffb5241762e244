"""Claims about trees: subgame perfection with the threats behind a refusal, and lists without a normal form."""

from fractions import Fraction
from typing import Any, TypeGuard

from selten.cli.output import number
from selten.cli.profiles import check_behaviour, read_behaviour
from selten.equilibria.trees.assessment import reach
from selten.equilibria.trees.backward import subgame_perfect
from selten.equilibria.trees.behaviour import is_pure
from selten.equilibria.trees.threats import Threat, threats_of_each
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.number import exact_number

Rows = tuple[tuple[Fraction, ...], ...]


def threat_data(tree: ExtensiveForm, threat: Threat) -> dict[str, Any]:
    """A threat as JSON."""
    actions = tree.infosets[threat.infoset].actions
    return {
        "player": tree.players[threat.player],
        "information_set": tree.infoset_name(threat.infoset),
        "subgame": list(tree.history(threat.subgame)),
        "action": actions[threat.action],
        "better": actions[threat.better],
        "earns": number(threat.earns),
        "instead_of": number(threat.instead_of),
        "text": threat.text(tree),
    }


def is_bare(game: Any, claim: Any) -> TypeGuard[ExtensiveForm]:
    """Whether a claim about a tree gives behaviour alone, as ``selten solve`` does for large trees."""
    if not isinstance(game, ExtensiveForm) or not isinstance(claim, dict):
        return False
    if "equilibria" in claim:
        listed = claim["equilibria"]
        bare = isinstance(listed, list) and all(
            isinstance(own, dict) and own.get("strategies") is None for own in listed
        )
        return bare and listed != []
    return claim.get("strategies") is None and "behaviour" in claim


def check_bare(tree: ExtensiveForm, claim: dict[str, Any], source: str) -> dict[str, Any]:
    """Whether profiles given by their behaviour are subgame perfect, as JSON with ``verified`` and ``problems``.

    Raises
    ------
    InputError
        Naming ``source`` and the field.
    """
    if "equilibria" not in claim:
        return _checked(tree, [claim], [_rows(tree, claim, source)])[0]
    listed = [_rows(tree, own, f"{source}: equilibria[{k}]") for k, own in enumerate(claim["equilibria"])]
    checks = _checked(tree, claim["equilibria"], listed)
    problems = [f"equilibria[{k}]: {text}" for k, own in enumerate(checks) for text in own["problems"]]
    if "players" in claim and claim["players"] != list(tree.players):
        problems.append("players: not those of the game")
    problems += incomplete_tree(tree, claim, source)
    return {"verified": not problems, "equilibria": checks, "problems": problems}


def incomplete_tree(tree: ExtensiveForm, claim: dict[str, Any], source: str) -> list[str]:
    """What a list that claims to hold all subgame-perfect equilibria has not, or has too much."""
    if claim.get("status") != "complete":
        return []
    truth = subgame_perfect(tree)
    if not truth.complete:
        return [f"status: claimed complete, which was not reproduced ({truth.note})"]
    listed = [_rows(tree, own, f"{source}: equilibria[{k}]") for k, own in enumerate(claim["equilibria"])]
    known = {own.behaviour for own in truth.equilibria}
    missing, surplus = len(known - set(listed)), len(listed) - len(known & set(listed))
    if missing or surplus:
        return [f"status: claimed complete; {missing} equilibria are missing, {surplus} entries are surplus"]
    return []


def _checked(tree: ExtensiveForm, claims: list[dict[str, Any]], listed: list[Rows]) -> list[dict[str, Any]]:
    found = zip(claims, listed, threats_of_each(tree, listed), strict=True)
    return [_check(tree, claim, rows, threats) for claim, rows, threats in found]


def _check(tree: ExtensiveForm, claim: dict[str, Any], rows: Rows, threats: tuple[Threat, ...]) -> dict[str, Any]:
    denied = claim.get("subgame_perfect") is False
    problems = [] if denied else [threat.text(tree) for threat in threats]
    if denied and not threats:
        problems.append("subgame_perfect: claimed False, found True")
    pure = is_pure(tree, rows)
    if claim.get("pure") is not None and claim["pure"] is not pure:
        problems.append(f"pure: claimed {claim['pure']}, found {pure}")
    payoffs = _payoffs(tree, rows)
    if claim.get("payoffs") is not None and _numbers(claim["payoffs"]) != payoffs:
        problems.append(f"payoffs: found {[number(own) for own in payoffs]}")
    return {
        "verified": not problems,
        "payoffs": [number(own) for own in payoffs],
        "subgame_perfect": not threats,
        "incredible_threats": [threat_data(tree, threat) for threat in threats],
        "problems": problems,
    }


def _numbers(claimed: Any) -> list[Fraction] | None:
    return [exact_number(own, "payoffs") for own in claimed] if isinstance(claimed, list) else None


def _rows(tree: ExtensiveForm, claim: dict[str, Any], source: str) -> Rows:
    rows = check_behaviour(tree, read_behaviour(claim.get("behaviour"), source), source)
    if rows is None:
        raise InputError(f"{source}: behaviour: missing; allowed: one list of probabilities for each information set")
    for h, infoset in enumerate(tree.infosets):
        if infoset.player is None and rows[h] != infoset.probabilities:
            raise InputError(f"{source}: behaviour[{h}]: got other chances than the game's; allowed: those of the game")
    return rows


def _payoffs(tree: ExtensiveForm, rows: Rows) -> list[Fraction]:
    likely, totals, zero = reach(tree, rows), tree.path_payoffs(), Fraction(0)
    ends = [k for k in tree.terminals if likely[k]]
    return [sum((likely[k] * totals[k][i] for k in ends), zero) for i in range(len(tree.players))]
