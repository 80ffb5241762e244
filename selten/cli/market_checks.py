"""``selten certify`` for a bundling market and what ``selten bundling --json`` printed of it.

Nothing is solved again: every claimed price is put into the price game, where the profits at it and the best replies to
it are computed; the offering game is the claimed table, where every claimed pure equilibrium is tried against all
deviations.
"""

import math
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

from selten.equilibria.bundling.atom_profits import exact_profits
from selten.equilibria.bundling.peaks import component_peak, duopoly_peak, monopoly_peak, single_peak, slip
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
        for name in claim["payoffs"]:
            found = _found(market, name, claim)
            if found is not None:
                regrets[name] = found[1]
                problems += _compared(market, name, claim["payoffs"][name], found)
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
    """The exact monopoly profits against those claimed; profits on grids are evidence that is not checked again."""
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


def _found(market: BundlingMarket, name: str, claim: Json) -> tuple[float, float] | None:
    """The profit at the claimed prices and the most that its firm could gain; None for brackets and open names."""
    if isinstance(claim["payoffs"][name], dict) or _open(name):
        return None
    if "|" in name:
        return _duopoly(market, name, claim)
    if name.endswith("+delta"):
        best = single_peak(market, int(name[0]) - 1, market.delta)
        return best.value, best.residual
    if "b" not in name:
        best = single_peak(market, int(name) - 1, 0.0)
        return best.value, best.residual
    peak = monopoly_peak(market, [int(k) - 1 for k in name if k in "12"])
    return peak.value, peak.regret


def _open(name: str) -> bool:
    """Whether a name is one of a profit that is only bounded by others."""
    return "<" in name or "~" in name


def _duopoly(market: BundlingMarket, name: str, claim: Json) -> tuple[float, float]:
    own, rival = name.split("|")
    bundler_name, component = (own, rival) if "b" in own else (rival, own)
    k = int(component) - 1
    prices = claim["prices"].get(name)
    p = _price(prices, f"p{k + 1}", name)
    other = math.inf if prices.get(f"p{2 - k}") is None else _price(prices, f"p{2 - k}", name)
    t = _price(prices, "pb", name) - market.delta
    if "b" in own:
        offered = (1 - k,) if len(bundler_name) == 2 else ()
        peak = duopoly_peak(market, k, p, offered)
        return peak.value, peak.regret
    best = component_peak(market, k, t, other)
    return best.value, best.residual


def _price(prices: Any, key: str, name: str) -> float:
    value = prices.get(key) if isinstance(prices, dict) else None
    try:
        return float(exact_number(value, "price"))
    except (InputError, OverflowError):
        raise InputError(f"prices: {name}: {key}: got {value!r:.60}; allowed: a finite price") from None


def _compared(market: BundlingMarket, name: str, claimed: Any, found: tuple[float, float]) -> list[str]:
    """A profit must be the best reply to the rival's claimed price, within ``CLOSE``."""
    value, regret = found
    try:
        number = float(exact_number(claimed, name))
    except (InputError, OverflowError):
        return [f"payoffs: {name}: got {claimed!r:.60}, no number"]
    if abs(number - value) <= CLOSE * market.scale + slip(market):
        return []
    return [
        f"payoffs: {name}: claimed {number:.12g}, the best reply earns {value:.12g} (and at most {regret:.1g} more)"
    ]


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
