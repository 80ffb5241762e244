"""Claims as HTML, read back."""

from html_reading import read_html

from selten.papers.claim import Claim, judged, run_claims

CLAIM = Claim("x/1", "page <1>", "Two & two are five.", "5", "refuted", lambda run: judged(2 + 2 == 5, "4"))


def test_claims_say_where_they_stand_and_what_is_printed() -> None:
    read = read_html(CLAIM._repr_html_())
    assert read.captions == ["x/1"]
    assert read.texts()[1:] == [
        ["where", "page <1>"],
        ["statement", "Two & two are five."],
        ["printed", "5"],
        ["documented verdict", "refuted"],
    ]


def test_outcomes_say_what_was_computed_and_whether_it_is_as_documented() -> None:
    (outcome,) = run_claims([CLAIM], None)
    rows = dict(read_html(outcome._repr_html_()).texts()[1:])
    assert (rows["computed"], rows["verdict"], rows["certificate"]) == ("4", "*refuted", "arithmetic")
    other = Claim("x/2", "", "", "4", "confirmed", CLAIM.check)
    (outcome,) = run_claims([other], None)
    assert "*refuted (documented: confirmed)" in str(read_html(outcome._repr_html_()).texts())
