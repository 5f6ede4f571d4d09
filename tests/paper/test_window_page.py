import re

import pytest

from ra_desk.domain.activation import ALPHABET
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.paper.layout import PROFILES, Box, profile_of
from ra_desk.paper.plans import Setting, plan_for
from ra_desk.paper.window_page import render_test_page
from tests.paper.sheets import darkness, ink, opened, scanned

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("envelope", [e for e in Envelope if e is not Envelope.NONE])
def test_the_test_page_outlines_the_window_where_letters_have_it(envelope):
    """Held against the envelope, the outline tells by how much the window has to be moved."""
    moved = profile_of(EnvelopeFit(envelope=envelope, right=-4.0, down=3.0))
    picture = opened(render_test_page(profile=moved, demo=False)).picture()
    window = moved.place

    for edge in (
        Box(x=window.x - 0.3, y=window.y, width=0.6, height=window.height),
        Box(x=window.right - 0.3, y=window.y, width=0.6, height=window.height),
        Box(x=window.x, y=window.y - 0.3, width=window.width, height=0.6),
        Box(x=window.x, y=window.bottom - 0.3, width=window.width, height=0.6),
    ):
        drawn = ink(picture, edge)
        assert drawn is not None
        assert max(drawn.width, drawn.height) > max(edge.width, edge.height) - 2.0


def test_the_test_page_tells_where_its_window_is():
    """With the comma of the language; whoever has to move the window types such a number."""
    moved = profile_of(EnvelopeFit(envelope=Envelope.RIGHT, right=-2.5, down=0.0))
    text = opened(render_test_page(profile=moved, demo=False)).text()

    assert "102,5 mm od levega roba, 45 mm" in text.replace("\r\n", " ")


def test_the_test_page_holds_no_code():
    """It is thrown away, and shown to whoever stands by."""
    pages = opened(render_test_page(profile=PROFILES[Envelope.RIGHT], demo=False))

    assert not re.search(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", pages.text())
    assert scanned(pages.picture()) == {}
    assert "Na tej strani je ni." in pages.text()


@pytest.mark.parametrize("envelope", Envelope)
def test_the_test_page_has_the_hatch_of_a_letter(envelope):
    """The light test is made with it."""
    profile = PROFILES[envelope]
    pages = opened(render_test_page(profile=profile, demo=False))

    hatch = plan_for(profile, Setting.ONE_LANGUAGE).hatch
    assert 0.35 < darkness(pages.picture(), hatch) < 0.65
    assert len(pages) == 1


def test_an_envelope_without_a_window_has_no_outline_of_one():
    """There is nothing to hold it against; the place of the address is dotted."""
    profile = PROFILES[Envelope.NONE]
    picture = opened(render_test_page(profile=profile, demo=False)).picture()

    edge = Box(x=profile.place.x + 1, y=profile.place.y - 0.2, width=3.0, height=0.4)
    assert ink(picture, edge) is None


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_marks_its_test_page(demo):
    """Decision 36."""
    assert (
        "DEMO" in opened(render_test_page(profile=PROFILES[Envelope.RIGHT], demo=demo)).text()
    ) is demo
