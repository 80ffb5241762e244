"""Write docs/errata.md: every claim of the three papers that is not simply confirmed, with the evidence.

``python scripts/errata.py`` recomputes all claims (about a minute); ``python scripts/errata.py all.json`` takes what
``selten reproduce all --json`` printed. ``--output FILE`` writes elsewhere.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "errata.md"

TITLES = {
    "bundling": "Bundling in a Symmetric Bertrand Duopoly",
    "discrimination": "On the Alignment of Consumer Surplus and Total Surplus under Competitive Price Discrimination",
    "disclosure": "Sharing Aggregate Inventory Information with Customers: technical companion",
}

STATEMENTS = re.compile(r"(Theorem|Proposition|Lemma(?! EC)|Table)\b")
RANK = ("Theorem", "Proposition", "Lemma", "Table")
SHOWN = re.compile(r"(Example|Figure|Section 3, Example)\b")
ORDER = ("refuted", "corrected", "open")
VERDICTS = ("confirmed", "corrected", "refuted", "open")

EVIDENCE = {
    "Farkas multipliers": "Multipliers of the assumptions add up to a contradiction, region by region.",
    "arithmetic": "Arithmetic with exact numbers.",
    "bounds": "Two numbers between which the true one is proven to lie.",
    "computed markets": "The price games of these markets, solved and certified; evidence, no proof for all markets.",
    "continuum": "Price equilibria whose regret over all real prices is bounded.",
    "continuum and grid": "Equilibria over all real prices, and on grids of prices.",
    "counterexample": "One market, in exact numbers, in which it fails.",
    "deviation": "A firm gains by the change named; payoffs carry proven bounds.",
    "deviations": "Somebody gains by the changes named, in exact numbers.",
    "equilibrium": "An equilibrium, with the most that anybody could gain by moving alone.",
    "exact": "Recomputed in rationals, entry by entry.",
    "exact demand": "Demand in exact numbers, at the prices named.",
    "exact deviation": "A firm gains by the price named, all amounts in rationals.",
    "exact mass": "The probability, as a rational.",
    "exact masses": "The probabilities, as rationals.",
    "exact profits": "Both profits, as rationals.",
    "exact trials": "Random cases, each solved in rationals.",
    "exact values": "Both sides at the points named, in rationals.",
    "example": "The model at one point, solved in rationals.",
    "finite game": "All pure perfect Bayesian equilibria of a game with finitely many customers, enumerated.",
    "game": "All equilibria of this game, listed by a method that proves the list complete.",
    "games": "All equilibria of these games, each list proven complete.",
    "grid": "Equilibria on grids of prices, certified there; no statement about all real prices.",
    "grids": "Equilibria on grids of prices, certified there; no statement about all real prices.",
    "no statement": "The statement itself is not in the text that is at hand.",
    "numerical trials": "Random markets without an exception, which is no proof.",
    "price distributions": "Equilibria in price distributions, each certified over all real prices.",
    "price distributions, regret over all real prices": "Price distributions, certified over all real prices.",
    "prices": "The best prices, found and bounded.",
    "probabilities": "The probabilities, computed from the distribution.",
    "profits": "Profits with proven bounds.",
    "proof of all equilibria over all real prices": "A proof that covers every equilibrium over all real prices.",
    "proven bounds": "Bounds that are proven on both sides.",
    "residuals at the equilibrium": "Both readings of the condition at the certified equilibrium.",
    "search on grids": "Random markets on grids of prices; evidence, no proof.",
    "symbolic": "An identity that sympy decides.",
    "symbolic identity": "An identity that sympy decides.",
    "text": "Two places of the text, side by side.",
}
"""What a certificate of each kind is, in words."""

HEAD = """# Errata

For each of three papers: every formula, number or sentence that does not hold as it is printed, or that could not be
decided. `scripts/errata.py` writes this page from what `selten reproduce all` computes; nothing is typed by hand.
*Corrected*: a misprint, or a number that rounds otherwise, and what is right. *Refuted*: false, with a counterexample.
*Open*: not decided, and why. What is confirmed is not listed.

| paper | confirmed | corrected | refuted | open |
|---|--:|--:|--:|--:|
{counts}

Within a paper come first its theorems, propositions, lemmas and tables, then examples and figures, then proofs and
lemmas that serve them, then the rest of the text; in each group what is refuted, then what is corrected, then what is
open. In the notation of the papers, b|1 is a firm with the bundle against one with component 1, and an offering 011 is
component 2 and the bundle without component 1.

