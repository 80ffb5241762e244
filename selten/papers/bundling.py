"""All claims of "Bundling in a Symmetric Bertrand Duopoly" (Roels, Khodabakhshian and Karmarkar 2021), in its order."""

from selten.papers import bundling_tables
from selten.papers.claim import Claim

TITLE = "Bundling in a Symmetric Bertrand Duopoly"


def bundling_claims() -> list[Claim]:
    """Every claim, topic by topic; their checks take a :class:`selten.papers.bundling_markets.Run`.

    Examples
    --------
    >>> claims = bundling_claims()
    >>> len({claim.id for claim in claims}) == len(claims) >= 20
    True
    """
    topics = (bundling_tables,)
    return [claim for topic in topics for claim in topic.claims()]
