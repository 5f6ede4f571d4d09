"""Every language, print and envelope, with the longest that a register holds."""

import itertools

import pytest
from PIL import Image, ImageEnhance, ImageFilter

from ra_desk.domain.activation import new_code, parse_letter_number
from ra_desk.domain.letter_form import Envelope, EnvelopeFit, LetterLanguages
from ra_desk.domain.numbers import ItemNumber
from ra_desk.domain.people import Office, OfficeId
from ra_desk.domain.policy import Service
from ra_desk.paper.layout import PROFILES, SLIP, profile_of
from ra_desk.paper.letter import render
from ra_desk.paper.plans import plan_for
from tests.paper.sheets import darkness, ink, letter, opened, scanned

pytestmark = pytest.mark.usefixtures("qapp")

DPI = 110
ITEM = ItemNumber("RR473124829SI")
LONG = {
    "recipient": (
        "pritličje, stanovanje številka 12",
        "Ana Marija Frančiška Őry-Žužemberška-Zgornjekobanska Kovač",
        "Zgornje Gradišče pri Šentvidu pod Tržiškim vrhom",
        "Cesta osvobodilne fronte slovenskega naroda 128 a",
        "9207 Prosenjakovci – Pártosfalva",
    ),
    "sender": Office(
        id=OfficeId("lendava"),
        name="Upravna enota Lendava – Lendvai Közigazgatási Egység",
        street="Trg Györgya Zale – Zala György tér 1",
        post="9220 Lendava – Lendva",
        email="prijavna.sluzba@upravna-enota-lendava.example",
        phone="02 555 11 11",
    ),
    "service": Service(
        issuer="Državni center za storitve zaupanja",
        issuer_address="Ministrstvo za digitalno preobrazbo, Davčna ulica 1, 1000 Ljubljana",
        rules="https://www.si-trust.gov.example",
        phone="080 2002",
        email="enotni.kontaktni.center@gov.example",
    ),
    "place": "Lendava – Lendva",
    "page": "https://uporabniske-strani.gov.example",
    "registered": ITEM,
}
VARIANTS = [
    pytest.param(
        envelope, languages, large, id=f"{envelope}-{languages}-{'large' if large else 'usual'}"
    )
    for envelope, languages, large in itertools.product(Envelope, LetterLanguages, (False, True))
]
FOOT = {"sl": "Stran 1 od", "it": "Pagina 1 di", "hu": "1. oldal", "en": "Page 1 of"}


@pytest.mark.parametrize(("envelope", "languages", "large"), VARIANTS)
def test_the_longest_names_fit_and_only_the_address_can_be_seen(envelope, languages, large):
    """One page, two in large print; the window moved by 10 mm, and the sheet slipped by 5."""
    profile = profile_of(EnvelopeFit(envelope=envelope, right=-10.0, down=10.0))
    content = letter(**LONG, languages=languages.each, large_print=large)
    code = new_code()

    pages = opened(render(content, code, profile=profile, demo=False))

    assert len(pages) == (2 if large else 1)
    picture = pages.picture(dpi=DPI)
    if profile.window is not None:
        shown = ink(picture, profile.place.inset(-SLIP), dpi=DPI)
        assert shown is not None
        assert profile.address.inset(-0.4).holds(shown)
    plan = plan_for(profile, content.setting)
    (found,) = pages.boxes(code.reveal())
    signs = plan.field.signs(on_left=profile.code_on_left)
    # A box of text reaches from the highest to the lowest sign of its typeface.
    assert signs.inset(-2.6).holds(found)
    assert plan.hatch.holds(found.mirrored(profile.folds[-1]))
    assert 0.3 < darkness(picture, plan.hatch, dpi=DPI) < 0.7
    every = " ".join(pages.text(page) for page in range(len(pages)))
    assert every.count(code.reveal()) == 1
    assert all(FOOT[language] in every for language in languages.each)


@pytest.mark.parametrize("languages", [each for each in LetterLanguages if each != "sl"])
def test_both_languages_say_the_whole_of_it_in_the_same_size(languages):
    """UUP article 5: all components; the ordinance of the coast: equal size and weight."""
    alone = [
        set(
            opened(
                render(
                    letter(languages=(each,)),
                    new_code(),
                    profile=PROFILES[Envelope.RIGHT],
                    demo=False,
                )
            )
            .text()
            .split()
        )
        for each in languages.each
    ]
    pages = opened(
        render(
            letter(languages=languages.each),
            new_code(),
            profile=PROFILES[Envelope.RIGHT],
            demo=False,
        )
    )
    both = set(pages.text().split())

    for words in alone:
        # All but codes, numbers and what is divided at the end of a line.
        assert len({word for word in words if word.isalpha()} - both) <= 2
    heads = {
        "sl+it": ("Kaj naredite", "Che cosa fare"),
        "sl+hu": ("Kaj naredite", "Teendők"),
        "sl+en": ("Kaj naredite", "What to do"),
    }
    first, second = (pages.boxes(head)[0] for head in heads[languages])
    assert first.y == pytest.approx(second.y, abs=0.4)
    assert first.right < second.x


def test_large_print_is_sixteen_points_and_its_code_thirty_two():
    """What somebody asked for who cannot read the other."""
    code = new_code()
    usual, large = (
        opened(render(letter(large_print=each), code, profile=PROFILES[Envelope.RIGHT], demo=False))
        for each in (False, True)
    )

    assert large.boxes(code.reveal())[0].width == pytest.approx(
        usual.boxes(code.reveal())[0].width * 32 / 24, rel=0.02
    )
    words = "Izberite »Dokončaj vklop«"
    assert large.boxes(words)[0].width == pytest.approx(
        usual.boxes(words)[0].width * 16 / 10.5, rel=0.06
    )
    assert "Stran 2 od 2" in large.text(1)
    assert code.reveal() not in large.text(1)


@pytest.mark.parametrize("dpi", [100, 150, 200])
@pytest.mark.parametrize("envelope", [Envelope.RIGHT, Envelope.LEFT])
def test_a_poor_scanner_reads_the_letter(envelope, dpi):
    """At 100 to 200 dpi, blurred, pale and turned by 2°: the Data Matrix, the QR and the bars of a registered letter."""
    content = letter(registered=ITEM, languages=("sl", "it"))
    pages = opened(render(content, new_code(), profile=PROFILES[envelope], demo=True))

    picture = pages.picture(dpi=dpi).filter(ImageFilter.GaussianBlur(dpi / 250))
    pale = ImageEnhance.Contrast(picture.rotate(2, Image.Resampling.BICUBIC, fillcolor=255))
    read = scanned(pale.enhance(0.7))

    assert parse_letter_number(read["Data Matrix"][0]) == content.number
    assert read["Data Matrix"][0].startswith("RL1")
    assert read["QR Code"] == ["https://portal.si-pass.example/vklop"]
    if dpi > 100:
        assert read["Code 128"] == [ITEM]


def test_a_registered_letter_has_its_number_outside_the_window():
    """The bars stand by the letter's own number; the window shows the address only."""
    profile = PROFILES[Envelope.RIGHT]
    pages = opened(render(letter(registered=ITEM), new_code(), profile=profile, demo=False))

    (shown,) = pages.boxes("RR 473 124 829 SI")

    assert not profile.place.inset(-SLIP).meets(shown)
    assert scanned(pages.picture())["Code 128"] == [ITEM]
