"""The identity check at the counter: when it is allowed and what it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ra_desk.domain.activation import Channel, RequestNumber
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import EntryMode, IdentityDocument, require_plausible
from ra_desk.domain.errors import Refused
from ra_desk.domain.numbers import holds_emso
from ra_desk.domain.pass_request import WAITING, PassRequest, Route, Stage
from ra_desk.domain.people import require_of_age
from ra_desk.domain.policy import Policy, ReviewReason

if TYPE_CHECKING:
    from datetime import date, datetime

#: The zone in which an office counts its days.
OFFICE_ZONE = ZoneInfo("Europe/Ljubljana")

#: Signs that a clerk may write as a reason or a note, at most: an entry must fit the line.
NOTE_LIMIT = 300

#: Lines that the document itself must answer, and what counts as an answer.
REQUIRED_LINES = frozenset({Field.SURNAME, Field.GIVEN_NAMES, Field.BIRTH_DATE})
_ANSWERS = frozenset({Match.MATCHES, Match.TRANSLITERATED, Match.POSSIBLY, Match.DIFFERS})


class SecondLook(StrEnum):
    """Why a clerk sends a check to second review although the rules would not ask for it."""

    DATA_DIFFER = "data_differ"
    FACE = "face"
    DOCUMENT = "document"
    OTHER = "other"


class WhyTyped(StrEnum):
    """Why a document was typed and not read."""

    NO_ZONE = "no_zone"
    READER_BROKEN = "reader_broken"
    ZONE_UNREADABLE = "zone_unreadable"


class AlreadyDecided(Refused):
    """``office``, ``operator``, ``at``: whose check or refusal counts."""

    code = "check.already_decided"


class NotWaiting(Refused):
    """``stage``: where the request stands instead."""

    code = "check.not_waiting"


class CertificateRoute(Refused):
    """The applicant is identified by a certificate; nobody checks a document."""

    code = "check.certificate_route"


class RequestLapsed(Refused):
    """``lapsed_at``: when the request lapsed."""

    code = "check.request_lapsed"


class DataDiffers(Refused):
    """``field``: the line in which document and request differ."""

    code = "check.data_differs"


class ComparisonMissing(Refused):
    """``field``: a line that the document must answer once, and answers not at all or twice."""

    code = "check.comparison_missing"


class AnswerIsNo(Refused):
    """``question``: the number of the question that was not answered with yes."""

    code = "check.answer_is_no"


class NoteTooLong(Refused):
    """``limit``: signs at most; ``length``: signs given."""

    code = "refusal.note_too_long"


class NoteHoldsEmso(Refused):
    """An EMŠO stands in the words of a clerk; it is never stored (decision 24)."""

    code = "refusal.note_holds_emso"


class SecondLookUnexplained(Refused):
    """The reason "other" for a second review needs words."""

    code = "check.second_look_unexplained"


class PostNotAllowed(Refused):
    """The policy of the office does not let a check order a letter, or no reason was given."""

    code = "check.post_not_allowed"


class DataTooOld(Refused):
    """``hours``: so long may central be silent before nothing new is decided at a desk."""

    code = "check.data_too_old"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCheck:
    """What a clerk attests: this document belongs to the person at the counter.

    Attributes:
        revision: the revision of the applicant's data that the clerk saw.
        lines: what the comparison said, field by field; no value of the document.
        answers: the three questions: face, genuine and undamaged, client confirms.
        seconds: whole seconds from the document to the record.
        channel_reason: why the code goes by post; empty for e-mail.
        note: what the clerk wants to be known; at most `NOTE_LIMIT` signs.
        second_look: why the clerk asks for a second review; then also a line that differs or a
            No may stand, because somebody else decides.
        why_typed: why the document was typed; None if it was read.
    """

    request: RequestNumber
    revision: int
    document: IdentityDocument
    lines: tuple[tuple[Field, Match], ...]
    answers: tuple[bool, bool, bool]
    seconds: int
    channel: Channel = Channel.EMAIL
    channel_reason: str = attribute(default="", repr=False)
    note: str = attribute(default="", repr=False)
    second_look: SecondLook | None = None
    why_typed: WhyTyped | None = None


def office_day(moment: datetime) -> date:
    """Return the day of a moment as the office counts days."""
    return moment.astimezone(OFFICE_ZONE).date()


def last_day(request: PassRequest) -> date:
    """Return the last day on which the applicant may come to an office."""
    return office_day(request.expires_at - timedelta(microseconds=1))


def days_left(request: PassRequest, *, now: datetime) -> int:
    """Return how many days follow today until the last one: 0 on the last day, then negative."""
    return (last_day(request) - office_day(now)).days


def require_waiting(request: PassRequest, *, at: datetime) -> None:
    """Refuse a request that nobody at a counter may decide.

    Raises:
        AlreadyDecided: a check or refusal counts already; it says whose and when.
        CertificateRoute: the request is not meant for the counter.
        NotWaiting: the request is past or outside the counter's part of its life.
        RequestLapsed: the deadline that central set has passed.
    """
    if request.route is Route.CERTIFICATE:
        raise CertificateRoute(number=request.number)
    if request.stage not in WAITING:
        if request.decision is not None and request.stage is not Stage.EXPIRED:
            raise AlreadyDecided(
                office=request.decision.office_name,
                operator=request.decision.operator_name,
                at=request.decision.at,
            )
        raise NotWaiting(stage=request.stage)
    if at > request.expires_at:
        raise RequestLapsed(lapsed_at=request.expires_at)


def is_too_old(answered_at: datetime | None, *, at: datetime, lease: timedelta) -> bool:
    """Whether what central said last, at ``answered_at``, is too old for a new decision.

    A desk to which central has never spoken keeps no request that could be old.
    """
    return answered_at is not None and at - answered_at > lease


def require_fresh(answered_at: datetime | None, *, at: datetime, lease: timedelta) -> None:
    """Refuse to decide anything new by data that are too old.

    Raises:
        DataTooOld: ``lease`` has passed since central's last answer.

    Source:
        ux.md 3.0.3; decision 16: central lets nothing count by itself that is older.
    """
    if is_too_old(answered_at, at=at, lease=lease):
        raise DataTooOld(hours=int(lease.total_seconds() // 3600))


def require_allowed(
    check: DocumentCheck, request: PassRequest, *, at: datetime, policy: Policy
) -> None:
    """Refuse a check that the rules of the registration authority do not permit.

    Args:
        at: the moment of the check; its day counts in the office's time zone.

    Raises:
        Refused: one of the rules; the class and its facts say which.
    """
    require_waiting(request, at=at)
    day = office_day(at)
    require_of_age(request.applicant.birth_date, years=policy.minimum_age, on=day)
    require_plausible(check.document, on=day)
    require_answered(check.lines)
    asked = check.second_look is not None
    for field, match in check.lines:
        if match in {Match.EXPIRED, Match.UNDERAGE} or (match is Match.DIFFERS and not asked):
            raise DataDiffers(field=field)
    for question, answer in enumerate(check.answers, start=1):
        if not answer and not asked:
            raise AnswerIsNo(question=question)
    if check.second_look is SecondLook.OTHER and not check.note.strip():
        raise SecondLookUnexplained()
    require_short(check.note)
    if check.channel is Channel.POST and not (policy.office_post and check.channel_reason):
        raise PostNotAllowed()
    require_short(check.channel_reason)


def require_answered(lines: tuple[tuple[Field, Match], ...]) -> None:
    """Refuse a comparison in which a line that is required has no answer, or any has two.

    Raises:
        ComparisonMissing: it names the first such line.
    """
    said = dict(lines)
    for field in sorted(REQUIRED_LINES):
        if said.get(field) not in _ANSWERS:
            raise ComparisonMissing(field=field)
    fields = [field for field, _ in lines]
    for field in fields:
        if fields.count(field) > 1:
            raise ComparisonMissing(field=field)


def require_short(note: str) -> None:
    """Refuse words of a clerk that are too many, or hold what must not be kept.

    Raises:
        NoteTooLong: more than `NOTE_LIMIT` signs.
        NoteHoldsEmso: an EMŠO is among them.
    """
    if len(note) > NOTE_LIMIT:
        raise NoteTooLong(limit=NOTE_LIMIT, length=len(note))
    if holds_emso(note):
        raise NoteHoldsEmso()


def review_reasons(
    check: DocumentCheck, request: PassRequest, *, policy: Policy
) -> tuple[ReviewReason, ...]:
    """Return why the check itself asks for a second pair of eyes before a code leaves.

    Only what desk and central can both see; central may add reasons of its own.
    """
    found = {
        ReviewReason.TYPED_DOCUMENT: check.document.entry is EntryMode.TYPED,
        ReviewReason.POSSIBLY_MATCHES: any(m is Match.POSSIBLY for _, m in check.lines),
        ReviewReason.VERY_FAST: check.seconds < policy.fast_check_s,
        ReviewReason.DATA_CHANGED: check.revision != request.revision,
        ReviewReason.RETURNED: request.stage is Stage.RETURNED,
        ReviewReason.CHOSEN: check.second_look is not None,
        ReviewReason.SUSPICION: ReviewReason.SUSPICION in request.review,
    }
    return tuple(reason for reason, is_so in found.items() if is_so and policy.reviews(reason))
