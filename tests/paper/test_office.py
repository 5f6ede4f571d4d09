"""What the print room has drawn, through the one object that the services see."""

import csv
import inspect
import io
import re
from dataclasses import replace
from datetime import date

import pytest

from ra_desk.domain import addresses
from ra_desk.domain.activation import (
    ALPHABET,
    ActivationCode,
    new_code,
    new_letter_number,
    new_request_number,
)
from ra_desk.domain.letter_form import (
    Envelope,
    EnvelopeFit,
    LetterForm,
    Letterhead,
    LetterLanguages,
    LetterSheet,
    Posting,
)
from ra_desk.domain.letters import LetterState, Sheet
from ra_desk.domain.numbers import ItemNumber
from ra_desk.domain.secret import Secret
from ra_desk.paper.layout import Box, profile_of
from ra_desk.paper.letter import AddressDoesNotFit, AddressUnprintable
from ra_desk.paper.office import OfficePaper
from ra_desk.paper.plans import Setting, plan_for
from ra_desk.services.drawing import LetterPaper
from tests.fakes import a_request
from tests.paper.sheets import OFFICE, SERVICE, ink, opened, scanned

pytestmark = pytest.mark.usefixtures("qapp")

PAPER: LetterPaper = OfficePaper()
HEAD = Letterhead(office=OFFICE, service=SERVICE, on=date(2026, 11, 22), demo=False)
FIT = EnvelopeFit()
CODE = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def recipient(*, language="sl", given_names="Ana", **address):
    request = a_request(language=language)
    applicant = replace(
        request.applicant,
        given_names=given_names,
        address=replace(request.applicant.address, **address),
    )
    return replace(request, applicant=applicant)


def sheet(**changes):
    about = {
        "recipient": recipient(),
        "number": new_letter_number(),
        "valid_until": date(2026, 12, 13),
    }
    return LetterSheet(**(about | changes))


@pytest.mark.parametrize(
    "method", ["preview", "test_page", "control_letter", "posting_list", "posting_table"]
)
def test_no_code_can_be_handed_to_what_is_shown(method):
    """Decision 27 by type: neither a parameter nor a field of one has room for a code."""
    told = inspect.signature(getattr(LetterPaper, method), eval_str=True).parameters.values()
    kinds = {parameter.annotation for parameter in told}
    for kind in list(kinds):
        kinds |= (
            set(inspect.get_annotations(kind, eval_str=True).values())
            if inspect.isclass(kind)
            else set()
        )

    assert ActivationCode not in kinds
    assert not [kind for kind in kinds if inspect.isclass(kind) and issubclass(kind, Secret)]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("languages", LetterLanguages)
def test_a_preview_is_the_letter_with_dots_for_its_code(languages, large):
    """Everything else of it is there, so that what is wrong with it is seen before the print."""
    about = sheet(form=LetterForm(languages=languages, large_print=large))
    code = new_code()

    real, shown = (
        opened(drawn)
        for drawn in (PAPER.letter(about, code, HEAD, FIT), PAPER.preview(about, HEAD, FIT))
    )

    assert len(real) == len(shown) == about.form.sheets
    assert real.text().replace(code.reveal(), "").split() == shown.text().split()
    assert not CODE.search(shown.text())


def test_a_preview_shows_no_symbol_but_the_letters_own():
    """The QR's place is a dashed box with a padlock; the window is outlined."""
    about = sheet()
    picture = opened(PAPER.preview(about, HEAD, FIT)).picture()
    profile = profile_of(FIT)

    assert set(scanned(picture)) == {"Data Matrix"}
    signs = plan_for(profile, Setting.ONE_LANGUAGE).field.signs(on_left=True)
    dots = ink(picture, signs)
    assert dots is not None
    assert dots.height < signs.height
    assert dots.width == pytest.approx(signs.width, abs=4.0)
    assert ink(picture, profile.place.inset(-1.0)).width > profile.place.width


def test_the_control_letter_goes_to_the_office_and_holds_no_code():
    """Its arrival is watched; whoever opens it must see at once that it is no code."""
    number = new_letter_number()

    pages = opened(PAPER.control_letter(number, HEAD, FIT))
    text = pages.text()

    assert "Kontrolno pismo, 22. 11. 2026: to ni koda" in text
    assert "0000-0000-0000" in text
    assert not CODE.search(text)
    assert len(pages.boxes(OFFICE.street)) == 2
    assert scanned(pages.picture())["Data Matrix"] == ["RL1" + number[2:].replace("-", "")]


