"""One call over HTTPS: bytes up, a signed answer down, and each failure as an error of ours."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from time import monotonic
from urllib.parse import urlsplit

import requests
import urllib3

from ra_desk.domain.access import (
    AnswerCut,
    CentralBusy,
    CentralUnreachable,
    CertificateWrong,
    SomebodyElseAnswered,
)
from ra_desk.domain.errors import RaError
from ra_desk.journal.envelope import REFUSAL, REPLY
from ra_desk.sync.problems import unsigned_error_of

#: Seconds to connect, and seconds of silence within an answer.
TIMEOUTS_S = (5.0, 20.0)
#: Bytes of an answer at most; a page of 1,000 changes is about 1 MB.
LARGEST_ANSWER = 16 * 1024 * 1024
#: Bytes of a refusal at most.
LARGEST_PROBLEM = 64 * 1024
#: Seconds for the whole body of an answer.
LONGEST_S = 120.0
SIGNED_TYPE = "application/jose"


@dataclass(frozen=True, slots=True)
class Signed:
    """A body that says it is central's word; ``typ``: as what it must have been signed."""

    token: bytes
    typ: str


class Line:
    """A line that trusts one set of authorities, follows nobody elsewhere and keeps no cookies.

    Arguments as for `ra_desk.sync.http.HttpCentral`.
    """

    def __init__(
        self, *, trust: str | None, timeouts_s: tuple[float, float], longest_s: float
    ) -> None:
        self._timeouts_s = timeouts_s
        self._longest_s = longest_s
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.verify = trust if trust is not None else True

    def close(self) -> None:
        """Let go of kept connections."""
        self._session.close()

    def post(self, url: str, body: bytes, *, proof: str) -> Signed:
        """Return a signed answer or refusal; its signature is not verified yet.

        Raises:
            RaError: there was none, and why.
        """
        _require_private(url)
        try:
            answer = self._session.post(
                url,
                data=body,
                headers={
                    "Content-Type": "application/json",
                    # A few bytes that unpack to gigabytes never come to that.
                    "Accept-Encoding": "identity",
                    "DPoP": proof,
                },
                timeout=self._timeouts_s,
                allow_redirects=False,
                stream=True,
            )
        except requests.exceptions.SSLError as error:
            raise _tls_failure(error) from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError):
            raise CentralUnreachable() from None
        except OSError:  # the bundle of authorities cannot be read
            raise CertificateWrong() from None
        with answer:
            try:
                return self._signed_body(answer)
            except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError):
                raise AnswerCut() from None

    def _signed_body(self, answer: requests.Response) -> Signed:
        """Return the body of a signed answer or refusal.

        Raises:
            RaError: the call did not get through, central cannot serve now, or it was not central.
        """
        kind = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()
        status = answer.status_code
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise SomebodyElseAnswered()
        if status == requests.codes.ok and kind == SIGNED_TYPE:
            return Signed(self._content(answer, LARGEST_ANSWER), REPLY)
        if status == requests.codes.too_many_requests or status >= requests.codes.server_error:
            raise CentralBusy(status=status)
        if status >= requests.codes.bad_request and kind == SIGNED_TYPE:
            return Signed(self._content(answer, LARGEST_PROBLEM), REFUSAL)
        if status >= requests.codes.bad_request and kind == "application/json":
            raise unsigned_error_of(self._content(answer, LARGEST_PROBLEM))
        raise SomebodyElseAnswered()

    def _content(self, answer: requests.Response, largest: int) -> bytes:
        """Return the whole body; a server that goes on for ever is not central."""
        content = bytearray()
        ends = monotonic() + self._longest_s
        # read1 gives what has come; read would wait for more as long as a byte drips in time.
        while part := answer.raw.read1(65536):
            content += part
            if len(content) > largest:
                raise SomebodyElseAnswered()
            if monotonic() > ends:
                raise AnswerCut()
        return bytes(content)


def _require_private(url: str) -> None:
    """Refuse a line that others can read; on this computer itself there is none.

    Raises:
        CertificateWrong: no TLS, so nobody would prove to be central.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise CertificateWrong()


def _tls_failure(error: BaseException) -> RaError:
    """Return whether it was the certificate; a line that breaks while greeting is just broken."""
    link: BaseException | None = error
    while link is not None:
        if isinstance(link, ssl.SSLCertVerificationError):
            return CertificateWrong()
        link = link.__cause__ or link.__context__
    return CentralUnreachable()
