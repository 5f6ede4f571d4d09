"""Opening the store: what is refused, what it looks like on the disk, and a disk that is full."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlcipher3 import dbapi2 as sqlcipher

from ra_desk.domain.facts import LookedUp, Purpose, SearchKey
from ra_desk.store import engine, tables
from ra_desk.store.engine import DiskFull, NewerSchema, StoreBusy, StoreUnreadable, WrongKey
from ra_desk.store.local import AnotherDeskKey, SqlStore
from ra_desk.store.unit import NotEnrolled
from tests.store.support import NOON, Desk, check, named, some_requests

NOTED = LookedUp(key=SearchKey.NAME, purpose=Purpose.CLIENT_AT_COUNTER, online=False, hits=1)


def test_a_wrong_key_is_refused(desk: Desk) -> None:
    """Restoring the file without the key store must not look like an empty desk."""
    desk.key = bytes(32)
    with pytest.raises(WrongKey):
        desk.open()


@pytest.mark.parametrize("content", [b"SQLite format 3\x00" + bytes(4080), b"some notes\n"])
def test_a_file_that_is_no_encrypted_store_is_refused(desk: Desk, content: bytes) -> None:
    """A plaintext database or any other file is never taken over, nor overwritten."""
    desk.path.write_bytes(content)
    with pytest.raises(StoreUnreadable):
        desk.open()
    assert desk.path.read_bytes() == content


def test_a_damaged_page_is_noticed(desk: Desk) -> None:
    """One flipped bit anywhere fails the page's HMAC; nothing is read from such a page."""
    content = bytearray(desk.path.read_bytes())
    content[5000] ^= 1
    desk.path.write_bytes(content)
    with pytest.raises((StoreUnreadable, WrongKey)):
        desk.open().verify_all()


def test_a_store_of_a_newer_version_is_refused(desk: Desk) -> None:
    """An older program would not know what the newer one has promised."""
    store = desk.open()
    with store.engines.writing.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'r9999'"))
    store.close()
    with pytest.raises(NewerSchema) as refused:
        desk.open()
    assert refused.value.facts == {"found": "r9999"}


def test_another_desks_key_is_refused(desk: Desk) -> None:
    """Entries sealed with it would break the chain at central."""
    desk.signer = type(desk.signer).generate()
    with pytest.raises(AnotherDeskKey):
        desk.open()


def test_a_store_that_is_not_enrolled_has_no_journal(tmp_path: Path) -> None:
    """Between installation and enrolment nothing can be recorded."""
    store = Desk(path=tmp_path / "new" / "desk.db").open()
    try:
        with pytest.raises(NotEnrolled), store.begin() as unit:
            unit.append(NOTED, at=NOON)
    finally:
        store.close()


def test_file_and_folder_are_for_this_account_alone(tmp_path: Path) -> None:
    """Encryption is the second fence; the first is that nobody else may open the file."""
    desk = Desk(path=tmp_path / "mine" / "desk.db")
    store = desk.enrolled()
    try:
        modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in desk.path.parent.iterdir()}
        assert modes == {"desk.db": 0o600, "desk.db-wal": 0o600, "desk.db-shm": 0o600}
        assert stat.S_IMODE(desk.path.parent.stat().st_mode) == 0o700
    finally:
        store.close()


def test_a_commit_is_on_the_disk_before_it_returns(store: SqlStore) -> None:
    """WAL with FULL: what the window calls recorded survives a power cut."""
    with store.engines.writing.begin() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        }
    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }


def test_a_new_store_is_created_with_more_than_full(tmp_path: Path) -> None:
    """The removal of a rollback journal must reach the disk too, or creation can be undone."""
    made = engine.open_engines(tmp_path / "new" / "desk.db", bytes(32))
    try:
        with made.writing.begin() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert (tmp_path / "new" / "desk.db-wal").stat().st_size == 0, "not yet in the file"
    finally:
        made.dispose()


def test_no_clear_text_is_on_the_disk(desk: Desk, store: SqlStore) -> None:
    """Names and tax numbers are neither in the file nor in the WAL, in no usual encoding."""
    request = named(some_requests(1)[0], "Planted-Zvezdana", "Kresnička-Nikjer")
    tax_number = request.applicant.tax_number
    with store.begin() as unit:
        unit.take(desk.answer(store, requests=[request]), now=NOON)
        unit.append(check(request.number), at=NOON, session=desk.session)
    files = [p for p in desk.path.parent.iterdir() if not p.name.endswith("-shm")]
    assert {p.name for p in files} == {"desk.db", "desk.db-wal"}
    raw = b"".join(p.read_bytes() for p in files)
    words = ("Planted-Zvezdana", "Kresnička", "kresnicka", tax_number, "IE0000018")
    for word in words:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in raw
    with store.read() as unit:
        assert unit.standing(request.number).applicant.tax_number == tax_number


def test_a_plain_sqlite_would_have_shown_the_planted_words(tmp_path: Path) -> None:
    """The search above can find: without the key the words lie in the file."""
    plain = sqlcipher.connect(str(tmp_path / "plain.db"))
    plain.execute("CREATE TABLE t (name TEXT)")
    plain.execute("INSERT INTO t VALUES ('Planted-Zvezdana')")
    plain.commit()
    plain.close()
    assert b"Planted-Zvezdana" in (tmp_path / "plain.db").read_bytes()


def test_migrations_lead_to_the_tables(store: SqlStore) -> None:
    """What the program believes and what the steps have built are the same."""

    def ours(item: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and (name or "").startswith(("search", "alembic")))

    with store.engines.writing.begin() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, tables.metadata) == []


def test_the_newest_step_is_the_one_that_is_asked_for() -> None:
    """A step that nobody asks for would never run."""
    config = Config()
    config.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == engine.NEWEST


def test_a_full_disk_loses_nothing_that_was_acknowledged(desk: Desk, store: SqlStore) -> None:
    """The entry that finds no room is refused as a whole, and work goes on when there is room."""
    with store.engines.writing.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    acknowledged = [1]

    def write_until_it_is_full() -> None:
        while acknowledged[-1] < 200:
            with store.begin() as unit:
                seq = unit.append(NOTED, at=NOON, session=desk.session).seq
            acknowledged.append(seq)

    with pytest.raises(DiskFull):
        write_until_it_is_full()
    assert len(acknowledged) > 1
    with store.read() as unit:
        assert unit.marks().head.seq == acknowledged[-1]
    with store.engines.writing.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    with store.begin() as unit:
        assert unit.append(NOTED, at=NOON, session=desk.session).seq == acknowledged[-1] + 1
    store.verify_all()


def test_a_writer_that_waits_too_long_is_told_so(desk: Desk, store: SqlStore) -> None:
    """Another process that holds the file makes nobody wait for ever, and breaks nothing."""
    with store.engines.writing.begin() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    other = desk.open()
    try:
        with other.begin() as first:
            first.append(NOTED, at=NOON, session=desk.session)
            with pytest.raises(StoreBusy), store.begin():
                raise AssertionError("it must not begin")
    finally:
        other.close()
