"""Gambit's file format for game trees (.efg, version 2), read and written exactly.

After a title, the players and a comment that may be missing come the nodes in preorder: ``c`` for chance, ``p`` for a
player, ``t`` where the play ends. Information sets are numbered within their player from 1, outcomes in the whole file;
outcome 0 is none. An information set or outcome is described where it first occurs; a later description must be the
same. Reading and writing take time linear in the file and do not recurse.

Source: the format as the Gambit project documents it, https://gambitproject.readthedocs.io, "Game representation
formats".
"""

from fractions import Fraction

from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.files.nfg import read_payoffs, read_players
from selten.games.files.tokens import Words, quoted
from selten.games.labels import distinct
from selten.games.number import number_text, shown_number
from selten.games.tree import Tree
from selten.games.tree_parts import InformationSet, Node

_Key = tuple[int | None, int]


def parse_efg(text: str, source: str) -> ExtensiveForm:
    """The game tree that an .efg text writes.

    Labels of actions that repeat or are empty get numbers, as in Gambit: ``a_1``, ``a_2``, ...

    Raises
    ------
    InputError
        Naming ``source`` and the line.

    Examples
    --------
    >>> text = 'EFG 2 R "" { "A" } p "" 1 1 "" { "l" "r" } 0 t "" 1 "" { 1/2 } t "" 0'
    >>> parse_efg(text, "game.efg").outcomes[0].payoffs
    (Fraction(1, 2),)
    """
    words = Words(text, source)
    words.bare("EFG")
    words.bare("2")
    words.bare("R", "D")
    title = words.text("the title")
    players = read_players(words)
    if not players:
        words.refuse("no players", "at least one")
    comment = words.text("the comment") if words.at_text else ""
    reader = _Reader(words, Tree(players, title=title, comment=comment), len(players))
    return reader.read()


def efg_text(game: ExtensiveForm) -> str:
    """A game tree as an .efg text with numbers p/q.

    The label of a node is left out where an earlier node has the same, which Gambit would refuse.
    """
    numbers, counts = [], dict[int | None, int]()
    for infoset in game.infosets:
        counts[infoset.player] = counts.get(infoset.player, 0) + 1
        numbers.append(counts[infoset.player])
    moves = [_move_text(infoset, number) for infoset, number in zip(game.infosets, numbers, strict=True)]
    ends = [
        f"{k + 1} {quoted(outcome.label)} {{ {', '.join(map(number_text, outcome.payoffs))} }}"
        for k, outcome in enumerate(game.outcomes)
    ]
    lines = [f"EFG 2 R {quoted(game.title)} {{ {' '.join(map(quoted, game.players))} }}", quoted(game.comment), ""]
    seen: set[str] = set()
    for node in game.nodes:
        lines.append(_node_text(game, node, moves, ends, seen))
    return "\n".join(lines) + "\n"


def _node_text(game: ExtensiveForm, node: Node, moves: list[str], ends: list[str], seen: set[str]) -> str:
    label = "" if node.label in seen else node.label
    seen.add(label)
    end = "0" if node.outcome is None else ends[node.outcome]
    if node.infoset is None:
        return f"t {quoted(label)} {end}"
    letter = "c" if game.infosets[node.infoset].player is None else "p"
    return f"{letter} {quoted(label)} {moves[node.infoset]} {end}"


def _move_text(infoset: InformationSet, number: int) -> str:
    if infoset.player is None:
        pairs = zip(infoset.actions, infoset.probabilities, strict=True)
        actions = " ".join(f"{quoted(action)} {number_text(chance)}" for action, chance in pairs)
        return f"{number} {quoted(infoset.label)} {{ {actions} }}"
    return f"{infoset.player + 1} {number} {quoted(infoset.label)} {{ {' '.join(map(quoted, infoset.actions))} }}"


