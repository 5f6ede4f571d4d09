"""The doctor's look at the store: it finds what is broken, and changes nothing."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from ra_desk.journal.keys import SigningKey
from ra_desk.services import diagnosis
from ra_desk.services.diagnosis import StoreFacts
from ra_desk.services.doctor import Health
from ra_desk.store.engine import NEWEST
from ra_desk.store.examine import examine
from ra_desk.store.local import SqlStore
from tests.store.support import NOON, Desk


def look(desk: Desk) -> StoreFacts:
    return examine(desk.path, key=desk.key, desk_signer=desk.signer)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_sound_store_is_found_sound_and_stays_untouched(desk: Desk):
    before = digest(desk.path)
    facts = look(desk)
    assert (facts.error, facts.journal_error) == ("", "")
    assert facts.sound
    assert (facts.schema, facts.newest) == (NEWEST, NEWEST)
    assert facts.enrolled
    assert facts.entries == facts.verified >= 1
    assert facts.central_url == "https://central.example"
    assert digest(desk.path) == before


def test_a_desk_at_work_is_looked_at_beside_it(desk: Desk, store: SqlStore):
    """The window asks its own doctor; nobody has to stop working for it."""
    with store.begin() as unit:
        unit.take(desk.answer(store, filed=1), now=NOON)
        facts = look(desk)
        assert facts.error == ""
    after = look(desk)
    assert (after.last_answer_at, after.verified) == (NOON, after.entries - 1)


def test_before_enrolment_there_is_nothing(tmp_path: Path):
    path = tmp_path / "none" / "desk.db"
    facts = examine(path, key=os.urandom(32), desk_signer=SigningKey.generate())
    assert facts == StoreFacts(here=False)
    assert not path.parent.exists(), "looking makes nothing"


def test_a_wrong_key_is_told_as_such(desk: Desk):
    facts = examine(desk.path, key=os.urandom(32), desk_signer=desk.signer)
    assert facts.error == "store.wrong_key"
    assert diagnosis.store(facts).health is Health.FAILURE


def test_another_desks_key_is_told_as_such(desk: Desk):
    facts = examine(desk.path, key=desk.key, desk_signer=SigningKey.generate())
    assert facts.error == "store.another_desk_key"


def test_a_file_that_is_something_else_is_told_as_such(desk: Desk):
    desk.path.write_bytes(b"SQLite format 3\x00" + bytes(5000))
    assert look(desk).error == "store.unreadable"


def test_a_page_that_rotted_is_found(desk: Desk):
    """A sealed page that was changed cannot be read; the doctor reads them all."""
    content = bytearray(desk.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    desk.path.write_bytes(content)
    facts = look(desk)
    assert facts.error or not facts.sound
    assert diagnosis.store(facts).health is Health.FAILURE


def test_a_journal_that_was_changed_is_found(desk: Desk):
    store = desk.open()
    with store.engines.writing.begin() as connection:
        for (name,) in connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all():
            connection.execute(sa.text(f'DROP TRIGGER "{name}"'))
        connection.execute(sa.text("UPDATE entry SET digest = upper(digest) || 'x' WHERE seq = 1"))
    store.close()
    facts = look(desk)
    assert facts.journal_error.startswith("journal.")
    assert diagnosis.journal(facts).health is Health.FAILURE


def test_an_older_schema_is_left_as_it_is(desk: Desk):
    """Bringing it up to date is the next start's business, after its backup."""
    store = desk.open()
    with store.engines.writing.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'r0001'"))
    store.close()
    facts = look(desk)
    assert (facts.error, facts.schema) == ("", "r0001")
    assert look(desk).schema == "r0001"
    assert diagnosis.store(facts).reason == "older"


@pytest.mark.parametrize("left", [0, 100, 4096])
def test_a_file_that_was_cut_is_found(desk: Desk, left: int):
    desk.path.write_bytes(desk.path.read_bytes()[:left])
    facts = look(desk)
    assert diagnosis.store(facts).health is Health.FAILURE
