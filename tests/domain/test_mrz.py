"""Machine-readable zones: ICAO's own samples, the vectors of domain.md §3.3, and laws."""

import traceback
from contextlib import suppress
from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain import mrz as m
from ra_desk.domain.documents import DocumentKind, EntryMode
from ra_desk.domain.errors import Refused

TODAY = date(2026, 11, 22)
CARD = (
    "IDSVNIE987654301208977505123<<\n7708121F3203271SVN<<<<<<<<<<<8\nNOVAK<<ANA<<<<<<<<<<<<<<<<<<<<"
)
PASSPORT = (
    "P<SVNZNIDARSIC<<SPELA<<<<<<<<<<<<<<<<<<<<<<<\nPB12345676SVN7708121F32032711208977505123<80"
)
LONG_NUMBER = (
    "I<BEL592123456<7891<<<<<<<<<<<\n7708121F3203271BEL<<<<<<<<<<<0\nNOVAK<<ANA<<<<<<<<<<<<<<<<<<<<"
)
ICAO_TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
ICAO_TD1_LONG = (
    "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
)
ICAO_TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
ICAO_TD3 = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
)


def read(text):
    return m.parse_mrz(text, today=TODAY)


def digit(text):
    """Weights 7 3 1, written here anew, so that the parser is checked by it."""
    value = {"<": 0} | {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    return str(sum(value[c] * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def zone(
    form,
    *,
    code="P<",
    state="SVN",
    number="PB1234567",
    optional="",
    birth="770812",
    sex="F",
    expiry="320327",
    names="NOVAK<<ANA",
):
    """A zone with right check digits. A longer number goes on in the optional data."""
    if form != "TD3" and len(number) > 9:
        optional = number[9:] + digit(number) + "<" + optional
        head, head_digit = number[:9], "<"
    else:
        head = number[:9].ljust(9, "<")
        head_digit = digit(head)
    state = state.ljust(3, "<")
    birth, expiry = birth + digit(birth), expiry + digit(expiry)
    if form == "TD1":
        one = code + state + head + head_digit + optional.ljust(15, "<")
        two = birth + sex + expiry + state + "<" * 11
        two += digit(one[5:30] + two[:7] + two[8:15] + two[18:29])
        return "\n".join((one, two, names[:30].ljust(30, "<")))
    if form == "TD2":
        two = head + head_digit + state + birth + sex + expiry + optional.ljust(7, "<")
        two += digit(two[:10] + two[13:20] + two[21:35])
        return "\n".join((code + state + names[:31].ljust(31, "<"), two))
    optional = optional.ljust(14, "<")
    two = head + head_digit + state + birth + sex + expiry + optional + digit(optional)
    two += digit(two[:10] + two[13:20] + two[21:43])
    return "\n".join((code + state + names[:39].ljust(39, "<"), two))


FORMS = st.sampled_from(["TD1", "TD2", "TD3"])
WORD = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=10)
NAMES = st.lists(WORD, min_size=1, max_size=2).map("<".join)


@pytest.mark.parametrize(
    ("text", "form", "number", "surname", "given", "born", "until"),
    [
        (CARD, "TD1", "IE9876543", "NOVAK", "ANA", (1977, 8, 12), (2032, 3, 27)),
        (PASSPORT, "TD3", "PB1234567", "ZNIDARSIC", "SPELA", (1977, 8, 12), (2032, 3, 27)),
        (LONG_NUMBER, "TD1", "592123456789", "NOVAK", "ANA", (1977, 8, 12), (2032, 3, 27)),
        (ICAO_TD1, "TD1", "D23145890", "ERIKSSON", "ANNA MARIA", (1974, 8, 12), (2012, 4, 15)),
        (ICAO_TD2, "TD2", "D23145890", "ERIKSSON", "ANNA MARIA", (1974, 8, 12), (2012, 4, 15)),
        (ICAO_TD3, "TD3", "L898902C3", "ERIKSSON", "ANNA MARIA", (1974, 8, 12), (2012, 4, 15)),
        (
            ICAO_TD1_LONG,
            "TD1",
            "D23145890734",
            "STEVENSON",
            "PETER JOHN",
            (1934, 7, 12),
            (1995, 7, 12),
        ),
    ],
)
def test_known_zones_are_read(text, form, number, surname, given, born, until):
    """Also in small letters, with spaces around, as lines, and all in one line."""
    first = read(text)
    assert (first.format, first.number, first.surname, first.given_names) == (
        form,
        number,
        surname,
        given,
    )
    assert (first.birth_date, first.valid_until) == (date(*born), date(*until))
    assert not first.truncated
    forms = (
        text.lower(),
        text.replace("\n", " \r\n "),
        text.replace("\n", "\n\n"),
        text.splitlines(),
        text.replace("\n", ""),
    )
    assert {read(other) for other in forms} == {first}


@given(
    FORMS,
    NAMES,
    NAMES,
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=3, max_size=9),
    st.dates(date(1930, 1, 1), TODAY),
    st.dates(TODAY, date(2076, 12, 31)),
    st.sampled_from("MF<X"),
)
def test_every_zone_with_right_check_digits_is_read(form, surname, given, number, born, until, sex):
    """What a printer of documents writes comes back."""
    text = zone(
        form,
        code="P<" if form == "TD3" else "ID",
        number=number,
        names=f"{surname}<<{given}",
        birth=f"{born:%y%m%d}",
        expiry=f"{until:%y%m%d}",
        sex=sex,
    )
    found = read(text)
    assert (found.format, found.number, found.issuing_state) == (form, number, "SVN")
    assert (found.birth_date, found.valid_until) == (born, until)
    assert found.sex == sex.replace("<", "X")
    if not found.truncated:
        assert found.surname == surname.replace("<", " ")
        assert found.given_names == given.replace("<", " ")


@given(
    st.sampled_from(["TD1", "TD2"]), st.text("ABC0123456789", min_size=10, max_size=13), st.data()
)
def test_long_numbers_are_read_to_their_end(form, number, data):
    """Belgian cards; ICAO Doc 9303-5, note j."""
    assert read(zone(form, code="ID", number=number)).number == number
    wrong = number[:9] + data.draw(
        st.text("0123456789", min_size=len(number) - 9, max_size=len(number) - 9)
    )
    if digit(wrong) != digit(number):
        at = {"TD1": 15, "TD2": 65}[form]
        with pytest.raises(m.MrzCheckDigitWrong):
            read(changed(zone(form, code="ID", number=number), at, wrong[9:]))


PROTECTED = {
    "TD1": [*range(5, 30), *range(31, 38), *range(39, 46), *range(49, 61)],
    "TD2": [*range(37, 47), *range(50, 57), *range(58, 73)],
    "TD3": [*range(45, 55), *range(58, 65), *range(66, 89)],
}


@given(FORMS, st.data())
def test_no_changed_digit_of_a_protected_field_passes(form, data):
    """Number, dates, optional data and every check digit: one wrong digit is always found."""
    text = zone(
        form,
        code="P<" if form == "TD3" else "ID",
        number=data.draw(st.text("0123456789", min_size=9, max_size=9)),
        birth=f"{data.draw(st.dates(date(1930, 1, 1), TODAY)):%y%m%d}",
    )
    at = data.draw(st.sampled_from([at for at in PROTECTED[form] if text[at].isdigit()]))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    with pytest.raises(m.MrzCheckDigitWrong):
        read(text[:at] + other + text[at + 1 :])


@given(FORMS, st.data())
def test_no_changed_sign_of_a_protected_field_gives_another_document(form, data):
    """Signs 10 apart have one check value (0, A, K, U): that is ICAO's, and known.

    Any other change is refused, whatever the new sign is.
    """
    text = zone(form, code="P<" if form == "TD3" else "ID", optional="1" * 5)
    value = {"<": 0} | {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    at = data.draw(st.sampled_from([at for at in PROTECTED[form] if text[at] != "\n"]))
    other = data.draw(st.sampled_from(list(value)))
    changed = text[:at] + other + text[at + 1 :]
    if (value[other] - value[text[at]]) % 10 == 0:
        return
    with pytest.raises((m.MrzCheckDigitWrong, m.MrzFieldMalformed)):
        read(changed)


@given(st.text(max_size=200))
def test_no_text_makes_the_parser_fail_otherwise_than_by_refusing(text):
    """A scanner types anything into any field."""
    with pytest.raises(Refused):
        read(text)


@given(FORMS, st.data())
def test_no_damage_makes_the_parser_fail_otherwise_than_by_refusing(form, data):
    """Damaged zones, which come further than random text."""
    text = zone(form, code="ID")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text = text[:at] + data.draw(st.sampled_from("<0A9\n-Č ")) + text[at + 1 :]
    with suppress(Refused):
        read(text)


def lines_of(text, *numbers):
    lines = text.splitlines()
    return [lines[number - 1] for number in numbers]


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (lines_of(CARD, 1, 2), 3),
        (lines_of(CARD, 1, 3), 2),
        (lines_of(CARD, 2, 3), 1),
        (lines_of(CARD, 1), 2),
        (lines_of(CARD, 3), 1),
        (lines_of(PASSPORT, 1), 2),
        (lines_of(PASSPORT, 2), 1),
        (lines_of(ICAO_TD2, 1), 2),
        (lines_of(ICAO_TD2, 2), 1),
        ([], 1),
        ("  \n ", 1),
    ],
)
def test_a_missing_line_is_named(lines, missing):
    """RA-1102: the clerk scans again, and knows that it was not the document's fault."""
    with pytest.raises(m.MrzLineMissing) as caught:
        read(lines)
    assert caught.value.facts == {"line": missing}


