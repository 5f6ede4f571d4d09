"""The ledger of letters: what becomes of each sheet, and of the batch it belongs to.

A letter stands in the ledger before it stands on paper. From its first stroke on it is printed
or spoilt, and never drawn again; what was posted is replaced, never reprinted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ra_desk.domain.activation import LETTER_MARK, LetterNumber, RequestNumber, parse_letter_number
from ra_desk.domain.errors import Refused, Unavailable
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import Operator
from ra_desk.domain.sheet_ranges import sheets_text

#: So many sheets can be called spoilt by one person alone.
SPOILT_ALONE = 10
#: Letters of one batch, at most: what one person reconciles without losing count.
MOST_SHEETS = 250
#: How long a desk may print what lies at it without hearing from central; then central may give
#: its letters to another one. A batch that is older is looked over before it is printed.
LEASE = timedelta(hours=24)


class LetterState(StrEnum):
    """Where a letter stands; the value is kept in both databases."""

    WAITING = "waiting"
    #: Its code was opened for the page: from here on it is printed or spoilt.
    STARTED = "started"
    PRINTED = "printed"
    RECONCILED = "reconciled"
    POSTED = "posted"
    RETURNED = "returned"
    SPOILT = "spoilt"
    #: Posted and not seen since; another letter goes in its place.
    REPLACED = "replaced"
    #: Its code died before it was on paper.
    DEAD = "dead"
    #: On paper, but its code has died: to be taken out and called spoilt.
    CANCELLED = "cancelled"


class LetterEvent(StrEnum):
    STARTED = "started"
    PRINTED = "printed"
    RECONCILED = "reconciled"
    POSTED = "posted"
    RETURNED = "returned"
    SPOILT = "spoilt"
    REPLACED = "replaced"
    DIED = "died"


_L = LetterState
#: For each event: the states it may follow, and the state it leads to.
LIFE: dict[LetterEvent, dict[LetterState, LetterState]] = {
    LetterEvent.STARTED: {_L.WAITING: _L.STARTED},
    LetterEvent.PRINTED: {_L.STARTED: _L.PRINTED},
    LetterEvent.RECONCILED: {_L.PRINTED: _L.RECONCILED},
    LetterEvent.POSTED: {_L.RECONCILED: _L.POSTED},
    LetterEvent.RETURNED: {_L.POSTED: _L.RETURNED, _L.REPLACED: _L.RETURNED},
    LetterEvent.SPOILT: {
        _L.WAITING: _L.SPOILT,
        _L.STARTED: _L.SPOILT,
        _L.PRINTED: _L.SPOILT,
        _L.RECONCILED: _L.SPOILT,
        _L.CANCELLED: _L.SPOILT,
    },
    # What has come back stays so, whatever goes in its place: it is counted once.
    LetterEvent.REPLACED: {_L.POSTED: _L.REPLACED},
    LetterEvent.DIED: {
        _L.WAITING: _L.DEAD,
        _L.STARTED: _L.CANCELLED,
        _L.PRINTED: _L.CANCELLED,
        _L.RECONCILED: _L.CANCELLED,
    },
}
#: States in which there may be a sheet in this room that is not accounted for.
UNACCOUNTED = frozenset({_L.WAITING, _L.STARTED, _L.PRINTED, _L.CANCELLED})
#: States in which there may be a sheet that has not left this room.
IN_THE_ROOM = frozenset({_L.STARTED, _L.PRINTED, _L.RECONCILED, _L.CANCELLED})


class ReturnedReason(StrEnum):
    """Why the post brought a letter back."""

    UNKNOWN = "unknown"
    MOVED = "moved"
    REFUSED = "refused"
    NOT_COLLECTED = "not_collected"


class Step(StrEnum):
    """The step in which a batch is; those before it are done."""

    TEST_PAGE = "test_page"
    PRINT = "print"
    RECONCILE = "reconcile"
    POST = "post"
    POSTED = "posted"


class LetterNotNow(Refused):
    """``letter``, ``state``, ``event``: what was to happen does not follow where it stands."""

    code = "letter.not_now"


class ScanForeign(Refused):
    """What was scanned is no letter of ours; nothing of it is repeated."""

    code = "letter.scan_foreign"


class ScanDamaged(Refused):
    """The mark of our letters was read, but its number is not whole."""

    code = "letter.scan_damaged"


class LetterElsewhere(Refused):
    """``letter``: this desk's ledger does not know it; another office or computer printed it."""

    code = "letter.elsewhere"


