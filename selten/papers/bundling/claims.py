"""All claims of "Bundling in a Symmetric Bertrand Duopoly" (Roels, Khodabakhshian and Karmarkar 2021), by topic."""

from selten.papers.bundling import (
    comparisons,
    example_2,
    examples,
    lemma_7,
    lemmas,
    many,
    mixed_prices,
    parametric,
    price_games,
    remarks,
    selection,
    tables,
    theorem,
    trembling,
    two_types,
    welfare,
)
from selten.papers.claim import Claim

TITLE = "Bundling in a Symmetric Bertrand Duopoly"


def bundling_claims() -> list[Claim]:
    """Every claim, topic by topic; their checks take a :class:`selten.papers.bundling.markets.Run`.

    Examples
    --------
    >>> claims = bundling_claims()
    >>> len({claim.id for claim in claims}) == len(claims) >= 60
    True
    """
    topics = (
        tables,
        price_games,
        lemmas,
        comparisons,
        examples,
        lemma_7,
        example_2,
        mixed_prices,
        theorem,
        parametric,
        two_types,
        remarks,
        selection,
        trembling,
        welfare,
        many,
    )
    return [claim for topic in topics for claim in topic.claims()]
