"""Refusing at the counter: the reason decides whether the visit ends or the request."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ra_desk.domain.checks import require_short, require_waiting
from ra_desk.domain.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from ra_desk.domain.activation import RequestNumber
    from ra_desk.domain.pass_request import PassRequest


class RefusalReason(StrEnum):
    NOT_THE_PERSON = "not_the_person"
    DOCUMENT_INVALID = "document_invalid"
    DOCUMENT_UNREADABLE = "document_unreadable"
    FALSE_DATA = "false_data"
    NOT_ENTITLED = "not_entitled"
    NO_CAPACITY = "no_capacity"
    CLIENT_CHANGED_MIND = "client_changed_mind"
    OTHER = "other"


#: Reasons that end the request; the others end the visit and the client may come again.
ENDS_REQUEST = frozenset(
    {
        RefusalReason.NOT_THE_PERSON,
        RefusalReason.FALSE_DATA,
        RefusalReason.NOT_ENTITLED,
        RefusalReason.NO_CAPACITY,
    }
)


class NoteMissing(Refused):
    """The reason "other" needs a note."""

    code = "refusal.note_missing"


class RefusedTooLate(Refused):
    """It came to central later than its operator's rights last, or after they ended."""

    code = "refusal.too_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a clerk decided: no smsPASS from this visit, or from this request at all."""

    request: RequestNumber
    reason: RefusalReason
    note: str = field(default="", repr=False)

    @property
    def ends_request(self) -> bool:
        return self.reason in ENDS_REQUEST


def require_refusable(refusal: Refusal, request: PassRequest, *, at: datetime) -> None:
    """Refuse a refusal that is not possible now.

    Raises:
        Refused: the request waits for nobody, or the note is missing or too long.
    """
    require_waiting(request, at=at)
    if refusal.reason is RefusalReason.OTHER and not refusal.note.strip():
        raise NoteMissing()
    require_short(refusal.note)
