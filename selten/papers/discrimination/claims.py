"""All claims of "On the Alignment of Consumer Surplus and Total Surplus under Competitive Price Discrimination".

D. Bergemann, B. Brooks and S. Morris, American Economic Journal: Microeconomics (2025), by topic.
"""

from selten.papers.claim import Claim
from selten.papers.discrimination import (
    example_1,
    footnotes,
    garbling,
    model,
    readings,
    segments,
    theorem_1,
    unknown,
    unknown_example_3,
    unknown_hotelling,
    unknown_proof,
    unknown_remarks,
)

TITLE = "On the Alignment of Consumer Surplus and Total Surplus under Competitive Price Discrimination"


def discrimination_claims() -> list[Claim]:
    """Every claim, topic by topic; their checks take a :class:`selten.papers.discrimination.run.Run`.

    Examples
    --------
    >>> claims = discrimination_claims()
    >>> len({claim.id for claim in claims}) == len(claims) >= 95
    True
    """
    topics = (
        model,
        theorem_1,
        segments,
        example_1,
        footnotes,
        garbling,
        unknown,
        unknown_example_3,
        unknown_hotelling,
        unknown_proof,
        unknown_remarks,
        readings,
    )
    return [claim for topic in topics for claim in topic.claims()]
