"""A desk is killed (-9) in the middle of its work; after the restart it shows what is true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest

from ra_desk.app import enrol, open_desk
from ra_desk.central.enrolment import create_enrol_token
from ra_desk.central.offices import set_policy
from ra_desk.central.operators import add_operator
from ra_desk.central.tables import code
from ra_desk.domain.activation import Channel
from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import Role
from ra_desk.domain.secret import Secret
from ra_desk.domain.standing import UndoTooLate
from ra_desk.machine.paths import DeskFolder, desk_folder
from ra_desk.machine.printing import DemoTray
from ra_desk.machine.vault import DeskSecrets, new_secrets
from ra_desk.services.print_letters import AlreadyStarted
from ra_desk.sync.http import HttpCentral
from tests.journeys.office import PASSWORD, POLICY, Counter, Office
from tests.journeys.test_journey import codes_for, exchange_until, wait_for_code, wait_until

ROOT = Path(__file__).parents[2]


@dataclass(kw_only=True)
class Mortal:
    """A desk that can be opened, killed in a step, and opened again."""

    office: Office
    folder: DeskFolder
    vault: DeskSecrets
    totp: str
    _used: int = 0

    def one_time_code(self) -> str:
        """Return a code that was not used yet: central takes the neighbouring step as well."""
        self._used += 1
        totp = pyotp.TOTP(self.totp)
        offset = {1: -1, 2: 0, 3: 1}[self._used]
        return totp.generate_otp(totp.timecode(datetime.now(UTC)) + offset)

    @contextmanager
    def open(self) -> Iterator[Counter]:
        line = HttpCentral(self.vault.desk_signer(), trust=self.office.trust)
        tray = DemoTray()
        with open_desk(self.folder, self.vault, printers={tray.name: tray}, central=line) as desk:
            session = desk.sign_in(
                login="maja", password=Secret(PASSWORD), one_time_code=self.one_time_code()
            )
            yield Counter(desk=desk, session=session)

    def killed_in(self, step: str, number: str, *, word: str) -> None:
        """Let a process of its own take the step, and kill it when it says the word."""
        told = {
            "seed": self.vault.signing_key().seed().hex(),
            "store": self.vault.store_key().hex(),
            "box": self.vault.box_key().raw().hex(),
            "folder": str(self.folder.path),
            "trust": self.office.trust,
            "login": "maja",
            "password": PASSWORD,
            "one_time_code": self.one_time_code(),
            "number": number,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.desk_process", step],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdin.write(json.dumps(told))
            process.stdin.close()
            said = process.stdout.readline().strip()
            process.kill()
            errors = process.stderr.read()
        assert said == word, errors


@pytest.fixture
def mortal(office: Office) -> Mortal:
    """An enrolled desk with the hold of eight seconds, its clerk, and nobody signed in."""
    totp = pyotp.random_base32()
    add_operator(
        office.central.parts,
        login="maja",
        name="Maja K.",
        password=Secret(PASSWORD),
        office=office.office,
        roles=[Role.CLERK],
        totp_secret=Secret(totp),
    )
    with office.central.engine.begin() as connection:
        set_policy(connection, office.office, replace(POLICY, hold_s=8))
    vault, folder = new_secrets(), desk_folder(office.folder / "mortal")
    token = create_enrol_token(office.central.parts, office=office.office, counter="3", prints=True)
    enrol(folder, vault, token.reveal(), trust=office.trust)
    return Mortal(office=office, folder=folder, vault=vault, totp=totp)


def test_killed_in_the_hold_the_check_is_shown_as_waiting_and_is_sent(office, mortal):
    """It was durable from second 0, so it is neither lost nor half."""
    _, citizen, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
    mortal.killed_in("hold", number, word="recorded")
    with mortal.open() as counter:
        shown = counter.desk.overview()
        assert (shown.count, shown.waiting, shown.decide) == (1, 1, 0)
        standing = counter.standing(number)
        assert (standing.stage, standing.awaits_ruling) == (Stage.IDENTIFIED, True)
        [item] = [i for i in counter.desk.outbox() if i.deed.fact.subject == number]
        counter.desk.send_now(item.deed.ref.seq)
        wait_for_code_after_exchange(office, counter, citizen.email)
        wait_until(counter, number, Stage.CODE_SENT)
    assert office.count(code, number) == 1


@pytest.mark.parametrize("step", ["offered", "answered"])
def test_killed_in_the_exchange_the_check_has_one_effect(office, mortal, step):
    """Whether central has filed it or not: it goes up again, and one code leaves."""
    _, citizen, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
    mortal.killed_in(step, number, word=step)
    with mortal.open() as counter:
        assert counter.desk.overview().waiting == 1
        [item] = [i for i in counter.desk.outbox() if i.deed.fact.subject == number]
        assert not item.held
        with pytest.raises(UndoTooLate):
            counter.desk.undo(item.deed.ref.seq, session=counter.session)
        wait_for_code_after_exchange(office, counter, citizen.email)
        wait_until(counter, number, Stage.CODE_SENT)
        assert counter.desk.overview().waiting == 0
    assert len(codes_for(office, citizen.email)) == 1
    assert office.count(code, number) == 1


def test_killed_while_a_letter_is_drawn_the_sheet_is_asked_about(office, mortal):
    """The code is never drawn twice: the sheet is good or spoilt, and spoilt means a new code."""
    _, _, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
        seq = counter.check(number, channel=Channel.POST, channel_reason="brez e-pošte")
        counter.desk.send_now(seq)
        exchange_until(counter, lambda: bool(counter.desk.letters()))
        [letter] = counter.desk.letters()
    mortal.killed_in("drawing", number, word="drawing")
    with mortal.open() as counter:
        [asked] = counter.desk.letters()
        assert (asked.number, asked.started_at is not None) == (letter.number, True)
        [tray] = counter.desk.printers
        with pytest.raises(AlreadyStarted):
            counter.desk.print_letter(letter.number, printer=tray, session=counter.session)
        counter.desk.letter_is_spoilt(
            letter.number, reason=SpoiltReason.OTHER, session=counter.session
        )
        exchange_until(counter, lambda: bool(counter.desk.letters()))
        [another] = counter.desk.letters()
        assert another.number != letter.number
        counter.desk.print_letter(another.number, printer=tray, session=counter.session)
        wait_until(counter, number, Stage.CODE_SENT)
        printer = counter.desk.printers[tray]
        assert isinstance(printer, DemoTray)
        assert len(printer.documents) == 1


def wait_for_code_after_exchange(office: Office, counter: Counter, address: str) -> None:
    counter.pull()
    wait_for_code(office, address)