class LetterNotPosted(Refused):
    """``letter``, ``counter``: it lies there still, so the post cannot have brought it back."""

    code = "letter.not_posted"


class LetterOfOtherBatch(Refused):
    """``letter``, ``batch``, ``sheet``: to which batch of this desk it belongs."""

    code = "letter.other_batch"


class LetterChecked(Refused):
    """``letter``, ``sheet``: it was reconciled before."""

    code = "letter.checked_already"


class LetterDead(Refused):
    """``letter``: this letter carries no living code; take it out and destroy it."""

    code = "letter.dead"


class LetterPosted(Refused):
    """``letter``: it was posted; it can be replaced, not printed again or called spoilt."""

    code = "letter.posted"


class LastGoodOutside(Refused):
    """``first``, ``last``: between which the answer lies; one before the first for none."""

    code = "letter.last_good_outside"


class SecondPersonNeeded(Refused):
    """``sheets``, ``most``: so many are called spoilt by two people only."""

    code = "letter.second_person_needed"


class SamePerson(Refused):
    """The second person is the first one, perhaps with another account."""

    code = "letter.same_person"


class CountsDiffer(Refused):
    """``accounted``, ``count``, ``missing``: sheets that are neither reconciled nor spoilt."""

    code = "letter.counts_differ"


class BatchUnknown(Refused):
    """``batch``: this desk has no such batch."""

    code = "letter.batch_unknown"


class LettersLeased(Refused):
    """``batch``, ``counter``, ``at``: which desk holds the letters, and since when."""

    code = "letter.leased"


class LettersUnnumbered(Unavailable):
    """``letters``: so many wait for a number of registered post; the office has none left."""

    code = "letter.unnumbered"


