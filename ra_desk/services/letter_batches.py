"""Batches of letters: what waits, what is put together, and what is to be done next with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ra_desk.domain.activation import new_letter_number
from ra_desk.domain.addresses import is_abroad
from ra_desk.domain.checks import OFFICE_ZONE, office_day
from ra_desk.domain.errors import Refused, Unavailable
from ra_desk.domain.facts_letters import LetterBatchLookedOver, LetterBatchPrepared
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.domain.letters import (
    LEASE,
    MOST_SHEETS,
    BatchUnknown,
    LetterDead,
    LetterState,
    Sheet,
    batch_name,
    is_alive,
    step_of,
)
from ra_desk.domain.people import require_role
from ra_desk.journal.envelope import PROOF_WINDOW_S
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.letter_book import (
    Batch,
    BatchSeen,
    Choice,
    LeftOut,
    LetterBook,
    NewBatch,
    Question,
)
from ra_desk.services.ports import PRINTING, Clock, SealedLetter, Session, Store, Unit

#: So far central lets a desk's clock be away; a clock that is set right goes back by no more.
_CLOCK_AWAY = timedelta(seconds=PROOF_WINDOW_S)
#: Letters that are looked at in one go; more than a batch takes, so that a choice finds some.
LOOKED_AT = 1000


class NothingToPrint(Refused):
    """``left_out``: letters that fit the choice and have problems; no other ones do."""

    code = "letter.nothing_to_print"


class LetterInBatch(Refused):
    """``letter``, ``batch``: it is in a batch already."""

    code = "letter.in_batch"


class LetterLapsed(Refused):
    """``letter``, ``lapsed_at``: nobody printed it in time; central orders another one."""

    code = "letter.lapsed"


class BatchPosted(Refused):
    """``batch``: it was posted; what is in it can be replaced, never printed again."""

    code = "letter.batch_posted"


class LeaseOver(Unavailable):
    """``since``: when central was last heard; these letters may be elsewhere or printed by now."""

    code = "letter.lease_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A new batch; ``left_out``: letters that it does not take, with what is wrong with them."""

    batch: BatchSeen
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedOver:
    """A batch that may be printed on. ``changed``: sheets whose address is another one now."""

    batch: BatchSeen
    changed: tuple[int, ...]
    problems: tuple[LeftOut, ...]


def prepare(
    choice: Choice,
    *,
    printer: str,
    envelope: Envelope,
    session: Session,
    store: Store,
    paper: LetterPaper,
    now: Clock,
    run: str,
) -> Prepared:
    """Put letters that wait into a batch, by postcode, and the day's control letter behind them.

    What cannot be addressed, has lapsed or is dead is left out and told; it waits on.

    Raises:
        NothingToPrint: no letter fits the choice.
        LetterInBatch, LetterDead: a letter that was named is not to be had.
        LeaseOver: central has not been heard since the program was opened, or for a day.
    """
    require_role(session.operator, *PRINTING)
    moment = now()
    with store.begin() as unit:
        require_lease(unit, at=moment)
        book = unit.letter_book()
        known = book.fit(printer, envelope)
        fit = EnvelopeFit(envelope=envelope) if known is None else known[0]
        found = _chosen(choice, book, paper=paper)
        left_out = tuple(
            LeftOut(letter=one.number, request=one.request, problems=problems)
            for one in found
            if (problems := problems_of(one, fit, paper=paper, at=moment))
        )
        kept = {one.letter for one in left_out}
        # What waits longest goes, wherever that is; what comes in anew overtakes nothing.
        oldest = [one for one in found if one.number not in kept][:MOST_SHEETS]
        if not oldest:
            raise NothingToPrint(left_out=len(left_out))
        taken = sorted(oldest, key=_by_postcode)
        number = book.next_number()
        control = None if book.has_control(since=_midnight(moment)) else new_letter_number()
        prepared = LetterBatchPrepared(
            batch=number,
            printer=printer,
            envelope=envelope,
            letters=tuple(one.number for one in taken),
            control=control,
        )
        unit.append(prepared, at=moment, session=session)
        sheets = [_sheet(one, number, place, paper) for place, one in enumerate(taken, 1)]
        if control is not None:
            own = unit.enrolment().office
            sheets.append(
                Sheet(
                    batch=number,
                    number=len(sheets) + 1,
                    letter=control,
                    request=None,
                    state=LetterState.WAITING,
                    place=own.town,
                )
            )
        new = NewBatch(number=number, printer=printer, envelope=envelope, sheets=tuple(sheets))
        book.enter(new, by=session.operator.id, at=moment)
        return Prepared(batch=seen(number, book, at=moment, run=run), left_out=left_out)


