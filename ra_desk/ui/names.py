"""Words for the terms of the domain: stages, fields, reasons, kinds.

Each function reads its table in the language of the window. A term that this version does not
know is shown as it came.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

from ra_desk.domain.activation import Channel
from ra_desk.domain.after_check import Wrong
from ra_desk.domain.checks import SecondLook, WhyTyped
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.documents import DocumentKind
from ra_desk.domain.facts import (
    CheckAttested,
    CheckCorrected,
    CodeOrderedAgain,
    ConflictDecided,
    DocumentReported,
    Fact,
    LetterPrinted,
    LetterPrintStarted,
    LetterSpoilt,
    RequestRefused,
    ReviewDecided,
    SpoiltReason,
)
from ra_desk.domain.facts_day import DayClosed, DayCountersigned
from ra_desk.domain.facts_letters import (
    LetterBatchPosted,
    LetterReturned,
    LettersTakenOver,
    SpoilingAgreed,
)
from ra_desk.domain.letters import batch_name
from ra_desk.domain.mrz_fields import MrzField
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Role
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.reviewed import Verdict
from ra_desk.services.paper import JobPhase, Trouble
from ra_desk.texts import _, language

T = TypeVar("T", bound=StrEnum)


def stage_name(stage: Stage) -> str:
    """Return where a request stands, as its chip says it."""
    return _of(stage, _stage_names(language()))


@cache
def _stage_names(_language: str) -> Mapping[Stage, str]:
    # Kept for each language: a list asks it for every row at every key.
    return {
        Stage.SUBMITTED: _("Waiting for check"),
        Stage.IDENTIFIED: _("Checked, code on its way"),
        Stage.IN_REVIEW: _("Waiting for second review"),
        Stage.RETURNED: _("Returned to clerk"),
        Stage.CODE_ORDERED: _("Code is being sent"),
        Stage.CODE_SENT: _("Checked, code sent"),
        Stage.REDEEMED: _("Code redeemed"),
        Stage.ACTIVE: _("Activated"),
        Stage.REFUSED: _("Refused"),
        Stage.EXPIRED: _("Expired"),
        Stage.WITHDRAWN: _("Withdrawn by client"),
        Stage.RESTRICTED: _("Restricted"),
        Stage.CANCELLED: _("Cancelled"),
        Stage.UNKNOWN: _("State unknown to this version"),
    }


def field_name(field: Field) -> str:
    """Return what a line of the comparison is about."""
    return _of(
        field,
        {
            Field.SURNAME: _("Surname"),
            Field.GIVEN_NAMES: _("Given name"),
            Field.BIRTH_DATE: _("Date of birth"),
            Field.DOCUMENT_VALIDITY: _("Validity of the document"),
            Field.AGE: _("Age"),
            Field.TAX_NUMBER: _("Tax number"),
            Field.ADDRESS: _("Permanent address"),
            Field.EMAIL: _("E-mail"),
        },
    )


def match_name(match: Match) -> str:
    """Return what the comparison says of a line."""
    return _of(
        match,
        {
            Match.MATCHES: _("Matches"),
            Match.TRANSLITERATED: _("Matches (transliterated)"),
            Match.POSSIBLY: _("Possibly matches"),
            Match.DIFFERS: _("Differs"),
            Match.CLIENT_CONFIRMS: _("Client confirms"),
            Match.NO_DATA: _("Not on the document"),
            Match.VALID: _("Valid"),
            Match.EXPIRED: _("No longer valid"),
            Match.OF_AGE: _("Old enough"),
            Match.UNDERAGE: _("Too young"),
        },
    )


def zone_field_name(field: MrzField) -> str:
    """Return which part of a document's machine-readable zone is meant."""
    return _of(
        field,
        {
            MrzField.DOCUMENT_CODE: _("type of document"),
            MrzField.ISSUING_STATE: _("issuing state"),
            MrzField.NAMES: _("name"),
            MrzField.NUMBER: _("document number"),
            MrzField.NATIONALITY: _("nationality"),
            MrzField.BIRTH_DATE: _("date of birth"),
            MrzField.SEX: _("sex"),
            MrzField.VALID_UNTIL: _("valid until"),
            MrzField.OPTIONAL_DATA: _("optional data"),
            MrzField.WHOLE: _("whole line"),
        },
    )


