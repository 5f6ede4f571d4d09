"""The list of bilingual settlements, as far as it can be checked without the register."""

import tomllib

import pytest

from ra_desk import places
from ra_desk.domain.letter_form import LetterLanguages
from ra_desk.domain.numbers import is_postcode
from ra_desk.texts.settlements import bilingual_areas


def test_the_nine_municipalities_are_there():
    """UL RS: Italian in four, Hungarian in five (domain.md §4.5)."""
    languages = [area.languages for area in bilingual_areas()]

    assert languages.count(LetterLanguages.SL_IT) == 4
    assert languages.count(LetterLanguages.SL_HU) == 5


def test_no_settlement_is_in_two_languages_of_one_post():
    """Otherwise the order of the file would decide."""
    seen = {}
    for area in bilingual_areas():
        for settlement in area.settlements:
            for postcode in area.postcodes:
                assert seen.setdefault((settlement, postcode), area.languages) is area.languages
    assert all(is_postcode(postcode) for _settlement, postcode in seen)


@pytest.mark.parametrize("name", ["koper", "piran", "izola", "ankaran", "lendava", "domanjsevci"])
def test_the_known_towns_are_among_them(name):
    """As `fold` writes them."""
    assert any(name in area.settlements for area in bilingual_areas())


def test_the_file_says_that_nobody_has_checked_it_yet():
    """Decision 7: marked as to be checked against the official register, with its licence."""
    source = places.resources() / "letters" / "bilingual_settlements.toml"

    text = source.read_text(encoding="utf-8")

    assert tomllib.loads(text)["checked"] is False
    assert "Licence: CC0" in text
    assert "TO BE CHECKED" in text
