"""Which desk makes this call now: the proof by its key, taken once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from ra_desk.central.database import insert_into, snapshot
from ra_desk.central.parts import Parts
from ra_desk.central.tables import desk, proof_jti
from ra_desk.domain.access import DeskQuarantined, DeskUnknown
from ra_desk.domain.people import DeskId, OfficeId
from ra_desk.journal.envelope import PROOF_WINDOW_S, ProofRefused, key_named, read_proof
from ra_desk.journal.keys import PublicKey

#: No proof is taken twice while its time could still be right.
KEPT = timedelta(seconds=2 * PROOF_WINDOW_S + 60)
LONGEST_JTI = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call as it came over the line."""

    path: str
    body: bytes
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallingDesk:
    """The desk that proved itself, the ``jti`` that the reply must name, and when the call came.

    Attributes:
        answered: the last exchange with this desk that was answered when the call came.
        quarantined: why central takes nothing from it, or None.
    """

    id: DeskId
    office: OfficeId
    key: PublicKey
    jti: str
    at: datetime
    answered: str
    quarantined: str | None = None

    def require_trusted(self) -> None:
        """Refuse a desk in quarantine; only now, because its proof is what earns a signed word.

        Raises:
            DeskQuarantined: central takes nothing from this desk.
        """
        if self.quarantined is not None:
            raise DeskQuarantined(reason=self.quarantined)


def calling_desk(parts: Parts, call: Call) -> CallingDesk:
    """Return the desk that makes the call.

    Raises:
        ProofRefused: the proof is not for this call, not of now, or was used.
        DeskUnknown: no desk has the key that the proof names.
    """
    at = parts.now()
    with snapshot(parts.engine) as connection:
        row = connection.execute(sa.select(desk).where(desk.c.kid == key_named(call.proof))).first()
    if row is None:
        raise DeskUnknown()
    key = PublicKey(bytes(row.key))
    jti = require_proof(parts, call, key=key)
    return CallingDesk(
        id=DeskId(row.id),
        office=OfficeId(row.office),
        key=key,
        jti=jti,
        at=at,
        answered=row.last_reply,
        quarantined=None if row.quarantined_at is None else row.quarantine_reason,
    )


def require_proof(parts: Parts, call: Call, *, key: PublicKey) -> str:
    """Return the ``jti`` of a proof by this key, and remember it.

    Raises:
        ProofRefused: the proof is not for this call, not of now, or was used.
    """
    now = parts.now()
    jti = read_proof(
        call.proof,
        key=key,
        method="POST",
        url=parts.public_url + call.path,
        body=call.body,
        now=now,
    )
    if len(jti) > LONGEST_JTI:
        raise ProofRefused(reason="jti")
    if not _taken_first(parts.engine, key.kid, jti, now):
        raise ProofRefused(reason="used")
    return jti


def _taken_first(engine: sa.Engine, kid: str, jti: str, now: datetime) -> bool:
    """Remember a proof in a transaction of its own: it counts as used whatever comes of the call."""
    with engine.begin() as connection:
        connection.execute(proof_jti.delete().where(proof_jti.c.lapses_at < now))
        written = connection.execute(
            insert_into(connection, proof_jti)
            .values(kid=kid, jti=jti, lapses_at=now + KEPT)
            .on_conflict_do_nothing()
            .returning(proof_jti.c.jti)
        )
        return written.first() is not None
