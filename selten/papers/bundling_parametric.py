"""Theorem 1 of the bundling paper as a proof for all valuations: Table 1 with symbols for its profits.

The proof is from the entries of Table 1 and from ``RELATIONS``, the order relations between them that hold in every
market; it covers every market whose price games pay what Table 1 says (Proposition 1, whose Lemmas 1 to 4 the paper
proves for pure prices only). Nothing numerical enters.

That pi_b:1 > pi_1^Delta wherever pi_1:b > 0 is not among the relations. It holds if valuations have a bounded density,
by the following argument. A rival that earns pi_1:b > 0 never asks less than that for its component. Let p be the best
price of the shifted monopolist, which sells with probability P > 0. The bundle at p + h, with h < pi_1:b, loses of
these buyers only some with v_1 < h and p - Delta <= v_2 < p - Delta + h, whose mass is of order h^2. So it earns at
least (p + h)(P - c h^2), which is more than pi_1^Delta = p P for small h. The same holds with product 2 and pi_1:2b.
Where valuations have atoms at zero it can fail: ``TWO_TYPES``.
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
from selten.equilibria.pure import pure_equilibria
from selten.games.bundling import OFFERINGS
from selten.papers.bundling_markets import (
    COMPETITIVE,
    CONTINUOUS,
    DIFFERENTIATED,
    MIXED_DIFFERENTIATED,
    MONOPOLY,
    PURE_DIFFERENTIATED,
    SYMBOLS,
    Pair,
    Run,
    table_one,
)
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
            "Text before Theorem 1" if listed is ALSO else "Theorem 1",
            f"{text} an equilibrium in every market{' exactly under the condition printed' if conditions else ''}.",
            printed,
            "confirmed",
            partial(_item, listed=listed, conditions=conditions),
        )
        for slug, text, printed, listed, conditions in rows
    ]


def _item(run: Run, listed: Collection[Pair], conditions: tuple[str, ...]) -> Result:
    """The profiles are equilibria exactly under the conditions, in all markets: proofs by multipliers both ways."""
    game = symbolic()
    wanted = tuple(relation for text in conditions for relation in relations(text))
    verdict, shown = "sometimes" if wanted else "always", list(map(str, wanted))
    found = [pure_status(game, profile) for profile in numbers(listed)]
    holds = all(status.verdict == verdict and list(map(str, status.conditions)) == shown for status in found)
    evidence = _sufficient(game, found)
    used = sorted({str(r) for proof in evidence for r, _ in proof.parts} & {str(r) for r in game.assumptions})
    certificate = {
        "kind": "Farkas multipliers",
        "pairs": sorted(listed),
        "exactly_if": shown or "always",
        "proofs": list(map(str, evidence)),
        "relations_used": used,
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
            "bundling/theorem-1/parametric-complete",
            where,
            "With Delta > 0 there are no other pure equilibria, whatever the valuations.",
            "the equilibria are",
            "refuted",
            partial(_list, case=COMPLEMENTARY, listed=LISTED),
        ),
        Claim(
            "bundling/theorem-1/parametric-complete-without-complementarity",
            "Text before Theorem 1",
            "With Delta = 0 there is one more pure equilibrium, (110, 110), and no other, whatever the valuations.",
            "Table 2 shows one more equilibrium",
            "refuted",
            partial(_list, case=NOT_COMPLEMENTARY, listed=LISTED | ALSO),
        ),
        Claim(
            "bundling/theorem-1/parametric-two-types",
            where,
            "With Delta > 0 and a rival that earns something against every bundler there are no other equilibria.",
            "the equilibria are",
            "refuted",
            _two_types,
        ),
    ]


def _list(run: Run, case: tuple[str, ...], listed: Collection[Pair]) -> Result:
    """The weakest conditions under which the list is complete: none of the exceptions holds."""
    game, profiles = symbolic(case), numbers(listed)
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


TWO_TYPES: Mapping[str, Fraction] = {
    "1": Fraction(1, 2),
    "b": Fraction(3, 2),
    "1b": Fraction(3, 2),
    "12b": Fraction(3, 2),
    "1+delta": Fraction(3, 4),
    "b|1": Fraction(3, 4),
    "1|b": Fraction(1, 8),
    "2b|1": Fraction(3, 4),
    "1|2b": Fraction(1, 8),
    "delta": Fraction(1, 2),
}
"""The profits where half of the consumers value the components at (1, 0), half at (0, 1), and Delta = 1/2.

The bundler has the second half to itself at prices up to 3/2 and so earns at least 3/4; the first half is contested
(:func:`two_types_prices`). No price equilibrium pays otherwise. The bundler never asks less than 3/4, so that the rival
earns at least 1/8 just below 1/4. Hence the rival's dearest price is below the bundler's dearest, at which the bundler
has only its own half: 3/4. If the rival never asked 1/4 or less, the bundler would earn more; so it earns at most 1/8.
Component 2 adds nothing: at p_b - 1/2 or more nobody buys it, below that its buyers are those who would pay more for
the bundle, or p_b is beyond 3/2 and everything sold is component 2, for 1/2 at most."""


def two_types_prices(share: Fraction) -> tuple[Fraction, Fraction]:
    """What bundler and rival earn in the mixed price equilibrium at one price of each, in exact arithmetic.

    With t = p_b - 1/2 on [1/4, 1]: the rival asks at least t with probability 3 / (2 t + 1) - 1, and the bundler more
    than p with probability 1 / (4 p) for p < 1 (and 1 with the rest). The bundle at t sells to the half it has for
    itself, and to the other half if the rival asks at least t (ties favour the bundle).

    Examples
    --------
    >>> two_types_prices(Fraction(1, 3))
    (Fraction(3, 4), Fraction(1, 8))
    """
    t = Fraction(1, 4) + Fraction(3, 4) * share
    rival_asks_more = 3 / (2 * t + 1) - 1
    bundler = (t + Fraction(1, 2)) * (Fraction(1, 2) + rival_asks_more / 2)
    rival = t / 2 * (1 / (4 * t))
    return bundler, rival


def _two_types(run: Run) -> Result:
    earned = {two_types_prices(Fraction(k, 40)) for k in range(40)}
    consistent = earned == {(TWO_TYPES["b|1"], TWO_TYPES["1|b"])}
    game = table_one(TWO_TYPES)
    extra = set(pairs(pure_equilibria(game))) - LISTED
    values = {NAMES[name]: value for name, value in TWO_TYPES.items()}
    inside = all(r.at(values) for r in symbolic(COMPLEMENTARY).assumptions)
    certificate = {
        "kind": "game",
        "market": "valuations (1, 0) and (0, 1), mass 1/2 each, Delta 1/2",
        "profits": values,
        "others": sorted(extra),
        "prices_checked_exactly": 40,
        "relations_hold": inside,
        "with_a_bounded_density": "pi_b:1 > pi_1^Delta follows from pi_1:b > 0, so that this exception does not occur",
    }
    text = f"types (1, 0) and (0, 1), Delta = 1/2: pi_1:b = 1/8, pi_b:1 = pi_2b:1 = pi_1^Delta, and {min(extra)} is one"
    return judged(not (extra and inside and consistent), text, certificate)
