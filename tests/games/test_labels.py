"""Labels: what repeats is found, what is made distinct stays as it was where it could."""

from hypothesis import given
from hypothesis import strategies as st

from selten.games.labels import distinct, repeated


@given(st.lists(st.sampled_from(["", "a", "a_1", "a_2", "_1", "b"])))
def test_distinct_labels(labels: list[str]) -> None:
    """Distinct, never empty, and unchanged where there was nothing to change."""
    result = distinct(labels)
    assert repeated(result) is None
    assert "" not in result
    for label, given_label in zip(result, labels, strict=True):
        assert (label == given_label) == (labels.count(given_label) == 1 and given_label != "")


@given(st.lists(st.sampled_from("abcd")))
def test_repeated_label(labels: list[str]) -> None:
    twice = repeated(labels)
    assert (twice is None) == (len(set(labels)) == len(labels))
    assert twice is None or labels.count(twice) > 1
