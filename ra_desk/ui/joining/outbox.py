"""The outbox."""

from __future__ import annotations

from functools import partial

from ra_desk.ui.joining.around import Around
from ra_desk.ui.outbox.page import OutboxPage
from ra_desk.ui.page import Page


def outbox_page(around: Around) -> Page:
    """Return the outbox; its rows lead to requests."""
    page = OutboxPage(
        around.theme,
        around.desk,
        around.background,
        around.line,
        around.session,
        help_key=partial(around.settings.text, "help.key"),
    )
    page.request_wanted.connect(around.open_request)
    page.search_wanted.connect(around.search)
    return page
