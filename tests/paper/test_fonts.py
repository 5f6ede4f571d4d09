import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.paper.fonts import NO_GLYPH, Face, printable, width_pt, wrapped


@pytest.mark.parametrize(
    "name",
    ["Špela Žagar Őry", "Đorđe Ćirić", "Łukasz Ørsted", "Ștefan Ğ. Þórsson", "O’Brien-Müller"],
)
def test_names_of_europe_are_printed_as_they_are(name):
    """The address must be the one on the identity document."""
    assert printable(name) == name


@pytest.mark.requirement("S0-42")
@pytest.mark.parametrize(
    ("hostile", "inert"),
    [
        ("Ana\u202eNovak", "AnaNovak"),  # right-to-left override
        ("\u2067Ana\u2069 Novak\u200f", "Ana Novak"),
        ("Ana\x00\x07\x1b[31m Novak", "Ana[31m Novak"),
        ("Ana\u200bNo\u00advak", "AnaNovak"),  # zero width space, soft hyphen
        ("Ana\r\nNovak", "Ana  Novak"),
        ("Ana\u2003Novak\u2028", "Ana Novak "),
        ("=cmd()|' /C calc'!A0", "=cmd()|' /C calc'!A0"),
        ("<b>Ana</b> &amp;", "<b>Ana</b> &amp;"),
        ("Z" + "\u0336" * 40 + "algo", "Zalgo"),  # no glyph for the stroke
        ("X" + "\u0301" * 40 + "algo", "X\u0301algo"),
        ("\udc80Ana", "Ana"),  # half of a surrogate pair
        ("אנה", NO_GLYPH * 3),
        ("ﬁﬀ Ⅳ ⓐ", "ﬁﬀ IV a"),
    ],
)
def test_hostile_signs_lose_their_effect(hostile, inert):
    """What is left can be seen, and stands where it was typed."""
    assert printable(hostile) == inert


def test_a_no_break_space_stays_one():
    """Dates are not torn apart at the end of a line."""
    assert printable("22.\u00a011.\u00a02026") == "22.\u00a011.\u00a02026"


@given(st.text())
def test_whatever_is_typed_nothing_invisible_is_left(text):
    """No sign of control or direction, and no lone surrogate, ever reaches a page."""
    assert not [s for s in printable(text) if unicodedata.category(s).startswith("C")]


@given(st.text(st.sampled_from("abcčšž -MW"), max_size=120), st.floats(30, 250))
def test_lines_fit_and_lose_nothing(text, width):
    """A line that is too wide would leave the window, a lost letter sends the post astray."""
    lines = wrapped(text, Face.TEXT, 11.0, width=width)

    assert all(width_pt(line, Face.TEXT, 11.0) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
