"""Postal addresses by the rules of Pošta Slovenije.

Warnings about unknown postcodes are not made here: the list of them is data with its own
licence (decision 7), and a postcode that is missing in it is never refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ra_desk.domain.countries import ENGLISH_NAMES
from ra_desk.domain.errors import Refused
from ra_desk.domain.numbers import is_postcode

HOME = "SI"

#: The widest address block, in millimetres; whoever draws it measures (Pošta Slovenije, P3).
MAX_WIDTH_MM = 100

#: The longest line that is accepted as data, in signs. At 10 pt Source Sans 3 a sign is 1.7 mm
#: wide on average, so this is what 100 mm hold; a wider line is drawn smaller or broken.
MAX_LINE_SIGNS = 58

_HOUSE_NUMBER = re.compile(r"[1-9]\d{0,3} ?(?:[A-Za-zČŠŽčšž]|/\d{1,3}|-\d{1,4})?", re.ASCII)
# A post-office box, as people write it: "p. p. 12", "PP 12", "poštni predal 12".
_BOX = re.compile(r"(?:p\.? ?p\.?|po(?:š|s)tni predal) ?(\d{1,5})?", re.IGNORECASE)
_LEADING_ZEROS = re.compile(r"^0+(?=\d)", re.ASCII)
# "Koper – Capodistria" and "Ljubljana – Šentvid" are posts; only the first part is the town.
_TOWN_OF_POST = re.compile(r"\s+[-–—]\s+")


class AddressLine(StrEnum):
    """What a line of an address block says."""

    FLAT = "flat"
    NAME = "name"
    SETTLEMENT = "settlement"
    STREET = "street"
    POST = "post"
    COUNTRY = "country"


class StreetMalformed(Refused):
    """Facts: ``street``. It holds signs that no street name holds, or nothing but spaces."""

    code = "address.street_malformed"


class HouseNumberMissing(Refused):
    """A place without street names needs one as well."""

    code = "address.house_number_missing"


class HouseNumberMalformed(Refused):
    """Facts: ``house_number``. Expected is for example 5, 5 a, 5/2 or 5-7."""

    code = "address.house_number_malformed"


class SettlementMissing(Refused):
    """The name of the place is missing; in a town it is the town."""

    code = "address.settlement_missing"


class PostcodeMalformed(Refused):
    """Facts: ``postcode``. Expected are four digits, the first neither 0 nor 7."""

    code = "address.postcode_malformed"


class PostcodeMissing(Refused):
    """Abroad, where the shape of postcodes differs: there is none."""

    code = "address.postcode_missing"


class PostMissing(Refused):
    """The name of the post beside the postcode is missing."""

    code = "address.post_missing"


class CountryUnknown(Refused):
    """Facts: ``country``. Expected are two letters of ISO 3166-1."""

    code = "address.country_unknown"


class AddressLineTooLong(Refused):
    """Facts: ``line``, its ``part``, ``found`` and ``longest``, numbers of signs."""

    code = "address.line_too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """A delivery address as the register of addresses divides it.

    Attributes:
        street: None in places without street names; the settlement then carries the number.
        house_number: with its suffix, for example ``5 a``.
        settlement: the place (naselje), which need not be the seat of the post.
        postcode: four digits at home; as written there abroad.
        post: name of the post, in both languages where it has two.
        flat: flat or floor, free text.
        country: ISO 3166-1 alpha-2.
    """

    street: str | None
    house_number: str
    settlement: str
    postcode: str
    post: str
    flat: str | None = None
    country: str = HOME


def is_abroad(address: PostalAddress) -> bool:
    """Whether a letter to this address leaves the country."""
    return address.country != HOME


def one_line(text: str) -> str:
    """Return the text on one line, without signs that are not seen but change what is seen.

    Control signs, marks of writing direction, soft hyphens and the like are dropped, spaces of
    every kind become one plain space; letters and their accents stay (NFC).
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(s for s in spaced if not unicodedata.category(s).startswith("C"))


