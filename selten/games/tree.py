"""Growing a game tree from Python, node by node.

A tree is written in the order in which it is read aloud: a move, then everything that follows its first action, then
everything that follows its second. Nested loops do it without further bookkeeping, in time linear in the nodes.
"""

from collections.abc import Sequence
from typing import Any

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.number import exact_number
from selten.games.tree_parts import InformationSet, Node, Outcome


class Tree:
    """A tree that grows: declare information sets, add nodes in preorder, then :meth:`build`.

    Parameters
    ----------
    players : sequence of str
        Their labels.
    title, comment : str
        Free text.

    Examples
    --------
    An entrant stays out, or enters and meets a fight or not:

    >>> tree = Tree(["entrant", "incumbent"])
    >>> entry, reply = tree.infoset(0, ["out", "in"]), tree.infoset(1, ["fight", "share"])
    >>> tree.move(entry)
    >>> tree.leaf([0, 2])
    >>> tree.move(reply)
    >>> tree.leaf([-1, -1])
    >>> tree.leaf([1, 1])
    >>> game = tree.build()
    >>> len(game.nodes), game.children[0]
    (5, (1, 2))
    """

    __slots__ = ("_comment", "_infosets", "_missing", "_nodes", "_outcomes", "_players", "_title")

    def __init__(self, players: Sequence[str], *, title: str = "", comment: str = "") -> None:
        self._players, self._title, self._comment = tuple(players), title, comment
        self._infosets: list[InformationSet] = []
        self._outcomes: list[Outcome] = []
        self._nodes: list[Node] = []
        self._missing = 1

    @property
    def missing(self) -> int:
        """How many nodes the tree is known to lack; 0 when it is complete."""
        return self._missing

    def infoset(self, player: int, actions: Sequence[str], *, label: str = "") -> int:
        """A new information set of a player, as the number that :meth:`move` takes."""
        self._infosets.append(InformationSet(player, tuple(map(str, actions)), label))
        return len(self._infosets) - 1

    def chance(self, actions: Sequence[str], probabilities: Sequence[Any], *, label: str = "") -> int:
        """A new chance move, as the number that :meth:`move` takes.

        Parameters
        ----------
        probabilities : sequence of int, Fraction, str or float
            One for each action, summing to exactly 1; a float is the decimal it prints.
        """
        place = f"information set {len(self._infosets)}"
        chances = tuple(exact_number(chance, place) for chance in probabilities)
        self._infosets.append(InformationSet(None, tuple(map(str, actions)), label, chances))
        return len(self._infosets) - 1

    def outcome(self, payoffs: Sequence[Any], *, label: str = "") -> int:
        """A new outcome, as the number that :meth:`move` and :meth:`end` take.

        Parameters
        ----------
        payoffs : sequence of int, Fraction, str or float
            One for each player; a float is the decimal it prints.
        """
        place = f"outcome {len(self._outcomes)}"
        self._outcomes.append(Outcome(tuple(exact_number(payoff, place) for payoff in payoffs), label))
        return len(self._outcomes) - 1

    def move(self, infoset: int, *, outcome: int | None = None, label: str = "") -> None:
        """The next node in preorder: a move at an information set, by a player or chance."""
        if not 0 <= infoset < len(self._infosets):
            raise InputError(f"Tree.move: got information set {infoset}; allowed: a number given by infoset or chance")
        self._add(Node(infoset, outcome, label))
        self._missing += len(self._infosets[infoset].actions)

    def end(self, outcome: int | None = None, *, label: str = "") -> None:
        """The next node in preorder: the play ends, with an outcome or with none."""
        self._add(Node(None, outcome, label))

    def leaf(self, payoffs: Sequence[Any], *, label: str = "") -> None:
        """The next node in preorder: the play ends with an outcome of its own; ``label`` is the outcome's."""
        self.end(self.outcome(payoffs, label=label))

    def build(self) -> ExtensiveForm:
        """The finished tree, checked.

        Raises
        ------
        InputError
            For an incomplete tree and for anything that :meth:`ExtensiveForm.of` refuses.
        """
        return ExtensiveForm.of(
            self._players,
            self._infosets,
            outcomes=self._outcomes,
            nodes=self._nodes,
            title=self._title,
            comment=self._comment,
        )

    def _add(self, node: Node) -> None:
        if not self._missing:
            raise InputError(f"Tree: got a node after node {len(self._nodes) - 1}; allowed: none, the tree is complete")
        self._nodes.append(node)
        self._missing -= 1
