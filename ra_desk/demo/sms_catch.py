"""The demo's SMS gateway: every SMS that central sends ends here, in a verified TLS session.

It takes nothing for numbers that could be somebody's (decision 36).
"""

from __future__ import annotations

import hmac
import json
import secrets
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ra_desk.central.phones import is_invented
from ra_desk.demo.inbox import HOST
from ra_desk.demo.kept import Kept
from ra_desk.domain.errors import Refused
from ra_desk.domain.numbers import parse_phone, shown_phone
from ra_desk.domain.secret import Secret

#: Seconds that a call may take, and bytes that it may have.
_PATIENCE_S, _LARGEST = 10, 4096
#: How often the server looks whether it is to stop, in seconds: whoever closes it waits so long.
_LOOK_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtSms:
    """An SMS as the citizen would read it. It may hold a password, so it does not show itself.

    Attributes:
        to: the number as people write it.
    """

    to: str
    text: str = field(repr=False)


class SmsCatch:
    """Catches SMS.

    Args:
        folder: where each is also written as ``001.txt`` and so on, if anywhere.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._kept = Kept[CaughtSms](folder, ending=".txt")
        self._server: _Server | None = None
        self.token = Secret(secrets.token_urlsafe(32))
        self.url = ""

    def texts(self) -> tuple[CaughtSms, ...]:
        """Return what was caught, the oldest first."""
        return self._kept.all()

    def tell(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each SMS, from a thread of the server."""
        self._kept.tell(listener)

    def open(self, tls: ssl.SSLContext) -> None:
        """Listen on a free port of this computer."""
        server = self._server = _Server(self._answer, tls)
        self.url = f"https://{HOST}:{server.server_address[1]}/sms"
        threading.Thread(target=server.serve_forever, name="demo-sms", daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def _answer(self, authorization: str, body: bytes) -> HTTPStatus:
        if not hmac.compare_digest(
            authorization.encode(), f"Bearer {self.token.reveal()}".encode()
        ):
            return HTTPStatus.UNAUTHORIZED
        try:
            said = json.loads(body)
            number, text = parse_phone(str(said["to"])), str(said["text"])
        except (ValueError, KeyError, TypeError):
            return HTTPStatus.BAD_REQUEST
        except Refused:
            return HTTPStatus.UNPROCESSABLE_ENTITY
        if not is_invented(number):
            return HTTPStatus.UNPROCESSABLE_ENTITY
        caught = CaughtSms(to=shown_phone(number), text=text)
        self._kept.add(caught, f"{caught.to}\n\n{text}\n".encode())
        return HTTPStatus.ACCEPTED


class _Server(ThreadingHTTPServer):
    """``answer`` gets the header Authorization and the body of each POST."""

    def __init__(self, answer: Callable[[str, bytes], HTTPStatus], tls: ssl.SSLContext) -> None:
        super().__init__((HOST, 0), _Call)
        self.answer = answer
        # The handshake waits for the thread of its call: nobody holds up the others by silence.
        self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def serve_forever(self, poll_interval: float = _LOOK_S) -> None:
        """Serve until `shutdown`."""
        super().serve_forever(poll_interval)

    def handle_error(self, _request: object, _client: object) -> None:
        """Say nothing: whoever broke off knows it."""


class _Call(BaseHTTPRequestHandler):
    timeout = _PATIENCE_S
    server: _Server

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _LARGEST:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        else:
            body = self.rfile.read(int(length))
            status = self.server.answer(self.headers.get("Authorization", ""), body)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: a number and a text are nobody's but the citizen's."""
