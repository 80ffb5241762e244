"""The page of a tree: drawn while it can be read, its subgame-perfect equilibria, and its reduced normal form."""

from collections.abc import Mapping
from math import prod
from typing import Any

from selten.equilibria.trees.backward import SubgamePerfect, SubgamePerfection, subgame_perfect
from selten.equilibria.trees.outcomes import PerfectOutcome, perfect_outcomes
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.reduced import strategy_counts
from selten.report.page.drawings import tree_drawings
from selten.report.page.game import GameParts, facts, game_data, game_sections, headline
from selten.report.page.numbers import Shown, label, plain, shown
from selten.report.page.parts import Page, Section, Table, Text, words
from selten.report.page.render import plural
from selten.report.page.rules import expected

MOST_PROFILES = 40_000
"""Pure profiles of a reduced normal form that a page solves and shows."""

MOST_PERFECT = 40
"""Subgame-perfect equilibria that a page lists."""

MOST_MOVES = 24
"""Information sets whose moves a page spells out."""

MOST_OUTCOMES = 40
"""Outcomes that a page lists."""


def normal_form_fits(tree: ExtensiveForm) -> bool:
    """Whether the reduced normal form is small enough for a page.

    Examples
    --------
    >>> from selten.games.library import entry_game
    >>> normal_form_fits(entry_game())
    True
    """
    return len(tree.players) <= 12 and prod(strategy_counts(tree)) <= MOST_PROFILES


