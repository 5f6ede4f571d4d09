"""What is told of decisions about records that the server did not take as they were meant."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return the sentences in the language of the window."""
    return {
        "conflict.none": (
            1630,
            _("There is nothing to decide about this record any more. Look at the outbox again."),
        ),
        "conflict.not_yours": (
            1631,
            _("Only whoever made the check decides this. You can keep the record as evidence."),
        ),
        "conflict.already_chosen": (
            1632,
            _("Somebody has decided about this record already. Look at the outbox again."),
        ),
        "conflict.too_late_for_exception": (
            1633,
            _(
                "The check was made after the deadline ({lapsed_at}), so no exception is possible. "
                "Inform the client."
            ),
        ),
        "help_bundle.no_key": (
            1634,
            _(
                "This computer does not have the key of the help desk, so nothing was exported. "
                "Ask your administrator to set it (help.key)."
            ),
        ),
    }
