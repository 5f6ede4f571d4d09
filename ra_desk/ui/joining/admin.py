"""Administration."""

from __future__ import annotations

from ra_desk.ui.admin.page import AdminPage
from ra_desk.ui.joining.around import Around
from ra_desk.ui.page import Page


def admin_page(around: Around) -> Page:
    """Return the page of administration."""
    return AdminPage(
        around.theme,
        around.desk,
        around.background,
        around.line,
        around.session,
        picture=around.desk.code_picture,
    )
