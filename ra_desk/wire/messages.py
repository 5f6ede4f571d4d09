"""The messages between desk and central, protocol version 1 (pydantic 2).

Central forbids unknown fields; the desk ignores them (decision 13). Times are ISO 8601 UTC.
Bytes are base64url without padding. Entries travel as the exact text that was signed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

PROTOCOL = 1
MAX_ENTRIES = 500
MAX_CHANGES = 1000

#: No NUL: PostgreSQL keeps none, and no name or number holds one.
_NO_NUL = r"^[^\x00]*$"
Text = Annotated[str, Field(max_length=400, pattern=_NO_NUL)]
Token = Annotated[str, Field(max_length=4000, pattern=_NO_NUL)]
#: How far a chain or a mark has come; well inside what JSON and both databases hold.
Count = Annotated[int, Field(ge=0, lt=1 << 53)]


class Call(BaseModel):
    """What a desk sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Word(BaseModel):
    """What central says: a desk that is older ignores what it does not know."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class EntryMessage(Call):
    seq: Annotated[int, Field(ge=1, lt=1 << 53)]
    jws: Annotated[str, Field(max_length=8000)]
    payload: Annotated[str, Field(max_length=8000)]


class ExchangeCall(Call):
    v: Literal[1] = 1
    epoch: Annotated[int, Field(ge=1, lt=1 << 53)]
    entries: Annotated[list[EntryMessage], Field(max_length=MAX_ENTRIES)]
    cursor: Annotated[str, Field(max_length=80, pattern=_NO_NUL)]
    reflected: Count
    ruled: Count
    last_reply: Annotated[str, Field(max_length=80, pattern=_NO_NUL)]
    #: Entries that the desk keeps back in this round: held, or more than one round takes.
    unsent: Count = 0


class AddressMessage(Word):
    street: str | None
    house_number: str
    settlement: str
    postcode: str
    post: str
    flat: str | None = None
    country: str = "SI"


class ApplicantMessage(Word):
    given_names: str
    surname: str
    birth_date: date
    tax_number: str
    address: AddressMessage
    email: str


class DecisionMessage(Word):
    desk: str
    epoch: int
    seq: int
    by: str
    operator_name: str
    office: str
    office_name: str
    at: datetime
    before: str


class ReviewedMessage(Word):
    """The last decision of a reviewer; ``return_reason`` and ``refusal`` are codes or none."""

    verdict: str
    by: str
    operator_name: str
    office: str
    office_name: str
    at: datetime
    return_reason: str | None = None
    refusal: str | None = None
    text: str = ""


class RequestMessage(Word):
    number: str
    route: str
    stage: str
    applicant: ApplicantMessage
    submitted_at: datetime
    expires_at: datetime
    revision: int
    terms_version: str
    channel: str | None
    decision: DecisionMessage | None
    review: list[str]
    letter: str | None
    office: str | None
    language: str = "sl"
    large_print: bool = False
    reviewed: ReviewedMessage | None = None


class RulingMessage(Word):
    seq: int
    outcome: str
    reason: str
    facts: dict[str, str]
    at: datetime


class LetterMessage(Word):
    number: str
    box: str
    ordered_at: datetime
    expires_at: datetime
    request: RequestMessage
    item: str = ""


class ElsewhereMessage(Word):
    """Letters of the office that lie at another desk; ``batch`` is 0 where none is open."""

    desk: str
    counter: str
    letters: int
    batch: int
    since: datetime
    leased_until: datetime


class ServiceMessage(Word):
    issuer: str
    issuer_address: str
    rules: str
    phone: str
    email: str
    portal: str
    police: str = "113"
    hours: str = ""


class PolicyMessage(Word):
    minimum_age: int
    hold_s: int
    fast_check_s: int
    new_clerk_checks: int
    review_before: list[str]
    sample_after: float
    office_post: bool
    lease_s: int
    keep_closed_s: int
    look_ups_without_check: int
    service: ServiceMessage
    review_area: str = ""
    hand_over_to: str = ""
    hand_over_after_s: int = 7200
    review_password: bool = False
    day_signers: int = 1
    registered_letters: bool = False


class ExchangeReply(Word):
    """Signed as a whole by central, together with the ``jti`` of the call's proof."""

    v: int
    jti: str
    at: datetime
    receipt: str
    rulings: list[RulingMessage]
    requests: list[RequestMessage]
    letters: list[LetterMessage]
    dead_letters: list[str]
    reflected: int
    cursor: str
    more: bool
    policy: PolicyMessage
    operator_names: dict[str, str]
    elsewhere: list[ElsewhereMessage] = []
    unnumbered: int = 0


class OfficeMessage(Word):
    id: str
    name: str
    street: str
    post: str
    email: str
    phone: str


class EnrolCall(Call):
    """``token``: one-time; ``jwk``: the desk's Ed25519 key; ``box_key``: X25519, 32 bytes."""

    v: Literal[1] = 1
    token: Token
    jwk: dict[str, str]
    box_key: Text
    previous_receipt: Token = ""


class EnrolReply(Word):
    v: int
    jti: str
    desk: str
    epoch: int
    office: OfficeMessage
    counter: str
    central_jwk: dict[str, str]
    demo: bool
    policy: PolicyMessage


class SignInCall(Call):
    v: Literal[1] = 1
    login: Text
    password: Text
    one_time_code: Text
    jwk: dict[str, str]


class SignInReply(Word):
    v: int
    jti: str
    operator: str
    person: str
    name: str
    roles: list[str]
    key_statement: str
    token: str
    policy: PolicyMessage


class LookUpCall(Call):
    """Exactly one key: a number, a tax number, or name tokens with a birth date."""

    v: Literal[1] = 1
    session: Token
    purpose: Text
    key: Text
    number: Text = ""
    tax_number: Text = ""
    tokens: Annotated[list[Text], Field(max_length=12)] = []
    birth_date: date | None = None


class LookUpReply(Word):
    v: int
    jti: str
    requests: list[RequestMessage]
    count: int


class OpenCall(Call):
    """Which request is open at the desk; "" for none."""

    v: Literal[1] = 1
    session: Token
    number: Text = ""
    take_over: bool = False


class OpenReply(Word):
    """Who else has the request open; ``since_s``: for how many seconds. None of it if nobody."""

    v: int
    jti: str
    counter: str = ""
    office: str = ""
    operator: str = ""
    since_s: int = 0


class Problem(Word):
    """Why a call was refused (RFC 9457 in spirit): a code of the error family and its facts."""

    code: str
    facts: dict[str, str] = {}


class SignedProblem(Problem):
    """A refusal that central signs for the very call: the desk may act on it for good."""

    v: int
    jti: str