class _Reader:
    """The nodes of one file, with what it has described so far."""

    def __init__(self, words: Words, tree: Tree, n: int) -> None:
        self.words, self.tree, self.n = words, tree, n
        self.infosets: dict[_Key, tuple[int, InformationSet]] = {}
        self.outcomes: dict[int, tuple[int, str, list[Fraction]]] = {}

    def read(self) -> ExtensiveForm:
        while self.tree.missing:
            if self.words.next not in ("c", "p", "t"):
                self.words.fail(f"'c', 'p' or 't': at least {self.tree.missing} more nodes")
            self.node(self.words.advance())
        self.words.end()
        try:
            return self.tree.build()
        except InputError as error:
            raise InputError(f"{self.words.source}: {error}") from None

    def node(self, kind: str) -> None:
        label = self.words.text("the label of the node")
        if kind == "t":
            self.tree.end(self.outcome(), label=label)
            return
        infoset = self.infoset(None if kind == "c" else self.player())
        self.tree.move(infoset, outcome=self.outcome(), label=label)

    def player(self) -> int:
        if not self.words.next.isdecimal() or not 1 <= int(self.words.next[:18]) <= self.n:
            self.words.fail(f"the number of a player, 1 to {self.n}")
        return self.words.count("the number of a player") - 1

    def infoset(self, player: int | None) -> int:
        """The information set at hand, new or described before."""
        words, mark = self.words, self.words.mark
        number = words.count("the number of an information set")
        label = words.text("the label of an information set") if words.at_text else ""
        known = self.infosets.get((player, number))
        if words.next == "{":
            found = self.actions(player, label)
        elif known is not None:
            found = InformationSet(player, known[1].actions, label, known[1].probabilities)
        else:
            words.fail(f"'{{' and the actions of information set {number}, which occurs for the first time")
        if known is None:
            known = self.declare(found, mark), found
            self.infosets[player, number] = known
        self.same_infoset(known[1], found, f"information set {number}", mark)
        return known[0]

    def actions(self, player: int | None, label: str) -> InformationSet:
        """The actions in braces, each with its probability at a chance move."""
        words = self.words
        actions, chances = [], []
        words.take("{")
        while not words.skip("}"):
            actions.append(words.text("an action, or '}'"))
            if player is None:
                chances.append(words.number(f"the probability of the action {actions[-1]!r}"))
        return InformationSet(player, distinct(actions), label, tuple(chances))

    def declare(self, infoset: InformationSet, mark: int) -> int:
        """A new information set of the tree."""
        words = self.words
        if not infoset.actions:
            words.refuse("no actions", "at least one", mark=mark)
        if infoset.player is not None:
            return self.tree.infoset(infoset.player, infoset.actions, label=infoset.label)
        for chance in infoset.probabilities:
            if chance < 0:
                words.refuse(f"the probability {shown_number(chance)}", "at least 0", mark=mark)
        if sum(infoset.probabilities) != 1:
            got = f"probabilities that sum to {shown_number(sum(infoset.probabilities))}"
            words.refuse(got, "exactly 1", mark=mark)
        return self.tree.chance(infoset.actions, infoset.probabilities, label=infoset.label)

    def same_infoset(self, known: InformationSet, found: InformationSet, place: str, mark: int) -> None:
        """Refuse a description that differs from the first one; an empty label is no description."""
        if found.actions != known.actions:
            got = f"{place} with the actions {', '.join(map(repr, found.actions))}"
            self.words.refuse(got, f"{', '.join(map(repr, known.actions))}, as where it first occurs", mark=mark)
        if found.probabilities != known.probabilities:
            self.words.refuse(f"{place} with other probabilities", "those where it first occurs", mark=mark)
        if found.label not in ("", known.label):
            got = f"{place} with the label {found.label!r}"
            self.words.refuse(got, f"{known.label!r}, as where it first occurs", mark=mark)

    def outcome(self) -> int | None:
        """The outcome at hand, new or described before; None for outcome 0."""
        words, mark = self.words, self.words.mark
        number = words.count("the number of an outcome, 0 for none")
        label = words.text("the label of the outcome") if words.at_text else ""
        payoffs = read_payoffs(words, self.n) if words.skip("{") else None
        if number == 0:
            if payoffs is not None:
                words.refuse("payoffs of outcome 0", "a number from 1 for an outcome that pays", mark=mark)
            return None
        known = self.outcomes.get(number)
        if known is None:
            if payoffs is None:
                words.fail(f"'{{' and the payoffs of outcome {number}, which occurs for the first time")
            known = self.tree.outcome(payoffs, label=label), label, payoffs
            self.outcomes[number] = known
        self.same_outcome(known, label, payoffs, f"outcome {number}", mark)
        return known[0]

    def same_outcome(
        self, known: tuple[int, str, list[Fraction]], label: str, payoffs: list[Fraction] | None, place: str, mark: int
    ) -> None:
        """Refuse a description that differs from the first one; an empty label is no description."""
        if payoffs is not None and payoffs != known[2]:
            got = f"{place} with the payoffs {', '.join(map(shown_number, payoffs))}"
            self.words.refuse(got, f"{', '.join(map(shown_number, known[2]))}, as where it first occurs", mark=mark)
        if label not in ("", known[1]):
            self.words.refuse(f"{place} with the label {label!r}", f"{known[1]!r}, as where it first occurs", mark=mark)
