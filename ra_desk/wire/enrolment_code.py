"""The code by which a desk is enrolled: where central is, a one-time token, and whose word counts.

An administrator hands it over; with it the desk knows central's key before it has heard a single
word from the net.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ra_desk.domain.access import EnrolmentRefused
from ra_desk.domain.secret import Secret
from ra_desk.journal.canonical import NotCanonical, b64, canonical, unb64


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentCode:
    """What an enrolment code says; ``kid`` is the thumbprint of central's key."""

    url: str
    token: Secret[str]
    kid: str

    def text(self) -> Secret[str]:
        """Return the code as it is handed over: canonical JSON in base64url."""
        fields = {"v": 1, "url": self.url, "token": self.token.reveal(), "kid": self.kid}
        return Secret(b64(canonical(fields)))


def read_enrolment_code(text: str) -> EnrolmentCode:
    """Return what an enrolment code says; spaces and line breaks in it do not count.

    Raises:
        EnrolmentRefused: it is not an enrolment code.
    """
    try:
        fields = json.loads(unb64("".join(text.split()), what="enrolment code"))
    except (NotCanonical, ValueError):
        raise EnrolmentRefused() from None
    match fields:
        case {"v": 1, "url": str(url), "token": str(token), "kid": str(kid)}:
            return EnrolmentCode(url=url, token=Secret(token), kid=kid)
        case _:
            raise EnrolmentRefused()
