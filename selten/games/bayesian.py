"""Bayesian games: finitely many types, a common prior, and payoffs that may depend on more than the types.

A *draw* is what chance may choose: its mass, a type for each player, and what every profile of actions then pays.
Several draws may have the same types (the players then cannot tell them apart). A player's actions depend on its type.
A strategy says for each type how likely each action is; it is written as one tuple of probabilities for each type.

The same game is a normal form (a strategy chooses an action for each type), an *agent form* (each type is a player of
its own, who earns what it expects given the type), and a tree (chance draws, then the players move in turn without
seeing anything but their types; an information set is a type). Equilibria are the same in all three.

Source: J. C. Harsanyi, "Games with incomplete information played by Bayesian players", Management Science 14
(1967-68).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from selten.games.bayesian_checks import check_game, check_strategies
from selten.games.bayesian_parts import Draw, Strategies, Table, Type
from selten.games.errors import InputError
from selten.games.extensive_form import ExtensiveForm
from selten.games.labels import distinct
from selten.games.normal_form import NormalForm
from selten.games.number import shown_number
from selten.games.tree import Tree

MOST_CELLS = 2_000_000
"""The largest normal form or agent form that is written out, and the largest tree, in profiles of actions."""


@dataclass(frozen=True)
class BayesianGame:
    """A finite game of incomplete information. Make one with :meth:`of`, which checks.

    Parameters
    ----------
    players : tuple of str
    types : tuple of tuple of Type
        Those of each player; each occurs in a draw.
    draws : tuple of Draw
        Masses sum to 1.
    title : str
        Free text, kept by files.
    """

    players: tuple[str, ...]
    types: tuple[tuple[Type, ...], ...]
    draws: tuple[Draw, ...]
    title: str = ""

    @classmethod
    def of(
        cls, players: Sequence[str], types: Sequence[Sequence[Type]], *, draws: Sequence[Draw], title: str = ""
    ) -> "BayesianGame":
        """A checked game.

        Raises
        ------
        InputError
            Naming the player, type or draw: for labels that repeat, a type without actions or draws, a mass that is
            not positive, masses that do not sum to 1, and payoffs of another shape than the types' actions.

        Examples
        --------
        A guesser, who is told nothing, wins 1 for naming the coin:

        >>> guess = [[Type("told nothing", ("heads", "tails"))]]
        >>> def coin(mass, *wins):
        ...     return Draw(Fraction(mass), (0,), np.array([[Fraction(x) for x in wins]]))
        >>> game = BayesianGame.of(["A"], guess, draws=[coin("2/3", 1, 0), coin("1/3", 0, 1)])
        >>> game.regret((((Fraction(0), Fraction(1)),),))
        Fraction(1, 3)
        """
        game = cls(tuple(players), tuple(map(tuple, types)), tuple(draws), title)
        check_game(game.players, game.types, game.draws)
        return game

    def interim(self, strategies: Strategies) -> tuple[tuple[Table, ...], ...]:
        """For each player and type what each action earns, in expectation given the type, if the others play so.

        Raises
        ------
        InputError
            For strategies that do not fit the types and actions.
        """
        check_strategies(self.players, self.types, strategies)
        earned = [[np.full(len(t.actions), Fraction(0)) for t in own] for own in self.types]
        for draw in self.draws:
            for i, t in enumerate(draw.types):
                earned[i][t] += draw.mass * _against(draw, i, strategies)
        chances = self.type_chances()
        return tuple(
            tuple(values / chance for values, chance in zip(own, mine, strict=True))
            for own, mine in zip(earned, chances, strict=True)
        )

    def type_chances(self) -> tuple[tuple[Fraction, ...], ...]:
        """How likely each type of each player is."""
        chances = [[Fraction(0)] * len(own) for own in self.types]
        for draw in self.draws:
            for i, t in enumerate(draw.types):
                chances[i][t] += draw.mass
        return tuple(map(tuple, chances))

    def regrets(self, strategies: Strategies) -> tuple[tuple[Fraction, ...], ...]:
        """For each player and type the most that it could gain by another action: all 0 exactly at an equilibrium."""
        values = self.interim(strategies)
        return tuple(
            tuple(max(v) - _mean(p, v) for p, v in zip(own, mine, strict=True))
            for own, mine in zip(strategies, values, strict=True)
        )

    def regret(self, strategies: Strategies) -> Fraction:
        """The largest regret of any type (Gambit's agent regret of the same tree)."""
        return max(regret for own in self.regrets(strategies) for regret in own)

    def expected(self, strategies: Strategies) -> tuple[Fraction, ...]:
        """What each player earns on average."""
        values, chances = self.interim(strategies), self.type_chances()
        return tuple(
            sum((c * _mean(p, v) for c, p, v in zip(*rows, strict=True)), Fraction(0))
            for rows in zip(chances, strategies, values, strict=True)
        )

    def normal_form(self) -> NormalForm:
        """The game in which a strategy chooses an action for each type; payoffs are means over the draws.

        Raises
        ------
        InputError
            If it has more than :data:`MOST_CELLS` cells.
        """
        plans = [list(product(*(range(len(t.actions)) for t in own))) for own in self._counted("normal form")]
        table = np.full((len(self.players), *map(len, plans)), Fraction(0))
        for draw in self.draws:
            rows = [[plan[t] for plan in own] for own, t in zip(plans, draw.types, strict=True)]
            table += draw.mass * draw.payoffs[np.ix_(range(len(self.players)), *rows)]
        labels = [
            [",".join(t.actions[a] for t, a in zip(own, plan, strict=True)) for plan in mine]
            for own, mine in zip(self.types, plans, strict=True)
        ]
        return NormalForm.of(table, labels, players=self.players, title=self.title)

    def agent_form(self) -> NormalForm:
        """The game in which each type is a player, who earns what it expects given the type.

        Raises
        ------
        InputError
            If it has more than :data:`MOST_CELLS` cells.
        """
        agents = [(i, t) for i, own in enumerate(self.types) for t in range(len(own))]
        counts = [len(self.types[i][t].actions) for i, t in agents]
        _limit(prod(counts) * len(agents), "agent form")
        chances = self.type_chances()
        table = np.full((len(agents), *counts), Fraction(0))
        for draw in self.draws:
            seats = [agents.index(pair) for pair in enumerate(draw.types)]
            shape = [count if k in seats else 1 for k, count in enumerate(counts)]
            for i, (seat, t) in enumerate(zip(seats, draw.types, strict=True)):
                table[seat] += draw.mass / chances[i][t] * draw.payoffs[i].reshape(shape)
        names = [f"{self.players[i]}: {self.types[i][t].label}" for i, t in agents]
        labels = [self.types[i][t].actions for i, t in agents]
        return NormalForm.of(table, labels, players=names, title=self.title)

    def tree(self) -> ExtensiveForm:
        """Chance draws, then the players move in turn, each knowing its type alone.

        Information sets carry the labels of the types, the actions of chance those of the draws.

        Raises
        ------
        InputError
            If it has more than :data:`MOST_CELLS` ends.
        """
        _limit(sum(draw.payoffs[0].size for draw in self.draws), "tree")
        tree = Tree(self.players, title=self.title)
        names = distinct([draw.label for draw in self.draws])
        root = tree.chance(names, [draw.mass for draw in self.draws], label="draw")
        infosets = [[tree.infoset(i, t.actions, label=t.label) for t in own] for i, own in enumerate(self.types)]
        tree.move(root)
        for draw in self.draws:
            _grow(tree, draw, [own[t] for own, t in zip(infosets, draw.types, strict=True)], ())
        return tree.build()

    def _counted(self, form: str) -> tuple[tuple[Type, ...], ...]:
        plans = (prod(len(t.actions) for t in own) for own in self.types)
        _limit(prod(plans) * len(self.players), form)
        return self.types


def _grow(tree: Tree, draw: Draw, infosets: list[int], taken: tuple[int, ...]) -> None:
    """The moves that follow in a draw; as deep as there are players."""
    if len(taken) == len(infosets):
        tree.leaf([draw.payoffs[(i, *taken)] for i in range(len(infosets))])
        return
    tree.move(infosets[len(taken)])
    for action in range(draw.payoffs.shape[len(taken) + 1]):
        _grow(tree, draw, infosets, (*taken, action))


def _against(draw: Draw, player: int, strategies: Strategies) -> Table:
    """What each action of a player earns in a draw against the others' strategies."""
    values = draw.payoffs[player]
    for j in reversed(range(len(draw.types))):
        if j != player:
            own = strategies[j][draw.types[j]]
            used = [a for a, chance in enumerate(own) if chance]
            values = sum(
                (own[a] * values.take(a, axis=j) for a in used[1:]), own[used[0]] * values.take(used[0], axis=j)
            )
    return np.asarray(values, dtype=object)


def _mean(probabilities: Sequence[Fraction], values: Table) -> Fraction:
    return sum((p * v for p, v in zip(probabilities, values.tolist(), strict=True) if p), Fraction(0))


def _limit(cells: int, form: str) -> None:
    if cells > MOST_CELLS:
        got = f"{shown_number(cells)} cells"
        raise InputError(f"{form}: got {got}; allowed: at most {MOST_CELLS} (fewer actions, or another form)")
