"""A look at the store for the doctor: it reads only, beside a desk that is open, and mends nothing."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from ra_desk.domain.errors import Broken, RaError
from ra_desk.journal.keys import Signer
from ra_desk.services.diagnosis import StoreFacts
from ra_desk.store.engine import NEWEST, Engines, open_reading, translated
from ra_desk.store.local import SqlStore


def examine(path: Path, *, key: bytes, desk_signer: Signer) -> StoreFacts:
    """Open the store for reading, look through its pages, and verify the journal.

    The schema stays what it is: the next start brings it up to date, after its backup.
    """
    if not path.exists():
        return StoreFacts(here=False)
    if path.stat().st_size == 0:
        return StoreFacts(here=True, sound=False)
    try:
        engine = open_reading(path, key)
    except RaError as error:
        return StoreFacts(here=True, error=error.code)
    try:
        with translated(), engine.connect() as connection:
            facts = _pages(connection)
    except RaError as error:
        engine.dispose()
        return StoreFacts(here=True, error=error.code)
    if facts.schema != NEWEST or not facts.sound:
        # Tables of another version are not read with this one's eyes.
        engine.dispose()
        return facts
    reading = SqlStore(Engines(writing=engine, reading=engine), desk_signer=desk_signer)
    try:
        return _desk(reading, facts)
    except RaError as error:
        return StoreFacts(here=True, error=error.code)
    finally:
        reading.close()


def _pages(connection: sa.Connection) -> StoreFacts:
    sound = connection.execute(sa.text("PRAGMA quick_check(1)")).scalar() == "ok"
    sealed = connection.execute(sa.text("PRAGMA cipher_integrity_check")).first() is None
    schema = ""
    if sa.inspect(connection).has_table("alembic_version"):
        schema = str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))
    # A store without a schema is no store of ours, whatever its pages are.
    return StoreFacts(
        here=True, sound=bool(sound and sealed and schema), schema=schema, newest=NEWEST
    )


def _desk(store: SqlStore, facts: StoreFacts) -> StoreFacts:
    if not store.enrolled:
        return facts
    store.require_own_key()
    broken = ""
    try:
        store.verify_since_receipt()
    except Broken as error:
        broken = error.code
    with store.read() as unit:
        enrolment, marks = unit.enrolment(), unit.marks()
    return StoreFacts(
        here=True,
        sound=facts.sound,
        schema=facts.schema,
        newest=facts.newest,
        enrolled=True,
        demo=enrolment.demo,
        central_url=enrolment.central_url,
        central_kid=enrolment.central_key.kid,
        last_answer_at=marks.last_answer_at,
        stopped="" if marks.stopped is None else marks.stopped.code,
        journal_error=broken,
        entries=marks.head.seq,
        verified=marks.head.seq - marks.filed,
    )
