"""What a reviewer said of a check, as the request carries it to the desks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from ra_desk.domain.people import OfficeId, OperatorId
    from ra_desk.domain.refusals import RefusalReason


class Verdict(StrEnum):
    """What a reviewer decides."""

    APPROVE = "approve"
    #: The clerk puts it right with the client, who comes again.
    RETURN = "return"
    REFUSE = "refuse"


class ReturnReason(StrEnum):
    """Why a check goes back; each is something that the clerk can put right."""

    READ_DOCUMENT_AGAIN = "read_document_again"
    OTHER_DOCUMENT = "other_document"
    PROVE_NAME = "prove_name"
    COMPARE_FACE_AGAIN = "compare_face_again"
    CLIENT_CORRECTS_DATA = "client_corrects_data"
    EXPLAIN = "explain"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The last decision of a reviewer about a request: whose, where, when and why."""

    verdict: Verdict
    by: OperatorId
    operator_name: str
    office: OfficeId
    office_name: str
    at: datetime
    return_reason: ReturnReason | None = None
    refusal: RefusalReason | None = None
    text: str = field(default="", repr=False)
