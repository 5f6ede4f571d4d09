"""Dates, times and numbers as each language writes them (domain.md, section 8)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ra_desk.texts import citizen, formats

DAY = date(2026, 3, 5)
NB = "\u00a0"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sl", f"5.{NB}3.{NB}2026"),
        ("en", "05/03/2026"),
        ("it", "05/03/2026"),
        ("hu", f"2026.{NB}3.{NB}5."),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(language: str, said: str) -> None:
    """And it never breaks over two lines."""
    assert formats.date_text(DAY, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("sl", f"5.{NB}3."), ("en", "05/03"), ("it", "05/03"), ("hu", f"3.{NB}5.")],
)
def test_a_date_of_this_year_can_leave_the_year_out(language: str, said: str) -> None:
    """For lists with little room."""
    assert formats.short_date_text(DAY, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sl", "5. marca 2026"),
        ("en", "5 March 2026"),
        ("it", "5 marzo 2026"),
        ("hu", "2026. március 5."),
    ],
)
def test_a_sentence_has_the_month_in_words(language: str, said: str) -> None:
    """In Slovenian in the genitive, which CLDR does not give."""
    assert formats.long_date_text(DAY, language) == said.replace(" ", NB)


def test_all_twelve_slovenian_months_are_in_the_genitive() -> None:
    """One wrong ending would stand in thousands of letters."""
    said = [formats.long_date_text(date(2026, n, 1), "sl").split(NB)[1] for n in range(1, 13)]
    assert said == [
        "januarja",
        "februarja",
        "marca",
        "aprila",
        "maja",
        "junija",
        "julija",
        "avgusta",
        "septembra",
        "oktobra",
        "novembra",
        "decembra",
    ]


@pytest.mark.parametrize(
    ("moment", "time", "day"),
    [
        (datetime(2026, 1, 31, 23, 30, tzinfo=UTC), "00:30", f"1.{NB}2.{NB}2026"),
        (datetime(2026, 7, 31, 22, 5, tzinfo=UTC), "00:05", f"1.{NB}8.{NB}2026"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "01:59", f"29.{NB}3.{NB}2026"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "03:00", f"29.{NB}3.{NB}2026"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30", f"25.{NB}10.{NB}2026"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "02:30", f"25.{NB}10.{NB}2026"),
    ],
)
def test_moments_are_shown_in_the_time_of_the_office(moment: datetime, time: str, day: str) -> None:
    """Late in the evening the day in UTC is not the day in Ljubljana; both clock changes."""
    assert formats.time_text(moment) == time
    assert formats.date_text(moment, "sl") == day
    assert formats.moment_text(moment, "sl") == f"{day}{NB}{time}"


def test_a_moment_without_zone_is_not_shown() -> None:
    """Guessing it would be wrong by an hour or two."""
    with pytest.raises(ValueError, match="time zone"):
        formats.time_text(datetime(2026, 1, 1, 12, 0))  # noqa: DTZ001


def test_what_happened_today_needs_no_date() -> None:
    """Today is the day of the office."""
    now = datetime(2026, 7, 31, 22, 30, tzinfo=UTC)
    assert formats.recent_text(now - timedelta(minutes=20), "sl", now=now) == "00:10"
    assert formats.recent_text(now - timedelta(hours=1), "sl", now=now).startswith("31.")


@pytest.mark.parametrize(
    ("language", "said"), [("sl", "1.234,5"), ("en", "1,234.5"), ("it", "1.234,5")]
)
def test_numbers_have_the_separators_of_the_language(language: str, said: str) -> None:
    """A point is a thousand here and a decimal there."""
    assert formats.number_text(Decimal("1234.5"), language) == said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("Ferrarska ulica 5 b, 6000 Koper", "Ferrarska ulica 5 b, 6000\u00a0Koper"),
        ("Cesta 24. junija 1000, 34100 Trieste", "Cesta 24. junija 1000, 34100\u00a0Trieste"),
    ],
)
def test_a_postcode_stays_with_its_post(address: str, said: str) -> None:
    """A line that ends with »6000« reads as a house number."""
    assert formats.address_text(address) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (-1, "poteklo"),
        (0, "zadnji dan je danes"),
        (1, "še 1 dan"),
        (2, "še 2 dneva"),
        (3, "še 3 dni"),
        (21, "še 21 dni"),
        (101, "še 101 dan"),
    ],
)
def test_days_left_are_counted_in_slovenian(count: int, said: str) -> None:
    """The last day still counts; the day after it does not."""
    assert formats.days_left_text(count, citizen("sl")) == said


def test_days_are_counted_in_english() -> None:
    """The source has its own two forms."""
    assert formats.days_text(1, citizen("en")) == "1 day"
    assert formats.days_text(2, citizen("en")) == "2 days"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (8, "8 s"),
        (72, "1 min 12 s"),
        (600, "10 min"),
        (3600, "1 h"),
        (3930, "1 h 5 min"),
    ],
)
def test_a_length_of_time_has_its_two_largest_units(seconds: int, said: str) -> None:
    """How long a check took, and when the next try comes."""
    assert formats.duration_text(timedelta(seconds=seconds)) == said.replace(" ", formats.NO_BREAK)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("SVN", "sl", "Slovenija"),
        ("HRV", "hu", "Horvátország"),
        ("D", "it", "Germania"),
        ("XQX", "sl", ""),
        ("", "en", ""),
    ],
)
def test_a_state_is_named_by_the_letters_of_its_documents(
    code: str, language: str, name: str
) -> None:
    assert formats.state_name(code, language) == name
