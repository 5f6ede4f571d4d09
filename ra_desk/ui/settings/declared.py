"""Every setting there is, declared once (style.md 10); the page shows them in this order.

A setting is felt elsewhere; adding one here shows it, keeps it and lets an administrator fix it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from ra_desk.texts import LANGUAGES, _, ngettext
from ra_desk.ui.settings.shapes import LockedBy, OneOf, Section, Setting, Switch, Text, Whole

#: Each language in its own words, whatever the window speaks.
LANGUAGE_NAMES: Final = {
    "sl": "slovenščina",
    "en": "English",
    "it": "italiano",
    "hu": "magyar",
}


def _percent(count: int) -> str:
    # i18n: a size; keep the no-break space before the sign where the language has one.
    return _("{percent} %").format(percent=count)


def _minutes(count: int) -> str:
    return ngettext("{count} minute", "{count} minutes", count).format(count=count)


def _seconds(count: int) -> str:
    return ngettext("{count} second", "{count} seconds", count).format(count=count)


def _milliseconds(count: int) -> str:
    return _("{count} ms").format(count=count)


def _at_once(count: int) -> str:
    return _seconds(count) if count else _("no time to undo")


_APPEARANCE = (
    Setting(
        key="appearance.theme",
        section=Section.APPEARANCE,
        shape=OneOf(
            words={
                "system": lambda: _("System"),
                "light": lambda: _("Light"),
                "dark": lambda: _("Dark"),
                "contrast": lambda: _("High contrast"),
            }
        ),
        default="system",
        label=lambda: _("Theme"),
        sentence=lambda: _("System follows the computer."),
    ),
    Setting(
        key="appearance.text_percent",
        section=Section.APPEARANCE,
        shape=Whole(least=100, most=200, step=10, words=_percent),
        default=100,
        label=lambda: _("Text size"),
        sentence=lambda: _("From 100 to 200 %, also with Ctrl++ and Ctrl+−."),
    ),
    Setting(
        key="appearance.density",
        section=Section.APPEARANCE,
        shape=OneOf(
            words={
                "comfortable": lambda: _("Comfortable"),
                "compact": lambda: _("Compact"),
            }
        ),
        default="comfortable",
        label=lambda: _("Density"),
        sentence=lambda: _("Compact shows more rows in lists."),
    ),
    Setting(
        key="appearance.system_font",
        section=Section.APPEARANCE,
        shape=Switch(),
        default=False,
        label=lambda: _("System font"),
        sentence=lambda: _("Instead of the font Source Sans."),
    ),
    Setting(
        key="appearance.reduced_motion",
        section=Section.APPEARANCE,
        shape=Switch(),
        default=False,
        label=lambda: _("Reduced motion"),
        sentence=lambda: _("Without transitions and blinking."),
    ),
)

_LANGUAGE = (
    Setting(
        key="language",
        section=Section.LANGUAGE,
        shape=OneOf(words={code: partial(LANGUAGE_NAMES.__getitem__, code) for code in LANGUAGES}),
        default="sl",
        label=lambda: _("Language of the window"),
        sentence=lambda: _("Letters and e-mails stay in the language of the client."),
    ),
)

_SCANNER = (
    Setting(
        key="scanner.gap_ms",
        section=Section.SCANNER,
        shape=Whole(least=10, most=60, step=5, words=_milliseconds),
        default=35,
        label=lambda: _("Longest gap between signs"),
        sentence=lambda: _("Faster typing counts as a scan. The test below finds the right value."),
    ),
    Setting(
        key="scanner.prefix",
        section=Section.SCANNER,
        shape=Text(longest=8),
        default="",
        label=lambda: _("Signs before each scan"),
        sentence=lambda: _(
            "Some scanners send a few signs first; they are cut off. The test below finds them."
        ),
    ),
    Setting(
        key="scanner.sound",
        section=Section.SCANNER,
        shape=Switch(),
        default=False,
        label=lambda: _("Sound at each scan"),
        sentence=lambda: _("One sound when it was read, another when it was not."),
    ),
)

_PRINTER = (
    Setting(
        key="printer.name",
        section=Section.PRINTER,
        shape=Text(longest=120),
        default="",
        label=lambda: _("Printer"),
        sentence=lambda: _("Offered first when letters are printed."),
    ),
    Setting(
        key="printer.envelope_window",
        section=Section.PRINTER,
        shape=OneOf(
            words={
                "right": lambda: _("On the right"),
                "left": lambda: _("On the left"),
                "none": lambda: _("No window"),
            }
        ),
        default="right",
        label=lambda: _("Window of the envelope"),
        sentence=lambda: _("The side on which the office's DL envelopes have their window."),
    ),
    Setting(
        key="printer.security_envelopes",
        section=Section.PRINTER,
        shape=Switch(),
        default=False,
        label=lambda: _("Envelopes with a security print"),
        sentence=lambda: _(
            "Offers C5 as well, where the code lies under one layer of envelope only."
        ),
    ),
)

_CONNECTION = (
    Setting(
        key="desk.counter",
        section=Section.CONNECTION,
        shape=Text(longest=40),
        default="",
        label=lambda: _("Counter"),
        sentence=lambda: _("How this place is called in the window; empty is as enrolled."),
    ),
    Setting(
        key="help.local",
        section=Section.CONNECTION,
        shape=Text(longest=120),
        default="",
        label=lambda: _("Local help"),
        sentence=lambda: _("Who helps in this building; shown in the help with the help desk."),
    ),
)

#: What an administrator gives the computer and nobody at the desk chooses.
_GIVEN = (
    #: Public key of the help desk, an X25519 JWK: packages for help are sealed to it.
    Setting(
        key="help.key",
        shape=Text(longest=400),
        default="",
        label=lambda: _("Key of the help desk"),
    ),
)

_PRIVACY = (
    Setting(
        key="lock.idle_minutes",
        section=Section.PRIVACY,
        shape=Whole(least=1, most=15, step=1, words=_minutes),
        default=5,
        label=lambda: _("Lock after"),
        sentence=lambda: _("Time without work after which the window locks itself."),
        guards=True,
    ),
    Setting(
        key="privacy.clipboard_seconds",
        section=Section.PRIVACY,
        shape=Whole(least=5, most=60, step=5, words=_seconds),
        default=10,
        label=lambda: _("Empty the clipboard after"),
        sentence=lambda: _(
            "What was copied here leaves the clipboard. Identifiers cannot be copied."
        ),
        guards=True,
    ),
    Setting(
        key="privacy.remember_name",
        section=Section.PRIVACY,
        shape=Switch(),
        default=True,
        label=lambda: _("Remember the user name"),
        sentence=lambda: _("The last user name stands in the field at the next sign-in."),
        guards=True,
    ),
)

_NOTICES = (
    Setting(
        key="notices.hold_seconds",
        section=Section.NOTICES,
        shape=Whole(least=0, most=30, step=1, words=_at_once),
        default=8,
        label=lambda: _("Time to undo a check"),
        sentence=lambda: _("The check waits so long on this computer before it is sent."),
        locked_by=frozenset({LockedBy.CENTRAL}),
        guards=True,
    ),
    Setting(
        key="notices.stay",
        section=Section.NOTICES,
        shape=Switch(),
        default=False,
        label=lambda: _("Notices stay"),
        sentence=lambda: _("A notice stays until you close it, instead of 8 seconds."),
    ),
)

#: What the window remembers by itself.
_OWN_MEMORY = (
    Setting(key="window.geometry", shape=Text(longest=400), default=""),
    Setting(key="window.folded", shape=Switch(), default=False),
    Setting(
        key="first_run.done",
        shape=Switch(),
        default=False,
        label=lambda: _("Ask nothing at the first start"),
    ),
    Setting(key="sign_in.name", shape=Text(longest=120), default=""),
)

SETTINGS: Final[Mapping[str, Setting]] = {
    setting.key: setting
    for setting in (
        *_APPEARANCE,
        *_LANGUAGE,
        *_SCANNER,
        *_PRINTER,
        *_CONNECTION,
        *_PRIVACY,
        *_NOTICES,
        *_OWN_MEMORY,
        *_GIVEN,
    )
}


def of_section(section: Section) -> tuple[Setting, ...]:
    """Return the settings of a part of the page, in its order."""
    return tuple(setting for setting in SETTINGS.values() if setting.section is section)
