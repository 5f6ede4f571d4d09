"""What a code stands for, however it comes: QR, address of the portal, letter, document."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain.activation import (
    letter_number_scan,
    new_letter_number,
    new_request_number,
    request_number_scan,
)
from ra_desk.domain.errors import Refused
from ra_desk.domain.mrz_keyboard import Keyboard
from ra_desk.domain.scans import ScanUnknown, holds_zone, is_zone, read_scan
from tests.domain.test_mrz import CARD, PASSPORT, TODAY
from tests.domain.test_mrz_keyboard import typed

_SIGNS = Random(7)
REQUEST = new_request_number(_SIGNS.choice)
LETTER = new_letter_number(_SIGNS.choice)
BARE = REQUEST.replace("-", "")


@pytest.mark.parametrize(
    "text",
    [
        request_number_scan(REQUEST),
        request_number_scan(REQUEST).lower(),
        f"  {request_number_scan(REQUEST)}\n",
        f"https://portal.example/zahtevek/{REQUEST}",
        f"https://portal.example/zahtevek?st={REQUEST}&jezik=sl",
        f"HTTPS://PORTAL.EXAMPLE/Z/{request_number_scan(REQUEST)}",
        f"http://portal.example/#{BARE.lower()}",
        f"httpsČ--portal.example-y-{REQUEST.replace('-', chr(39))}",
    ],
)
def test_a_request_is_found_in_its_code_and_in_the_address_of_its_page(text):
    """Also behind a scanner that types another keyboard's colon, stroke and hyphen."""
    assert read_scan(text, today=TODAY).request == REQUEST


@pytest.mark.parametrize(
    "text",
    [
        "https://portal.example/zahtevek/",
        f"https://portal.example/{REQUEST}/{new_request_number(_SIGNS.choice)}",
        "https://portal.example/R-2222-222",
        "4006381333931",
        "WIFI:S:gost;T:WPA;P:geslo;;",
        "",
    ],
)
def test_other_codes_are_nobodys(text):
    """RA-1101: a shop's bar code, somebody's network, an address without a number or with two."""
    with pytest.raises(ScanUnknown):
        read_scan(text, today=TODAY)


def test_a_letter_and_a_document_are_told_apart():
    assert read_scan(letter_number_scan(LETTER), today=TODAY).letter == LETTER
    zone = read_scan(CARD, today=TODAY).zone
    assert zone is not None
    assert (zone.zone.number, zone.pair) == ("IE9876543", None)


def test_a_document_from_a_wrongly_set_scanner_is_read_as_it_was_meant():
    arrived = typed(CARD, Keyboard.US, Keyboard.SLOVENIAN)
    zone = read_scan(arrived, today=TODAY, computer=Keyboard.SLOVENIAN).zone
    assert zone is not None
    assert (zone.text, zone.pair is None) == (CARD, False)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (CARD, True),
        (PASSPORT.replace("\n", " "), True),
        (typed(PASSPORT, Keyboard.US, Keyboard.HUNGARIAN), True),
        ("Žagar << Šp", False),
        ("x" * 40, False),
        ("spela.zagar;;@posta.example", False),
        ("https://portal.example/zahtevek/isci;;vec?a=b", False),
    ],
)
def test_in_the_field_only_fillers_make_a_zone(text, holds):
    """A long word that somebody pastes is a name that nobody has, not a broken document."""
    assert holds_zone(text) is holds


@given(st.text())
def test_no_text_fails_otherwise_than_by_refusing(text):
    assert holds_zone(text) <= is_zone(text)
    try:
        scan = read_scan(text, today=date(2026, 11, 22))
    except Refused:
        return
    assert sum(part is not None for part in (scan.request, scan.letter, scan.zone)) == 1