def document_kind_name(kind: DocumentKind) -> str:
    """Return the name of a kind of document."""
    return _of(
        kind,
        {
            DocumentKind.ID_CARD: _("Identity card"),
            DocumentKind.PASSPORT: _("Passport"),
            DocumentKind.DRIVING_LICENCE: _("Driving licence"),
            DocumentKind.RESIDENCE_PERMIT: _("Residence permit"),
            DocumentKind.BORDER_PASS: _("Border pass"),
            DocumentKind.WEAPON_LICENCE: _("Weapon licence"),
            DocumentKind.BOAT_LICENCE: _("Boat licence"),
            DocumentKind.OTHER: _("Other official document with a photo"),
        },
    )


def refusal_name(reason: RefusalReason) -> str:
    """Return why somebody at the counter was refused."""
    return _of(
        reason,
        {
            RefusalReason.NOT_THE_PERSON: _("The person is not the one in the document"),
            RefusalReason.DOCUMENT_INVALID: _("The document is not valid"),
            RefusalReason.DOCUMENT_UNREADABLE: _("The document is damaged or unreadable"),
            RefusalReason.FALSE_DATA: _("The data of the request are false"),
            RefusalReason.NOT_ENTITLED: _("The client is not entitled"),
            RefusalReason.NO_CAPACITY: _("The client has no capacity to judge"),
            RefusalReason.CLIENT_CHANGED_MIND: _("The client changed their mind"),
            RefusalReason.OTHER: _("Another reason"),
        },
    )


def review_reason_name(reason: ReviewReason) -> str:
    """Return why a check needs a second pair of eyes."""
    return _of(
        reason,
        {
            ReviewReason.TYPED_DOCUMENT: _("Document typed by hand"),
            ReviewReason.POSSIBLY_MATCHES: _("Data match only possibly"),
            ReviewReason.CORRECTION: _("Correction of a sent check"),
            ReviewReason.REGISTER_DISAGREES: _("Register does not agree"),
            ReviewReason.REPEATED_DOCUMENT: _("Document was used before"),
            ReviewReason.NEW_CLERK: _("First checks of a new clerk"),
            ReviewReason.VERY_FAST: _("Very fast check"),
            ReviewReason.DATA_CHANGED: _("Client changed the data after the check"),
            ReviewReason.FILED_LATE: _("Sent later than 72 hours"),
            ReviewReason.MAIL_REFUSED: _("E-mail could not be delivered"),
            ReviewReason.EXCEPTION: _("The request was over when the check arrived"),
            ReviewReason.OPERATOR_BLOCKED: _("Clerk's account is blocked"),
            ReviewReason.RANDOM_SAMPLE: _("Random sample"),
            ReviewReason.MANY_LOOK_UPS: _("Many look-ups without a check"),
            ReviewReason.RETURNED: _("Answer to a return"),
            ReviewReason.CHOSEN: _("The clerk asked for it"),
            ReviewReason.SUSPICION: _("Silent warning of the counter"),
        },
    )


def second_look_name(reason: SecondLook) -> str:
    """Return why a clerk asks for a second review."""
    return _of(
        reason,
        {
            SecondLook.DATA_DIFFER: _("The data differ, but it may be the same person"),
            SecondLook.FACE: _("I am not sure of the face"),
            SecondLook.DOCUMENT: _("I am not sure of the document"),
            SecondLook.OTHER: _("Another reason"),
        },
    )


def wrong_name(wrong: Wrong) -> str:
    """Return what was wrong with a check."""
    return _of(
        wrong,
        {
            Wrong.DOCUMENT: _("The data of the document"),
            Wrong.ANSWER: _("An answer to a question"),
            Wrong.PERSON: _("It was another person"),
        },
    )


def why_typed_name(why: WhyTyped) -> str:
    """Return why a document was typed."""
    return _of(
        why,
        {
            WhyTyped.NO_ZONE: _("it has no machine-readable zone"),
            WhyTyped.READER_BROKEN: _("the reader does not work"),
            WhyTyped.ZONE_UNREADABLE: _("the zone cannot be read"),
        },
    )


