"""The page of a bundling market: profits with their proofs, prices, the offering game and what selection rules keep."""

from collections.abc import Mapping
from typing import Any

from selten.equilibria.bundling.offering import MarketSolution
from selten.games.bundling import OFFERINGS
from selten.report.bundling import bundling_record
from selten.report.bundling_tables import regret_text
from selten.report.page.drawings import market_drawings
from selten.report.page.game import GameParts, facts, game_data, game_parts, game_sections, headline
from selten.report.page.numbers import Shown, plain, shown
from selten.report.page.offering_table import offering_table
from selten.report.page.parts import Block, Page, Section, Table, Text, words
from selten.report.page.rules import expected

Json = Mapping[str, Any]

_OFFERINGS = (
    "An offering is written as three digits: whether component 1, component 2 and the bundle are sold; 001 sells the "
    "bundle alone. A profit b|1 is that of the firm with the bundle against a rival with component 1, and 1|b is the "
    "rival's."
)


def market_page(
    solved: MarketSolution, provenance: Mapping[str, Any], *, title: str = "", seconds: float | None = None
) -> Page:
    """The page of a solved market.

    Parameters
    ----------
    provenance : mapping
        See :func:`selten.report.provenance.provenance`.
    title : str
    seconds : float, optional
        After which no further selection rule of the offering game is begun.
    """
    record = bundling_record(solved)
    found = None if solved.solution is None else _offering_game(solved, record, seconds)
    curves, densities = market_drawings(solved)
    sections = [
        Section("profits", "Profits of the price games", (Text(_OFFERINGS, True), profit_table(record))),
    ]
    if curves or densities:
        sections.append(Section("prices", "Prices", (*curves, *densities)))
    if found is not None:
        sections += game_sections(found)
    else:
        sections.append(Section("game", "The offering game", (Block("game_table", offering_table(solved)),)))
    sections.insert(0, Section("expected", "Which offerings to expect", (selection_table(record),)))
    if record["notes"]:
        sections.append(
            Section("notes", "Notes", tuple(Text(f"{note[0].upper()}{note[1:]}.") for note in record["notes"]))
        )
    return Page(
        title or "A bundling market",
        _asked(solved),
        (*_answers(record, found),),
        _facts(record, found),
        tuple(sections),
        provenance,
        {} if found is None else game_data(found),
    )


def _offering_game(solved: MarketSolution, record: Json, seconds: float | None) -> GameParts:
    """The offering game with the refinements that the record already decides."""
    solution = solved.solution
    assert solution is not None
    from selten.selection.trembling import TremblingHand

    choice = TremblingHand()(solution)
    kept = set(choice.kept)
    perfect = [k in kept if choice.decided else None for k in range(len(solution.equilibria))]
    return game_parts(solution, perfect=perfect, proper=_proper(solved, record), seconds=seconds)


def _proper(solved: MarketSolution, record: Json) -> list[bool | None]:
    """What the record knows of the pure ones; the mixed ones are open."""
    known = record["selection"]["proper"] or {"yes": [], "no": []}
    answers = {tuple(pair): True for pair in known["yes"]} | {tuple(pair): False for pair in known["no"]}
    assert solved.solution is not None
    found: list[bool | None] = []
    for equilibrium in solved.solution.equilibria:
        pair = tuple(OFFERINGS[own[0]] for own in equilibrium.profile.supports)
        found.append(answers.get(pair) if equilibrium.profile.is_pure else None)
    return found


def _asked(solved: MarketSolution) -> str:
    market = solved.market
    alike = "alike in both components" if market.valuations.symmetric else "different in the two components"
    delta = shown(market.complementarity).text
    return (
        f"Two firms that may sell two components and their bundle, to consumers {alike}, with complementarity {delta}: "
        "which products does each offer, and at which prices?"
    )


def _answers(record: Json, found: GameParts | None) -> list[str]:
    if found is None:
        names = ", ".join(record["undecided"])
        return [f"Some comparisons are open, because bounds overlap: {names}."]
    kept = record["selection"]
    answers = ["The offering game has " + _lower(headline(found.solution))]
    answers += expected(found.solution, found.kept)
    if kept["perfect"] is not None:
        answers.append(f"Trembling-hand perfect among the pure ones: {pairs(kept['perfect'])}.")
    if kept["sequential_entry"] is not None:
        answers.append(
            f"With entry in turn (leader, follower) and small costs of products: {pairs(kept['sequential_entry'])}."
        )
    return answers


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _facts(record: Json, found: GameParts | None) -> list[tuple[str, Shown]]:
    if found is None:
        return [("undecided profits", Shown(str(len(record["undecided"]))))]
    return facts(found.solution)


def profit_table(record: Json) -> Table:
    """Each profit with its exact form, its prices, and how it is known."""
    body = []
    for name, value in record["payoffs"].items():
        prices = ", ".join(f"{k} {shown(v).text}" for k, v in record["prices"][name].items() if v is not None)
        form = record["exact_forms"].get(name, "")
        body.append(words(name, shown(value), Shown(form), prices or "–", proof(record, name)))
    return Table(
        "Equilibrium profits of the price games",
        ("profit", "value", "exact form", "prices", "how it is known"),
        tuple(body),
    )


def proof(record: Json, name: str) -> str:
    """How a profit is known, in a few words."""
    equal = record["equal"].get(name)
    certificate = record["certificates"].get(name)
    parts = [f"equals {equal.replace('2*1', 'twice 1')}"] if equal else []
    if certificate is not None:
        parts.append(
            f"{regret_text(certificate['regret'], '≤')} over all prices"
            if certificate["pure"] and certificate["kind"] == "continuum"
            else f"{regret_text(certificate['regret'], '≤')} on the {certificate['kind']}"
            if certificate["pure"]
            else certificate["reason"]
        )
    return "; ".join(parts)


def selection_table(record: Json) -> Table:
    """What each of the paper's selection rules keeps among the pure equilibria."""
    kept = record["selection"]
    worse = kept["pareto_dominated"]
    dominated = None if worse is None else sorted({tuple(entry["equilibrium"]) for entry in worse})
    entries: list[tuple[str, Any]] = [
        ("offerings not weakly dominated", kept["undominated"]),
        ("offerings left by iterated weak dominance", kept["iterated_weak_dominance"]),
        ("trembling-hand perfect", kept["perfect"]),
        ("proper", kept["proper"] and kept["proper"]["yes"]),
        ("Pareto-dominated by another equilibrium", dominated),
        ("survives entry in turn (leader, follower)", kept["sequential_entry"]),
    ]
    if kept["proper"] and kept["proper"]["undecided"]:
        entries.insert(4, ("proper or not is open", kept["proper"]["undecided"]))
    return Table(
        "Among the pure equilibria (firm 1, firm 2)",
        ("rule", "keeps"),
        tuple(words(n, plain(pairs(e))) for n, e in entries),
    )


def pairs(entries: Any) -> str:
    """Offerings, or pairs of them, in one line.

    Examples
    --------
    >>> pairs(["100", "001"]), pairs([["111", "000"]]), pairs(None), pairs([])
    ('100, 001', '(111, 000)', 'open', 'none')
    """
    if entries is None:
        return "open"
    return ", ".join(e if isinstance(e, str) else f"({', '.join(e)})" for e in entries) or "none"
