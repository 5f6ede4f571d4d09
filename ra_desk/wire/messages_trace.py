"""What desk and central say of who dealt with a citizen's requests."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from ra_desk.wire.messages import Call, Text, Token, Word


class TraceCall(Call):
    """Exactly one number; ``purpose``: in words, and filed. ``session``: of an auditor."""

    v: Literal[1] = 1
    session: Token
    purpose: Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]
    number: Text = ""
    tax_number: Text = ""


class TraceMessage(Word):
    """An entry of a desk's journal, or ("event:…", ``seq`` 0) something central wrote down.

    ``operator``, ``office``, ``counter``: names; "" where nobody and nowhere.
    """

    at: datetime
    kind: str
    request: str
    operator: str
    office: str
    counter: str
    seq: int


class TraceReply(Word):
    """Newest first; ``count``: of all, of which at most 1000 are told."""

    v: int
    jti: str
    requests: list[str]
    traces: list[TraceMessage]
    count: int
