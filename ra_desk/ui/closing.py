"""The sheet before closing, where something is unsent, at the printer or begun with a client."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ra_desk.texts import _, ngettext
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.workplace import Workplace


def sheet_before_closing(workplace: Workplace, window: QWidget) -> Sheet | None:
    """Return what has to be asked before ``window`` closes; None if nothing is at stake."""
    if workplace.printing:
        question = _("Letters are being printed. Close all the same?")
        sentence = _(
            "The letter at the printer is finished first. The others wait and can be printed later."
        )
    elif unsent := workplace.unsent:
        question = ngettext(
            "{count} item has not been sent yet. Close all the same?",
            "{count} items have not been sent yet. Close all the same?",
            unsent,
        ).format(count=unsent)
        sentence = _(
            "It stays on this computer and is sent when RA Desk is open and connected again. "
            "Until then the client gets no code."
        )
    elif (draft := workplace.request.draft()) is not None and not draft.empty:
        question = _("A check has been begun. Close all the same?")
        sentence = _(
            "What was filled in is kept on this computer and is there when the request is opened "
            "again."
        )
    else:
        return None
    return Sheet(
        workplace.theme,
        window,
        question=question,
        sentence=sentence,
        accept_words=_("Close"),
        leave_words=_("Stay"),
        danger=True,
    )
