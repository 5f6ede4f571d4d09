"""A request page in its frame, over real services and a store in memory."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.facts import ValueRevealed
from ra_desk.domain.policy import Policy
from ra_desk.store.engine import DiskFull
from ra_desk.ui.background import Lane
from ra_desk.ui.parts.columns import Column
from ra_desk.ui.parts.nav import Place
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.request import RequestPage
from ra_desk.ui.shell import Shell
from tests.fakes import MemoryStore, a_request
from tests.ui.desks import a_place
from tests.ui.request.zones import td1


@dataclass
class Seconds:
    """Seconds that pass when a test says so."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class GatedStore(MemoryStore):
    """A store that can be slow or full when it is written to."""

    def __init__(self, enrolment, signer):
        super().__init__(enrolment, signer)
        self.open = threading.Event()
        self.open.set()
        self.full = False

    @contextmanager
    def begin(self):
        assert self.open.wait(60)
        if self.full:
            raise DiskFull()
        with super().begin() as unit:
            yield unit


@dataclass
class Counter:
    """The page with the hands of a clerk."""

    page: RequestPage
    shell: Shell
    place: object
    store: GatedStore
    seconds: Seconds
    keyboard: object
    qtbot: object
    heard: list = field(default_factory=list)

    def keep(self, request):
        with self.store.meanwhile() as kept:
            kept.cache[request.number] = request
        return request

    def open(self, request=None, **changes):
        request = request or self.keep(a_request(**changes))
        self.page.show_request(request)
        self.shell.go("request", under="counter")
        self.settle()
        return request

    def settle(self):
        """Let the policy arrive and the page be painted."""
        done = []
        self.page._background.run(
            Lane.STORE, lambda: None, owner=self.page, on_done=done.append, on_error=done.append
        )
        self.qtbot.waitUntil(lambda: bool(done))
        self.page.grab()
        QApplication.processEvents()

    def scan(self, text=None, *, wait=30.0):
        """Scan a document and look at what it brought."""
        taken = self.page.on_scan(text or td1())
        QApplication.processEvents()
        self.page.grab()
        self.seconds.now += wait
        return taken

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        """Press a key that may be a shortcut."""
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def yes(self, times=1):
        for _ in range(times):
            self.keyboard.type("1")

    def no(self):
        self.keyboard.type("2")

    @property
    def sheet(self):
        return next((s for s in self.shell.findChildren(Sheet) if s.isVisible()), None)

    @property
    def all_facts(self):
        return [deed.fact for deed in self.store.kept.deeds]

    @property
    def facts(self):
        """What was done; that a masked value was shown is no deed."""
        return [fact for fact in self.all_facts if not isinstance(fact, ValueRevealed)]


@pytest.fixture
def counter(qtbot, theme, background, keyboard):
    seconds = Seconds()
    place = a_place(policy=Policy())
    enrolment, signer = place.fake.store.enrolment, place.fake.store.signer
    store = GatedStore(enrolment, signer)
    desk = replace(place.desk, store=store)
    page = RequestPage(theme, desk, background, session=lambda: place.session, clock=seconds)
    shell = Shell(
        theme,
        (Place(key="counter", icon="id", title="Okence"),),
        (Column(),),
        placeholder="Skenirajte …",
    )
    shell.add_page("request", page)
    shell.resize(1280, 760)
    qtbot.addWidget(shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    made = Counter(page, shell, place, store, seconds, keyboard, qtbot)
    page.recorded.connect(lambda r: made.heard.append(("recorded", r)))
    page.refused.connect(lambda r: made.heard.append(("refused", r)))
    page.refused_elsewhere.connect(lambda n, e: made.heard.append(("elsewhere", n, e)))
    page.announced.connect(lambda text: made.heard.append(("announced", text)))
    yield made
    store.open.set()
