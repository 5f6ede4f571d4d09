"""The parts of the page of settings: their names, and the rows of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ra_desk.services.desk import Desk
from ra_desk.services.ports import Enrolment
from ra_desk.texts import _
from ra_desk.ui.line import Line as ToCentral
from ra_desk.ui.settings import about, facts
from ra_desk.ui.settings.controls import Choose, control_for, managed
from ra_desk.ui.settings.declared import of_section
from ra_desk.ui.settings.rows import Line
from ra_desk.ui.settings.scanner_test import ScannerTest
from ra_desk.ui.settings.shapes import OneOf, Section, Setting
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme

ICONS = {
    Section.APPEARANCE: "palette",
    Section.LANGUAGE: "language",
    Section.SCANNER: "scan",
    Section.PRINTER: "printer",
    Section.CONNECTION: "world",
    Section.PRIVACY: "shield-lock",
    Section.SHORTCUTS: "keyboard",
    Section.NOTICES: "bell",
    Section.DEMO: "flask",
    Section.ABOUT: "info-circle",
}
#: Words of other languages: who cannot read the window looks for these.
_ALSO = {
    "language": "jezik language lingua nyelv",
    "appearance.theme": "tema theme téma barve colours",
}


def title(section: Section) -> str:
    """Return what a part of the page is called."""
    return {
        Section.APPEARANCE: _("Appearance"),
        Section.LANGUAGE: _("Language"),
        Section.SCANNER: _("Scanner"),
        Section.PRINTER: _("Printer and envelopes"),
        Section.CONNECTION: _("Connection"),
        Section.PRIVACY: _("Privacy and lock"),
        Section.SHORTCUTS: _("Shortcuts"),
        Section.NOTICES: _("Notices"),
        Section.DEMO: _("Demo"),
        Section.ABOUT: _("About"),
    }[section]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the page shows beside the settings, and what its tests speak to."""

    theme: Theme
    settings: Settings
    desk: Desk
    enrolment: Enrolment
    line: ToCentral


def lines_of(around: Surroundings, section: Section, choose: Choose) -> tuple[Line, ...]:
    """Return the rows of a part of the page, in the language of the window."""
    chosen = tuple(_setting(around, setting, choose) for setting in of_section(section))
    more = _MORE.get(section)
    return chosen if more is None else more(around, chosen)


def _setting(around: Surroundings, setting: Setting, choose: Choose) -> Line:
    assert setting.section is not None  # noqa: S101  # what has no section is not shown
    offered = None
    if setting.key == "printer.name":
        names = tuple(around.desk.printers)
        offered = {"": _("The first one found")} | {name: name for name in names}
    words = ""
    if isinstance(setting.shape, OneOf):
        words = " ".join(say() for say in setting.shape.words.values())
    return Line(
        section=setting.section,
        key=setting.key,
        title=setting.label(),
        sentence=setting.sentence(),
        words=f"{words} {_ALSO.get(setting.key, '')}",
        make=partial(control_for, around.theme, around.settings, setting, choose, offered=offered),
        locked=around.settings.locked(setting.key),
    )


def _appearance(around: Surroundings, chosen: tuple[Line, ...]) -> tuple[Line, ...]:
    preview = Line(
        section=Section.APPEARANCE,
        key="preview",
        title=_("Preview"),
        sentence=_("This is how data look."),
        make=partial(facts.preview, around.theme),
    )
    office = Line(
        section=Section.APPEARANCE,
        key="office",
        title=_("Name of the office"),
        sentence=_("Stands in the head of letters and reports."),
        make=partial(managed, around.theme, around.enrolment.office.name),
        locked=True,
    )
    return (*chosen[:2], preview, *chosen[2:], office)


def _language(around: Surroundings, chosen: tuple[Line, ...]) -> tuple[Line, ...]:
    return (
        *chosen,
        Line(
            section=Section.LANGUAGE,
            key="drafts",
            title=_("State of the translations"),
            sentence=_("Drafts are approved by a native official before the release."),
            make=partial(facts.translations, around.theme),
        ),
        Line(
            section=Section.LANGUAGE,
            key="formats",
            title=_("Dates, times and numbers"),
            sentence=_("They are written as the language of the window writes them."),
            make=partial(facts.formats, around.desk.time()),
        ),
    )


def _scanner(around: Surroundings, chosen: tuple[Line, ...]) -> tuple[Line, ...]:
    test = Line(
        section=Section.SCANNER,
        key="scanner_test",
        title=_("Test of the scanner"),
        sentence=_("Scan both pictures from the screen."),
        make=lambda: ScannerTest(around.theme, around.settings, around.desk.time),
        below=True,
    )
    return (*chosen, test)


def _connection(around: Surroundings, chosen: tuple[Line, ...]) -> tuple[Line, ...]:
    enrolment, line = around.enrolment, around.line
    fixed: tuple[tuple[str, str, str, str], ...] = (
        ("server", _("Server"), _("Given when this computer was enrolled."), enrolment.central_url),
        ("desk", _("Name of this computer at the server"), "", str(enrolment.desk)),
    )
    return (
        *(
            Line(
                section=Section.CONNECTION,
                key=key,
                title=name,
                sentence=sentence,
                make=partial(managed, around.theme, value),
                locked=True,
            )
            for key, name, sentence, value in fixed
        ),
        *chosen,
        Line(
            section=Section.CONNECTION,
            key="line",
            title=_("Connection to the server"),
            sentence=_("What happened at the last exchange."),
            make=lambda: facts.Connection(around.theme, line, around.desk.time),
        ),
    )


def _demo(around: Surroundings, _chosen: tuple[Line, ...]) -> tuple[Line, ...]:
    demo = around.enrolment.demo
    return (
        Line(
            section=Section.DEMO,
            key="demo",
            title=_("What this is"),
            sentence=(
                _("A demo: people and data are made up, nothing leaves this computer.")
                if demo
                else _("The real thing. Try everything out with the command ra-desk demo.")
            ),
            make=partial(managed, around.theme, _("Demo") if demo else _("Real work")),
            locked=True,
        ),
    )


_MORE: dict[Section, Callable[[Surroundings, tuple[Line, ...]], tuple[Line, ...]]] = {
    Section.APPEARANCE: _appearance,
    Section.LANGUAGE: _language,
    Section.SCANNER: _scanner,
    Section.CONNECTION: _connection,
    Section.SHORTCUTS: lambda _around, _chosen: about.shortcuts(),
    Section.DEMO: _demo,
    Section.ABOUT: lambda _around, _chosen: about.lines(),
}
