"""Games and their equilibria as pandas tables. pandas is imported only when it is used."""

from typing import Any

from selten.equilibria.solution import Solution
from selten.games.errors import InputError
from selten.games.files.long_form import PAYOFF
from selten.games.installed import require, type_name
from selten.games.interop import tables as interop_pandas
from selten.games.normal_form import NormalForm


def to_pandas(subject: NormalForm | Solution) -> Any:
    """A game or a solution as a DataFrame, numbers as they are: Fractions in columns of objects where they are exact.

    A game in long form, one row for each profile. A solution with one row for each equilibrium, numbered as in its
    list: a column ``player: strategy`` with each probability, ``payoff player`` with what each player gets, ``regret``
    and ``exact`` from the certificate, and ``component`` with the number of its component, where those are known.

    Raises
    ------
    InputError
        If it is something else, or pandas is not installed.

    Examples
    --------
    >>> from selten.equilibria.solve import solve
    >>> from selten.games.library import stag_hunt
    >>> to_pandas(solve(stag_hunt()))[["1: stag", "payoff 1", "regret", "component"]].astype(str).values.tolist()
    [['1', '4', '0', '0'], ['3/4', '3', '0', '1'], ['0', '3', '0', '2']]
    """
    if isinstance(subject, NormalForm):
        return interop_pandas.to_pandas(subject)
    if not isinstance(subject, Solution):
        raise InputError(f"to_pandas: got {type_name(subject)}; allowed: a NormalForm or a Solution")
    game = subject.game
    columns = [
        *(f"{player}: {label}" for player, own in zip(game.players, game.strategies, strict=True) for label in own),
        *(PAYOFF + player for player in game.players),
        *("regret", "exact"),
        *(("component",) if subject.components else ()),
    ]
    frame = require("pandas", "pandas").DataFrame(_rows(subject), columns=columns)
    return frame.rename_axis(index="equilibrium")


def _rows(solution: Solution) -> list[list[Any]]:
    component = {k: number for number, own in enumerate(solution.components) for k in own.equilibria}
    rows = []
    for k, found in enumerate(solution.equilibria):
        row = [p for own in found.profile.strategies for p in own]
        row += [*found.payoffs, found.certificate.regret, found.certificate.exact]
        rows.append([*row, component.get(k)] if solution.components else row)
    return rows
