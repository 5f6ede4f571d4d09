"""Central's schema: made, renewed, and checked before anything is done with it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from ra_desk.central.dispatch.jobs import prepare
from ra_desk.domain.errors import Broken

_STEPS = Path(__file__).with_name("migrations")


class SchemaNewer(Broken):
    """``found``: the schema was made by a newer central than this one."""

    code = "schema.newer"


class SchemaOlder(Broken):
    """``found``: the schema has to be renewed first (``ra-desk central init``)."""

    code = "schema.older"


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
    """Refuse a schema that this central was not made for.

    Raises:
        SchemaNewer, SchemaOlder: which way it differs.
    """
    config = _config()
    with engine.begin() as connection:
        found = _known(connection, config)
    if found != ScriptDirectory.from_config(config).get_current_head():
        raise SchemaOlder(found=found or "")


def write_step(engine: sa.Engine, message: str, *, revision: str) -> None:
    """Write the step that leads from this database's schema to ``tables``; for developers."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
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
