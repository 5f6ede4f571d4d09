"""A desk that can be killed: opened, killed in a step of another process, and opened again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyotp

from ra_desk.app import enrol, open_desk
from ra_desk.central.enrolment import create_enrol_token
from ra_desk.central.offices import set_policy
from ra_desk.central.operators import add_operator
from ra_desk.central.tables import operator
from ra_desk.domain.people import Role
from ra_desk.domain.secret import Secret
from ra_desk.machine.paths import DeskFolder, desk_folder
from ra_desk.machine.printing import DemoTray
from ra_desk.machine.vault import DeskSecrets, new_secrets
from ra_desk.sync.http import HttpCentral
from tests.journeys.office import CHEAP, PASSWORD, POLICY, TIMEOUTS_S, Counter, Office

ROOT = Path(__file__).parents[2]


@dataclass(kw_only=True)
class Mortal:
    """A desk that can be opened, killed in a step, and opened again."""

    office: Office
    folder: DeskFolder
    vault: DeskSecrets
    totp: str

    def _forget_codes(self) -> None:
        """Let central take the present code although it was used: nobody waits for the next one."""
        with self.office.central.engine.begin() as connection:
            connection.execute(operator.update().values(totp_step=0))

    @contextmanager
    def open(self) -> Iterator[Counter]:
        self._forget_codes()
        line = HttpCentral(self.vault.desk_signer(), trust=self.office.trust, timeouts_s=TIMEOUTS_S)
        tray = DemoTray()
        with open_desk(
            self.folder,
            self.vault,
            printers={tray.name: tray},
            central=line,
            key_cost=CHEAP,
        ) as desk:
            session = desk.sign_in(
                login="maja",
                password=Secret(PASSWORD),
                one_time_code=pyotp.TOTP(self.totp).now(),
            )
            yield Counter(desk=desk, session=session)

    def killed_in(self, step: str, number: str, *, word: str) -> None:
        """Let a process of its own take the step, and kill it when it says the word."""
        self._forget_codes()
        told = {
            "seed": self.vault.signing_key().seed().hex(),
            "store": self.vault.store_key().hex(),
            "box": self.vault.box_key().raw().hex(),
            "folder": str(self.folder.path),
            "trust": self.office.trust,
            "login": "maja",
            "password": PASSWORD,
            "totp": self.totp,
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


def a_mortal(office: Office) -> Mortal:
    """Return an enrolled desk with the hold of eight seconds, its clerk, and nobody signed in."""
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