def test_lines_in_another_order_are_not_put_right():
    """No guessing: a scanner that changes the order may change more."""
    for text, order in ((CARD, (2, 1, 3)), (CARD, (3, 2, 1)), (PASSPORT, (2, 1))):
        with pytest.raises(m.MrzLinesOutOfOrder):
            read(lines_of(text, *order))


def test_a_line_too_many_is_refused():
    """Two documents in one burst."""
    with pytest.raises(m.MrzTooManyLines) as caught:
        read(lines_of(PASSPORT, 1, 2, 2))
    assert caught.value.facts == {"found": 3, "expected": 2}


@pytest.mark.parametrize(
    ("lines", "facts"),
    [
        ([lines_of(PASSPORT, 1)[0][:-1], *lines_of(PASSPORT, 2)], (1, 43, 44)),
        ([*lines_of(PASSPORT, 1), lines_of(PASSPORT, 2)[0] + "<"], (2, 45, 44)),
        ([*lines_of(CARD, 1, 2), "NOVAK<<ANA"], (3, 10, 30)),
        (["HELLO"], (1, 5, None)),
    ],
)
def test_a_cut_line_is_named_with_its_length(lines, facts):
    """A burst that lost a key."""
    with pytest.raises(m.MrzLineWrongLength) as caught:
        read(lines)
    told = caught.value.facts
    assert (told["line"], told["found"], told["expected"]) == facts


