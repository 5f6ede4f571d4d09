"""The tour: the main job done by itself, with real widgets, as a clerk and a citizen would.

The clerk acts by keys and scans and reads the screen, the mails and the paper; the citizen acts
over HTTP and reads mails and SMS. Nothing here knows the program behind the windows.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ra_desk.demo import eyes, people
from ra_desk.demo.at_home import Home, code_in, phone_number
from ra_desk.demo.citizen import Browser
from ra_desk.demo.clients import Client
from ra_desk.demo.hands import Keyboard
from ra_desk.demo.people import Citizen
from ra_desk.demo.sheets import page_text
from ra_desk.demo.steps import Step
from ra_desk.demo.watcher import LOOK_MS, PATIENCE_S, NotSeen, Watcher
from ra_desk.texts import _, ngettext

LETTERS = 10
BY_POST = 3
OFFLINE = 5
#: How long somebody looks at a comparison before answering.
_LOOK_AT_IT_MS = 420
#: How long a person waits before pressing the same key again; an answer too soon needs 0.4 s.
_AGAIN_S = 0.5
#: The number of a letter beside its address.
_NUMBER = re.compile(r"\bL-([2-9B-DF-HJ-NP-TV-X]{4}-[2-9B-DF-HJ-NP-TV-X]{4})\b")
_KEYS = Qt.Key
_PAGES = {"counter": Qt.Key.Key_1, "letters": Qt.Key.Key_2, "outbox": Qt.Key.Key_3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What somebody at the demo's counter has before them.

    Attributes:
        home: the citizens' mailboxes and phones.
        tray: the folder in which printed sheets lie.
        clients: who may come to the counter.
        newcomer: who is about to submit a request at home.
    """

    desk: QWidget
    panel: QWidget
    home: Home
    tray: Path
    clients: Sequence[Client]
    newcomer: Citizen
    citizens_url: str


