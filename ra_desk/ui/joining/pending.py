"""The list of pending requests."""

from __future__ import annotations

from ra_desk.ui.counter.pending import PendingListPage
from ra_desk.ui.joining.around import Around
from ra_desk.ui.page import Page


def pending_page(around: Around) -> Page:
    """Return the list; news of the exchange reach it whether it is in view or not."""
    page = PendingListPage(
        around.theme, around.desk, around.background, office=around.enrolment.office.name
    )
    page.wanted.connect(around.open_request)
    page.left.connect(around.to_counter)
    around.line.requests_changed.connect(page.on_news)
    return page
