"""Zones of invented documents, with all check digits right."""

from __future__ import annotations

from ra_desk.domain.mrz import check_digit


def td1(
    *,
    surname: str = "ZAGAR OERY",
    given: str = "SPELA",
    birth: str = "910304",
    expiry: str = "310912",
    number: str = "IE1234567",
    state: str = "SVN",
) -> str:
    """Return the three lines of an identity card, as one text; dates are YYMMDD."""
    first = f"ID{state:<<3}{number}{check_digit(number)}".ljust(30, "<")
    dates = f"{birth}{check_digit(birth)}F{expiry}{check_digit(expiry)}"
    rest = first[5:30] + dates[:7] + dates[8:15] + "<" * 11
    second = f"{dates}{state:<<3}{'<' * 11}{check_digit(rest)}"
    names = f"{surname.replace(' ', '<')}<<{given.replace(' ', '<')}"
    return "\n".join((first, second, names.ljust(30, "<")[:30]))
