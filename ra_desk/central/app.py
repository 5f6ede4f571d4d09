"""Central as a web application: the one place that joins its parts."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from argon2 import PasswordHasher
from fastapi import APIRouter, FastAPI

import ra_desk
from ra_desk.central.api.citizens import citizen_routes
from ra_desk.central.api.desks import desk_routes
from ra_desk.central.api.problems import BodyLimit, Wordless, add_problems
from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.code_digest import CodeDigests
from ra_desk.central.database import open_engine
from ra_desk.central.dispatch.jobs import DbosOutbox
from ra_desk.central.dispatch.port import Handler
from ra_desk.central.handlers import handlers
from ra_desk.central.keyed import KeyedDigests
from ra_desk.central.outside import Outside
from ra_desk.central.parts import Parts, utc_now
from ra_desk.central.passwords import FewAtOnce
from ra_desk.central.schema import migrate
from ra_desk.central.settings import SECRET_BYTES, Settings
from ra_desk.domain.secret import Secret
from ra_desk.journal.box import BoxKey
from ra_desk.journal.keys import SigningKey

#: The present pepper of the codes' digests.
PEPPER = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Central:
    """Central, joined and not yet running."""

    parts: Parts
    citizens: CitizenParts
    app: FastAPI
    handlers: dict[str, Handler]

    @property
    def engine(self) -> sa.Engine:
        return self.parts.engine


def create_app(parts: Parts, *more: APIRouter) -> FastAPI:
    """Return the web application; ``more`` are the routes of citizens."""
    app = FastAPI(
        title="RA Desk central",
        version=ra_desk.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.add_middleware(BodyLimit)
    app.add_middleware(Wordless)
    add_problems(app)
    app.include_router(desk_routes(parts))
    for routes in more:
        app.include_router(routes)
    return app


def open_parts(
    settings: Settings,
    *,
    now: Callable[[], datetime] = utc_now,
    hasher: PasswordHasher | None = None,
) -> Parts:
    """Open the database and return what central's functions need.

    Raises:
        DatabaseLocked, DatabaseUnreachable, DatabaseUnsupported: as in `open_engine`.
    """
    key = settings.database_key
    engine = open_engine(settings.database_url, key=None if key is None else key.reveal())
    return Parts(
        engine=engine,
        public_url=settings.public_url,
        signer=SigningKey(settings.signing_key.reveal()),
        digests=KeyedDigests(settings.digest_key),
        totp_key=settings.totp_key,
        outbox=DbosOutbox(engine),
        demo=settings.demo,
        now=now,
        hasher=hasher or FewAtOnce(),
    )


def join(parts: Parts, settings: Settings, outside: Outside) -> Central:
    """Join central's parts; nothing runs yet."""
    mail_key = BoxKey(settings.mail_box_key.reveal())
    citizens = CitizenParts(
        parts=parts,
        codes=CodeDigests({PEPPER: settings.code_pepper}, present=PEPPER),
        mail_box=mail_key.public,
        register=outside.register,
        service=outside.service,
        terms_version=outside.terms_version,
        gateway=outside.gateway,
    )
    return Central(
        parts=parts,
        citizens=citizens,
        app=create_app(parts, citizen_routes(citizens)),
        handlers=handlers(citizens, relay=outside.relay, mail_key=mail_key),
    )


def demo_central(
    folder: Path,
    *,
    public_url: str,
    outside: Outside,
    hasher: PasswordHasher | None = None,
) -> Central:
    """Make a central of the demo on a new SQLite file in ``folder``; see `drawn_settings`.

    Let it run with ``ra_desk.central.running.running``.

    Args:
        folder: exists; gets ``central.db``.
        public_url: ``http://127.0.0.1:port``.
        outside: a relay that catches mails, and a register in memory.
        hasher: for passwords; by default at full cost.
    """
    settings = drawn_settings(folder, public_url=public_url)
    parts = open_parts(settings, hasher=hasher)
    migrate(parts.engine)
    return join(parts, settings, outside)


def drawn_settings(folder: Path, *, public_url: str) -> Settings:
    """Return settings for a demo whose secrets are drawn now and exist in memory only.

    When the process ends, nobody can open the database in ``folder`` again.
    """

    def drawn() -> Secret[bytes]:
        return Secret(secrets.token_bytes(SECRET_BYTES))

    return Settings(
        database_url=f"sqlite:///{folder / 'central.db'}",
        database_key=drawn(),
        public_url=public_url,
        signing_key=drawn(),
        digest_key=drawn(),
        totp_key=drawn(),
        code_pepper=drawn(),
        mail_box_key=drawn(),
        demo=True,
    )
