"""A worker's slot: a numbered place that only one living process can hold.

DBOS notes on each running job which executor has it. When that process dies nobody else would
touch the job, unless they know that it is dead. A slot is a lock that its holder's death frees:
whoever can take it knows that its jobs are orphans.

Source:
    Decision 33. PostgreSQL: a session-level advisory lock. SQLite: an exclusive lock on a small
    file beside the database.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlcipher3 import dbapi2 as sqlcipher

from ra_desk.domain.errors import Unavailable

#: Workers that one central can have.
SLOTS = 32
#: First half of the advisory lock's number; nothing else in the database may use it.
LOCK_CLASS = 0x52414453


class NoSlotFree(Unavailable):
    """As many workers as there are slots are running already."""

    code = "dispatch.no_slot_free"


class Slot(Protocol):
    """A slot that this process holds."""

    number: int

    def is_held(self) -> bool:
        """Whether the lock is still ours; false after the database server dropped us."""
        ...

    def release(self) -> None:
        """Free the slot."""
        ...


def slot_name(number: int) -> str:
    """Return the executor id that DBOS writes beside a running job."""
    return f"slot-{number}"


def take_slot(engine: sa.Engine) -> Slot:
    """Take the lowest free slot.

    Raises:
        NoSlotFree: all are held.
    """
    for number in range(1, SLOTS + 1):
        slot = try_slot(engine, number)
        if slot is not None:
            return slot
    raise NoSlotFree(slots=SLOTS)


def try_slot(engine: sa.Engine, number: int) -> Slot | None:
    """Take this slot, or return None when a living process holds it."""
    if engine.dialect.name == "postgresql":
        return _AdvisorySlot.taken(engine, number)
    return _FileSlot.taken(Path(engine.url.database or ""), number)


class _AdvisorySlot:
    def __init__(self, connection: sa.Connection, number: int) -> None:
        self.number = number
        self._connection = connection

    @classmethod
    def taken(cls, engine: sa.Engine, number: int) -> _AdvisorySlot | None:
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        got = connection.scalar(
            sa.text("SELECT pg_try_advisory_lock(:class, :number)"),
            {"class": LOCK_CLASS, "number": number},
        )
        if got:
            return cls(connection, number)
        connection.close()
        return None

    def is_held(self) -> bool:
        try:
            held = self._connection.scalar(
                sa.text(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                    " AND pid = pg_backend_pid()"
                    " AND classid = CAST(:class AS oid) AND objid = CAST(:number AS oid)"
                ),
                {"class": LOCK_CLASS, "number": self.number},
            )
        except DBAPIError:
            return False
        return bool(held)

    def release(self) -> None:
        # A session that ends frees its locks a moment later; whoever asks next must find it free.
        with suppress(SQLAlchemyError):
            self._connection.scalar(
                sa.text("SELECT pg_advisory_unlock(:class, :number)"),
                {"class": LOCK_CLASS, "number": self.number},
            )
        self._connection.invalidate()
        self._connection.close()


class _FileSlot:
    def __init__(self, connection: sqlcipher.Connection, number: int) -> None:
        self.number = number
        self._connection = connection

    @classmethod
    def taken(cls, database: Path, number: int) -> _FileSlot | None:
        # SQLite's own lock is the one that exists on every operating system.
        path = database.with_name(f"{database.name}.{slot_name(number)}")
        connection = sqlcipher.connect(
            str(path), timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlcipher.OperationalError:
            connection.close()
            return None
        return cls(connection, number)

    def is_held(self) -> bool:
        return True

    def release(self) -> None:
        self._connection.close()
