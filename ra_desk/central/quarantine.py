"""Quarantine: central takes nothing more from a desk until somebody has looked.

What the desk sent is kept as evidence and never applied. The way back is a new enrolment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.pass_requests import note
from ra_desk.central.tables import desk, quarantined_entry
from ra_desk.domain.errors import Broken
from ra_desk.domain.people import DeskId
from ra_desk.journal.seal import SealedEntry


class DeskCloned(Broken):
    """The desk has not stored the last reply that went to it: there are two of it."""

    code = "desk.cloned"


class DeskForked(Broken):
    """``seq``: the desk signed two entries for the same place in its chain."""

    code = "desk.forked"


class WrongEpoch(Broken):
    """``epoch``, ``expected``: the desk speaks of another chain than the one it was enrolled for."""

    code = "desk.wrong_epoch"


class ForeignEntry(Broken):
    """``seq``: an entry that names another desk or epoch than the one that sent it."""

    code = "desk.foreign_entry"


class DemoMixed(Broken):
    """``seq``: a demo's entry at a real central, or the reverse."""

    code = "desk.demo_mixed"


def quarantine(
    connection: sa.Connection,
    desk_id: DeskId,
    *,
    reason: Broken,
    entries: Sequence[SealedEntry],
    at: datetime,
) -> None:
    """Put a desk into quarantine and keep what it sent; in the caller's transaction."""
    incident = str(uuid4())
    connection.execute(
        desk.update()
        .where(desk.c.id == desk_id)
        .values(quarantined_at=at, quarantine_reason=reason.code)
    )
    facts = {name: str(value) for name, value in reason.facts.items()}
    note(
        connection,
        desk_id,
        "desk.quarantined",
        at=at,
        facts={**facts, "code": reason.code, "incident": incident},
    )
    if entries:
        connection.execute(
            quarantined_entry.insert(),
            [
                {
                    "id": str(uuid4()),
                    "incident": incident,
                    "desk": desk_id,
                    "position": position,
                    "seq": sent.seq,
                    "jws": sent.jws,
                    "body": sent.payload or b"",
                    "at": at,
                }
                for position, sent in enumerate(entries)
            ],
        )
