"""``selten certify``: is a profile, or what another command printed, what it claims to be?"""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from selten.cli import options
from selten.cli.kinds import input_kind
from selten.cli.output import print_json, say
from selten.cli.progress import Bar, progress_bar
from selten.games.errors import InputError, naming
from selten.games.number import rounded

if TYPE_CHECKING:
    from selten.cli.checks import Check
    from selten.cli.profiles import Claimed
    from selten.games.extensive_form import ExtensiveForm
    from selten.games.formats import Game
    from selten.games.profile import Profile
    from selten.selection.proper import Properness

    Judge = Callable[[Profile], Properness]

_LONG = 12

MarketCheck = Callable[[str, str, Any, str], dict[str, Any]]
"""``check(text, source, data, name)``: what holds of ``data`` in the market that ``text`` specifies, as JSON with the
keys ``verified`` and ``problems``."""


def _bundling(text: str, source: str, claim: Any, claim_name: str) -> dict[str, Any]:
    from selten.cli.market_checks import check_bundling

    return check_bundling(text, source, claim, claim_name)


def _discrimination(text: str, source: str, claim: Any, claim_name: str) -> dict[str, Any]:
    from selten.cli.discrimination_checks import check_discrimination

    return check_discrimination(text, source, claim, claim_name)


MARKET_CHECKS: dict[str, MarketCheck] = {"bundling": _bundling, "discrimination": _discrimination}
"""For each model of :data:`selten.cli.kinds.MARKETS` that can be certified, what does it."""


@click.command(name="certify")
@click.argument("source", metavar="INPUT")
@click.argument("profile")
@options.as_json
def command(source: str, profile: str, as_json: bool) -> int:
    """Check the PROFILE of the game INPUT, from the two files alone; exit status 1 if it is not what it claims to be.

    PROFILE is JSON: {"strategies": [["1/2", "1/2"], ["1", "0"]]}, one equilibrium with its claims, or all that
    selten solve --json printed. A tree's strategies are those of its reduced normal form; threats that are not credible
    are named. With "beliefs" it is an assessment: is it a sequential equilibrium? For a bundling market PROFILE is what
    selten bundling --json printed: every price is tried against best replies. For a prior it is what selten
    discrimination --json printed, whose segments are proven again over all real prices, or what its --witness wrote.

    \b
    Examples:
      selten solve game.nfg --json > answer.json
      selten certify game.nfg answer.json
      selten bundling market.json --json > solution.json
      selten certify market.json solution.json
    """
    from selten.games.formats import parse_game, read_text
    from selten.games.number import read_json

    text, name = read_text(source)
    claim_text, claim_name = read_text(profile)
    claim = read_json(claim_text, claim_name)
    model = input_kind(text)
    with naming(claim_name, f"{name}:"), progress_bar("checking") as bar:
        if model != "game":
            found = _market(model, text, name, claim, claim_name)
        else:
            found = _game(parse_game(text, name), claim, claim_name, bar)
    _report(found, text, {claim_name: claim_text}, as_json)
    return 0 if found["verified"] else 1


def _market(model: str, text: str, name: str, claim: Any, claim_name: str) -> dict[str, Any]:
    if model not in MARKET_CHECKS:
        known = ", ".join(MARKET_CHECKS) or "none"
        raise InputError(f"{name}: got a {model} market; allowed: a game, or a market that has certificates ({known})")
    return MARKET_CHECKS[model](text, name, claim, claim_name)


def _game(game: "Game", claim: Any, source: str, bar: Bar) -> dict[str, Any]:
    """An assessment, behaviour alone, all that solve printed, or one profile."""
    from selten.cli.assessments import check_assessment, is_assessment
    from selten.cli.tree_claims import check_bare, is_bare

    if is_assessment(claim):
        return check_assessment(game, claim, source)
    if is_bare(game, claim):
        return check_bare(game, claim, source)
    if isinstance(claim, dict) and "equilibria" in claim:
        return _solution(game, claim, source, bar)
    return _profile(game, claim, source, _judge(game))


def _judge(game: "Game") -> "Judge":
    """What says whether a profile is proper; one for all profiles of a game."""
    from selten.cli.solve_answer import PROPER_SECONDS
    from selten.games.formats import normal_form
    from selten.selection.proper import Proper

    return Proper(seconds=PROPER_SECONDS).judge(normal_form(game))


