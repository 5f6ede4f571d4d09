"""The page of settings by keys alone: found, chosen, in force at once, undone; locked where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit

from ra_desk.domain.policy import Policy
from ra_desk.machine.settings_file import MemorySettings
from ra_desk.services.settings import SettingNotSaved, SettingValue
from ra_desk.texts import language, use
from ra_desk.ui.parts.buttons import Button
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.segments import Segment
from ra_desk.ui.parts.switch import SwitchBox
from ra_desk.ui.settings.appearance import Appearance
from ra_desk.ui.settings.page import SettingsPage
from ra_desk.ui.settings.shapes import Section
from ra_desk.ui.settings.speech import Speech
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Kind, Scheme, Theme
from tests.fakes import a_request
from tests.ui.hands import CTRL, SHIFT, Hands, at_the_window


class FullDisk(MemorySettings):
    """Keeps nothing any more."""

    def write(self, chosen: Mapping[str, SettingValue]) -> None:
        raise SettingNotSaved(reason="No space left on device")


@contextmanager
def at_a_desk(theme: Theme, file: MemorySettings) -> Iterator[Hands]:
    """Sign in at a desk whose looks and language follow its settings."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = Settings(file)
    with ExitStack() as open_:
        appearance, speech = Appearance(app, theme, settings), Speech(app, settings)
        hands = open_.enter_context(at_the_window(theme, settings=settings))
        hands.sign_in()
        try:
            yield hands
        finally:
            app.removeEventFilter(appearance)
            appearance.deleteLater()
            speech.deleteLater()
    use("sl")
    QLocale.setDefault(QLocale("sl_SI"))
    theme.apply(app, Scheme.LIGHT)


@pytest.fixture
def file() -> MemorySettings:
    return MemorySettings()


@pytest.fixture
def hands(theme: Theme, file: MemorySettings) -> Iterator[Hands]:
    with at_a_desk(theme, file) as made:
        yield made


def page_of(hands: Hands) -> SettingsPage:
    page = hands.front.place.page("settings")
    assert isinstance(page, SettingsPage)
    return page


def open_settings(hands: Hands) -> SettingsPage:
    hands.press(Qt.Key.Key_Comma, CTRL)
    hands.settle()
    return page_of(hands)


def test_settings_open_with_the_focus_in_the_search(hands: Hands):
    """Ctrl+, from anywhere, and one can type at once."""
    page = open_settings(hands)

    assert hands.page == "settings"
    assert hands.focus is page.search


def test_the_theme_changes_with_three_keys(hands: Hands, theme: Theme, file: MemorySettings):
    """T14: from any page at most four keys, and it is in force and kept."""
    hands.keyboard.reset()

    hands.press(Qt.Key.Key_Comma, CTRL)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Right)

    assert theme.scheme is Scheme.DARK
    assert file.chosen["appearance.theme"] == "dark"
    assert hands.keyboard.keys <= 4


def test_the_language_changes_with_four_keys_and_the_focus_stays(hands: Hands):
    """T14: the window is made anew in the other language, at the same control."""
    hands.keyboard.reset()

    hands.press(Qt.Key.Key_Comma, CTRL)
    hands.type("j")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Right)
    hands.until(lambda: page_of(hands).title == "Settings")

    assert hands.keyboard.keys <= 4
    assert language() == "en"
    assert page_of(hands).search.text() == "j"
    hands.until(lambda: isinstance(hands.focus, Segment))
    assert hands.focus.text() == "English"


def test_the_palette_offers_themes_and_languages(hands: Hands, theme: Theme):
    """From a page in the middle of something: four keys, no way there and back."""
    hands.keyboard.reset()
    hands.press(Qt.Key.Key_P, CTRL | SHIFT)
    hands.type("te")
    hands.until(lambda: hands.front.hits)
    hands.keyboard.reset()
    named = [name for name in hands.front.hits if name.startswith("Tema")]

    assert "Tema: temna" in named
    assert len(named) == 4


def test_a_choice_is_told_and_undone_by_its_key(hands: Hands, theme: Theme):
    """The strip says what is in force now; Ctrl+Z takes it back."""
    page = open_settings(hands)
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_End)
    assert page.notice.words == "Tema: visok kontrast. Shranjeno."
    assert theme.scheme is Scheme.HIGH_CONTRAST

    hands.press(Qt.Key.Key_Z, CTRL)

    assert theme.scheme is Scheme.LIGHT
    assert page.notice.isHidden()
    assert page.rows["appearance.theme"].control.key == "system"