def look_over(
    number: int,
    *,
    session: Session,
    store: Store,
    paper: LetterPaper,
    now: Clock,
    run: str,
) -> LookedOver:
    """Take over the addresses as they are now, so that a batch that is a day old can be printed.

    Raises:
        BatchUnknown, BatchPosted: there is nothing to look over.
        LeaseOver: exchange with central first.
    """
    require_role(session.operator, *PRINTING)
    moment = now()
    with store.begin() as unit:
        require_lease(unit, at=moment)
        book = unit.letter_book()
        batch = open_batch(number, book)
        fit = batch.fit or EnvelopeFit(envelope=batch.envelope)
        changed, problems = [], []
        for sheet in book.sheets(number, LetterState.WAITING):
            letter = unit.letter(sheet.letter)
            if letter is None:
                continue
            fresh = _sheet(letter, number, sheet.number, paper)
            if fresh.revision != sheet.revision:
                changed.append(fresh)
            if wrong := problems_of(letter, fit, paper=paper, at=moment):
                problems.append(
                    LeftOut(letter=sheet.letter, request=letter.request, problems=wrong)
                )
        fact = LetterBatchLookedOver(batch=number, changed=len(changed))
        unit.append(fact, at=moment, session=session)
        book.look_over(number, changed, at=moment)
        return LookedOver(
            batch=seen(number, book, at=moment, run=run),
            changed=tuple(sheet.number for sheet in changed),
            problems=tuple(problems),
        )


def use_printer(
    number: int, *, printer: str, envelope: Envelope, session: Session, store: Store
) -> None:
    """Print the rest of a batch on another printer or into other envelopes.

    Raises:
        BatchUnknown, BatchPosted: there is no rest.
    """
    require_role(session.operator, *PRINTING)
    with store.begin() as unit:
        book = unit.letter_book()
        open_batch(number, book)
        book.use_printer(number, printer, envelope)


def seen(number: int, book: LetterBook, *, at: datetime, run: str) -> BatchSeen:
    """Return a batch and what is to be done next with it; see `letter_lists.batch`."""
    return seen_batch(known_batch(number, book), book, at=at, run=run)


def question(one: Batch, book: LetterBook, *, run: str) -> Question | None:
    """Return what has to be said of the tray, or None.

    Args:
        run: this opening of the program; what another one sent to the printer was interrupted.
    """
    if one.run is None or one.posted_at is not None:
        return None
    sent = [
        sheet
        for sheet in book.sheets(one.number, LetterState.STARTED, LetterState.PRINTED)
        if sheet.number >= one.run_first
    ]
    interrupted = one.run != run
    doubtful = [sheet.number for sheet in sent if sheet.state is LetterState.STARTED]
    if not sent or not (interrupted or doubtful or not one.count(LetterState.WAITING)):
        return None
    return Question(
        first=sent[0].number,
        last=sent[-1].number,
        interrupted=interrupted,
        doubtful=doubtful[0] if doubtful else None,
        two_sheets=any(sheet.large_print for sheet in sent),
    )


