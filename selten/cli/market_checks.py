"""``selten certify`` for a bundling market and what ``selten bundling --json`` printed of it.

Nothing is solved again: every claimed price is put into the price game, where it has to be a best reply and to earn
what is claimed (:mod:`selten.cli.claimed_prices`); the offering game is the claimed table, where every claimed pure
equilibrium is tried against all deviations.
"""

import math
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

from selten.cli.claimed_prices import Reply, replies
from selten.equilibria.bundling.atom_profits import exact_profits
from selten.equilibria.bundling.peaks import slip
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.errors import InputError
from selten.games.number import exact_number, number_text
from selten.games.specs.market_spec import market_data, parse_market

Json = dict[str, Any]

_PARTS = {"payoffs": dict, "prices": dict, "table": list, "equilibria": list | None}
_NAME = re.compile(r"[12]|1?2?b|[12]\+delta|(b|2b)\|1|(b|1b)\|2|1\|2?b|2\|1?b")

CLOSE = 1e-8
"""In units of the market's scale: how far a claimed profit may be from the one recomputed."""


def check_bundling(text: str, source: str, claim: Any, claim_name: str) -> Json:
    """What of a claimed solution holds in the market that ``text`` specifies.

    Raises
    ------
    InputError
        If the claim is not what ``selten bundling --json`` prints.
    """
    market = parse_market(market_data(text, source), source, Path(source).parent)
    if isinstance(claim, dict) and set(claim) == {"price_distributions"}:
        problems, found_regrets = _distributions(market, claim, claim_name)
        return {"verified": not problems, "regrets": found_regrets, "problems": problems}
    _shape(claim, claim_name)
    problems, regrets = _distributions(market, claim, claim_name)
    if isinstance(market.valuations, Atoms):
        problems += _atoms(market, claim["payoffs"])
    else:
        problems += _continuous(market, claim, regrets)
    problems += _equilibria(claim, claim_name)
    return {"verified": not problems, "regrets": regrets, "problems": problems}


def _shape(claim: Any, claim_name: str) -> None:
    """Whether a claim has the parts that ``selten bundling --json`` prints, with names that are profits' names."""
    for key, kinds in _PARTS.items():
        if not isinstance(claim, dict) or key not in claim:
            raise InputError(f"{claim_name}: {key}: missing; allowed: what selten bundling --json prints")
        if not isinstance(claim[key], kinds):
            raise InputError(
                f"{claim_name}: {key}: got {claim[key]!r:.60}; allowed: what selten bundling --json prints"
            )
    for name in claim["payoffs"]:
        if not (_NAME.fullmatch(name) or _open(name)):
            raise InputError(
                f"{claim_name}: payoffs: got the name {name!r:.60}; allowed: names of profits such as 2b|1"
            )


def _atoms(market: BundlingMarket, claimed: Json) -> list[str]:
    """The exact monopoly profits against those claimed; their prices, and profits on grids, are not checked again."""
    exact = exact_profits(market)
    return [
        f"payoffs: {name}: claimed {claimed[name]}, found {number_text(found.value)}"
        for name, found in exact.items()
        if name in claimed and not _is(claimed[name], found.value)
    ]


def _is(claimed: Any, value: Fraction) -> bool:
    try:
        return exact_number(claimed, "payoffs") == value
    except InputError:
        return False


