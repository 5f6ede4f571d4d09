"""Dates, times and numbers as each language writes them.

Every function takes the language, because a letter may speak another one than the window.
Spaces inside a date or between a number and its unit are no-break spaces. Moments are UTC
inside the program and Europe/Ljubljana for the reader (decision 31).
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from ra_desk.domain.countries import ALPHA3
from ra_desk.texts.catalogue import Catalogue

NO_BREAK = "\u00a0"
LJUBLJANA = ZoneInfo("Europe/Ljubljana")
_POSTCODE = re.compile(r"\b(\d{4,5}) (?=[^\W\d])")

# CLDR writes "5. marec"; a running Slovenian sentence needs the genitive, "5. marca".
_SLOVENIAN_GENITIVE = (
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
)
# The English texts are British, like the sources.
_LOCALES = {"sl": "sl_SI", "en": "en_GB", "it": "it_IT", "hu": "hu_HU"}


def local(moment: datetime) -> datetime:
    """Return an aware moment in the time of the offices.

    Raises:
        ValueError: the moment does not say its zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    return moment.astimezone(LJUBLJANA)


def date_text(day: date, language: str) -> str:
    """Return a date in figures: ``22. 11. 2026``, ``22/11/2026``, ``2026. 11. 22.``."""
    day = _day(day)
    match language:
        case "sl":
            return f"{day.day}.{NO_BREAK}{day.month}.{NO_BREAK}{day.year}"
        case "hu":
            return f"{day.year}.{NO_BREAK}{day.month}.{NO_BREAK}{day.day}."
        case _:
            return f"{day.day:02}/{day.month:02}/{day.year}"


def short_date_text(day: date, language: str) -> str:
    """Return a date without its year: ``22. 11.``, ``22/11``, ``11. 22.``."""
    day = _day(day)
    match language:
        case "sl":
            return f"{day.day}.{NO_BREAK}{day.month}."
        case "hu":
            return f"{day.month}.{NO_BREAK}{day.day}."
        case _:
            return f"{day.day:02}/{day.month:02}"


def long_date_text(day: date, language: str) -> str:
    """Return a date for a sentence: ``5. marca 2026``, ``5 March 2026``, ``5 marzo 2026``."""
    day = _day(day)
    if language == "sl":
        month = _SLOVENIAN_GENITIVE[day.month - 1]
        return f"{day.day}.{NO_BREAK}{month}{NO_BREAK}{day.year}"
    # Babel is read at the first long date, so that the window need not wait for it.
    from babel.dates import format_date

    return format_date(day, "long", locale=_LOCALES[language]).replace(" ", NO_BREAK)


def time_text(moment: datetime) -> str:
    """Return the time of day at the office, ``08:05``: the same in all four languages."""
    return f"{local(moment):%H:%M}"


def seconds_text(moment: datetime) -> str:
    """Return the time of day with seconds, ``08:05:59``, for the audit trail."""
    return f"{local(moment):%H:%M:%S}"


def moment_text(moment: datetime, language: str) -> str:
    """Return date and time at the office: ``22. 11. 2026 08:05``."""
    return f"{date_text(moment, language)}{NO_BREAK}{time_text(moment)}"


def recent_text(moment: datetime, language: str, *, now: datetime) -> str:
    """Return the time alone on the same day, otherwise the date with the time."""
    if local(moment).date() == local(now).date():
        return time_text(moment)
    return moment_text(moment, language)


def number_text(value: int | Decimal, language: str) -> str:
    """Return a number with the separators of the language: ``1.234,5`` in Slovenian."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_LOCALES[language])


def address_text(line: str) -> str:
    """Return an address on one line, whose postcode stays with its post."""
    return _POSTCODE.sub(rf"\1{NO_BREAK}", line)


def days_text(count: int, texts: Catalogue) -> str:
    """Return a number of days: ``1 dan``, ``2 dneva``, ``5 dni``."""
    return texts.ngettext("{count} day", "{count} days", count).format(count=count)


def days_left_text(count: int, texts: Catalogue) -> str:
    """Return what is left of a period; nothing is left from the day after its last one."""
    if count < 0:
        return texts.gettext("lapsed")
    if count == 0:
        # i18n: the last day of a period is today
        return texts.gettext("last day today")
    return texts.ngettext("{count} day left", "{count} days left", count).format(count=count)


def duration_text(length: timedelta) -> str:
    """Return a length of time in its two largest units: ``8 s``, ``1 min 12 s``, ``1 h``.

    The symbols of the units are the same in all four languages, and have no plural (SI).
    """
    minutes, seconds = divmod(max(0, int(length.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    units = ((hours, "h"), (minutes, "min")) if hours else ((minutes, "min"), (seconds, "s"))
    said = [f"{count}{NO_BREAK}{unit}" for count, unit in units if count]
    return NO_BREAK.join(said) or f"0{NO_BREAK}s"


def _day(day: date) -> date:
    # A datetime is a date too, but its day is the one in Ljubljana, not the one in UTC.
    return local(day).date() if isinstance(day, datetime) else day


def state_name(code: str, language: str) -> str:
    """Return the name of a state by its letters on documents, such as HRV; "" if they name none.

    Germany's documents carry ``D`` alone (ICAO Doc 9303-3, section 5).
    """
    from babel import Locale  # only when a document is typed

    two = "DE" if code == "D" else ALPHA3.get(code, "")
    return str(Locale.parse(_LOCALES[language]).territories.get(two, ""))
