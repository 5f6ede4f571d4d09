import re
from dataclasses import replace
from datetime import date
from typing import get_type_hints

import pytest
from PIL import ImageChops

from ra_desk.domain.activation import ActivationCode, new_code, parse_letter_number
from ra_desk.domain.letter_form import Envelope
from ra_desk.paper.layout import FOLD_MARK, FOOTER_LINE, PROFILES, RIGHT, SLIP, Box
from ra_desk.paper.letter import ADDRESS_SIZE, AddressDoesNotFit, render, render_batch
from ra_desk.paper.letter_text import LetterContent
from ra_desk.paper.lines import TextDoesNotFit
from ra_desk.paper.plans import Setting, plan_for
from tests.paper.sheets import (
    OFFICE,
    PAGE,
    SERVICE,
    darkness,
    ink,
    letter,
    opened,
    scanned,
    without,
)

pytestmark = pytest.mark.usefixtures("qapp")

WINDOW_RIGHT, WINDOW_LEFT = PROFILES[Envelope.RIGHT], PROFILES[Envelope.LEFT]
EITHER = pytest.mark.parametrize("profile", [WINDOW_RIGHT, WINDOW_LEFT], ids=["right", "left"])
LONG_NAME = (
    "Ana Marija Frančiška Evangelina Aleksandra Žužemberška "
    "Wolfeschlegelsteinhausenska-Zgornjekobanskopodgorje"
)


def draw(content=None, code=None, *, profile=WINDOW_RIGHT, demo=False):
    return opened(render(content or letter(), code or new_code(), profile=profile, demo=demo))


def inside(profile):
    return plan_for(profile, Setting.ONE_LANGUAGE)


def code_box(profile):
    return inside(profile).field.signs(on_left=profile.code_on_left).inset(-2.0)


def number_boxes(profile):
    """Everything that differs from letter to letter but address and code."""
    return [
        # Half a millimetre more: the raster blurs the matrix over its edge.
        Box(x=profile.tracking.x - 0.5, y=profile.tracking.y - 0.5, width=46.0, height=11.0),
        profile.reference.inset(-1.0),
        Box(x=RIGHT - 30, y=FOOTER_LINE - 4, width=31.0, height=5.5),
    ]


class Watched(ActivationCode):
    """A code that must not be looked at."""

    __slots__ = ()

    def reveal(self):
        raise AssertionError("the code was revealed")


@pytest.mark.parametrize("name", ["Jan Vovk", LONG_NAME])
@EITHER
def test_the_window_shows_the_address_and_nothing_else(profile, name):
    """However the sheet slips by 5 mm: no number, no date, no part of the sender (domain §4.1)."""
    recipient = ("stanovanje 12", name, "Cesta prvih borcev 128 a", "6000 Koper – Capodistria")
    picture = draw(letter(recipient=recipient), profile=profile).picture()

    found = ink(picture, profile.window.inset(-SLIP))

    assert found is not None
    assert profile.address.inset(-0.2).holds(found)


def test_the_address_is_in_one_size_that_the_post_can_read():
    """As large as it fits: 11 pt for most, never less than 8."""
    short = draw(letter(recipient=("Jan Vovk", "Ulica 1", "1000 Ljubljana")))
    line = short.boxes("Jan Vovk")[0]

    assert ADDRESS_SIZE == 11.0
    assert 2.4 < line.height < 3.2  # capitals of 11 pt: 7.3 pt = 2.6 mm


@EITHER
def test_the_longest_names_are_printed_whole(profile):
    """53 + 49 signs and seven lines are still an address, wrapped and in smaller type."""
    given, surname = "G" + "w" * 51 + "g", "S" + "W" * 47 + "s"
    recipient = (
        "3. nadstropje",
        f"{given} {surname}",
        "Spodnje Škofije",
        "Ulica 1",
        "6281 Škofije",
    )

    pages = draw(letter(recipient=recipient), profile=profile)

    assert given + surname in "".join(pages.raw_text().split())
    found = ink(pages.picture(), profile.window.inset(-SLIP))
    assert found is not None
    assert profile.address.inset(-0.2).holds(found)


