"""Witnesses of bounds: what they say, and how they are written as JSON and checked against a prior.

An inner witness is an equilibrium under some information, given by *signals* (public producer, cost and segment, as in
:mod:`selten.equilibria.discrimination.information`) or by *profiles*
(:mod:`selten.equilibria.discrimination.welfare.check`; none of them: complete information). An outer witness is a list
of multipliers (:mod:`selten.equilibria.discrimination.welfare.bound`). In JSON numbers are texts of rationals,
producers and states count from 1, and states follow the prior's order with equal ones merged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.equilibria.discrimination.information import PublicSignal, prove, surpluses
from selten.equilibria.discrimination.welfare.bound import Multiplier, Weights, outer_bound
from selten.equilibria.discrimination.welfare.check import Outcome, Profile, check_equilibrium
from selten.games.discrimination import Prior
from selten.games.errors import InputError
from selten.games.number import exact_number
from selten.games.segmentation import Segment


@dataclass(frozen=True, slots=True)
class Structure:
    """An information structure with its equilibrium: public signals, or else profiles."""

    profiles: tuple[Profile, ...] = ()
    signals: tuple[PublicSignal, ...] = ()


@dataclass(frozen=True, slots=True)
class Dual:
    """Cuts of each producer's price axis and multipliers of deviations."""

    axes: tuple[tuple[Fraction, ...], ...]
    multipliers: tuple[Multiplier, ...]


Witness = Structure | Dual


@dataclass(frozen=True, slots=True)
class Certified:
    """What a witness proves in the direction ``weights``.

    The optimum is at least ``value`` (``side`` "inner") or at most (``side`` "outer").
    ``outcome`` is that of an inner witness.
    """

    side: str
    weights: Weights
    value: Fraction
    outcome: Outcome | None


def outcome_of(prior: Prior, structure: Structure) -> Outcome:
    """The surpluses of an equilibrium, proven.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> [str(x) for x in outcome_of(Prior.of([(1, [4, 1], [0, 0])]), Structure()).producers]
    ['3', '0']
    """
    if not structure.signals:
        return check_equilibrium(prior, structure.profiles)
    proof = prove(prior, structure.signals)
    if not proof.is_equilibrium:
        raise InputError(f"signals: got a regret of {proof.regret}; allowed: an equilibrium, without regret")
    earned, consumers = surpluses(prior, structure.signals)
    total = sum(earned, consumers)
    return Outcome(earned, (total, total))


def certify(prior: Prior, weights: Weights, witness: Witness) -> Certified:
    """What the witness proves in a direction, computed anew.

    Examples
    --------
    >>> certify(Prior.of([(1, [4, 1], [0, 0])]), (Fraction(1), Fraction(0)), Structure()).value
    Fraction(3, 1)
    """
    if isinstance(witness, Dual):
        return Certified("outer", weights, outer_bound(prior, weights, witness.axes, witness.multipliers), None)
    outcome = outcome_of(prior, witness)
    return Certified("inner", weights, outcome.value(weights), outcome)


def certify_witness(prior: Prior, data: Mapping[str, Any]) -> Certified:
    """Read a witness and check it, and that it proves the value it claims.

    Raises
    ------
    InputError
        Naming the field that is wrong, or the value claimed and the value proven.

    Examples
    --------
    >>> prior, up = Prior.of([(1, [4, 1], [0, 0])]), (Fraction(1), Fraction(0))
    >>> certify_witness(prior, written(up, Fraction(3), Structure())).value
    Fraction(3, 1)
    """
    found = data.get("weights")
    if not isinstance(found, list) or len(found) != 2:
        raise InputError(f"weights: got {found!r}; allowed: two numbers, of producer and of consumer surplus")
    weights = _number(found[0], "weights[0]"), _number(found[1], "weights[1]")
    claimed = _number(data.get("value"), "value")
    proven = certify(prior, weights, _read(data))
    if claimed > proven.value if proven.side == "inner" else claimed < proven.value:
        raise InputError(f"value: got {claimed}; allowed: what the witness proves, {proven.value}")
    return proven


def written(weights: Weights, value: Fraction, witness: Witness) -> dict[str, Any]:
    """The witness as JSON.

    Examples
    --------
    >>> written((Fraction(1), Fraction(0)), Fraction(3), Structure())["kind"]
    'profiles'
    """
    head = {"weights": [str(w) for w in weights], "value": str(value)}
    if isinstance(witness, Dual):
        rows = [
            [m.producer + 1, str(m.cost), None if m.foot is None else str(m.foot), str(m.deviation), str(m.amount)]
            for m in witness.multipliers
        ]
        return {**head, "kind": "multipliers", "axes": [[str(x) for x in axis] for axis in witness.axes], "rows": rows}
    if witness.signals:
        return {**head, "kind": "signals", "signals": [_signal(s) for s in witness.signals]}
    profiles = [
        [p.state + 1, [[str(a), str(b)] for a, b in p.told], [i + 1 for i in p.sellers], str(p.mass)]
        for p in witness.profiles
    ]
    return {**head, "kind": "profiles", "profiles": profiles}


def _signal(signal: PublicSignal) -> dict[str, Any]:
    return {
        "producer": signal.producer + 1,
        "cost": str(signal.cost),
        "mass": str(signal.segment.mass),
        "residuals": {str(r): str(share) for r, share in signal.segment.shares},
    }


def _read(data: Mapping[str, Any]) -> Witness:
    kinds: dict[Any, Callable[[Mapping[str, Any]], Witness]] = {
        "profiles": _profiles,
        "signals": _signals,
        "multipliers": _multipliers,
    }
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        raise InputError(f"kind: got {kind!r:.60}; allowed: {', '.join(kinds)}")
    try:
        return kinds[kind](data)
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise InputError(f"{kind}: got something of another shape ({error}); allowed: as selten writes it") from error
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{kind}: got lists of other lengths; allowed: as selten writes them") from error


def _profiles(data: Mapping[str, Any]) -> Structure:
    found = []
    for k, (state, told, sellers, mass) in enumerate(data["profiles"]):
        name = f"profiles[{k}]"
        ends = tuple((_number(a, f"{name}.told"), _number(b, f"{name}.told")) for a, b in told)
        found.append(Profile(_place(state), ends, tuple(_place(i) for i in sellers), _number(mass, f"{name}.mass")))
    return Structure(tuple(found))


def _signals(data: Mapping[str, Any]) -> Structure:
    found = []
    for k, signal in enumerate(data["signals"]):
        name = f"signals[{k}]"
        shares = sorted((_number(r, name), _number(x, name)) for r, x in signal["residuals"].items())
        segment = Segment(_number(signal["mass"], f"{name}.mass"), tuple(shares))
        found.append(PublicSignal(_place(signal["producer"]), _number(signal["cost"], f"{name}.cost"), segment))
    return Structure(signals=tuple(found))


def _multipliers(data: Mapping[str, Any]) -> Dual:
    axes = tuple(tuple(_number(x, f"axes[{i}]") for x in axis) for i, axis in enumerate(data["axes"]))
    found = []
    for k, (producer, cost, foot, deviation, amount) in enumerate(data["rows"]):
        name = f"rows[{k}]"
        low = None if foot is None else _number(foot, name)
        rest = _number(deviation, name), _number(amount, name)
        found.append(Multiplier(_place(producer), _number(cost, name), low, *rest))
    return Dual(axes, tuple(found))


def _place(number: Any) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise InputError(f"a producer or state: got {number!r}; allowed: a whole number from 1")
    return number - 1


def _number(value: Any, field: str) -> Fraction:
    return Fraction(exact_number(value, field))
