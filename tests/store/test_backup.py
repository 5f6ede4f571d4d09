"""The copy before a change of schema: whole, secret, without boxes, and soon gone."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlcipher3 import dbapi2 as sqlcipher

from ra_desk.domain.activation import new_letter_number
from ra_desk.domain.errors import RaError
from ra_desk.services.ports import SealedLetter
from ra_desk.store.backup import KEPT_FOR, backup_of
from ra_desk.store.engine import NEWEST, DiskFull
from tests.store.pages import bytes_on_disk, opened
from tests.store.support import NOON, Desk, check, some_requests

BOX = b"sealed box " * 400


def as_first_version(desk: Desk) -> None:
    """Turn the closed store into one that the first version of RA Desk has left."""
    newest = desk.path.with_name("newest.db")
    desk.path.rename(newest)
    for rest in desk.path.parent.glob("desk.db-*"):
        rest.unlink()
    engine = sa.create_engine("sqlite://", creator=lambda: opened(desk.path, desk.key))
    config = Config()
    config.set_main_option("script_location", "ra_desk:store/migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "r0001")
    engine.dispose()
    connection = opened(desk.path, desk.key)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"ATTACH '{newest}' AS newest KEY \"x'{desk.key.hex()}'\"")
    tables = [
        name
        for name, sql in connection.execute("SELECT name, sql FROM main.sqlite_master")
        if sql and sql.startswith("CREATE TABLE") and not name.startswith(("search", "alembic"))
    ]
    for table in tables:
        columns = ", ".join(
            f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})")
        )
        connection.execute(
            f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newest.{table}"
        )
    connection.close()
    newest.unlink()


@pytest.fixture
def old(desk: Desk) -> Desk:
    """A store of the first version with a check and a letter in it, as a crash would leave it."""
    store = desk.open()
    (request,) = some_requests(1)
    letter = SealedLetter(
        number=new_letter_number(),
        request=request.number,
        box=BOX,
        expires_at=NOON + timedelta(days=21),
        ordered_at=NOON,
        recipient=request,
    )
    with store.begin() as unit:
        answer = desk.answer(store, requests=[request])
        unit.take(replace(answer, letters=(letter,)), now=NOON)
        unit.append(check(request.number), at=NOON, session=desk.session)
    store.close()
    as_first_version(desk)
    return desk


def test_a_store_of_the_first_version_is_brought_up_to_date(old: Desk) -> None:
    store = old.open()
    store.verify_all()
    with store.read() as unit:
        known = unit.operator("maja.kralj")
        assert (known.wrapped, known.wrong, known.barred_until) == (b"", 0, None)
        assert len(unit.letters(limit=9)) == 1
    store.close()


def test_the_copy_is_the_store_as_it_was_and_opens_with_its_key_only(old: Desk) -> None:
    old.open().close()
    copy = backup_of(old.path)
    with pytest.raises(sqlcipher.DatabaseError):
        opened(copy, bytes(32)).execute("SELECT count(*) FROM entry")
    connection = opened(copy, old.key)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("r0001",)
    (entries,) = connection.execute("SELECT count(*) FROM entry").fetchone()
    assert entries == 2
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@pytest.mark.requirement("S0-46")
def test_the_copy_holds_no_box(old: Desk, tmp_path) -> None:
    """Decision 27: codes are in no backup, not even in a freed page of one."""
    old.open().close()
    alone = tmp_path / "alone" / "copy"
    alone.parent.mkdir()
    alone.write_bytes(backup_of(old.path).read_bytes())
    assert b"sealed box" not in bytes_on_disk(alone, old.key)
    assert b"sealed box" in bytes_on_disk(old.path, old.key)


def test_the_first_exchange_that_succeeds_ends_it(old: Desk) -> None:
    store = old.open()
    assert backup_of(old.path).exists()
    with store.begin() as unit:
        unit.take(old.answer(store), now=NOON)
    assert not backup_of(old.path).exists()
    store.close()


def taken_and_lost(store, desk):
    """Take an answer in a transaction that ends in a failure."""
    with store.begin() as unit:
        unit.take(desk.answer(store), now=NOON)
        raise RuntimeError


def test_an_exchange_that_is_not_written_leaves_it(old: Desk) -> None:
    store = old.open()
    with pytest.raises(RuntimeError):
        taken_and_lost(store, old)
    assert backup_of(old.path).exists()
    store.close()


@pytest.mark.requirement("S0-46")
@pytest.mark.parametrize(("days", "there"), [(6, True), (8, False)])
def test_it_is_gone_after_seven_days_whatever_happens(old: Desk, days, there) -> None:
    """At a start and at each lock, so that a desk without a line lets go of it, too."""
    store = old.open()
    copy = backup_of(old.path)
    made = copy.stat().st_mtime - timedelta(days=days).total_seconds()
    os.utime(copy, (made, made))
    store.forget()
    assert copy.exists() is there
    store.close()
    os.utime(copy, (made, made)) if there else None
    old.open().close()
    assert copy.exists() is there
    assert timedelta(days=7) == KEPT_FOR


def test_a_store_that_needs_no_change_is_not_copied(desk: Desk) -> None:
    desk.open().close()
    assert not backup_of(desk.path).exists()


def test_a_change_that_fails_leaves_the_old_store_as_it_was(old: Desk) -> None:
    """What is in the way here is a table that the change wants to make itself."""
    connection = opened(old.path, old.key)
    connection.execute("CREATE TABLE draft (other TEXT)")
    connection.close()
    with pytest.raises((RaError, sa.exc.DBAPIError)):
        old.open()
    connection = opened(old.path, old.key)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("r0001",)
    columns = {row[1] for row in connection.execute("PRAGMA table_info(operator)")}
    assert "wrapped" not in columns
    connection.execute("DROP TABLE draft")
    connection.close()
    store = old.open()
    store.verify_all()
    store.close()


def test_without_room_for_the_copy_nothing_is_changed(old: Desk, tmp_path) -> None:
    """A file of limited size stands for the full disk; no half copy stays."""
    import resource

    before = old.path.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (before // 2, hard))
    try:
        with pytest.raises(RaError) as failed:
            old.open()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert isinstance(failed.value, DiskFull) or failed.value.code.startswith("store.")
    assert not list(old.path.parent.glob("*.half*"))
    assert not backup_of(old.path).exists()
    store = old.open()
    store.verify_all()
    with store.read() as unit:
        assert unit.operator("maja.kralj") is not None
    store.close()
    assert NEWEST != "r0001"
