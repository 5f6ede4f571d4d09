"""Identity documents: what the desk keeps of one, and whether it is plausible.

Nothing else of a document is kept: no photo, no scan, no copy, no personal number
(ZOIzk-1 art. 4; decision 24).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ra_desk.domain.countries import ALPHA3
from ra_desk.domain.errors import Refused

_SHORTEST, _LONGEST = 3, 20

#: Codes of issuers and nationalities that are no ISO 3166-1 country.
#: ICAO Doc 9303-3, section 5 (parts A to D); RKS is what Kosovo prints and the EU accepts.
#: UTO, the Utopia of specimens, is missing on purpose.
_ICAO_STATES = (
    frozenset({"D", "GBD", "GBN", "GBO", "GBP", "GBS", "RKS", "EUE", "UNO", "UNA", "UNK"})
    | frozenset({"XBA", "XIM", "XCC", "XCE", "XCO", "XEC", "XPO", "XES", "XMP", "XOM", "XDC"})
    | frozenset({"XXA", "XXB", "XXC", "XXX"})
)


class DocumentKind(StrEnum):
    """Official identity documents: with a photo, issued by a state body (domain.md §3.1)."""

    ID_CARD = "id_card"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE_PERMIT = "residence_permit"
    BORDER_PASS = "border_pass"  # noqa: S105 - a document, no password
    WEAPON_LICENCE = "weapon_licence"
    BOAT_LICENCE = "boat_licence"
    OTHER = "other"


class EntryMode(StrEnum):
    """How the data of a document came in; what is typed goes to review (decision 19)."""

    SCANNED = "scanned"
    TYPED = "typed"


class DocumentExpired(Refused):
    """Facts: ``expired_on``, the last day of validity."""

    code = "check.document_expired"


class DocumentNumberWrongLength(Refused):
    """Facts: ``found``, ``shortest`` and ``longest``, numbers of signs."""

    code = "document.number_wrong_length"


class DocumentNumberForeignSign(Refused):
    """Facts: ``sign`` and its ``place`` from 1; allowed are A–Z, 0–9, and inside - and /."""

    code = "document.number_foreign_sign"


class IssuingStateUnknown(Refused):
    """Facts: ``state``, as entered."""

    code = "document.issuing_state_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityDocument:
    """All that is recorded of the document a citizen has shown.

    Attributes:
        issuing_state: code as in the machine-readable zone, for example ``SVN`` or ``D``.
        number: capitals and digits; lives in an erasable payload and is shown masked.
        valid_until: last day of validity; None if the document does not expire.
    """

    kind: DocumentKind
    issuing_state: str
    number: str = field(repr=False)
    valid_until: date | None
    entry: EntryMode


def is_known_state(code: str) -> bool:
    """Whether ``code`` names a state or issuer: ISO 3166-1 alpha-3, or one of ICAO's own.

    Source:
        ICAO Doc 9303-3, section 5.
    """
    return code in ALPHA3 or code in _ICAO_STATES


def tidy_number(text: str) -> str:
    """Return a typed document number in capitals and without spaces; nothing is corrected."""
    return "".join(text.split()).upper()


def known_by(issuing_state: str, number: str) -> tuple[str, str]:
    """Return state and number of a document as they are the same however it was read.

    A zone spells Germany ``D`` where people write the three letters of ISO 3166-1, and has no
    hyphens and strokes in a number.

    Source:
        ICAO Doc 9303-3, section 5.
    """
    state = "D" if issuing_state == "DEU" else issuing_state
    return state, number.replace("-", "").replace("/", "")


def masked_number(number: str) -> str:
    """Return ``••••`` and the last 4 signs, or fewer: at least half stays hidden.

    Source:
        Decision 24.
    """
    shown = min(4, len(number) // 2)
    return "••••" + number[len(number) - shown :]


def is_expired(valid_until: date | None, *, on: date) -> bool:
    """Whether a document is no longer valid on that day; its last day still counts."""
    return valid_until is not None and valid_until < on


def require_plausible(document: IdentityDocument, *, on: date) -> None:
    """Refuse a document that cannot serve as evidence on the day of the check.

    ``on`` is the day of the check, in the office's time zone.

    Raises:
        IssuingStateUnknown: the code names no state or issuer.
        DocumentNumberWrongLength: not 3 to 20 signs.
        DocumentNumberForeignSign: a sign that stands in no document number.
        DocumentExpired: the last day of validity is past.
    """
    if not is_known_state(document.issuing_state):
        raise IssuingStateUnknown(state=document.issuing_state)
    _require_number(document.number)
    if is_expired(document.valid_until, on=on):
        raise DocumentExpired(expired_on=document.valid_until)


def _require_number(number: str) -> None:
    if not _SHORTEST <= len(number) <= _LONGEST:
        raise DocumentNumberWrongLength(found=len(number), shortest=_SHORTEST, longest=_LONGEST)
    for at, sign in enumerate(number):
        inside = 0 < at < len(number) - 1
        if not re.fullmatch(r"[A-Z0-9/-]" if inside else r"[A-Z0-9]", sign):
            raise DocumentNumberForeignSign(sign=sign, place=at + 1)
