"""Which languages a letter speaks, and what an envelope may be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain.addresses import PostalAddress
from ra_desk.domain.letter_form import (
    FARTHEST_MM,
    NEEDS_SECURITY_ENVELOPE,
    BilingualArea,
    CalibrationTooFar,
    Envelope,
    EnvelopeFit,
    LetterForm,
    LetterLanguages,
    letter_languages,
    offered,
)

KOPER = BilingualArea(
    municipality="Koper / Capodistria",
    languages=LetterLanguages.SL_IT,
    settlements=frozenset({"koper", "prade"}),
    postcodes=frozenset({"6000"}),
)
LENDAVA = BilingualArea(
    municipality="Lendava / Lendva",
    languages=LetterLanguages.SL_HU,
    settlements=frozenset({"lendava", "pince marof", "kot"}),
    postcodes=frozenset({"9220"}),
)
HOME = PostalAddress(
    street="Ulica",
    house_number="1",
    settlement="Koper",
    postcode="6000",
    post="Koper – Capodistria",
)


def chosen(wished="sl", **changes):
    return letter_languages(replace(HOME, **changes), wished=wished, areas=(KOPER, LENDAVA))


@pytest.mark.parametrize(
    ("settlement", "postcode", "languages"),
    [
        ("Koper", "6000", "sl+it"),
        ("KOPER / CAPODISTRIA", "6000", "sl+it"),
        ("Koper – Capodistria", "6000", "sl+it"),
        ("Pince – Marof", "9220", "sl+hu"),
        ("Pince-Marof", "9220", "sl+hu"),
        ("Kot", "9220", "sl+hu"),
        ("Kot", "1292", "sl"),  # another village of that name
        ("Marezige", "6000", "sl"),  # in the municipality, not in the bilingual area
        ("Ljubljana – Šentvid", "1210", "sl"),
        ("", "6000", "sl"),
    ],
)
def test_the_settlement_decides_not_the_municipality(settlement, postcode, languages):
    """The officially bilingual area is by settlement (domain.md §4.5)."""
    assert chosen(settlement=settlement, postcode=postcode) == languages


@pytest.mark.parametrize(
    ("wished", "languages"), [("it", "sl+it"), ("hu", "sl+hu"), ("en", "sl+en"), ("de", "sl+it")]
)
def test_a_wish_counts_wherever_one_lives(wished, languages):
    """Members of the communities may use their language outside the area; English on request."""
    assert chosen(wished) == languages


def test_abroad_no_settlement_is_bilingual():
    """A town of the same name and number in another country."""
    assert chosen(country="AT") == "sl"


@given(st.text(), st.text(max_size=5))
def test_whatever_stands_in_an_address_slovenian_is_in_the_letter(settlement, postcode):
    """ZUP article 62: the procedure is in Slovenian, the other language beside it."""
    assert chosen(settlement=settlement, postcode=postcode).each[0] == "sl"


@given(st.floats(), st.floats())
def test_a_window_moves_by_ten_millimetres_at_most(right, down):
    """NaN and infinity are no calibration either."""
    if abs(right) <= FARTHEST_MM and abs(down) <= FARTHEST_MM:
        assert EnvelopeFit(right=right, down=down).envelope is Envelope.RIGHT
    else:
        with pytest.raises(CalibrationTooFar):
            EnvelopeFit(right=right, down=down)


def test_a_letter_folded_once_needs_an_envelope_that_nobody_sees_through():
    """Decision 28."""
    assert {Envelope.C5_LEFT, Envelope.C5_RIGHT} == NEEDS_SECURITY_ENVELOPE
    assert offered() == (Envelope.RIGHT, Envelope.LEFT, Envelope.NONE)
    assert offered(security=True) == tuple(Envelope)


def test_large_print_takes_two_sheets():
    """The ledger counts letters, the printer sheets."""
    assert LetterForm().sheets == 1
    assert LetterForm(large_print=True).sheets == 2