def subgame_perfection_of(tree: ExtensiveForm, *, time_limit: float | None = None) -> SubgamePerfection:
    """Backward induction; a tree in which a player forgets has none, and the note says so."""
    try:
        most = max(200, min(10_000, 2_000_000 // len(tree.infosets)))  # lists of long profiles take long to write
        return subgame_perfect(tree, most=most, time_limit=20.0 if time_limit is None else time_limit)
    except InputError as refused:
        return SubgamePerfection((), False, str(refused), refused=True)


def tree_page(
    tree: ExtensiveForm,
    perfect: SubgamePerfection,
    parts: GameParts | None,
    provenance: Mapping[str, Any],
    *,
    title: str = "",
    message: str = "",
) -> Page:
    """The page of a tree.

    Parameters
    ----------
    parts : GameParts or None
        The reduced normal form solved; None where it is too large.
    message : str
        How complete the list of the reduced normal form is.
    """
    sections = [Section("tree", "The tree", (*tree_drawings(tree, perfect), size_table(tree)))]
    blocks = [Text(_SUBGAMES, True), *_perfect_blocks(tree, perfect)]
    sections.append(Section("subgame-perfect", "Subgame-perfect equilibria", tuple(blocks)))
    if parts is not None:
        sections += game_sections(parts)
    return Page(
        title or "A tree",
        f"A game tree of {plural(len(tree.players), 'player')} with {plural(len(tree.nodes), 'node')} and "
        f"{plural(len(tree.infosets), 'information set')}: what are its equilibria, and which rest on empty threats?",
        _answers(tree, perfect, parts, message),
        [("nodes", Shown(f"{len(tree.nodes):,}")), ("subgame perfect", _count(perfect))]
        + ([] if parts is None else facts(parts.solution)),
        tuple(sections),
        provenance,
        {} if parts is None else game_data(parts),
    )


_SUBGAMES = (
    "A subgame-perfect equilibrium is an equilibrium in every subgame: no threat in it would be regretted if it had to "
    "be carried out. Found by backward induction with every tie tried."
)


def _count(perfect: SubgamePerfection) -> Shown:
    if perfect.refused:
        return Shown("not decided", perfect.note)
    return Shown(f"{len(perfect.equilibria):,}" + ("" if perfect.complete else "+"), perfect.note)


def _answers(tree: ExtensiveForm, perfect: SubgamePerfection, parts: GameParts | None, message: str) -> list[str]:
    found = len(perfect.equilibria)
    if perfect.refused or not found:
        first = f"Subgame perfection is not decided here: {perfect.note or 'nothing was found in the time'}."
    else:
        proven = "proven to be all" + (" up to mixing between them" if perfect.continua else "")
        how = proven if perfect.complete else "maybe not all"
        first = f"{plural(found, 'subgame-perfect equilibrium', 'subgame-perfect equilibria')}, {how}."
    answers = [first]
    if found == 1:
        answers.append(f"It pays {_payoffs(tree, perfect.equilibria[0].payoffs)}.")
    if parts is None:
        counts = " × ".join(f"{n:,}" if n < 10**9 else "very many" for n in strategy_counts(tree)[:6])
        answers.append(f"The reduced normal form ({counts} strategies) is too large for a page.")
    else:
        answers.append(f"In the reduced normal form: {headline(parts.solution)}")
        answers += [] if found == 1 else expected(parts.solution, parts.kept)
        if message and parts.solution.note:
            answers.append(message)
    return answers


def _payoffs(tree: ExtensiveForm, payoffs: tuple[Any, ...]) -> str:
    pairs = zip(tree.players[:8], payoffs, strict=False)
    return ", ".join(f"{label(player).text} {shown(value).text}" for player, value in pairs)


def _perfect_blocks(tree: ExtensiveForm, perfect: SubgamePerfection) -> list[Any]:
    blocks: list[Any] = []
    if perfect.equilibria:
        blocks.append(perfect_table(tree, perfect))
    else:
        blocks.append(Text(f"None listed: {perfect.note or 'nothing was found in the time'}."))
    if perfect.note and perfect.equilibria:
        blocks.append(Text(f"Note: {perfect.note}.", True))
    outcomes = _outcomes(tree)
    if outcomes:
        blocks.append(outcome_table(tree, outcomes))
    return blocks


def perfect_table(tree: ExtensiveForm, perfect: SubgamePerfection) -> Table:
    """Each subgame-perfect equilibrium: what each player does where, and what it pays."""
    body = []
    most = MOST_PERFECT if len(tree.infosets) <= MOST_MOVES else MOST_PERFECT // 4
    for number, own in enumerate(perfect.equilibria[:most]):
        cells = [plain(_moves(tree, own, player)) for player in range(len(tree.players))]
        pays = ", ".join(shown(value).text for value in own.payoffs)
        body.append(words(str(number), *cells, plain(pays)))
    rest = len(perfect.equilibria) - most
    more = f"And {rest:,} more: selten solve GAME --subgame-perfect --json lists all." if rest > 0 else ""
    head = ("no.", *(f"{label(player).text} plays" for player in tree.players), "payoffs")
    return Table("What is done at each information set", head, tuple(body), more)


def _moves(tree: ExtensiveForm, own: SubgamePerfect, player: int) -> str:
    """A player's behaviour by information set, in the order of the tree."""
    parts = []
    mine = [h for h, infoset in enumerate(tree.infosets) if infoset.player == player]
    for place, h in enumerate(mine[:MOST_MOVES], start=1):
        infoset, row = tree.infosets[h], own.behaviour[h]
        name = infoset.label.strip() or f"set {place}"
        played = [(label(a).text, p) for a, p in zip(infoset.actions, row, strict=True) if p]
        what = played[0][0] if len(played) == 1 else ", ".join(f"{a} {shown(p).text}" for a, p in played)
        parts.append(f"{label(name).text}: {what}" if len(mine) > 1 else what)
    more = f"; and {len(mine) - MOST_MOVES:,} more" if len(mine) > MOST_MOVES else ""
    return "; ".join(parts) + more if parts else "–"


def _outcomes(tree: ExtensiveForm) -> tuple[PerfectOutcome, ...]:
    try:
        return perfect_outcomes(tree)
    except InputError:  # a player misses a move, or chance combines too many outcomes
        return ()


def outcome_table(tree: ExtensiveForm, outcomes: tuple[PerfectOutcome, ...]) -> Table:
    """The plays of all pure subgame-perfect equilibria."""
    body = []
    for number, own in enumerate(outcomes[:MOST_OUTCOMES]):
        play = " or ".join(" → ".join(label(a).text for a in tree.history(end)) or "(no move)" for end in own.ends[:6])
        rest = f" or {len(own.ends) - 6:,} more plays" if len(own.ends) > 6 else ""
        body.append(words(str(number), play + rest, ", ".join(shown(v).text for v in own.payoffs)))
    more = f"And {len(outcomes) - MOST_OUTCOMES:,} more." if len(outcomes) > MOST_OUTCOMES else ""
    return Table("What is played in pure subgame-perfect equilibria", ("no.", "play", "payoffs"), tuple(body), more)


def size_table(tree: ExtensiveForm) -> Table:
    """How large the tree is."""
    body = []
    counts = strategy_counts(tree)
    for player, name in enumerate(tree.players):
        own = sum(infoset.player == player for infoset in tree.infosets)
        many = f"{counts[player]:,}" if counts[player] < 10**12 else "very many"
        body.append(words(label(name), Shown(f"{own:,}", "", True), Shown(many, "", True)))
    chance = sum(infoset.player is None for infoset in tree.infosets)
    if chance:
        body.append(words("chance", Shown(f"{chance:,}", "", True), "–"))
    head = ("player", "information sets", "reduced pure strategies")
    return Table(f"{len(tree.nodes):,} nodes, {len(tree.terminals):,} of them ends of the play", head, tuple(body))
