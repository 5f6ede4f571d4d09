"""What the controls of the print room are for: the words of Shift+F1."""

from __future__ import annotations

from collections.abc import Mapping

from ra_desk.texts import _
from ra_desk.ui.letters.bar import Does


def of_buttons() -> Mapping[Does, str]:
    """Return what each button of a batch is for."""
    return {
        Does.BACK: _("Goes back to the lists. A run goes on meanwhile."),
        Does.STOP: _(
            "Ends the run after the sheet in hand. Pressed again, it does not wait for that sheet; "
            "you are asked whether it came out."
        ),
        Does.TEST_PAGE: _("Prints rulers, the window and an invented address; no code is on it."),
        Does.WINDOW: _("Notes that the address is in the window, or moves the print."),
        Does.PRINT: _("Prints what waits, one sheet after the other. No code is printed twice."),
        Does.ANSWER: _("Asks what only somebody can know who looks into the tray."),
        Does.SPOIL: _("For sheets that cannot go to the client. Their codes die at once."),
        Does.COUNT: _("Confirms letters by their numbers, where there is no scanner."),
        Does.POST: _(
            "Notes that the letters were handed to the post. First each of them is confirmed or "
            "marked as spoiled."
        ),
        Does.PRINT_LIST: _("Prints the list of the letters for the counter of the post."),
        Does.SAVE_PDF: _("Saves the list of the letters for the post. No code is in it."),
        Does.SAVE_TABLE: _("Saves the list of the letters as a table. No code is in it."),
        Does.REFRESH: _("Takes over addresses that have changed since the batch was made."),
        Does.OTHER_PRINTER: _("Prints the rest on another printer or for other envelopes."),
    }


def of_lists() -> Mapping[str, str]:
    """Return what the tabs and the buttons of the lists are for."""
    return {
        "waiting": _("Letters that wait to be put into a batch."),
        "batches": _("All batches of this computer, the newest first."),
        "returned": _("Letters that the post brought back."),
        "prepare": _("Puts the chosen letters into a batch, by postcode. Nothing is printed yet."),
        "note_returned": _("Notes why a letter came back; its code dies."),
    }


def of_sheets_filter() -> Mapping[str, str]:
    """Return what the choices above the letters of a batch are for."""
    return {
        "remaining": _("Letters that are neither confirmed nor spoiled."),
        "spoilt": _("Letters that are spoiled or cancelled."),
        "all": _("All letters of the batch, in the order of printing."),
    }
