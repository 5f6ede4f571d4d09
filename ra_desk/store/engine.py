"""Open the encrypted file, bring it up to date, and say in our own words what failed.

One connection writes and one reads beside it: in WAL neither waits for the other, and a single
writer has nobody to collide with but another process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from ra_desk.domain.errors import Broken, RaError, Unavailable
from ra_desk.store import backup

KEY_BYTES = 32
#: The newest migration; a store that names one we do not have was written by a newer version.
NEWEST = "r0009"
#: How long to wait for another process or thread that writes, in seconds.
PATIENCE_S = 10.0

_MIGRATIONS = Path(__file__).parent / "migrations"
_PLAIN_FILE = b"SQLite format 3\x00"
_PAGE_BYTES = 4096
_SETTINGS = (
    "cipher_log_level = NONE",
    "journal_mode = WAL",
    "foreign_keys = ON",
    "recursive_triggers = ON",
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "temp_store = MEMORY",
    "cache_size = -16000",
    "secure_delete = ON",
)


class WrongKey(Broken):
    """The file is there, but the key of this desk's key store does not open it.

    A file of noise looks the same: SQLCipher cannot tell them apart.
    """

    code = "store.wrong_key"


class StoreUnreadable(Broken):
    """The file is no encrypted store, or is damaged."""

    code = "store.unreadable"


class NewerSchema(Broken):
    """``found``: the schema of a version of RA Desk that is newer than this one."""

    code = "store.newer_schema"


class TwoWriters(Broken):
    """Somebody else wrote the entry that was to be next; nothing was written."""

    code = "store.two_writers"


class DiskFull(Unavailable):
    """There is no room on the disk; nothing was written."""

    code = "store.disk_full"


class StoreBusy(Unavailable):
    """Somebody else has been writing for too long; nothing was written."""

    code = "store.busy"


class NotConfirmed(Unavailable):
    """The disk did not confirm. What was written is unknown: read again, never repeat."""

    code = "store.not_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The two connections to one file. ``path``: None for a store that is only looked at."""

    writing: sa.Engine
    reading: sa.Engine
    path: Path | None = None

    def dispose(self) -> None:
        self.reading.dispose()
        self.writing.dispose()


def open_engines(path: Path, key: bytes) -> Engines:
    """Open the store, creating it if there is none, with the newest schema.

    Args:
        path: the file; its folder is made for this account alone.
        key: 32 random bytes.

    Raises:
        WrongKey: the file does not open with the key.
        StoreUnreadable: it is something else, or damaged.
        NewerSchema: a newer version of RA Desk wrote it.
        Unavailable: the disk did not do what it must.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key must have {KEY_BYTES} bytes")
    fresh = _make_file(path)
    engines = Engines(
        writing=_engine(path, key, "synchronous = EXTRA" if fresh else "synchronous = FULL"),
        reading=_engine(path, key, "query_only = ON"),
        path=path,
    )
    try:
        with translated():
            _bring_up_to_date(engines.writing, path, key)
            if fresh:
                _settle(engines.writing, path.parent)
    except StoreUnreadable:
        engines.dispose()
        raise _why_unreadable(path) from None
    except RaError:
        engines.dispose()
        raise
    return engines


def open_reading(path: Path, key: bytes) -> sa.Engine:
    """Open an existing store for reading only, beside whoever has it open; no schema is changed.

    Raises:
        WrongKey, StoreUnreadable: as `open_engines`.
        Unavailable: the disk did not do what it must.
    """
    engine = _engine(path, key, "query_only = ON")
    try:
        with translated(), engine.connect():
            pass
    except StoreUnreadable:
        engine.dispose()
        raise _why_unreadable(path) from None
    except RaError:
        engine.dispose()
        raise
    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the driver raises into our errors, without the values of the statement."""
    try:
        yield
    except DBAPIError as error:
        failure = _failure(error.orig)
        if failure is None:
            raise
        raise failure from error
    except sqlcipher.Error as error:
        failure = _failure(error)
        if failure is None:
            raise
        raise failure from error
    except PoolTimeout as error:
        raise StoreBusy() from error