@pytest.mark.parametrize(
    ("language", "address", "languages"),
    [
        ("sl", {"settlement": "Marezige"}, "sl"),
        ("sl", {"settlement": "Koper", "postcode": "6000"}, "sl+it"),
        ("sl", {"settlement": "Čentiba", "postcode": "9220"}, "sl+hu"),
        ("en", {}, "sl+en"),
        ("hu", {"settlement": "Koper", "postcode": "6000"}, "sl+hu"),
    ],
)
def test_a_letter_speaks_the_languages_of_the_place_or_of_the_wish(language, address, languages):
    """ZUP article 62: by the settlement, and by what the citizen reads."""
    assert PAPER.languages(recipient(language=language, **address)) == languages


def test_problems_of_an_address_are_told_before_anything_is_printed():
    """What is wrong, and in which line; a good address has none."""
    assert PAPER.problems(recipient(), FIT) == ()

    (wrong,) = PAPER.problems(recipient(house_number="a5"), FIT)
    assert isinstance(wrong, addresses.HouseNumberMalformed)
    assert addresses.line_of(wrong) is addresses.AddressLine.STREET

    (too_long,) = PAPER.problems(recipient(given_names="Dolgonoga " * 60), FIT)
    assert isinstance(too_long, AddressDoesNotFit)
    assert "Dolgonoga" not in str(too_long.facts)

    written = replace(recipient(street="北京路"), letter=new_letter_number())
    (unreadable,) = PAPER.problems(written, FIT)
    assert isinstance(unreadable, AddressUnprintable)
    assert unreadable.facts == {"letter": written.letter}
    assert PAPER.problems(recipient(street="Улица Ђорђевића"), FIT) == ()


def test_an_address_that_does_not_fit_is_refused_without_a_name():
    """The letter is left out of the batch, with its number and nothing of the person."""
    about = sheet(recipient=recipient(given_names="Dolgonoga " * 60))

    for draw in (
        lambda: PAPER.letter(about, new_code(), HEAD, FIT),
        lambda: PAPER.preview(about, HEAD, FIT),
    ):
        with pytest.raises(AddressDoesNotFit) as refused:
            draw()
        assert refused.value.facts == {"letter": about.number}


@pytest.mark.parametrize(("right", "down"), [(6.0, -4.0), (-10.0, 10.0)])
def test_a_calibration_moves_the_address_by_just_so_much(right, down):
    """What was read at the rulers of the test page."""
    about = sheet()
    fit = EnvelopeFit(envelope=Envelope.RIGHT, right=right, down=down)

    before, after = (
        opened(PAPER.preview(about, HEAD, each)).boxes("Ana Žagar")[0] for each in (FIT, fit)
    )

    assert after.x - before.x == pytest.approx(right, abs=0.25)
    assert after.y - before.y == pytest.approx(down, abs=0.25)


def posting(count, **changes):
    letters = tuple(
        sheet(registered=ItemNumber("RR473124829SI") if at % 3 == 0 else None)
        for at in range(count)
    )
    return replace(
        Posting(batch="S-0482", on=date(2026, 11, 22), letters=letters, receipt="123/2026"),
        **changes,
    )


def test_the_posting_list_names_every_letter_once_and_no_code():
    """The post signs for each; pages follow one another, and the bars can be scanned."""
    handed = posting(30)

    pages = opened(PAPER.posting_list(handed, HEAD))
    text = " ".join(pages.text(page) for page in range(len(pages)))

    assert len(pages) == 2
    assert [text.count(letter.number) for letter in handed.letters] == [1] * 30
    assert "Serija S-0482" in text
    assert "Oddano 22. 11. 2026" in text
    assert "30 pisem" in text
    assert "Priporočenih: 10" in text
    assert "Potrdilo Pošte: 123/2026" in text
    assert text.count("Prevzem na pošti, žig") == 1
    assert not CODE.search(text)
    assert scanned(pages.picture(1))["Code 128"] == ["RR473124829SI"] * 4
    assert pages.title == "Seznam oddanih pošiljk"


