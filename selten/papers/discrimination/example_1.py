"""Claims on Example 1: its residuals, the distributions that the efficient producer faces, segments and outcome."""

from fractions import Fraction
from itertools import product

from selten.equilibria.discrimination.information import best_information, efficient_masses, prove, surpluses
from selten.equilibria.discrimination.information_lattice import information_game
from selten.equilibria.trees.bayesian import gambit_agent_regret
from selten.games.discrimination import State, least_producer_surplus, monopoly
from selten.games.segmentation import Segment
from selten.papers.claim import Claim, Result, corrected, judged
from selten.papers.discrimination.run import Run

F = Fraction

PROFILES = ((1, 1), (1, 0), (4, 1), (4, 0))
"""(value, cost), in the order of the paper's table."""

TABLE = ((0, 0, -2, -3), (1, 0, -2, -3), (4, 3, 0, 0), (4, 3, 1, 0))
"""The printed residuals: rows own profiles, columns the rival's."""

SEGMENTS = ((F(3, 4), (F(2, 3), F(1, 6), F(1, 6))), (F(1, 4), (F(0), F(1, 2), F(1, 2))))
"""The printed segments of cost 0: share of the consumers, and of these with residuals 1, 3, 4."""

RESIDUALS = (F(1), F(3), F(4))


def claims() -> list[Claim]:
    """Section II.B."""
    return [
        Claim("discrimination/example-1/residuals", "Example 1, first table",
              "The residuals of the sixteen profiles.", "two zeros on the diagonal", "corrected", _table),
        Claim("discrimination/example-1/diagonal", "Example 1",
              "A producer is efficient exactly on and below the diagonal, both on it.", "including and below",
              "confirmed", _diagonal),
        Claim("discrimination/example-1/cost-below-residual", "Example 1",
              "A producer's cost is at most the residual exactly where he is efficient.", "less than the residual",
              "corrected", _weakly),
        Claim("discrimination/example-1/residuals-cost-1", "Example 1, second table",
              "Given an efficient producer of cost 1 the residual is 3 or 4, equally likely.", "1/3; 0, 1/2, 1/2",
              "confirmed", lambda run: _given(run, F(1), F(1, 3), (F(0), F(1, 2), F(1, 2)))),
        Claim("discrimination/example-1/residuals-cost-0", "Example 1, second table",
              "Given an efficient producer of cost 0 the residual is 1, 3 or 4 with 1/2, 1/4, 1/4.",
              "2/3; 1/2, 1/4, 1/4", "confirmed",
              lambda run: _given(run, F(0), F(2, 3), (F(1, 2), F(1, 4), F(1, 4)))),
        Claim("discrimination/example-1/price-cost-1", "Example 1",
              "With cost 1 the best price is 3, and trade is efficient without more information.", "p = 3",
              "confirmed", _cost_1),
        Claim("discrimination/example-1/price-cost-0", "Example 1",
              "With cost 0 the best price is 3, at which consumers of residual 1 are lost.", "p = 3", "confirmed",
              _cost_0),
        Claim("discrimination/example-1/segments-average", "Example 1, third table",
              "The two segments of cost 0 make up the distribution of residuals.", "1/2, 1/4, 1/4", "confirmed",
              _average),
        Claim("discrimination/example-1/segments-prices", "Example 1, third table",
              "Prices 1 and 3 are best in the segments, and 3 is best in both.", "easily verified", "confirmed",
              _best),
        Claim("discrimination/example-1/segments-extremal", "Example 1 and proof of Theorem 1",
              "The segments have the equal profit at every residual that the proof uses.",
              "the construction of BBM", "refuted", _extremal),
        Claim("discrimination/example-1/equal-profiles", "Example 1",
              "Producers of the same profile price at cost, and consumers get all.", "all the surplus", "confirmed",
              _equal),
        Claim("discrimination/example-1/unchanged", "Example 1",
              "The segments leave each producer his surplus: 5/8, and consumers 13/8 of 23/8.", "has not changed",
              "confirmed", _outcome),
        Claim("discrimination/example-1/randomise", "Example 1",
              "Mixing just above cost makes it best to ask the lowest residual (with the corrected distribution).",
              "just so as to", "confirmed", _randomise),
        Claim("discrimination/example-1/lattice", "Example 1",
              "On price lattices the same information has an exact equilibrium with rivals one step above cost "
              "(ours).", "(continuous prices)", "confirmed", _lattice),
    ]  # fmt: skip


