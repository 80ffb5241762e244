"""Assessments of a tree: what is done at each information set, and what is believed there.

Conventions: behaviour has one row for each information set of the tree, those of chance included (their own
probabilities); beliefs have one row for each information set, the probabilities of its nodes in ascending order, and an
empty row for chance, which believes nothing.

Source: Kreps and Wilson, "Sequential equilibria", Econometrica 50 (1982), section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.number import exact_number, shown_number

Mixture = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A behaviour strategy profile and a system of beliefs. Make one with :meth:`of`, which checks.

    Parameters
    ----------
    behaviour : tuple of mixtures
        For each information set the probabilities of its actions.
    beliefs : tuple of mixtures
        For each information set the probabilities of its nodes, ascending; empty for chance.
    """

    behaviour: tuple[Mixture, ...]
    beliefs: tuple[Mixture, ...]

    @classmethod
    def of(
        cls,
        tree: ExtensiveForm,
        behaviour: Sequence[Sequence[Any] | None],
        *,
        beliefs: Sequence[Sequence[Any] | None] | None = None,
    ) -> "Assessment":
        """A checked assessment; rows that follow from the rest may be left out as None.

        Those are the behaviour of chance and, where the strategies lead to an information set or it has one node only,
        its beliefs (Bayes' rule).

        Raises
        ------
        InputError
            If a row is missing that does not follow, does not fit, or is no probability distribution; the message names
            the information set.

        Examples
        --------
        >>> from selten.games.library import entry_game
        >>> found = Assessment.of(entry_game(), [[1, 0], [1, 0]])
        >>> found.beliefs
        ((Fraction(1, 1),), (Fraction(1, 1),))
        """
        given = [None] * len(tree.infosets) if beliefs is None else list(beliefs)
        for what, rows in (("behaviour", behaviour), ("beliefs", given)):
            if len(rows) != len(tree.infosets):
                raise InputError(f"{what}: got {len(rows)} rows; allowed: {len(tree.infosets)}, one an information set")
        done = tuple(_behaviour_row(tree, h, row) for h, row in enumerate(behaviour))
        bayes = bayes_beliefs(tree, done)
        return cls(done, tuple(_belief_row(tree, h, row, bayes[h]) for h, row in enumerate(given)))


@dataclass(frozen=True, slots=True)
class BayesGap:
    """An information set that the strategies reach with beliefs that are not those of Bayes' rule."""

    infoset: int
    believed: Mixture
    bayes: Mixture


def reach(tree: ExtensiveForm, behaviour: Sequence[Mixture]) -> tuple[Fraction, ...]:
    """For each node the probability that the play comes there.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> [str(p) for p in reach(entry_game(), Assessment.of(entry_game(), [["1/3", "2/3"], [1, 0]]).behaviour)]
    ['1', '1/3', '2/3', '2/3', '0']
    """
    found = [Fraction(1)] * len(tree.nodes)
    for number, node in enumerate(tree.nodes):
        if node.infoset is not None:
            for child, chance in zip(tree.children[number], behaviour[node.infoset], strict=True):
                found[child] = found[number] * chance
    return tuple(found)


def bayes_beliefs(tree: ExtensiveForm, behaviour: Sequence[Mixture]) -> tuple[Mixture | None, ...]:
    """For each information set the beliefs by Bayes' rule; None where the play never comes and there are several nodes.

    Examples
    --------
    >>> from selten.games.library import seltens_horse
    >>> tree = seltens_horse()
    >>> sure = tuple(Fraction(p) for p in (1, 0))
    >>> bayes_beliefs(tree, (sure, sure, sure))[2] is None
    True
    """
    likely, found = reach(tree, behaviour), list[Mixture | None]()
    for h, members in enumerate(tree.members):
        weights = [likely[node] for node in members]
        total = sum(weights, Fraction(0))
        if tree.infosets[h].player is None:
            found.append(())
        elif len(members) == 1:
            found.append((Fraction(1),))
        else:
            found.append(tuple(weight / total for weight in weights) if total else None)
    return tuple(found)


def weakly_consistent(tree: ExtensiveForm, assessment: Assessment) -> tuple[BayesGap, ...]:
    """The information sets on the path of play whose beliefs break Bayes' rule: none for weakly consistent beliefs.

    Off the path any belief will do. With sequential rationality this is what is called a weak perfect Bayesian
    equilibrium; it need not even be subgame perfect.

    Examples
    --------
    >>> from selten.games.library import seltens_horse
    >>> rows = [["1/2", "1/2"], [1, 0], [1, 0]]
    >>> given = Assessment.of(seltens_horse(), rows, beliefs=[None, None, ["1/3", "2/3"]])
    >>> [(gap.infoset, [str(p) for p in gap.bayes]) for gap in weakly_consistent(seltens_horse(), given)]
    [(2, ['0', '1'])]
    """
    pairs = zip(assessment.beliefs, bayes_beliefs(tree, assessment.behaviour), strict=True)
    return tuple(BayesGap(h, own, bayes) for h, (own, bayes) in enumerate(pairs) if bayes is not None and own != bayes)


def _behaviour_row(tree: ExtensiveForm, h: int, row: Sequence[Any] | None) -> Mixture:
    infoset, place = tree.infosets[h], f"behaviour at {tree.infoset_name(h)}"
    if infoset.player is None:
        if row is not None and _distribution(row, len(infoset.actions), place) != infoset.probabilities:
            raise InputError(f"{place}: got other probabilities than the tree's; allowed: those, or none")
        return infoset.probabilities
    if row is None:
        if len(infoset.actions) > 1:
            raise InputError(f"{place}: got none; allowed: {len(infoset.actions)} probabilities, one for each action")
        return (Fraction(1),)
    return _distribution(row, len(infoset.actions), place)


def _belief_row(tree: ExtensiveForm, h: int, row: Sequence[Any] | None, bayes: Mixture | None) -> Mixture:
    place, size = f"beliefs at {tree.infoset_name(h)}", len(tree.members[h])
    if tree.infosets[h].player is None:
        if row:
            raise InputError(f"{place}: got {len(row)}; allowed: none, chance believes nothing")
        return ()
    if row is not None:
        return _distribution(row, size, place)
    if bayes is None:
        raise InputError(f"{place}: got none; allowed: {size} probabilities, for the strategies never lead there")
    return bayes


def _distribution(row: Sequence[Any], size: int, place: str) -> Mixture:
    found = tuple(exact_number(value, place) for value in row)
    if len(found) != size:
        raise InputError(f"{place}: got {len(found)} probabilities; allowed: {size}")
    if min(found) < 0:
        raise InputError(f"{place}: got the probability {shown_number(min(found))}; allowed: at least 0")
    if sum(found) != 1:
        raise InputError(f"{place}: got probabilities that sum to {shown_number(sum(found))}; allowed: exactly 1")
    return tuple(Fraction(value) for value in found)
