"""How a letter is to look: its languages and size of print, and the envelope that it goes into.

Which places have two official languages is data that is handed in; where things then stand on
the sheet is for ``paper``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ra_desk.domain.activation import LetterNumber
from ra_desk.domain.addresses import HOME, PostalAddress
from ra_desk.domain.errors import Refused
from ra_desk.domain.folding import fold
from ra_desk.domain.letters import Sheet
from ra_desk.domain.numbers import ItemNumber
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service

#: Farthest that an office may move an envelope's window, in millimetres; beyond, it is another
#: envelope.
FARTHEST_MM = 10.0

_SLASH = re.compile(r"\s*/\s*")
_DASH = re.compile(r"\s+[-–—]\s+")


class CalibrationTooFar(Refused):
    """Facts: ``farthest``, in millimetres. A window that far away is another envelope."""

    code = "letter.calibration_too_far"


class LetterLanguages(StrEnum):
    """The languages of a letter; the value is what lists show and journals keep."""

    SL = "sl"
    SL_IT = "sl+it"
    SL_HU = "sl+hu"
    SL_EN = "sl+en"

    @property
    def each(self) -> tuple[str, ...]:
        """The languages one by one, Slovenian first."""
        return tuple(self.value.split("+"))


class Envelope(StrEnum):
    """The envelopes that a letter can be laid out for; the value is kept in settings."""

    RIGHT = "right"
    LEFT = "left"
    NONE = "none"
    C5_RIGHT = "c5_right"
    C5_LEFT = "c5_left"


#: A letter folded once lies with its code under one layer of envelope (decision 28).
NEEDS_SECURITY_ENVELOPE = frozenset({Envelope.C5_RIGHT, Envelope.C5_LEFT})


def offered(*, security: bool = False) -> tuple[Envelope, ...]:
    """Return the envelopes that a print room may choose.

    Args:
        security: whether the office's envelopes have a security print; off by default.

    Source:
        Decision 28.
    """
    return tuple(each for each in Envelope if security or each not in NEEDS_SECURITY_ENVELOPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeFit:
    """An envelope, and how far its window really is from where it ought to be.

    Attributes:
        right, down: what one printer and this envelope need, in millimetres, −10 to 10.

    Raises:
        CalibrationTooFar: farther than 10 mm.
    """

    envelope: Envelope = Envelope.RIGHT
    right: float = 0.0
    down: float = 0.0

    def __post_init__(self) -> None:
        # Written so that a number that is none (NaN) is refused as well.
        if not (abs(self.right) <= FARTHEST_MM and abs(self.down) <= FARTHEST_MM):
            raise CalibrationTooFar(farthest=FARTHEST_MM)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterForm:
    """How one letter is set.

    Attributes:
        large_print: 16 pt and two sheets, for who asked for it.
    """

    languages: LetterLanguages = LetterLanguages.SL
    large_print: bool = False

    @property
    def sheets(self) -> int:
        """How many sheets of paper the letter takes."""
        return 2 if self.large_print else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """Who writes, and on which day; the same for every letter of a batch."""

    office: Office
    service: Service
    on: date
    demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSheet:
    """All that stands in a letter but its code, which has no place here.

    Attributes:
        valid_until: the last day on which the code can be redeemed.
        registered: the number of the registered item; None for ordinary post.
    """

    recipient: PassRequest
    number: LetterNumber
    valid_until: date
    form: LetterForm = LetterForm()
    registered: ItemNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What is handed to the post together, in the order of the list.

    Attributes:
        batch: its number, as people read it.
        receipt: number of the post's receipt; "" while there is none.
        control: the letter to the office itself, if it goes with them.
        forgotten: letters whose addresses are not kept here any more.
    """

    batch: str
    on: date
    letters: tuple[LetterSheet, ...]
    receipt: str = ""
    control: LetterNumber | None = None
    forgotten: tuple[Sheet, ...] = ()

    @property
    def count(self) -> int:
        """How many letters are handed over, whatever is known of them."""
        return len(self.letters) + len(self.forgotten) + (self.control is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BilingualArea:
    """A municipality in which some settlements have a second official language.

    Attributes:
        settlements: their names as `fold` writes them, without the second language.
        postcodes: those of its posts; a place elsewhere may have the same name.
    """

    municipality: str
    languages: LetterLanguages
    settlements: frozenset[str]
    postcodes: frozenset[str]


def letter_languages(
    address: PostalAddress, *, wished: str, areas: Iterable[BilingualArea]
) -> LetterLanguages:
    """Return the languages of a letter: Slovenian, and which other.

    A wish counts everywhere: members of both communities may use their language outside the
    area as well, and English is on request. Without one the settlement decides.

    Args:
        wished: the language of the citizen, "sl" if nothing else was said.

    Source:
        ZUP article 62, UUP article 5; domain.md §4.5.
    """
    for languages in LetterLanguages:
        if wished != "sl" and wished in languages.each:
            return languages
    if address.country == HOME:
        whole = _SLASH.split(address.settlement)[0]
        # "Koper – Capodistria" is one place in two languages, "Pince – Marof" another place.
        names = {fold(whole), fold(_DASH.split(whole)[0])}
        for area in areas:
            if address.postcode in area.postcodes and names & area.settlements:
                return area.languages
    return LetterLanguages.SL
