"""Every page, sheet and strip in every language: no word is clipped, nothing lies over another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ra_desk.domain.people import Role
from ra_desk.texts import DEFAULT_LANGUAGE, LANGUAGES, use
from ra_desk.ui.theme import Scheme, Theme
from tests.services.print_room import FakePaper
from tests.ui.hands import SMALL, at_the_window
from tests.ui.press import at_the_press
from tests.ui.pseudo import use_pseudo
from tests.ui.states import town
from tests.ui.walks.after_rounds import round_after_checks, round_through_administration
from tests.ui.walks.press_rounds import round_through_letters
from tests.ui.walks.rounds import POLICY, round_through
from tests.ui.walks.sizes import LARGER, SIZES, misfits_now

#: Nobody speaks it: English more than half as long again, so English need not be walked there.
PSEUDO = "pseudo"
#: As narrow as the smallest, but its bars stand one above the other.
HIGH = (960, 760)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use(request.param)
    yield request.param
    use(DEFAULT_LANGUAGE)


@pytest.fixture(params=[PSEUDO if one == "en" else one for one in LANGUAGES])
def long_language(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == PSEUDO:
        use_pseudo()
    else:
        use(request.param)
    yield request.param
    use(DEFAULT_LANGUAGE)


def misfits_of_a_round(qapp: QApplication, percent: int, size: tuple[int, int]) -> list[str]:
    """Walk over every page and return what does not fit."""
    look, wrong, stops = Theme(), [], 0
    look.apply(qapp, Scheme.LIGHT, text_percent=percent)
    roles = (Role.CLERK, Role.SUPERVISOR)
    with at_the_window(look, *town(), roles=roles, policy=POLICY) as hands:
        hands.resize(*size)
        for stop in round_through(hands):
            stops += 1
            wrong += [f"{stop}: {what}" for what in misfits_now(hands, look)]
    assert stops > 60
    return wrong


def test_every_word_fits_as_delivered(qapp: QApplication, long_language: str) -> None:
    """Also words that are longer than any translation of today."""
    wrong = misfits_of_a_round(qapp, *SIZES[0])
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("percent", "size"), [*SIZES[1:], LARGER], ids=["200_percent", "text_200", "text_150"]
)
def test_every_word_fits(
    qapp: QApplication, language: str, percent: int, size: tuple[int, int]
) -> None:
    """On a screen at 200 %, with text at 200 % besides, and with text at 150 % in the usual window."""
    wrong = misfits_of_a_round(qapp, percent, size)
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


def test_every_word_after_a_check_fits(qapp: QApplication) -> None:
    """Review, reports, audit trail, administration, letters: long words and the least room."""
    look, wrong = Theme(), []
    use("hu")
    look.apply(qapp, Scheme.LIGHT, text_percent=200)
    rounds = (
        ((Role.CLERK, Role.SUPERVISOR, Role.PRINT_ROOM), round_after_checks),
        ((Role.ADMINISTRATOR,), round_through_administration),
    )
    try:
        for roles, go_round in rounds:
            with at_the_window(look, *town(), roles=roles, policy=POLICY) as hands:
                hands.resize(*SMALL)
                hands.sign_in()
                for stop in go_round(hands):
                    for size in (SMALL, HIGH):
                        hands.front.window.resize(*size)
                        wrong += [f"{stop} {size}: {what}" for what in misfits_now(hands, look)]
        with at_the_press(look, 2, paper=FakePaper) as press:
            press.hands.resize(*SMALL)
            for stop in round_through_letters(press):
                wrong += [f"{stop}: {what}" for what in misfits_now(press.hands, look)]
    finally:
        use(DEFAULT_LANGUAGE)
    assert not wrong, "\n".join(wrong)