def test_a_line_of_an_address_is_smaller_rather_than_two():
    """Down to 9 pt; a house number is never parted from its letter (Pošta Slovenije)."""
    street = "Cesta osvobodilne fronte slovenskega naroda 128 a"

    pages = draw(letter(recipient=("Ana Novak", street, "1000 Ljubljana")))

    (line,) = pages.boxes(street.replace("128 a", "128\u00a0a")) or pages.boxes(street)
    assert line.height < 4.0
    assert line.width < 75.0


def test_an_address_that_cannot_fit_is_refused_before_the_code_is_seen():
    """A letter that nobody can deliver must not cost a code, nor tell the name in an error."""
    content = letter(recipient=("Dolgonoga " * 80,))

    with pytest.raises(AddressDoesNotFit) as refused:
        render(content, Watched("7KQM-4XWP-9TRC"), profile=WINDOW_RIGHT, demo=False)

    assert refused.value.facts == {"letter": content.number}
    assert refused.value.__suppress_context__


@EITHER
def test_the_code_appears_once_and_only_inside_the_fold(profile):
    """The outer thirds are what the envelope, or a hand that holds it, touches."""
    secret = new_code()
    code = secret.reveal()
    pages = draw(letter(), secret, profile=profile)

    places = pages.boxes(code)

    assert len(places) == 1
    assert inside(profile).field.box.holds(places[0])
    assert code_box(profile).holds(places[0])
    text = pages.raw_text()
    assert [text.count(group) for group in code.split("-")] == [1, 1, 1]
    assert code.replace("-", "") not in text


@EITHER
def test_another_code_changes_no_dot_outside_its_place(profile):
    """Nothing else on the sheet depends on the code: no symbol, no digest, no width of a line."""
    content = letter()

    pictures = [draw(content, new_code(), profile=profile).picture() for _ in range(2)]

    changed = ImageChops.difference(*pictures)
    assert changed.getbbox() is not None
    outside = [without(picture, [code_box(profile)]) for picture in pictures]
    assert ImageChops.difference(*outside).getbbox() is None


@EITHER
def test_two_letters_differ_only_where_they_must(profile):
    """Address, date and request, the letter's number in its three places, and the code."""
    first = letter()
    other = letter(recipient=(LONG_NAME, "Ulica 1", "9220 Lendava"), request="R-2345-678")

    own = [profile.place, *number_boxes(profile), code_box(profile)]
    pictures = [without(draw(c, profile=profile).picture(), own) for c in (first, other)]

    assert ImageChops.difference(*pictures).getbbox() is None


@pytest.mark.parametrize("demo", [False, True])
@EITHER
def test_the_qr_opens_the_page_and_knows_no_code(profile, demo):
    """A photograph of the QR must be worth nothing (decision 28)."""
    content = letter()

    read = scanned(draw(content, profile=profile, demo=demo).picture())

    assert read["QR Code"] == [f"https://{PAGE}"]
    assert set(read) == {"QR Code", "Data Matrix"}


def test_a_page_with_a_scheme_is_left_as_it_is():
    """The demo's page is on this computer, without TLS."""
    page = "http://127.0.0.1:49152/vklop"

    read = scanned(draw(letter(page=page)).picture())

    assert read["QR Code"] == [page]


@EITHER
def test_the_data_matrix_tells_which_letter_it_is(profile):
    """Reconciling scans it; who cannot scan types the number beside it."""
    content = letter()
    pages = draw(content, profile=profile)

    (scan,) = scanned(pages.picture())["Data Matrix"]

    assert scan.startswith("RL1")
    assert parse_letter_number(scan) == content.number
    assert pages.text().count(content.number) == 2


def test_the_hatch_is_dense_everywhere():
    """Every patch as large as a sign of the code has black and white in it."""
    picture, hatch = draw().picture(), inside(WINDOW_RIGHT).hatch

    assert 0.35 < darkness(picture, hatch) < 0.65
    patches = [
        Box(x=hatch.x + 6 * across, y=hatch.y + 4.5 * down, width=5.0, height=4.5)
        for across in range(26)
        for down in range(6)
    ]
    assert all(0.15 < darkness(picture, patch) < 0.85 for patch in patches)


