"""What the settings and the first run have to say; see ``wording_machine`` for the form."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return the sentences in the language of the window."""
    return {
        "settings.not_saved": (
            1901,
            _("The setting could not be saved ({reason}). The earlier one holds again."),
        ),
        "settings.fixed": (
            1903,
            _("This setting is decided by your administrator or centrally."),
        ),
        "settings.damaged": (
            1904,
            _("Your settings could not be read ({path}). The defaults hold; choose again."),
        ),
        "settings.policy_damaged": (
            1905,
            _(
                "The administrator's settings could not be read ({path}). What protects data "
                "stays at its default. Call local support."
            ),
        ),
        "settings.policy_wrong": (
            1906,
            _(
                "The administrator's settings hold a value that RA Desk does not know ({key}). "
                "The default holds. Call local support."
            ),
        ),
    }
