"""Numbers and dates as people type them; the vectors are those of domain.md §2, §4 and §5."""

import traceback
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain import numbers as n
from ra_desk.domain.errors import Refused

TODAY = date(2026, 11, 22)
DIGIT = st.sampled_from("0123456789")
TAX_VECTORS = [
    "50223054",
    "10000003",
    "10000011",
    "20000006",
    "12345679",
    "99999994",
    "10000020",
]


@pytest.mark.parametrize("digits", TAX_VECTORS)
def test_tax_numbers_are_read_with_prefix_spaces_and_hyphens(digits):
    """SI stands before VAT numbers; the eight digits are what is stored."""
    forms = [digits, f"SI{digits}", f"si {digits[:4]} {digits[4:]}", f" {digits[:2]}-{digits[2:]}"]
    assert {n.parse_tax_number(form) for form in forms} == {digits}


@pytest.mark.requirement("S0-14")
@pytest.mark.parametrize(
    ("text", "error", "facts"),
    [
        ("50223055", n.TaxNumberCheckDigitWrong, {}),
        ("05022305", n.TaxNumberStartsWithZero, {}),
        ("5022305", n.TaxNumberWrongLength, {"found": 7, "expected": 8}),
        ("SI 502230541", n.TaxNumberWrongLength, {"found": 9, "expected": 8}),
        ("", n.TaxNumberWrongLength, {"found": 0, "expected": 8}),
        ("5022O054", n.TaxNumberForeignSign, {"sign": "O", "place": 5}),
        ("5022305٤", n.TaxNumberForeignSign, {"sign": "٤", "place": 8}),
    ],
)
def test_a_wrong_tax_number_says_which_part_is_wrong(text, error, facts):
    """An invalid tax number blocks, and the clerk learns what to correct."""
    with pytest.raises(error) as caught:
        n.parse_tax_number(text)
    assert caught.value.facts == facts


def test_seven_digits_whose_check_would_be_eleven_have_no_number():
    """Such a number is never assigned, whatever stands in the eighth place."""
    for digit in "0123456789":
        with pytest.raises(n.TaxNumberCheckDigitWrong):
            n.parse_tax_number("1000007" + digit)


@given(st.sampled_from(TAX_VECTORS), st.integers(1, 7), DIGIT)
def test_every_single_wrong_digit_but_0_for_c_10_is_found(number, at, digit):
    """Modulus 11 finds all, except where the one digit 0 stands for two remainders."""
    wrong = number[:at] + digit + number[at + 1 :]
    if wrong == number or number[7] == "0" or wrong[7] == "0":
        return
    with pytest.raises(n.TaxNumberCheckDigitWrong):
        n.parse_tax_number(wrong)


@pytest.mark.parametrize(
    ("text", "born", "unusual"),
    [
        ("0101006500006", date(2006, 1, 1), False),
        ("010100 650 0006", date(2006, 1, 1), False),
        ("1208977505120", date(1977, 8, 12), False),
        ("2902000501230", date(2000, 2, 29), False),
        ("3112999509995", date(1999, 12, 31), False),
        ("0101980305007", date(1980, 1, 1), True),
        ("0101980490007", date(1980, 1, 1), True),
    ],
)
def test_an_emso_gives_its_birth_date_and_a_hint(text, born, unusual):
    """50 to 59 are Slovenian since 2024; other registers are a warning, no error."""
    digits = text.replace(" ", "")
    if unusual:
        digits = digits[:12] + check_of(digits[:12])
    reading = n.parse_emso(digits, today=TODAY)
    assert (reading.birth_date, reading.unusual_register) == (born, unusual)
    assert n.birth_date_from_emso(digits, today=TODAY) == born
    assert digits not in repr(reading)


def check_of(twelve):
    """Weights 7 to 2 twice; written here anew, so that the library is checked by it."""
    total = sum(int(d) * w for d, w in zip(twelve, (7, 6, 5, 4, 3, 2) * 2, strict=True))
    return "0" if total % 11 in {0, 1} else str(11 - total % 11)


@given(
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(50, 59),
    st.integers(0, 999),
)
def test_every_emso_from_1900_to_today_is_read(born, register, serial):
    """RR 51 to 59 included, which old validators refuse."""
    twelve = f"{born:%d%m}{born.year % 1000:03}{register}{serial:03}"
    reading = n.parse_emso(twelve + check_of(twelve), today=TODAY)
    assert reading == n.EmsoReading(birth_date=born, unusual_register=False)