def test_the_folds_are_marked_at_the_edge():
    """Two short lines at 105 and 210 mm, clear of the text."""
    picture = draw().picture()

    found = ink(picture, Box(x=0.0, y=100.0, width=20.0, height=115.0))

    assert found is not None
    assert found.y == pytest.approx(WINDOW_RIGHT.folds[0], abs=0.2)
    assert found.bottom == pytest.approx(WINDOW_RIGHT.folds[1], abs=0.2)
    assert found.right == pytest.approx(FOLD_MARK[1], abs=0.2)


def test_every_typeface_is_embedded():
    """A printer with other fonts would set another letter; Helvetica has no č."""
    pdf = render(letter(), new_code(), profile=WINDOW_RIGHT, demo=True)

    names = set(re.findall(rb"/BaseFont /([^\s/]+)", pdf))

    assert all(re.fullmatch(rb"[A-Z]{6}\+(SourceSans3|IBMPlexMono)-\w+", name) for name in names)
    assert len(re.findall(rb"/FontFile2 ", pdf)) == len(names) == 5


def test_the_document_names_itself_and_its_language_but_nobody():
    """A spooler may list the title; screen readers need the language."""
    pdf = render(letter(), new_code(), profile=WINDOW_RIGHT, demo=False)

    assert opened(pdf).title == "Vaša aktivacijska koda"
    assert b"/Lang (sl)" in pdf
    assert opened(pdf).size_mm() == (210, 297)
    assert len(opened(pdf)) == 1