def test_the_office_s_letter_to_itself_is_among_those_that_the_post_signs_for():
    """Else the pile at the counter of the post is one letter higher than its list."""
    control = new_letter_number()
    handed = posting(2, control=control)

    text = opened(PAPER.posting_list(handed, HEAD)).text()
    data = PAPER.posting_table(handed, HEAD).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data), delimiter=";"))

    assert "3 pisma" in text
    assert [text.count(one) for one in (control, OFFICE.name, OFFICE.street)] == [1, 2, 2]
    assert rows[3][0] == "3"
    assert rows[3][4:] == [control, "", OFFICE.name, OFFICE.street, *OFFICE.post.split(" ", 1), ""]


def test_a_letter_whose_address_was_let_go_stays_on_the_list_of_its_batch():
    """The list of a posted batch that is printed weeks later has as many letters as were posted."""
    gone = Sheet(
        batch=482,
        number=3,
        letter=new_letter_number(),
        request=new_request_number(),
        state=LetterState.POSTED,
        place="Piran – Pirano",
        item="RR473124829SI",
    )
    handed = posting(2, forgotten=(gone,))

    pages = opened(PAPER.posting_list(handed, HEAD))
    data = PAPER.posting_table(handed, HEAD).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data), delimiter=";"))

    assert "3 pisma" in pages.text()
    assert "Priporočenih: 2" in pages.text()
    assert [pages.text().count(one) for one in (gone.letter, gone.place)] == [1, 1]
    assert rows[3][4:] == [gone.letter, gone.item, "", "", "", gone.place, ""]


def test_a_posting_list_holds_the_longest_names_in_their_rows():
    """Cut with an ellipsis: the whole name stands on the letter."""
    long = sheet(recipient=recipient(given_names="Ana Marija Frančiška " * 6, street="Cesta " * 9))

    usual = sheet()
    pages = opened(PAPER.posting_list(posting(0, letters=(long, usual)), HEAD))

    assert "…" in pages.text()
    first, second = (pages.boxes(letter.number)[0] for letter in (long, usual))
    next_row = Box(x=50.0, y=second.y - 3.0, width=86.0, height=2.0)
    assert second.y - first.y == pytest.approx(9.0, abs=0.3)
    assert ink(pages.picture(), next_row).height < 1.0  # the line between the rows alone


def test_the_table_of_a_posting_opens_in_a_spreadsheet():
    """UTF-8 with a mark, semicolons, one row a letter."""
    handed = posting(3)

    data = PAPER.posting_table(handed, HEAD)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))

    assert data.startswith(b"\xef\xbb\xbf")
    assert rows[0][:3] == ["Št.", "Datum", "Serija"]
    assert [row[4] for row in rows[1:]] == [letter.number for letter in handed.letters]
    assert [row[5] for row in rows[1:]] == ["RR473124829SI", "", ""]
    assert {len(row) for row in rows} == {11}
    assert not CODE.search(data.decode("utf-8-sig"))


@pytest.mark.requirement("S0-42")
@pytest.mark.parametrize("name", ["=cmd()|' /C calc'!A0", "+1", "-1", "@SUM(A1)"])
def test_a_name_in_the_table_is_never_a_formula(name):
    """A spreadsheet would run it."""
    handed = posting(0, letters=(sheet(recipient=recipient(given_names=name)),))

    (_, row) = csv.reader(
        io.StringIO(PAPER.posting_table(handed, HEAD).decode("utf-8-sig")), delimiter=";"
    )

    assert row[6].startswith(f"'{name}")


def test_abroad_the_table_has_the_country_apart():
    """And not a second time in the address."""
    abroad = recipient(
        street="Hauptplatz",
        house_number="3",
        settlement="Graz",
        postcode="8010",
        post="Graz",
        country="AT",
    )

    (_, row) = csv.reader(
        io.StringIO(
            PAPER.posting_table(posting(0, letters=(sheet(recipient=abroad),)), HEAD).decode(
                "utf-8-sig"
            )
        ),
        delimiter=";",
    )

    assert row[7:] == ["Hauptplatz 3", "8010", "Graz", "Austria"]
