"""Claims of papers as HTML for notebooks."""

from html import escape

from selten.games.html import table_html
from selten.papers.claim import Claim, Outcome


def claim_html(claim: Claim) -> str:
    """Where the claim stands, what it says, what is printed, and the verdict when it was written down."""
    rows = [*_stated(claim), ["documented verdict", escape(claim.documented)]]
    return table_html(["", ""], rows, caption=escape(claim.id), wide=True)


def outcome_html(outcome: Outcome) -> str:
    """The claim, what its check came to, and whether that is what was documented."""
    result = outcome.result
    agrees = "" if outcome.agrees else f" (documented: {escape(outcome.claim.documented)})"
    rows = [
        *_stated(outcome.claim),
        ["computed", escape(result.computed)],
        ["verdict", f"<b>{escape(result.verdict)}</b>{agrees}"],
        ["certificate", escape(str(result.certificate.get("kind", "none")))],
        ["seconds", f"{outcome.seconds:.3g}"],
    ]
    return table_html(["", ""], rows, caption=escape(outcome.claim.id), wide=True)


def _stated(claim: Claim) -> list[list[str]]:
    return [
        ["where", escape(claim.where)],
        ["statement", escape(claim.statement)],
        ["printed", escape(claim.printed)],
    ]
