"""What the rules say once a check was sent: correcting it, another code, a receipt."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return number and sentence of each code, in the language of the window."""
    return {
        "request.open_elsewhere": (
            1303,
            _("This request is already open at counter {counter} ({operator}, {since})."),
        ),
        "check.second_look_unexplained": (
            1317,
            _("Write in a few words why somebody else has to look at it."),
        ),
        "check.data_too_old": (
            1327,
            _(
                "The server has not answered for more than {hours} hours, so the data are too "
                "old for this. Nothing was recorded, and what is filled in stays. Connect this "
                "computer to the network or call the help desk."
            ),
        ),
        "correction.too_late": (
            1318,
            _(
                "This check cannot be corrected any more (state: {stage}). If somebody may be "
                "acting in another person's name, call the help desk at once."
            ),
        ),
        "correction.another_check": (
            1319,
            _(
                "Another check counts for this request by now. Nothing was recorded; look at "
                "the request again."
            ),
        ),
        "correction.unexplained": (1320, _("Write in a few words what happened.")),
        "correction.still_held": (
            1321,
            _("This check has not been sent yet. Undo it with Ctrl+Z and make it again."),
        ),
        "code_again.not_sent": (
            1322,
            _("No code has been sent that could be sent again (state: {stage})."),
        ),
        "code_again.too_late": (
            1323,
            _("The order for another code came to the server too late. Order it again online."),
        ),
        "receipt.no_check": (
            1324,
            _("There is no check of this request that a receipt could confirm."),
        ),
        "printer.none": (
            1325,
            _("No printer is set up on this computer. Choose one in the settings."),
        ),
    }
