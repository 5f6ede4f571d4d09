"""What central's worker can do: each kind of outbox row with its handler."""

from __future__ import annotations

from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.code_book import TableCodeBook
from ra_desk.central.codes import DECIDE, ORDER_LETTER
from ra_desk.central.decide import Decide
from ra_desk.central.dispatch.activation_mail import KIND as ACTIVATION_MAIL
from ra_desk.central.dispatch.activation_mail import Relay, SendActivationMail
from ra_desk.central.dispatch.port import Handler
from ra_desk.central.letter_orders import OrderLetter
from ra_desk.central.my_request import SUBMITTED_MAIL
from ra_desk.central.one_time_sms import SendOneTimePassword
from ra_desk.central.phones import ONE_TIME_SMS
from ra_desk.central.plain_mails import (
    REFUSED_MAIL,
    RETURNED_MAIL,
    SendRefusedMail,
    SendReturnedMail,
    SendSubmittedMail,
)
from ra_desk.journal.box import BoxKey


def handlers(parts: CitizenParts, *, relay: Relay, mail_key: BoxKey) -> dict[str, Handler]:
    """Return the handlers of all kinds.

    Args:
        parts: of the citizens' side.
        relay: takes mails.
        mail_key: opens the boxes of codes that go by e-mail; its public half is in ``parts``.
    """
    return {
        DECIDE: Decide(parts),
        ACTIVATION_MAIL: SendActivationMail(
            book=TableCodeBook(parts), relay=relay, key=mail_key, now=parts.parts.now
        ),
        ORDER_LETTER: OrderLetter(parts),
        SUBMITTED_MAIL: SendSubmittedMail(parts, relay),
        REFUSED_MAIL: SendRefusedMail(parts, relay),
        RETURNED_MAIL: SendReturnedMail(parts, relay),
        ONE_TIME_SMS: SendOneTimePassword(parts),
    }
