"""Gateways that take an SMS: the port, and one over HTTPS with a verified certificate.

The call is ``POST`` of ``{"id", "to", "text"}`` as JSON with a bearer token; any 2xx means that
the gateway has the message. A message that is sent twice has the same ``id``.
"""

from __future__ import annotations

import http.client
import json
import ssl
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from ra_desk.central.tls import TlsUnverified, require_verified
from ra_desk.domain.errors import Refused, Unavailable
from ra_desk.domain.numbers import PhoneNumber
from ra_desk.domain.secret import Secret

#: Longest wait for the gateway at each step, in seconds.
TIMEOUT_S = 10.0
_BUSY = frozenset({408, 425, 429})
_NUMBER_REFUSED = 422


class SmsNotConfigured(Unavailable):
    """Central has been told of no gateway; nothing was recorded."""

    code = "sms.not_configured"


class GatewayUnreachable(Unavailable):
    """The gateway did not answer, or broke off."""

    code = "sms.gateway_unreachable"


class GatewayNotTrusted(Unavailable):
    """The gateway's certificate is not the one of that name. Nothing was sent."""

    code = "sms.gateway_not_trusted"


class GatewayBusy(Unavailable):
    """``status``: the gateway's answer: later."""

    code = "sms.gateway_busy"


class GatewayRefused(Unavailable):
    """``status``: the gateway's answer to us, not to the number: a matter of settings."""

    code = "sms.gateway_refused"


class NumberRefused(Refused):
    """The gateway will never take an SMS for this number."""

    code = "sms.number_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """One message. It may hold a password and it says whose phone it is for.

    Attributes:
        id: the same each time this message is tried.
    """

    id: str
    to: PhoneNumber = field(repr=False)
    text: Secret[str]


class Gateway(Protocol):
    """Takes messages."""

    def send(self, sms: Sms) -> None:
        """Hand one message over; when this returns, the gateway has accepted it.

        Raises:
            Unavailable: later.
            NumberRefused: never to this number.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpGateway:
    """One gateway over HTTPS; it follows no redirect, and no proxy stands between.

    Attributes:
        url: begins with ``https://``.
        token: goes into the header ``Authorization``.
        tls: see ``ra_desk.central.tls``.
    """

    url: str
    token: Secret[str]
    tls: ssl.SSLContext = field(repr=False)
    timeout_s: float = TIMEOUT_S

    def __post_init__(self) -> None:
        require_verified(self.tls)
        if urlsplit(self.url).scheme != "https":
            raise TlsUnverified()

    def send(self, sms: Sms) -> None:
        """See `Gateway.send`.

        Raises:
            GatewayUnreachable, GatewayNotTrusted, GatewayBusy, GatewayRefused: later.
            NumberRefused: never to this number.
        """
        try:
            status = self._post({"id": sms.id, "to": sms.to, "text": sms.text.reveal()})
        except ssl.SSLCertVerificationError:
            raise GatewayNotTrusted() from None
        except (OSError, http.client.HTTPException):
            raise GatewayUnreachable() from None
        if status == _NUMBER_REFUSED:
            raise NumberRefused()
        if status >= 500 or status in _BUSY:
            raise GatewayBusy(status=status)
        if not 200 <= status < 300:
            raise GatewayRefused(status=status)

    def _post(self, said: dict[str, str]) -> int:
        place = urlsplit(self.url)
        line = http.client.HTTPSConnection(
            place.hostname or "", place.port, timeout=self.timeout_s, context=self.tls
        )
        headers = {
            "Authorization": f"Bearer {self.token.reveal()}",
            "Content-Type": "application/json",
        }
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        try:
            line.request("POST", path, body=json.dumps(said).encode(), headers=headers)
            # What else the gateway says could repeat the message: it is not read.
            return line.getresponse().status
        finally:
            line.close()
