"""Central's database: one picture for a reader, no gap in the change feed, and a key that counts."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ra_desk.central.database import (
    DatabaseLocked,
    DatabaseUnreachable,
    DatabaseUnsupported,
    current_xid,
    horizon,
    open_engine,
    snapshot,
    twin_engine,
)

rows = sa.Table(
    "row",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("xid", sa.BigInteger, nullable=False),
)


@pytest.fixture
def feed(engine):
    """A table as the change feed reads it."""
    rows.metadata.create_all(engine)
    return engine


def write(connection, number):
    connection.execute(rows.insert().values(id=number, xid=current_xid(connection)))


def below_horizon(engine):
    with snapshot(engine) as connection:
        found = sa.select(rows.c.id).where(rows.c.xid < horizon(connection)).order_by(rows.c.id)
        return list(connection.scalars(found))


def test_a_committed_change_lies_below_the_horizon(feed):
    """Otherwise a desk would never hear of it."""
    with feed.begin() as connection:
        write(connection, 1)
    assert below_horizon(feed) == [1]
    with feed.begin() as connection:
        write(connection, 2)
        write(connection, 3)
    assert below_horizon(feed) == [1, 2, 3]


def test_a_change_that_was_rolled_back_is_in_no_feed(feed):
    """What did not happen is not told."""
    with feed.connect() as connection:
        write(connection, 1)
        connection.rollback()
    assert below_horizon(feed) == []


def test_a_snapshot_does_not_move_while_others_write(feed):
    """Rows and mark must be of one moment, whatever is committed between the two queries."""
    with snapshot(feed) as connection:
        before = horizon(connection)
        with feed.begin() as writer:
            write(writer, 1)
        assert horizon(connection) == before
        assert connection.scalar(sa.select(sa.func.count()).select_from(rows)) == 0
    assert below_horizon(feed) == [1]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_an_older_transaction_left_open_holds_the_feed_back(feed):
    """Else the mark would pass a change that is not visible yet, and it would be lost for ever.

    SQLite has one writer at a time, so the case exists on PostgreSQL only.
    """
    with feed.connect() as older:
        write(older, 1)
        with feed.begin() as younger:
            write(younger, 2)
        assert below_horizon(feed) == []
        older.commit()
    assert below_horizon(feed) == [1, 2]


def test_a_snapshot_of_postgresql_refuses_to_write(feed):
    """A reader that writes by mistake is told so; SQLite's reader would take the write lock."""
    if feed.dialect.name == "postgresql":
        with pytest.raises(sa.exc.DBAPIError), snapshot(feed) as connection:
            connection.execute(rows.insert().values(id=1, xid=1))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_wrong_key_opens_nothing(database):
    """The file is of no use to whoever copies it."""
    with pytest.raises(DatabaseLocked):
        open_engine(database.url, key=bytes(32))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_file_is_durable_and_guarded(engine):
    """The pragmas hold on each connection of the pool."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}
    with engine.connect() as one, engine.connect() as two:
        one.rollback()
        for connection in (one, two):
            for pragma, value in wanted.items():
                assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
            connection.rollback()


def test_the_key_stands_in_no_address(engine, database):
    """An address is logged and shown; a key is not."""
    assert database.key is None or database.key.hex() not in str(engine.url)


def test_the_twin_sees_the_same_database(feed):
    """DBOS gets connections of its own to the same data."""
    with feed.begin() as connection:
        write(connection, 1)
    twin = twin_engine(feed)
    with twin.begin() as connection:
        connection.execute(rows.update().values(xid=7))
    with feed.connect() as connection:
        assert connection.scalar(sa.select(rows.c.xid)) == 7
    twin.dispose()


@pytest.mark.parametrize(
    ("url", "key", "error"),
    [
        ("mysql://host/name", None, DatabaseUnsupported),
        ("sqlite:///central.db", None, DatabaseUnsupported),
        ("sqlite:///central.db", b"short", DatabaseUnsupported),
        ("sqlite://", bytes(32), DatabaseUnsupported),
        ("postgresql+psycopg://127.0.0.1/name", bytes(32), DatabaseUnsupported),
        ("postgresql+psycopg://127.0.0.1:1/name", None, DatabaseUnreachable),
        ("sqlite:////nowhere/at/all/central.db", bytes(32), DatabaseUnreachable),
    ],
)
def test_an_address_that_cannot_serve_is_named(url, key, error):
    """Never a database without a key, and never a silent other one."""
    with pytest.raises(error):
        open_engine(url, key=key)
