"""What a clerk does in the window, by keys and scans alone: tests, walks and pictures use it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ra_desk.domain.access import CentralUnreachable
from ra_desk.domain.activation import request_number_scan
from ra_desk.domain.errors import RaError
from ra_desk.domain.facts import Fact
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from ra_desk.ui.background import Background
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme
from ra_desk.ui.window import DeskWindow
from tests.ui.front import PASSWORD, Behind, Front, Seat, a_front, opened_again
from tests.ui.keys import KeyCounter
from tests.ui.request.zones import td1

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
#: What a clerk's authenticator shows; the central of the tests knows no other.
ONE_TIME_CODE = "482913"
LOGIN = "maja.k"
_AT_ONCE_S = 0.2
#: A wish for room goes up by one widget in a round of events: so many stand above one another.
_ROUNDS = 8
WIDE, SMALL = (1280, 760), (960, 540)

F = TypeVar("F", bound=Fact)


def wait_until(met: Callable[[], object], *, seconds: float = 60.0) -> None:
    """Let the program run until ``met``; AssertionError when it is not met in time."""
    began = time.monotonic()
    while not met():
        waited = time.monotonic() - began
        assert waited < seconds, "what was waited for did not come"
        # What has not come at once comes from elsewhere, and needs the processor to do so.
        QTest.qWait(1 if waited < _AT_ONCE_S else 20)


class OneWindow(QObject):
    """Notes every window of its own beside the desk's: a part shown before it has its place."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__()
        self.strangers: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Every event of the program comes by: its class is asked three times as fast as its type.
        if isinstance(event, QShowEvent) and isinstance(watched, QWidget):
            is_popup = watched.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
            # The window itself, and the system's own dialog that asks where a file goes.
            is_known = isinstance(watched, DeskWindow | QDialog)
            if watched.isWindow() and not is_known and not is_popup:
                self.strangers.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@dataclass
