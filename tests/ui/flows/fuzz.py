"""Random keys and scans over all pages: nothing raises, nothing is decided that nobody meant.

``python -m tests.ui.flows.fuzz 10000 [SEED]`` runs the whole; a test runs a sample.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog

from ra_desk.domain.activation import letter_number_scan, new_request_number, request_number_scan
from ra_desk.domain.fact import Fact
from ra_desk.domain.tries import OPERATORS
from ra_desk.texts import use
from ra_desk.ui.actions import ACTIONS
from ra_desk.ui.theme import Scheme, Theme
from tests.ui.flows.fuzz_bursts import (
    ANYTHING,
    BORN,
    CHORDS,
    DECIDING,
    LOOKING,
    PAGES,
    PASTES,
    ROLES,
    SCANNING,
    SIGNS,
    STRANGE,
    WEIGHTS,
    Burst,
    grants_of,
    wrong_in,
)
from tests.ui.flows.fuzz_world import at_home, hear_qt, raising, stock
from tests.ui.front import PASSWORD
from tests.ui.hands import CTRL, LOGIN, ONE_TIME_CODE, SHIFT, Hands
from tests.ui.keys import focused
from tests.ui.press import Press, at_the_press
from tests.ui.request.zones import td1
from tests.ui.states import person

Meddling = Mapping[int, Callable[[Hands], None]]


@dataclass
class Fuzz:
    """One run, and what went wrong in it.

    Attributes:
        only: the one kind of bursts that is sent; "" for all.
        meddling: what the program does by itself at a burst, to see that it is found.
    """

    press: Press = field(repr=False)
    seed: int
    only: str = ""
    meddling: Meddling = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    sheets: Counter[str] = field(default_factory=Counter)
    journal: Counter[str] = field(default_factory=Counter)
    starts: int = 1
    locks: int = 0
    recent: deque[str] = field(default_factory=lambda: deque(maxlen=15))
    chance: random.Random = field(init=False)
    _since: list[Burst] = field(default_factory=list)
    _read: int = 0
    _lost: bool = False

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    @property
    def hands(self) -> Hands:
        return self.press.hands

    def run(self, bursts: int) -> None:
        """Send so many bursts, and look at the journal after each that may decide."""
        self._new_facts()
        for number in range(bursts):
            try:
                self._once(number)
            except BaseException as error:
                error.add_note("\n".join([f"seed {self.seed}", *self.recent]))
                raise
        self._judge()
        if self.press.store.verify_all(lambda _done, _of: True) is None:
            self.wrong.append("the journal could not be verified")

    # One burst

    def _once(self, number: int) -> None:
        kind, what, send = self._pick()
        strict = kind in {"decide", "command", "visit", "world", "slow scan"}
        if strict and self._since:
            self._judge()
        burst = self._noted(kind, what)
        self.recent.append(f"{number}: {kind} {what[:40]!r} on {self._place()}")
        self._since.append(burst)
        try:
            send()
        except AssertionError:
            if self.hands.front.window.isVisible():
                raise  # else the rest was typed where a window had been
        if number in self.meddling:
            self.meddling[number](self.hands)
        self.kinds[kind] += 1
        self.pages[self.hands.page] += 1
        if burst.sheet:
            self.sheets[burst.sheet] += 1
        QApplication.processEvents()
        if strict or number % 7 == 0 or self.hands.front.window.session is None:
            self._judge()

    def _noted(self, kind: str, what: str) -> Burst:
        """Return the burst with what a person may mean by it now."""
        window, sheet = self.hands.front.window, self.hands.sheet
        asked = sheet is not None or QApplication.activeModalWidget() is not None
        draft = None if window.workplace is None else window.workplace.request.draft()
        burst = Burst(
            kind=kind,
            what=what,
            view=self._view(),
            begun=draft is not None and not draft.empty,
            asked=asked,
            sheet="" if sheet is None else type(sheet).__name__,
        )
        match kind:
            case "decide" | "command" | "slow scan":
                return burst.meaning(ANYTHING, opens=None, ends=True)
            case "type" if " " in what:  # a space presses the button that has the focus
                return burst.meaning(ANYTHING, opens=None, ends=True)
            case "scan" | "visit" if not asked:
                return burst.meaning(SCANNING, opens=self._named_in(what))
            case "key":
                opens = None if "Alt" in what else frozenset[str]()
                return burst.meaning(grants_of(what, self.hands.page), opens=opens)
            case "go":  # the review opens its first case
                return burst.meaning(LOOKING)
        return burst.meaning(LOOKING[:1])

    def _named_in(self, scan: str) -> frozenset[str]:
        """Return the requests that a scan may mean: by number, or by who is on the document."""
        plain = scan.replace("-", "")
        people = self.hands.front.central.requests.values()
        numbers = {one.number for one in people if one.number.replace("-", "")[1:] in plain}
        if "910304" in scan:  # on a document the birth date leads
            numbers |= {one.number for one in people if one.applicant.birth_date == BORN}
        return frozenset(numbers)

    def _pick(self) -> tuple[str, str, Callable[[], None]]:
        hands, pick = self.hands, self.chance
        if isinstance(QApplication.activeModalWidget(), QDialog):
            return self._into_dialog()
        kind = self.only or pick.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        match kind:
            case "type":
                text = "".join(pick.choices(SIGNS, k=pick.randrange(1, 7)))
                return kind, text, lambda: hands.type(text)
            case "scan":
                lines = self._scan()
                # So slow a scanner is not told from a person, and its Enter is one's own.
                slow = pick.random() < 0.15
                gap_ms = 45 if slow else pick.choice((4, 4, 20))
                send = partial(self._send_scan, lines, gap_ms)
                return "slow scan" if slow else kind, "\n".join(lines), send
            case "paste":
                text = pick.choice((*PASTES, td1(), *self._scan()))
                return kind, text, lambda: self._paste(text)
            case "decide":
                key, modifiers = pick.choice(DECIDING)
            case "key":
                key, modifiers = pick.choice(CHORDS)
            case "go":
                key, modifiers = Qt.Key(Qt.Key.Key_1.value + pick.randrange(9)), CTRL
            case "command":
                action = pick.choice([one for one in ACTIONS if one.listed])
                return kind, action.name, lambda: self._command(action.title)
            case "visit":
                someone = pick.choice(list(hands.front.central.requests.values()))
                lines = (request_number_scan(someone.number), td1())
                return kind, "\n".join(lines), lambda: self._visit(lines)
            case _:
                name = pick.choice(("line", "line", "time", "time", "people"))
                return kind, name, lambda: self._turn(name)
        named = f"{modifiers.name or 'NoModifier'} {key.name}"
        return kind, named, lambda: hands.press(key, modifiers)

    def _into_dialog(self) -> tuple[str, str, Callable[[], None]]:
        """Return a burst for the system's own dialog: no key there that renames or deletes."""
        hands, pick = self.hands, self.chance
        if pick.random() < 0.4:
            lines = self._scan()
            return "scan", "\n".join(lines), lambda: self._send_scan(lines, 4)
        if pick.random() < 0.5:
            text = "".join(pick.choices("abcžđ123 -%", k=pick.randrange(1, 7)))
            return "type", text, lambda: hands.type(text)
        key = pick.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape))
        return "decide", key.name, lambda: hands.press(key)

    # What is sent

    def _scan(self) -> tuple[str, ...]:
        pick = self.chance
        someone = pick.choice(list(self.hands.front.central.requests.values()))
        letter = pick.choice(self.press.letters)
        junk = "".join(pick.choices("ABCDEFGHIJ0123456789<", k=pick.randrange(8, 40)))
        zone = pick.choice(["", "NOVAK", "ZAGAR"])
        lines = tuple((td1(surname=zone) if zone else td1()).split("\n"))
        number, sheet = request_number_scan(someone.number), letter_number_scan(letter.number)
        kinds = ((number,), lines, lines[:2], (sheet,), (junk,), (someone.number,))
        return pick.choice((*kinds, (number, number), (pick.choice(STRANGE),)))

    def _send_scan(self, lines: tuple[str, ...], gap_ms: int) -> None:
        """Scan at the speed of a scanner, or of one that is too slow to be known for one."""
        if gap_ms == 4:
            self.hands.scan(*lines)
            return
        for line in lines:
            plain = "".join(sign for sign in line if sign >= " ")
            self.hands.keyboard.type(plain, gap_ms=gap_ms)
            self.hands.keyboard.press(Qt.Key.Key_Return, "\r", gap_ms=gap_ms)

    def _paste(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.hands.press(Qt.Key.Key_V, CTRL)

    def _command(self, title: str) -> None:
        self.hands.press(Qt.Key.Key_P, CTRL | SHIFT)
        self.hands.type(title[:12])
        QApplication.processEvents()
        self.hands.enter()

    def _visit(self, lines: tuple[str, ...]) -> None:
        """Go as far with a client as one goes before the key that records."""
        hands = self.hands
        hands.scan(lines[0])
        self._settle()
        hands.scan(*lines[1].split("\n"))
        self._settle()
        for _question in range(3):
            hands.type(self.chance.choice("1112"))
            self._settle()

    def _turn(self, name: str) -> None:
        """Let something happen that is nobody's key."""
        hands, central = self.hands, self.hands.front.central
        if name == "time":
            hands.front.clock.forward(self.chance.randrange(5, 60))
        elif name == "people":
            new = person(new_request_number(), "Žagar Őry", "Špela")
            central.requests[new.number] = new
            central.snap()
            hands.front.line.exchange_now()
        elif central.trouble is None:
            hands.lose_line()
        else:
            hands.find_line()

    # What came of it

    def _settle(self) -> None:
        """Wait until nothing is under way; now and then until everything is painted, too."""
        hands = self.hands
        window = hands.front.window
        if not window.isVisible():
            return
        if self.chance.random() < 0.05:
            window.setUpdatesEnabled(True)
            hands.settle()
            window.setUpdatesEnabled(False)
            return
        # Twice: what is home may have sent for more.
        for _turn in range(2):
            hands.until(lambda: not hands.background._jobs and not hands.front.line.state.busy)
            hands.until(lambda: window.workplace is None or window.workplace.at_rest)
            QApplication.processEvents()

    def _judge(self) -> None:
        """Wait until nothing is under way, and compare the journal with what was meant."""
        self._settle()
        window, since = self.hands.front.window, self._since
        self._since = []
        self.wrong += wrong_in(self._new_facts(), since, now_in_view=self._view())
        if window.isVisible() and window.session is not None:
            self._look_for_focus()
            return
        told = "; ".join(f"{burst.kind} {burst.what}" for burst in since)
        meant = [burst for burst in since if burst.ends]
        if not meant:
            self.wrong.append(f"{told} ended the session")
        elif not window.isVisible() and all(b.begun and not b.asked for b in meant):
            self.wrong.append(f"{told} closed the window in the middle of a check, unasked")
        if window.isVisible() and window.sign_in.isVisible():
            self.locks += 1
        else:
            if window.isVisible():
                self.wrong.append(f"{told} stopped the work by a fault of the program")
            self.starts += 1
            self.hands.start_again()
        self._come_in()

    def _look_for_focus(self) -> None:
        """Whoever works by keys is never without a place where the next key goes."""
        front = focused().window()
        lost = QApplication.focusWidget() is None and QApplication.activePopupWidget() is None
        if lost and not self._lost:
            last = "; ".join(list(self.recent)[-7:])
            self.wrong.append(f"the focus is nowhere in {front}, sheet {self.hands.sheet}: {last}")
        self._lost = lost

    def _place(self) -> str:
        """Say where the next key goes."""
        focus = QApplication.focusWidget()
        name = "" if focus is None else focus.accessibleName() or getattr(focus, "text", str)()
        return f"{self.hands.page or 'cover'}, {type(focus).__name__} {name}"

    def _view(self) -> str | None:
        window = self.hands.front.window
        return None if window.workplace is None else window.workplace.request.number

    def _new_facts(self) -> list[Fact]:
        with self.press.store.read() as unit:
            last = unit.marks().head.seq
            deeds = [unit.entry_at(seq) for seq in range(self._read + 1, last + 1)]
        self._read = last
        facts = [deed.fact for deed in deeds if deed is not None]
        self.journal.update(fact.kind for fact in facts)
        return facts

    def _come_in(self) -> None:
        """Give what the cover asks for, and try again as a person would."""
        hands = self.hands
        hands.find_line()
        words = {"name": LOGIN, "password": PASSWORD, "code": ONE_TIME_CODE}
        for _try in range(3):
            if hands.front.window.session is not None:
                break
            if "RA-1002" in hands.front.window.sign_in.told.words:
                hands.front.clock.forward(OPERATORS.longest.total_seconds())
            while hands.sheet is not None:
                hands.press(Qt.Key.Key_Escape)
                hands.settle()
            cover = hands.front.window.sign_in
            for asked in cover.asks_for():
                asked.setFocus()
                asked.clear()
                hands.type(next(w for name, w in words.items() if getattr(cover, name) is asked))
            hands.enter()
            hands.settle()
        cover = hands.front.window.sign_in
        if hands.front.window.session is None:
            focus = f"{self._place()}, popup {QApplication.activePopupWidget()}"
            self.wrong.append(f"nobody comes in: {cover.told.words}, {cover.door}, {focus}")
            self.starts += 1
            hands.start_again()
            hands.sign_in()
        self._new_facts()

    def told(self) -> str:
        """Return the figures of the run."""
        lists = {
            "bursts": self.kinds,
            "pages": self.pages,
            "sheets": self.sheets,
            f"starts {self.starts}, locked {self.locks} times; journal": self.journal,
        }
        return "\n".join(
            f"{name}: " + ", ".join(f"{one or 'cover'} {n}" for one, n in counted.most_common())
            for name, counted in lists.items()
        )


def fuzzed(
    look: Theme, *, bursts: int, seed: int, only: str = "", meddling: Meddling | None = None
) -> Fuzz:
    """Open a window, run, and return what came of it; ``only``: bursts of one kind."""
    with at_home(), at_the_press(look, 4, roles=ROLES) as press:
        stock(press)
        run = Fuzz(press, seed, only, meddling or {})
        with raising(run.wrong):
            run.run(bursts)
    return run


def main(bursts: int, seed: int) -> int:
    """Run, and print what came of it; return how the program ends."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    assert isinstance(app, QObject)
    use("sl")
    look, begun, warned = Theme(), time.monotonic(), list[str]()
    look.apply(app, Scheme.LIGHT)

    hear_qt(warned)
    run = fuzzed(look, bursts=bursts, seed=seed)
    wrong = [*run.wrong, *warned]
    if bursts >= 2000:
        wrong += [f"never on {page}" for page in sorted(PAGES - set(run.pages))]
    raised = sum(one.startswith("raised") for one in wrong)
    print(f"seed {seed}: {bursts} bursts in {time.monotonic() - begun:.0f} s, ", end="")
    print(f"{raised} exceptions, {len(wrong)} wrong", run.told(), *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:3]]
    sys.exit(main(*given) if len(given) == 2 else main(given[0], random.randrange(10**6)))
