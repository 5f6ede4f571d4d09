"""What an SMS says, in every language: one part, readable on any phone, the password last."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ra_desk.central.sms.texts import ALPHABET, ONE_PART, one_time_text, plain_signs
from ra_desk.domain.secret import Secret
from ra_desk.texts import LANGUAGES

UNTIL = datetime(2026, 11, 22, 9, 15, tzinfo=UTC)


def said(language: str) -> str:
    return one_time_text(Secret("482913"), valid_until=UNTIL, language=language).reveal()


@pytest.mark.requirement("S4-01", "S4-92")
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_sms_names_the_service_first_and_the_password_last(language: str):
    """On a locked screen the beginning is seen, and the eye finds the end at once."""
    text = said(language)
    assert text.startswith("smsPASS")
    assert text.endswith(" 482913")
    assert text.count("482913") == 1
    assert "10:15" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_sms_fits_into_one_part(language: str):
    """One č would make it two parts of 67 signs, which may come in the wrong order."""
    text = said(language)
    assert len(text) <= ONE_PART
    assert set(text) <= ALPHABET
    assert "?" not in text


def test_each_language_has_its_own_text():
    assert len({said(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_letters_lose_their_marks_only_where_a_phone_has_none():
    """è and ö are in the basic alphabet, ő and č are not."""
    assert plain_signs("Čakajte: è, ö, ő, »ž«\u00a0☂") == "Cakajte: è, ö, o, ?z? ?"


def test_an_sms_shows_itself_to_nobody_by_accident():
    assert "482913" not in repr(one_time_text(Secret("482913"), valid_until=UNTIL, language="sl"))
