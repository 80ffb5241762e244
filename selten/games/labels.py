"""Labels of players, strategies and actions, as files have them: distinct, and never empty inside the house."""

from collections import Counter
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


def distinct(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels with each repeated or empty one numbered, ``a_1``, ``a_2``, ... (what is not taken), as Gambit does.

    Examples
    --------
    >>> distinct(["1/3", "1/3", "1/3_1", "x", ""])
    ('1/3_2', '1/3_3', '1/3_1', 'x', '_1')
    """
    often, taken = Counter(labels), set(labels)
    numbers: Counter[str] = Counter()
    result = []
    for label in labels:
        name = label
        while not name or (often[label] > 1 and name in taken):
            numbers[label] += 1
            name = f"{label}_{numbers[label]}"
            name = "" if name in taken else name
        taken.add(name)
        result.append(name)
    return tuple(result)
