"""What desk and central say of checks that wait for a second pair of eyes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ra_desk.wire.messages import Call, RequestMessage, Token, Word


class ReviewCall(Call):
    """``session``: of a supervisor."""

    v: Literal[1] = 1
    session: Token


class ShownCheckMessage(Word):
    """A check; ``number`` of its document is masked."""

    desk: str
    epoch: int
    seq: int
    at: datetime
    operator_name: str
    office_name: str
    counter: str
    document_kind: str
    issuing_state: str
    number: str
    valid_until: date | None
    document_entry: str
    lines: list[tuple[str, str]]
    answers: tuple[bool, bool, bool]
    seconds: int
    channel: str
    note: str = ""
    second_look: str | None = None
    why_typed: str | None = None


class StepMessage(Word):
    what: str
    at: datetime
    who: str = ""
    detail: str = ""
    text: str = ""


class ReviewCaseMessage(Word):
    """``people``: who may not decide; ``seen``: what a decision has to name."""

    number: str
    since: datetime
    seen: str
    people: list[str]
    checks: list[ShownCheckMessage]
    steps: list[StepMessage]
    hand_over_to: str = ""
    hand_over_at: datetime | None = None
    alone: bool = False


class ReviewReply(Word):
    """The longest waits first; ``count``: how many there are in all."""

    v: int
    jti: str
    cases: list[ReviewCaseMessage]
    requests: list[RequestMessage]
    count: int
