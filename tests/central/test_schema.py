"""The schema that the steps make is the one the code is written for, on both databases."""

from __future__ import annotations

import secrets

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from ra_desk.central.columns import Moment
from ra_desk.central.database import current_xid, open_engine
from ra_desk.central.metadata import metadata
from ra_desk.central.schema import (
    DatabaseMoved,
    SchemaNewer,
    SchemaOlder,
    _config,
    migrate,
    require_current,
)
from ra_desk.central.tables import request
from tests.fakes import NOON

OURS = set(metadata.tables)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """An empty database."""
    if request.param == "sqlite":
        made = open_engine(f"sqlite:///{tmp_path / 'new.db'}", key=secrets.token_bytes(32))
    else:
        address = request.getfixturevalue("postgres")
        name = f"empty_{secrets.token_hex(4)}"
        admin = sa.create_engine(address("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        admin.dispose()
        made = open_engine(address(name))
    yield made
    made.dispose()


def differences(engine):
    def ours(name, kind, _parents):
        return kind != "table" or name in OURS

    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": ours}
        )
        return compare_metadata(context, metadata)


def test_the_steps_make_exactly_the_tables_of_the_code(empty):
    """A column that is only in the code fails at the first office that upgrades."""
    migrate(empty)
    assert differences(empty) == []
    with empty.begin() as connection:
        connection.execute(sa.text("ALTER TABLE person ADD COLUMN stray TEXT"))
    assert len(differences(empty)) == 1


def test_migrating_twice_changes_nothing(empty):
    """`init` may be called before every start."""
    migrate(empty)
    migrate(empty)
    require_current(empty)


def test_a_schema_of_a_newer_central_is_refused(empty):
    """An old program must not write into tables that it does not understand."""
    migrate(empty)
    with empty.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaNewer) as refused:
        require_current(empty)
    assert refused.value.facts == {"found": "9999"}
    with pytest.raises(SchemaNewer):
        migrate(empty)


def test_an_empty_database_is_refused_until_it_has_a_schema(empty):
    """Central says so at start, not at the first request."""
    with pytest.raises(SchemaOlder):
        require_current(empty)


def test_requests_of_an_earlier_schema_wish_no_large_print(empty):
    """Nobody could say so before; nothing is guessed."""
    config = _config()
    with empty.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
    request = metadata.tables["request"]
    needed = [one for one in request.c if not one.nullable and one.name != "large_print"]
    some = {
        sa.String: "x",
        sa.BigInteger: 1,
        sa.Integer: 1,
        sa.JSON: {},
        sa.Date: NOON.date(),
        Moment: NOON,
    }
    earlier = sa.table("request", *(sa.column(one.name, one.type) for one in needed))
    with empty.begin() as connection:
        row = {one.name: some[type(one.type)] for one in needed}
        connection.execute(earlier.insert().values(row))
    migrate(empty)
    with empty.connect() as connection:
        assert connection.scalars(sa.select(request.c.large_print)).all() == [False]


def test_a_database_copied_into_a_server_that_counts_anew_is_not_served_from(world):
    """Its desks would hear of no change any more, and show people as waiting who were checked."""
    world.submit()
    require_current(world.parts.engine)
    with world.parts.engine.begin() as connection:
        connection.execute(request.update().values(xid=current_xid(connection) + 1_000_000))
    with pytest.raises(DatabaseMoved):
        require_current(world.parts.engine)
