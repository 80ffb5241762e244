"""All claims of "Bundling in a Symmetric Bertrand Duopoly" (Roels, Khodabakhshian and Karmarkar 2021), by topic."""

from selten.papers import (
    bundling_comparisons,
    bundling_example_2,
    bundling_examples,
    bundling_lemma_7,
    bundling_lemmas,
    bundling_many,
    bundling_mixed_prices,
    bundling_parametric,
    bundling_price_games,
    bundling_remarks,
    bundling_selection,
    bundling_tables,
    bundling_theorem,
    bundling_trembling,
    bundling_two_types,
    bundling_welfare,
)
from selten.papers.claim import Claim

TITLE = "Bundling in a Symmetric Bertrand Duopoly"


def bundling_claims() -> list[Claim]:
    """Every claim, topic by topic; their checks take a :class:`selten.papers.bundling_markets.Run`.

    Examples
    --------
    >>> claims = bundling_claims()
    >>> len({claim.id for claim in claims}) == len(claims) >= 60
    True
    """
    topics = (
        bundling_tables,
        bundling_price_games,
        bundling_lemmas,
        bundling_comparisons,
        bundling_examples,
        bundling_lemma_7,
        bundling_example_2,
        bundling_mixed_prices,
        bundling_theorem,
        bundling_parametric,
        bundling_two_types,
        bundling_remarks,
        bundling_selection,
        bundling_trembling,
        bundling_welfare,
        bundling_many,
    )
    return [claim for topic in topics for claim in topic.claims()]