def test_the_language_can_be_undone_after_the_window_was_made_anew(hands: Hands):
    """Who has chosen a language that they cannot read presses Ctrl+Z."""
    open_settings(hands)
    page_of(hands).go(Section.LANGUAGE)
    draft = "Osnutek za potrditev"
    marks = [chip.text() for chip in page_of(hands).rows["drafts"].findChildren(Chip)]
    assert marks == ["Dokončano", "Dokončano", draft, draft], "what nobody has approved says so"
    page_of(hands).into_rows()
    hands.press(Qt.Key.Key_Right)
    hands.until(lambda: page_of(hands).title == "Settings" and page_of(hands).notice.isVisible())
    assert page_of(hands).notice.words == "Language of the window: English. Saved."

    hands.press(Qt.Key.Key_Z, CTRL)

    hands.until(lambda: page_of(hands).title == "Nastavitve")


def test_a_search_finds_words_of_labels_and_sentences_without_marks(hands: Hands):
    """Of the lock the label, of lists the sentence; marks are not needed."""
    page = open_settings(hands)

    hands.type("zakl")
    assert "lock.idle_minutes" in page.rows
    assert next(iter(page.rows)) == "lock.idle_minutes"
    page.search.selectAll()
    hands.type("vrstic")
    assert next(iter(page.rows)) == "appearance.density"


def test_a_search_without_hits_says_so(hands: Hands):
    """Nothing is shown that was not asked for."""
    page = open_settings(hands)

    hands.type("hladilnik")

    assert page.rows == {}
    shown = [label.text() for label in page.findChildren(type(page._head)) if label.isVisible()]
    assert "Ni nastavitve z besedo »hladilnik«." in shown
    hands.press(Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert hands.page == "settings"


def test_space_turns_a_switch(hands: Hands, theme: Theme):
    """A switch is a check box to keys and screen readers, and says its state in words."""
    page = open_settings(hands)
    switch = page.rows["appearance.reduced_motion"].control
    assert isinstance(switch, SwitchBox)
    switch.setFocus()

    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: theme.reduced_motion)

    seen = QAccessible.queryAccessibleInterface(switch)
    assert seen.role() == QAccessible.Role.CheckBox
    assert seen.state().checked
    assert seen.text(QAccessible.Text.Name) == "Manj gibanja"
    assert seen.text(QAccessible.Text.Description) == "Brez prehodov in utripanja."
    assert switch.words == "vklopljeno"


def test_the_size_of_text_steps_between_its_ends_from_any_page(hands: Hands, theme: Theme):
    """Ctrl++ and Ctrl+- by ten, Ctrl+0 back, never beyond 100 and 200."""
    for _press in range(12):
        hands.press(Qt.Key.Key_Plus, CTRL)
    assert theme.text_percent == 200

    hands.press(Qt.Key.Key_Minus, CTRL)
    assert theme.text_percent == 190
    hands.press(Qt.Key.Key_0, CTRL)
    assert theme.text_percent == 100


def test_a_part_goes_back_to_its_defaults(hands: Hands, file: MemorySettings):
    """One button for the part in view; it is there when there is something to restore."""
    page = open_settings(hands)
    assert not page.to_defaults.isVisible()
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Right)

    page.to_defaults.setFocus()
    hands.enter()

    assert "appearance.theme" not in file.chosen
    assert not page.to_defaults.isVisible()
    hands.press(Qt.Key.Key_Z, CTRL)
    assert file.chosen["appearance.theme"] == "light"


def test_what_an_administrator_has_fixed_is_shown_and_cannot_be_changed(theme: Theme):
    """The value, a lock and words; no control that says no."""
    file = MemorySettings(fixed={"appearance.theme": "contrast", "lock.idle_minutes": 2})
    with at_a_desk(theme, file) as hands:
        page = open_settings(hands)
        row = page.rows["appearance.theme"]
        words = [child.text() for child in row.findChildren(type(row.title))]

        assert theme.scheme is Scheme.HIGH_CONTRAST
        assert {"Visok kontrast", "Določeno centralno"} <= set(words)
        assert not row.findChildren(Segment)
        assert page.sections[Section.PRIVACY].accessibleDescription() == (
            "Deloma določeno centralno"
        )


