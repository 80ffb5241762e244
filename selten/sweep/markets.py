"""Rows of markets: bundling, price discrimination, disclosure. Each describes what it adds to the columns."""

import json
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from selten.games.number import number_text
from selten.sweep.alone import Row, solution_row
from selten.sweep.offering import PRODUCTS, PROFITS
from selten.sweep.study import Study

Column = tuple[str, str]

POLICIES = ("full_L_scarce", "full_H_scarce", "aggregate")

BUNDLING: tuple[Column, ...] = (
    ("symmetric", "bool"),
    ("undecided", "text"),
    *((f"{name}_{end}", "float") for name in PROFITS for end in ("low", "high")),
)
"""Valid bounds of each profit, equal where it is known; the names of profits that leave something open."""

DISCRIMINATION: tuple[Column, ...] = (
    ("total_surplus", "text"),
    ("producer_surplus", "text"),
    ("consumer_surplus", "text"),
    ("consumer_surplus_complete_information", "text"),
    ("total_surplus_float", "float"),
    ("producer_surplus_float", "float"),
    ("consumer_surplus_float", "float"),
)
"""Exact numbers (a JSON list, one for each producer, for theirs), and the same as floats, producers together."""

DISCLOSURE: tuple[Column, ...] = (
    ("verdict", "text"),
    ("undecided", "text"),
    *((f"visitors_{name}", "float") for name in POLICIES),
    *((f"threshold_{name}", "float") for name in POLICIES),
)
"""The verdict on aggregate disclosure, the mass of visitors and the lowest visiting taste under each policy."""


def market_row(study: Study, spec: Any) -> Row:
    """The row of a market.

    Raises
    ------
    InputError
        Naming the field, the value got and what is allowed.

    Examples
    --------
    >>> from selten.sweep.study import parse_study
    >>> spec = {"states": [{"mass": 1, "values": [3, 2], "costs": [0, 1]}]}
    >>> study = parse_study({"family": "discrimination", "spec": spec}, "study", Path())
    >>> row = market_row(study, spec)
    >>> row["status"], row["consumer_surplus"], row["regret"]
    ('complete', '1', '0')
    """
    solvers: dict[str, Callable[[Study, Any], Row]] = {
        "bundling": _bundling,
        "discrimination": _discrimination,
        "disclosure": _disclosure,
    }
    begun = time.perf_counter()
    row = solvers[study.family](study, spec)
    return row | {"seconds": time.perf_counter() - begun}


def parsed(study: Study, spec: Any) -> Any:
    """The market that a filled-in description describes.

    Raises
    ------
    InputError
        Naming the field, the value got and what is allowed.
    """
    if study.family == "bundling":
        from selten.games.specs.market_spec import parse_market

        return parse_market(spec, "spec", Path(study.folder))
    if study.family == "discrimination":
        from selten.games.specs.prior_spec import parse_prior

        return parse_prior(spec, "spec")
    from selten.games.disclosure import parse_disclosure
    from selten.games.errors import InputError

    market = parse_disclosure(spec, "spec")
    if market.prices is None:
        raise InputError("spec: the key 'prices' is missing; allowed: an object with the keys L and H")
    return market


def _bundling(study: Study, spec: Any) -> Row:
    from selten.equilibria.bundling.offering import solve_market

    solved = solve_market(parsed(study, spec), time_limit=study.time_limit)
    row: Row = {"symmetric": solved.market.valuations.symmetric, "undecided": json.dumps(list(solved.undecided))}
    for name in PROFITS:
        profit = solved.profits[name]
        row |= {f"{name}_low": float(profit.low), f"{name}_high": float(profit.high)}
    if solved.solution is not None:
        row |= solution_row(solved.solution, study.rules, (PRODUCTS, PRODUCTS))
    else:
        names = ", ".join(solved.undecided)
        reason = f"bounds on {names} leave equilibria open" if names else "the equilibria were not all found in time"
        row |= {"status": "open" if names else "limit", "reason": reason}
    profits = solved.profits.values()
    kind = "grid" if any(profit.kind == "grid" or profit.bracketed for profit in profits) else "continuum"
    return row | {"certificate": kind, "regret": repr(max(float(p.regret) for p in profits)), "exact": False}


def _discrimination(study: Study, spec: Any) -> Row:
    from selten.equilibria.discrimination.information import best_information, prove, surpluses
    from selten.games.discrimination import complete_information

    prior = parsed(study, spec)
    signals = best_information(prior)
    proof = prove(prior, signals)
    producers, consumer = surpluses(prior, signals)
    row: Row = {"status": "complete" if proof.is_equilibrium else "failed"}
    if not proof.is_equilibrium:
        row["reason"] = "the profile is no equilibrium: its certificate does not hold"
    return row | {
        "total_surplus": number_text(prior.total_surplus),
        "producer_surplus": json.dumps([number_text(x) for x in producers]),
        "consumer_surplus": number_text(consumer),
        "consumer_surplus_complete_information": number_text(complete_information(prior)[1]),
        "total_surplus_float": float(prior.total_surplus),
        "producer_surplus_float": float(sum(producers, Fraction(0))),
        "consumer_surplus_float": float(consumer),
        "certificate": "continuum",
        "regret": None if proof.undercut else number_text(proof.regret),
        "exact": True,
    }


def _disclosure(study: Study, spec: Any) -> Row:
    from selten.equilibria.disclosure.answer import solve_disclosure

    found = solve_disclosure(parsed(study, spec))
    row: Row = {"status": "complete", "verdict": found.verdict, "undecided": json.dumps(list(found.undecided))}
    if found.verdict is None:
        row |= {"status": "open", "reason": f"{', '.join(found.undecided)} not decided"}
    for name in POLICIES:
        threshold = found.thresholds[name]
        row[f"visitors_{name}"] = float(found.visitors[name])
        row[f"threshold_{name}"] = None if threshold is None else float(threshold)
    exact = all(isinstance(number, Fraction) for number in found.visitors.values())
    return row | {"certificate": "continuum", "regret": "0" if exact else None, "exact": exact}
