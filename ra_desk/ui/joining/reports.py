"""Reports and the close of the day."""

from __future__ import annotations

from functools import partial

from ra_desk.ui.joining.around import Around
from ra_desk.ui.page import Page
from ra_desk.ui.reports.page import ReportsPage


def reports_page(around: Around) -> Page:
    """Return the page of reports; its points lead to where they are settled."""
    page = ReportsPage(
        around.theme,
        around.desk,
        around.background,
        around.session,
        enrolment=around.enrolment,
        printer=partial(around.settings.text, "printer.name"),
        online=lambda: bool(around.line.state.online),
    )
    page.page_wanted.connect(around.go)
    around.line.requests_changed.connect(page.on_news)
    return page
