"""The figures of the whole office in the window: who may see them, and what is there without a line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from ra_desk.domain.access import CentralUnreachable, SessionOver
from ra_desk.domain.people import NotYourRole, Role
from ra_desk.domain.report import Result, Span, Topic
from ra_desk.domain.report_form import ReportForm
from ra_desk.services.day import DayTools
from ra_desk.ui.reports.page import ReportsPage
from ra_desk.ui.reports.reading import Whose
from tests.fakes import FakePrinter
from tests.ui.desks import a_place
from tests.ui.hands import CTRL, Hands, at_the_window
from tests.ui.states import SWIFT, town
from tests.ui.states_reports import ROLES, of_office, to_reports


@pytest.fixture
def hands(theme) -> Iterator[Hands]:
    with at_the_window(theme, *town(), roles=ROLES, policy=SWIFT) as hands:
        hands.sign_in()
        yield hands


def shown(page: ReportsPage) -> tuple[str, str, bool]:
    """Return whose figures the title and the choice name, and whether a day can be closed."""
    whose = page._sub[0].split(" · ")[0]
    return whose, page.whose.key, page.close_day in page.right_actions


def test_a_supervisor_sees_the_whole_office_by_keys_and_closes_the_day_of_the_counter(hands):
    """What is printed says whose figures it has; a day is closed where its sheets are."""
    printed: list[ReportForm] = []

    def draw(form, **_about) -> bytes:
        printed.append(form)
        return b"%PDF"

    printer = FakePrinter()
    object.__setattr__(hands.front.desk, "day_tools", DayTools(draw=draw, write=print))
    object.__setattr__(hands.front.desk, "printers", {printer.name: printer})
    page = to_reports(hands)
    hands.settle()
    assert shown(page) == ("UE Koper, okence 3", Whose.COUNTER, True)
    hands.press(Qt.Key.Key_Backtab)
    hands.press(Qt.Key.Key_Right)
    hands.until(page.counted.isVisible)
    hands.settle()
    assert shown(page) == ("UE Koper, vsa okenca", Whose.OFFICE, False)
    assert page.tiles.checks.accessibleName() == "Preverjanja: 69"
    assert not page.tasks.isVisible()
    assert "niso poslala" in page.counted.text()
    hands.press(Qt.Key.Key_P, CTRL)
    hands.until(lambda: printed)
    assert "UE Koper, vsa okenca" in printed[0].facts
    hands.press(Qt.Key.Key_Left)
    hands.until(page.tasks.isVisible)
    assert shown(page) == ("UE Koper, okence 3", Whose.COUNTER, True)
    assert not page.counted.isVisible()


def test_while_central_counts_nothing_else_is_in_view(hands):
    """No figure of the counter stands under the name of the office, and none is printed."""
    page = to_reports(hands)
    hands.settle()
    hands.front.central.open.clear()
    page.whose.items[Whose.OFFICE].click()
    hands.until(lambda: not page.chart.isVisible())
    assert page.tiles.checks.accessibleName() == "Preverjanja: …"
    assert page.counted.text() == "Strežnik šteje …"
    assert not page.print.isEnabled()
    assert page.right_actions == ()
    hands.front.central.open.set()
    hands.until(page.chart.isVisible)
    assert shown(page)[0] == "UE Koper, vsa okenca"
    assert page.print.isEnabled()


def test_without_a_line_the_choice_goes_back_by_itself_and_says_why(hands):
    """With the focus, if it was there; other refusals are told as everywhere."""
    page = to_reports(hands)
    hands.settle()
    hands.front.central.trouble = CentralUnreachable()
    page.whose.items[Whose.OFFICE].setFocus()
    page.whose.items[Whose.OFFICE].click()
    hands.until(page.notice.isVisible)
    hands.settle()
    assert "samo to okence" in page.notice.words
    assert shown(page) == ("UE Koper, okence 3", Whose.COUNTER, True)
    assert page.whose.items[Whose.COUNTER].hasFocus()
    hands.front.central.trouble = SessionOver()
    page.whose.items[Whose.OFFICE].click()
    hands.until(lambda: "RA-" in page.notice.words)
    assert page.whose.key == Whose.COUNTER


def test_figures_in_view_stay_when_the_line_goes_and_another_page_forgets_them(hands):
    """They say of when they are; whoever comes back sees the counter."""
    page = of_office(hands)
    hands.front.central.trouble = CentralUnreachable()
    page.on_refresh()
    hands.settle()
    assert shown(page)[0] == "UE Koper, vsa okenca"
    hands.front.place.go("outbox")
    hands.settle()
    to_reports(hands)
    hands.settle()
    assert shown(page)[:2] == ("UE Koper, okence 3", Whose.COUNTER)


def test_a_long_period_of_an_office_is_counted_again_only_on_demand(hands):
    """Central would count a year each minute; the day goes on by itself."""
    page = of_office(hands)
    central = hands.front.central
    central.asked_offices.clear()
    page._again.timeout.emit()
    hands.settle()
    page.segments.items[Span.MONTH].click()
    hands.settle()
    page._again.timeout.emit()
    hands.settle()
    assert [period.days > 1 for period in central.asked_offices] == [False, True]


def test_a_clerk_has_no_choice(theme):
    """They see their own work."""
    with at_the_window(theme, *town(), roles=(Role.CLERK,), policy=SWIFT) as hands:
        hands.sign_in()
        page = to_reports(hands)
        assert page.segments.isVisible()
        assert not page.whose.isVisible()


def test_the_desk_itself_asks_for_nobody_else():
    """And what it is told has no row for checks that wait to be sent: central knows of none."""
    place = a_place()
    day, session = place.desk.day, place.session
    figures = day.office_figures(Span.TODAY, session=session)
    assert figures.checks == 69
    assert Result.UNSENT not in figures.table(Topic.OUTCOMES).counts
    with pytest.raises(NotYourRole):
        day.office_figures(Span.TODAY, session=place.fake.session)