def address_block(name: str, address: PostalAddress) -> tuple[tuple[AddressLine, str], ...]:
    """Return the lines of an address block, from the top, without blank lines, each with its kind.

    At home: flat above the name; the settlement above the street where it is not the seat of
    the post, so that streets of the same name are told apart; no country line. Abroad: the
    last line is the country in English capitals. A post-office box is written ``p. p. 12`` and
    stands without a settlement. The lines are as wide as they are: ``MAX_WIDTH_MM`` is for
    whoever draws them.

    Source:
        Pošta Slovenije, rules for addressing (domain.md §4.1).
    """
    post = (AddressLine.POST, f"{address.postcode} {address.post}")
    flat = (AddressLine.FLAT, address.flat or "")
    who = (AddressLine.NAME, name)
    box = _box(address)
    if box:
        lines = [who, (AddressLine.STREET, box), post]
    else:
        number = _LEADING_ZEROS.sub("", address.house_number.strip())
        apart = address.street and not _is_seat(address)
        above = (AddressLine.SETTLEMENT, address.settlement if apart else "")
        street = (AddressLine.STREET, f"{address.street or address.settlement} {number}")
        top = [who, flat] if is_abroad(address) else [flat, who]
        lines = [*top, above, street, post]
    if is_abroad(address):
        country = ENGLISH_NAMES.get(address.country, address.country).upper()
        lines.append((AddressLine.COUNTRY, country))
    return tuple((kind, shown) for kind, line in lines if (shown := one_line(line)))


def address_lines(name: str, address: PostalAddress) -> tuple[str, ...]:
    """Return the lines of `address_block` alone."""
    return tuple(line for _kind, line in address_block(name, address))


def line_of(problem: Refused) -> AddressLine | None:
    """Return the line of the block that a problem is about; None for errors of others."""
    if isinstance(problem, AddressLineTooLong):
        return AddressLine(str(problem.facts["part"]))
    return _LINES.get(type(problem))


def problems(address: PostalAddress) -> tuple[Refused, ...]:
    """Return all that keeps a letter from being addressed, as errors that were not raised.

    Empty for an address that can be used. Each one says which part is wrong.
    """
    return tuple(_problems(address))


def require_deliverable(address: PostalAddress) -> None:
    """Raise the first of the address's ``problems``, if there is any.

    Raises:
        Refused: one of the errors of this module.
    """
    for problem in problems(address):
        raise problem


def _problems(address: PostalAddress) -> Iterator[Refused]:
    abroad = is_abroad(address)
    if address.country not in ENGLISH_NAMES:
        yield CountryUnknown(country=address.country)
    if address.street is not None and not any(s.isalnum() for s in address.street):
        yield StreetMalformed(street=address.street)
    number = _LEADING_ZEROS.sub("", address.house_number.strip())
    if _box(address):
        pass  # a box has no house number
    elif not number:
        yield HouseNumberMissing()
    elif not abroad and not _HOUSE_NUMBER.fullmatch(number):
        yield HouseNumberMalformed(house_number=address.house_number)
    if not address.settlement.strip():
        yield SettlementMissing()
    if abroad and not address.postcode.strip():
        yield PostcodeMissing()
    elif not abroad and not is_postcode(address.postcode):
        yield PostcodeMalformed(postcode=address.postcode)
    if not address.post.strip():
        yield PostMissing()
    for part, line in address_block("", address):
        if len(line) > MAX_LINE_SIGNS:
            yield AddressLineTooLong(
                line=line, part=part.value, found=len(line), longest=MAX_LINE_SIGNS
            )


def _box(address: PostalAddress) -> str:
    """Return the post-office box of an address as the post writes it; "" if it has none."""
    if address.street is None:
        return ""
    written = one_line(address.street)
    found = _BOX.fullmatch(written) or _BOX.fullmatch(f"{written} {one_line(address.house_number)}")
    number = found and (found[1] or one_line(address.house_number))
    return f"p. p. {number}" if number and number.isdecimal() else ""


def _is_seat(address: PostalAddress) -> bool:
    """Whether the settlement is the town that the post is named after."""
    town = _TOWN_OF_POST.split(address.post)[0]
    settlement = _TOWN_OF_POST.split(address.settlement)[0]
    return settlement.strip().casefold() in {town.strip().casefold(), ""}


_LINES: dict[type[Refused], AddressLine] = {
    StreetMalformed: AddressLine.STREET,
    HouseNumberMissing: AddressLine.STREET,
    HouseNumberMalformed: AddressLine.STREET,
    SettlementMissing: AddressLine.SETTLEMENT,
    PostcodeMalformed: AddressLine.POST,
    PostcodeMissing: AddressLine.POST,
    PostMissing: AddressLine.POST,
    CountryUnknown: AddressLine.COUNTRY,
}