def known_batch(number: int, book: LetterBook) -> Batch:
    """Return a batch.

    Raises:
        BatchUnknown: there is none.
    """
    found = book.batch(number)
    if found is None:
        raise BatchUnknown(batch=batch_name(number))
    return found


def open_batch(number: int, book: LetterBook) -> Batch:
    """Return a batch that was not posted yet.

    Raises:
        BatchUnknown, BatchPosted: there is none.
    """
    found = known_batch(number, book)
    if found.posted_at is not None:
        raise BatchPosted(batch=found.name)
    return found


def require_lease(unit: Unit, *, at: datetime) -> None:
    """Refuse to print what central may have given to another desk, or a former life has printed.

    A store that was restored from a copy knows nothing of the letters that were printed since;
    central does, and takes no word of such a store.

    Raises:
        LeaseOver: central has not answered since the program was opened, or for a day; or the
            clock stands before that answer, and nobody knows how long ago it was.
    """
    marks = unit.marks()
    last = marks.last_answer_at
    if last is None or not marks.heard or not -_CLOCK_AWAY <= at - last <= LEASE:
        raise LeaseOver(since=last)


def problems_of(
    letter: SealedLetter, fit: EnvelopeFit, *, paper: LetterPaper, at: datetime
) -> tuple[Refused, ...]:
    """Return what keeps a letter from being printed now, not raised; empty if nothing does."""
    if not is_alive(letter.number, letter.recipient):
        return (LetterDead(letter=letter.number),)
    if letter.expires_at <= at:
        return (LetterLapsed(letter=letter.number, lapsed_at=letter.expires_at),)
    return paper.problems(letter.recipient, fit)


def confirmed_today(confirmed_at: datetime | None, *, on: date) -> bool:
    """Whether an address was seen in the window on this day."""
    return confirmed_at is not None and office_day(confirmed_at) == on


def seen_batch(one: Batch, book: LetterBook, *, at: datetime, run: str) -> BatchSeen:
    """Return what is to be done next with a batch."""
    confirmed = confirmed_today(one.confirmed_at, on=office_day(at))
    asked = question(one, book, run=run)
    return BatchSeen(
        batch=one,
        step=step_of(
            one.counts,
            window_confirmed=confirmed,
            asked=asked is not None,
            posted=one.posted_at is not None,
        ),
        question=asked,
        stale=one.stale(now=at),
        window_confirmed=confirmed,
    )


def _chosen(choice: Choice, book: LetterBook, *, paper: LetterPaper) -> Sequence[SealedLetter]:
    found = book.unbatched(limit=LOOKED_AT)
    if choice.letters:
        here = {one.number: one for one in found}
        for number in choice.letters:
            if number not in here:
                sheet = book.sheet_of(number)
                if sheet is None:
                    raise LetterDead(letter=number)
                raise LetterInBatch(letter=number, batch=batch_name(sheet.batch))
        found = [here[number] for number in dict.fromkeys(choice.letters)]
    return [
        one
        for one in found
        if choice.languages in {"", str(paper.languages(one.recipient))}
        and choice.place in {"", one.recipient.applicant.address.post}
        and (choice.before is None or one.ordered_at < choice.before)
    ]


def _sheet(letter: SealedLetter, batch: int, place: int, paper: LetterPaper) -> Sheet:
    return Sheet(
        batch=batch,
        number=place,
        letter=letter.number,
        request=letter.request,
        state=LetterState.WAITING,
        revision=letter.recipient.revision,
        place=letter.recipient.applicant.address.post,
        languages=str(paper.languages(letter.recipient)),
        large_print=letter.recipient.large_print,
        item=letter.item,
    )


def _by_postcode(letter: SealedLetter) -> tuple[bool, str, str, str]:
    address = letter.recipient.applicant.address
    return is_abroad(address), address.country, address.postcode, letter.number


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(office_day(moment), time(), tzinfo=OFFICE_ZONE)