class BatchStale(Refused):
    """``batch``, ``changed``: it is a day old; so many addresses have changed."""

    code = "letter.batch_stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A line of the ledger. It names nobody: a request and the town of the post.

    Attributes:
        number: in its batch, from 1.
        request: None for the control letter to the office itself.
        revision: of the applicant's data when the batch was made or looked over.
        place: the name of the post.
        large_print: whether the letter takes two sheets of paper.
    """

    batch: int
    number: int
    letter: LetterNumber
    request: RequestNumber | None
    state: LetterState
    revision: int = 1
    place: str = ""
    languages: str = "sl"
    large_print: bool = False
    item: str = ""


def batch_name(number: int) -> str:
    """Return the number of a batch as people read it."""
    return f"S-{number:04}"


def advance_letter(
    state: LetterState, event: LetterEvent, *, letter: LetterNumber | str
) -> LetterState:
    """Return the state after the event.

    Raises:
        LetterPosted: it has left the room.
        LetterNotNow: the event cannot follow the state.
    """
    after = LIFE[event].get(state)
    if after is None:
        if state in {_L.POSTED, _L.RETURNED, _L.REPLACED} and event is not LetterEvent.RETURNED:
            raise LetterPosted(letter=letter)
        raise LetterNotNow(letter=letter, state=state, event=event)
    return after


def is_alive(letter: LetterNumber, request: PassRequest) -> bool:
    """Whether the letter carries the code that its request waits for."""
    return request.letter == letter and request.stage in {Stage.CODE_ORDERED, Stage.CODE_SENT}


def read_scan(text: str) -> LetterNumber:
    """Return the letter number that a scanner read, or somebody typed.

    Raises:
        ScanForeign: a code of something else.
        ScanDamaged: ours, but a sign is missing or wrong.
    """
    bare = "".join(text.split()).upper()
    typed = re.fullmatch(r"(?:L-?)?[A-Z0-9]{4}-?[A-Z0-9]{4}", bare, re.ASCII)
    if not bare.startswith(LETTER_MARK) and typed is None:
        raise ScanForeign()
    try:
        return parse_letter_number(bare)
    except Refused:
        raise ScanDamaged() from None


def judge_scan(sheet: Sheet | None, *, letter: LetterNumber, batch: int) -> Sheet:
    """Return the sheet that a scan reconciles in this batch.

    A sheet whose printing was interrupted lies in the scanner's light: it came out.

    Raises:
        LetterElsewhere, LetterOfOtherBatch, LetterChecked, LetterDead, LetterPosted,
        LetterNotNow: it cannot be reconciled; the letter belongs out of the pile.
    """
    if sheet is None:
        raise LetterElsewhere(letter=letter)
    match sheet.state:
        case _L.SPOILT | _L.DEAD | _L.CANCELLED:
            raise LetterDead(letter=letter)
        case _ if sheet.batch != batch:
            raise LetterOfOtherBatch(
                letter=letter, batch=batch_name(sheet.batch), sheet=sheet.number
            )
        case _L.RECONCILED:
            raise LetterChecked(letter=letter, sheet=sheet.number)
        case _L.STARTED | _L.PRINTED:
            return sheet
        case _:
            advance_letter(sheet.state, LetterEvent.RECONCILED, letter=letter)
            return sheet


def judge_last_good(sheets: Sequence[Sheet], last_good: int) -> tuple[list[Sheet], list[Sheet]]:
    """Part the sheets that went to the printer into good and spoilt ones.

    Args:
        sheets: those that may lie in the tray: started or printed, not reconciled yet.
        last_good: the number of the last good sheet; one before the first if none is.

    Raises:
        LastGoodOutside: no such sheet went to the printer.
    """
    first, last = asked_between(sheets)
    if not first - 1 <= last_good <= last:
        raise LastGoodOutside(first=first, last=last)
    good = [one for one in sheets if one.number <= last_good]
    return good, [one for one in sheets if one.number > last_good]


def asked_between(sheets: Sequence[Sheet]) -> tuple[int, int]:
    """Return the first and last of some sheets; (1, 0) for none."""
    numbers = [one.number for one in sheets]
    return (min(numbers), max(numbers)) if numbers else (1, 0)


def require_second_person(count: int, *, first: Operator, second: Operator | None) -> None:
    """Refuse that one person alone calls many sheets spoilt.

    Args:
        count: with those that were called spoilt in the same batch without a second person.

    Raises:
        SecondPersonNeeded: nobody has agreed.
        SamePerson: the same human being has.
    """
    if count > SPOILT_ALONE:
        if second is None:
            raise SecondPersonNeeded(sheets=count, most=SPOILT_ALONE)
        if second.person == first.person:
            raise SamePerson()


def require_accounted(count: int, missing: Sequence[int]) -> None:
    """Refuse to post before each sheet is reconciled or spoilt.

    Raises:
        CountsDiffer: with the sheets that are missing.
    """
    if missing:
        raise CountsDiffer(
            accounted=count - len(missing), count=count, missing=sheets_text(missing)
        )


def is_stale(looked_over: datetime, *, now: datetime) -> bool:
    """Whether a batch is to be looked over before it is printed on."""
    return now - looked_over > LEASE


def step_of(
    counts: Mapping[LetterState, int],
    *,
    window_confirmed: bool,
    asked: bool,
    posted: bool,
) -> Step:
    """Return the step in which a batch is.

    Args:
        counts: its sheets by state.
        window_confirmed: the window of its printer and envelope was confirmed today.
        asked: somebody has to say which sheets came out.
        posted: it was posted.
    """
    if posted:
        return Step.POSTED
    if asked or counts.get(_L.STARTED, 0):
        return Step.PRINT
    if counts.get(_L.WAITING, 0):
        return Step.PRINT if window_confirmed else Step.TEST_PAGE
    if counts.get(_L.PRINTED, 0) or counts.get(_L.CANCELLED, 0):
        return Step.RECONCILE
    return Step.POST
