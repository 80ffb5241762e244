"""Sequential equilibrium: an assessment that is sequentially rational and consistent, decided exactly, with reasons.

Source: Kreps and Wilson, "Sequential equilibria", Econometrica 50 (1982).
"""

from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.trees.assessment import Assessment, BayesGap, weakly_consistent
from selten.equilibria.trees.conflicts import Comparison, Conflict, odds
from selten.equilibria.trees.consistency import Consistency, consistency
from selten.equilibria.trees.rationality import Deviation, improvements
from selten.games.extensive_form import ExtensiveForm
from selten.games.number import number_text


@dataclass(frozen=True, slots=True)
class SequentialVerdict:
    """What holds of an assessment.

    Parameters
    ----------
    deviations : tuple of Deviation
        The best one at each information set where its player can do better; empty: sequentially rational.
    gaps : tuple of BayesGap
        Where beliefs on the path of play break Bayes' rule; empty: weakly consistent.
    consistency : Consistency
        The decision with its certificate.
    reasons : tuple of str
        A sentence for everything that fails.
    """

    deviations: tuple[Deviation, ...]
    gaps: tuple[BayesGap, ...]
    consistency: Consistency
    reasons: tuple[str, ...]

    @property
    def rational(self) -> bool:
        """Whether nobody can do better at any information set, given its beliefs."""
        return not self.deviations

    @property
    def weakly_consistent(self) -> bool:
        """Whether beliefs follow Bayes' rule on the path of play."""
        return not self.gaps

    @property
    def consistent(self) -> bool:
        """Whether the beliefs are limits of Bayes' rule under trembles."""
        return self.consistency.consistent

    @property
    def weak_perfect_bayesian(self) -> bool:
        """Sequentially rational and weakly consistent."""
        return self.rational and self.weakly_consistent

    @property
    def equilibrium(self) -> bool:
        """Whether it is a sequential equilibrium."""
        return self.rational and self.consistent


def sequential(tree: ExtensiveForm, assessment: Assessment) -> SequentialVerdict:
    """Whether an assessment is a sequential equilibrium, exactly, with a certificate or a reason for each part.

    Raises
    ------
    InputError
        If a player forgets, and as :func:`~selten.equilibria.trees.consistency.consistency` does.

    Examples
    --------
    >>> from selten.games.library import seltens_horse
    >>> tree = seltens_horse()
    >>> given = Assessment.of(tree, [[1, 0], [1, 0], [0, 1]], beliefs=[None, None, ["3/4", "1/4"]])
    >>> sequential(tree, given).equilibrium
    True
    >>> sequential(tree, Assessment.of(tree, [[0, 1], [1, 0], [1, 0]])).reasons[0]
    "information set 1 of player '2': 'd' would earn 4 instead of 1"
    """
    deviations, gaps = improvements(tree, assessment), weakly_consistent(tree, assessment)
    decided = consistency(tree, assessment)
    reasons = [_deviation_text(tree, deviation) for deviation in deviations] + [_gap_text(tree, gap) for gap in gaps]
    if decided.conflict is not None:
        reasons.append(conflict_text(tree, assessment, decided.conflict))
    return SequentialVerdict(deviations, gaps, decided, tuple(reasons))


def conflict_text(tree: ExtensiveForm, assessment: Assessment, conflict: Conflict) -> str:
    """A conflict in words, nodes named by the actions that lead to them.

    Examples
    --------
    >>> from selten.games.library import seltens_horse
    >>> tree = seltens_horse()
    >>> given = Assessment.of(tree, [["1/2", "1/2"], [1, 0], [1, 0]], beliefs=[None, None, [1, 0]])
    >>> conflict_text(tree, given, consistency(tree, given).conflict)
    "beliefs: no trembles make 'C d' infinitely likelier than 'D' at information set 1 of player '3'"
    """
    if conflict.kind == "chance":
        ((pair, _),) = conflict.terms
        return f"beliefs: chance never allows {_node(tree, pair.first)} at {tree.infoset_name(pair.infoset)}"
    if conflict.kind == "orders":
        parts = [_order_text(tree, assessment, pair) for pair, _ in conflict.terms]
        return f"beliefs: no trembles make {' and '.join(parts)}{' at once' * (len(parts) > 1)}"
    parts = [_odds_text(tree, pair, weight) for pair, weight in conflict.terms]
    believed, played = odds(tree, assessment, conflict)
    numbers = f"is {number_text(played)}, but {number_text(believed)} is believed"
    return f"beliefs: whatever the trembles, the product of the odds of {' and '.join(parts)} {numbers}"


def _order_text(tree: ExtensiveForm, assessment: Assessment, pair: Comparison) -> str:
    believed = assessment.beliefs[pair.infoset][tree.members[pair.infoset].index(pair.second)]
    how = "of the same order as" if believed else "infinitely likelier than"
    return f"{_node(tree, pair.first)} {how} {_node(tree, pair.second)} at {tree.infoset_name(pair.infoset)}"


def _odds_text(tree: ExtensiveForm, pair: Comparison, power: Fraction) -> str:
    raised = "" if power == 1 else f" to the power {power}"
    return f"{_node(tree, pair.first)} to {_node(tree, pair.second)} at {tree.infoset_name(pair.infoset)}{raised}"


def _node(tree: ExtensiveForm, number: int) -> str:
    return f"'{' '.join(tree.history(number))}'"


def _deviation_text(tree: ExtensiveForm, deviation: Deviation) -> str:
    h, action = deviation.plan[0]
    later = [f"{tree.infosets[k].actions[a]!r} at {tree.infoset_name(k)}" for k, a in deviation.plan[1:]]
    then = f" (then {', '.join(later)})" if later else ""
    earned = f"would earn {number_text(deviation.earns)} instead of {number_text(deviation.instead_of)}"
    return f"{tree.infoset_name(h)}: {tree.infosets[h].actions[action]!r}{then} {earned}"


def _gap_text(tree: ExtensiveForm, gap: BayesGap) -> str:
    expected = ", ".join(map(number_text, gap.bayes))
    return f"beliefs: {tree.infoset_name(gap.infoset)}: Bayes' rule gives {expected}"
