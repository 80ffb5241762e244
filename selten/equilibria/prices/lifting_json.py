"""Lifted price equilibria as JSON data, and the check of such data against the market."""

from fractions import Fraction
from typing import Any

from selten.equilibria.prices.continuum import ContinuumCheck, check_continuum
from selten.equilibria.prices.lifting import REGRET, Lifted
from selten.games.bundling import BundlingMarket
from selten.games.errors import InputError
from selten.games.number import exact_number, rounded
from selten.games.prices.distributions import distribution_json, parse_distribution

CLOSE = Fraction(1, 10**9)
"""In units of the market's scale: how far a claimed profit may be from the one recomputed."""

ROUNDED = Fraction(1, 2**50)
"""A regret is written as the nearest float, which may be this share of it too low."""


def offerings_of(name: str) -> tuple[str, str]:
    """The offerings that a name like 2b|1 stands for.

    Raises
    ------
    InputError
        If it is no such name.

    Examples
    --------
    >>> offerings_of("2b|1"), offerings_of("1|b")
    (('011', '100'), ('100', '001'))
    """
    sides = name.split("|")
    if len(sides) != 2 or not all(side and set(side) <= set("12b") and len(set(side)) == len(side) for side in sides):
        raise InputError(f"price distributions: got the name {name!r}; allowed: names like 2b|1")
    own, rival = ("".join(str(int(product in side)) for product in "12b") for side in sides)
    return own, rival


def lifted_json(lifted: Lifted) -> dict[str, Any]:
    """The strategies of both firms and their profits: what :func:`check_lifted` takes.

    Profits are floats; ``regret`` bounds what either firm gains at any real prices.
    """
    own, rival = lifted.strategies
    return {
        "own": distribution_json(own),
        "rival": distribution_json(rival),
        "payoffs": list(lifted.values),
        "regret": float(lifted.check.certificate.regret),
        "tie": lifted.check.tie,
    }


def check_lifted(market: BundlingMarket, name: str, claim: Any) -> tuple[ContinuumCheck, list[str]]:
    """The certificate of claimed strategies, computed afresh, and what of the claim does not hold.

    Raises
    ------
    InputError
        If the claim is not of the form of :func:`lifted_json`, or the strategies do not fit the name.
    """
    wanted = {"own", "rival", "payoffs", "regret", "tie"}
    if not isinstance(claim, dict) or set(claim) != wanted:
        raise InputError(f"price distributions: {name}: got {claim!r:.60}; allowed: {', '.join(sorted(wanted))}")
    if claim["tie"] not in ("bundle", "components"):
        raise InputError(f"price distributions: {name}: tie: got {claim['tie']!r}; allowed: bundle, components")
    strategies = tuple(parse_distribution(claim[side], f"{name}.{side}") for side in ("own", "rival"))
    check = check_continuum(market, offerings_of(name), (strategies[0], strategies[1]), tie=claim["tie"])
    return check, _problems(name, claim, check)


def _problems(name: str, claim: dict[str, Any], check: ContinuumCheck) -> list[str]:
    problems = []
    scale = check.certificate.scale
    if not isinstance(claim["payoffs"], list) or len(claim["payoffs"]) != 2:
        raise InputError(f"price distributions: {name}: payoffs: got {claim['payoffs']!r}; allowed: two profits")
    for firm, (claimed, (low, high)) in enumerate(zip(claim["payoffs"], check.payoffs, strict=True), start=1):
        number = exact_number(claimed, f"price distributions: {name}: payoffs")
        if not low - CLOSE * scale <= number <= high + CLOSE * scale:
            problems.append(f"{name}: firm {firm}: claimed {rounded(number, 12)}, found {rounded(low, 12)}")
    claimed = exact_number(claim["regret"], f"price distributions: {name}: regret")
    regret = check.certificate.regret
    if regret > claimed * (1 + ROUNDED):
        problems.append(f"{name}: claimed a regret of at most {rounded(claimed, 3)}, found {rounded(regret, 3)}")
    if regret > REGRET * scale:
        problems.append(f"{name}: no equilibrium: a firm may gain {rounded(regret, 3)}")
    return problems
