"""Open central's database, and cut a change feed without gaps from it.

PostgreSQL is what an office runs; the encrypted SQLite file is for the demo and for one small
machine. Everything above this module speaks SQLAlchemy Core and does not ask which one it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from ra_desk.central.metadata import metadata
from ra_desk.domain.errors import Broken, Unavailable

#: How long a writer waits for another one before it gives up, in milliseconds.
BUSY_TIMEOUT_MS = 30_000
#: How long to wait for a connection to PostgreSQL, in seconds.
CONNECT_TIMEOUT_S = 10
KEY_BYTES = 32

#: Execution option of a connection whose transactions only read (SQLite: no write lock).
_READS_ONLY = "ra_desk_reads_only"

#: SQLite has no transaction number to ask for, so each writing transaction takes one from here.
change_clock = sa.Table(
    "change_clock",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("value", sa.BigInteger, nullable=False),
    sa.CheckConstraint("id = 1", name="one_row"),
)


class DatabaseLocked(Broken):
    """The database file cannot be read with the key that was given."""

    code = "database.locked"


class DatabaseUnsupported(Broken):
    """The address names a kind of database that central does not run on."""

    code = "database.unsupported"


class DatabaseUnreachable(Unavailable):
    """The database did not answer."""

    code = "database.unreachable"


def open_engine(url: str, *, key: bytes | None = None) -> sa.Engine:
    """Open a database and make sure that it answers.

    Args:
        url: ``sqlite:///path`` or ``postgresql+psycopg://…``. The key is never part of it.
        key: 32 bytes for SQLite, none for PostgreSQL.

    Returns:
        An engine whose transactions begin as writers; see `snapshot` for readers.

    Raises:
        DatabaseLocked: the key does not fit the file.
        DatabaseUnreachable: the server does not answer, or the folder does not exist.
        DatabaseUnsupported: another kind of database, or a key where none belongs.
    """
    address = make_url(url)
    if address.drivername == "sqlite":
        engine = _sqlite_engine(address, key)
    elif address.drivername == "postgresql+psycopg" and key is None:
        engine = _postgresql_engine(address)
    else:
        raise DatabaseUnsupported(driver=address.drivername)
    try:
        with engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))
    except DBAPIError as error:
        engine.dispose()
        if isinstance(error.orig, sqlcipher.DatabaseError) and not isinstance(
            error.orig, sqlcipher.OperationalError
        ):
            raise DatabaseLocked() from None
        raise DatabaseUnreachable() from error
    return engine


def twin_engine(engine: sa.Engine) -> sa.Engine:
    """Return a second engine, with its own connections, for a library that begins by itself.

    DBOS issues its own ``BEGIN IMMEDIATE`` and expects the driver to begin before a write; the
    engine of `open_engine` begins every transaction explicitly.
    """
    pool = engine.pool.recreate()
    if engine.dialect.name != "sqlite":
        return sa.create_engine(engine.url, pool=pool, hide_parameters=True)
    twin = sa.create_engine(engine.url, pool=pool, module=sqlcipher, hide_parameters=True)
    sa.event.listen(twin, "connect", _let_the_driver_begin)
    return twin


@contextmanager
def snapshot(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Read from one unchanging picture of the database; writing in it fails or is a mistake.

    PostgreSQL: REPEATABLE READ, READ ONLY. SQLite: a deferred transaction, which WAL lets read
    beside a writer.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        else:
            connection = connection.execution_options(**{_READS_ONLY: True})
        with connection.begin():
            yield connection


def insert_into(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that may say what happens on a conflict, as either database spells it."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def current_xid(connection: sa.Connection) -> int:
    """Return the number to stamp on rows that this writing transaction changes.

    On SQLite each call takes a new number; all of them lie above every committed one.
    """
    if connection.dialect.name == "postgresql":
        ask = "SELECT pg_current_xact_id()::text::bigint"
    else:
        ask = (
            "INSERT INTO change_clock (id, value) VALUES (1, 1)"
            " ON CONFLICT (id) DO UPDATE SET value = value + 1 RETURNING value"
        )
    return int(connection.execute(sa.text(ask)).scalar_one())


def horizon(connection: sa.Connection) -> int:
    """Return the number below which every change is final and visible in this snapshot.

    Rows with ``xid < horizon`` may be handed out: no transaction that is still open can add
    one below it later. Ask it in the same snapshot as the rows.

    Source:
        Decision 12: sequence order is not commit order.
    """
    if connection.dialect.name == "postgresql":
        ask = sa.text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(connection.execute(ask).scalar_one())
    value = connection.scalar(sa.select(change_clock.c.value))
    return (value or 0) + 1


def next_xid(connection: sa.Connection) -> int:
    """Return the number that no transaction had when this snapshot was taken."""
    if connection.dialect.name == "postgresql":
        ask = sa.text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(connection.execute(ask).scalar_one())
    return horizon(connection)


def _postgresql_engine(address: URL) -> sa.Engine:
    return sa.create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "ra-desk"},
    )


def _sqlite_engine(address: URL, key: bytes | None) -> sa.Engine:
    if key is None or len(key) != KEY_BYTES or not address.database:
        raise DatabaseUnsupported(driver=address.drivername)
    path, pragma = Path(address.database), f"PRAGMA key = \"x'{key.hex()}'\""

    def connect() -> sqlcipher.Connection:
        connection = sqlcipher.connect(
            str(path), timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute(pragma)
            for setting in (
                f"busy_timeout = {BUSY_TIMEOUT_MS}",
                "cipher_memory_security = ON",
                "journal_mode = WAL",
                "synchronous = FULL",
                "foreign_keys = ON",
                "trusted_schema = OFF",
                "temp_store = MEMORY",
            ):
                connection.execute(f"PRAGMA {setting}")
        except sqlcipher.Error:
            connection.close()
            raise
        return connection

    engine = sa.create_engine(
        address,
        hide_parameters=True,
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=10,
        max_overflow=10,
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: sa.Connection) -> None:
    """Take the write lock at once: a reader that turns writer half way can only fail."""
    reads_only = connection.get_execution_options().get(_READS_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _let_the_driver_begin(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = "IMMEDIATE"
