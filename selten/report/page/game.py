"""The page of a solved game: its tables, its equilibria, their structure, and what selection rules keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selten.equilibria.solution import Solution, Status
from selten.games.normal_form import NormalForm
from selten.report.page.drawings import game_drawings
from selten.report.page.equilibria import Refined, Row, listed, refinements, rows
from selten.report.page.numbers import Shown, label, shown
from selten.report.page.parts import Block, Page, Section, Table, Text, words
from selten.report.page.render import plural
from selten.report.page.rules import Kept, expected, kept_by_rules
from selten.report.page.structure import MOST_COMPONENTS, Part, parts
from selten.report.page.table import GameTable, game_table

MOST_KEPT = 30
"""Equilibria, or runs of them, that a selection rule's row names."""


@dataclass(frozen=True, slots=True)
class GameParts:
    """What the sections of a game show; made once, used by the page of a game and by that of a market."""

    solution: Solution
    refined: Refined
    kept: tuple[Kept, ...]
    positions: tuple[int, ...]
    rows: tuple[Row, ...]
    table: GameTable
    parts: tuple[Part, ...]

    @property
    def players(self) -> tuple[Shown, ...]:
        """The players' names."""
        return tuple(map(label, self.solution.game.players))

    @property
    def more(self) -> int:
        """Equilibria that are not listed."""
        return len(self.solution.equilibria) - len(self.rows)


def game_parts(
    solution: Solution,
    *,
    perfect: Sequence[bool | None] = (),
    proper: Sequence[bool | None] = (),
    seconds: float | None = None,
) -> GameParts:
    """Everything about a solved game that pages show.

    Parameters
    ----------
    perfect, proper : sequence of bool or None
        For each equilibrium whether it is; None where it is open, empty where it was not asked.
    seconds : float, optional
        After which no further selection rule is begun.
    """
    refined = refinements(solution, perfect, proper)
    kept = kept_by_rules(solution, refined, seconds=seconds)
    chosen = {k for own in kept if len(own.choice.kept) <= MOST_KEPT for k in own.choice.kept}
    positions = listed(solution, chosen)
    shown_rows = rows(solution, refined, positions)
    return GameParts(solution, refined, kept, positions, shown_rows, game_table(solution), parts(solution, refined))


def game_page(found: GameParts, provenance: Mapping[str, Any], *, title: str = "", message: str = "") -> Page:
    """The page of a game.

    Parameters
    ----------
    provenance : mapping
        See :func:`selten.report.provenance.provenance`.
    title : str
        By default the game's own.
    message : str
        How complete the list is; by default the sentence of the status.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> hunt = solve(NormalForm.of([[[9, 0], [8, 7]], [[9, 8], [0, 7]]], title="Stag hunt"))
    >>> page = game_page(game_parts(hunt), {"input_sha256": "", "versions": {}})
    >>> page.title, page.answers[0], [section.title for section in page.sections][:2]
    ('Stag hunt', '3 extreme equilibria in 3 components, proven to be all.', ['The game', 'Equilibria'])
    """
    game = found.solution.game
    return Page(
        title or label(game.title.strip() or "A game").text,
        asked(game),
        (headline(found.solution), *expected(found.solution, found.kept), *_caveat(found.solution, message)),
        facts(found.solution),
        game_sections(found),
        provenance,
        game_data(found),
    )


def asked(game: NormalForm) -> str:
    """What the input is, and what was asked about it."""
    sizes = " × ".join(map(str, game.counts))
    kinds = {"exact": "exact payoffs", "float": "payoffs in floating point", "enclosed": "payoffs known by bounds"}
    what = "all extreme equilibria" if len(game.players) == 2 else "all pure equilibria"
    return f"A game of {plural(len(game.players), 'player')}, {sizes}, with {kinds[game.kind]}: what are {what}?"


def headline(solution: Solution) -> str:
    """How many equilibria there are, and how that is known."""
    count = len(solution.equilibria)
    pure = sum(e.profile.is_pure for e in solution.equilibria)
    if solution.status is Status.COMPLETE and len(solution.game.players) == 2:
        where = plural(len(solution.components), "component")
        return f"{plural(count, 'extreme equilibrium', 'extreme equilibria')} in {where}, proven to be all."
    if not count:
        return solution.status.value
    if count == pure:
        return f"{plural(count, 'pure equilibrium', 'pure equilibria')} found, each with its certificate."
    return f"{plural(count, 'equilibrium', 'equilibria')} found, {pure} of them pure, each with its certificate."


def _caveat(solution: Solution, message: str) -> list[str]:
    text = message or solution.status.value
    return [] if (solution.status is Status.COMPLETE and not solution.note) or not solution.equilibria else [text]


