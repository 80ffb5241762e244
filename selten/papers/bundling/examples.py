"""Claims about Example 1 of the bundling paper, and what they share with Example 2: exact profits and deviations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from selten.equilibria.bundling.deviation import Deviation, best_deviation, pair_profit
from selten.equilibria.prices.lifting import Lifted, lift
from selten.games.bundling import BundlingMarket
from selten.games.consumers.atoms import Atoms
from selten.games.number import number_text
from selten.papers.bundling.markets import EXAMPLE_1, Run
from selten.papers.claim import Claim, Result, judged

Prices = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Stated:
    """Prices that the paper calls an equilibrium, and the profits that it gives."""

    atoms: Atoms
    offerings: tuple[str, str]
    prices: tuple[Prices, Prices]
    profits: tuple[Fraction, Fraction]

    @property
    def market(self) -> BundlingMarket:
        """The example's market: Delta is zero."""
        return BundlingMarket(self.atoms, Fraction(0))

    def earned(self) -> tuple[Fraction, Fraction]:
        """What the prices really pay."""
        bundler, rival = self.prices
        return pair_profit(self.market, bundler, rival), pair_profit(self.market, rival, bundler)

    def deviations(self) -> tuple[Deviation, Deviation]:
        """The best that each firm can do against the other's prices."""
        (a, b), (bundler, rival) = self.offerings, self.prices
        return best_deviation(self.market, a, b, rival), best_deviation(self.market, b, a, bundler)


def prices(**values: str) -> dict[str, Fraction]:
    """Prices given as p1, p2, pb.

    Examples
    --------
    >>> prices(p1="2/3")
    {'1': Fraction(2, 3)}
    """
    return {name[1:]: Fraction(value) for name, value in values.items()}


_ONE_PURE = Stated(EXAMPLE_1, ("001", "100"), (prices(pb="1"), prices(p1="2/3")), (Fraction(3, 4), Fraction(1, 12)))
_ONE_MIXED = Stated(
    EXAMPLE_1, ("011", "100"), (prices(p2="2/3", pb="1"), prices(p1="2/3")), (Fraction(5, 6), Fraction(1, 12))
)


def claims() -> list[Claim]:
    """The claims, in the order of the paper."""
    return [
        *stated_claims("bundling/example-1/pure", "Example 1", _ONE_PURE, "the bundle", "(p_1, p_b) = (2/3, 1)"),
        *stated_claims(
            "bundling/example-1/mixed", "Example 1", _ONE_MIXED, "the bundle and component 2", "(2/3, 2/3, 1)"
        ),
        Claim(
            "bundling/example-1/conclusion",
            "Example 1",
            "Adding component 2 pays the bundler in this market.",
            "pi_2b:1 > pi_b:1",
            "confirmed",
            lambda run: conclusion(EXAMPLE_1, more=True),
        ),
        positive("bundling/example-1/positive-valuations", "Section 3, Example 1", EXAMPLE_1),
    ]


def stated_claims(name: str, where: str, stated: Stated, offers: str, printed: str) -> list[Claim]:
    """That stated prices pay what is printed, and that they are an equilibrium."""
    profits = ", ".join(number_text(x) for x in stated.profits)
    return [
        Claim(
            f"{name}-profits",
            where,
            f"At the prices stated for {offers} against component 1 the firms earn these profits.",
            profits,
            "confirmed",
            _profits_check(stated),
        ),
        Claim(
            f"{name}-equilibrium",
            where,
            f"The prices stated for {offers} against component 1 are an equilibrium.",
            printed,
            "refuted",
            _equilibrium_check(stated),
        ),
    ]


def _profits_check(stated: Stated) -> Callable[[Run], Result]:
    def check(run: Run) -> Result:
        earned = stated.earned()
        certificate = {
            "kind": "exact profits",
            "offerings": stated.offerings,
            "prices": stated.prices,
            "profits": earned,
        }
        text = ", ".join(number_text(x) for x in earned)
        return judged(earned == stated.profits, text, certificate, value=float(earned[0]))

    return check


def _equilibrium_check(stated: Stated) -> Callable[[Run], Result]:
    """Refuted by prices that earn more, which are evaluated again on their own."""

    def check(run: Run) -> Result:
        earned, deviations = stated.earned(), stated.deviations()
        gains = [d.profit - e for d, e in zip(deviations, earned, strict=True)]
        firm = max((0, 1), key=lambda i: gains[i])
        near = deviations[firm].near(Fraction(1, 1000))
        again = pair_profit(stated.market, near, stated.prices[1 - firm])
        who = ("the bundler", "the component firm")[firm]
        prices = ", ".join(f"p_{k} = {number_text(p)}" for k, p in near.items())
        text = f"{who} earns {number_text(again)} > {number_text(earned[firm])} at {prices}"
        certificate = {
            "kind": "exact deviation",
            "offerings": stated.offerings,
            "prices": stated.prices,
            "earned": earned,
            "firm": firm + 1,
            "deviation": near,
            "deviation_earns": again,
            "supremum": deviations[firm].profit,
        }
        return judged(not again > earned[firm], text, certificate)

    return check


def conclusion(atoms: Atoms, *, more: bool) -> Result:
    """What certified price distributions pay the bundler without and with the other component."""
    market = BundlingMarket(atoms, Fraction(0))
    found = {name: lift(market, offering, "100") for name, offering in (("b:1", "001"), ("2b:1", "011"))}
    (low, high), (mixed_low, mixed_high) = (one.payoffs[0] for one in found.values())
    lifted = {name: one for name, one in found.items() if isinstance(one, Lifted)}
    certificate = {
        "kind": "price distributions, regret over all real prices" if len(lifted) == 2 else "grid equilibria",
        "payoffs": {name: one.payoffs for name, one in found.items()},
        "forms": {name: one.exact_forms for name, one in lifted.items()},
        "regrets": {name: one.check.certificate.regret for name, one in lifted.items()},
        "of_all_equilibria": False,
    }
    text = "; ".join(f"pi_{name} = {float(sum(one.payoffs[0]) / 2):.10f}" for name, one in found.items())
    if len(lifted) < 2 or (mixed_low <= high and low <= mixed_high):
        return Result(f"not told by what is certified: {text}", None, "open", certificate)
    return judged((mixed_low > high) is more, f"certified over all real prices: {text}", certificate)


def positive(name: str, where: str, atoms: Atoms) -> Claim:
    """The claim that an example keeps to positive valuations."""

    def check(run: Run) -> Result:
        mass = sum((m for v, m in zip(atoms.values, atoms.masses, strict=True) if 0 in v), Fraction(0))
        text = f"{number_text(mass)} of the consumers value a component at 0"
        return judged(mass == 0, text, {"kind": "exact mass", "mass_at_zero": mass})

    statement = "The example keeps the model's assumption that valuations are positive."
    return Claim(name, where, statement, "F(0, v) = 0", "refuted", check)
