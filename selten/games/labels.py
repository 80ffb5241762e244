"""Labels of players, strategies and actions, as files have them: distinct, and never empty inside the house."""

from collections.abc import Iterable, Sequence


def repeated(labels: Iterable[str]) -> str | None:
    """The first label that occurs a second time, or None.

    Examples
    --------
    >>> repeated(["a", "b", "a"]), repeated(["a", "b"])
    ('a', None)
    """
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            return label
        seen.add(label)
    return None


def filled(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels with each empty one replaced by ``_1``, ``_2``, ... (numbers that are not taken), as Gambit does.

    Examples
    --------
    >>> filled(["a", "", "_1", ""])
    ('a', '_2', '_1', '_3')
    """
    taken, number, result = set(labels), 0, []
    for label in labels:
        while label == "":
            number += 1
            label = "" if f"_{number}" in taken else f"_{number}"
        result.append(label)
    return tuple(result)
