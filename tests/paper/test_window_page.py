import re

import pytest

from ra_desk.domain.activation import ALPHABET
from ra_desk.paper.layout import HATCH, LAYOUTS, WINDOW_RIGHT, Box
from ra_desk.paper.window_page import render_test_page
from tests.paper.sheets import darkness, ink, opened, scanned

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_test_page_outlines_the_window_where_letters_have_it(layout):
    """Held against the envelope, the outline tells by how much the window has to be moved."""
    moved = layout.moved(right=-4.0, down=3.0)
    picture = opened(render_test_page(layout=moved, demo=False)).picture()
    window = moved.window

    for edge in (
        Box(x=window.x - 0.3, y=window.y, width=0.6, height=window.height),
        Box(x=window.right - 0.3, y=window.y, width=0.6, height=window.height),
        Box(x=window.x, y=window.y - 0.3, width=window.width, height=0.6),
        Box(x=window.x, y=window.bottom - 0.3, width=window.width, height=0.6),
    ):
        drawn = ink(picture, edge)
        assert drawn is not None
        assert max(drawn.width, drawn.height) > max(edge.width, edge.height) - 2.0


def test_the_test_page_holds_no_code():
    """It is thrown away, and shown to whoever stands by."""
    pages = opened(render_test_page(layout=WINDOW_RIGHT, demo=False))

    assert not re.search(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", pages.text())
    assert scanned(pages.picture()) == {}
    assert "Na tej strani je ni." in pages.text()


def test_the_test_page_has_the_hatch_of_a_letter():
    """The light test is made with it."""
    picture = opened(render_test_page(layout=WINDOW_RIGHT, demo=False)).picture()

    assert 0.35 < darkness(picture, HATCH) < 0.65


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_marks_its_test_page(demo):
    """Decision 36."""
    assert ("DEMO" in opened(render_test_page(layout=WINDOW_RIGHT, demo=demo)).text()) is demo