@pytest.mark.parametrize("sign", [";", "?", "Č", "ſ", "\u202e", "ß"])
def test_a_foreign_sign_is_named_with_line_and_place(sign):
    """; and ? are what a US scanner types for < on a Slovenian keyboard."""
    with pytest.raises(m.MrzForeignSign) as caught:
        read(PASSPORT.replace("SPELA<", f"SPELA{sign}"))
    assert caught.value.facts == {"line": 1, "place": 22, "sign": sign}


def changed(text, at, new):
    return text[:at] + new + text[at + len(new) :]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (changed(CARD, 14, "1"), "number"),
        (changed(CARD, 37, "2"), "birth_date"),
        (changed(CARD, 45, "2"), "valid_until"),
        (changed(CARD, 60, "9"), "whole"),
        (changed(PASSPORT, 54, "7"), "number"),
        (changed(PASSPORT, 64, "2"), "birth_date"),
        (changed(PASSPORT, 72, "2"), "valid_until"),
        (changed(PASSPORT, 87, "7"), "optional_data"),
        (changed(PASSPORT, 88, "1"), "whole"),
        (changed(ICAO_TD2, 72, "7"), "whole"),
        (changed(LONG_NUMBER, 18, "2"), "number"),
        (changed(ICAO_TD1, 14, "<"), "number"),
        (changed(changed(LONG_NUMBER, 15, "<"), 16, "<"), "number"),
    ],
)
def test_the_check_digit_that_does_not_fit_is_named(text, field):
    """RA-1103, with the word for the field."""
    with pytest.raises(m.MrzCheckDigitWrong) as caught:
        read(text)
    assert caught.value.facts == {"field": m.MrzField(field)}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (changed(PASSPORT, 0, "1"), "document_code"),
        (changed(PASSPORT, 2, "S1N"), "issuing_state"),
        (changed(PASSPORT, 2, "<<<"), "issuing_state"),
        (changed(PASSPORT, 55, "<VN"), "nationality"),
        (changed(PASSPORT, 5, "1"), "names"),
        (changed(PASSPORT, 5, "<"), "names"),
        (zone("TD3", names="NOVAK<<ANA<<EVA"), "names"),
        (changed(PASSPORT, 65, "A"), "sex"),
        (zone("TD3", number="PB<234567"), "number"),
        (zone("TD3", number="<<<<<<<<<"), "number"),
        (zone("TD3", birth="771312"), "birth_date"),
        (zone("TD3", birth="770230"), "birth_date"),
        (zone("TD3", birth="77<<12"), "birth_date"),
        (zone("TD3", birth="7713<<"), "birth_date"),
        (zone("TD3", birth="7A0812"), "birth_date"),
        (zone("TD3", expiry="320332"), "valid_until"),
        (zone("TD3", expiry="3203<<"), "valid_until"),
    ],
)
def test_a_field_that_holds_what_it_cannot_is_named(text, field):
    """Right check digits do not make a date of 30 February."""
    with pytest.raises(m.MrzFieldMalformed) as caught:
        read(text)
    assert caught.value.facts == {"field": m.MrzField(field)}


