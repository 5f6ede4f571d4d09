"""What to tell about signing in without a line, and about the keys of an operator."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return number and sentence by error code."""
    return {
        "sign_in.offline_over": (
            1004,
            _(
                "You have not signed in on this computer in the last {hours} hours. "
                "Connect it to the network first."
            ),
        ),
        "sign_in.online_only": (
            1007,
            _(
                "Too many wrong tries without a connection. Connect this computer to the "
                "network and sign in with the one-time code."
            ),
        ),
        "retire.unsent": (
            1843,
            _(
                "{count} entries of this desk have not been sent. Connect it and try again, "
                "or give a reason with --anyway."
            ),
        ),
        "retire.not_confirmed": (
            1844,
            _("The name of the desk was not typed. Nothing was destroyed."),
        ),
        "journal.seal_broken": (
            1812,
            _(
                "What was kept for you on this computer cannot be opened. Sign in with a "
                "connection; if it happens again, call the help desk."
            ),
        ),
        "journal.key_gone": (
            1813,
            _("The screen was locked meanwhile; nothing was recorded. Unlock it and try again."),
        ),
    }
