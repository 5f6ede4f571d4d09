"""What is to be done with a batch now, in one sentence; and how its run stands, in a chip."""

from __future__ import annotations

from ra_desk.domain.letters import LetterState, Step
from ra_desk.services.follow_sheet import PrinterStands
from ra_desk.services.letter_book import BatchSeen, Question
from ra_desk.services.paper import Trouble
from ra_desk.texts import _, ngettext
from ra_desk.texts.formats import NO_BREAK
from ra_desk.ui.letters.run import Progress
from ra_desk.ui.letters.words import time_left
from ra_desk.ui.parts.state import State
from ra_desk.ui.theme import Kind
from ra_desk.ui.wording import told

_L = LetterState


def task_words(
    seen: BatchSeen, progress: Progress | None, *, trouble: str
) -> tuple[Kind, str, str]:
    """Return what is to be done with a batch now: how urgent, an icon, and the words.

    Args:
        trouble: what the printer says while it stands, with what to do.
    """
    batch = seen.batch
    if progress is not None:
        if trouble:
            return Kind.WARN, "alert-triangle", trouble
        words = _("Printing {place} of {count}").format(place=progress.place, count=progress.count)
        if progress.seconds_left is not None:
            words += f"{NO_BREAK}· {time_left(progress.seconds_left)}"
        if progress.stopping:
            words = _("{progress}, then it stops").format(progress=words)
        return Kind.INFO, "printer", words
    if seen.question is not None:
        return Kind.WARN, "alert-triangle", _question_words(seen.question, batch.sheets)
    if seen.stale:
        return (
            Kind.WARN,
            "clock",
            _("The batch is older than 24 hours; addresses may have changed. Refresh it first."),
        )
    match seen.step:
        case Step.TEST_PAGE:
            words = _(
                "Print a test page: it shows whether the address is in the window of this "
                "envelope. Once a day is enough."
            )
            return Kind.INFO, "printer", words
        case Step.PRINT:
            left = batch.count(_L.WAITING)
            words = ngettext(
                "{count} letter waits to be printed on {printer}.",
                "{count} letters wait to be printed on {printer}.",
                left,
            )
            return Kind.INFO, "printer", words.format(count=left, printer=batch.printer)
        case Step.RECONCILE:
            return Kind.INFO, "scan", _("Scan the code on each letter, or press Space.")
        case Step.POST:
            words = _("Each letter is accounted for. Hand them to the post and note it here.")
            return Kind.OK, "circle-check", words
        case Step.POSTED:
            return Kind.OK, "send", _("The batch was posted. A letter can only be replaced now.")


def _question_words(asked: Question, count: int) -> str:
    if asked.interrupted:
        return _(
            "Printing was interrupted. Sheets {first} to {last} were sent to the printer. Look "
            "into the tray: which is the last good sheet?"
        ).format(first=asked.first, last=asked.last)
    if asked.doubtful is not None:
        return _(
            "Printing stopped at sheet {sheet} of {count}. Put the printer right, then say: did "
            "sheet {sheet} come out well?"
        ).format(sheet=asked.doubtful, count=count)
    return _("Are all sheets printed well? Leaf through the pile and answer.")


def printing_state(progress: Progress) -> State:
    """Return the chip of a run."""
    if progress.stands:
        words = _("Printer stands at {place}/{count}")
        kind, icon = Kind.WARN, "alert-triangle"
    else:
        words = _("Printing {place}/{count}")
        kind, icon = Kind.INFO, "printer"
    return State(
        kind=kind, icon=icon, text=words.format(place=progress.place, count=progress.count)
    )


def answer_state() -> State:
    """Return the chip of a run that waits for an answer."""
    return State(kind=Kind.WARN, icon="alert-triangle", text=_("Letters: answer needed"))


def trouble_words(progress: Progress, seen: BatchSeen) -> str:
    """Return what the printer says while it stands, with what to do."""
    state = progress.state
    if state is None or not progress.stands:
        return ""
    worst = state.troubles[0] if state.troubles else Trouble.PAUSED
    return told(PrinterStands(queue=seen.batch.printer, trouble=worst))