def _distributions(market: BundlingMarket, claim: Json, claim_name: str) -> tuple[list[str], dict[str, float]]:
    """What does not hold of claimed price distributions, and their regrets over all real prices, by name."""
    claims = claim.get("price_distributions", {})
    if not isinstance(claims, dict):
        raise InputError(f"{claim_name}: price_distributions: got {claims!r:.60}; allowed: an object from names")
    if not claims and set(claim) == {"price_distributions"}:
        raise InputError(f"{claim_name}: price_distributions: got none; allowed: one for each name such as 2b|1")
    if claims and not isinstance(market.valuations, Atoms):
        raise InputError(f"{claim_name}: price_distributions: got consumers that are no atoms; allowed: atoms")
    from selten.equilibria.prices.lifting_json import check_lifted

    problems: list[str] = []
    regrets: dict[str, float] = {}
    for name, pair in claims.items():
        check, found = check_lifted(market, name, pair)
        regrets[name] = math.nextafter(float(check.certificate.regret), math.inf)
        problems += [f"price_distributions: {problem}" for problem in found]
        own, rival = name.split("|")
        for paid, (low, high) in zip((name, f"{rival}|{own}"), check.payoffs, strict=True):
            stated = claim.get("payoffs", {}).get(paid)
            if stated is None or isinstance(stated, dict):
                continue
            number = exact_number(stated, f"{claim_name}: payoffs: {paid}")
            slack = Fraction(CLOSE * market.scale)
            if not low - slack <= number <= high + slack:
                problems.append(f"payoffs: {paid}: claimed {stated}, the price distributions earn {float(low):.12g}")
    return problems, regrets


def _open(name: str) -> bool:
    """Whether a name is one of a profit that is only bounded by others."""
    return "<" in name or "~" in name


def _continuous(market: BundlingMarket, claim: Json, regrets: dict[str, float]) -> list[str]:
    """Profits and prices against best replies; profits in brackets and open names claim nothing that is checked."""
    problems = []
    for name, claimed in claim["payoffs"].items():
        if isinstance(claimed, dict) or _open(name):
            continue
        found = replies(market, name, claim["prices"].get(name))
        regrets[name] = found[0].regret
        problems += _compared(market, name, claimed, found)
    return problems


def _compared(market: BundlingMarket, name: str, claimed: Any, found: list[Reply]) -> list[str]:
    """A profit must be that of the best reply, and all claimed prices must be best replies, within ``CLOSE``."""
    try:
        number = float(exact_number(claimed, name))
    except (InputError, OverflowError):
        return [f"payoffs: {name}: got {claimed!r:.60}, no number"]
    first, problems = found[0], []
    if not _near(market, number, first.best):
        best = f"the best reply earns {first.best:.12g} (and at most {first.regret:.1g} more)"
        problems.append(f"payoffs: {name}: claimed {number:.12g}, {best}")
    for reply in found:
        if reply.earned is not None and not _near(market, reply.earned, reply.best):
            earns = f"{reply.products} earns {reply.earned:.12g} at them, {reply.best:.12g} at its best"
            problems.append(f"prices: {name}: {earns}")
    return problems


def _near(market: BundlingMarket, one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * market.scale + slip(market)


def _equilibria(claim: Json, claim_name: str) -> list[str]:
    """Each claimed pure equilibrium against all deviations in the claimed table."""
    if claim["equilibria"] is None:
        return []
    problems = []
    for pair in claim["equilibria"]:
        try:
            i, j = (OFFERINGS.index(offering) for offering in pair)
            rows = [_bounds(claim["table"][m][j][0]) for m in range(8)]
            columns = [_bounds(claim["table"][i][m][1]) for m in range(8)]
        except (ValueError, TypeError, LookupError, ArithmeticError):
            raise InputError(
                f"{claim_name}: equilibria: got {pair!r:.60}; allowed: two offerings of the table"
            ) from None
        for firm, (own, values) in enumerate(((i, rows), (j, columns)), start=1):
            for other, value in enumerate(values):
                if value[0] > values[own][1]:
                    problems.append(f"equilibria: {pair}: firm {firm} gains by offering {OFFERINGS[other]}")
    return problems


def _bounds(value: Any) -> tuple[float, float]:
    if isinstance(value, dict):
        return float(value["low"]), float(value["high"])
    if isinstance(value, str):
        numerator, _, denominator = value.partition("/")
        value = int(numerator) / int(denominator or 1)
    return float(value), float(value)
