"""Central's schema: made, renewed, and checked before anything is done with it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ra_desk.central.database import next_xid, snapshot
from ra_desk.central.dispatch.jobs import prepare
from ra_desk.central.tables import request
from ra_desk.domain.errors import Broken

_STEPS = Path(__file__).with_name("migrations")


class SchemaNewer(Broken):
    """``found``: the schema was made by a newer central than this one."""

    code = "schema.newer"


class SchemaOlder(Broken):
    """``found``: the schema has to be renewed first (``ra-desk central init``)."""

    code = "schema.older"


class DatabaseMoved(Broken):
    """``stamped``, ``next``: rows bear numbers of transactions that this server has yet to give.

    It was copied table by table (``pg_dump``) into a server that counts anew. No desk would hear
    of what changes from now on, and people who were checked would wait again. The way is one
    that keeps the numbers: ``pg_upgrade``, ``pg_basebackup``, or ``pg_resetwal`` beyond them.
    """

    code = "database.moved"


def migrate(engine: sa.Engine) -> None:
    """Make or renew the schema, dispatch's own tables included; central must not be running.

    Raises:
        SchemaNewer: a newer central was here.
    """
    config = _config()
    with engine.begin() as connection:
        _known(connection, config)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    prepare(engine)


def require_current(engine: sa.Engine) -> None:
    """Refuse a database that this central cannot serve from.

    Raises:
        SchemaNewer, SchemaOlder: which way the schema differs.
        DatabaseMoved: the server under it is another one.
    """
    config = _config()
    with engine.begin() as connection:
        found = _known(connection, config)
    if found != ScriptDirectory.from_config(config).get_current_head():
        raise SchemaOlder(found=found or "")
    with snapshot(engine) as connection:
        stamped = connection.scalar(sa.select(sa.func.max(request.c.xid))) or 0
        coming = next_xid(connection)
    if stamped >= coming:
        raise DatabaseMoved(stamped=stamped, next=coming)


def write_step(engine: sa.Engine, message: str, *, revision: str) -> None:
    """Write the step that leads from all others to ``tables``; for developers.

    Args:
        engine: of an empty database; dispatch's own tables would be dropped.
    """
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True, rev_id=revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _known(connection: sa.Connection, config: Config) -> str | None:
    """Return the revision of the schema, if there is one and we know it."""
    found = MigrationContext.configure(connection).get_current_revision()
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaNewer(found=found)
    return found
