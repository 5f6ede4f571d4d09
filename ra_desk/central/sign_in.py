"""Sign-in of an operator at a desk: the account, the role there, the key, the session."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from ra_desk.central.keyed import new_token, token_digest
from ra_desk.central.offices import policy_of
from ra_desk.central.operators import authenticate, operator_at
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import note
from ra_desk.central.proofs import CallingDesk
from ra_desk.central.tables import desk, operator_key, session
from ra_desk.domain.access import NoRole
from ra_desk.domain.errors import Broken
from ra_desk.domain.secret import Secret
from ra_desk.journal.envelope import operator_key_statement
from ra_desk.journal.keys import PublicKey
from ra_desk.wire.convert import policy_out
from ra_desk.wire.messages import SignInCall, SignInReply

SESSION_LIFE = timedelta(hours=10)


class KeyTaken(Broken):
    """The key that was to be an operator's is known as somebody's already."""

    code = "sign_in.key_taken"


def sign_in(parts: Parts, message: SignInCall, caller: CallingDesk) -> SignInReply:
    """Let an operator in and confirm the key that was made at the desk.

    Raises:
        Refused: as in `operators.authenticate`, or no role at the desk's office.
        Broken: the key cannot be an operator's.
    """
    key = PublicKey.from_jwk(message.jwk)
    operator_id = authenticate(
        parts,
        login=message.login,
        password=Secret(message.password),
        one_time_code=message.one_time_code,
    )
    now, token = parts.now(), new_token()
    statement = operator_key_statement(operator_id, caller.id, key, at=now, signer=parts.signer)
    with parts.engine.begin() as connection:
        known, _ = operator_at(connection, operator_id, caller.office)
        if not known.roles:
            raise NoRole()
        if key == caller.key or connection.scalar(
            sa.select(operator_key.c.kid).where(operator_key.c.kid == key.kid)
        ):
            raise KeyTaken()
        epoch = sa.select(desk.c.epoch).where(desk.c.id == caller.id).scalar_subquery()
        connection.execute(
            operator_key.insert().values(
                kid=key.kid,
                operator=operator_id,
                desk=caller.id,
                epoch=epoch,
                key=key.raw,
                statement=statement,
                at=now,
            )
        )
        connection.execute(session.delete().where(session.c.expires_at <= now))
        connection.execute(
            session.insert().values(
                digest=token_digest(token.reveal()),
                operator=operator_id,
                desk=caller.id,
                opened_at=now,
                expires_at=now + SESSION_LIFE,
            )
        )
        note(connection, operator_id, "operator.signed_in", at=now, facts={"desk": caller.id})
        policy = policy_of(connection, caller.office)
    return SignInReply(
        v=1,
        jti=caller.jti,
        operator=known.id,
        person=known.person,
        name=known.name,
        roles=sorted(known.roles),
        key_statement=statement,
        token=token.reveal(),
        policy=policy_out(policy),
    )