def facts(solution: Solution) -> list[tuple[str, Shown]]:
    """A few figures for the head of the page."""
    pure = sum(e.profile.is_pure for e in solution.equilibria)
    found = [
        ("status", Shown(solution.status.name.lower().replace("_", " "), solution.status.value)),
        ("equilibria", Shown(f"{len(solution.equilibria):,}")),
        ("of them pure", Shown(f"{pure:,}")),
    ]
    if solution.components:
        found.append(("components", Shown(f"{len(solution.components):,}")))
    if solution.nash_subsets:
        found.append(("Nash subsets", Shown(f"{len(solution.nash_subsets):,}")))
    return found


def game_sections(found: GameParts) -> tuple[Section, ...]:
    """The sections of a game, those with nothing to show left out."""
    solution = found.solution
    drawings = game_drawings(solution, found.refined)
    sections = [Section("game", "The game", (Block("game_table", found.table), *drawings.of_game))]
    if found.rows:
        sections.append(Section("equilibria", "Equilibria", (Block("equilibria", found), *drawings.of_equilibria)))
    if found.parts:
        note: tuple[Text, ...] = ()
        if len(solution.components) > MOST_COMPONENTS:
            note = (Text(f"The first {MOST_COMPONENTS} of {len(solution.components):,} components are shown.", True),)
        blocks = (Text(_STRUCTURE, True), *note, *drawings.of_structure, Block("structure", found))
        sections.append(Section("structure", "Components and Nash subsets", blocks))
    if found.kept:
        sections.append(Section("selection", "What each rule keeps", (selection_table(found),)))
    if found.rows:
        sections.append(Section("certificates", "Certificates", (_certificates(solution),)))
    return tuple(sections)


_STRUCTURE = (
    "A Nash subset is a maximal set in which every combination of the players' own mixtures is an equilibrium; subsets "
    "that touch form a component. The index of a component says how it survives small changes of the payoffs: not 0 "
    "means that every nearby game has an equilibrium near it. The indices add up to +1."
)


def selection_table(found: GameParts) -> Table:
    """Each rule with what it keeps and why."""
    total = len(found.solution.equilibria)
    body = []
    for own in found.kept:
        choice = own.choice
        kept = _positions(choice.kept, total) if choice.decided or choice.kept else "open"
        kept += "" if choice.decided or not choice.kept else ", maybe more"
        body.append(words(own.name, Shown(kept), choice.reason))
    return Table("Selection rules and the equilibria that they keep, by number", ("rule", "keeps", "why"), tuple(body))


def _positions(kept: Sequence[int], total: int) -> str:
    if not kept:
        return "none"
    if len(kept) == total and total > 1:
        return f"all {total:,}"
    runs = _runs(kept)
    text = ", ".join(runs[:MOST_KEPT])
    counted = f" ({len(kept):,})" if len(kept) > 6 else ""
    return text + (" and so on" if len(runs) > MOST_KEPT else "") + counted


def _runs(positions: Sequence[int]) -> list[str]:
    """Ascending positions with runs of three or more written by their ends."""
    found: list[list[int]] = []
    for k in positions:
        if found and k == found[-1][-1] + 1:
            found[-1].append(k)
        else:
            found.append([k])
    return [word for own in found for word in ([f"{own[0]}–{own[-1]}"] if len(own) > 2 else map(str, own))]


def _certificates(solution: Solution) -> Table:
    """One row for each kind of certificate: what it says of how many equilibria."""
    groups: dict[tuple[str, bool], list[Any]] = {}
    for equilibrium in solution.equilibria:
        own = equilibrium.certificate
        groups.setdefault((own.kind, own.exact), []).append(own.regret)
    body = []
    for (kind, exact), regrets in groups.items():
        worst = shown(max(regrets, key=float))
        what = "exact" if exact else "proven upper bound"
        over = {"strategies": "all pure strategies", "grid": "all prices of the grid", "continuum": "all real prices"}
        body.append(words(Shown(f"{len(regrets):,}", "", True), over.get(kind, kind), worst, what))
    caption = "The largest gain that anybody has by deviating, recomputed from the game and the profile alone"
    return Table(caption, ("equilibria", "deviations tried", "largest regret", "how it is known"), tuple(body))


def game_data(found: GameParts) -> dict[str, Any]:
    """What the script of the page knows of each equilibrium: its supports and its component."""
    home = {row.number: row.component for row in found.rows}
    return {
        "equilibria": {
            str(k): {"s": [list(own) for own in found.solution.equilibria[k].profile.supports], "c": home[k]}
            for k in found.positions
        }
    }
