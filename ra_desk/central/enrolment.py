"""Enrolling desks: a one-time code from an administrator, and a key that proves itself.

The code holds central's address and the thumbprint of its key, so that the desk pins both before
it has heard a single word from the net.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.consequences import reorder_letters
from ra_desk.central.database import snapshot
from ra_desk.central.keyed import new_token, token_digest
from ra_desk.central.offices import office_of, policy_of
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.proofs import Call, require_proof
from ra_desk.central.proposals import overtake
from ra_desk.central.tables import desk, desk_key, enrol_token, session
from ra_desk.domain.access import EnrolmentRefused
from ra_desk.domain.administration import BlockDesk
from ra_desk.domain.people import DeskId, OfficeId
from ra_desk.domain.secret import Secret
from ra_desk.journal.canonical import NotCanonical, unb64
from ra_desk.journal.keys import KeyUnreadable, PublicKey
from ra_desk.journal.seal import Head
from ra_desk.wire.convert import office_out, policy_out
from ra_desk.wire.enrolment_code import EnrolmentCode
from ra_desk.wire.messages import EnrolCall, EnrolReply

TOKEN_LIFE = timedelta(hours=24)
_BOX_KEY_BYTES = 32


def create_enrol_token(
    parts: Parts,
    *,
    office: OfficeId,
    counter: str,
    prints: bool = False,
    restores: DeskId | None = None,
) -> Secret[str]:
    """Make a one-time enrolment code that is good for 24 hours; return its text.

    Args:
        parts: of central.
        office: where the desk stands.
        counter: what the desk is called there.
        prints: whether the office's letters are printed here.
        restores: the desk that is set up anew: its key dies, a new epoch begins.
    """
    token, now = new_token(), parts.now()
    with parts.engine.begin() as connection:
        office_of(connection, office)
        offer_enrolment(
            connection,
            token_digest(token.reveal()),
            office=office,
            counter=counter,
            prints=prints,
            restores=restores,
            at=now,
        )
    return code_text(parts, token)


def code_text(parts: Parts, token: Secret[str]) -> Secret[str]:
    """Return the enrolment code that holds a token."""
    return EnrolmentCode(url=parts.public_url, token=token, kid=parts.key.kid).text()


def offer_enrolment(
    connection: sa.Connection,
    digest: str,
    *,
    office: OfficeId,
    counter: str,
    prints: bool,
    restores: DeskId | None,
    at: datetime,
    by: str | None = None,
) -> None:
    """Let whoever holds the token of this digest enrol a desk, once and for 24 hours."""
    connection.execute(
        enrol_token.insert().values(
            digest=digest,
            office=office,
            counter=counter,
            prints=prints,
            desk=restores,
            expires_at=at + TOKEN_LIFE,
        )
    )
    note(connection, office, "desk.enrolment_offered", at=at, by=by)


def spend_tokens(connection: sa.Connection, restores: DeskId, *, at: datetime) -> None:
    """Let nobody set this desk up anew with what was given out for it so far."""
    connection.execute(
        enrol_token.update()
        .where(enrol_token.c.desk == restores, enrol_token.c.used_at.is_(None))
        .values(used_at=at)
    )


def enrol(parts: Parts, message: EnrolCall, call: Call) -> EnrolReply:
    """Make a desk of whoever holds the token and the key.

    Raises:
        EnrolmentRefused: the token is wrong, used or lapsed, or a key cannot be used.
        ProofRefused: the call is not proved by the key that is to be enrolled.
    """
    key, box_key = _keys(message)
    now, digest = parts.now(), token_digest(message.token)
    with snapshot(parts.engine) as connection:
        # Anybody can call, with a new key each time: nothing is written before there is a token.
        _offered(connection, digest, at=now)
    jti = require_proof(parts, call, key=key)
    with parts.engine.begin() as connection:
        offered = _offered(connection, digest, at=now, locked=True)
        if connection.scalar(sa.select(desk_key.c.kid).where(desk_key.c.kid == key.kid)):
            raise EnrolmentRefused()
        connection.execute(
            enrol_token.update().where(enrol_token.c.digest == digest).values(used_at=now)
        )
        fields = {
            "office": offered.office,
            "counter": offered.counter,
            "prints": offered.prints,
            "kid": key.kid,
            "key": key.raw,
            "box_key": box_key,
            "head_seq": 0,
            "head_digest": Head().digest,
            "last_reply": "",
            "previous_reply": "",
            "previous_receipt": message.previous_receipt,
            "enrolled_at": now,
            "seen_at": now,
        }
        if offered.desk is None:
            desk_id, epoch = DeskId(str(uuid4())), 1
            connection.execute(desk.insert().values(id=desk_id, epoch=epoch, **fields))
        else:
            desk_id = DeskId(offered.desk)
            epoch = _new_epoch(connection, desk_id, fields)
            spend_tokens(connection, desk_id, at=now)
            overtake(connection, BlockDesk, desk_id, by=None, at=now)
            reorder_letters(parts, connection, desk_id, at=now)
        connection.execute(
            desk_key.insert().values(
                kid=key.kid, desk=desk_id, epoch=epoch, key=key.raw, enrolled_at=now
            )
        )
        note(connection, desk_id, "desk.enrolled", at=now, facts={"epoch": epoch})
        office = office_of(connection, offered.office)
        policy = policy_of(connection, offered.office)
    return EnrolReply(
        v=1,
        jti=jti,
        desk=desk_id,
        epoch=epoch,
        office=office_out(office),
        counter=offered.counter,
        central_jwk=parts.key.jwk(),
        demo=parts.demo,
        policy=policy_out(policy),
    )


def _offered(
    connection: sa.Connection, digest: str, *, at: datetime, locked: bool = False
) -> sa.Row[tuple[object, ...]]:
    found = sa.select(enrol_token).where(enrol_token.c.digest == digest)
    row = connection.execute(found.with_for_update() if locked else found).first()
    if row is None or row.used_at is not None or row.expires_at <= at:
        raise EnrolmentRefused()
    return row


def _keys(message: EnrolCall) -> tuple[PublicKey, bytes]:
    try:
        key, box_key = PublicKey.from_jwk(message.jwk), unb64(message.box_key, what="box key")
    except (KeyUnreadable, NotCanonical):
        raise EnrolmentRefused() from None
    if len(box_key) != _BOX_KEY_BYTES:
        raise EnrolmentRefused()
    return key, box_key


def _new_epoch(connection: sa.Connection, desk_id: DeskId, fields: dict[str, object]) -> int:
    """Give a desk a new key and a new chain; what was signed before stays as evidence."""
    before = connection.execute(
        sa.select(desk.c.epoch).where(desk.c.id == desk_id).with_for_update()
    ).one()
    epoch = int(before.epoch) + 1
    connection.execute(
        desk.update()
        .where(desk.c.id == desk_id)
        .values(epoch=epoch, quarantined_at=None, quarantine_reason=None, **fields)
    )
    connection.execute(session.delete().where(session.c.desk == desk_id))
    return epoch
