"""A small central of one table: requests with codes that leave by mail. Used by worker processes too."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from multiprocessing.synchronize import Event

import sqlalchemy as sa

from ra_desk.central.code_digest import CodeDigests
from ra_desk.central.database import open_engine
from ra_desk.central.dispatch.activation_mail import KIND, SealedMail, SendActivationMail
from ra_desk.central.dispatch.jobs import DbosOutbox
from ra_desk.central.dispatch.outbox import OutboxId
from ra_desk.central.dispatch.process import run_worker
from ra_desk.central.dispatch.smtp import Mailer
from ra_desk.central.tls import verified_tls
from ra_desk.domain.activation import new_code
from ra_desk.domain.secret import Secret
from ra_desk.journal.box import MAIL_WORKER, BoxContext, BoxKey, BoxPublicKey, seal_box

codes = sa.Table(
    "tiny_code",
    sa.MetaData(),
    sa.Column("outbox_id", sa.String(36), primary_key=True),
    sa.Column("request", sa.String(40), nullable=False),
    sa.Column("digest", sa.String(200)),
    sa.Column("box", sa.LargeBinary),
    sa.Column("expires", sa.BigInteger),
    sa.Column("accepted_at", sa.DateTime(timezone=True)),
)


class TinyBook:
    """`CodeBook` on one table."""

    def __init__(self, engine: sa.Engine, digests: CodeDigests, to: BoxPublicKey) -> None:
        self._engine = engine
        self._digests = digests
        self._to = to

    def prepare(self, outbox_id: OutboxId, *, at: datetime) -> SealedMail | None:
        mine = codes.c.outbox_id == outbox_id
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(codes).where(mine).with_for_update()).one()
            if row.accepted_at is not None:
                return None
            if row.box is not None:
                return SealedMail(box=row.box, context=_context(row, row.expires))
            expires = int((at + timedelta(days=1)).timestamp())
            code = new_code()
            box = seal_box(code, _context(row, expires), to=self._to)
            connection.execute(
                codes.update()
                .where(mine)
                .values(
                    digest=self._digests.make(code, request=row.request), box=box, expires=expires
                )
            )
            return SealedMail(box=box, context=_context(row, expires))

    def write(self, outbox_id: OutboxId, code: Secret[str]) -> EmailMessage:
        with self._engine.connect() as connection:
            ask = sa.select(codes.c.request).where(codes.c.outbox_id == outbox_id)
            request = connection.scalar(ask)
        message = EmailMessage()
        message["To"] = f"{request}@citizen.example"
        message["Subject"] = "Activation code"
        message.set_content(code.reveal())
        return message

    def accepted(self, outbox_id: OutboxId, *, at: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                codes.update()
                .where(codes.c.outbox_id == outbox_id)
                .values(accepted_at=at, box=None)
            )

    def expired(self, outbox_id: OutboxId, *, at: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                codes.update().where(codes.c.outbox_id == outbox_id).values(box=None, digest=None)
            )

    def undeliverable(self, outbox_id: OutboxId, *, at: datetime) -> None:
        self.expired(outbox_id, at=at)


def _context(row: sa.Row, expires: int) -> BoxContext:
    return BoxContext(
        item=row.outbox_id,
        request=row.request,
        recipient=MAIL_WORKER,
        expires=datetime.fromtimestamp(expires, UTC),
    )


def order(engine: sa.Engine, requests: list[str]) -> None:
    """Decide in one transaction that these requests get a code by mail."""
    outbox = DbosOutbox(engine)
    with engine.begin() as connection:
        for request in requests:
            outbox_id = outbox.put(connection, kind=KIND, subject=request)
            connection.execute(codes.insert().values(outbox_id=outbox_id, request=request))


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All that a worker process needs to know; it can be handed to another process."""

    url: str
    database_key: bytes | None
    box_key: bytes
    pepper: bytes
    ca_file: str
    port: int

    def digests(self) -> CodeDigests:
        return CodeDigests({"1": Secret(self.pepper)}, present="1")

    def handlers(self, engine: sa.Engine) -> dict[str, SendActivationMail]:
        key = BoxKey(self.box_key)
        send = SendActivationMail(
            book=TinyBook(engine, self.digests(), key.public),
            relay=Mailer(
                host="127.0.0.1",
                port=self.port,
                sender="no-reply@central.example",
                tls=verified_tls(self.ca_file),
            ),
            key=key,
        )
        return {KIND: send}


def work(world: World, begun: Event | None = None) -> None:
    """Be a worker process; once ``begun`` is set, SIGTERM is heard only by one that is at work."""
    if begun is not None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        begun.set()
    engine = open_engine(world.url, key=world.database_key)
    run_worker(engine, world.handlers(engine))
