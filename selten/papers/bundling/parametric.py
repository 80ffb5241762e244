"""Theorem 1 of the bundling paper as a proof for all valuations: Table 1 with symbols for its profits.

The proof is from the entries of Table 1 and from ``RELATIONS``, the order relations between them that hold in every
market; it covers every market whose price games pay what Table 1 says (Proposition 1, whose Lemmas 1 to 4 the paper
proves for pure prices only). Nothing numerical enters.

That pi_b:1 > pi_1^Delta wherever pi_1:b > 0 is not among the relations. It holds if valuations have a bounded density,
by the following argument. A rival that earns pi_1:b > 0 never asks less than that for its component. Let p be the best
price of the shifted monopolist, which sells with probability P > 0. The bundle at p + h, with h < pi_1:b, loses of
these buyers only some with v_1 < h and p - Delta <= v_2 < p - Delta + h, whose mass is of order h^2. So it earns at
least (p + h)(P - c h^2), which is more than pi_1^Delta = p P for small h. The same holds with product 2 and pi_1:2b.
Where valuations have atoms at zero it can fail: :mod:`selten.papers.bundling.two_types`.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cache, partial
from typing import Any

from selten.equilibria.parametric.complete import completeness_proofs, exceptions
from selten.equilibria.parametric.farkas import Contradiction
from selten.equilibria.parametric.form import Relation, relations
from selten.equilibria.parametric.game import ParametricGame, Profile
from selten.equilibria.parametric.regions import pure_regions
from selten.equilibria.parametric.status import PureStatus, proofs, pure_status
from selten.games.bundling import OFFERINGS
from selten.papers.bundling.markets import (
    COMPETITIVE,
    CONTINUOUS,
    DIFFERENTIATED,
    MIXED_DIFFERENTIATED,
    MONOPOLY,
    PURE_DIFFERENTIATED,
    SYMBOLS,
    Pair,
    Run,
)
from selten.papers.bundling.theorem import ORDERS, listed
from selten.papers.claim import Claim, Result, judged

NAMES: Mapping[str, str] = {
    "0": "0",
    "1": "pi_1",
    "2*1": "2*pi_1",
    "b": "pi_b",
    "1b": "pi_1b",
    "12b": "pi_12b",
    "1+delta": "pi_1_shifted",
    "b|1": "pi_b_vs_1",
    "1|b": "pi_1_vs_b",
    "2b|1": "pi_2b_vs_1",
    "1|2b": "pi_1_vs_2b",
    "delta": "Delta",
}
"""A symbol for each profit of Table 1."""

RELATIONS: tuple[tuple[str, str], ...] = (
    ("0 < pi_1", "section 3: valuations are positive, so some price sells"),
    ("0 <= pi_1_vs_b", "price 0 earns 0"),
    ("0 <= pi_1_vs_2b", "price 0 earns 0"),
    ("0 <= Delta", "section 3"),
    ("Delta <= pi_b", "proof of Lemma 3: everybody buys the bundle at Delta"),
    ("Delta <= pi_1_shifted", "everybody buys at Delta"),
    ("pi_1 <= pi_1_shifted", "section 4: the same price sells at least as much"),
    ("2*pi_1 <= pi_12b", "Lemma 5: price the bundle out"),
    ("pi_b <= pi_1b <= pi_12b", "Lemma 5 and the text before: price a component out"),
    ("pi_1_shifted <= pi_b_vs_1", "Lemma 5, proved for mixed prices too"),
    ("pi_1_shifted <= pi_2b_vs_1", "Lemma 5, proved for mixed prices too"),
)
"""What is known of the profits of every market, and from where; all of it proved."""

COMPLEMENTARY = ("0 < Delta",)
NOT_COMPLEMENTARY = ("Delta == 0", "pi_1_shifted == pi_1")
"""The two cases: without complementarity the shifted monopolist is the monopolist, by definition."""

STRICT = ("0 < pi_1_vs_b", "0 < pi_1_vs_2b", "2*pi_1_shifted < pi_b_vs_1 + pi_2b_vs_1")
"""With these the list is complete for Delta > 0. The last says that not both are equal, as neither sum is smaller."""

EXACTLY = ", exactly under the condition printed"

ALSO = frozenset({("110", "110")})
LISTED = frozenset(MONOPOLY | COMPETITIVE | DIFFERENTIATED)


@cache
def symbolic(case: tuple[str, ...] = ()) -> ParametricGame:
    """Table 1 for all markets, or for those of a case.

    Examples
    --------
    >>> game = symbolic()
    >>> game.counts, len(game.symbols), str(game.payoffs[0, 4, 1])
    ((8, 8), 10, 'pi_b_vs_1')
    """
    own = [[NAMES[symbol] for symbol in row] for row in SYMBOLS]
    payoffs = [own, [list(column) for column in zip(*own, strict=True)]]
    assumptions = [text for text, _ in RELATIONS] + list(case)
    return ParametricGame.of(payoffs, assumptions, strategies=[OFFERINGS, OFFERINGS])


def numbers(pairs: Collection[Pair]) -> list[Profile]:
    """Pairs of offerings as profiles, ascending."""
    return sorted((OFFERINGS.index(a), OFFERINGS.index(b)) for a, b in pairs)


def pairs(profiles: Collection[Profile]) -> list[Pair]:
    """Profiles as pairs of offerings."""
    return [(OFFERINGS[i], OFFERINGS[j]) for i, j in sorted(profiles)]


def claims() -> list[Claim]:
    """The claims: each item of the theorem, then whether the list is complete."""
    return [*_items(), *_complete()]


def _items() -> list[Claim]:
    rows: list[tuple[str, str, str, Collection[Pair], tuple[str, ...]]] = [
        ("monopoly", "All three products against nothing is", "(1,1,1) and (0,0,0)", MONOPOLY, ()),
        ("competitive-duopoly", "Components at both firms with a bundle is", "z_ib + z_-i,b >= 1", COMPETITIVE, ()),
        (
            "pure-differentiated",
            "The bundle against one component is",
            "if pi_b:1 >= pi_2b:1",
            PURE_DIFFERENTIATED,
            ("pi_2b_vs_1 <= pi_b_vs_1",),
        ),
        (
            "mixed-differentiated",
            "The bundle and a component against the other one is",
            "if pi_b:1 <= pi_2b:1",
            MIXED_DIFFERENTIATED,
            ("pi_b_vs_1 <= pi_2b_vs_1",),
        ),
        ("components-only", "Both components at both firms, no bundle, is", "because Delta = 0", ALSO, ("Delta == 0",)),
    ]
    return [
        Claim(
            f"bundling/theorem-1/parametric-{slug}",
            "Text before Theorem 1" if claimed is ALSO else "Theorem 1",
            f"{text} an equilibrium in every market with Table 1's payoffs{EXACTLY if conditions else ''}.",
            printed,
            "confirmed",
            partial(_item, claimed=claimed, conditions=conditions),
        )
        for slug, text, printed, claimed, conditions in rows
    ]


def _item(run: Run, claimed: Collection[Pair], conditions: tuple[str, ...]) -> Result:
    """The profiles are equilibria exactly under the conditions, in all markets: proofs by multipliers both ways."""
    game = symbolic()
    wanted = tuple(relation for text in conditions for relation in relations(text))
    verdict, shown = "sometimes" if wanted else "always", list(map(str, wanted))
    found = [pure_status(game, profile) for profile in numbers(claimed)]
    holds = all(status.verdict == verdict and list(map(str, status.conditions)) == shown for status in found)
    evidence = _sufficient(game, found)
    used = {str(relation) for proof in evidence for relation, _ in proof.parts}
    certificate = {
        "kind": "Farkas multipliers",
        "pairs": sorted(claimed),
        "exactly_if": shown or "always",
        "proofs": list(map(str, evidence)),
        "relations_used": {str(r): why for text, why in RELATIONS for r in relations(text) if str(r) in used},
    }
    text = f"{'exactly if ' + ' and '.join(shown) if shown else 'always'}, by {len(evidence)} proofs"
    return judged(holds and all(proof.holds() for proof in evidence), text, certificate)


def _sufficient(game: ParametricGame, found: Sequence[PureStatus]) -> list[Contradiction]:
    """That each profile is an equilibrium under its conditions; that it needs them, the status says."""
    evidence: list[Contradiction] = []
    for status in found:
        narrowed = ParametricGame.of(game.payoffs, [*game.assumptions, *status.conditions])
        evidence += proofs(narrowed, pure_status(narrowed, status.profile))
    return list(dict.fromkeys(evidence))


def _complete() -> list[Claim]:
    where = "Theorem 1"
    return [
        Claim(
            "bundling/theorem-1/parametric-proof",
            where,
            "With Delta > 0, rivals of bundlers that earn something, and a bundler against a component that earns more "
            "than the shifted monopolist, the list is complete whatever the valuations.",
            "the equilibria are",
            "confirmed",
            _proof,
        ),
        Claim(
            "bundling/theorem-1/parametric-complete",
            where,
            "With Delta > 0 there are no other pure equilibria, whatever the valuations.",
            "the equilibria are",
            "refuted",
            partial(_list, case=COMPLEMENTARY, claimed=LISTED),
        ),
        Claim(
            "bundling/theorem-1/parametric-complete-without-complementarity",
            "Text before Theorem 1",
            "With Delta = 0 there is one more pure equilibrium, (110, 110), and no other, whatever the valuations.",
            "Table 2 shows one more equilibrium",
            "refuted",
            partial(_list, case=NOT_COMPLEMENTARY, claimed=LISTED | ALSO),
        ),
    ]


def _proof(run: Run) -> Result:
    """Under the weakest conditions: no exceptions are left, and the regions have the lists of the three orders."""
    case, profiles = (*COMPLEMENTARY, *STRICT), numbers(LISTED)
    game = symbolic(case)
    evidence, regions = completeness_proofs(game, profiles), pure_regions(game)
    lists = {order: numbers(listed(order)) for order in ORDERS}
    matched = sorted(order for order, wanted in lists.items() for r in regions.regions if list(r.equilibria) == wanted)
    holds = (
        not exceptions(game, profiles) and regions.complete and matched == sorted(lists) and len(regions.regions) == 3
    )
    certificate = {
        "kind": "Farkas multipliers",
        "conditions": [*case],
        "proofs": len(evidence),
        "regions": [
            {"equilibria": len(r.equilibria), "if": list(map(str, r.parts[0].conditions)), "witness": r.witness}
            for r in regions.regions
        ],
    }
    counts = ", ".join(str(len(region.equilibria)) for region in regions.regions)
    text = f"{len(evidence)} proofs that nothing else is one; {counts} equilibria by the order of pi_b:1 and pi_2b:1"
    return judged(holds and all(proof.holds() for proof in evidence), text, certificate)


def _list(run: Run, case: tuple[str, ...], claimed: Collection[Pair]) -> Result:
    """The weakest conditions under which the list is complete: none of the exceptions holds."""
    game, profiles = symbolic(case), numbers(claimed)
    off, evidence = exceptions(game, profiles), completeness_proofs(game, profiles)
    regions = pure_regions(game)
    good = [region for region in regions.regions if set(region.equilibria) <= set(profiles)]
    unless = [" and ".join(map(str, exception.conditions)) for exception in off]
    certificate = {
        "kind": "Farkas multipliers",
        "complete_unless": unless,
        "proofs": len(evidence),
        "proofs_hold": all(proof.holds() for proof in evidence),
        "regions": len(regions.regions),
        "regions_complete": regions.complete,
        "regions_with_the_list_only": [_shown(len(region.equilibria), region.witness) for region in good],
        "exceptions": [
            {"conditions": list(map(str, o.conditions)), "pairs": pairs(o.everywhere), "witness": o.witness}
            for o in off
        ],
        "markets": {text: _markets(run, o.conditions, case) for text, o in zip(unless, off, strict=True)},
    }
    text = f"complete exactly unless {'; or '.join(unless)}; {len(regions.regions)} regions, {len(evidence)} proofs"
    return judged(not off and regions.complete, text, certificate)


def _shown(count: int, witness: Mapping[str, Fraction]) -> dict[str, Any]:
    return {"equilibria": count, "witness": witness}


def _markets(run: Run, conditions: Sequence[Relation], case: tuple[str, ...]) -> list[str]:
    """The computed markets of the case in which an exception is proven to hold."""
    found = []
    for name in CONTINUOUS:
        if (run.solved(name).market.delta > 0) != (case == COMPLEMENTARY):
            continue
        values = {symbol: run.number(name, entry) for entry, symbol in NAMES.items() if symbol in symbolic().symbols}
        if all(relation.at(values) for relation in conditions):
            found.append(name)
    return found
