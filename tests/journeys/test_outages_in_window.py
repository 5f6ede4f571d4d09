"""Every kind of outage as a clerk lives it: the real window, store, line and central."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.central.offices import set_policy
from ra_desk.central.tables import code
from ra_desk.demo import people
from ra_desk.demo.people import Citizen
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import CheckAttested
from ra_desk.domain.pass_request import RequestUnknown, Stage
from ra_desk.machine.settings_file import MemorySettings
from ra_desk.services.desk import Desk
from ra_desk.ui.background import Background
from ra_desk.ui.line import Line
from ra_desk.ui.outbox.page import OutboxPage
from ra_desk.ui.pages import COUNTER, OUTBOX
from ra_desk.ui.settings.values import Settings
from ra_desk.ui.theme import Theme
from tests.faults.proxy import Fault
from tests.journeys.office import PASSWORD, POLICY, QUICK_S, Office, Unmanned, a_card
from tests.journeys.test_journey import codes_for
from tests.ui.front import a_seat, light
from tests.ui.hands import CTRL, Clerk
from tests.ui.keys import KeyCounter

#: What the banner says of each, and the chip of the connection.
SAID: dict[Fault, tuple[str, str]] = {
    Fault.PORT_CLOSED: ("Ni povezave s strežnikom od", "Brez povezave"),
    Fault.BLACK_HOLE: ("Ni povezave s strežnikom od", "Brez povezave"),
    Fault.CUT_IN_REPLY: ("Povezava s strežnikom se prekinja, od", "Brez povezave"),
    Fault.CAPTIVE_PORTAL: ("odgovoril nekdo drug", "Brez povezave"),
    Fault.BUSY: ("Strežnik je zaseden in od", "Brez povezave"),
    Fault.WRONG_CERTIFICATE: ("ne more dokazati", "Ustavljeno"),
}


@dataclass(frozen=True, kw_only=True)
class Client:
    """A citizen with a request, and an identity card for it."""

    citizen: Citizen
    number: RequestNumber

    @property
    def typed(self) -> str:
        """What a clerk types to find this one and nobody else: the surname and the year."""
        return f"{self.citizen.surname.lower()} {self.citizen.birth_date:%y}"


@dataclass(kw_only=True)
class Counter:
    """The window at work, with central and its line in reach."""

    office: Office
    desk: Desk
    clerk: Clerk

    @property
    def banner(self) -> str:
        banner = self.clerk.front.place.banner
        return banner.words if banner.isVisible() else ""

    @property
    def chip(self) -> str:
        """What the chip of the connection says."""
        return self.clerk.front.place.status_bar.chips["line"].text()

    def rest(self) -> None:
        """Wait until nothing is under way, and no exchange is due at once."""

        def rests() -> bool:
            due = self.clerk.front.line.state.next_try_at
            soon = due is not None and due < self.desk.time() + timedelta(minutes=1)
            return not self.clerk.background._jobs and not soon

        self.clerk.until(rests)

    def refresh_until(self, met: Callable[[], bool]) -> None:
        """Press F5 until something holds: what others do at central comes a little later."""

        def met_or_pressed() -> bool:
            if met():
                return True
            self.clerk.press(Qt.Key.Key_F5)
            self.rest()
            return False

        self.clerk.until(met_or_pressed)

    def knows(self, client: Client) -> bool:
        try:
            self.desk.standing(client.number)
        except RequestUnknown:
            return False
        return True

    def find(self, client: Client) -> bool:
        """Type a name, see this person and nobody else, and clear the field.

        Returns whether the desk still waited for central when the person was found.
        """
        front = self.clerk.front
        self.clerk.type(client.typed)
        self.clerk.until(lambda: [row.key for row in front.hit_rows] == [client.number])
        busy = front.line.state.busy
        self.clerk.press(Qt.Key.Key_Escape)
        self.clerk.until(lambda: not front.hit_rows and not front.place.look_up.text())
        return busy

    def finds_in_silence(self, client: Client) -> bool:
        """Try whether keys are answered while the desk waits for central in vain.

        On a computer with other things to do the wait may end first; then it is tried again.
        """
        self.rest()
        self.clerk.press(Qt.Key.Key_F5)
        return self.find(client)

    def go(self, key: str) -> None:
        """Go to a page by its own key."""
        clerk, places = self.clerk, list(self.clerk.front.place.rail.items)
        clerk.press(Qt.Key(Qt.Key.Key_1 + places.index(key)), CTRL)
        clerk.until(lambda: clerk.page == key)

    def check(self, client: Client) -> None:
        """Two scans, three answers and Enter."""
        clerk = self.clerk
        clerk.scan_request(self.desk.standing(client.number))
        clerk.scan_document("\n".join(people.mrz(client.citizen)))
        clerk.answer(1, 1, 1)
        clerk.enter()
        clerk.until(lambda: clerk.page == COUNTER)

    def drain(self) -> None:
        """Go to the outbox and have everything sent, by keys."""
        self.go(OUTBOX)
        page = self.clerk.front.place.page(OUTBOX)
        assert isinstance(page, OutboxPage)
        self.clerk.until(page.waiting.isVisible)
        self.refresh_until(page.empty.isVisible)
        assert all(item.filed and item.ruling for item in self.desk.outbox())
        self.go(COUNTER)

    def attested(self) -> list[RequestNumber]:
        """Return the requests that the journal holds checks of, in order."""
        with self.desk.store.read() as unit:
            deeds = [unit.entry_at(seq) for seq in range(1, unit.marks().head.seq + 1)]
        facts = [deed.fact for deed in deeds if deed is not None]
        return [fact.request for fact in facts if isinstance(fact, CheckAttested)]


def a_client(office: Office) -> Client:
    """Let somebody submit who comes with an identity card that is valid for years."""
    _, citizen, number = office.citizen()
    card = a_card(citizen.tax_number[:7])
    return Client(citizen=replace(citizen, document=card), number=RequestNumber(number))


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return light(qapp)


@pytest.fixture
def there(office: Office) -> Unmanned:
    """A desk where a check that took no time counts at once: nobody here takes six seconds."""
    with office.central.engine.begin() as connection:
        set_policy(connection, office.office, replace(POLICY, fast_check_s=0))
    return office.desk("ana", timeouts_s=QUICK_S)


@pytest.fixture
def counter(office: Office, there: Unmanned, theme: Theme) -> Iterator[Counter]:
    """The window of that desk, on its cover; its line moves only when somebody asks."""
    background = Background()
    line = Line(there.desk, background, pause=lambda _failures: 3600, spread=lambda: 1.0)
    seat = a_seat(theme, background, there.desk, line, Settings(MemorySettings()))
    clerk = Clerk(front=seat, keyboard=KeyCounter(), background=background)
    try:
        clerk.show()
        yield Counter(office=office, desk=there.desk, clerk=clerk)
    finally:
        clerk.end()


@pytest.mark.requirement("S0-35")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_in_each_outage_the_window_says_so_goes_on_and_each_check_counts_once(
    office: Office, there: Unmanned, counter: Counter
) -> None:
    """One after the other in one window, as one bad day would bring them."""
    clients = [a_client(office) for _ in SAID]
    clerk = counter.clerk
    clerk.sign_in_as(there.login, PASSWORD, there.authenticator.now())
    counter.refresh_until(lambda: all(counter.knows(one) for one in clients))

    for place, (fault, (words, chip)) in enumerate(SAID.items()):
        client, other = clients[place], clients[place - 1]
        counter.rest()
        office.line.become(fault)
        if fault is Fault.BLACK_HOLE:
            clerk.until(lambda other=other: counter.finds_in_silence(other))
        else:
            clerk.press(Qt.Key.Key_F5)
        clerk.until(lambda words=words: words in counter.banner)
        assert counter.chip == chip

        counter.find(other)
        counter.check(client)
        assert "Shranjeno v tem računalniku" in clerk.front.place.counter.notice.words
        assert counter.desk.standing(client.number).awaits_ruling
        counter.rest()
        assert words in counter.banner

        office.line.become(Fault.NONE)
        counter.drain()
        address = client.citizen.email
        clerk.until(lambda address=address: codes_for(office, address))
        counter.refresh_until(
            lambda number=client.number: counter.desk.standing(number).stage is Stage.CODE_SENT
        )
        assert not any(words in counter.banner for words, _ in SAID.values())

    assert [office.count(code, one.number) for one in clients] == [1] * len(clients)
    assert [len(codes_for(office, one.citizen.email)) for one in clients] == [1] * len(clients)
    assert counter.attested() == [one.number for one in clients]
