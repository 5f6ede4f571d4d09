"""Who comes to the demo's counter: an invented citizen with a document and a confirmation."""

from __future__ import annotations

from dataclasses import dataclass

from ra_desk.demo.people import Citizen, mrz


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A citizen whose request central holds.

    Attributes:
        request: the number on the confirmation.
        by_certificate: the letter is all they wait for.
        plain: nothing about the citizen, the document or the request is out of the ordinary.
    """

    citizen: Citizen
    request: str
    by_certificate: bool
    plain: bool

    def document_scan(self) -> tuple[str, ...]:
        """Return what a scanner types of the document; nothing for a driving licence."""
        return mrz(self.citizen)

    def confirmation_scan(self) -> tuple[str, ...]:
        """Return what a scanner types of the QR code on the confirmation."""
        return ("RA1" + self.request.removeprefix("R-").replace("-", ""),)
