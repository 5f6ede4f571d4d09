"""What is said of printers: those that stand, those that are silent, those that refuse."""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def lines() -> Lines:
    """Return number and sentence of each code, in the language of the window."""
    return {
        "printer.silent": (
            1402,
            _(
                "The printer »{queue}« does not answer. Check power and cable, or "
                "choose another printer."
            ),
        ),
        "printer.stands": (
            1403,
            _(
                # i18n: {trouble} is one of »paper is out«, »paper jam«, »a cover is open« …
                "The printer »{queue}« stands still: {trouble}. Put it right; the sheet comes out "
                "by itself then."
            ),
        ),
        "printer.not_installed": (
            1410,
            _(
                "This computer is not set up for printing ({program} is missing). Call "
                "the help desk."
            ),
        ),
        "printer.refused": (
            1440,
            _(
                "The printer »{queue}« did not take the letter ({reason}). Put the "
                "printer right or choose another one."
            ),
        ),
        "printer.unsure": (
            1441,
            _(
                "Nobody knows what became of a sheet at the printer »{queue}« ({phase}). Look at "
                "the tray and tell whether the sheet is good; it is not printed again."
            ),
        ),
    }