def _state(own: tuple[int, int], rival: tuple[int, int]) -> State:
    return State(F(1, 16), (F(own[0]), F(rival[0])), (F(own[1]), F(rival[1])))


def _table(run: Run) -> Result:
    found = [[_state(own, rival).residual(0) for rival in PROFILES] for own in PROFILES]
    wrong = [(i, j) for i, j in product(range(4), repeat=2) if found[i][j] != TABLE[i][j]]
    rows_agree = found[0] == found[1] and found[2] == found[3]
    certificate = {
        "kind": "exact",
        "rows": found,
        "profiles": PROFILES,
        "wrong": [(PROFILES[i], PROFILES[j]) for i, j in wrong],
    }
    fixed = wrong == [(0, 0), (2, 2)] and rows_agree and found[0][0] == found[2][2] == 1
    text = "1 where both have (1, 1) and where both have (4, 1); rows of equal values coincide"
    return corrected(not wrong, fixed, text, certificate)


def _diagonal(run: Run) -> Result:
    efficient = {(i, j) for i, j in product(range(4), repeat=2) if 0 in _state(PROFILES[i], PROFILES[j]).efficient}
    both = all(len(_state(profile, profile).efficient) == 2 for profile in PROFILES)
    holds = both and efficient == {(i, j) for i, j in product(range(4), repeat=2) if j <= i}
    return judged(holds, "in all sixteen profiles", {"kind": "exact"})


def _weakly(run: Run) -> Result:
    states = [_state(own, rival) for own, rival in product(PROFILES, repeat=2)]
    strictly = all((s.costs[0] < s.residual(0)) == (0 in s.efficient) for s in states)
    weakly = all((s.costs[0] <= s.residual(0)) == (0 in s.efficient) for s in states)
    text = "on the diagonal the residual equals the cost"
    return corrected(strictly, weakly, text, {"kind": "counterexample", "both": (4, 0), "residual": F(0), "cost": F(0)})


def _sole(run: Run, cost: Fraction) -> dict[Fraction, Fraction]:
    """The residuals above the cost with their mass, for one producer."""
    return {r: m for r, m in efficient_masses(run.example, 0, cost).items() if r > cost}


def _given(run: Run, cost: Fraction, chance: Fraction, printed: tuple[Fraction, ...]) -> Result:
    own = _sole(run, cost)
    mass, everyone = sum(own.values(), F(0)), sum(sum(_sole(run, c).values(), F(0)) for c in (F(0), F(1)))
    shares = tuple(own.get(r, F(0)) / mass for r in RESIDUALS)
    text = f"{mass / everyone}; {', '.join(map(str, shares))} of residuals 1, 3, 4"
    return judged((mass / everyone, shares) == (chance, printed), text, {"kind": "exact", "mass": mass})


def _cost_1(run: Run) -> Result:
    best, own = monopoly(run.example, 0, F(1)), _sole(run, F(1))
    holds = best.price == 3 == min(own)
    text = f"3 earns {best.profit} and sells to all residuals above cost; 4 earns {3 * own[F(4)]}"
    return judged(holds, text, {"kind": "exact", "profit": best.profit})


def _cost_0(run: Run) -> Result:
    best, own = monopoly(run.example, 0, F(0)), _sole(run, F(0))
    profits = {r: r * sum(m for s, m in own.items() if s >= r) for r in own}
    holds = best.price == 3 and max(profits.values()) == best.profit == profits[F(3)] and min(own) < 3
    return judged(holds, "profits " + ", ".join(f"{p} at {r}" for r, p in sorted(profits.items())), {"kind": "exact"})


