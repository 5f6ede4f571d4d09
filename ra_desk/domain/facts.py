"""The vocabulary of the journal: one frozen, versioned type per kind of entry.

A kind is never redefined, only given a new version. Facts say what happened at the desk;
central may rule that a fact has no effect, but not that it did not happen.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime
from enum import StrEnum

from ra_desk.domain.activation import Channel, LetterNumber, RequestNumber
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.checks import SecondLook, WhyTyped
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentKind, EntryMode, IdentityDocument
from ra_desk.domain.fact import Fact as Fact
from ra_desk.domain.facts_audit import FACTS as AUDIT_FACTS
from ra_desk.domain.facts_day import FACTS as DAY_FACTS
from ra_desk.domain.facts_letters import FACTS as LETTER_FACTS
from ra_desk.domain.facts_letters import LetterReconciled as LetterReconciled
from ra_desk.domain.facts_letters import LetterReturned as LetterReturned
from ra_desk.domain.facts_review import ReviewDecided as ReviewDecided
from ra_desk.domain.pass_request import EntryRef
from ra_desk.domain.people import DeskId, OfficeId, OperatorId
from ra_desk.domain.refusals import RefusalReason


class Purpose(StrEnum):
    """Why somebody looked a person up (ZVOP-2: every look-up has its purpose)."""

    CLIENT_AT_COUNTER = "client_at_counter"
    CLIENT_ON_PHONE = "client_on_phone"
    REVIEW = "review"
    LETTER = "letter"


class SearchKey(StrEnum):
    """By what a person was looked up; the value itself is not evidence and is not kept."""

    NUMBER = "number"
    TAX_NUMBER = "tax_number"
    NAME = "name"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"
    DOCUMENT = "document"


class SpoiltReason(StrEnum):
    JAM = "jam"
    BAD_PRINT = "bad_print"
    DAMAGED = "damaged"
    MISSING = "missing"
    OTHER = "other"


class ConflictChoice(StrEnum):
    """What a person decided about a record that central did not take as it was meant."""

    #: The check holds for the changed data, too; a second person decides.
    SECOND_REVIEW = "second_review"
    #: The check is taken back: nothing follows from it.
    WITHDRAW = "withdraw"
    #: A second person is asked to let a check count although the request is over.
    EXCEPTION = "exception"
    #: The client is told; nothing follows from the record.
    INFORM = "inform"
    #: The record stays as evidence.
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochOpened(Fact):
    """A new chain begins. ``previous_receipt``: the last receipt of the chain before, if any."""

    kind = "epoch_opened/1"
    system = True
    office: OfficeId
    previous_receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMeasured(Fact):
    """The desk's clock runs ``offset_ms`` ahead of central's (negative: behind)."""

    kind = "clock_measured/1"
    system = True
    offset_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened(Fact):
    kind = "session_opened/1"
    online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(Fact):
    """``entries``: how many the chain has with this one, as a witness for its end."""

    kind = "session_closed/1"
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp(Fact):
    kind = "looked_up/1"
    key: SearchKey
    purpose: Purpose
    online: bool
    hits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestViewed(Fact):
    kind = "request_viewed/1"
    request: RequestNumber
    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAttested(Fact):
    """A clerk attested an identity. Fields as in ``domain.checks.DocumentCheck``."""

    kind = "check_attested/2"
    request: RequestNumber
    revision: int
    document_kind: DocumentKind
    issuing_state: str
    document_number: str = attribute(repr=False)
    valid_until: date | None
    document_entry: EntryMode
    lines: tuple[tuple[Field, Match], ...]
    answers: tuple[bool, bool, bool]
    seconds: int
    channel: Channel
    channel_reason: str = attribute(default="", repr=False)
    note: str = attribute(default="", repr=False)
    second_look: SecondLook | None = None
    why_typed: WhyTyped | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRefused(Fact):
    kind = "request_refused/1"
    request: RequestNumber
    reason: RefusalReason
    note: str = attribute(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReported(Fact):
    """The document shown is reported stolen or missing: the visit ends, the document is known.

    From then on central lets no check with this document, and none of this request, make a code
    before a review.
    """

    kind = "document_reported/1"
    request: RequestNumber
    document_kind: DocumentKind
    issuing_state: str
    document_number: str = attribute(repr=False)
    note: str = attribute(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspicionNoted(Fact):
    """Somebody at the counter gave a silent warning: no code of this request without a review."""

    kind = "suspicion_noted/1"
    request: RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCorrected(Fact):
    """A check that was sent is wrong: it goes to review, and its code is dead until then.

    ``check_desk``, ``check_epoch``, ``check_seq``: the check that is corrected, so that a
    correction never meets another one. ``document``: as it should have been recorded, whole;
    it counts for the check as soon as somebody else has approved it.
    """

    kind = "check_corrected/2"
    request: RequestNumber
    check_desk: DeskId
    check_epoch: int
    check_seq: int
    wrong: Wrong
    reason: str = attribute(repr=False)
    document: IdentityDocument | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOrderedAgain(Fact):
    """The client at the counter has no code: the old one dies, a new one goes the same way."""

    kind = "code_ordered_again/1"
    request: RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRevealed(Fact):
    """A masked value of the applicant was shown in full."""

    kind = "value_revealed/1"
    request: RequestNumber
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPrinted(Fact):
    """The client took a receipt of the check home."""

    kind = "receipt_printed/1"
    request: RequestNumber
    printer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AbuseReported(Fact):
    """The operator has told the help desk of an abuse; what it was is said there, not here."""

    kind = "abuse_reported/1"
    request: RequestNumber | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Fact):
    """The check or refusal at ``seq`` of the same chain was undone within its hold."""

    kind = "withdrawn/1"
    request: RequestNumber
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPrintStarted(Fact):
    """``box_digest``: SHA-256 of the sealed box, base64url; never of the code or the PDF."""

    kind = "letter_print_started/1"
    request: RequestNumber
    letter: LetterNumber
    box_digest: str
    printer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPrinted(Fact):
    kind = "letter_printed/1"
    request: RequestNumber
    letter: LetterNumber
    box_digest: str
    printer: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSpoilt(Fact):
    kind = "letter_spoilt/1"
    request: RequestNumber
    letter: LetterNumber
    reason: SpoiltReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictDecided(Fact):
    """Somebody decided about the record ``seq`` of the same chain, after central's ruling on it.

    ``request``: None where the record is about none, such as a batch of letters.
    ``channel``: that of the check, where an exception is asked for; else None. A request that
    was over can count again only so, and only by way of a review.
    """

    kind = "conflict_decided/1"
    request: RequestNumber | None
    seq: int
    choice: ConflictChoice
    channel: Channel | None = None
    note: str = attribute(default="", repr=False)


_TODAY: tuple[type[Fact], ...] = (
    EpochOpened,
    ClockMeasured,
    SessionOpened,
    SessionClosed,
    LookedUp,
    RequestViewed,
    CheckAttested,
    RequestRefused,
    DocumentReported,
    SuspicionNoted,
    CheckCorrected,
    CodeOrderedAgain,
    ValueRevealed,
    ReceiptPrinted,
    AbuseReported,
    Withdrawn,
    LetterPrintStarted,
    LetterPrinted,
    LetterSpoilt,
    ConflictDecided,
    ReviewDecided,
    *LETTER_FACTS,
    *DAY_FACTS,
    *AUDIT_FACTS,
)
#: Every kind that can stand in a journal, by name.
KINDS: dict[str, type[Fact]] = {fact.kind: fact for fact in _TODAY}

#: Former versions of a kind, read for ever: what the kind of today has and they had not.
FORMER: dict[str, tuple[type[Fact], dict[str, object]]] = {
    "check_attested/1": (CheckAttested, {"note": "", "second_look": None, "why_typed": None}),
    "check_corrected/1": (CheckCorrected, {"document": None}),
}
KINDS |= {kind: fact_type for kind, (fact_type, _) in FORMER.items()}

#: What ends a visit at the counter.
RECORDED = (CheckAttested, RequestRefused, DocumentReported)
#: Facts that wait on the desk and may be undone until they are offered to central.
HELD = (*RECORDED, ReviewDecided)


def kinds_of(*types: type[Fact]) -> tuple[str, ...]:
    """Return the names under which facts of these types stand in journals, former ones too."""
    former = tuple(kind for kind, (fact_type, _) in FORMER.items() if fact_type in types)
    return (*(fact_type.kind for fact_type in types), *former)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A fact with its place in the journal: where, when and by whom.

    ``by`` is None for system kinds. ``at`` is the desk's clock, UTC; order is ``ref.seq``.
    """

    ref: EntryRef
    at: datetime
    by: OperatorId | None
    operator_name: str
    office: OfficeId
    office_name: str
    fact: Fact
