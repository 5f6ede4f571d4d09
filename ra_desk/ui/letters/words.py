"""What the print room says of envelopes, steps and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.letters import LetterState, ReturnedReason, Sheet, Step
from ra_desk.services.letter_book import Batch, BatchSeen
from ra_desk.texts import _, language, ngettext
from ra_desk.texts.formats import NO_BREAK, recent_text, short_date_text
from ra_desk.ui.parts.state import State
from ra_desk.ui.parts.steps import Reached, StepWords
from ra_desk.ui.theme import Kind

_L = LetterState


def envelope_name(envelope: Envelope) -> str:
    """Return what the envelope is, as it stands in a list."""
    return {
        Envelope.RIGHT: _("DL, window right"),
        Envelope.LEFT: _("DL, window left"),
        Envelope.NONE: _("DL, no window"),
        Envelope.C5_RIGHT: _("C5, window right"),
        Envelope.C5_LEFT: _("C5, window left"),
    }[envelope]


def languages_name(languages: str) -> str:
    """Return the languages of a letter, short: ``sl + it``."""
    return languages.replace("+", f"{NO_BREAK}+{NO_BREAK}")


def setting_name(sheet: Sheet) -> str:
    """Return the languages of a letter, and that it takes two sheets where it does."""
    languages, large = languages_name(sheet.languages), _("large print, 2 sheets")
    return f"{languages}, {large}" if sheet.large_print else languages


def returned_name(reason: ReturnedReason) -> str:
    """Return why the post brought a letter back."""
    return {
        ReturnedReason.UNKNOWN: _("Unknown at the address"),
        ReturnedReason.MOVED: _("Moved away"),
        ReturnedReason.REFUSED: _("Refused"),
        ReturnedReason.NOT_COLLECTED: _("Not collected"),
    }[reason]


def letters_count(count: int) -> str:
    return ngettext("{count} letter", "{count} letters", count).format(count=count)


def sheet_state(state: LetterState) -> State:
    """Return the chip of a sheet."""
    kind, icon, text = {
        _L.WAITING: (Kind.IDLE, "file-text", _("Waits to be printed")),
        _L.STARTED: (Kind.WARN, "alert-triangle", _("Look at the tray")),
        _L.PRINTED: (Kind.INFO, "printer", _("Printed")),
        _L.RECONCILED: (Kind.OK, "circle-check", _("Confirmed")),
        _L.POSTED: (Kind.OK, "send", _("Posted")),
        _L.RETURNED: (Kind.WARN, "arrow-back-up", _("Returned")),
        _L.SPOILT: (Kind.ERR, "trash-x", _("Spoiled")),
        _L.REPLACED: (Kind.IDLE, "mail-forward", _("Replaced")),
        _L.DEAD: (Kind.IDLE, "ban", _("Cancelled")),
        _L.CANCELLED: (Kind.ERR, "ban", _("Take it out")),
    }[state]
    return State(kind=kind, icon=icon, text=text)


def batch_state(seen: BatchSeen) -> State:
    """Return the chip of a batch."""
    batch = seen.batch
    if seen.step is Step.POSTED:
        return State(kind=Kind.OK, icon="circle-check", text=_("Posted"))
    if seen.question is not None:
        return State(kind=Kind.WARN, icon="alert-triangle", text=_("An answer is needed"))
    if seen.stale:
        return State(kind=Kind.WARN, icon="clock", text=_("To be refreshed"))
    if seen.step is Step.TEST_PAGE:
        return State(kind=Kind.INFO, icon="file-text", text=_("Test page is next"))
    if seen.step is Step.PRINT:
        return State(kind=Kind.INFO, icon="printer", text=_("To be printed"))
    if seen.step is Step.RECONCILE:
        text = _("Confirmed {done}/{count}").format(done=confirmed(batch), count=to_confirm(batch))
        return State(kind=Kind.INFO, icon="progress", text=text)
    return State(kind=Kind.INFO, icon="send", text=_("To be posted"))


def confirmed(batch: Batch) -> int:
    """Return how many sheets are known to be good and there."""
    return batch.count(_L.RECONCILED, _L.POSTED, _L.RETURNED, _L.REPLACED)


def to_confirm(batch: Batch) -> int:
    """Return how many sheets have to be there in the end."""
    return batch.sheets - batch.count(_L.SPOILT, _L.DEAD)


def batch_line(seen: BatchSeen, *, now: datetime) -> str:
    """Return what stands beside the title of a batch."""
    batch = seen.batch
    made = recent_text(batch.prepared_at, language(), now=now)
    parts = (
        letters_count(batch.sheets),
        envelope_name(batch.envelope),
        batch.printer,
        _("prepared {time}").format(time=made),
    )
    return f"{NO_BREAK}· ".join(parts)


def step_words(seen: BatchSeen, *, now: datetime, running: bool) -> Sequence[StepWords]:
    """Return the five steps of a batch."""
    batch, step = seen.batch, seen.step
    order = (None, Step.TEST_PAGE, Step.PRINT, Step.RECONCILE, Step.POST)
    here = len(order) if step is Step.POSTED else order.index(step)
    captions = (
        _("Done at {time}").format(time=recent_text(batch.prepared_at, language(), now=now)),
        _test_page_caption(seen),
        _print_caption(batch, running=running),
        _confirm_caption(batch, ahead=here < 3),
        _post_caption(batch),
    )
    titles = (
        _("Preparation"),
        _("Test page"),
        # i18n: the step of printing
        _("Printing"),
        _("Confirmation"),
        # i18n: the step of handing letters to the post
        _("Posting"),
    )

    def reached(place: int) -> Reached:
        if place < here:
            return Reached.DONE
        return Reached.NOW if place == here else Reached.AHEAD

    return [
        StepWords(title=title, caption=caption, reached=reached(place))
        for place, (title, caption) in enumerate(zip(titles, captions, strict=True))
    ]


def _test_page_caption(seen: BatchSeen) -> str:
    if seen.batch.fit is None:
        return _("Not yet")
    if seen.window_confirmed or seen.step is not Step.TEST_PAGE:
        return _("Address is in the window")
    return _("Not yet today")


def _print_caption(batch: Batch, *, running: bool) -> str:
    waiting = batch.count(_L.WAITING)
    done = batch.sheets - waiting - batch.count(_L.DEAD)
    if running:
        return _("Sheet {place} of {count} …").format(
            place=min(done + 1, batch.sheets), count=batch.sheets
        )
    if not done and waiting:
        return _("Not yet")
    words = _("{done} of {count}").format(done=done, count=batch.sheets)
    spoilt = batch.count(_L.SPOILT)
    if spoilt:
        words += f"{NO_BREAK}· " + spoilt_count(spoilt)
    return words


def _confirm_caption(batch: Batch, *, ahead: bool) -> str:
    done = confirmed(batch)
    if ahead and not done:
        return _("Not yet")
    count = to_confirm(batch)
    return ngettext("{done} of {count} letter", "{done} of {count} letters", count).format(
        done=done, count=count
    )


def _post_caption(batch: Batch) -> str:
    if batch.posted_on is None:
        return _("Not yet")
    return _("Posted on {date}").format(date=short_date_text(batch.posted_on, language()))


def spoilt_count(count: int) -> str:
    return ngettext("{count} spoiled", "{count} spoiled", count).format(count=count)


def time_left(seconds: float) -> str:
    """Return about how long it takes still."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("less than a minute left")
    return ngettext("about {minutes} min left", "about {minutes} min left", minutes).format(
        minutes=minutes
    )
