"""The record of a solved bundling market: what ``selten bundling --json`` prints."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from selten.equilibria.bundling.cell_check import check_cells
from selten.equilibria.bundling.offering import MarketSolution, Surplus
from selten.equilibria.bundling.profit import TIME_IS_UP, Profit
from selten.equilibria.dominance import iterated_elimination, undominated
from selten.equilibria.prices.lifting_json import lifted_json
from selten.games.bundling import OFFERINGS, BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.enclosed import Undecided
from selten.games.number import number_text
from selten.games.profile import Profile
from selten.selection.entry import sequential_entry
from selten.selection.payoff import pareto_dominated
from selten.selection.proper import Proper
from selten.selection.trembling import trembling_hand

T = TypeVar("T")
Json = dict[str, Any]

PRODUCTS = tuple(offering.count("1") for offering in OFFERINGS)
"""How many products each offering has: its cost in units of gamma."""

SYMMETRIC_NAMES = ("1", "b", "1b", "12b", "1+delta", "b|1", "1|b", "2b|1", "1|2b")
OTHER_NAMES = ("2", "2b", "2+delta", "b|2", "2|b", "1b|2", "2|1b")

LONGEST_FORM = 160
"""Exact forms longer than this many characters are left out: the number says more."""


def bundling_record(solved: MarketSolution) -> Json:
    """Everything that is known of a market, as the JSON of the command line has it."""
    names = SYMMETRIC_NAMES if solved.market.valuations.symmetric else SYMMETRIC_NAMES + OTHER_NAMES
    shown = [name for name in solved.profits if name in names or "~" in name]
    order = [n for n in names if n in shown] + [n for n in shown if n not in names]
    profits = {name: solved.profits[name] for name in order}
    return {
        "symmetric": solved.market.valuations.symmetric,
        "complementarity": number_text(solved.market.complementarity),
        **_profits_record(solved.market, profits),
        "price_distributions": {name: lifted_json(found) for name, found in solved.lifted.items()},
        "price_games": _checks(solved),
        "offerings": list(OFFERINGS),
        "table": [[[_sum(solved, side) for side in cell] for cell in row] for row in solved.names],
        "surplus": {
            "consumer": [[_surplus(x) for x in row] for row in solved.consumer],
            "total": [[_surplus(solved.total(i, j)) for j in range(8)] for i in range(8)],
        },
        "equilibria": _pairs(solved.pure),
        "extreme_equilibria": len(solved.solution.equilibria) if solved.solution else None,
        "components": len(solved.solution.components) if solved.solution else None,
        "undecided": list(solved.undecided),
        "selection": selection_record(solved),
        "notes": _notes(solved),
    }


def _notes(solved: MarketSolution) -> list[str]:
    """What a reader of the numbers should know."""
    notes = []
    if solved.market.complementarity < 0:
        notes.append("the paper assumes a complementarity of at least 0, and its results on price wars rely on it")
    late = [name for name, profit in solved.profits.items() if profit.reason == TIME_IS_UP]
    if late:
        notes.append(
            f"the time was up before these profits were looked for: {', '.join(late)}; they have trivial bounds"
        )
    if any(profit.bracketed for profit in solved.profits.values()):
        notes.append("brackets come from equilibria of price grids: evidence, not proof")
    if solved.lifted:
        notes.append(
            "profits of price distributions are those of the equilibrium found, which is certified over all real "
            "prices; that there is no other is not shown, and the offering game takes these profits"
        )
    if isinstance(solved.market.valuations, Atoms) and min(solved.market.valuations.low) == 0:
        notes.append("atoms at valuation 0 violate the paper's assumption of positive valuations")
    return notes


def _checks(solved: MarketSolution) -> Json:
    """All price games with pure prices, tried against deviations (see :mod:`selten.equilibria.bundling.cell_check`)."""
    checks = check_cells(solved.market, solved.profits)
    return {
        "checked": len(checks),
        "deviations": sum(c.tried for c in checks),
        "largest_gain": max(c.gain for c in checks),
        "largest_gap": max(c.gap for c in checks),
    }


def partial_record(market: BundlingMarket, profits: Mapping[str, Profit]) -> Json:
    """The profits known so far as the JSON of the command line has them; what hangs on all of them is null."""
    due = SYMMETRIC_NAMES if market.valuations.symmetric else SYMMETRIC_NAMES + OTHER_NAMES
    known = {name: profits[name] for name in due if name in profits}
    rest = ("price_games", "table", "surplus", "equilibria", "extreme_equilibria", "components", "selection")
    return {
        "symmetric": market.valuations.symmetric,
        "complementarity": number_text(market.complementarity),
        **_profits_record(market, known),
        "offerings": list(OFFERINGS),
        **dict.fromkeys(rest),
        "undecided": [name for name in due if name not in known],
        "notes": ["interrupted: the profits named in undecided were not computed, nor what hangs on them"],
    }


def _profits_record(market: BundlingMarket, profits: Mapping[str, Profit]) -> Json:
    return {
        "payoffs": {name: profit_json(market, p) for name, p in profits.items()},
        "exact_forms": _exact_forms(profits),
        "equal": {name: p.same_as for name, p in profits.items() if p.same_as != name},
        "prices": {name: dict(p.prices) for name, p in profits.items()},
        "certificates": {name: _certificate(p) for name, p in profits.items()},
    }


def profit_json(market: BundlingMarket, profit: Profit) -> object:
    """A profit as the contract writes it: p/q for atoms, a float, or a bracket."""
    if profit.bracketed:
        return {"low": profit.low, "high": profit.high}
    if isinstance(market.valuations, Atoms) and profit.exact is not None and profit.exact.rational is not None:
        return number_text(profit.exact.rational)
    return profit.value


def selection_record(solved: MarketSolution) -> Json:
    """What each selection rule keeps; None where the bounds leave it open."""
    game, pure = solved.game, solved.pure
    leaders = None
    if (found := _decided(lambda: sequential_entry(game, [PRODUCTS, PRODUCTS]))) is not None:
        leaders = [[OFFERINGS[i], OFFERINGS[j]] for i, j in found]
    left = _decided(lambda: undominated(game)[0])
    rounds = _decided(lambda: iterated_elimination(game).remaining[0])
    return {
        "undominated": None if left is None else [OFFERINGS[i] for i in left],
        "perfect": None if pure is None else _pairs(_decided(lambda: _perfect(solved, pure))),
        "proper": None if pure is None else _proper(solved, pure),
        "pareto_dominated": None if pure is None else _pareto(solved, pure),
        "sequential_entry": leaders,
        "iterated_weak_dominance": None if rounds is None else [OFFERINGS[i] for i in rounds],
    }


def _decided(compute: Callable[[], T]) -> T | None:
    try:
        return compute()
    except Undecided:
        return None


def _perfect(solved: MarketSolution, pure: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    return tuple(pair for pair in pure if trembling_hand(solved.game, Profile.pure((8, 8), pair)).perfect)


def _proper(solved: MarketSolution, pure: tuple[tuple[int, int], ...]) -> Json:
    """The pure equilibria that are proper, those that are not, and those that the bounds leave open."""
    answers = Proper().decide(solved.game, [Profile.pure((8, 8), pair) for pair in pure])
    names = {True: "yes", False: "no", None: "undecided"}
    found: Json = {name: [] for name in names.values()}
    for pair, answer in zip(pure, answers, strict=True):
        found[names[answer.proper]].append(_pair(pair))
    return found


def _pareto(solved: MarketSolution, pure: tuple[tuple[int, int], ...]) -> list[Json] | None:
    pairs = _decided(lambda: pareto_dominated(solved.game, pure))
    if pairs is None:
        return None
    return [{"equilibrium": _pair(worse), "by": _pair(better)} for worse, better in pairs]


def _pair(pair: tuple[int, ...]) -> list[str]:
    return [OFFERINGS[k] for k in pair]


def _pairs(pairs: tuple[tuple[int, int], ...] | None) -> list[list[str]] | None:
    return None if pairs is None else [_pair(pair) for pair in pairs]


def _exact_forms(profits: Mapping[str, Profit]) -> dict[str, str]:
    texts = {name: p.exact.text for name, p in profits.items() if p.exact is not None}
    return {name: text for name, text in texts.items() if len(text) <= LONGEST_FORM}


def _certificate(profit: Profit) -> Json:
    return {
        "regret": profit.regret,
        "kind": profit.kind,
        "exact": False,
        "pure": profit.pure,
        "reason": profit.reason,
    }


def _sum(solved: MarketSolution, names: tuple[str, ...]) -> object:
    """An entry of the table: exact zero, a number, or a bracket."""
    if not names:
        return 0
    if names == ("delta",):
        exact = isinstance(solved.market.valuations, Atoms)
        return number_text(solved.market.complementarity) if exact else solved.market.delta
    if len(names) == 1:
        return profit_json(solved.market, solved.profits[names[0]])
    parts = [solved.profits[name] for name in names]
    if isinstance(solved.market.valuations, Atoms) and all(p.exact is not None for p in parts):
        return number_text(sum(p.exact.rational for p in parts if p.exact is not None and p.exact.rational is not None))
    return sum(p.value for p in parts)


def _surplus(value: Surplus) -> object:
    return {"low": value[0], "high": value[1]} if isinstance(value, tuple) else value
