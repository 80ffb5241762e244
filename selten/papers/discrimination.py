"""All claims of "On the Alignment of Consumer Surplus and Total Surplus under Competitive Price Discrimination".

D. Bergemann, B. Brooks and S. Morris, American Economic Journal: Microeconomics (2025), by topic.
"""

from selten.papers import (
    discrimination_example_1,
    discrimination_footnotes,
    discrimination_garbling,
    discrimination_model,
    discrimination_readings,
    discrimination_segments,
    discrimination_theorem_1,
    discrimination_unknown,
    discrimination_unknown_example_3,
    discrimination_unknown_hotelling,
    discrimination_unknown_proof,
    discrimination_unknown_remarks,
)
from selten.papers.claim import Claim

TITLE = "On the Alignment of Consumer Surplus and Total Surplus under Competitive Price Discrimination"


def discrimination_claims() -> list[Claim]:
    """Every claim, topic by topic; their checks take a :class:`selten.papers.discrimination_run.Run`.

    Examples
    --------
    >>> claims = discrimination_claims()
    >>> len({claim.id for claim in claims}) == len(claims) >= 95
    True
    """
    topics = (
        discrimination_model,
        discrimination_theorem_1,
        discrimination_segments,
        discrimination_example_1,
        discrimination_footnotes,
        discrimination_garbling,
        discrimination_unknown,
        discrimination_unknown_example_3,
        discrimination_unknown_hotelling,
        discrimination_unknown_proof,
        discrimination_unknown_remarks,
        discrimination_readings,
    )
    return [claim for topic in topics for claim in topic.claims()]
