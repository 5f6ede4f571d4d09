"""A request that is slow to open: it is for whoever asked for it, and for nobody who came after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from ra_desk.domain.activation import new_request_number, request_number_scan
from ra_desk.domain.facts import RequestViewed
from ra_desk.ui.background import Lane
from ra_desk.ui.theme import Theme
from tests.fakes import a_request
from tests.ui.front import PASSWORD
from tests.ui.hands import ALT, CTRL, Hands, at_the_window
from tests.ui.lanes import held
from tests.ui.request.zones import td1
from tests.ui.states import SWIFT, town


@pytest.fixture
def hands(theme: Theme) -> Iterator[Hands]:
    """A clerk at the counter."""
    with at_the_window(theme, *town(), policy=SWIFT) as made:
        made.sign_in()
        yield made


def ask_for_novak(hands: Hands) -> None:
    """Open by its name what the store is slow to give, and wait until the page says so."""
    hands.enter()
    hands.until(hands.front.place.request.skeleton.isVisible)


@pytest.mark.parametrize(
    ("key", "modifiers", "page"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "counter"),
        (Qt.Key.Key_Left, ALT, "counter"),
        (Qt.Key.Key_1, CTRL, "counter"),
        (Qt.Key.Key_2, CTRL, "letters"),
    ],
)
def test_whoever_goes_elsewhere_is_not_fetched_back(
    hands: Hands, key: Qt.Key, modifiers: Qt.KeyboardModifier, page: str
) -> None:
    """The next client is in front by then, or another page has the keys."""
    hands.type("novak")
    hands.settle()
    with held(hands, Lane.STORE):
        ask_for_novak(hands)
        hands.press(key, modifiers)
        if page == "counter":
            hands.type("vid")
    hands.settle()
    assert hands.page == page
    assert hands.front.place.look_up.text() == ("vid" if page == "counter" else "")


def test_a_request_asked_for_again_after_leaving_it_opens(hands: Hands) -> None:
    """To have left it once does not keep it away."""
    hands.type("novak")
    hands.settle()
    with held(hands, Lane.STORE):
        ask_for_novak(hands)
        hands.press(Qt.Key.Key_Escape)
    hands.settle()
    hands.type("novak")
    hands.settle()
    hands.enter()
    hands.until(lambda: hands.page == "request")


def test_what_another_office_has_is_shown_to_whoever_has_gone_elsewhere(hands: Hands) -> None:
    """Central answers slowly: the hit waits below the field, and the page in view stays."""
    away = a_request(new_request_number())
    hands.front.central.elsewhere = (away,)
    with held(hands, Lane.CENTRAL):
        hands.scan(request_number_scan(away.number))
        hands.until(lambda: hands.front.place.look_up.text() == away.number)
        hands.press(Qt.Key.Key_2, CTRL)
    hands.until(lambda: len(hands.front.hit_rows) == 1)
    hands.settle()
    assert hands.page == "letters"
    assert hands.facts(RequestViewed) == []


def test_the_screen_that_was_locked_over_it_comes_back_to_it(hands: Hands) -> None:
    """An empty page, without a number or a way on, stood there."""
    hands.type("novak")
    hands.settle()
    with held(hands, Lane.STORE):
        ask_for_novak(hands)
        hands.press(Qt.Key.Key_L, CTRL)
        hands.until(lambda: hands.front.window.session is None)
    hands.settle()
    hands.type(PASSWORD)
    hands.enter()
    hands.until(lambda: hands.front.window.session is not None)
    hands.settle()
    assert hands.page == "request"
    assert hands.front.place.request.number == town()[2].number


def test_a_document_waits_for_its_own_request_alone(hands: Hands) -> None:
    """Two confirmations lay there: the second client was compared with the first one's document."""
    first, second = town()[0], town()[2]
    with held(hands, Lane.STORE):
        hands.scan(request_number_scan(first.number))
        hands.scan(*td1().split("\n"))
        hands.scan(request_number_scan(second.number))
    hands.until(lambda: hands.front.place.request.number == second.number)
    hands.settle()
    visit = hands.front.place.request.visit
    assert visit is not None
    assert visit.document is None


def test_what_is_typed_for_the_next_client_stays_when_the_last_check_is_written(
    hands: Hands,
) -> None:
    """A slow disk: the counter that comes into view by itself emptied the field."""
    hands.scan_request(town()[0])
    hands.scan_document()
    hands.answer(1, 1, 1)
    with held(hands, Lane.STORE):
        hands.enter()
        hands.press(Qt.Key.Key_F3)
        hands.type("nov")
    hands.until(lambda: hands.page == "counter")
    hands.settle()
    assert hands.front.place.look_up.text() == "nov"
    assert hands.focus is hands.front.place.look_up.edit
    assert hands.front.place.hold.active
    hands.type("ak")
    hands.settle()
    assert len(hands.front.hits) == 1
