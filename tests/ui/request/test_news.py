"""What central tells of the request in view reaches the page while somebody works at it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.pass_request import Stage
from tests.fakes import a_request
from tests.ui.request.zones import td1


@pytest.fixture
def half_way(at_counter, keyboard, qtbot):
    """The document was read, and one question is answered."""
    request = a_request()
    front = at_counter(request)
    page = front.place.request
    front.place.open_request(request.number)
    qtbot.waitUntil(lambda: front.page == "request" and page.draft() is not None)
    page.on_scan(td1())
    qtbot.waitUntil(page.questions.takes_answers)
    keyboard.press(Qt.Key.Key_1, "1")
    qtbot.waitUntil(lambda: page.visit.answers == [True, None, None])
    return front


def central_says(front, **changes):
    (number,) = front.central.requests
    before = front.central.requests[number]
    front.central.requests[number] = replace(before, **changes)
    front.central.snap()


def test_f5_shows_that_the_client_has_withdrawn(half_way, qtbot):
    """RA-1304 and RA-1316 say: press F5 and look at it again."""
    page = half_way.place.request
    central_says(half_way, stage=Stage.WITHDRAWN)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F5)
    qtbot.waitUntil(page.standing.isVisible)
    assert page.questions.isHidden()
    assert QApplication.focusWidget() is page.comparison.table


def test_data_that_the_client_changed_meanwhile_are_compared_and_asked_about_anew(half_way, qtbot):
    """An answer about the old e-mail is no answer about the new one."""
    page = half_way.place.request
    applicant = replace(page.visit.request.applicant, surname="Zupan")
    revision = page.visit.request.revision + 1
    central_says(half_way, applicant=applicant, revision=revision)
    half_way.line.exchange_now()
    qtbot.waitUntil(lambda: "pravkar" in page.notice.words)
    assert page.visit.answers == [None, None, None]
    assert page.visit.document is not None
    assert "Zupan" in page.questions.verdict.text()


def test_news_of_others_move_nothing(half_way, qtbot):
    page, focus = half_way.place.request, QApplication.focusWidget()
    half_way.line.requests_changed.emit(frozenset({a_request().number}))
    half_way.line.exchange_now()
    qtbot.waitUntil(lambda: not half_way.line.state.busy)
    assert page.visit.answers == [True, None, None]
    assert QApplication.focusWidget() is focus
