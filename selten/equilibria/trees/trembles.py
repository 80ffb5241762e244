"""Trembles as powers of an infinitesimal, and the beliefs that they lead to.

A family of trembles gives each action that an assessment does not play an order k >= 1 and a coefficient c > 0. At
eps > 0 it is played with probability c * eps**k, and the played actions of its information set share the rest in the
proportions of the assessment: for small eps a completely mixed profile, which tends to the assessment's behaviour. A
node is then reached with probability (its leading coefficient) * eps**(its order) * (1 + terms that vanish), where
orders add up and leading coefficients multiply along the path (so they do in any field of series in eps, ordered by
the sign of the leading coefficient). The belief in a node tends to 0 if another node of its information set has a
smaller order, and to its share in the leading coefficients otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from selten.equilibria.trees.assessment import Assessment
from selten.equilibria.trees.powers import Powers, is_one
from selten.games.extensive_form import ExtensiveForm
from selten.games.number import number_text


@dataclass(frozen=True, slots=True)
class Tremble:
    """An action that is played by mistake, with probability coefficient * eps ** order.

    Parameters
    ----------
    infoset, action : int
        Which one.
    order : int
        At least 1.
    coefficient : Powers
        A positive number as a product of powers of integers; () is 1.
    """

    infoset: int
    action: int
    order: int
    coefficient: Powers = ()

    @property
    def text(self) -> str:
        """The probability in words.

        Examples
        --------
        >>> Tremble(0, 1, 2, ((2, Fraction(1)), (3, Fraction(-1, 2)))).text
        '2 * 3^(-1/2) * eps^2'
        """
        whole = prod((Fraction(b) ** int(e) for b, e in self.coefficient if e.denominator == 1), start=Fraction(1))
        roots = [f"{b}^({number_text(e)})" for b, e in self.coefficient if e.denominator != 1]
        factors = [*([] if whole == 1 else [number_text(whole)]), *roots]
        return " * ".join([*factors, "eps" if self.order == 1 else f"eps^{self.order}"])


@dataclass(frozen=True, slots=True)
class Leading:
    """The leading term of the probability of a node: rational * powers * eps ** order; rational 0 is never reached."""

    order: int
    rational: Fraction
    powers: Powers

    def times(self, other: "Leading") -> "Leading":
        """The leading term of the product."""
        return Leading(self.order + other.order, self.rational * other.rational, self.powers + other.powers)


def leads_to(tree: ExtensiveForm, assessment: Assessment, trembles: Sequence[Tremble]) -> bool:
    """Whether the family tends to the assessment, its beliefs included: then the assessment is consistent.

    A check from the definition alone, that needs nothing of how the family was found.

    Examples
    --------
    Out of entry and a fight; the entrant trembles with any order:

    >>> from selten.games.library import entry_game
    >>> leads_to(entry_game(), Assessment.of(entry_game(), [[1, 0], [1, 0]]), [Tremble(0, 1, 1), Tremble(1, 1, 3)])
    True
    """
    terms = _actions(tree, assessment, trembles)
    if terms is None:
        return False
    nodes = [Leading(0, Fraction(1), ())] * len(tree.nodes)
    for number, node in enumerate(tree.nodes):
        if node.infoset is not None:
            for action, child in enumerate(tree.children[number]):
                nodes[child] = nodes[number].times(terms[node.infoset][action])
    return all(
        tree.infosets[h].player is None or _tends([nodes[k] for k in members], assessment.beliefs[h])
        for h, members in enumerate(tree.members)
    )


def _actions(tree: ExtensiveForm, assessment: Assessment, trembles: Sequence[Tremble]) -> list[list[Leading]] | None:
    """The leading term of every action; None unless exactly the unplayed ones tremble, with an order of at least 1."""
    known = {(own.infoset, own.action): own for own in trembles}
    unplayed = {
        (h, a)
        for h, row in enumerate(assessment.behaviour)
        for a, chance in enumerate(row)
        if not chance and tree.infosets[h].player is not None
    }
    if set(known) != unplayed or any(
        own.order < 1 or min((b for b, _ in own.coefficient), default=1) < 1 for own in trembles
    ):
        return None
    one = Fraction(1)
    return [
        [
            Leading(known[h, a].order, one, known[h, a].coefficient) if (h, a) in known else Leading(0, chance, ())
            for a, chance in enumerate(row)
        ]
        for h, row in enumerate(assessment.behaviour)
    ]


def _tends(terms: list[Leading], beliefs: Sequence[Fraction]) -> bool:
    """Whether the shares of nodes with these leading terms tend to the beliefs."""
    alive = [term.order for term in terms if term.rational]
    if not alive:
        return False
    least = min(alive)
    first: tuple[Leading, Fraction] | None = None
    for term, belief in zip(terms, beliefs, strict=True):
        if (term.rational > 0 and term.order == least) != (belief > 0):
            return False
        if not belief:
            continue
        if first is None:
            first = term, belief
        # both shares are rational: term / first * (first's belief / belief) has to be 1
        ratio = term.rational / first[0].rational * first[1] / belief
        if not is_one(ratio, (*term.powers, *((b, -e) for b, e in first[0].powers))):
            return False
    return True
