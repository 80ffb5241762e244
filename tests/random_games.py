"""Random games for property tests, and texts that are nearly games."""

from fractions import Fraction
from math import prod

from hypothesis import strategies as st

from selten.games.extensive_form import ExtensiveForm
from selten.games.normal_form import NormalForm
from selten.games.tree import Tree

numbers = st.one_of(
    st.integers(-5, 5).map(Fraction),
    st.fractions(max_denominator=1000),
    st.builds(lambda p, q: Fraction(p, q), st.integers(-(10**40), 10**40), st.integers(1, 10**40)),
)
labels = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
plain_labels = st.text(st.sampled_from('ab é"\\{},12'), min_size=1, max_size=5).map(lambda text: f"x{text}x")


@st.composite
def normal_forms(draw: st.DrawFn, names: st.SearchStrategy[str] = labels) -> NormalForm:
    """Games of one to three players with any labels."""
    counts = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    flat = draw(st.lists(numbers, min_size=prod(counts) * len(counts), max_size=prod(counts) * len(counts)))
    payoffs = nested(flat, [len(counts), *counts])
    players = draw(st.lists(names, min_size=len(counts), max_size=len(counts), unique=True))
    own = [draw(st.lists(names, min_size=m, max_size=m, unique=True)) for m in counts]
    return NormalForm.of(payoffs, own, players=players, title=draw(names), comment=draw(names))


def nested(flat: list[Fraction], shape: list[int]) -> list[object]:
    """The entries as nested lists of the shape, the last axis fastest."""
    if len(shape) == 1:
        return list(flat)
    size = len(flat) // shape[0]
    return [nested(flat[k * size : (k + 1) * size], shape[1:]) for k in range(shape[0])]


@st.composite
def trees(
    draw: st.DrawFn, *, players: int = 2, most_moves: int = 6, names: st.SearchStrategy[str] = labels
) -> ExtensiveForm:
    """Trees with chance, shared information sets (so imperfect recall too) and outcomes anywhere."""
    tree = Tree([f"player {k}" for k in range(players)], title=draw(names), comment=draw(names))
    own: list[list[int]] = [[] for _ in range(players)]
    outcomes: list[int] = []
    for _ in range(most_moves):
        if tree.missing:
            outcome = _outcome(draw, tree, outcomes, players)
            player = draw(st.integers(-2, players - 1))
            if player == -2:
                tree.end(outcome)
            else:
                tree.move(_move(draw, tree, own, player, names), outcome=outcome)
    while tree.missing:
        tree.end(_outcome(draw, tree, outcomes, players))
    return tree.build()


def _outcome(draw: st.DrawFn, tree: Tree, outcomes: list[int], players: int) -> int | None:
    """No outcome, one that occurred before, or a new one."""
    kind = draw(st.integers(0, 4))
    if kind == 0:
        return None
    if kind == 1 and outcomes:
        return draw(st.sampled_from(outcomes))
    outcomes.append(tree.outcome(draw(st.tuples(*[numbers] * players))))
    return outcomes[-1]


def _move(draw: st.DrawFn, tree: Tree, own: list[list[int]], player: int, names: st.SearchStrategy[str]) -> int:
    """A chance move (player -1), or an information set of the player, new or old."""
    if player == -1:
        weights = draw(st.lists(st.integers(0, 4), min_size=1, max_size=3).filter(any))
        return tree.chance([f"c{k}" for k in range(len(weights))], [Fraction(w, sum(weights)) for w in weights])
    again = draw(st.booleans())
    if again and own[player]:
        return draw(st.sampled_from(own[player]))
    actions = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    own[player].append(tree.infoset(player, actions, label=draw(names)))
    return own[player][-1]
