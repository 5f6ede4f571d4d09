"""A window over a print room: a real store, a printer that obeys, letters that central sends."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TypeVar

from PySide6.QtCore import Qt

from ra_desk.domain.activation import Channel, letter_number_scan, new_code, new_letter_number
from ra_desk.domain.fact import Fact
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import Role
from ra_desk.journal.box import BoxContext, seal_box
from ra_desk.paper.office import OfficePaper
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.letter_book import BatchSeen, Choice, SheetRow
from ra_desk.services.ports import SealedLetter
from ra_desk.store.local import SqlStore, open_store
from ra_desk.ui.letters.page import LettersPage
from ra_desk.ui.theme import Theme
from tests.fakes import NOON, FakeDesk, FakePrinter
from tests.store.support import some_requests
from tests.ui.front import Behind
from tests.ui.hands import CTRL, Hands, at_the_window

PRINTER = "HP-KP-2"
F = TypeVar("F", bound=Fact)
_PAPER = OfficePaper()


@dataclass
class Press:
    """Hands at the window of a print room, and what is behind it."""

    hands: Hands
    store: SqlStore
    printer: FakePrinter
    letters: list[SealedLetter] = field(default_factory=list)

    @property
    def page(self) -> LettersPage:
        page = self.hands.front.place.page("letters")
        assert isinstance(page, LettersPage)
        return page

    @property
    def batch(self) -> BatchSeen:
        """The newest batch."""
        return self.hands.front.desk.letters.batches().batches[0]

    @property
    def sheets(self) -> Sequence[SheetRow]:
        return self.hands.front.desk.letters.sheets(self.batch.batch.number)

    def states(self) -> list[str]:
        """The states of the sheets of the newest batch, in their order."""
        return [str(row.sheet.state) for row in self.sheets]

    def go(self) -> None:
        """Go to the letters by keys, and wait until they are read."""
        place = list(self.hands.front.place.rail.items).index("letters")
        self.hands.press(Qt.Key(Qt.Key.Key_1.value + place), CTRL)
        self.hands.until(lambda: self.hands.page == "letters")
        self.hands.settle()

    def confirm_window(self) -> None:
        """Somebody has looked at a test page this morning."""
        session = self.hands.front.window.session
        assert session is not None
        self.hands.front.desk.letters.confirm_window(
            printer=PRINTER, fit=EnvelopeFit(envelope=Envelope.RIGHT), session=session
        )

    def scan(self, sheet: int) -> None:
        """Scan the code on a sheet of the newest batch."""
        self.hands.scan(letter_number_scan(self.sheets[sheet - 1].sheet.letter))
        self.hands.settle()

    def make_batch(self) -> None:
        """Prepare a batch of all that waits, by one key."""
        self.hands.enter()
        self.hands.until(lambda: self.page.batch.isVisible())
        self.hands.settle()

    def facts(self, kind: type[F]) -> list[F]:
        """Return what the journal holds of a kind."""
        found = [self._fact(seq) for seq in range(1, self._last() + 1)]
        return [fact for fact in found if isinstance(fact, kind)]

    def _last(self) -> int:
        with self.store.read() as unit:
            return unit.marks().head.seq

    def _fact(self, seq: int) -> object:
        with self.store.read() as unit:
            deed = unit.entry_at(seq)
        return None if deed is None else deed.fact

    def start_and_break(self) -> None:
        """Have all sheets of a batch sent to the printer by a program that then ended."""
        made = self._print_all()
        object.__setattr__(self.hands.front.desk, "run", "another opening")
        self.go()
        self.page.open_batch(made)
        self.hands.until(self.page.batch.isVisible)
        self.hands.settle()

    def printed(self) -> None:
        """Have a batch of all that waits printed and found good, and go there."""
        made = self._print_all()
        session = self.hands.front.window.session
        assert session is not None
        letters = self.hands.front.desk.letters
        letters.tell_last_good(made, letters.batch(made).batch.sheets, session=session)
        self.go()
        self.page.open_batch(made)
        self.hands.until(self.page.batch.isVisible)
        self.hands.settle()

    def _print_all(self) -> int:
        """Print a batch of all that waits; return its number."""
        self.confirm_window()
        letters, session = self.hands.front.desk.letters, self.hands.front.window.session
        assert session is not None
        made = letters.prepare(
            Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=session
        ).batch.batch.number
        while letters.print_next(made, session=session, pause=lambda: True) is not None:
            continue
        return made


def press_of(hands: Hands) -> Press:
    """Return the press behind a window that `at_the_press` has opened."""
    desk = hands.front.desk
    assert isinstance(desk.store, SqlStore)
    printer = desk.printers[PRINTER]
    assert isinstance(printer, FakePrinter)
    return Press(hands=hands, store=desk.store, printer=printer)


def seal(request: PassRequest, fake: FakeDesk, *, days: int = 21) -> SealedLetter:
    """Return a letter with a code for a request, as central seals it."""
    number = new_letter_number()
    expires = (NOON + timedelta(days=days)).replace(microsecond=0)
    desk = fake.store.enrolment.desk
    context = BoxContext(item=number, request=request.number, recipient=desk, expires=expires)
    ordered = replace(request, stage=Stage.CODE_ORDERED, channel=Channel.POST, letter=number)
    return SealedLetter(
        number=number,
        request=request.number,
        box=seal_box(new_code(), context, to=fake.vault.box.public),
        expires_at=expires,
        ordered_at=NOON - timedelta(days=2),
        recipient=ordered,
    )


@contextmanager
def at_the_press(
    theme: Theme,
    count: int,
    *,
    roles: tuple[Role, ...] = (Role.PRINT_ROOM,),
    printer: FakePrinter | None = None,
    paper: Callable[[], LetterPaper] = lambda: _PAPER,
) -> Iterator[Press]:
    """Open a window of somebody who prints, with letters for ``count`` citizens waiting.

    Args:
        paper: draws; the real one by default.
    """
    queue = printer or FakePrinter(name=PRINTER)
    requests = some_requests(count)
    with TemporaryDirectory(prefix="ra-desk-press-") as folder:
        made: list[SqlStore] = []

        def store(fake: FakeDesk) -> SqlStore:
            opened = open_store(
                Path(folder) / "store" / "desk.db",
                key=secrets.token_bytes(32),
                desk_signer=fake.vault.signer,
            )
            opened.enrol(
                fake.store.enrolment,
                desk_key=fake.vault.signer.public,
                policy=fake.central.policy,
                at=NOON,
            )
            made.append(opened)
            return opened

        behind = Behind(store=store, paper=paper, printers=MappingProxyType({queue.name: queue}))
        try:
            with at_the_window(theme, *requests, roles=roles, behind=behind) as hands:
                central, fake = hands.front.central, hands.front.fake
                letters = [seal(one, fake) for one in requests]
                central.letters = letters
                central.requests = {one.request: one.recipient for one in letters}
                central.snap()
                hands.sign_in()
                hands.exchange()
                central.letters = []
                yield Press(hands=hands, store=made[0], printer=queue, letters=letters)
        finally:
            for one in made:
                one.close()