def _average(run: Run) -> Result:
    shares = tuple(sum((w * x[k] for w, x in SEGMENTS), F(0)) for k in range(3))
    return judged(shares == (F(1, 2), F(1, 4), F(1, 4)), ", ".join(map(str, shares)), {"kind": "exact"})


def _profits(segment: tuple[Fraction, ...]) -> dict[Fraction, Fraction]:
    return {r: r * sum(segment[k:], F(0)) for k, r in enumerate(RESIDUALS)}


def _best(run: Run) -> Result:
    first, second = (_profits(segment) for _, segment in SEGMENTS)
    holds = max(first.values()) == first[F(1)] == first[F(3)] == 1 and max(second.values()) == second[F(3)] == 3
    return judged(
        holds,
        "1 at prices 1 and 3 of the first, 3 at price 3 of the second",
        {"kind": "exact", "profits": [first, second]},
    )


def _extremal(run: Run) -> Result:
    flat = [len({p for r, p in _profits(x).items() if x[RESIDUALS.index(r)]}) == 1 for _, x in SEGMENTS]
    greedy = all(len({(r - s.cost) * s.segment.demand(r) for r, _ in s.segment.shares}) == 1 for s in run.signals)
    text = "price 4 earns 2/3 < 1 in the first and 2 < 3 in the second; {1: 2/3, 3: 1/12, 4: 1/4} is extremal"
    certificate = {
        "kind": "counterexample",
        "profits": [_profits(x) for _, x in SEGMENTS],
        "greedy segments flat": greedy,
    }
    return judged(all(flat) or not greedy, text, certificate)


def _equal(run: Run) -> Result:
    ties = [s for s in run.signals if s.segment.price == s.cost]
    mass = sum((s.segment.mass for s in ties), F(0))
    verdicts = [v for v in prove(run.example, run.signals).verdicts if v.signal in ties]
    holds = mass == F(1, 4) and all(v.profit == v.best == 0 for v in verdicts)
    return judged(holds, "mass 1/4, profit 0, no price above cost sells", {"kind": "continuum", "mass": mass})


def _outcome(run: Run) -> Result:
    found = [surpluses(run.example, signals) for signals in (run.printed, run.signals)]
    due = (F(5, 8), F(5, 8)), F(13, 8)
    holds = all(own == due for own in found) and least_producer_surplus(run.example) == due[0]
    holds &= run.example.total_surplus == F(23, 8) and best_information(run.example) == run.signals
    certificate = {"kind": "exact", "producer_surplus": due[0], "consumer_surplus": due[1], "total_surplus": F(23, 8)}
    return judged(
        holds, "5/8 each, consumers 13/8, total 23/8, with printed and greedy segments", certificate, value=1.625
    )


def _randomise(run: Run) -> Result:
    proof = prove(run.example, run.printed)
    rows = [(v.signal.cost, _text(v.signal.segment), v.profit, v.best) for v in proof.verdicts]
    text = "regret 0 over all real prices; P(premium > e) = 4/(2 + e) - 1 for {3: 1/2, 4: 1/2} and cost 1"
    return judged(proof.is_equilibrium, text, {"kind": "continuum", "regret": proof.regret, "rows": rows})


def _text(segment: Segment) -> str:
    return ", ".join(f"{r}: {share}" for r, share in segment.shares)


def _lattice(run: Run) -> Result:
    rows, holds = [], True
    for step, control in ((F(1), F(1, 12)), (F(1, 2), F(1, 4)), (F(1, 4), F(1, 2))):
        lattice = information_game(run.example, run.printed, step)
        game = lattice.game
        regrets = game.regret(lattice.strategies), game.regret(lattice.at_cost)
        holds &= regrets == (F(0), control) and game.expected(lattice.strategies) == (F(5, 8), F(5, 8))
        holds &= gambit_agent_regret(game, lattice.strategies) == 0
        rows.append((step, *regrets))
    text = "regret 0 at steps 1, 1/2, 1/4 (Gambit agrees); with rivals exactly at cost 1/12, 1/4, 1/2"
    return judged(holds, text, {"kind": "lattice", "step, regret, regret at cost": rows})
