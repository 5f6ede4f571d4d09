"""What desk and central say of an office's work: counts alone, of nobody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from ra_desk.wire.messages import Call, Token, Word

#: A day with a year before and behind it, in every calendar that we keep.
Day = Annotated[date, Field(ge=date(1900, 1, 1), lt=date(2200, 1, 1))]


class OfficeReportCall(Call):
    """Both days are included. ``session``: of a supervisor or an auditor of the desk's office."""

    v: Literal[1] = 1
    session: Token
    first: Day
    last: Day


class OfficeReportReply(Word):
    """What the desks of the office have filed; what was undone is in no count.

    ``hours``: checks by the beginning of the hour, UTC, in which they were recorded.
    ``outcomes``, ``reasons``, ``drawn``: by the words of ``domain.report`` and of refusals.
    ``seconds``: of all checks together; ``bands``: checks by the number of their band of time.
    ``returned``: letters that came back, by the name of the post, the most first.
    ``checks_before``: checks of as many days before.
    """

    v: int
    jti: str
    hours: dict[datetime, int]
    outcomes: dict[str, int]
    reasons: dict[str, int]
    seconds: int
    bands: dict[int, int]
    corrected: int
    drawn: dict[str, int]
    posted: int
    returned: dict[str, int]
    oldest_review: datetime | None
    checks_before: int
