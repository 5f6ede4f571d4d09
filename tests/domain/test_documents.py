"""What serves as an identity document, and what is shown of it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain import documents as d

DAY = date(2026, 11, 22)
CARD = d.IdentityDocument(
    kind=d.DocumentKind.ID_CARD,
    issuing_state="SVN",
    number="IE9876543",
    valid_until=date(2032, 3, 27),
    entry=d.EntryMode.SCANNED,
)


@pytest.mark.requirement("S0-19")
def test_a_document_counts_on_its_last_day_and_not_on_the_next():
    """Expired means expired: no period of grace (domain.md §3.1)."""
    last_day = replace(CARD, valid_until=DAY)
    d.require_plausible(last_day, on=DAY)
    with pytest.raises(d.DocumentExpired) as caught:
        d.require_plausible(last_day, on=date(2026, 11, 23))
    assert caught.value.facts == {"expired_on": DAY}
    assert caught.value.code == "check.document_expired"


def test_a_document_without_expiry_does_not_expire():
    """Identity cards of people over 70 are permanent."""
    d.require_plausible(replace(CARD, valid_until=None), on=date(2099, 1, 1))
    assert not d.is_expired(None, on=date(2099, 1, 1))


@pytest.mark.parametrize(
    "state", ["SVN", "HRV", "D", "RKS", "XXA", "XXB", "XXC", "UNK", "EUE", "GBN", "UNO", "XOM"]
)
def test_states_and_issuers_of_icao_are_known(state):
    """Border commuters, refugees and officials of the EU come to the counter as well."""
    d.require_plausible(replace(CARD, issuing_state=state), on=DAY)


@pytest.mark.parametrize("state", ["UTO", "SLO", "DEU ", "svn", "", "XKX", "ZZZ", "YUG"])
def test_a_state_that_is_none_is_named(state):
    """UTO is the Utopia of specimens: a printed sample is no document."""
    with pytest.raises(d.IssuingStateUnknown) as caught:
        d.require_plausible(replace(CARD, issuing_state=state), on=DAY)
    assert caught.value.facts == {"state": state}


@pytest.mark.parametrize("number", ["123", "IE9876543", "AB-12/34", "1" * 20])
def test_numbers_of_real_shapes_pass(number):
    """Weapon licences and foreign documents have their own."""
    d.require_plausible(replace(CARD, number=number), on=DAY)


@pytest.mark.parametrize(("number", "found"), [("", 0), ("12", 2), ("1" * 21, 21)])
def test_a_number_that_is_too_short_or_too_long_says_so(number, found):
    """The sentence names the length that was typed and the two limits."""
    with pytest.raises(d.DocumentNumberWrongLength) as caught:
        d.require_plausible(replace(CARD, number=number), on=DAY)
    assert caught.value.facts == {"found": found, "shortest": 3, "longest": 20}


@pytest.mark.parametrize(
    ("number", "sign", "place"),
    [
        ("ie9876543", "i", 1),
        ("IE 987", " ", 3),
        ("-E98", "-", 1),
        ("IE98/", "/", 5),
        ("IE98Č", "Č", 5),
        ("IE9\u200f8", "\u200f", 4),
        ("١٢٣", "١", 1),
        ("=1+1", "=", 1),
    ],
)
def test_a_sign_that_stands_in_no_number_is_named_with_its_place(number, sign, place):
    """Typing errors, and text that wants to be a formula."""
    with pytest.raises(d.DocumentNumberForeignSign) as caught:
        d.require_plausible(replace(CARD, number=number), on=DAY)
    assert caught.value.facts == {"sign": sign, "place": place}


def test_a_typed_number_is_tidied_and_not_corrected():
    """Spaces and small letters are how people type; O stays O."""
    assert d.tidy_number(" ie 98 O7 ") == "IE98O7"


@given(st.text("ABC0123456789", max_size=24))
def test_masking_shows_at_most_four_signs_and_never_more_than_half(number):
    """Decision 24: last 4; a short number must not be shown whole by that."""
    masked = d.masked_number(number)
    shown = masked.removeprefix("••••")
    assert number.endswith(shown)
    assert len(shown) == min(4, len(number) // 2)


def test_the_representation_of_a_document_does_not_hold_its_number():
    """It ends up in logs."""
    assert "9876543" not in repr(CARD)


@pytest.mark.requirement("S0-19")
def test_every_kind_is_an_official_document_with_a_photo():
    """domain.md §3.1 lists them; health cards, student cards and the like are not among them."""
    assert {kind.value for kind in d.DocumentKind} == {
        "id_card",
        "passport",
        "driving_licence",
        "residence_permit",
        "border_pass",
        "weapon_licence",
        "boat_licence",
        "other",
    }