@pytest.mark.parametrize("code", ["V<", "D<", "BA"])
def test_a_visa_is_no_identity_document(code):
    """A visa has the size of a passport's page."""
    with pytest.raises(m.MrzNotAnIdentityDocument) as caught:
        read(zone("TD3", code=code))
    assert caught.value.facts == {"document_code": code.rstrip("<")}


@pytest.mark.parametrize("filler", ["<", "0"])
def test_empty_optional_data_may_have_a_filler_for_a_check_digit(filler):
    """ICAO Doc 9303-4, note to position 43: both are printed."""
    text = zone("TD3")
    assert read(changed(text, 87, filler)).number == "PB1234567"
    with pytest.raises(m.MrzCheckDigitWrong):
        read(changed(zone("TD3", optional="123"), 87, "<"))


@pytest.mark.parametrize("birth", ["7708<<", "77<<<<", "<<<<<<"])
def test_an_unknown_birth_day_stays_unknown(birth):
    """People registered late in life; the comparison uses what is known."""
    found = read(zone("TD1", code="ID", birth=birth))
    assert found.birth_date is None
    assert found.birth_raw == birth


def test_a_document_without_expiry_has_none():
    """Fillers; with a filler or 0 as check digit."""
    text = zone("TD1", code="ID", expiry="<<<<<<")
    assert read(text).valid_until is None
    assert read(changed(text, 45, "<")).valid_until is None


def test_centuries_are_resolved_by_today():
    """A birth is past; a validity at most 50 years ahead; 99 is no sign for ever."""
    tomorrow = TODAY + timedelta(days=1)
    assert read(zone("TD3", birth=f"{TODAY:%y%m%d}")).birth_date == TODAY
    assert read(zone("TD3", birth=f"{tomorrow:%y%m%d}")).birth_date == date(1926, 11, 23)
    assert read(zone("TD3", expiry="761231")).valid_until == date(2076, 12, 31)
    assert read(zone("TD3", expiry="991231")).valid_until == date(1999, 12, 31)


