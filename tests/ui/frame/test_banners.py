"""One banner, by gravity; what waits is a chip; every state of the design has its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.access import (
    AnswerCut,
    CentralBusy,
    CentralForged,
    CentralUnreachable,
    CertificateWrong,
    DeskQuarantined,
    DeskUnknown,
    ProtocolUnknown,
)
from ra_desk.journal.envelope import ProofRefused
from ra_desk.journal.seal import ChainBroken
from ra_desk.services.overview import Overview
from ra_desk.texts import use
from ra_desk.ui.banners import Situation, states
from ra_desk.ui.line_state import LineState
from ra_desk.ui.status import line_chip
from ra_desk.ui.theme import Kind
from tests.fakes import NOON

CALM = Overview(
    today=(),
    count=0,
    waiting=0,
    decide=0,
    last_answer_at=NOON,
    stopped=None,
    lease=timedelta(hours=72),
)
ONLINE = LineState(online=True, since=NOON, last_success_at=NOON)


def at(line=ONLINE, *, seen=CALM, demo=False, now=NOON):
    use("sl")
    return states(Situation(line=line, seen=seen, demo=demo, now=now))


def names(*args, **options):
    return [said.name for said in at(*args, **options)]


def test_when_all_is_well_nothing_is_said():
    assert at() == ()


@pytest.mark.parametrize(
    ("line", "seen", "now", "words"),
    [
        (
            replace(ONLINE, online=False, since=NOON, error=CentralUnreachable()),
            CALM,
            NOON,
            "Ni povezave s strežnikom od 12:00. Preverjanja se shranjujejo v tem računalniku",
        ),
        (
            replace(ONLINE, online=False, since=NOON, error=CentralBusy(status=503)),
            CALM,
            NOON,
            "Strežnik je zaseden in od 12:00 ni ničesar sprejel. Preverjanja se shranjujejo",
        ),
        (
            replace(ONLINE, online=False, since=NOON, error=AnswerCut()),
            CALM,
            NOON,
            "Povezava s strežnikom se prekinja, od 12:00 ni prispel noben popoln odgovor.",
        ),
        (ONLINE, CALM, NOON + timedelta(minutes=42), "Podatki so stari 42 minut. Osvežite jih "),
        (ONLINE, CALM, NOON + timedelta(hours=73), "Podatki so prestari za nova preverjanja. "),
        (ONLINE, replace(CALM, decide=1), NOON, "1 zapis ni bil sprejet. Odločite"),
        (replace(ONLINE, ahead=timedelta(minutes=6)), CALM, NOON, "prehiteva za 6 minut"),
        (replace(ONLINE, ahead=-timedelta(minutes=3)), CALM, NOON, "zaostaja za 3 minute"),
        (
            replace(ONLINE, online=False, error=ProofRefused(reason="time")),
            CALM,
            NOON,
            "Ura v tem računalniku je napačna.",
        ),
        (replace(ONLINE, restored=3), replace(CALM, waiting=3), NOON, "Pošiljam 3 shranjene"),
        (replace(ONLINE, restored=2), CALM, NOON, "Poslana sta 2 shranjena zapisa."),
        (replace(ONLINE, online=False, error=ProtocolUnknown()), CALM, NOON, "novejšo različico"),
        (ONLINE, replace(CALM, stopped=DeskQuarantined(reason="cloned")), NOON, "RA-1611"),
        (ONLINE, replace(CALM, stopped=ChainBroken(seq=7, reason="payload")), NOON, "RA-1801"),
        (replace(ONLINE, online=False, error=DeskUnknown()), CALM, NOON, "RA-1612"),
        (replace(ONLINE, online=False, error=CentralForged()), CALM, NOON, "RA-1608"),
    ],
)
def test_each_state_says_what_happened_and_what_to_do(line, seen, now, words):
    assert words in at(line, seen=seen, now=now)[0].text


def test_the_gravest_state_comes_first():
    """Conflict before offline, old data, clock, demo; a stop above all (ux.md 3.0.1)."""
    line = replace(
        ONLINE,
        online=False,
        since=NOON,
        last_success_at=NOON - timedelta(hours=73),
        ahead=timedelta(minutes=9),
        error=CertificateWrong(),
        certificate_stopped=True,
    )
    seen = replace(CALM, decide=1)
    assert names(line, seen=seen, demo=True) == [
        "stopped",
        "too_old",
        "conflict",
        "stale",
        "clock",
        "demo",
    ]
    line = replace(line, certificate_stopped=False, error=CentralUnreachable())
    assert names(line, seen=seen, demo=True)[1:3] == ["conflict", "offline"]


def test_the_return_of_the_line_is_said_for_a_moment_only():
    line = replace(ONLINE, restored=1)
    assert names(line, now=NOON + timedelta(seconds=19)) == ["restored"]
    assert names(line, now=NOON + timedelta(seconds=21)) == []


def test_data_of_days_are_told_in_hours():
    """Nobody counts 3,000 minutes."""
    assert "50 ur" in at(now=NOON + timedelta(hours=50))[0].text


def test_a_slow_line_is_told_by_its_chip():
    use("sl")
    chip = line_chip(replace(ONLINE, slow=True, busy=True))
    assert (chip.kind, chip.text) == (Kind.WARN, "Počasna povezava")


# In the window


def test_a_state_that_waits_is_a_chip_and_comes_when_it_is_pressed(at_counter, qtbot):
    front = at_counter(demo=True)
    front.central.trouble = CentralUnreachable()
    front.line.exchange_now()
    qtbot.waitUntil(lambda: "Ni povezave" in front.place.banner.words)
    chip = front.place.status_bar.chips["state-demo"]
    assert chip.isVisible()
    assert "izmišljeni" in chip.toolTip()
    chip.click()
    assert "DEMO" in front.place.banner.words
    front.central.trouble = None
    front.line.exchange_now()
    qtbot.waitUntil(lambda: "Povezava je spet" in front.place.banner.words)
    front.clock.forward(30)
    front.place.watch.show_status()
    assert "DEMO" in front.place.banner.words
    assert not chip.isVisible()


def test_f6_stops_at_a_banner_that_has_a_button(at_counter, qtbot):
    """What can be done about a state is reached by the keyboard as everything else is."""
    front = at_counter()
    front.central.trouble = CentralUnreachable()
    front.line.exchange_now()
    qtbot.waitUntil(lambda: front.place.banner.isVisible())
    front.place.look_up.focus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert QApplication.focusWidget() is front.place.banner.buttons[0]


def test_f5_asks_central_again(at_counter, qtbot):
    """The banner of old data says so."""
    front = at_counter()
    calls = front.central.calls
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: front.central.calls > calls)


def test_f5_in_the_outbox_sends_what_waits(at_counter, keyboard, qtbot):
    """One key, and only one binding of it: two would cancel each other."""
    front = at_counter()
    front.place.go("outbox")
    calls = front.central.calls
    qtbot.keyClick(QApplication.focusWidget() or front.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: front.central.calls > calls)


def test_the_chips_stand_in_the_order_of_the_design(at_counter, keyboard, qtbot):
    """Connection, outbox, scanner, age, states, notices (ux.md 2.2)."""
    front = at_counter(demo=True)
    keyboard.scan("RADIO-STUDENT-89")
    front.clock.forward(42 * 60)
    front.place.watch.show_status()
    qtbot.waitUntil(lambda: "notices" in front.place.status_bar.chips)
    QApplication.processEvents()
    shown = {k: c for k, c in front.place.status_bar.chips.items() if c.isVisible()}
    assert sorted(shown, key=lambda key: shown[key].x()) == [
        "line",
        "outbox",
        "scanner",
        "age",
        "state-demo",
        "notices",
    ]
