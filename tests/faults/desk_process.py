"""A desk in a process of its own, to be killed: it does one thing, says how far it is, and waits.

Called as ``python -m tests.faults.desk_process STEP`` with a JSON object on standard input; it
never ends by itself once it has said its word.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyotp

from ra_desk.app import open_desk
from ra_desk.domain.drafts import Draft
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.domain.secret import Secret
from ra_desk.journal.box import BoxKey
from ra_desk.journal.keys import SigningKey
from ra_desk.machine.paths import desk_folder
from ra_desk.machine.printing import DemoTray
from ra_desk.machine.vault import DeskSecrets
from ra_desk.services.desk import Desk
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.letter_book import Choice
from ra_desk.services.ports import Answer, Enrolment, Round, Session
from ra_desk.sync.http import HttpCentral
from tests.journeys.office import CHEAP, TIMEOUTS_S, a_check


def say_and_wait(word: str) -> None:
    """Tell the parent how far this desk is; the rest is the parent's kill."""
    print(word, flush=True)
    signal.pause()


class StopsBefore(HttpCentral):
    """Is killed when the entries are offered and nothing of them has left."""

    def exchange(self, round_: Round, *, enrolment: Enrolment, now: datetime) -> Answer:
        say_and_wait("offered")
        raise AssertionError("was to be killed")


class StopsAfter(HttpCentral):
    """Is killed when central has filed and answered, and nothing of it is stored here."""

    def exchange(self, round_: Round, *, enrolment: Enrolment, now: datetime) -> Answer:
        super().exchange(round_, enrolment=enrolment, now=now)
        say_and_wait("answered")
        raise AssertionError("was to be killed")


def in_hold(desk: Desk, session: Session, number: str) -> None:
    """Record a check; its hold begins."""
    request = desk.open_request(number, session=session)  # type: ignore[arg-type]
    desk.record_check(a_check(request), session=session)
    say_and_wait("recorded")


def in_exchange(desk: Desk, session: Session, number: str) -> None:
    """Record a check, end its hold and exchange; the line decides where it stops."""
    request = desk.open_request(number, session=session)  # type: ignore[arg-type]
    desk.send_now(desk.record_check(a_check(request), session=session).seq)
    desk.exchange()


class Interrupted:
    """Draws as the real paper does, and stops with the code in memory."""

    def __init__(self, paper: LetterPaper) -> None:
        self._paper = paper

    def __getattr__(self, name: str) -> Any:
        return getattr(self._paper, name)

    def letter(self, *parts: Any) -> bytes:
        self._paper.letter(*parts)
        say_and_wait("drawing")
        return b""


def in_drawing(desk: Desk, session: Session, number: str) -> None:
    """Begin to print the only letter; stop while its page is drawn, the code in memory."""
    desk.exchange()
    tray, paper = DemoTray(), desk.paper()
    letters = replace(
        desk.letters,
        paper=lambda: Interrupted(paper),
        printers={tray.name: tray},
    )
    made = letters.prepare(Choice(), printer=tray.name, envelope=Envelope.RIGHT, session=session)
    letters.confirm_window(printer=tray.name, fit=EnvelopeFit(), session=session)
    letters.print_next(made.batch.batch.number, session=session, pause=lambda: False)


def in_session(desk: Desk, session: Session, number: str) -> None:
    """Be signed in, and nothing more."""
    assert session.online, number
    say_and_wait("signed in")


def in_draft(desk: Desk, session: Session, number: str) -> None:
    """Begin a check and keep it as a draft."""
    desk.keep_draft(a_draft(desk, session, number), session=session)
    say_and_wait("kept")


def in_lock(desk: Desk, session: Session, number: str) -> None:
    """Begin a check and lock the screen."""
    desk.leave(session, draft=a_draft(desk, session, number))
    say_and_wait("locked")


class Hesitant(Secret[str]):
    """A wrong password that is never compared: the desk is killed before."""

    def reveal(self) -> str:
        say_and_wait("trying")
        return "napak"


def in_try(desk: Desk, session: Session, number: str) -> None:
    """Try a password without a line; stop when it is about to be compared."""
    desk.sign_in_offline(login=session.login, password=Hesitant(number))


def a_draft(desk: Desk, session: Session, number: str) -> Draft:
    """Return what is filled in after the first answer."""
    request = desk.open_request(number, session=session)  # type: ignore[arg-type]
    check = a_check(request)
    return Draft(
        request=request.number,
        revision=request.revision,
        started_at=desk.time(),
        document=check.document,
        answers=(True, None, None),
    )


STEPS: dict[str, tuple[type[HttpCentral], Callable[[Desk, Session, str], None]]] = {
    "hold": (HttpCentral, in_hold),
    "offered": (StopsBefore, in_exchange),
    "answered": (StopsAfter, in_exchange),
    "drawing": (HttpCentral, in_drawing),
    "session": (HttpCentral, in_session),
    "draft": (HttpCentral, in_draft),
    "lock": (HttpCentral, in_lock),
    "try": (HttpCentral, in_try),
}


def main() -> None:
    """Open the desk that standard input describes and take the step."""
    told = json.load(sys.stdin)
    vault = DeskSecrets(
        SigningKey(bytes.fromhex(told["seed"])),
        bytes.fromhex(told["store"]),
        BoxKey(bytes.fromhex(told["box"])),
    )
    line, step = STEPS[sys.argv[1]]
    folder = desk_folder(Path(told["folder"]))
    central = line(vault.desk_signer(), trust=told["trust"], timeouts_s=TIMEOUTS_S)
    with open_desk(folder, vault, printers={}, central=central, key_cost=CHEAP) as desk:
        session = desk.sign_in(
            login=told["login"],
            password=Secret(told["password"]),
            # Only now: on a busy computer this program takes longer to start than a code lives.
            one_time_code=pyotp.TOTP(told["totp"]).now(),
        )
        step(desk, session, told["number"])


if __name__ == "__main__":
    main()
