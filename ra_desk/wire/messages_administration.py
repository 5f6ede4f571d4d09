"""What desk and central say of offices, operators, desks and policies, and of second people."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from ra_desk.wire.messages import Call, OfficeMessage, PolicyMessage, Text, Token, Word

#: Fields of one act: names of two lists of five at most.
ActFields = Annotated[dict[str, JsonValue], Field(max_length=20)]


class AdministrationCall(Call):
    """``session``: of an administrator."""

    v: Literal[1] = 1
    session: Token


class ProposeCall(AdministrationCall):
    """``act``: what is wanted; ``fields``: as that act has them."""

    act: Text
    fields: ActFields


class DecideCall(AdministrationCall):
    """``verdict``: confirm, refuse or withdraw; ``stepped_up``: with the password, once more."""

    proposal: Text
    verdict: Text
    stepped_up: bool = False


class AcceptCall(Call):
    """Open an account with both halves of its invitation: the word, and a one-time code."""

    v: Literal[1] = 1
    invitation: Text
    login: Text
    password: Text
    one_time_code: Text


class KnownOfficeMessage(Word):
    """``numbers_left``: of registered post; null where letters are not registered."""

    office: OfficeMessage
    policy: PolicyMessage
    numbers_left: int | None = None


class AccountMessage(Word):
    """``roles``: office and role, in pairs."""

    id: str
    person: str
    login: str
    name: str
    roles: list[tuple[str, str]]
    blocked_at: datetime | None = None
    invited: bool = False
    reviewed: int = 0


class DeskMessage(Word):
    id: str
    office: str
    counter: str
    prints: bool
    epoch: int
    enrolled_at: datetime
    seen_at: datetime
    unsent: int = 0
    working: bool = False
    trouble: str = ""


class ProposalMessage(Word):
    id: str
    act: str
    fields: dict[str, JsonValue]
    by: str
    by_name: str
    person: str
    about: str | None
    subject_name: str
    at: datetime
    lapses_at: datetime | None


class AdministrationReply(Word):
    v: int
    jti: str
    at: datetime
    offices: list[KnownOfficeMessage]
    accounts: list[AccountMessage]
    desks: list[DeskMessage]
    proposals: list[ProposalMessage]


class ProposedReply(Word):
    """``secret``: shown once to who proposed it, "" if there is none."""

    v: int
    jti: str
    proposal: str
    holds: bool
    secret: str = ""


class DecidedReply(Word):
    """``otpauth``: shown once, as a picture, "" if there is none."""

    v: int
    jti: str
    login: str = ""
    otpauth: str = ""


class AcceptedReply(Word):
    v: int
    jti: str
