"""The longest names of the register on the pages of the counter: one word each, whole and in reach.

Source: domain.md §13: 53 signs of given names, 49 of surname.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.ui.parts.curtain import breakable
from ra_desk.ui.theme import Scheme, Theme
from tests.fakes import a_request
from tests.ui.hands import CTRL, at_the_window
from tests.ui.states import SWIFT, record_earlier
from tests.ui.walks.sizes import SIZES, misfits_now

GIVEN, SURNAME = "=cmd()|<b>" + "G" * 39 + "</b>", "S" + "W" * 47 + "s"


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize(("percent", "size"), SIZES, ids=["wide", "200_percent", "text_200"])
def test_the_longest_names_make_no_page_wider_than_its_window(
    qapp: QApplication, percent: int, size: tuple[int, int]
) -> None:
    """A surname that differs stands in a sentence, too: every answer stays in reach beside it."""
    assert (len(GIVEN), len(SURNAME)) == (53, 49)
    look, wrong = Theme(), []
    look.apply(qapp, Scheme.LIGHT, text_percent=percent)
    first, second = a_request(), a_request()
    applicant = replace(first.applicant, given_names=GIVEN, surname=SURNAME)
    first, second = (replace(one, applicant=applicant) for one in (first, second))
    with at_the_window(look, first, second, policy=SWIFT) as hands:
        hands.resize(*size)
        hands.sign_in()

        def stop(name: str) -> None:
            hands.settle()
            wrong.extend(f"{name}: {what}" for what in misfits_now(hands, look))

        hands.type("sw")
        hands.until(lambda: hands.front.hits)
        stop("hits")
        hands.press(Qt.Key.Key_Escape)
        hands.scan_request(first)
        stop("request")
        hands.scan_document()
        stop("compared")
        hands.press(Qt.Key.Key_D, CTRL)
        stop("refuse")
        hands.press(Qt.Key.Key_Escape)
        hands.press(Qt.Key.Key_Escape)
        record_earlier(hands, second)
        stop("recorded")
    assert not wrong, "\n".join(wrong)


def test_only_a_word_of_great_length_is_broken_and_never_before_an_accent() -> None:
    """What can be read in one line is read as it was written."""
    assert breakable("Žagar Őry-Krkoč, spela.zagar@posta.example") == (
        "Žagar Őry-Krkoč, spela.zagar@posta.example"
    )
    assert breakable(SURNAME).replace("\u200b", "") == SURNAME
    assert max(map(len, breakable(SURNAME).split("\u200b"))) == 8
    decomposed = "a" * 7 + "c\u030c" * 20
    assert "\u200b\u030c" not in breakable(decomposed)
    marked = '<span style="color:#465463;text-decoration:underline">Ana</span>'
    assert breakable(marked) == marked
    assert "Brajdič&amp;" in breakable("Brajdič&amp;" + SURNAME)