class Tour(Watcher):
    """Goes through the main job once.

    Args:
        around: what there is to act on.
        folder: where the pictures go.
        tell: hears each step as it ends, and what went wrong in it.
        patience_s: how long something may take to come into view.
    """

    def __init__(
        self,
        around: Surroundings,
        folder: Path,
        *,
        tell: Callable[[Step, str], None],
        patience_s: float = PATIENCE_S,
    ) -> None:
        super().__init__(around.desk, folder, patience_s=patience_s)
        self._around, self._home, self._tell = around, around.home, tell
        self._keys = Keyboard()
        self._browser = Browser(around.citizens_url)
        self._number = ""
        plain = iter(client for client in around.clients if client.plain)
        self._to_refuse = next(plain)
        self._by_post = [next(plain) for _turn in range(BY_POST)]
        self._offline = [next(plain) for _turn in range(OFFLINE)]

    def run(self) -> list[Step]:
        """Take all steps; after one that fails the others are not tried."""
        plan: tuple[tuple[str, Callable[[], None]], ...] = (
            ("sign in", self._sign_in),
            ("a citizen submits a request", self._submit),
            ("find by typing", self._find_by_typing),
            ("check", self._check),
            ("undo", self._undo),
            ("check again", self._check_again),
            ("find by MRZ", self._find_by_zone),
            ("refuse another", self._refuse),
            ("mail", self._mail),
            ("redeem", self._redeem),
            ("phone and SMS", self._prove_phone),
            ("three codes by post", self._order_letters),
            ("ten letters printed", self._print),
            ("redeem one", self._redeem_letter),
            ("line down", self._line_down),
            ("5 checks", self._check_offline),
            ("line up", self._line_up),
            ("drained", self._drained),
            ("lock", self._lock),
        )
        steps: list[Step] = []
        for name, act in plan:
            failed = bool(steps) and not steps[-1].ok
            steps.append(
                Step(name=name, ok=False, seconds=0.0) if failed else self._take(name, act)
            )
        return steps

    def _take(self, name: str, act: Callable[[], None]) -> Step:
        begun, trouble = time.monotonic(), ""
        try:
            act()
        except Exception as error:  # noqa: BLE001 - whatever it was, the step failed and is told
            trouble = f"{type(error).__name__}: {error}"
            self._picture("failed", self._desk)
        seconds = round(time.monotonic() - begun, 2)
        step = Step(name=name, ok=not trouble, seconds=seconds)
        self._tell(step, trouble)
        return step

    # The clerk

    def _sign_in(self) -> None:
        panel, desk = self._around.panel, self._desk
        self._turn_to(panel)
        self._picture("demonstration", panel)
        login, password = eyes.value(panel, _("User name")), eyes.value(panel, _("Password"))
        self._turn_to(desk)
        self._picture("sign_in", desk)
        self._keys.type(login)
        self._keys.enter()
        self._keys.type(password)
        self._keys.enter()
        self._keys.type(eyes.value(panel, _("One-time code")))
        self._keys.enter()
        self._see_title(_("Counter"))
        self._see(_("Online"))
        self._picture("counter", desk)

    def _find_by_typing(self) -> None:
        born = self._around.newcomer.birth_date
        asked = f"{self._around.newcomer.surname} {born.day}.{born.month}.{born.year}"
        self._go("outbox")
        self._keys.function(_KEYS.Key_F5)
        self._go("counter")

        def found() -> bool:
            self._keys.function(_KEYS.Key_F3)
            self._keys.type(asked)
            return self._soon(lambda: any(self._number in row for row in self._rows()))

        self._until(found, f"{self._number} among the hits")
        self._picture("look_up", self._desk)
        self._keys.enter()
        self._see_title(self._number)
        self._picture("request", self._desk)

    def _check(self) -> None:
        zone = people.mrz(self._around.newcomer)
        self._keys.scan(*zone)
        self._see_focus(_("The face is the one in the photo of the document"))
        self._picture("compared", self._desk)
        self._answer_all()
        self._picture("answered", self._desk)
        self._record(self._number)
        self._picture("held", self._desk)

    def _undo(self) -> None:
        self._keys.chord(_KEYS.Key_Z)
        self._see_title(self._number)

    def _check_again(self) -> None:
        self._see_focus(_("Record check"))
        self._record(self._number)

    def _find_by_zone(self) -> None:
        self._keys.scan(*self._to_refuse.document_scan())
        self._see_title(self._to_refuse.request)

    def _refuse(self) -> None:
        self._keys.chord(_KEYS.Key_D)
        self._see(_("Why is the check refused?"))
        self._keys.press(_KEYS.Key_3, "3")
        self._see(_("End the visit"))
        self._picture("refuse", self._desk)
        self._keys.enter()
        self._see(_("Refusal of {number} recorded.").format(number=self._to_refuse.request))

    def _order_letters(self) -> None:
        for client in self._by_post:
            self._keys.scan(*client.document_scan())
            self._see_title(client.request)
            self._see_focus(_("The face is the one in the photo of the document"))
            self._keys.chord(_KEYS.Key_K)
            self._see(_("How does the code reach the client?"))
            self._keys.press(_KEYS.Key_2, "2")
            self._see(_("Why by post?"))
            self._keys.type("Stranka nima svoje e-pošte")
            if client is self._by_post[0]:
                self._picture("by_post", self._desk)
            self._keys.enter()
            self._see(_("The code goes by post."))
            self._answer_all()
            self._record(client.request)
        self._send_held(self._by_post[-1])

    def _print(self) -> None:
        self._go("letters")
        words = ngettext(
            "{count} letter waits to be printed", "{count} letters wait to be printed", LETTERS
        )

        def all_here() -> bool:
            self._keys.function(_KEYS.Key_F5)
            return self._soon(lambda: self._shows(words.format(count=LETTERS)), seconds=1.0)

        self._until(all_here, f"{LETTERS} letters")
        self._picture("letters", self._desk)
        self._keys.chord(_KEYS.Key_N)
        self._see(_("Test page is next"))
        self._picture("batch", self._desk)
        self._keys.chord(_KEYS.Key_P)
        self._see(_("Is the whole address in the window?"))
        self._keys.enter()
        self._see(_("The address is in the window. Printing can begin."))
        self._keys.chord(_KEYS.Key_P)
        self._see(_("Are all sheets printed well?"))
        self._keys.enter()
        self._see(_("Scan the code on each letter, or press Space."))
        self._post()

    def _post(self) -> None:
        """Scan each letter of the batch, then note that all were handed to the post."""
        numbers = [one[1] for one in map(_NUMBER.search, self._pages()) if one is not None]
        for place, number in enumerate(numbers, 1):
            self._keys.scan("RL1" + number.replace("-", ""))
            if place < len(numbers):
                self._see(_("Confirmed {done}/{count}").format(done=place, count=len(numbers)))
        self._see(_("Each letter is accounted for. Hand them to the post and note it here."))
        self._picture("printed", self._desk)
        self._keys.chord(_KEYS.Key_Return)
        self._see(_("Handed to the post"))
        self._keys.enter()
        self._see(_("The batch was posted. A letter can only be replaced now."))
        self._picture("posted", self._desk)

    def _line_down(self) -> None:
        self._switch_line()
        self._wait(lambda: eyes.shows(self._around.panel, _("Mend the line")), "the line is cut")
        self._turn_to(self._desk)

    def _check_offline(self) -> None:
        for client in self._offline:
            self._keys.scan(*client.document_scan())
            self._see_title(client.request)
            self._see_focus(_("The face is the one in the photo of the document"))
            self._answer_all()
            self._record(client.request)
        self._see(_("Offline"))
        self._see(ngettext("{count} to send", "{count} to send", OFFLINE).format(count=OFFLINE))
        self._picture("offline", self._desk)
        self._send_held(self._offline[-1])
        self._go("outbox")
        self._wait(
            lambda: all(any(one.request in row for row in self._rows()) for one in self._offline),
            "five checks in the outbox",
        )
        self._picture("outbox_offline", self._desk)

    def _line_up(self) -> None:
        self._switch_line()
        self._wait(lambda: eyes.shows(self._around.panel, _("Cut the line")), "the line is mended")
        self._turn_to(self._desk)

    def _drained(self) -> None:
        self._see(_("Online"))
        self._see(ngettext("{count} to send", "{count} to send", 0).format(count=0))
        self._picture("outbox", self._desk)

    def _lock(self) -> None:
        self._keys.chord(_KEYS.Key_L)
        self._see(_("Locked"))

    # The citizen

    def _submit(self) -> None:
        newcomer, password = self._around.newcomer, secrets.token_urlsafe(16)
        self._browser.open_account(email=newcomer.email, password=password)
        self._browser.sign_in(email=newcomer.email, password=password)
        self._number = self._browser.submit(newcomer, office=people.offices()[0].name)
        self._wait(lambda: self._home.mailed(newcomer.email, self._number), "the confirmation")

    def _mail(self) -> None:
        self._send_held_by_number(self._number)
        self._wait(lambda: self._home.code(self._around.newcomer.email), "the mail with the code")
        self._wait(
            lambda: self._home.mailed(self._to_refuse.citizen.email, ""), "the refusal's mail"
        )
        self._read_the_last("mails")

    def _redeem(self) -> None:
        stage = self._browser.redeem(self._home.code(self._around.newcomer.email))
        if stage != "redeemed":
            raise NotSeen(stage)

    def _prove_phone(self) -> None:
        self._activate(self._browser, phone_number(0))
        self._read_the_last("sms")

    def _activate(self, browser: Browser, phone: str) -> None:
        browser.enter_phone(phone)
        self._wait(lambda: self._home.password(phone), "the SMS with the password")
        stage = browser.enter_password(self._home.password(phone))
        if stage != "active":
            raise NotSeen(stage)

    def _redeem_letter(self) -> None:
        found = (
            (page, one)
            for page in self._pages()
            for one in self._around.clients
            if one.request in page
        )
        sheet, client = next(found)
        browser = Browser(self._around.citizens_url)
        password = eyes.value(self._around.panel, _("Password of every citizen"))
        browser.sign_in(email=client.citizen.email, password=password)

        def sent() -> bool:
            self._keys.function(_KEYS.Key_F5)
            return self._soon(lambda: browser.stage() == "code_sent", seconds=1.0)

        self._until(sent, "central knows that the letter was printed")
        browser.redeem(code_in(sheet))
        self._activate(browser, phone_number(1))

    # What the steps have in common

    def _answer_all(self) -> None:
        self._pause(_LOOK_AT_IT_MS)
        for _question in range(3):
            before = eyes.focused()

            def answered(before: str = before) -> bool:
                self._keys.press(_KEYS.Key_1, "1")
                return self._soon(lambda: eyes.focused() != before, seconds=_AGAIN_S)

            self._until(answered, "the next question")

    def _record(self, number: str) -> None:
        self._see_focus(_("Record check"))
        self._keys.enter()
        self._see(_("Check for {number} recorded.").format(number=number))

    def _send_held(self, client: Client) -> None:
        self._send_held_by_number(client.request)

    def _send_held_by_number(self, number: str) -> None:
        """Scan a confirmation: what was recorded before it goes."""
        self._keys.scan("RA1" + number.removeprefix("R-").replace("-", ""))
        self._see_title(number)

    def _switch_line(self) -> None:
        self._turn_to(self._around.panel)
        self._keys.chord(_KEYS.Key_1)

    def _go(self, page: str) -> None:
        self._keys.chord(_PAGES[page])

    def _read_the_last(self, name: str) -> None:
        """Go to what was caught last, which brings it into view, and take a picture."""
        self._turn_to(self._around.panel)

        def reading() -> bool:
            self._keys.chord(_KEYS.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
            return _("Mail or SMS") in eyes.focused()

        self._until(reading, "the last mail or SMS")
        self._pause(LOOK_MS)
        self._picture(name, self._around.panel)
        self._turn_to(self._desk)

    def _pages(self) -> list[str]:
        """What stands on the sheets in the tray; the test page and the control letter too."""
        return [page_text(one.read_bytes()) for one in sorted(self._around.tray.glob("*.pdf"))]