class Clerk:
    """Keys and scans into one window, and what can be seen of it, whatever stands behind it."""

    front: Seat
    keyboard: KeyCounter
    background: Background

    # Keys

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier):
        """Press a key or a chord."""
        self.keyboard.chord(key, modifiers)

    def enter(self) -> None:
        self.keyboard.press(Qt.Key.Key_Return, "\r")

    def type(self, text: str) -> None:
        self.keyboard.type(text)

    def choose(self, digit: int) -> None:
        """Press a digit where it chooses, and wait until the scanner has not claimed it."""
        focus = QApplication.focusWidget()
        self.keyboard.type(str(digit))
        self.until(
            lambda: QApplication.focusWidget() is not focus or getattr(focus, "isChecked", bool)()
        )

    # Scans

    def scan(self, *lines: str) -> None:
        self.keyboard.scan(*lines)

    def scan_request(self, request: PassRequest) -> None:
        """Scan the code on the citizen's confirmation, and wait for the page."""
        self.scan(request_number_scan(request.number))
        self.until(lambda: self.page == "request")
        self.settle()

    def scan_document(self, zone: str = "") -> None:
        self.scan(*(zone or td1()).split("\n"))
        self.settle()

    def answer(self, *digits: int) -> None:
        """Answer the questions one after the other, each after its time in view."""
        for digit in digits:
            self.until(self.front.place.request.questions.takes_answers)
            focus = QApplication.focusWidget()
            self.keyboard.type(str(digit))
            self.until(lambda focus=focus: QApplication.focusWidget() is not focus)

    # In and out

    def sign_in_as(self, *words: str) -> None:
        """Type name, password and one-time code, with Enter after each."""
        for one in words:
            self.type(one)
            self.enter()
        self.until(lambda: self.front.window.session is not None)
        self.settle()

    def show(self) -> None:
        """Bring the window up, and wait until it hears keys."""
        window = self.front.window
        window.resize(*WIDE)
        window.begin()
        window.activateWindow()
        wait_until(window.isActiveWindow)
        self.settle()

    def end(self) -> None:
        """Take the window away, whatever it is doing."""
        self._put_away()

    def _put_away(self) -> None:
        self.front.end()
        self.background.close()
        self.front.window.hide()
        self.front.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # Eyes

    @property
    def page(self) -> str:
        return self.front.page

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that asks something."""
        sheets = self.front.window.findChildren(Sheet)
        return next((sheet for sheet in sheets if sheet.isVisible()), None)

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nobody has the focus"
        return widget

    def until(self, met: Callable[[], object]) -> None:
        wait_until(met)

    def settle(self) -> None:
        """Wait until nothing is under way but an exchange, and everything is painted."""
        self.until(lambda: len(self.background._jobs) <= self.front.line.state.busy)
        self.until(lambda: self.front.window.workplace is None or self.front.place.at_rest)
        self._paint()

    def _paint(self) -> None:
        """Let everything be laid out, and paint what is not as it was, which the system puts off."""
        QApplication.processEvents()
        for _round in range(_ROUNDS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QCoreApplication.sendEvent(self.front.window, QEvent(QEvent.Type.UpdateRequest))

    def resize(self, width: int, height: int) -> None:
        self.front.window.resize(width, height)
        self.settle()


@dataclass
class Hands(Clerk):
    """A clerk at a window over fakes, and the world around them in reach."""

    front: Front

    def sign_in(self) -> None:
        self.sign_in_as(LOGIN, PASSWORD, ONE_TIME_CODE)

    def check(self, request: PassRequest) -> None:
        """Scan, scan, three times yes, Enter: back at the counter."""
        self.scan_request(request)
        self.scan_document()
        self.answer(1, 1, 1)
        self.enter()
        self.until(lambda: self.page == "counter")
        self.settle()

    def start_again(self) -> None:
        """Open the program once more after it was closed, as far as its cover."""
        front = self.front
        self._put_away()
        self.background = Background()
        self.front = opened_again(front, front.window.theme, self.background)
        self.show()

    def end(self) -> None:
        self.front.central.open.set()
        super().end()

    def settle(self) -> None:
        """Wait until nothing is under way, and everything is laid out and painted."""
        self.until(lambda: not self.background._jobs)
        self.until(lambda: not self.front.line.state.busy or not self.front.central.open.is_set())
        self.until(lambda: self.front.window.workplace is None or self.front.place.at_rest)
        self._paint()
        self.until(lambda: not self.background._jobs or not self.front.central.open.is_set())

    # The world

    def lose_line(self, error: RaError | None = None) -> None:
        self.front.central.trouble = error or CentralUnreachable()
        self.exchange()

    def find_line(self) -> None:
        self.front.central.trouble = None
        self.exchange()

    def exchange(self) -> None:
        """Let the desk talk to central now, as its timer would."""
        self.front.line.exchange_now()
        self.settle()

    def facts(self, kind: type[F]) -> list[F]:
        """Return what the journal holds of a kind."""
        deeds = self.front.fake.store.kept.deeds
        return [deed.fact for deed in deeds if isinstance(deed.fact, kind)]


@contextmanager
def at_the_window(
    theme: Theme,
    *requests: PassRequest,
    roles: tuple[Role, ...] = (Role.CLERK,),
    policy: Policy | None = None,
    demo: bool = False,
    settings: Settings | None = None,
    behind: Behind | None = None,
) -> Iterator[Hands]:
    """Open a window over a desk that keeps ``requests``, with its cover down."""
    background = Background()
    front = a_front(
        theme,
        background,
        *requests,
        roles=roles,
        policy=policy,
        demo=demo,
        settings=settings,
        behind=behind,
    )
    app = QCoreApplication.instance()
    assert app is not None
    alone = OneWindow(app)
    hands = Hands(front=front, keyboard=KeyCounter(), background=background)
    try:
        hands.show()
        yield hands
        assert alone.strangers == [], "parts were shown as windows of their own"
    finally:
        app.removeEventFilter(alone)
        hands.end()