@pytest.mark.parametrize(
    ("text", "error", "facts"),
    [
        ("0101006500007", n.EmsoCheckDigitWrong, {}),
        ("0101800180008", n.EmsoNoSuchDate, {}),
        ("3002990500000", n.EmsoNoSuchDate, {}),
        ("0113006500001", n.EmsoNoSuchDate, {}),
        ("01010065000O6", n.EmsoForeignSign, {"sign": "O", "place": 12}),
        ("010100650000", n.EmsoWrongLength, {"found": 12, "expected": 13}),
    ],
)
def test_a_wrong_emso_says_which_part_is_wrong(text, error, facts):
    """And does not repeat the number, which is stored nowhere, logs included."""
    with pytest.raises(error) as caught:
        n.parse_emso(text, today=TODAY)
    assert caught.value.facts == facts
    assert text not in "".join(traceback.format_exception(caught.value))


def test_an_emso_of_tomorrow_is_no_emso():
    """The library accepts dates up to the year 2799."""
    tomorrow = TODAY + timedelta(days=1)
    twelve = f"{tomorrow:%d%m}{tomorrow.year % 1000:03}50001"
    with pytest.raises(n.EmsoNoSuchDate):
        n.parse_emso(twelve + check_of(twelve), today=TODAY)
    n.parse_emso(twelve + check_of(twelve), today=tomorrow)


@pytest.mark.parametrize(
    "number", ["RR473124829SI", "RR123456785SI", "RR000000005SI", "RR287043775SI"]
)
def test_item_numbers_of_registered_letters_are_read(number):
    """UPU S10, with the spaces that stand on the label."""
    spaced = f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}".lower()
    assert n.parse_item_number(spaced) == number


@pytest.mark.parametrize(
    ("text", "error", "facts"),
    [
        ("RR473124829S", n.ItemNumberWrongLength, {"found": 12, "expected": 13}),
        ("R1473124829SI", n.ItemNumberForeignSign, {"sign": "1", "place": 2}),
        ("RR47312482OSI", n.ItemNumberForeignSign, {"sign": "O", "place": 11}),
        ("RR4731248291I", n.ItemNumberForeignSign, {"sign": "1", "place": 12}),
        ("RR473124828SI", n.ItemNumberCheckDigitWrong, {}),
        ("RR473124829QQ", n.ItemNumberCountryUnknown, {"country": "QQ"}),
    ],
)
def test_a_wrong_item_number_says_which_part_is_wrong(text, error, facts):
    """It is scanned from a label, or typed from a damaged one."""
    with pytest.raises(error) as caught:
        n.parse_item_number(text)
    assert caught.value.facts == facts


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 7), DIGIT)
def test_a_wrong_digit_of_an_item_number_is_mostly_found(serial, at, digit):
    """Always, but where 10 becomes 0 and 11 becomes 5 (UPU S10)."""
    wrong = serial[:at] + digit + serial[at + 1 :]
    check = n.item_check_digit(serial)
    if wrong != serial and check not in {"0", "5"}:
        assert n.item_check_digit(wrong) != check


@pytest.mark.parametrize(
    "text",
    [
        "041 123 456",
        "041/123-456",
        "(041) 123456",
        "0038641123456",
        "+386 (0)41 123 456",
        "38641123456",
        "41123456",
    ],
)
def test_a_mobile_number_is_read_in_every_spelling(text):
    """All of them are how people write theirs; E.164 is what is stored."""
    assert n.parse_phone(text) == "+38641123456"


def test_a_number_is_shown_as_people_know_it():
    """Nationally at home, with + elsewhere."""
    assert n.shown_phone(n.parse_phone("+38641123456")) == "041 123 456"
    assert n.shown_phone(n.parse_phone("+43 664 1234567")) == "+43 664 1234567"


@pytest.mark.parametrize(
    ("text", "seen"),
    [("041 123 456", "••• ••• 456"), ("+46 70 174 06 05", "+•• •• ••• •6 05")],
)
def test_a_masked_number_shows_its_last_three_digits(text, seen):
    """Enough for its owner to know it by, too little for whoever looks over a shoulder."""
    assert n.masked_phone(n.parse_phone(text)) == seen


def test_countries_that_mix_mobile_and_fixed_numbers_pass():
    """In the plan of North America they cannot be told apart."""
    assert n.parse_phone("+1 202 555 0143") == "+12025550143"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Ana Novak", n.PhoneUnreadable),
        ("", n.PhoneUnreadable),
        ("112", n.PhoneNotAssigned),
        ("066 123 456", n.PhoneNotAssigned),
        ("01 478 60 00", n.PhoneNotMobile),
        ("080 2002", n.PhoneNotMobile),
        ("059 123 456", n.PhoneNotMobile),
        ("090 12 34", n.PhoneNotMobile),
    ],
)
def test_what_receives_no_sms_is_refused(text, error):
    """Fixed, free, premium and internet numbers, and what is no number."""
    with pytest.raises(error):
        n.parse_phone(text)


def test_postcodes_have_four_digits_and_no_region_0_or_7():
    """Shape only: the list of those that exist is data."""
    assert all(n.is_postcode(code) for code in ("1000", "2000", "6310", "8600", "9999"))
    assert not any(n.is_postcode(code) for code in ("0100", "7000", "100", "10000", "1 00", "SI1"))


