"""One client at the counter: what has been shown and answered so far, and what it leads to."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from ra_desk.domain.activation import Channel
from ra_desk.domain.after_check import as_told
from ra_desk.domain.checks import (
    REQUIRED_LINES,
    DocumentCheck,
    SecondLook,
    WhyTyped,
    review_reasons,
)
from ra_desk.domain.comparison import Field, Line, Match, Presented, compare
from ra_desk.domain.documents import EntryMode, IdentityDocument
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import age
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.refusals import RefusalReason

_STOPS = frozenset({Match.DIFFERS, Match.EXPIRED, Match.UNDERAGE})
_FITS = frozenset({Match.MATCHES, Match.TRANSLITERATED, Match.VALID, Match.OF_AGE})
#: Lines that are read off the document.
READ = (
    Field.SURNAME,
    Field.GIVEN_NAMES,
    Field.BIRTH_DATE,
    Field.DOCUMENT_VALIDITY,
    Field.AGE,
)


class Asked(Enum):
    """What the third question asks for, so that the eye has to read it."""

    EMAIL = auto()
    BIRTH_DATE = auto()
    POSTCODE = auto()


class Outcome(Enum):
    """What Enter does."""

    RECORD = auto()
    REVIEW = auto()
    REFUSE = auto()


class Missing(Enum):
    """What is left to do before a check can be recorded; questions have their number."""

    DOCUMENT = -1
    DOCUMENT_LINES = 0  # the document was read and does not show everything
    FIRST = 1
    SECOND = 2
    THIRD = 3


_QUESTIONS = (Missing.FIRST, Missing.SECOND, Missing.THIRD)
_REASON_OF_NO = (
    RefusalReason.NOT_THE_PERSON,
    RefusalReason.DOCUMENT_UNREADABLE,
    RefusalReason.FALSE_DATA,
)


_LOOK_OF_NO = (SecondLook.FACE, SecondLook.DOCUMENT)


@dataclass(slots=True, kw_only=True)
class Visit:
    """The state of a check that is being made. Times are seconds of a clock that only grows.

    Attributes:
        on: the day of the check as the office counts days.
        presented: what the document shows; not kept beyond the visit.
        document_at: when the document came in; None before.
    """

    request: PassRequest
    policy: Policy
    on: date
    document: IdentityDocument | None = None
    presented: Presented | None = field(default=None, repr=False)
    document_at: float | None = None
    answers: list[bool | None] = field(default_factory=lambda: [None, None, None])
    channel: Channel = Channel.EMAIL
    channel_reason: str = ""
    note: str = field(default="", repr=False)
    why_typed: WhyTyped | None = None
    second_look: SecondLook | None = None
    #: The clerk has asked for a second review and still owes answers.
    review_wanted: bool = False

    @property
    def asked(self) -> Asked:
        """What the third question asks for: one thing for a request, another for the next."""
        kinds = tuple(Asked)
        return kinds[zlib.crc32(self.request.number.encode()) % len(kinds)]

    def take(self, document: IdentityDocument, presented: Presented, *, at: float) -> None:
        """Take a document; answers given about another one no longer count."""
        self.document, self.presented, self.document_at = document, presented, at
        self.answers = [None, None, None]
        self.why_typed, self.second_look, self.review_wanted = None, None, False

    def bring_back(self, before: Visit) -> None:
        """Take over what was filled in, if it was about the same data."""
        if before.request.revision != self.request.revision:
            return
        self.document, self.presented = before.document, before.presented
        self.document_at, self.answers = before.document_at, list(before.answers)
        self.channel, self.channel_reason = before.channel, before.channel_reason
        self.note, self.why_typed = before.note, before.why_typed

    @property
    def may_be_reviewed(self) -> bool:
        """Whether somebody else may decide; nobody may about an expired document or a child."""
        return all(line.match is Match.DIFFERS for line in self.stopping())

    def is_untouched(self) -> bool:
        """Whether nothing was shown, answered or written yet."""
        return self.document is None and self.answers == [None, None, None] and not self.note

    def likely_look(self) -> SecondLook | None:
        """Return why a second review suggests itself, None if that is open."""
        if any(line.match is Match.DIFFERS for line in self.stopping()):
            return SecondLook.DATA_DIFFER
        for answer, reason in zip(self.answers[:2], _LOOK_OF_NO, strict=True):
            if answer is False:
                return reason
        return None

    def is_somebody_else(self) -> bool:
        """Whether name or birth date differ, so that this may be the wrong request."""
        return any(line.match is Match.DIFFERS for line in self.stopping())

    def lines(self) -> tuple[Line, ...]:
        """Return the comparison; without a document only what the request itself says."""
        shown = self.presented or Presented(
            surname="", given_names="", birth_date=None, valid_until=None, from_mrz=False
        )
        applicant, years = self.request.applicant, self.policy.minimum_age
        return compare(applicant, shown, on=self.on, minimum_age=years)

    def _said(self) -> tuple[Line, ...]:
        """Return the lines that count: without a document only the age."""
        if self.document is not None:
            return self.lines()
        return tuple(line for line in self.lines() if line.field is Field.AGE)

    @property
    def fitting(self) -> int:
        """How many lines of ``READ`` fit."""
        return sum(line.match in _FITS for line in self.lines() if line.field in READ)

    def stopping(self) -> tuple[Line, ...]:
        """Return the lines that forbid the check."""
        return tuple(line for line in self._said() if line.match in _STOPS)

    def unread(self) -> tuple[Line, ...]:
        """Return the lines that the document must answer and does not."""
        return tuple(
            line
            for line in self.lines()
            if line.field in REQUIRED_LINES and line.match is Match.NO_DATA
        )

    def missing(self) -> tuple[Missing, ...]:
        """Return what is left to do, in order."""
        left: list[Missing] = []
        if self.document is None:
            left.append(Missing.DOCUMENT)
        elif self.unread():
            left.append(Missing.DOCUMENT_LINES)
        left += [
            place for place, answer in zip(_QUESTIONS, self.answers, strict=True) if answer is None
        ]
        return tuple(left)

    def given(self) -> list[int]:
        """Return the questions that were answered, counted from 1."""
        return [at for at, answer in enumerate(self.answers, 1) if answer is not None]

    def outcome(self, *, now: float) -> Outcome:
        """Return what Enter does; a No or a line that differs never records."""
        if self.stopping() or False in self.answers:
            return Outcome.REFUSE
        return Outcome.REVIEW if self.reasons(now=now) else Outcome.RECORD

    def reasons(self, *, now: float) -> tuple[ReviewReason, ...]:
        """Return why the check, if it were recorded now, would go to second review."""
        if self.document is None:
            return ()
        told = as_told(self.request)  # what nobody may read off the button
        found = review_reasons(self.check(now=now), told, policy=self.policy)
        if self.missing():  # nobody is called very fast before the last answer
            return tuple(reason for reason in found if reason is not ReviewReason.VERY_FAST)
        return found

    def seconds(self, *, now: float) -> int:
        """Return whole seconds since the document came in."""
        return 0 if self.document_at is None else max(0, int(now - self.document_at))

    def until_not_fast(self, *, now: float) -> float:
        """Return the seconds until the check no longer counts as very fast; 0 if it is not."""
        if self.document_at is None:
            return 0.0
        return max(0.0, self.document_at + self.policy.fast_check_s - now)

    def check(self, *, now: float) -> DocumentCheck:
        """Return what the clerk would attest now.

        Raises:
            ValueError: there is no document.
        """
        if self.document is None:
            raise ValueError("a check needs a document")
        first, second, third = self.answers
        return DocumentCheck(
            request=self.request.number,
            revision=self.request.revision,
            document=self.document,
            lines=tuple((line.field, line.match) for line in self.lines()),
            answers=(first is True, second is True, third is True),
            seconds=self.seconds(now=now),
            channel=self.channel,
            channel_reason=self.channel_reason,
            note=self.note,
            second_look=self.second_look,
            why_typed=self.why_typed,
        )

    @property
    def typed(self) -> bool:
        return self.document is not None and self.document.entry is EntryMode.TYPED

    @property
    def typed_is_reviewed(self) -> bool:
        """Whether a document that is typed brings the check to second review."""
        return ReviewReason.TYPED_DOCUMENT in self.policy.review_before

    @property
    def years(self) -> int:
        """Completed years of life of the applicant on the day of the check."""
        return age(self.request.applicant.birth_date, on=self.on)

    def likely_reason(self) -> RefusalReason | None:
        """Return the reason for a refusal that the visit suggests, None if that is open.

        A difference suggests none: it may simply be the wrong request.
        """
        for answer, reason in zip(self.answers, _REASON_OF_NO, strict=True):
            if answer is False:
                return reason
        stops = {line.match for line in self.stopping()}
        if Match.UNDERAGE in stops:
            return RefusalReason.NOT_ENTITLED
        if Match.EXPIRED in stops and Match.DIFFERS not in stops:
            return RefusalReason.DOCUMENT_INVALID
        return None