def role_names(roles: Collection[Role]) -> tuple[str, ...]:
    """Return the names of roles, in the order of the roles."""
    return tuple(role_name(role) for role in Role if role in roles)


def role_name(role: Role) -> str:
    """Return the name of a role."""
    return _of(
        role,
        {
            Role.CLERK: _("clerk at the counter"),
            Role.SUPERVISOR: _("supervision"),
            Role.PRINT_ROOM: _("print room"),
            Role.AUDITOR: _("audit"),
            Role.ADMINISTRATOR: _("administration"),
        },
    )


def spoilt_name(reason: SpoiltReason) -> str:
    """Return what happened to a sheet."""
    return _of(
        reason,
        {
            SpoiltReason.JAM: _("Paper jam"),
            SpoiltReason.BAD_PRINT: _("Bad print"),
            SpoiltReason.DAMAGED: _("Damaged while put into the envelope"),
            SpoiltReason.MISSING: _("Sheet is missing"),
            SpoiltReason.OTHER: _("Something else"),
        },
    )


def trouble_name(trouble: Trouble) -> str:
    """Return why a printer stands, as it goes into a sentence."""
    return _of(
        trouble,
        {
            Trouble.JAM: _("paper is jammed"),
            Trouble.PAPER_OUT: _("paper is out"),
            Trouble.COVER_OPEN: _("a cover is open"),
            Trouble.TONER_OUT: _("toner is out"),
            Trouble.TRAY_FULL: _("the output tray is full"),
            Trouble.OFFLINE: _("it is off or not connected"),
            Trouble.PAUSED: _("its queue is stopped"),
            Trouble.OTHER: _("its display says why"),
        },
    )


def job_phase_name(phase: JobPhase) -> str:
    """Return how far a queue has come with a sheet."""
    return _of(
        phase,
        {
            JobPhase.WAITING: _("sheet waits in the queue"),
            JobPhase.PRINTING: _("sheet is being printed"),
            JobPhase.STOPPED: _("sheet stands still"),
            JobPhase.PRINTED: _("sheet is printed"),
            JobPhase.ABORTED: _("the printer gave up"),
            JobPhase.CANCELLED: _("sheet was taken back"),
            JobPhase.GONE: _("the queue has forgotten it"),
        },
    )


def channel_name(channel: Channel) -> str:
    """Return how the code reaches the client."""
    return _of(channel, {Channel.EMAIL: _("e-mail"), Channel.POST: _("post")})


def subject_name(fact: Fact) -> str:
    """Return the number of what a record is about: a request, a batch, a letter; "" for none."""
    match fact:
        case LetterBatchPosted() | SpoilingAgreed():
            return batch_name(fact.batch)
        case LetterReturned():
            return fact.letter
        case _:
            return fact.subject or ""


def deed_name(fact: Fact) -> str:
    """Return what somebody did, as a noun."""
    match fact:
        case CheckAttested():
            return _("Check")
        case RequestRefused():
            return _("Refusal")
        case DocumentReported():
            return _("Stolen document")
        case CheckCorrected():
            return _("Correction of a check")
        case CodeOrderedAgain():
            return _("Code sent again")
        case LetterPrintStarted():
            return _("Letter, printing begun")
        case LetterPrinted():
            return _("Letter printed")
        case LetterSpoilt():
            return _("Letter spoiled")
        case ConflictDecided():
            return _("Decision")
        case LetterBatchPosted():
            return _("Batch handed to the post")
        case LetterReturned():
            return _("Letter came back")
        case SpoilingAgreed():
            return _("Spoiling agreed to")
        case LettersTakenOver():
            return _("Letters of another desk taken over")
        case DayClosed():
            return _("Day closed")
        case DayCountersigned():
            return _("Close of day countersigned")
        case ReviewDecided():
            return _("Second review")
    return _("Record")


def _of(term: T, names: Mapping[T, str]) -> str:
    return names.get(term, str(term))


def verdict_name(verdict: Verdict) -> str:
    """Return what a reviewer decided."""
    names: Mapping[Verdict, str] = {
        Verdict.APPROVE: _("approved"),
        Verdict.RETURN: _("returned to the clerk"),
        Verdict.REFUSE: _("refused"),
    }
    return names[verdict]
