"""What holds of a profile, recomputed from the game, and where that differs from what was claimed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from selten.cli.output import number
from selten.cli.profiles import Claimed
from selten.cli.proper_json import certificate_data, certificate_verdict
from selten.cli.solve_answer import perfection
from selten.equilibria.certify import certify
from selten.equilibria.solution import Certificate, Equilibrium, Solution, Status
from selten.equilibria.vet import TOLERANCE
from selten.games.errors import InputError
from selten.games.normal_form import NormalForm
from selten.games.number import exact_number
from selten.games.profile import Profile, deviation_payoffs
from selten.selection.proper import Properness

_PROPER = ("proper", "proper_reason", "proper_certificate")


@dataclass(frozen=True, slots=True)
class Deviation:
    """The best deviation of the player who gains most."""

    player: str
    strategy: str
    gain: Any


@dataclass(frozen=True, slots=True)
class Check:
    """A profile, recomputed.

    Parameters
    ----------
    equilibrium : Equilibrium
        The profile with its payoffs and certificate.
    nash : bool
        Regret zero; for decimals regret at most the tolerance of the driver, as a part of the payoff range.
    deviation : Deviation or None
        None where nobody gains.
    strict : bool
        Whether every player would lose by any change.
    perfect : bool or None
        Trembling-hand perfect; None where that is not decided.
    proper : dict
        The keys ``proper``, ``proper_reason`` and ``proper_certificate``, None where it is open or no equilibrium.
    problems : tuple of str
        A sentence for everything that is not as claimed.
    """

    equilibrium: Equilibrium
    nash: bool
    deviation: Deviation | None
    strict: bool
    perfect: bool | None
    proper: dict[str, Any]
    problems: tuple[str, ...]

    def data(self) -> dict[str, Any]:
        """The check as JSON."""
        certificate, found = self.equilibrium.certificate, self.deviation
        return {
            "verified": not self.problems,
            "regret": number(certificate.regret),
            "exact": certificate.exact,
            "payoffs": [number(value) for value in self.equilibrium.payoffs],
            "best_deviation": None
            if found is None
            else {"player": found.player, "strategy": found.strategy, "gain": number(found.gain)},
            "equilibrium": self.nash,
            "pure": self.equilibrium.profile.is_pure,
            "strict": self.strict,
            "perfect": self.perfect,
            **self.proper,
            "problems": list(self.problems),
        }


def check(game: NormalForm, claimed: Claimed, judge: Callable[[Profile], Properness]) -> Check:
    """Recompute everything that can be claimed of a profile; ``judge`` says whether it is proper."""
    certified = certify(game, claimed.profile)
    regret = certified.certificate.regret
    rounded = claimed.rounded or not claimed.profile.is_exact
    nash = bool(regret == 0 or (rounded and _negligible(certified.certificate)))
    perfect = perfection(Solution(game, "", Status.ONE, (certified,)))[0] if regret == 0 else None
    proper = _proper(game, claimed, judge) if regret == 0 else dict.fromkeys(_PROPER)
    found = Check(
        certified, nash, _deviation(game, claimed.profile, certified), _strict(game, claimed), perfect, proper, ()
    )
    return replace(found, problems=tuple(_problems(found, claimed)))


def _negligible(certificate: Certificate) -> bool:
    """Whether rounding can leave such a regret: compared exactly, as payoffs may be beyond doubles."""
    return Fraction(certificate.regret) <= exact_number(TOLERANCE, "tolerance") * Fraction(certificate.scale)


def _proper(game: NormalForm, claimed: Claimed, judge: Callable[[Profile], Properness]) -> dict[str, Any]:
    """Whether an equilibrium is proper: by the certificate that came with it if it holds, else by search."""
    given = _plain(claimed.claims.get("proper_certificate"))
    verdict = None if given is None else certificate_verdict(game, claimed.profile, given)
    if verdict is not None:
        return dict(zip(_PROPER, (verdict, "by the certificate given", given), strict=True))
    answer = judge(claimed.profile)
    shown = None if answer.certificate is None else certificate_data(game, answer.certificate)
    return dict(zip(_PROPER, (answer.proper, answer.reason, shown), strict=True))


def _plain(data: Any) -> Any:
    """Parsed JSON as it can be printed again: its decimals as strings."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return number(data) if isinstance(data, Fraction) else data


def _deviation(game: NormalForm, profile: Profile, certified: Equilibrium) -> Deviation | None:
    best: Deviation | None = None
    for player, own in enumerate(certified.payoffs):
        values = deviation_payoffs(game, profile, player).tolist()
        place = max(range(len(values)), key=values.__getitem__)
        gain = values[place] - own
        if gain > 0 and (best is None or gain > best.gain):
            best = Deviation(game.players[player], game.strategies[player][place], gain)
    return best if certified.certificate.regret != 0 else None


def _strict(game: NormalForm, claimed: Claimed) -> bool:
    if not claimed.profile.is_pure:
        return False
    for player, (played,) in enumerate(claimed.profile.supports):
        values = deviation_payoffs(game, claimed.profile, player).tolist()
        if any(value >= values[played] for k, value in enumerate(values) if k != played):
            return False
    return True


def _problems(found: Check, claimed: Claimed) -> list[str]:
    claims = claimed.claims
    problems = [] if found.nash else [f"no equilibrium: a player gains {number(found.equilibrium.certificate.regret)}"]
    proper, given = found.proper["proper"], _plain(claims.get("proper_certificate"))
    if given is not None and found.proper["proper_certificate"] != given:
        problems.append("proper_certificate: it proves nothing of this profile")
    for key, value in (("pure", found.equilibrium.profile.is_pure), ("perfect", found.perfect), ("proper", proper)):
        if claims.get(key) is not None and value is not None and claims[key] is not value:
            problems.append(f"{key}: claimed {claims[key]}, found {value}")
    if claims.get("exact") is True and not found.equilibrium.certificate.exact:
        problems.append("exact: claimed True, but its probabilities are decimals that do not sum to 1")
    regret = found.equilibrium.certificate.regret
    if claims.get("regret") is not None and _read(claims["regret"], "regret") < regret:
        problems.append(f"regret: claimed {number(exact_number(claims['regret'], 'regret'))}, found {number(regret)}")
    if claims.get("payoffs") is not None and not _same_payoffs(found.equilibrium, claims["payoffs"]):
        problems.append(f"payoffs: found {[number(value) for value in found.equilibrium.payoffs]}")
    return problems


def _read(value: Any, field: str) -> Fraction:
    """A claimed number; a JSON number is the double that it prints."""
    exact = exact_number(value, field)
    try:
        return Fraction(float(exact)) if isinstance(value, Fraction) else exact
    except OverflowError:
        raise InputError(f"{field}: got a number that no double can hold; allowed: below 1.8e308, or text") from None


def _same_payoffs(certified: Equilibrium, payoffs: Any) -> bool:
    if not isinstance(payoffs, list) or len(payoffs) != len(certified.payoffs):
        return False
    slack = 0 if certified.certificate.exact else Fraction(1e-9) * Fraction(certified.certificate.scale)
    pairs = zip(payoffs, certified.payoffs, strict=True)
    return all(abs(exact_number(value, "payoffs") - Fraction(own)) <= slack for value, own in pairs)
