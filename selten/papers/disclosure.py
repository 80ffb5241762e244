"""All claims of the technical companion to "Sharing Aggregate Inventory Information with Customers", by topic.

R. Cui and H. Shin (2016).
"""

from selten.papers import (
    disclosure_alike,
    disclosure_cost,
    disclosure_cost_proof,
    disclosure_figure,
    disclosure_order,
    disclosure_random,
    disclosure_unique,
)
from selten.papers.claim import Claim

TITLE = "Technical Companion to: Sharing Aggregate Inventory Information with Customers"


def disclosure_claims() -> list[Claim]:
    """Every claim, topic by topic; their checks take a :class:`selten.papers.disclosure_run.Run`.

    Examples
    --------
    >>> claims = disclosure_claims()
    >>> len({claim.id for claim in claims}) == len(claims) >= 60
    True
    """
    topics = (
        disclosure_alike,
        disclosure_random,
        disclosure_unique,
        disclosure_cost,
        disclosure_cost_proof,
        disclosure_order,
        disclosure_figure,
    )
    return [claim for topic in topics for claim in topic.claims()]
