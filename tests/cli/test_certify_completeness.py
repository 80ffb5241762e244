"""Lists that claim to be complete, with subsets, components and indices: the truth is by hand, the claims around it."""

from typing import Any

import pytest

from selten.cli.completeness import incomplete
from selten.games.errors import InputError
from selten.games.formats import normal_form
from selten.games.library import battle_of_the_sexes, entry_game

IN, EVEN, FIGHT = ([["0", "1"], ["0", "1"]], [["1", "0"], ["1/2", "1/2"]], [["1", "0"], ["1", "0"]])
"""The extreme equilibria of the entry game: (in, share), and out against a fight with probability 1/2 to 1.

The first is alone, of index 1; the others are the ends of a segment, of index 0.
"""

LIKELY = [["1", "0"], ["3/4", "1/4"]]
"""An equilibrium inside the segment: not extreme."""


def said(*profiles: Any, **claims: Any) -> list[str]:
    """The problems of a list that claims to be complete."""
    claim = {"status": "complete", "equilibria": [{"strategies": one} for one in profiles], **claims}
    return incomplete(normal_form(entry_game()), claim, "claim")


def lacks(missing: int, surplus: int) -> list[str]:
    return [f"status: claimed complete; {missing} extreme equilibria are missing, {surplus} entries are surplus"]


@pytest.mark.parametrize(
    ("profiles", "problems"),
    [
        ((IN, EVEN, FIGHT), []),
        ((FIGHT, IN, EVEN), []),
        ((IN, FIGHT), lacks(1, 0)),
        ((), lacks(3, 0)),
        ((IN, EVEN, FIGHT, LIKELY), lacks(0, 1)),
        ((IN, LIKELY, FIGHT), lacks(1, 1)),
        ((IN, EVEN, FIGHT, IN), lacks(0, 1)),
        ((LIKELY, LIKELY), lacks(3, 2)),
    ],
)
def test_what_is_missing_and_what_is_too_much(profiles: Any, problems: list[str]) -> None:
    assert said(*profiles) == problems


def test_less_than_a_complete_list_is_not_examined() -> None:
    assert said(IN, status="one") == []


SUBSETS, PARTS, INDICES = (
    "nash_subsets: not the maximal",
    "components: not the connected",
    "components: not the indices",
)


def parts(*claimed: tuple[list[int], Any]) -> list[dict[str, Any]]:
    return [{"equilibria": list(own), "index": index} for own, index in claimed]


@pytest.mark.parametrize(
    ("claims", "problems"),
    [
        ({"nash_subsets": [[0], [1, 2]]}, []),
        ({"nash_subsets": [[2, 1], [0]]}, []),
        ({"nash_subsets": [[0], [1], [2]]}, [SUBSETS]),
        ({"nash_subsets": [[0, 1], [2]]}, [SUBSETS]),
        ({"nash_subsets": [[1, 2]]}, [SUBSETS]),
        ({"components": parts(([0], 1), ([1, 2], 0))}, []),
        ({"components": parts(([2, 1], 0), ([0], 1))}, []),
        ({"components": parts(([0], None), ([1, 2], 0))}, []),
        ({"components": [{"equilibria": [0]}, {"equilibria": [1, 2]}]}, []),
        ({"components": parts(([0], 0), ([1, 2], 0))}, [INDICES]),
        ({"components": parts(([0], 0), ([1, 2], 1))}, [INDICES]),
        ({"components": parts(([0], 1), ([1, 2], 1))}, [INDICES]),
        ({"components": parts(([0], True), ([1, 2], 0))}, [INDICES]),
        ({"components": parts(([0, 1], 1), ([2], 0))}, [PARTS]),  # as many, others
        ({"components": parts(([0], 1), ([1, 2], 0), ([2, 1], 0))}, [PARTS]),  # one of them twice
        ({"components": parts(([0], 1))}, [PARTS]),
        ({"components": []}, [PARTS]),
        ({"nash_subsets": [], "components": []}, [SUBSETS, PARTS]),
    ],
)
def test_subsets_components_and_indices(claims: dict[str, Any], problems: list[str]) -> None:
    """Positions are those in the list that is claimed, whatever its order."""
    found = said(IN, EVEN, FIGHT, **claims)
    assert len(found) == len(problems)
    assert all(text.startswith(start) for text, start in zip(found, problems, strict=True))
    assert said(FIGHT, IN, EVEN, **{key: [moved(own) for own in value] for key, value in claims.items()}) == found


def moved(own: Any) -> Any:
    """A claimed subset or component of the list (IN, EVEN, FIGHT) as one of (FIGHT, IN, EVEN)."""
    if isinstance(own, dict):
        return {**own, "equilibria": moved(own["equilibria"])}
    return [(k + 1) % 3 for k in own]


@pytest.mark.parametrize("key", ["nash_subsets", "components"])
@pytest.mark.parametrize("positions", [[0, 3], [3], [7, 0], [-1, 0], ["0", 1], [True], 0, None])
def test_positions_outside_the_list_are_bad_input(key: str, positions: Any) -> None:
    own = positions if key == "nash_subsets" else {"equilibria": positions}
    with pytest.raises(InputError, match="allowed: a list of numbers below 3"):
        said(IN, EVEN, FIGHT, **{key: [own]})


@pytest.mark.parametrize("key", ["nash_subsets", "components"])
def test_what_is_no_list_is_bad_input(key: str) -> None:
    with pytest.raises(InputError, match=f"{key}: got 3; allowed: a list"):
        said(IN, EVEN, FIGHT, **{key: 3})


def test_indices_of_both_signs() -> None:
    """Battle of the sexes: two strict equilibria of index 1, and a mixed one of index -1; they sum to 1."""
    pure, mixed, other = [["1", "0"], ["1", "0"]], [["3/5", "2/5"], ["2/5", "3/5"]], [["0", "1"], ["0", "1"]]
    for indices, wrong in (((1, -1, 1), False), ((1, 1, -1), True), ((1, 1, 1), True)):
        components = parts(*(([k], index) for k, index in enumerate(indices)))
        listed = [{"strategies": one} for one in (pure, mixed, other)]
        claim = {"status": "complete", "equilibria": listed, "components": components}
        assert bool(incomplete(battle_of_the_sexes(), claim, "claim")) is wrong
