"""One round past what comes after a check: second review, reports, audit trail, administration."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt

from ra_desk.domain.report import Span
from ra_desk.ui.admin.rows import Part
from ra_desk.ui.parts.rows import RowModel
from ra_desk.ui.reports.page import ReportsPage
from ra_desk.ui.reports.reading import Whose
from tests.ui.hands import CTRL, Hands
from tests.ui.states_admin import office_line, to_admin
from tests.ui.states_audit import at_audit
from tests.ui.states_reports import to_reports, work_a_day
from tests.ui.states_review import put_to_review, to_review


def round_after_checks(hands: Hands) -> Iterator[str]:
    """Go past everything; give the name of what is in view at each stop."""
    work_a_day(hands)
    yield from _reports(hands)
    yield from _review(hands)
    yield from _audit(hands)


def _reports(hands: Hands) -> Iterator[str]:
    page = to_reports(hands)
    hands.settle()
    yield "reports: a day with open points"
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.enter()
    hands.settle()
    yield "reports: signature"
    _leave(hands)
    page.segments.items[Span.OWN].click()
    hands.until(lambda: hands.sheet is not None)
    hands.press(Qt.Key.Key_Tab)
    hands.type("1.1.2026")
    hands.enter()
    hands.settle()
    yield "reports: a period that ends before it begins"
    _leave(hands)
    yield from _as_table(hands, page)


def _as_table(hands: Hands, page: ReportsPage) -> Iterator[str]:
    page.chart.as_table.click()
    hands.settle()
    yield "reports: as table"
    page.whose.items[Whose.OFFICE].click()
    hands.until(page.counted.isVisible)
    hands.settle()
    yield "reports: the whole office"


def _review(hands: Hands) -> Iterator[str]:
    put_to_review(hands, alone=True)
    to_review(hands)
    yield "review: changed data"
    hands.press(Qt.Key.Key_R, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.settle()
    yield "review: return"
    _leave(hands)
    hands.press(Qt.Key.Key_Down)
    hands.settle()
    yield "review: correction"
    for _step in range(2):
        hands.press(Qt.Key.Key_Down)
        hands.settle()
    yield "review: one's own, and nobody else is there"


def _audit(hands: Hands) -> Iterator[str]:
    page = at_audit(hands)
    hands.settle()
    model = page.table.model()
    assert isinstance(model, RowModel)
    kinds = [model.row(n).subject.kind for n in range(model.rowCount())]
    page.table.selectRow(kinds.index("check_attested/2"))
    page.table.setFocus()
    hands.press(Qt.Key.Key_Right)
    hands.until(lambda: page.table.panel is not None)
    hands.settle()
    yield "audit: details"
    hands.press(Qt.Key.Key_E, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.settle()
    yield "audit: export"
    _leave(hands)
    page.conditions.what.setCurrentIndex(3)
    hands.settle()
    yield "audit: conditions"


def round_through_administration(hands: Hands) -> Iterator[str]:
    """Go past the parts of administration and a sheet, at the window of an administrator."""
    office_line(hands).let_wait()
    for part in Part:
        page = to_admin(hands, part)
        yield f"admin: {part.value}"
        if part is Part.OPERATORS:
            page.begin("invite")
            hands.until(lambda: hands.sheet is not None)
            hands.settle()
            yield "admin: new account"
            _leave(hands)


def _leave(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Escape)
    hands.until(lambda: hands.sheet is None)
    hands.settle()
