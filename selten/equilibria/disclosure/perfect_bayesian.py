"""All pure perfect Bayesian equilibria of the finite disclosure game, with their beliefs, and which are credible.

A pure profile says what each type of seller discloses and who goes after each of the three messages. It is a perfect
Bayesian equilibrium when

* after full disclosure, on the path or not, those who go gain by it and those who stay would not (nothing is unknown);
* after aggregate disclosure the same holds for a common belief: Bayes' if somebody sends it, any otherwise;
* no type of seller gains, in revenue and then in shortage, by the other message.

Expected gains are linear in the belief, so for each crowd the beliefs that make it an equilibrium of the visits form an
interval with rational ends: the enumeration is exact and complete.

Full disclosure by both is always kept up by the belief that the deviator hides the worse stock, so plain equilibrium
never singles out pooling. *Credible updating* does: an equilibrium in which not both disclose the aggregate falls if
there are types for whom, when customers believe exactly them (the prior given that set) and visit accordingly, each
type in the set gains by disclosing the aggregate, at least weakly and one strictly, and no other does. Where nobody
discloses the aggregate this is Grossman and Perry's test of a message that is not sent; where one type does, so that
the outcome is that of full disclosure under another name, it is Farrell's test of an announcement. Full disclosure
needs no belief, so pooling on the aggregate cannot fall that way.

Source: S. Grossman and M. Perry, "Perfect sequential equilibrium", Journal of Economic Theory 39 (1986); J. Farrell,
"Meaning and credibility in cheap-talk games", Games and Economic Behavior 5 (1993); the reading of "equilibrium" in the
companion to "Sharing Aggregate Inventory Information with Customers".
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from selten.equilibria.engines.isolated import run
from selten.games.disclosure_tree import Crowd, FiniteDisclosure, disclosure_tree

Beliefs = tuple[Fraction, Fraction]
"""The least and the greatest probability that L is scarce."""

Earned = tuple[Fraction, Fraction]
"""Revenue and minus shortage: what the seller compares, lexicographically."""

FULL, AGGREGATE = "full", "aggregate"

MESSAGES = ((AGGREGATE, AGGREGATE), (AGGREGATE, FULL), (FULL, AGGREGATE), (FULL, FULL))


@dataclass(frozen=True, slots=True)
class BayesianEquilibrium:
    """A pure perfect Bayesian equilibrium.

    Parameters
    ----------
    messages : pair of str
        What the seller discloses where L is scarce, and where H is.
    crowds : triple of frozenset of int
        Who goes after full disclosure of scarce L, of scarce H, and after aggregate disclosure.
    beliefs : pair of Fraction
        The probabilities that L is scarce which support the visits after aggregate disclosure: an interval; a point
        (Bayes' rule) where the message is sent.
    """

    messages: tuple[str, str]
    crowds: tuple[Crowd, Crowd, Crowd]
    beliefs: Beliefs

    @property
    def pools(self) -> bool:
        """Whether both types disclose the aggregate."""
        return self.messages == (AGGREGATE, AGGREGATE)


def perfect_bayesian(market: FiniteDisclosure) -> tuple[BayesianEquilibrium, ...]:
    """All pure perfect Bayesian equilibria, ordered by messages and then by crowds.

    Examples
    --------
    One customer who wants L alone: a seller who has none loses nothing by saying so, but angers her if she comes.

    >>> market = FiniteDisclosure.of(
    ...     [1], [(0, 1), (1, 0)], prior="1/2", search_cost="1/2", values=(3, 1), prices=(1, 1)
    ... )
    >>> for equilibrium in perfect_bayesian(market):
    ...     print(*equilibrium.messages, [sorted(crowd) for crowd in equilibrium.crowds])
    aggregate full [[], [0], []]
    full aggregate [[], [0], [0]]
    full full [[], [0], []]
    full full [[], [0], [0]]
    """
    informed = [[c for c in market.crowds() if _beliefs(market, c, _sure(s))] for s in (0, 1)]
    whole = Fraction(0), Fraction(1)
    every = [(crowd, held) for crowd in market.crowds() if (held := _beliefs(market, crowd, whole))]
    found = []
    for messages in MESSAGES:
        allowed = _allowed(market, messages)
        for first, second in product(*informed):
            for crowd, held in every:
                low, high = max(held[0], allowed[0]), min(held[1], allowed[1])
                crowds = (first, second, crowd)
                if low <= high and all(_content(market, messages[s], crowds, s) for s in (0, 1)):
                    found.append(BayesianEquilibrium(messages, crowds, (low, high)))
    return tuple(sorted(found, key=lambda e: _order((e.messages, e.crowds))))


def is_credible(market: FiniteDisclosure, equilibrium: BayesianEquilibrium) -> bool:
    """Whether the equilibrium survives credible updating.

    Examples
    --------
    >>> market = FiniteDisclosure.of(
    ...     [1], [(0, 1), (1, 0)], prior="1/2", search_cost="1/2", values=(3, 1), prices=(1, 1)
    ... )
    >>> all(is_credible(market, equilibrium) for equilibrium in perfect_bayesian(market))
    True
    """
    if equilibrium.pools:
        return True
    drawn = [equilibrium.crowds[s if equilibrium.messages[s] == FULL else 2] for s in (0, 1)]
    kept = [_earned(market, drawn[s], s) for s in (0, 1)]
    for types in ((0, 1), (0,), (1,)):
        belief = market.prior if len(types) == 2 else Fraction(1 - types[0])
        for crowd in market.crowds():
            if _beliefs(market, crowd, (belief, belief)) and _self_selects(market, crowd, types, kept):
                return False
    return True


def through_gambit(
    market: FiniteDisclosure, *, time_limit: float | None = None
) -> tuple[tuple[tuple[str, str], tuple[Crowd, Crowd, Crowd]], ...] | None:
    """The same equilibria, without beliefs, from Gambit's pure agent equilibria of the tree; None at the limit.

    Gambit lists profiles in which nobody gains at one information set that is reached; those are kept that are also
    equilibria of the visits after every message, for some belief where the message is not sent.

    Parameters
    ----------
    time_limit : float, optional
        Seconds, after which the process is ended.

    Raises
    ------
    RuntimeError
        If Gambit fails.
    """
    from selten.games.files.efg import efg_text

    done = run(_pure_agent, efg_text(disclosure_tree(market)), prepare=_ready, time_limit=time_limit)
    if done.outcome == "limit":
        return None
    if done.outcome != "finished":
        raise RuntimeError(f"through_gambit: {done.note or done.outcome}")
    kept = []
    for actions in done.found:
        messages, crowds = _read(market, actions)
        held = _beliefs(market, crowds[2], _allowed(market, messages))
        if held and all(_beliefs(market, crowds[s], _sure(s)) for s in (0, 1)):
            kept.append((messages, crowds))
    return tuple(sorted(kept, key=_order))


def _ready() -> None:
    import pygambit  # noqa: F401


def _pure_agent(text: str, emit: Callable[[Any], None]) -> str:
    import pygambit

    tree = pygambit.read_efg(io.StringIO(text))
    for profile in pygambit.nash.enumpure_agent_solve(tree).equilibria:
        own = [(player, mixed) for player in tree.players for _, mixed in profile[player]]
        emit(frozenset((player, action) for player, mixed in own for action, p in mixed if p == 1))
    return ""


def _read(
    market: FiniteDisclosure, actions: frozenset[tuple[str, str]]
) -> tuple[tuple[str, str], tuple[Crowd, Crowd, Crowd]]:
    """Messages and crowds from the names of the actions that are played."""

    def sent(name: str) -> str:
        return AGGREGATE if ("seller", f"aggregate, {name}") in actions else FULL

    def crowd(told: str) -> Crowd:
        return Crowd(k for k in range(len(market.tastes)) if (f"customer {k + 1}", f"go, {told}") in actions)

    return (sent("L scarce"), sent("H scarce")), (crowd("L scarce"), crowd("H scarce"), crowd("aggregate"))


def _order(found: tuple[tuple[str, str], tuple[Crowd, Crowd, Crowd]]) -> Any:
    return found[0], [sorted(crowd) for crowd in found[1]]


def _beliefs(market: FiniteDisclosure, crowd: Crowd, allowed: Beliefs) -> Beliefs | None:
    """The beliefs in the allowed interval at which the crowd is an equilibrium of the visits; None if there is none."""
    low, high = allowed
    for customer in range(len(market.tastes)):
        there = crowd | {customer}
        gains = [market.outcome(there, s).surplus[customer] - market.cost(customer) for s in (0, 1)]
        sign = 1 if customer in crowd else -1
        at_one, at_zero = sign * gains[0], sign * gains[1]  # at_zero + belief * (at_one - at_zero) >= 0 is needed
        slope = at_one - at_zero
        if slope == 0:
            if at_zero < 0:
                return None
        elif slope > 0:
            low = max(low, -at_zero / slope)
        else:
            high = min(high, -at_zero / slope)
    return (low, high) if low <= high else None


def _sure(scenario: int) -> Beliefs:
    """The belief of somebody who knows the scenario."""
    return Fraction(1 - scenario), Fraction(1 - scenario)


def _allowed(market: FiniteDisclosure, messages: tuple[str, str]) -> Beliefs:
    """What Bayes' rule leaves of the belief after aggregate disclosure."""
    if AGGREGATE not in messages:
        return Fraction(0), Fraction(1)
    if messages == (AGGREGATE, AGGREGATE):
        return market.prior, market.prior
    sender = Fraction(int(messages[0] == AGGREGATE))
    return sender, sender


def _earned(market: FiniteDisclosure, crowd: Crowd, scenario: int) -> Earned:
    outcome = market.outcome(crowd, scenario)
    return outcome.revenue, -outcome.shortage


def _content(market: FiniteDisclosure, message: str, crowds: tuple[Crowd, Crowd, Crowd], scenario: int) -> bool:
    """Whether the seller does not gain by the other message."""
    disclosed, hidden = _earned(market, crowds[scenario], scenario), _earned(market, crowds[2], scenario)
    return hidden >= disclosed if message == AGGREGATE else disclosed >= hidden


def _self_selects(market: FiniteDisclosure, crowd: Crowd, types: tuple[int, ...], kept: list[Earned]) -> bool:
    """Whether just these types gain by aggregate disclosure when it draws this crowd."""
    hidden = [_earned(market, crowd, s) for s in (0, 1)]
    inside = all(hidden[s] >= kept[s] for s in types) and any(hidden[s] > kept[s] for s in types)
    return inside and all(hidden[s] <= kept[s] for s in (0, 1) if s not in types)
