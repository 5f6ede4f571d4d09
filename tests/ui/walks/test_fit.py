"""Every page, sheet and strip in every language: no word is clipped, nothing lies over another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ra_desk.domain.people import Role
from ra_desk.texts import DEFAULT_LANGUAGE, LANGUAGES, use
from ra_desk.ui.theme import Scheme, Theme
from tests.services.print_room import FakePaper
from tests.ui.hands import at_the_window
from tests.ui.press import at_the_press
from tests.ui.states import town
from tests.ui.walks.press_rounds import round_through_letters
from tests.ui.walks.rounds import POLICY, round_through
from tests.ui.walks.sizes import SIZES, misfits_now


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use(request.param)
    yield request.param
    use(DEFAULT_LANGUAGE)


@pytest.mark.parametrize(("percent", "size"), SIZES, ids=["wide", "200_percent", "text_150"])
def test_every_word_fits(
    qapp: QApplication, language: str, percent: int, size: tuple[int, int]
) -> None:
    """As delivered, on a screen at 200 %, and with text at 150 %."""
    look, wrong, stops = Theme(), [], 0
    look.apply(qapp, Scheme.LIGHT, text_percent=percent)
    roles = (Role.CLERK, Role.SUPERVISOR)
    with at_the_window(look, *town(), roles=roles, policy=POLICY) as hands:
        hands.resize(*size)
        for stop in round_through(hands):
            stops += 1
            wrong += [f"{stop}: {what}" for what in misfits_now(hands, look)]
    assert stops > 60
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("percent", "size"), SIZES[:2], ids=["wide", "200_percent"])
def test_every_word_of_the_print_room_fits(
    qapp: QApplication, language: str, percent: int, size: tuple[int, int]
) -> None:
    """A batch in all its steps, over a store of its own."""
    look, wrong = Theme(), []
    look.apply(qapp, Scheme.LIGHT, text_percent=percent)
    with at_the_press(look, 2, paper=FakePaper) as press:
        press.hands.resize(*size)
        for stop in round_through_letters(press):
            wrong += [f"{stop}: {what}" for what in misfits_now(press.hands, look)]
    assert not wrong, "\n".join(wrong)
