"""What is told of asking the audit trail and of taking copies of it."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return the sentences in the language of the window."""
    return {
        "audit.purpose_missing": (
            1810,
            _(
                "Say what it is needed for, in {least} to {most} signs; it is written to the "
                "audit trail."
            ),
        ),
        "audit.too_many_for_paper": (
            1811,
            _(
                "{count} entries are too many for a document; {most} fit. Narrow the conditions "
                "or choose the table."
            ),
        ),
    }