def driver_rows(
    connection: sa.Connection, sql: str, values: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """Run a SELECT on the driver itself and return its plain tuples.

    For what a person waits for at each key: SQLAlchemy's result costs as much as the query.
    """
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
    finally:
        cursor.close()


def scrub(engine: sa.Engine) -> None:
    """Leave nothing of deleted rows in the search index, the log and the memory.

    The index only marks what is deleted until its parts are merged; the log keeps old pages
    until it is cut, which somebody who reads at this moment puts off to the next time.
    """
    with translated(), engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO search (search) VALUES ('optimize')"))
    _pragmas(
        engine,
        "busy_timeout = 200",
        "wal_checkpoint(TRUNCATE)",
        f"busy_timeout = {PATIENCE_S * 1000:.0f}",
        "shrink_memory",
    )


def shrink(connection: sa.Connection) -> None:
    """Free the memory in which a connection keeps decrypted pages."""
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA shrink_memory")
    cursor.close()


def _pragmas(engine: sa.Engine, *pragmas: str) -> None:
    """Run pragmas outside any transaction."""
    with translated():
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()
        finally:
            connection.close()


def _failure(error: BaseException | None) -> RaError | None:
    """Return our error for the driver's; None for a mistake in a statement, which is a bug."""
    name = getattr(error, "sqlite_errorname", "")
    if isinstance(error, sqlcipher.IntegrityError):
        return TwoWriters()
    if name == "SQLITE_FULL":
        return DiskFull()
    if name.startswith("SQLITE_BUSY"):
        return StoreBusy()
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return StoreUnreadable()
    if name in {"SQLITE_ERROR", "SQLITE_READONLY"} or isinstance(error, sqlcipher.ProgrammingError):
        return None
    return NotConfirmed() if isinstance(error, sqlcipher.OperationalError) else StoreUnreadable()


def _make_file(path: Path) -> bool:
    """Create an empty file that only this account may read; tell whether it was not there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return path.stat().st_size == 0
    return True


def _engine(path: Path, key: bytes, last_setting: str) -> sa.Engine:
    def connect() -> sqlcipher.Connection:
        connection = sqlcipher.connect(
            str(path), timeout=PATIENCE_S, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            for setting in (*_SETTINGS, last_setting):
                connection.execute(f"PRAGMA {setting}")
        except sqlcipher.Error:
            connection.close()
            raise
        return connection

    engine = sa.create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=PATIENCE_S,
        pool_reset_on_return=None,  # every use is one transaction, which its own end ends
        hide_parameters=True,
    )
    begin = "BEGIN" if last_setting.startswith("query_only") else "BEGIN IMMEDIATE"

    def start(connection: sa.Connection) -> None:
        cursor = connection.connection.cursor()
        cursor.execute(begin)
        cursor.close()

    sa.event.listen(engine, "begin", start)
    return engine


def _bring_up_to_date(engine: sa.Engine, path: Path, key: bytes) -> None:
    with engine.begin() as connection:
        found = None
        if sa.inspect(connection).has_table("alembic_version"):
            found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    backup.drop_if_old(path)
    if found != NEWEST:
        _migrate(engine, found, path, key)


def _migrate(engine: sa.Engine, found: str | None, path: Path, key: bytes) -> None:
    """Change the schema in one transaction, after a copy of what was there."""
    # Most starts need no migration, and Alembic takes a fifth of a second to import.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise NewerSchema(found=found)
    if found is not None:
        source = engine.raw_connection()
        try:
            driver = source.driver_connection
            if not isinstance(driver, sqlcipher.Connection):
                raise TypeError("not our driver")
            backup.make(driver, path, key)
        finally:
            source.close()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, NEWEST)


def _settle(engine: sa.Engine, folder: Path) -> None:
    """Make sure that a power cut cannot undo the creation itself, then work as usual."""
    with engine.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        driver.execute("PRAGMA synchronous = FULL")
        driver.close()
    with suppress(OSError):  # a folder cannot be opened on Windows
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _why_unreadable(path: Path) -> RaError:
    """A wrong key and a foreign file give the same message; the file itself tells more."""
    with path.open("rb") as file:
        start = file.read(len(_PLAIN_FILE))
    whole = path.stat().st_size % _PAGE_BYTES == 0
    return WrongKey() if whole and start != _PLAIN_FILE else StoreUnreadable()
