"""The list of what is under way, as a clerk walks through it by keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.facts import RequestViewed
from ra_desk.domain.pass_request import Route, Stage
from tests.fakes import NOON, a_request

SURNAMES = ("Vidmar", "Hrovat", "Žagar", "Bertok", "Kovač")
STAGES = (Stage.SUBMITTED, Stage.SUBMITTED, Stage.RETURNED, Stage.CODE_SENT, Stage.ACTIVE)


def under_way(count):
    """Requests a day apart; each fifth is closed and belongs to no list."""
    made = []
    for n in range(count):
        request = a_request(
            submitted_at=NOON - timedelta(days=30 - n),
            expires_at=NOON + timedelta(days=n, hours=1),
            stage=STAGES[n % 5],
            route=Route.CERTIFICATE if n % 4 == 3 else Route.OFFICE,
        )
        person = replace(
            request.applicant, surname=SURNAMES[n % 5], given_names=f"{'AMTNG'[n % 5]}na"
        )
        made.append(replace(request, applicant=person))
    return made


@pytest.fixture
def at_list(at_counter, qtbot):
    def opened(count=40):
        front = at_counter(*under_way(count))
        press(qtbot, Qt.Key.Key_Down)
        assert front.page == "pending"
        qtbot.waitUntil(lambda: front.place.page("pending").table.model().rowCount() > 0)
        return front

    return opened


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget(), key)


def shown(front):
    model = front.place.page("pending").table.model()
    return [str(model.row(n).subject) for n in range(model.rowCount())]


def numbers(front):
    """All that are under way, as they lapse."""
    kept = sorted(front.fake.store.kept.cache.values(), key=lambda r: r.submitted_at)
    return [r.number for r in kept if r.stage is not Stage.ACTIVE]


def test_down_in_the_empty_field_opens_the_list(at_list):
    """The one that lapses first is chosen; nobody was looked at by that."""
    front = at_list()
    assert shown(front) == numbers(front)[:12]
    assert front.place.page("pending").table.currentIndex().row() == 0
    assert not [d for d in front.fake.store.kept.deeds if isinstance(d.fact, RequestViewed)]


def test_nobody_is_named_in_full(at_list):
    """Whoever passes the screen learns an initial, a surname and a year."""
    front = at_list()
    model = front.place.page("pending").table.model()
    words = [cell.text for n in range(model.rowCount()) for cell in model.row(n).cells]
    assert "A. Vidmar · •••054" in words
    assert not any("Ana" in text or "50223054" in text for text in words)


def test_pages_are_turned_by_keys_in_both_directions(at_list, qtbot):
    """PgDn, PgUp, Home, End; arrows go over the edge of a page."""
    front = at_list()
    every = numbers(front)
    table = front.place.page("pending").table
    press(qtbot, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: shown(front) == every[12:24])
    press(qtbot, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: shown(front) == every[-12:])
    assert table.currentIndex().row() == 11
    press(qtbot, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: shown(front) == every[:12])
    for _row in range(12):
        press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: shown(front) == every[12:24])
    press(qtbot, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: shown(front) == every[:12])
    assert table.currentIndex().row() == 11


def test_enter_opens_and_esc_goes_back(at_list, qtbot):
    front = at_list()
    first = shown(front)[0]
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.page == "request")
    assert front.place.request.number == first
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: front.page == "counter")


def test_conditions_narrow_the_list_and_esc_clears_them(at_list, qtbot):
    """Esc first clears, then leaves."""
    front = at_list()
    page, every = front.place.page("pending"), numbers(front)
    page.conditions.text.setFocus()
    qtbot.keyClicks(page.conditions.text, "zag")
    qtbot.waitUntil(lambda: len(shown(front)) == 8)
    assert page.conditions.stage.isVisible()
    page.conditions.text.clear()
    page.conditions.stage.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(shown(front)) == 8)
    kept = front.fake.store.kept.cache
    assert {kept[number].stage for number in shown(front)} == {Stage.RETURNED}
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown(front) == every[:12])
    press(qtbot, Qt.Key.Key_Escape)
    assert front.page == "counter"


def test_conditions_that_nobody_fits_say_so(at_list, qtbot):
    front = at_list()
    page = front.place.page("pending")
    page.conditions.text.setFocus()
    qtbot.keyClicks(page.conditions.text, "nihce")
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 0)
    qtbot.waitUntil(lambda: "od 32" in page.conditions.count.text())
    assert page._nobody.isVisible()
    assert page._nobody.title.text().startswith("Pogojem")


def test_names_go_when_the_page_does(at_list, qtbot):
    """What nobody looks at is not kept in widgets."""
    front = at_list()
    press(qtbot, Qt.Key.Key_Escape)
    assert shown(front) == []


def test_a_late_page_does_not_replace_a_newer_question(at_list, qtbot):
    """Two keys before the store has answered the first."""
    front = at_list()
    every = numbers(front)
    press(qtbot, Qt.Key.Key_PageDown)
    press(qtbot, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: shown(front) == every[-12:])
    qtbot.wait(50)
    assert shown(front) == every[-12:]
