"""Every page that is made when somebody first goes there, by its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ra_desk.ui.joining.admin import admin_page
from ra_desk.ui.joining.around import Around
from ra_desk.ui.joining.audit import audit_page
from ra_desk.ui.joining.letters import letters_page
from ra_desk.ui.joining.outbox import outbox_page
from ra_desk.ui.joining.pending import pending_page
from ra_desk.ui.joining.reports import reports_page
from ra_desk.ui.joining.review import review_page
from ra_desk.ui.page import Page
from ra_desk.ui.pages import ADMIN, AUDIT, COUNTER, LETTERS, OUTBOX, PENDING, REPORTS, REVIEW

#: A place of the rail is offered to whom the rail shows it.
MAKERS: Final[Mapping[str, Callable[[Around], Page]]] = MappingProxyType(
    {
        PENDING: pending_page,
        LETTERS: letters_page,
        REVIEW: review_page,
        OUTBOX: outbox_page,
        REPORTS: reports_page,
        AUDIT: audit_page,
        ADMIN: admin_page,
    }
)
#: Pages without a place of their own, and the place whose roles they need.
WITHIN: Final[Mapping[str, str]] = MappingProxyType({PENDING: COUNTER})