def test_a_key_that_is_fixed_does_not_take_the_undo_away(theme: Theme):
    """Ctrl++ at the counter while a check is held: the word of it stands beside, not in its place."""
    settings = Settings(MemorySettings(fixed={"appearance.text_percent": 100}))
    request = a_request()
    with at_the_window(
        theme, request, policy=Policy(review_before=frozenset()), settings=settings
    ) as hands:
        hands.sign_in()
        hands.check(request)
        counter = hands.front.place.counter
        held = counter.notice.words
        hands.press(Qt.Key.Key_Plus, CTRL)
        hands.settle()
        assert "RA-1903" in counter.trouble.words
        assert counter.notice.words.split(".")[0] == held.split(".")[0]
        assert "Razveljavi" in [button.text() for button in counter.notice.buttons]


def test_the_rail_folds_for_now_where_an_administrator_has_fixed_it(theme: Theme):
    """F9 does what it says, and raises nothing; the next start is as it was fixed."""
    settings = Settings(MemorySettings(fixed={"window.folded": True}))
    with at_the_window(theme, settings=settings) as hands:
        hands.sign_in()
        assert hands.front.place.folded
        hands.press(Qt.Key.Key_F9)
        assert not hands.front.place.folded
        assert settings.flag("window.folded")


def test_what_is_pasted_is_kept_on_one_line_and_without_what_is_unseen(
    hands: Hands, file: MemorySettings
):
    """A hard space out of a letter raised where Enter was pressed, and nothing was kept."""
    page = open_settings(hands)
    page.go(Section.CONNECTION)
    hands.settle()
    line = page.rows["desk.counter"].control
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.insert("okence\u00a03\u00ad \u200b")
    hands.enter()
    hands.settle()
    assert file.chosen["desk.counter"] == "okence 3"
    assert line.text() == "okence 3"


def test_whoever_has_pressed_check_now_stays_there(hands: Hands):
    """Space again must not press whatever stands next."""
    page = open_settings(hands)
    page.go(Section.CONNECTION)
    hands.settle()
    button = next(b for b in page.findChildren(Button) if b.text() == "Preveri zdaj")
    button.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert hands.focus is button
    hands.settle()
    assert hands.focus is button


def test_a_choice_that_cannot_be_saved_is_told_with_its_number(theme: Theme):
    """RA-1901, and the earlier choice holds again on screen and in force."""
    with at_a_desk(theme, FullDisk()) as hands:
        page = open_settings(hands)
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_End)

        assert page.notice.kind is Kind.ERR
        assert "RA-1901" in page.notice.words
        assert theme.scheme is Scheme.LIGHT
        assert page.rows["appearance.theme"].control.key == "system"


def test_the_hold_is_what_central_says(hands: Hands):
    """Not for the desk to decide: shown with its lock."""
    hands.settle()

    assert hands.front.settings.locked("notices.hold_seconds")
    assert hands.front.settings.number("notices.hold_seconds") == 8


def test_every_part_stands_in_a_small_window_with_large_text(hands: Hands):
    """960×540 at 200 %: nothing wider than the page, no row lower than what is in it."""
    page = open_settings(hands)
    hands.front.settings.set("appearance.text_percent", 200)
    hands.resize(960, 540)
    content = page._scroll.widget()
    assert content is not None
    for section in Section:
        page.go(section)
        for _turn in range(4):
            hands.settle()
        assert content.width() <= page._scroll.viewport().width(), section
        low = [k for k, row in page.rows.items() if row.height() < row.heightForWidth(row.width())]
        assert low == [], section


def test_the_page_survives_every_width(hands: Hands):
    """A bar that scrolls and rows that stand must never chase each other."""
    page = open_settings(hands)
    for percent in (100, 200):
        hands.front.settings.set("appearance.text_percent", percent)
        for section in Section:
            page.go(section)
            for width in range(960, 1400, 80):
                hands.front.window.resize(width, 540)
                QApplication.processEvents()
    assert page.isVisible()
