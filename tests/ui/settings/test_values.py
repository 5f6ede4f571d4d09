"""A setting is what was chosen, unless somebody above the desk has decided it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ra_desk.machine.settings_file import MemorySettings
from ra_desk.services.settings import (
    KeptSettings,
    PolicyDamaged,
    SettingFixed,
    SettingNotSaved,
    SettingsDamaged,
    SettingValue,
)
from ra_desk.ui.settings.declared import SETTINGS, of_section
from ra_desk.ui.settings.shapes import OneOf, Section, Setting, Switch, Text, Whole
from ra_desk.ui.settings.values import Settings


def another(setting: Setting) -> SettingValue:
    match setting.shape:
        case Switch():
            return not setting.default
        case OneOf(words=words):
            return next(word for word in words if word != setting.default)
        case Whole(least=least, most=most):
            return least if setting.default != least else most
        case Text():
            return "okence 3"


class FullDisk(MemorySettings):
    """Keeps nothing any more."""

    def write(self, chosen: Mapping[str, SettingValue]) -> None:
        raise SettingNotSaved(reason="No space left on device")


class Torn(MemorySettings):
    """Files that could not be read."""

    def read(self) -> KeptSettings:
        return KeptSettings(troubles=(SettingsDamaged(path="a"), PolicyDamaged(path="b")))


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_a_choice_holds_at_once_and_at_the_next_start(qtbot, setting: Setting):
    """Each setting: told once, in force, kept."""
    file = MemorySettings()
    settings, told = Settings(file), []
    settings.changed.connect(told.append)
    value = another(setting)

    settings.set(setting.key, value)

    assert told == [setting.key]
    assert settings.value(setting.key) == value
    assert Settings(file).value(setting.key) == value


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_what_a_setting_cannot_be_is_neither_chosen_nor_read(qtbot, setting: Setting):
    """A hand-edited file gives defaults, the program's own mistake a loud end."""
    wrong: SettingValue = "\n" if isinstance(setting.shape, Switch | OneOf | Text) else True
    settings = Settings(MemorySettings({setting.key: wrong}))

    assert settings.value(setting.key) == setting.default
    with pytest.raises(ValueError):
        settings.set(setting.key, wrong)


def test_an_administrator_can_lock_every_setting_but_those_of_central(qtbot):
    """The issue asks for any; the time of the hold is central's policy alone."""
    fixed = {key: another(setting) for key, setting in SETTINGS.items()}

    settings = Settings(MemorySettings(fixed=fixed))

    free = [
        key for key in SETTINGS if not settings.locked(key) or settings.value(key) != fixed[key]
    ]
    assert free == ["notices.hold_seconds"]
    with pytest.raises(SettingFixed):
        settings.set("lock.idle_minutes", 3)


def test_central_rules_over_everybody(qtbot):
    """The hold is as long as central's policy says, and nobody here changes it."""
    settings, told = Settings(MemorySettings({"notices.hold_seconds": 30})), []
    settings.changed.connect(told.append)

    settings.rule("notices.hold_seconds", 12)

    assert settings.number("notices.hold_seconds") == 12
    assert settings.locked("notices.hold_seconds")
    assert told == ["notices.hold_seconds"]
    with pytest.raises(ValueError):
        settings.rule("language", "hu")


def test_a_lost_administrators_file_loosens_nothing_that_protects_data(qtbot):
    """Deleting a bracket in the file must not give a clerk an hour before the lock."""
    settings = Settings(Torn())

    assert [type(t) for t in settings.troubles] == [SettingsDamaged, PolicyDamaged]
    assert settings.locked("lock.idle_minutes")
    assert settings.number("lock.idle_minutes") == 5
    assert not settings.locked("appearance.theme")


def test_a_wrong_value_of_an_administrator_is_told_and_stays_locked(qtbot):
    """What was meant is unknown; that it was not for the desk to decide is known."""
    settings = Settings(MemorySettings(fixed={"lock.idle_minutes": 600, "not.known": 1}))

    assert [t.facts["key"] for t in settings.troubles] == ["lock.idle_minutes", "not.known"]
    assert settings.locked("lock.idle_minutes")
    assert settings.number("lock.idle_minutes") == 5


def test_a_choice_that_cannot_be_kept_is_taken_back_and_told(qtbot):
    """Nobody shall find an old setting tomorrow and wonder."""
    settings, failed, told = Settings(FullDisk()), [], []
    settings.failed.connect(failed.append)
    settings.changed.connect(told.append)

    settings.set("appearance.theme", "dark")

    assert settings.text("appearance.theme") == "system"
    assert told == ["appearance.theme", "appearance.theme"]
    assert [error.code for error in failed] == ["settings.not_saved"]


def test_choices_are_kept_off_the_main_thread(qtbot, background):
    """A slow disk holds no window."""
    file = MemorySettings()
    settings = Settings(file, background=background)

    settings.set("language", "hu")
    settings.set("appearance.text_percent", 150)

    qtbot.waitUntil(lambda: len(file.chosen) == 2)
    assert file.chosen == {"language": "hu", "appearance.text_percent": 150}


def test_the_end_of_the_program_waits_for_what_is_not_kept(qtbot, background):
    """The last geometry of the window is chosen while it closes."""
    file = MemorySettings()
    settings = Settings(file, background=background)
    background.close()
    settings.set("window.geometry", "AdnQ")

    settings.flush()

    assert file.chosen == {"window.geometry": "AdnQ"}


def test_a_section_goes_back_to_its_defaults(qtbot):
    """Only that section, and nothing that is locked."""
    file = MemorySettings(
        {"appearance.theme": "dark", "appearance.density": "compact", "language": "it"},
        fixed={"appearance.density": "compact"},
    )
    settings = Settings(file)

    settings.reset(of_section(Section.APPEARANCE))

    assert settings.is_default("appearance.theme")
    assert settings.text("appearance.density") == "compact"
    assert settings.text("language") == "it"


def test_settings_of_a_newer_version_outlive_an_older_one(qtbot):
    """Somebody goes back to the last version for a day and finds everything again."""
    file = MemorySettings({"future.setting": 3})

    Settings(file).set("language", "en")

    assert file.chosen == {"future.setting": 3, "language": "en"}