def _profile(game: "Game", claim: Any, source: str, judge: "Judge") -> dict[str, Any]:
    from selten.cli.checks import check
    from selten.cli.profiles import read_claimed
    from selten.games.formats import normal_form
    from selten.games.normal_form import NormalForm

    table = normal_form(game)
    claimed = read_claimed(claim, table, source)
    found = check(table, claimed, judge)
    data = {**found.data(), "subgame_perfect": None}
    return data if isinstance(game, NormalForm) else _tree(game, data, found, claimed, source)


def _tree(
    tree: "ExtensiveForm", data: dict[str, Any], found: "Check", claimed: "Claimed", source: str
) -> dict[str, Any]:
    """The check of a tree's profile with subgame perfection, None where that is open."""
    from selten.cli.profiles import check_behaviour
    from selten.cli.tree_claims import threat_data
    from selten.equilibria.trees.behaviour import behaviour_of, is_subgame_perfect, mixed_of
    from selten.equilibria.trees.threats import incredible_threats

    profile, problems = claimed.profile, list(data["problems"])
    if not tree.has_perfect_recall or not profile.is_exact:
        return data
    behaviour = check_behaviour(tree, claimed.behaviour, source) or behaviour_of(tree, profile)
    if mixed_of(tree, behaviour) not in (None, profile):
        problems.append("behaviour: not what the strategies do")
    verdict = is_subgame_perfect(tree, behaviour) if found.nash else False
    threats = incredible_threats(tree, behaviour) if found.nash else ()
    if isinstance(claimed.claims.get("subgame_perfect"), bool) and claimed.claims["subgame_perfect"] != verdict:
        problems.append(f"subgame_perfect: claimed {claimed.claims['subgame_perfect']}, found {verdict}")
        problems += [threat.text(tree) for threat in threats]
    shown = [threat_data(tree, threat) for threat in threats]
    checked = {"subgame_perfect": verdict, "incredible_threats": shown}
    return {**data, **checked, "problems": problems, "verified": not problems}


def _solution(game: "Game", claim: dict[str, Any], source: str, bar: Bar) -> dict[str, Any]:
    """Every equilibrium of the list, and the completeness that it claims."""
    from selten.cli.completeness import incomplete

    if not isinstance(claim["equilibria"], list):
        raise InputError(f"{source}: equilibria: allowed: a list of objects with the key 'strategies'")
    judge = _judge(game)
    checks, count = [], len(claim["equilibria"])
    for k, one in enumerate(claim["equilibria"]):
        bar.count(k, count, f"equilibrium {k + 1} of {count}")
        checks.append(_profile(game, one, f"{source}: equilibria[{k}]", judge))
    problems = [f"equilibria[{k}]: {text}" for k, one in enumerate(checks) for text in one["problems"]]
    bar.stage("whether the list is complete")
    problems += _labels(game, claim) + incomplete(game, claim, source, progress=bar)
    return {"verified": not problems, "equilibria": checks, "problems": problems}


def _labels(game: "Game", claim: dict[str, Any]) -> list[str]:
    """Whether the list is one of this game, by the labels that it claims."""
    from selten.games.formats import normal_form

    table = normal_form(game)
    labels = {"players": list(table.players), "strategies": [list(own) for own in table.strategies]}
    return [f"{key}: not those of the game" for key, own in labels.items() if key in claim and claim[key] != own]


def _report(found: dict[str, Any], text: str, files: dict[str, str], as_json: bool) -> None:
    if as_json:
        from selten import __version__
        from selten.report.provenance import provenance

        print_json({"selten": __version__, **found, "provenance": provenance(text, files=files)})
        return
    for key, value in found.items():
        if key == "equilibria":
            say(f"equilibria: {len(value)} checked, {sum(one['verified'] for one in value)} verified")
        elif key == "problems":
            for text in value:
                say(f"problem: {text}")
        elif key != "proper_certificate":
            say(f"{key.replace('_', ' ')}: {_shown(value)}")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {own}" for key, own in value.items())
    if isinstance(value, list):
        return ", ".join(str(own.get("text", own)) if isinstance(own, dict) else str(own) for own in value) or "-"
    if value is None:
        return "-"
    if isinstance(value, str) and "/" in value and len(value) > _LONG:
        return f"{value} (about {rounded(Fraction(value), 3)})"
    return str(value) if not isinstance(value, bool) else "yes" if value else "no"
