"""Choices as HTML, read back."""

from html_reading import read_html

from selten.selection.rule import Choice


def test_what_is_kept_and_why() -> None:
    read = read_html(Choice((0, 7), "It pays <more> & risks less.")._repr_html_())
    assert read.text == "Kept: 0, 7It pays <more> & risks less."
    assert "more" not in read.tags


def test_open_and_empty_choices() -> None:
    assert read_html(Choice((), "Bounds leave it open.", False)._repr_html_()).text.startswith("Not decided")
    assert read_html(Choice((), "None is.")._repr_html_()).text.startswith("Kept: none")


def test_long_choices_are_cut_and_say_so() -> None:
    text = read_html(Choice(tuple(range(89)), "All.")._repr_html_()).text
    assert "39" in text
    assert "49 of 89 numbers are left out." in text