@pytest.mark.parametrize("form", ["TD1", "TD3"])
def test_the_century_of_whoever_is_over_a_hundred_is_in_the_emso(form):
    """Two digits of a year fit an infant as well; a card of somebody so old is good for ever."""
    found = read(zone(form, code="ID", birth="250601", optional="0106925500006"))
    assert (found.birth_date, found.birth_raw) == (date(1925, 6, 1), "250601")
    other = read(zone(form, code="ID", birth="250602", optional="0106925500006"))
    assert (other.birth_date, other.emso_birth_date) == (date(2025, 6, 2), date(1925, 6, 1))


@pytest.mark.parametrize(("form", "width"), [("TD1", 30), ("TD2", 31), ("TD3", 39)])
def test_names_that_reach_the_end_of_their_field_are_marked_as_possibly_cut(form, width):
    """The longest names of the register have 53 and 49 letters (domain.md §3.1).

    ICAO wants a letter in the last place of a cut name; one cut between two words has none.
    """
    names = f"{'K' * 20}<<{'A' * 53}"
    found = read(zone(form, code="ID", names=names))
    assert found.truncated
    assert found.given_names == "A" * (width - 22)
    assert read(zone(form, code="ID", names=names[: width - 1])).truncated
    assert not read(zone(form, code="ID", names=names[: width - 2])).truncated


def test_somebody_with_one_name_has_a_surname_only():
    """ICAO Doc 9303-3, section 4.6."""
    found = read(zone("TD3", names="SUHARTO"))
    assert (found.surname, found.given_names) == ("SUHARTO", "")


@pytest.mark.parametrize("form", ["TD1", "TD3"])
def test_of_the_optional_data_only_a_birth_date_is_left(form):
    """Decision 24: the EMŠO ends in the parser."""
    number = "1208977505120"
    found = read(zone(form, code="ID", optional=number))
    assert found.emso_birth_date == date(1977, 8, 12)
    assert number not in "".join(str(getattr(found, f.name)) for f in fields(found))


@pytest.mark.parametrize(
    ("state", "optional"),
    [
        ("SVN", "1208977505123"),
        ("SVN", "1208977505"),
        ("SVN", ""),
        ("SVN", "ZE184226B"),
        ("HRV", "1208977505120"),
    ],
)
def test_optional_data_that_are_no_emso_are_no_error(state, optional):
    """Other states keep other things there."""
    assert read(zone("TD3", state=state, optional=optional)).emso_birth_date is None


def test_neither_a_zone_nor_its_refusal_prints_the_person():
    """Both end up in logs."""
    told = repr(read(PASSPORT))
    for part in ("ZNIDARSIC", "SPELA", "PB1234567", "1977", "770812", "1208977505123"):
        assert part not in told
    with pytest.raises(Refused) as caught:
        read(changed(PASSPORT, 88, "1"))
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.facts)
    assert "1208977505123" not in told
    assert "PB1234567" not in told


@pytest.mark.parametrize(
    ("form", "code", "kind"),
    [
        ("TD3", "P<", DocumentKind.PASSPORT),
        ("TD3", "PR", DocumentKind.PASSPORT),
        ("TD1", "ID", DocumentKind.ID_CARD),
        ("TD1", "I<", DocumentKind.ID_CARD),
        ("TD2", "ID", DocumentKind.ID_CARD),
        ("TD1", "IR", DocumentKind.RESIDENCE_PERMIT),
        ("TD1", "AR", DocumentKind.RESIDENCE_PERMIT),
        ("TD1", "AC", DocumentKind.OTHER),
    ],
)
def test_the_code_says_the_kind_of_document(form, code, kind):
    """And what the desk keeps of it is five fields."""
    document = m.document_from_mrz(read(zone(form, code=code)))
    assert m.document_kind(read(zone(form, code=code))) is kind
    assert (document.kind, document.issuing_state, document.number) == (kind, "SVN", "PB1234567")
    assert document.valid_until == date(2032, 3, 27)
    assert document.entry is EntryMode.SCANNED


@pytest.mark.parametrize(("state", "read_as"), [("D", "D"), ("RKS", "RKS"), ("UNK", "UNK")])
def test_a_state_may_have_one_letter(state, read_as):
    """Germany is D."""
    assert read(zone("TD3", state=state)).issuing_state == read_as
