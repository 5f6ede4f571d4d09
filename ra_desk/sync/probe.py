"""One look at central's address for the doctor: name, port, TLS, answer, clock. It sends nothing."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from urllib.parse import urlsplit

from ra_desk.services.diagnosis import LineFacts
from ra_desk.services.ports import Clock

#: Seconds for each step; a person waits for the whole.
TIMEOUT_S = 5.0
_HEALTH = "/v1/health"
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ends:
    host: str
    port: int
    tls: bool


def look(url: str, *, trust: str | None, now: Clock, timeout_s: float = TIMEOUT_S) -> LineFacts:
    """Call central's address once, without a word about this desk or anybody.

    Args:
        url: central's, as it was given at enrolment.
        trust: file of authorities; the system's if None.
    """
    ends = _ends_of(url)
    facts = LineFacts(host=ends.host, port=ends.port, tls=ends.tls)
    begun = monotonic()
    try:
        socket.getaddrinfo(ends.host, ends.port, type=socket.SOCK_STREAM)
    except OSError:
        return replace(facts, failed="name")
    try:
        line = socket.create_connection((ends.host, ends.port), timeout=timeout_s)
    except OSError:
        return replace(facts, failed="port")
    with line:
        try:
            spoken = _greeted(line, ends, trust=trust)
        except ssl.SSLCertVerificationError as error:
            return replace(facts, failed="certificate", why=error.verify_message)
        except OSError:
            return replace(facts, failed="tls")
        with spoken:
            return _asked(spoken, facts, begun=begun, now=now)


def _ends_of(url: str) -> _Ends:
    parts = urlsplit(url)
    port = parts.port or _PORTS.get(parts.scheme, 443)
    return _Ends(host=parts.hostname or "", port=port, tls=parts.scheme == "https")


def _greeted(line: socket.socket, ends: _Ends, *, trust: str | None) -> socket.socket:
    if not ends.tls:
        return line
    context = ssl.create_default_context(cafile=trust)
    return context.wrap_socket(line, server_hostname=ends.host)


def _asked(line: socket.socket, facts: LineFacts, *, begun: float, now: Clock) -> LineFacts:
    if isinstance(line, ssl.SSLSocket) and (shown := line.getpeercert()):
        ends = ssl.cert_time_to_seconds(str(shown["notAfter"]))
        facts = replace(facts, not_after=datetime.fromtimestamp(ends, UTC))
    question = f"GET {_HEALTH} HTTP/1.1\r\nHost: {facts.host}\r\nConnection: close\r\n\r\n"
    try:
        line.sendall(question.encode("ascii"))
        answer = http.client.HTTPResponse(line)
        answer.begin()
    except (OSError, http.client.HTTPException, UnicodeError):
        return replace(facts, failed="answer")
    heard = now()
    facts = replace(facts, took_ms=round((monotonic() - begun) * 1000))
    if answer.status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        return replace(facts, failed="busy")
    kind = answer.headers.get_content_type()
    if answer.status != http.HTTPStatus.OK or kind != "application/json":
        return replace(facts, failed="answer")
    return replace(facts, ahead_s=_ahead(answer.headers.get("Date"), heard))


def _ahead(said: str | None, heard: datetime) -> float | None:
    """Return how far this clock is before the server's, whose head counts whole seconds."""
    try:
        at = parsedate_to_datetime(said or "")
    except ValueError:
        return None
    return (heard - at.astimezone(UTC)).total_seconds()
