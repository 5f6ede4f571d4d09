"""The SMS with a one-time password: sent at least once, and the same however often."""

from __future__ import annotations

import sqlalchemy as sa

from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.database import snapshot
from ra_desk.central.dispatch.outbox import OutboxId
from ra_desk.central.pass_requests import note
from ra_desk.central.phones import password
from ra_desk.central.sms.gateway import NumberRefused, Sms, SmsNotConfigured
from ra_desk.central.sms.one_time import one_time_password
from ra_desk.central.sms.texts import one_time_text
from ra_desk.central.tables import request
from ra_desk.domain.numbers import PhoneNumber
from ra_desk.domain.pass_request import Stage


class SendOneTimePassword:
    """`Handler` of ``phones.ONE_TIME_SMS``."""

    def __init__(self, parts: CitizenParts) -> None:
        self._parts = parts

    def __call__(self, outbox_id: OutboxId, password_id: str) -> None:
        """Send a password that somebody still waits for.

        Raises:
            Unavailable: later.
        """
        now = self._parts.parts.now()
        with snapshot(self._parts.parts.engine) as connection:
            row = connection.execute(
                sa.select(password, request.c.language)
                .join(request, request.c.number == password.c.request)
                .where(
                    password.c.id == password_id,
                    password.c.dead_at.is_(None),
                    request.c.stage == Stage.REDEEMED,
                )
            ).first()
        if row is None:
            return
        if row.valid_until <= now:
            with self._parts.parts.engine.begin() as connection:
                note(connection, row.request, "sms.not_sent_in_time", at=now)
            return
        if self._parts.gateway is None:
            raise SmsNotConfigured()
        to = PhoneNumber(row.phone)
        right = one_time_password(self._parts.parts.digests, password_id=password_id, phone=to)
        said = one_time_text(right, valid_until=row.valid_until, language=row.language)
        try:
            self._parts.gateway.send(Sms(id=outbox_id, to=to, text=said))
        except NumberRefused:
            # Trying again would never end; the citizen hears it with the next password typed.
            with self._parts.parts.engine.begin() as connection:
                this = password.update().where(password.c.id == password_id)
                connection.execute(this.values(dead_at=now))
                note(connection, row.request, NumberRefused.code, at=now)
