"""A window over a desk of fakes: a central that signs in and looks up, keys and scans to use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex

from PySide6.QtWidgets import QApplication

from ra_desk.domain.access import SignInWrong
from ra_desk.domain.errors import RaError
from ra_desk.domain.facts import Purpose, SearchKey
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Operator, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.journal.envelope import operator_key_statement
from ra_desk.journal.keys import PublicKey
from ra_desk.journal.ring import KeyCost
from ra_desk.journal.seal import Keys
from ra_desk.machine.settings_file import MemorySettings
from ra_desk.services.desk import Desk
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.find_requests import ROWS
from ra_desk.services.ports import Enrolment, Hits, Printer, Query, Session, SignedIn, Store
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.texts import use
from ra_desk.ui.background import Background
from ra_desk.ui.line import Line
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.scan_router import ScanRouter
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Scheme, Theme
from ra_desk.ui.window import DeskWindow
from ra_desk.ui.workplace import Workplace
from tests.fakes import NOON, FakeClock, FakeDesk, a_desk, a_request, an_operator
from tests.fakes_administration import FakeAdministration, checks
from tests.services.print_room import FakePaper
from tests.ui.desks import MovedCentral

PASSWORD = "dolgo geslo brez pomena"


def light(app: QApplication) -> Theme:
    """The light theme at 100 %, in Slovenian, with the bundled fonts."""
    use("sl")
    made = Theme()
    made.apply(app, Scheme.LIGHT)
    return made


class FrontCentral(MovedCentral):
    """Knows one operator and every request, and may be made to refuse."""

    operator: Operator
    wrong: RaError | None = None
    elsewhere: tuple[PassRequest, ...] = ()
    asked: list[tuple[Query, SearchKey, Purpose]]

    def sign_in(
        self,
        *,
        login: str,
        password: Secret[str],
        one_time_code: str,
        key: PublicKey,
        enrolment: Enrolment,
        now: datetime,
    ) -> SignedIn:
        self.open.wait(60)
        for error in (self.trouble, self.wrong):
            if error is not None:
                raise error
        if (password.reveal(), one_time_code) != (PASSWORD, "482913"):
            raise SignInWrong(left=4)
        known = self.keys[enrolment.desk]
        operators = {**known.operators, key.kid: (self.operator.id, key)}
        self.keys[enrolment.desk] = Keys(desk=known.desk, operators=operators)
        self.operators[self.operator.id] = self.operator.name
        statement = operator_key_statement(
            self.operator.id, enrolment.desk, key, at=NOON, signer=self.key
        )
        return SignedIn(
            operator=self.operator,
            key_statement=statement,
            token=Secret("token"),
            policy=self.policy,
        )

    def look_up(
        self,
        query: Query,
        *,
        key: SearchKey,
        purpose: Purpose,
        session: Session,
        enrolment: Enrolment,
        now: datetime,
    ) -> Hits:
        self.open.wait(60)
        if self.trouble is not None:
            raise self.trouble
        self.asked.append((query, key, purpose))
        return Hits(requests=self.elsewhere[:ROWS], count=len(self.elsewhere))


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What a window works with, where it is not what the fakes have.

    ``store``: opens one for the desk; ``paper``: draws for its print room.
    """

    store: Callable[[FakeDesk], Store]
    paper: Callable[[], LetterPaper]
    printers: Mapping[str, Printer]


@dataclass(kw_only=True)
class Seat:
    """A window over a desk, whatever stands behind that, with keys and scans that reach it."""

    window: DeskWindow
    settings: Settings
    desk: Desk
    line: Line
    router: ScanRouter

    def end(self) -> None:
        """Stop watching keys: the application outlives the window of one test."""
        self.router.stop()
        self.line.stop()

    @property
    def place(self) -> Workplace:
        assert self.window.workplace is not None, "nobody has signed in"
        return self.window.workplace

    @property
    def hits(self) -> list[str]:
        """First cells of the hits that show."""
        return [row.cells[0].text for row in self.hit_rows]

    @property
    def hit_rows(self) -> list[Row]:
        """The hits that show; the key of each is the request's number."""
        panel = self.place.look_up.panel
        if panel.isHidden():
            return []
        return [panel.model.row(n) for n in range(panel.model.rowCount())]

    @property
    def page(self) -> str:
        """Key of the page in view; "" while the cover is down or its request is being read."""
        place = self.window.workplace
        return "" if place is None or place.request.skeleton.isVisible() else place.key


@dataclass(kw_only=True)
class Front(Seat):
    """The window with all the fakes that stand behind it in reach."""

    clock: FakeClock
    central: FrontCentral
    fake: FakeDesk


def a_front(
    theme: Theme,
    background: Background,
    *requests: PassRequest,
    roles: tuple[Role, ...] = (Role.CLERK,),
    policy: Policy | None = None,
    demo: bool = False,
    pause: Callable[[int], float] = lambda _failures: 3600,
    settings: Settings | None = None,
    behind: Behind | None = None,
) -> Front:
    """Return a window on its cover, over a desk that keeps ``requests``."""
    held = requests or (a_request(),)
    central = FrontCentral({r.number: r for r in held}, policy or Policy())
    central.operator, central.asked = an_operator("Maja K.", *roles), []
    fake = a_desk(central)
    fake.store.enrolment = replace(fake.store.enrolment, demo=demo)
    clock = FakeClock()
    desk = Desk(
        store=fake.store if behind is None else behind.store(fake),
        central=central,
        vault=fake.vault,
        printers={} if behind is None else behind.printers,
        paper=FakePaper if behind is None else behind.paper,
        render_receipt=lambda *_a, **_k: b"",
        now=clock,
        key_cost=KeyCost(memory_kib=8 * 1024, passes=1),
        office_line=FakeAdministration(),
        code_picture=checks,
    )
    chosen = settings or Settings(MemorySettings())
    line = Line(desk, background, pause=pause, spread=lambda: 1.0)
    return _opened(theme, background, desk, line, chosen, clock=clock, central=central, fake=fake)


def opened_again(front: Front, theme: Theme, background: Background) -> Front:
    """Start the program once more, over all that this desk keeps: its window was closed."""
    desk = replace(front.desk, way=RightOfWay(), run=token_hex(8))
    line = Line(desk, background, pause=lambda _failures: 3600, spread=lambda: 1.0)
    return _opened(
        theme,
        background,
        desk,
        line,
        front.settings,
        clock=front.clock,
        central=front.central,
        fake=front.fake,
    )


def _opened(
    theme: Theme,
    background: Background,
    desk: Desk,
    line: Line,
    settings: Settings,
    *,
    clock: FakeClock,
    central: FrontCentral,
    fake: FakeDesk,
) -> Front:
    seat = a_seat(theme, background, desk, line, settings)
    return Front(
        window=seat.window,
        settings=settings,
        desk=desk,
        line=line,
        router=seat.router,
        clock=clock,
        central=central,
        fake=fake,
    )


def a_seat(
    theme: Theme, background: Background, desk: Desk, line: Line, settings: Settings
) -> Seat:
    """Return a window on its cover, joined to its desk, its line and a scanner."""
    window = DeskWindow(
        theme,
        desk,
        background,
        line,
        settings=settings,
        enrolment=desk.enrolment(),
    )
    router = ScanRouter(QApplication.instance(), parent=window)  # type: ignore[arg-type]
    router.scanned.connect(window.on_scan)
    return Seat(window=window, settings=settings, desk=desk, line=line, router=router)
