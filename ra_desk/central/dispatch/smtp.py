"""Mail over SMTP to one relay, in a verified TLS session or not at all."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from ra_desk.central.tls import require_verified
from ra_desk.domain.errors import Broken, Refused, Unavailable
from ra_desk.domain.secret import Secret

#: Longest wait for the relay at each step, in seconds.
TIMEOUT_S = 20.0


class RelayUnreachable(Unavailable):
    """The relay did not answer, or broke off."""

    code = "mail.relay_unreachable"


class RelayNotTrusted(Unavailable):
    """The relay offers no TLS, or its certificate is not the one of that name. Nothing was sent."""

    code = "mail.relay_not_trusted"


class RelayBusy(Unavailable):
    """``status``: the relay's answer (4yz): later."""

    code = "mail.relay_busy"


class RelayRefused(Unavailable):
    """``status``: the relay's answer (5yz) to us, not to the recipient: a matter of settings."""

    code = "mail.relay_refused"


class RecipientRefused(Refused):
    """``status``: the relay will never take a mail for this address."""

    code = "mail.recipient_refused"


class MailNotAddressed(Broken):
    """A message without one recipient in ASCII or without its id."""

    code = "mail.not_addressed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailer:
    """One relay. Keeps no copy of a mail, and lets nothing of it into an error or a log.

    Attributes:
        sender: the address mails come from; its domain ends each Message-ID.
        tls: see ``ra_desk.central.tls``; a context that does not verify is refused.
        user: with ``password``, for a relay that wants them; sent inside TLS only.
    """

    host: str
    port: int
    sender: str
    tls: ssl.SSLContext = field(repr=False)
    user: str | None = None
    password: Secret[str] | None = None
    timeout_s: float = TIMEOUT_S

    def __post_init__(self) -> None:
        require_verified(self.tls)

    def message_id(self, outbox_id: str) -> str:
        """Return the Message-ID of an outbox row: sent twice, it is the same mail."""
        domain = parseaddr(self.sender)[1].partition("@")[2]
        return f"<{outbox_id}@{domain}>"

    def send(self, message: EmailMessage) -> None:
        """Hand one mail over; when this returns, the relay has accepted it.

        Args:
            message: with ``To``, ``Subject`` and `message_id`; ``From`` is set here.

        Raises:
            RelayUnreachable, RelayNotTrusted, RelayBusy, RelayRefused: later.
            RecipientRefused: never to this address.
            MailNotAddressed: the message is incomplete.
        """
        recipient = parseaddr(str(message.get("To", "")))[1]
        if not recipient or not recipient.isascii() or not message.get("Message-ID"):
            raise MailNotAddressed()
        del message["From"]
        message["From"] = self.sender
        raw = message.as_bytes(policy=SMTP)
        try:
            self._deliver(recipient, raw)
        except smtplib.SMTPRecipientsRefused as error:
            status = max(status for status, _ in error.recipients.values())
            if status >= 500:
                raise RecipientRefused(status=status) from None
            raise RelayBusy(status=status) from None
        except smtplib.SMTPResponseException as error:
            if error.smtp_code >= 500:
                raise RelayRefused(status=error.smtp_code) from None
            if error.smtp_code >= 400:
                raise RelayBusy(status=error.smtp_code) from None
            raise RelayUnreachable() from None
        except ssl.SSLCertVerificationError:
            raise RelayNotTrusted() from None
        except smtplib.SMTPNotSupportedError:
            # No STARTTLS offered, or the offer was taken out on the way.
            raise RelayNotTrusted() from None
        except (OSError, smtplib.SMTPException):
            raise RelayUnreachable() from None

    def _deliver(self, recipient: str, raw: bytes) -> None:
        # A name of our own for the greeting: smtplib would ask the DNS for one.
        relay = smtplib.SMTP(
            self.host, self.port, local_hostname=socket.gethostname(), timeout=self.timeout_s
        )
        try:
            relay.starttls(context=self.tls)
            if self.user is not None and self.password is not None:
                relay.login(self.user, self.password.reveal())
            relay.sendmail(parseaddr(self.sender)[1], [recipient], raw)
            # Accepted; what happens to the farewell does not make it unsent.
            with suppress(OSError, smtplib.SMTPException):
                relay.quit()
        finally:
            relay.close()
