"""Asking central what the office has done: what goes up, and how the answer is read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ra_desk.domain.access import ProtocolUnknown
from ra_desk.domain.report import Drawn, Period, Result
from ra_desk.domain.secret import Secret
from ra_desk.services.day_rows import Counted
from ra_desk.services.report import OfficeCounted
from tests.fakes import NOON, a_session
from tests.sync.calls import central_at, enrolled, word
from tests.sync.servers import serving

TOLD = {
    "hours": {"2026-11-20T11:00:00+01:00": 2},
    "outcomes": {"issued": 1, "in_review": 1},
    "reasons": {"document_invalid": 3},
    "seconds": 95,
    "bands": {"1": 2},
    "corrected": 1,
    "drawn": {"good": 4},
    "posted": 4,
    "returned": {"Koper": 1},
    "oldest_review": "2026-11-20T10:20:00Z",
    "checks_before": 7,
}


def asked(**told):
    """Return what is understood of an answer, and what was asked for it."""
    with serving(word(TOLD | told)) as server:
        line = central_at(server)
        try:
            answer = line.office_counted(
                Period(first=date(2026, 11, 16), last=date(2026, 11, 20)),
                session=replace(a_session(), token=Secret("token")),
                enrolment=enrolled(server.url),
                now=NOON,
            )
            return answer, json.loads(server.heard[0].body)
        finally:
            line.close()


def test_the_days_go_up_with_the_session_and_counts_come_back():
    answer, said = asked()
    assert said == {"v": 1, "session": "token", "first": "2026-11-16", "last": "2026-11-20"}
    assert answer == OfficeCounted(
        counted=Counted(
            hours={datetime(2026, 11, 20, 10, tzinfo=UTC): 2},
            outcomes={Result.ISSUED: 1, Result.IN_REVIEW: 1},
            reasons={"document_invalid": 3},
            seconds=95,
            bands={1: 2},
            corrected=1,
            drawn={Drawn.GOOD: 4},
            posted=4,
            returned={"Koper": 1},
            oldest_review=datetime(2026, 11, 20, 10, 20, tzinfo=UTC),
        ),
        checks_before=7,
    )


def test_an_outcome_that_this_version_does_not_know_is_another_protocol():
    """Left out it would be missing in the sum."""
    with pytest.raises(ProtocolUnknown):
        asked(outcomes={"annulled": 1})