@pytest.mark.parametrize(
    "text",
    [
        "4.3.91",
        "4. 3. 1991",
        "4 3 1991",
        "04031991",
        "040391",
        "4/3/1991",
        "4-3-91",
        " 4. 3. 1991. ",
        "1991-03-04",
        "1991. 3. 4.",
    ],
)
def test_a_birth_date_is_read_however_it_is_typed(text):
    """ux.md §3.11: no calendar has to be opened."""
    assert n.parse_date(text, context=n.DateContext.BIRTH, today=TODAY) == date(1991, 3, 4)


@given(st.dates(date(1900, 1, 1), TODAY), st.sampled_from([".", ". ", " ", "/", "-"]))
def test_every_birth_date_is_read_back(born, between):
    """The law behind the examples."""
    parts = (str(born.day), str(born.month), str(born.year))
    for text in (between.join(parts), f"{born:%d%m}{born.year:04}", born.isoformat()):
        assert n.parse_date(text, context=n.DateContext.BIRTH, today=TODAY) == born


@given(st.dates(date(2026, 11, 23) - timedelta(days=36500), TODAY))
def test_two_digits_of_a_birth_year_mean_the_last_hundred_years(born):
    """Birth is past."""
    text = f"{born:%d.%m.%y}"
    if (born.day, born.month) == (29, 2):
        return
    assert n.parse_date(text, context=n.DateContext.BIRTH, today=TODAY) == born


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("1.9.25", date(2025, 9, 1)),
        ("12.9.31", date(2031, 9, 12)),
        ("1.1.76", date(2076, 1, 1)),
        ("1.1.77", date(1977, 1, 1)),
        ("31.12.99", date(1999, 12, 31)),
        ("12. 9. 2031", date(2031, 9, 12)),
    ],
)
def test_two_digits_of_a_validity_reach_fifty_years_ahead(text, until):
    """A document that expired last year must not be good for another 99."""
    assert n.parse_date(text, context=n.DateContext.VALIDITY, today=TODAY) == until


@pytest.mark.parametrize(
    ("text", "context", "error", "facts"),
    [
        ("Novak", n.DateContext.BIRTH, n.DateUnreadable, {}),
        ("", n.DateContext.BIRTH, n.DateUnreadable, {}),
        ("4.3.", n.DateContext.BIRTH, n.DateUnreadable, {}),
        ("4.3.991", n.DateContext.BIRTH, n.DateUnreadable, {}),
        ("4.3.9", n.DateContext.BIRTH, n.DateUnreadable, {}),
        ("104.3.91", n.DateContext.BIRTH, n.DateUnreadable, {}),
        ("1991-3-1991", n.DateContext.BIRTH, n.DateUnreadable, {}),
        ("0403199", n.DateContext.BIRTH, n.DateUnreadable, {}),
        ("٤.٣.٩١", n.DateContext.BIRTH, n.DateUnreadable, {}),
        ("31.2.1991", n.DateContext.BIRTH, n.NoSuchDate, {"day": 31, "month": 2, "year": 1991}),
        ("29.2.25", n.DateContext.VALIDITY, n.NoSuchDate, {"day": 29, "month": 2, "year": 2025}),
        (
            "23.11.2026",
            n.DateContext.BIRTH,
            n.BirthDateOutOfRange,
            {"birth_date": date(2026, 11, 23)},
        ),
        (
            "1.1.1899",
            n.DateContext.BIRTH,
            n.BirthDateOutOfRange,
            {"birth_date": date(1899, 1, 1)},
        ),
        (
            "1.1.2077",
            n.DateContext.VALIDITY,
            n.ValidityOutOfRange,
            {"valid_until": date(2077, 1, 1)},
        ),
        (
            "1.1.1891",
            n.DateContext.VALIDITY,
            n.ValidityOutOfRange,
            {"valid_until": date(1891, 1, 1)},
        ),
    ],
)
def test_a_wrong_date_says_what_is_wrong(text, context, error, facts):
    """No date is guessed: 29. 2. of a common year is asked for again."""
    with pytest.raises(error) as caught:
        n.parse_date(text, context=context, today=TODAY)
    assert caught.value.facts == facts


@given(st.text(max_size=20))
def test_no_text_makes_the_parsers_fail_otherwise_than_by_refusing(text):
    """A scanner types anything into any field."""
    for parse in (
        n.parse_tax_number,
        n.parse_item_number,
        n.parse_phone,
        lambda t: n.parse_emso(t, today=TODAY),
        lambda t: n.parse_date(t, context=n.DateContext.BIRTH, today=TODAY),
        lambda t: n.parse_date(t, context=n.DateContext.VALIDITY, today=TODAY),
    ):
        with suppress(Refused):
            parse(text)