## How to rerun one of them

`selten reproduce bundling`, `discrimination` or `disclosure` recomputes a paper; `--json` prints the certificates in
full. One claim alone, by its name:

```python
>>> from selten.papers.bundling.claims import bundling_claims
>>> from selten.papers.bundling.markets import Run
>>> claim = next(c for c in bundling_claims() if c.id == "bundling/example-1/pure-equilibrium")
>>> result = claim.check(Run())
>>> result.verdict, result.certificate["deviation_earns"]
('refuted', Fraction(3493, 8000))

```

For the other papers: `selten.papers.discrimination.claims.discrimination_claims()` with `Run()` of
`selten.papers.discrimination.run`, and `selten.papers.disclosure.claims.disclosure_claims()` with `Run()` of
`selten.papers.disclosure.run`.
"""


def page(claims: list[dict[str, Any]]) -> str:
    """The whole page."""
    papers = {name: [c for c in claims if c["id"].startswith(f"{name}/")] for name in TITLES}
    parts = [HEAD.format(counts="\n".join(_counts(name, found) for name, found in papers.items()))]
    for name, found in papers.items():
        parts.append(f"## {TITLES[name]}\n")
        parts += [section(claim) for claim in by_importance(found)]
    return "\n".join(parts)


def _counts(name: str, claims: list[dict[str, Any]]) -> str:
    found = Counter(claim["verdict"] for claim in claims)
    return f"| {TITLES[name]} | " + " | ".join(str(found[v]) for v in VERDICTS) + " |"


def by_importance(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is not confirmed, in the order that the head of the page explains."""
    listed = [claim for claim in claims if claim["verdict"] != "confirmed"]
    return sorted(listed, key=lambda claim: (*_weight(claim["where"]), ORDER.index(claim["verdict"])))


def _weight(where: str) -> tuple[int, int]:
    """The group of a place, and its order among the statements."""
    if found := STATEMENTS.match(where):
        return 0, RANK.index(found[1])
    return (1 if SHOWN.match(where) else 2 if where.startswith(("Proof", "Lemma EC")) else 3), 0


def section(claim: dict[str, Any]) -> str:
    """One erratum, readable alone."""
    topic = claim["id"].split("/", 1)[1].partition("/")[2].replace("-", " ")
    certificate = claim["certificate"]
    return "\n".join(
        [
            f"### {claim['where']}{topic and ': '}{topic}\n",
            f"* **{claim['verdict'].capitalize()}.** {escaped(claim['statement'])}",
            f"* Printed: `{claim['printed']}`",
            f"* Computed: {escaped(claim['computed'])}.".replace("..", "."),
            f"* How we know: {EVIDENCE[certificate['kind']]} {details(certificate)}".rstrip(),
            f"* Its name: `{claim['id']}`\n",
        ]
    )


def details(certificate: dict[str, Any], longest: int = 300) -> str:
    """The certificate itself where it is short."""
    rest = {key: value for key, value in certificate.items() if key != "kind"}
    text = "; ".join(f"{key}: {flat(value)}" for key, value in rest.items())
    if len(text) <= longest:
        return f"`{text}`" if text else ""
    return "The certificate is in the output of `--json`."


def flat(value: Any) -> str:
    """A value of a certificate in one line without marks of JSON."""
    if isinstance(value, dict):
        return ", ".join(f"{key} = {flat(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "(" + ", ".join(map(flat, value)) + ")"
    return f"{value:.6g}" if isinstance(value, float) else "yes" if value is True else str(value)


def escaped(text: str) -> str:
    """Text in which no sign is a mark."""
    return re.sub(r"([\\`*_<>\[\]$|{}])", r"\\\1", text)


def reproduce() -> dict[str, Any]:
    """All claims, recomputed now."""
    command = [str(Path(sys.executable).parent / "selten"), "reproduce", "all", "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def main() -> None:
    """Read or recompute, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", nargs="?", type=Path, help="what selten reproduce all --json printed")
    parser.add_argument("--output", type=Path, default=PAGE)
    given = parser.parse_args()
    found = json.loads(given.results.read_text(encoding="utf-8")) if given.results else reproduce()
    given.output.write_text(page(found["claims"]), encoding="utf-8")
    print(f"{given.output.name}: {sum(c['verdict'] != 'confirmed' for c in found['claims'])} errata")


if __name__ == "__main__":
    main()