def test_the_same_letter_gives_the_same_bytes():
    """No clock and no chance is in a page, so a test can compare two."""
    content, code = letter(), new_code()

    first, second = (render(content, code, profile=WINDOW_LEFT, demo=False) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("demo", [True, False])
def test_demo_stands_across_a_letter_of_the_demo_only(demo):
    """An invented letter must be known for one from across the room (decision 36)."""
    pages = draw(demo=demo)

    assert ("DEMO" in pages.text()) is demo
    empty = Box(x=95.0, y=131.0, width=60.0, height=5.0)
    assert (ink(pages.picture(), empty) is not None) is demo


def test_a_batch_draws_what_repeats_once():
    """A hundred letters are little more to send to the printer than one."""
    letters = [(letter(), new_code()) for _ in range(20)]
    pdf = render_batch(letters, profile=WINDOW_RIGHT, demo=False)
    pages = opened(pdf)

    assert len(pages) == 20
    assert pdf.count(b"/Subtype /Form") == 1
    for at, (content, code) in enumerate(letters):
        text = pages.text(at)
        assert text.count(code.reveal()) == 1
        assert content.number in text
        assert not [c for _, c in letters if c is not code and c.reveal() in text]


def test_letters_that_end_on_different_days_share_no_text():
    """Whose code lives longer must read its own day."""
    days = [date(2026, 12, 13), date(2026, 12, 22), date(2026, 12, 13)]
    letters = [(letter(valid_until=day), new_code()) for day in days]

    pages = opened(render_batch(letters, profile=WINDOW_RIGHT, demo=False))

    shown = [re.findall(r"velja do (\d+\. \d+\. \d+)", pages.text(at)) for at in range(3)]
    assert shown == [["13. 12. 2026"], ["22. 12. 2026"], ["13. 12. 2026"]]


def test_an_empty_batch_is_nobodys_intention():
    """A PDF without pages would puzzle the printer, not us."""
    with pytest.raises(ValueError, match="without letters"):
        render_batch([], profile=WINDOW_RIGHT, demo=False)


@pytest.mark.requirement("S0-06", "S0-30", "S0-31", "S0-52", "S0-55")
def test_the_letter_says_what_the_terms_demand():
    """Who issues it, whose liability it is, where the rules are, who helps, where to report."""
    service = replace(
        SERVICE,
        issuer="Ministrstvo za poskuse",
        issuer_address="Preskusna 7, 1000 Ljubljana",
        rules="www.pravila.example",
        phone="080 1234",
        email="pomoc@pravila.example",
    )

    text = draw(letter(service=service)).text()

    assert text.startswith("Ministrstvo za poskuse Upravna enota Koper")
    assert "Za njegovo uporabo v celoti odgovarjate sami." in text
    assert "pravila SI-PASS-CA na www.pravila.example." in text
    assert "Pomoč uporabnikom: 080 1234, pomoc@pravila.example." in text
    assert (
        "Kršitve prijavite na pomoc@pravila.example ali pisno na naslov: "
        "Ministrstvo za poskuse, Preskusna 7, 1000 Ljubljana." in text
    )


@pytest.mark.requirement("S4-08")
def test_the_letter_names_its_issuer_with_an_address():
    """Both from configuration: the issuer above the sender, the address in the small print."""
    service = replace(SERVICE, issuer="Drug izdajatelj", issuer_address="Nova pot 2, 2000 Maribor")
    text = draw(letter(service=service)).text()
    assert text.startswith("Drug izdajatelj Upravna enota Koper")
    assert "Nova pot 2, 2000 Maribor" in text


def test_the_letter_says_what_it_is_until_when_and_what_to_do():
    """In this order, and nobody has to know what a letter looked like before."""
    text = draw().text()
    expected = [
        "Koper, 22. 11. 2026 · Zahtevek R-7F4K-22C",
        "Vaša aktivacijska koda",
        "Koda velja do 13. 12. 2026 in jo lahko uporabite samo enkrat.",
        f"Odprite {PAGE} ali skenirajte kodo QR",
        "Izberite »Dokončaj vklop« in vpišite aktivacijsko kodo.",
        "Vpišite telefonsko številko.",
        "Kode ne povejte nikomur.",
        "Kode ne uporabite in pokličite 080 2002.",
        "Stran 1 od 1",
    ]

    assert [sentence for sentence in expected if sentence not in text] == []


def test_the_last_line_above_the_fold_says_where_and_when():
    """Place, date and the number of the request."""
    pages = draw(letter(place="Piran", dated=date(2027, 1, 5), request="R-2345-678"))

    assert "Piran, 5. 1. 2027 · Zahtevek R-2345-678" in pages.text()
    assert pages.boxes("Piran, 5")[0].bottom < WINDOW_RIGHT.folds[0]


@pytest.mark.requirement("S0-42")
def test_hostile_names_are_inert_on_paper():
    """They are drawn as text: no order of the PDF, no turn of direction, no second line."""
    recipient = (
        "=cmd() <b>Ana</b>\r\n(Novak) Tj ET \\050 Q",
        "\u202eUlica\u202c\u0000 1",
        "5000\u2028Nova Gorica",
    )

    pages = draw(letter(recipient=recipient))

    assert "=cmd() <b>Ana</b> (Novak) Tj ET \\050 Q" in pages.text()
    assert "Ulica 1" in pages.text()
    assert len(pages.boxes("5000 Nova Gorica")) == 1


def test_a_configured_text_without_end_stops_the_letter():
    """Better no letter than one whose warning is missing."""
    with pytest.raises(TextDoesNotFit):
        render(
            letter(page="portal.example/" + "x" * 900), new_code(), profile=WINDOW_RIGHT, demo=False
        )


def test_what_a_letter_says_has_no_place_for_a_code():
    """It may end in a traceback, and a preview is drawn from it: decision 27, by type."""
    kinds = get_type_hints(LetterContent).values()

    assert ActivationCode not in kinds
    assert not [kind for kind in kinds if "Secret" in str(kind)]


def test_the_sender_is_the_office():
    """Another office, another head; its phone and address are data."""
    office = replace(OFFICE, name="Upravna enota Lendava", phone="02 555 11 11")

    head = draw(letter(sender=office)).text()[:200]

    assert "Upravna enota Lendava" in head
    assert "02 555 11 11" in head


@EITHER
def test_qr_keeps_its_quiet_zone(profile):
    """Four modules of white around it, or cameras miss it (ISO/IEC 18004)."""
    picture, block = draw(profile=profile).picture(), inside(profile).field.box
    x = block.right - 27.0 if profile.code_on_left else block.x
    field = Box(x=x, y=block.y, width=27.0, height=27.0)

    found = ink(picture, field.inset(1.0))

    assert found is not None
    assert found.width == pytest.approx(found.height, abs=0.2)
    module = found.width / 29
    assert found.inset(-4 * module).y >= block.y
    assert found.inset(-4 * module).bottom <= block.bottom
    assert field.x <= found.inset(-4 * module).x
    assert found.inset(-4 * module).right <= field.right
