"""Words of a Gambit file: quoting and back, kinds of words, line numbers in messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selten.games.errors import InputError
from selten.games.files.tokens import Words, quoted

ONE = chr(92)  # a backslash
TWO, THREE = 2 * ONE, 3 * ONE


@given(st.text(st.one_of(st.sampled_from(ONE + '"ab\n'), st.characters())))
def test_any_text_survives_quoting(text: str) -> None:
    words = Words(f"{quoted(text)} {quoted(text)}", "f")
    assert words.text("first") == text
    assert words.text("second") == text
    words.end()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a", '"a"'),
        ('a"b', f'"a{ONE}"b"'),
        (f"a{ONE}b", f'"a{ONE}b"'),
        (f"a{ONE}", f'"a{TWO}"'),
        (f"a{TWO}b", f'"a{THREE}b"'),
        (f'{ONE}"', f'"{THREE}""'),
    ],
)
def test_a_backslash_is_doubled_only_where_needed(text: str, written: str) -> None:
    assert quoted(text) == written


def test_words_need_no_space_between_them() -> None:
    words = Words('a{"b" ,c}1/2"d"', "f")
    assert [words.advance() for _ in range(8)] == ["a", "{", '"b"', ",", "c", "}", "1/2", '"d"']
    assert words.next == ""
    assert words.advance() == ""


def test_marks_give_the_line_of_a_word_passed_over() -> None:
    words = Words('a\n"two\nlines"\n  b', "f")
    words.bare("a")
    mark = words.mark
    words.text("text")
    with pytest.raises(InputError, match=r"^f: line 2: got x; allowed: y$"):
        words.refuse("x", "y", mark=mark)
    with pytest.raises(InputError, match=r"^f: line 4: got 'b'; allowed: 'c' or 'd'$"):
        words.bare("c", "d")
    assert words.left == 1


def test_a_long_word_is_shown_in_part() -> None:
    with pytest.raises(InputError, match=r"got 'x{40}\.\.\.'; allowed"):
        Words("x" * 10000, "f").end()
