#!/usr/bin/env python3
"""Search random markets of few consumers for one in which a claim about price equilibria fails.

Questions: hurts (adding the other component to a bundle never costs profit), lemma-6 (with perfectly correlated
valuations it changes nothing), lemma-4 (a bundle against both components is a price war). Every market is one line of
JSON in the output file, the first line being what was asked; running the same command again goes on where it stopped.
Exits 0 whether or not a market was found.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from selten.equilibria.prices.lifting import Lifted, lift
from selten.games.errors import InputError
from selten.papers.bundling.market_search import QUESTIONS, Finding, search


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", choices=list(QUESTIONS))
    parser.add_argument("--markets", type=int, default=1000, metavar="N", help="how many in all (default 1000)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--time-limit", type=float, metavar="SECONDS", help="begin no market after this")
    parser.add_argument("--output", type=Path, metavar="FILE", help="one line of JSON for each market; taken up again")
    parser.add_argument("--lift", action="store_true", help="certify the markets kept on the continuum, where possible")
    chosen = parser.parse_args(arguments)
    if chosen.markets < 1:
        parser.error(f"--markets: got {chosen.markets}; allowed: at least 1")
    asked = {"question": chosen.question, "seed": chosen.seed}
    try:
        known = resumed(chosen.output, asked) if chosen.output else []
    except InputError as error:
        print(f"search_markets: {error}", file=sys.stderr)
        return 2
    return run(chosen, known)


def run(chosen: argparse.Namespace, known: list[dict[str, Any]]) -> int:
    records, end, status = list(known), None, 0
    if chosen.time_limit is not None:
        end = time.monotonic() + chosen.time_limit
    try:
        for found in search(chosen.question, seed=chosen.seed, numbers=range(len(known), chosen.markets)):
            records.append(described(found, chosen))
            if chosen.output:
                append(chosen.output, records[-1])
            progress(records, chosen.markets)
            if end is not None and time.monotonic() > end:
                break
    except KeyboardInterrupt:
        status = 130
    report(chosen, records)
    return status


def described(found: Finding, chosen: argparse.Namespace) -> dict[str, Any]:
    """The record of a market; with --lift what is certified on the continuum."""
    record = found.record()
    pairs = QUESTIONS[chosen.question].pairs
    if chosen.lift and found.kept and all(rival == "100" for _, rival in pairs):
        record["continuum"] = [continuum(found, *pair) for pair in pairs]
    return record


def continuum(found: Finding, own: str, rival: str) -> dict[str, Any] | None:
    """Profits certified over all real prices, with the regret; None where no equilibrium could be lifted."""
    lifted = lift(found.market, own, rival)
    if not isinstance(lifted, Lifted):
        return None
    regret = lifted.check.certificate.regret
    return {"payoffs": lifted.values, "forms": lifted.exact_forms, "regret": float(regret)}


def resumed(output: Path, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The markets that the file has already; a line that was cut off is dropped."""
    if not output.exists():
        replaced(output, [asked])
        return []
    lines = output.read_text(encoding="utf-8").split("\n")
    try:
        whole = [json.loads(line) for line in lines[:-1]]
    except json.JSONDecodeError:
        raise InputError(f"--output: got {output.name}, whose lines are not JSON; allowed: a new file") from None
    if not whole or whole[0] != asked:
        raise InputError(f"--output: got {output.name}, which another question or seed made; allowed: a new file")
    if lines[-1]:
        replaced(output, whole)
    return whole[1:]


def replaced(output: Path, rows: list[dict[str, Any]]) -> None:
    """Write a whole file beside the output and put it in its place."""
    beside = output.with_name(output.name + ".part")
    beside.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    os.replace(beside, output)


def append(output: Path, record: dict[str, Any]) -> None:
    """Add a line by one write, on the disk when this returns."""
    handle = os.open(output, os.O_WRONLY | os.O_APPEND)
    try:
        os.write(handle, (json.dumps(record) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def progress(records: list[dict[str, Any]], count: int) -> None:
    if sys.stderr.isatty():
        kept = sum(record["kept"] for record in records)
        print(f"\r{len(records)} of {count}, kept {kept}", end="", file=sys.stderr)


def report(chosen: argparse.Namespace, records: list[dict[str, Any]]) -> None:
    """How many markets were tried, flagged and kept, and the clearest of those kept."""
    flagged, kept = (sum(record[key] for record in records) for key in ("flagged", "kept"))
    unproven = sum(level["unproven"] for record in records for level in record["levels"])
    print(f"{QUESTIONS[chosen.question].statement}")
    print(
        f"markets {len(records)}, flagged {flagged}, kept on every grid {kept}, "
        f"starts without a proven equilibrium {unproven} (seed {chosen.seed})"
    )
    found = [record for record in records if record["kept"]]
    for record in sorted(found, key=lambda r: (len(r["values"]), -len(r["levels"]), r["number"]))[:10]:
        print(summary(record))


def summary(record: dict[str, Any]) -> str:
    """A market in one line."""
    kinds = ", ".join(f"({', '.join(v)}): {m}" for v, m in zip(record["values"], record["masses"], strict=True))
    last = record["levels"][-1]
    text = f"number {record['number']}: {kinds}; Delta {record['delta']}; excess {last['excess']} at {last['step']}"
    certified = record.get("continuum")
    if certified and all(certified):
        payoffs = ", ".join(f"{pair['payoffs'][0]:.6f}" for pair in certified)
        return f"{text}; certified on the continuum: {payoffs}"
    return text


if __name__ == "__main__":
    sys.exit(main())
