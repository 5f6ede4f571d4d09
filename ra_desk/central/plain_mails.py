"""Mails without a code: that a request was submitted, and that one could not be confirmed."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.database import snapshot
from ra_desk.central.dispatch.activation_mail import Relay
from ra_desk.central.dispatch.outbox import OutboxId
from ra_desk.central.dispatch.port import Outbox
from ra_desk.central.dispatch.smtp import RecipientRefused
from ra_desk.central.mails import Mail, message, refused_mail, returned_mail, submitted_mail
from ra_desk.central.offices import office_of
from ra_desk.central.pass_requests import load, note
from ra_desk.central.tables import event, request
from ra_desk.domain.checks import last_day, office_day
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import OfficeId
from ra_desk.domain.refusals import RefusalReason

#: Outbox kind of the mail on a refusal; the subject is the id of an event of the kind `REFUSED`.
REFUSED_MAIL = "refused_mail"
REFUSED = "refused"
#: Outbox kind of the mail on a returned letter; the subject is the id of an event `LETTER_BACK`.
RETURNED_MAIL = "returned_mail"
LETTER_BACK = "letter_back"


def order_refused_mail(
    connection: sa.Connection,
    outbox: Outbox,
    *,
    number: str,
    reason: RefusalReason,
    office: OfficeId,
    at: datetime,
) -> None:
    """Note a refusal and leave its mail in the outbox, in the transaction of the decision."""
    event_id = str(uuid4())
    connection.execute(
        event.insert().values(
            id=event_id,
            subject=number,
            kind=REFUSED,
            by=None,
            at=at,
            facts={"reason": reason, "office": office},
        )
    )
    outbox.put(connection, kind=REFUSED_MAIL, subject=event_id)


def order_returned_mail(
    connection: sa.Connection, outbox: Outbox, *, number: str, at: datetime
) -> None:
    """Leave in the outbox that a citizen is told of a letter that came back."""
    event_id = str(uuid4())
    connection.execute(
        event.insert().values(
            id=event_id, subject=number, kind=LETTER_BACK, by=None, at=at, facts={}
        )
    )
    outbox.put(connection, kind=RETURNED_MAIL, subject=event_id)


class SendSubmittedMail:
    """`Handler` of ``my_request.SUBMITTED_MAIL``; the subject is the request's number."""

    def __init__(self, parts: CitizenParts, relay: Relay) -> None:
        self._parts = parts
        self._relay = relay

    def __call__(self, outbox_id: OutboxId, number: str) -> None:
        """Send the confirmation.

        Raises:
            Unavailable: later.
        """
        with snapshot(self._parts.parts.engine) as connection:
            submitted, language = _of(connection, number)
        mail = submitted_mail(
            submitted.number,
            lapses_on=last_day(submitted),
            service=self._parts.service,
            language=language,
        )
        _send(self._parts, self._relay, outbox_id, mail, submitted, at=submitted.submitted_at)


class SendRefusedMail:
    """`Handler` of `REFUSED_MAIL`."""

    def __init__(self, parts: CitizenParts, relay: Relay) -> None:
        self._parts = parts
        self._relay = relay

    def __call__(self, outbox_id: OutboxId, event_id: str) -> None:
        """Send what can be said about a refusal.

        Raises:
            Unavailable: later.
        """
        with snapshot(self._parts.parts.engine) as connection:
            refused = connection.execute(sa.select(event).where(event.c.id == event_id)).one()
            about, language = _of(connection, refused.subject)
            office = office_of(connection, refused.facts["office"])
        mail = refused_mail(
            about.number,
            reason=RefusalReason(refused.facts["reason"]),
            refused_on=office_day(refused.at),
            lapses_on=last_day(about),
            office=office.name,
            service=self._parts.service,
            language=language,
        )
        _send(self._parts, self._relay, outbox_id, mail, about, at=refused.at)


class SendReturnedMail:
    """`Handler` of `RETURNED_MAIL`."""

    def __init__(self, parts: CitizenParts, relay: Relay) -> None:
        self._parts = parts
        self._relay = relay

    def __call__(self, outbox_id: OutboxId, event_id: str) -> None:
        """Say that the letter came back, and what to do.

        Raises:
            Unavailable: later.
        """
        with snapshot(self._parts.parts.engine) as connection:
            back = connection.execute(sa.select(event).where(event.c.id == event_id)).one()
            about, language = _of(connection, back.subject)
        mail = returned_mail(about.number, service=self._parts.service, language=language)
        _send(self._parts, self._relay, outbox_id, mail, about, at=back.at)


def _of(connection: sa.Connection, number: str) -> tuple[PassRequest, str]:
    language = sa.select(request.c.language).where(request.c.number == number)
    return load(connection, number), str(connection.execute(language).scalar_one())


def _send(
    parts: CitizenParts,
    relay: Relay,
    outbox_id: OutboxId,
    mail: Mail,
    about: PassRequest,
    *,
    at: datetime,
) -> None:
    """Hand the mail over; an address that takes none is noted and not tried again."""
    try:
        relay.send(
            message(mail, to=about.applicant.email, message_id=relay.message_id(outbox_id), at=at)
        )
    except RecipientRefused:
        with parts.parts.engine.begin() as connection:
            note(connection, about.number, "mail.recipient_refused", at=parts.parts.now())
