"""What happens to a request away from the counter, so that a demo can show what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from ra_desk.central.database import current_xid
from ra_desk.central.my_request import close
from ra_desk.central.pass_requests import lock, store
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import Refused
from ra_desk.domain.life import Event
from ra_desk.domain.pass_request import WAITING


def change_email(engine: sa.Engine, number: RequestNumber, *, at: datetime) -> bool:
    """Let the citizen's data be others than those a clerk has seen; False if it is too late."""
    with engine.begin() as connection:
        kept = lock(connection, [number])[number]
        if kept.request.stage not in WAITING:
            return False
        now = kept.request
        changed = replace(now.applicant, email=f"nov.{now.applicant.email}")
        after = replace(now, applicant=changed, revision=now.revision + 1)
        store(connection, after, read=kept, xid=current_xid(connection), at=at)
        return True


def end(engine: sa.Engine, number: RequestNumber, what: Event, *, at: datetime) -> bool:
    """Let the request lapse or be withdrawn; False if it is too late for that."""
    try:
        with engine.begin() as connection:
            close(connection, number, what, at=at)
    except Refused:
        return False
    return True
