"""All claims of the technical companion to "Sharing Aggregate Inventory Information with Customers", by topic.

R. Cui and H. Shin (2016).
"""

from selten.papers.claim import Claim
from selten.papers.disclosure import (
    alike,
    cost,
    cost_proof,
    figure,
    order,
    random,
    unique,
)

TITLE = "Technical Companion to: Sharing Aggregate Inventory Information with Customers"


def disclosure_claims() -> list[Claim]:
    """Every claim, topic by topic; their checks take a :class:`selten.papers.disclosure.run.Run`.

    Examples
    --------
    >>> claims = disclosure_claims()
    >>> len({claim.id for claim in claims}) == len(claims) >= 60
    True
    """
    topics = (
        alike,
        random,
        unique,
        cost,
        cost_proof,
        order,
        figure,
    )
    return [claim for topic in topics for claim in topic.claims()]
