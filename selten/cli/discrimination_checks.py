"""``selten certify`` for a prior and what ``selten discrimination`` printed or wrote of it.

Of a record the segments are read as public signals and proven again by
:func:`selten.equilibria.discrimination.information.prove`; every other number is recomputed from the prior and from the
segments alone. Brackets of welfare are only compared with bounds that need no search: what proves them is the file of
witnesses, each of which is checked by itself.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from selten.cli.output import shown
from selten.equilibria.discrimination.information import PublicSignal, prove, surpluses
from selten.games.discrimination import Prior, complete_information, least_producer_surplus
from selten.games.errors import InputError
from selten.games.number import exact_number, number_text
from selten.games.segmentation import Segment
from selten.games.specs.market_spec import market_data
from selten.games.specs.prior_spec import parse_prior
from selten.report.discrimination import equilibrium_record, monopoly_prices

Json = dict[str, Any]

_SEGMENT = ("producer", "cost", "mass", "price", "residuals")


def check_discrimination(text: str, source: str, claim: Any, claim_name: str) -> Json:
    """What of a claimed record holds for the prior that ``text`` specifies.

    Raises
    ------
    InputError
        If the claim is neither what ``selten discrimination --json`` prints nor what ``--witness`` writes.
    """
    prior = parse_prior(market_data(text, source), source)
    if isinstance(claim, Mapping) and "witnesses" in claim:
        return _witnesses(prior, claim["witnesses"], claim_name)
    if not isinstance(claim, Mapping) or not isinstance(claim.get("segments"), list):
        raise InputError(f"{claim_name}: segments: missing; allowed: what selten discrimination --json prints")
    signals, problems = _signals(prior, claim["segments"], claim_name)
    found: Json = {"regret": None, "exact": True, "least_producer_surplus": None}
    if not problems:
        try:
            found |= _proven(prior, signals, claim, problems)
        except InputError as error:
            problems.append(str(error))
    return {"verified": not problems, **found, "problems": problems}


def _proven(prior: Prior, signals: list[PublicSignal], claim: Mapping[str, Any], problems: list[str]) -> Json:
    """The proof of the claimed segments; where it or a number of the record fails, ``problems`` grows."""
    proof = prove(prior, signals)
    for verdict in proof.verdicts:
        if verdict.best > verdict.profit:
            gain = f"earns {verdict.profit}, and {verdict.best} at or just below the price {verdict.at}"
            problems.append(f"{_name(verdict.signal)}: {gain}")
    for signal, j in proof.undercut:
        problems.append(f"{_name(signal)}: producer {j + 1} could sell above cost")
    producers, consumer = surpluses(prior, signals)
    earned, left = complete_information(prior)
    least = least_producer_surplus(prior)
    due = {
        "total_surplus": prior.total_surplus,
        "producer_surplus": list(producers),
        "consumer_surplus": consumer,
        "monopoly_prices": monopoly_prices(prior),
        "equilibrium": equilibrium_record(proof),
        "benchmarks": {"complete_information": {"producer_surplus": list(earned), "consumer_surplus": left}},
    }
    for key, value in due.items():
        _compare(claim.get(key), value, key, problems)
    if "welfare" in claim:
        problems += _welfare(prior, claim["welfare"])
    if producers != least:
        shown = ", ".join(map(str, least))
        problems.append(f"producer_surplus: the segments do not attain the lower bound ({shown})")
    checked = {"welfare": "contradicts nothing; the file of witnesses proves it"} if "welfare" in claim else {}
    return {
        **checked,
        "regret": equilibrium_record(proof)["regret"],
        "least_producer_surplus": [number_text(x) for x in least],
        "deviations": f"every real price in {len(signals)} segments",
    }


def _welfare(prior: Prior, claimed: Any) -> list[str]:
    """Brackets that contradict themselves or bounds proven without a search; the rest is for witnesses to prove."""
    from selten.equilibria.discrimination.welfare.data import welfare_data

    known = welfare_data(prior, 0.0)
    if not isinstance(claimed, Mapping) or set(claimed) != set(known.brackets):
        return [f"welfare: allowed: the keys {', '.join(known.brackets)}"]
    problems = []
    for name, ends in claimed.items():
        try:
            low, high = (exact_number(end, f"welfare.{name}") for end in (ends if isinstance(ends, list) else []))
        except (InputError, ValueError):
            problems.append(f"welfare.{name}: allowed: two numbers")
            continue
        least, most = known.ends(name)
        if low > high or low > most or high < least:
            problems.append(f"welfare.{name}: claimed [{low}, {high}], which contradicts the bounds [{least}, {most}]")
    return problems


def _witnesses(prior: Prior, claimed: Any, claim_name: str) -> Json:
    """Each witness with what it proves, computed anew from the prior."""
    from selten.equilibria.discrimination.welfare.witness import certify_witness

    if not isinstance(claimed, list) or not all(isinstance(one, Mapping) for one in claimed):
        raise InputError(f"{claim_name}: witnesses: allowed: a list of objects, as --witness writes it")
    if not claimed:
        raise InputError(f"{claim_name}: witnesses: got none; allowed: at least one, as --witness writes it")
    proven, problems = [], []
    for k, one in enumerate(claimed):
        name = f"{one.get('extreme', 'a direction')} {one.get('end', '')}".strip()
        try:
            found = certify_witness(prior, one)
        except InputError as error:
            problems.append(f"witnesses[{k}] ({name}): {error}")
            continue
        problems += _named(one, found.side, found.weights, f"witnesses[{k}] ({name})")
        weights = [number_text(w) for w in found.weights]
        value = exact_number(one["value"], "value")
        head = {"text": f"{name} {shown(value)}", "side": found.side, "weights": weights}
        proven.append({**head, "value": number_text(value)})
    return {"verified": not problems, "exact": True, "witnesses": proven, "problems": problems}


def _named(one: Mapping[str, Any], side: str, weights: tuple[Fraction, Fraction], place: str) -> list[str]:
    """Whether the witness proves the end and the extreme that it is named for."""
    from selten.equilibria.discrimination.welfare.data import EXTREMES

    problems = []
    if "end" in one and one["end"] != side:
        problems.append(f"{place}: claims to be an {one['end']} witness, is an {side} one")
    claimed = one.get("extreme")
    if "extreme" in one and not (isinstance(claimed, str) and claimed in EXTREMES and EXTREMES[claimed][0] == weights):
        problems.append(f"{place}: its weights are not those of {claimed!s:.60}")
    return problems


def _name(signal: PublicSignal) -> str:
    shares = ", ".join(f"{residual}: {share}" for residual, share in signal.segment.shares)
    return f"segments: producer {signal.producer + 1}, cost {signal.cost}, {{{shares}}}"


def _compare(claimed: Any, due: Any, field: str, problems: list[str]) -> None:
    """Walk through a claimed part of the record beside the one recomputed."""
    if isinstance(due, dict):
        got = claimed if isinstance(claimed, Mapping) else {}
        if set(got) != set(due):
            problems.append(f"{field}: claimed the keys {', '.join(map(str, got)) or 'none'}, found {', '.join(due)}")
        for key in due:
            if key in got:
                _compare(got[key], due[key], f"{field}.{key}", problems)
    elif isinstance(due, list):
        got_list = claimed if isinstance(claimed, list) else []
        if len(got_list) != len(due):
            problems.append(f"{field}: claimed {len(got_list)} entries, found {len(due)}")
        for k, (one, other) in enumerate(zip(got_list, due, strict=False)):
            _compare(one, other, f"{field}[{k}]", problems)
    elif not _same(claimed, due):
        problems.append(f"{field}: claimed {_shown(claimed)}, found {_shown(due)}")


def _same(claimed: Any, due: Any) -> bool:
    if due is None or isinstance(due, bool):
        return claimed is due
    try:
        return exact_number(claimed, "") == exact_number(due, "")
    except InputError:
        return False


def _shown(value: Any) -> str:
    return "nothing" if value is None else str(value)[:60]


def _signals(prior: Prior, segments: list[Any], claim_name: str) -> tuple[list[PublicSignal], list[str]]:
    signals, problems = [], list[str]()
    for k, data in enumerate(segments):
        place = f"segments[{k}]"
        if not isinstance(data, Mapping) or set(data) != set(_SEGMENT) or not isinstance(data["residuals"], Mapping):
            raise InputError(f"{claim_name}: {place}: allowed: an object with the keys {', '.join(_SEGMENT)}")
        signal = _signal(data, f"{claim_name}: {place}")
        price = exact_number(data["price"], f"{claim_name}: {place}.price")
        faults = _faults(prior, signal)
        if not faults and price != signal.segment.price:
            faults = [f"price: claimed {price}, found {signal.segment.price}, the lowest residual"]
        problems += [f"{place}.{fault}" for fault in faults]
        signals.append(signal)
    return signals, problems


def _signal(data: Mapping[str, Any], place: str) -> PublicSignal:
    producer = data["producer"]
    if isinstance(producer, bool) or not isinstance(producer, int):
        raise InputError(f"{place}.producer: got {producer!r}; allowed: a number from 1")
    field = f"{place}.residuals"
    pairs = ((exact_number(r, field), exact_number(share, field)) for r, share in data["residuals"].items())
    shares = tuple(sorted(pairs))
    mass, cost = exact_number(data["mass"], f"{place}.mass"), exact_number(data["cost"], f"{place}.cost")
    return PublicSignal(producer - 1, cost, Segment(mass, shares))


def _faults(prior: Prior, signal: PublicSignal) -> list[str]:
    """What keeps a segment from being one."""
    segment, shares = signal.segment, [share for _, share in signal.segment.shares]
    if not 0 <= signal.producer < prior.producers:
        return [f"producer: got {signal.producer + 1}; allowed: 1 to {prior.producers}"]
    if segment.mass <= 0:
        return [f"mass: got {segment.mass}; allowed: more than 0"]
    if not shares or min(shares) <= 0 or len({residual for residual, _ in segment.shares}) < len(shares):
        return ["residuals: allowed: different residuals with positive shares"]
    if sum(shares, Fraction(0)) != 1:
        return [f"residuals: got shares that sum to {sum(shares, Fraction(0))}; allowed: 1"]
    return []
