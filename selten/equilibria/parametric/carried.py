"""Whether supports carry an equilibrium of a game in numbers: the conditions are linear relations in the weights."""

from collections.abc import Sequence

from selten.equilibria.parametric.farkas import contradiction
from selten.equilibria.parametric.form import Form, Relation
from selten.games.normal_form import NormalForm


def carried(game: NormalForm, rows: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether an exact two-player game has an equilibrium that plays exactly these rows and these columns.

    Either player's mixture has to make the other one's support best replies; two linear programs, exact.

    Examples
    --------
    >>> from selten.games.library import stag_hunt
    >>> carried(stag_hunt(), [0, 1], [0, 1]), carried(stag_hunt(), [0, 1], [0])
    (True, False)
    """
    return all(
        contradiction(replies(game, player, own, others)) is None
        for player, own, others in ((0, rows, columns), (1, columns, rows))
    )


def replies(game: NormalForm, player: int, own: Sequence[int], others: Sequence[int]) -> list[Relation]:
    """What the weights w0, w1, ... of the opponent's support have to satisfy so that ``own`` are all best replies.

    Examples
    --------
    >>> from selten.games.library import stag_hunt
    >>> print(*replies(stag_hunt(), 0, [0, 1], [0, 1]), sep=", ")
    0 < w0, 0 < w1, w0 == 3*w1
    """
    table = game.payoffs[0] if player == 0 else game.payoffs[1].T
    weights = [Form.symbol(f"w{k}") for k in range(len(others))]
    found = [Relation(weight, ">") for weight in weights]
    for k in range(game.counts[player]):
        if k != own[0]:
            gaps = (weight * (table[own[0], j] - table[k, j]) for weight, j in zip(weights, others, strict=True))
            found.append(Relation(sum(gaps, start=Form.of(0)), "==" if k in own else ">="))
    return found
