"""The audit trail."""

from __future__ import annotations

from ra_desk.ui.audit.page import AuditPage
from ra_desk.ui.joining.around import Around
from ra_desk.ui.page import Page


def audit_page(around: Around) -> Page:
    """Return the page of the audit trail."""
    return AuditPage(
        around.theme,
        around.desk,
        around.background,
        around.line,
        around.session,
        around.enrolment,
    )
