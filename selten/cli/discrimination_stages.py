"""The stages of competing producers as game trees, for ``selten convert``: prices in steps of 1/N.

``information``: the public and private signals that are best for consumers; ``no-information``: each producer knows his
own cost and nothing else.
"""

from fractions import Fraction
from typing import TYPE_CHECKING

from selten.games.errors import InputError
from selten.games.specs.market_spec import market_data
from selten.games.specs.prior_spec import parse_prior

if TYPE_CHECKING:
    from selten.games.extensive_form import ExtensiveForm

STAGES = ("information", "no-information")


def prior_game(text: str, source: str, stage: str, grid: int | None) -> "ExtensiveForm":
    """The tree of a stage for the prior that ``text`` specifies.

    Raises
    ------
    InputError
        For a wrong prior, an unknown stage, no --grid, or a lattice that misses a cost or a residual.
    """
    from selten.equilibria.discrimination.information import best_information
    from selten.equilibria.discrimination.information_lattice import information_game
    from selten.games.price_lattice import no_information_game

    prior = parse_prior(market_data(text, source), source)
    if stage not in STAGES:
        raise InputError(f"--stage: got {stage!r}; allowed: {', '.join(STAGES)}")
    if grid is None:
        raise InputError(f"--grid: missing with --stage {stage}; allowed: a number N of prices in steps of 1/N")
    step = Fraction(1, grid)
    try:
        if stage == "information":
            return information_game(prior, best_information(prior), step).game.tree()
        return no_information_game(prior, step).tree()
    except InputError as error:
        raise InputError(f"{source}: {error}") from None
