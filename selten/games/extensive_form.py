"""Finite games as trees: chance moves, information sets, outcomes.

Conventions: nodes are numbered from 0 in preorder (a node, then the whole subtree of its first action, then that of the
second), so the root is node 0 and a node's children follow it in the order of its actions. Players and information
sets are numbered from 0. An information set without a player is a chance move; each of its nodes draws anew. An
outcome may stand at any node, not only where the play ends: what a play pays is the sum of the outcomes on its path.
All numbers are exact. Trees may be deep: nothing here recurses.

Perfect recall: at each of its information sets a player knows all it did before. It holds if and only if all nodes of
an information set have the same last own move (information set and action) on their path; see H. W. Kuhn, "Extensive
games and the problem of information", Contributions to the Theory of Games II (1953).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from selten.games.errors import InputError
from selten.games.tree_checks import check_infoset, check_outcome, check_players, check_use, children_of
from selten.games.tree_parts import InformationSet, Node, Outcome


@dataclass(frozen=True, slots=True)
class ExtensiveForm:
    """A finite game tree. Make one with :meth:`of`, which checks, or grow it with :class:`~selten.games.tree.Tree`.

    Parameters
    ----------
    players : tuple of str
        Distinct labels.
    infosets : tuple of InformationSet
        Those of all players and of chance.
    outcomes : tuple of Outcome
        What nodes refer to.
    nodes : tuple of Node
        In preorder.
    children : tuple of tuple of int
        For each node the nodes that its actions lead to.
    title, comment : str
        Free text, kept by the file format.
    """

    players: tuple[str, ...]
    infosets: tuple[InformationSet, ...]
    outcomes: tuple[Outcome, ...]
    nodes: tuple[Node, ...]
    children: tuple[tuple[int, ...], ...]
    title: str = ""
    comment: str = ""

    @classmethod
    def of(
        cls,
        players: Sequence[str],
        infosets: Sequence[InformationSet],
        *,
        outcomes: Sequence[Outcome],
        nodes: Sequence[Node],
        title: str = "",
        comment: str = "",
    ) -> "ExtensiveForm":
        """A checked tree from its nodes in preorder.

        Raises
        ------
        InputError
            Naming the player, information set, outcome or node: for labels that repeat, chances that do not sum to 1,
            payoffs that do not fit the players, references to nothing, an information set or outcome that no node
            uses, and nodes that make no tree.

        Examples
        --------
        >>> half = Fraction(1, 2)
        >>> coin = InformationSet(None, ("heads", "tails"), probabilities=(half, half))
        >>> pays = [Outcome((Fraction(1),)), Outcome((Fraction(0),))]
        >>> tree = ExtensiveForm.of(["A"], [coin], outcomes=pays, nodes=[Node(0), Node(None, 0), Node(None, 1)])
        >>> tree.children, tree.terminals
        (((1, 2), (), ()), (1, 2))
        """
        check_players(tuple(players))
        for number, infoset in enumerate(infosets):
            check_infoset(infoset, f"information set {number}", len(players))
        for number, outcome in enumerate(outcomes):
            check_outcome(outcome, f"outcome {number}", len(players))
        check_use([node.infoset for node in nodes], len(infosets), "information set")
        check_use([node.outcome for node in nodes], len(outcomes), "outcome")
        children = children_of(nodes, infosets)
        return cls(tuple(players), tuple(infosets), tuple(outcomes), tuple(nodes), children, title, comment)

    @property
    def terminals(self) -> tuple[int, ...]:
        """The nodes where the play ends, ascending."""
        return tuple(k for k, node in enumerate(self.nodes) if node.infoset is None)

    @property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """For each information set its nodes, ascending."""
        members: list[list[int]] = [[] for _ in self.infosets]
        for number, node in enumerate(self.nodes):
            if node.infoset is not None:
                members[node.infoset].append(number)
        return tuple(map(tuple, members))

    def path_payoffs(self) -> tuple[tuple[Fraction, ...], ...]:
        """For each node the sum of the outcomes on the path from the root to it, its own included."""
        zero = (Fraction(0),) * len(self.players)
        totals = [zero] * len(self.nodes)
        for number, node in enumerate(self.nodes):
            if node.outcome is not None:
                own = self.outcomes[node.outcome].payoffs
                totals[number] = tuple(a + b for a, b in zip(totals[number], own, strict=True))
            for child in self.children[number]:
                totals[child] = totals[number]
        return tuple(totals)

    def last_moves(self) -> tuple[tuple[int, int] | None, ...]:
        """For each information set of a player the last own move before it, as (information set, action number).

        None where the player has not moved before, and for chance. Where recall is perfect this is the same for all
        nodes of the information set; otherwise it is that of the first node.
        """
        before = self._before()
        return tuple(before[members[0]] for members in self.members)

    def imperfect_recall(self) -> int | None:
        """The first information set whose player forgets something there, or None if recall is perfect.

        Examples
        --------
        >>> once = InformationSet(0, ("stay", "leave"))
        >>> nothing = Outcome((Fraction(0),))
        >>> ends = [Node(None, 0)] * 2
        >>> driver = ExtensiveForm.of(["driver"], [once], outcomes=[nothing], nodes=[Node(0), Node(0), *ends, ends[0]])
        >>> driver.imperfect_recall()
        0
        """
        before = self._before()
        for number, members in enumerate(self.members):
            if self.infosets[number].player is not None and len({before[node] for node in members}) > 1:
                return number
        return None

    @property
    def has_perfect_recall(self) -> bool:
        """Whether every player remembers, at each of its information sets, all it did before."""
        return self.imperfect_recall() is None

    def require_perfect_recall(self, purpose: str) -> None:
        """Raise unless recall is perfect.

        Parameters
        ----------
        purpose : str
            What needs it, as the beginning of the message.

        Raises
        ------
        InputError
            Naming the information set at which a player forgets.
        """
        forgetful = self.imperfect_recall()
        if forgetful is not None:
            got = f"imperfect recall at {self.infoset_name(forgetful)}"
            raise InputError(f"{purpose}: got {got}; allowed: trees in which players remember what they did")

    def infoset_name(self, number: int) -> str:
        """How messages call an information set: by its place among its player's, and its label."""
        infoset = self.infosets[number]
        place = sum(other.player == infoset.player for other in self.infosets[: number + 1])
        owner = "chance" if infoset.player is None else f"player {self.players[infoset.player]!r}"
        label = f" ({infoset.label!r})" if infoset.label else ""
        return f"information set {place}{label} of {owner}"

    def history(self, number: int) -> tuple[str, ...]:
        """The actions that lead from the root to a node."""
        node, taken = 0, []
        while node != number:
            action = max(k for k, child in enumerate(self.children[node]) if child <= number)
            taken.append(self.infosets[self.nodes[node].infoset or 0].actions[action])
            node = self.children[node][action]
        return tuple(taken)

    def _repr_html_(self) -> str:
        from selten.games.tree_html import tree_html

        return tree_html(self)

    def _before(self) -> list[tuple[int, int] | None]:
        """For each node the last own move of the player who moves there."""
        moves: list[tuple[tuple[int, int] | None, ...]] = [(None,) * len(self.players)] * len(self.nodes)
        before: list[tuple[int, int] | None] = [None] * len(self.nodes)
        for number, node in enumerate(self.nodes):
            if node.infoset is None:
                continue
            player, known = self.infosets[node.infoset].player, moves[number]
            for action, child in enumerate(self.children[number]):
                if player is None:
                    moves[child] = known
                else:
                    moves[child] = (*known[:player], (node.infoset, action), *known[player + 1 :])
            before[number] = None if player is None else known[player]
        return before
