"""Every page of the window in every state, each reached as a clerk would reach it.

A walk or a picture of "all pages" goes over ``STATES``. A new state is one function here: it gets
a window and its hands, and leaves it in the state. All people in it are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from PySide6.QtCore import Qt

from ra_desk.domain.access import CertificateWrong, OneTimeCodeUsed, SignInWrong
from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.facts_letters import LetterBatchPosted, LetterReturned
from ra_desk.domain.letters import CountsDiffer, LetterElsewhere, ReturnedReason
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import OperatorId, Role
from ra_desk.domain.policy import Policy, ReviewReason
from ra_desk.domain.standing import ruling_of
from ra_desk.ui.pages import places_for
from ra_desk.ui.request.correct_sheet import CorrectSheet
from ra_desk.ui.theme import Theme
from tests.fakes import NOON, a_check, a_request, an_operator
from tests.ui.counter.test_home import draft_of, returned_to
from tests.ui.front import PASSWORD
from tests.ui.hands import CTRL, SHIFT, Hands, at_the_window
from tests.ui.press import at_the_press
from tests.ui.request.zones import td1
from tests.ui.states_admin import add_states as add_admin_states
from tests.ui.states_audit import add_states as add_audit_states
from tests.ui.states_letters import add_states as add_letter_states
from tests.ui.states_reports import add_states as add_reports_states
from tests.ui.states_review import add_states as add_review_states

#: Checks go without a second pair of eyes.
SWIFT = Policy(review_before=frozenset())


@dataclass(frozen=True, kw_only=True)
class State:
    """How a page is reached.

    Attributes:
        page: which page it is a state of.
        name: what is special, in a few words.
        reach: brings a signed-in window there; for ``cover`` the window before signing in.
        people: the requests that the desk keeps.
        alike: looks like another state, but for a word or two.
        letters: so many wait in a real store, with a printer that obeys; 0 for the fakes.
    """

    page: str
    name: str
    reach: Callable[[Hands], None]
    people: Callable[[], tuple[PassRequest, ...]]
    roles: tuple[Role, ...]
    policy: Policy = field(default=SWIFT)
    demo: bool = False
    cover: bool = False
    alike: bool = False
    letters: int = 0

    @property
    def key(self) -> str:
        """Name of the state in files and test ids."""
        return f"{self.page}-{self.name.replace(' ', '_')}"


STATES: list[State] = []


def person(
    number: str, surname: str, given: str, born: date = date(1991, 3, 4), **changes: object
) -> PassRequest:
    """Return a request of somebody; what lapses sooner was submitted as much sooner."""
    request = a_request(RequestNumber(number), **changes)
    request = replace(request, submitted_at=request.expires_at - timedelta(days=30))
    applicant = replace(request.applicant, surname=surname, given_names=given, birth_date=born)
    return replace(request, applicant=applicant)


def town() -> tuple[PassRequest, ...]:
    """A few people of Koper, whose requests lapse on different days."""
    return (
        person("R-RHHD-PHS", "Žagar Őry", "Špela", expires_at=NOON + timedelta(days=3)),
        person("R-5DMX-VVP", "Žagar", "Miha", date(1984, 7, 9)),
        person("R-JH5P-238", "Novak", "Jan", date(1950, 1, 1), expires_at=NOON + timedelta(days=1)),
        person("R-6B63-2DK", "Krkoč-Bernardis", "Giovanna Maria", date(1976, 11, 30)),
        person("R-WFB7-3BV", "Vidmar", "Bojan", date(1999, 2, 28), stage=Stage.ACTIVE),
        person("R-MGT7-67Q", "Kos", "Ana", date(1990, 1, 1)),
        person("R-2P94-FKD", "Hribar", "Ana", date(2003, 5, 5), stage=Stage.WITHDRAWN),
    )


def only_spela() -> tuple[PassRequest, ...]:
    return town()[:1]


def state(
    page: str,
    name: str,
    *,
    people: Callable[[], tuple[PassRequest, ...]] = town,
    roles: tuple[Role, ...] = (Role.CLERK, Role.SUPERVISOR),
    policy: Policy = SWIFT,
    demo: bool = False,
    cover: bool = False,
    alike: bool = False,
    letters: int = 0,
) -> Callable[[Callable[[Hands], None]], Callable[[Hands], None]]:
    """Register a function that brings a window into a state."""

    def register(reach: Callable[[Hands], None]) -> Callable[[Hands], None]:
        STATES.append(
            State(
                page=page,
                name=name,
                reach=reach,
                people=people,
                roles=roles,
                policy=policy,
                demo=demo,
                cover=cover,
                alike=alike,
                letters=letters,
            )
        )
        return reach

    return register


@contextmanager
def reached(wanted: State, theme: Theme) -> Iterator[Hands]:
    """Open a window and bring it into a state."""
    if wanted.letters:
        with at_the_press(theme, wanted.letters, roles=wanted.roles) as press:
            wanted.reach(press.hands)
            press.hands.settle()
            yield press.hands
        return
    with at_the_window(
        theme, *wanted.people(), roles=wanted.roles, policy=wanted.policy, demo=wanted.demo
    ) as hands:
        if not wanted.cover:
            hands.sign_in()
        wanted.reach(hands)
        hands.settle()
        yield hands


def spela(hands: Hands) -> PassRequest:
    return next(iter(hands.front.central.requests.values()))


def record_earlier(hands: Hands, *requests: PassRequest) -> None:
    """Let the operator have recorded checks a while ago."""
    session = hands.front.window.session
    assert session is not None
    for request in requests:
        hands.front.desk.record_check(a_check(request.number), session=session)
        hands.front.clock.forward(40)
    hands.front.place.refresh()
    hands.settle()


# Signing in


@state("sign_in", "empty", cover=True)
def _cover(_hands: Hands) -> None:
    """The window as it opens."""


@state("sign_in", "something missing", cover=True)
def _missing(hands: Hands) -> None:
    hands.type("maja.k")
    hands.enter()
    hands.enter()


def _try_in(hands: Hands) -> None:
    for words in ("maja.k", PASSWORD, "482913"):
        hands.type(words)
        hands.enter()


@state("sign_in", "wrong password", cover=True)
def _wrong(hands: Hands) -> None:
    hands.front.central.wrong = SignInWrong(left=4)
    _try_in(hands)
    hands.until(hands.front.window.sign_in.told.isVisible)


@state("sign_in", "code already used", cover=True)
def _used(hands: Hands) -> None:
    hands.front.central.wrong = OneTimeCodeUsed()
    _try_in(hands)
    hands.until(hands.front.window.sign_in.told.isVisible)


@state("sign_in", "without a line", cover=True)
def _no_line(hands: Hands) -> None:
    hands.lose_line()
    _try_in(hands)
    hands.settle()


@state("sign_in", "password shown and Caps Lock", cover=True)
def _caps(hands: Hands) -> None:
    hands.type("maja.k")
    hands.enter()
    hands.type("GESLO")
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)


@state("sign_in", "help", cover=True)
def _help(hands: Hands) -> None:
    hands.front.window.sign_in.help.setFocus()
    hands.enter()
    hands.until(hands.front.window.sign_in.told.isVisible)


# Counter


@state("counter", "empty")
def _counter(_hands: Hands) -> None:
    """Nothing recorded today."""


@state("counter", "demo", demo=True)
def _counter_demo(_hands: Hands) -> None:
    """The banner that says that nothing is real."""


@state("counter", "recorded today")
def _recorded(hands: Hands) -> None:
    record_earlier(hands, *town()[:3])
    hands.exchange()


def with_returned() -> tuple[PassRequest, ...]:
    """The town, and one request that a second pair of eyes has sent back."""
    back = returned_to(
        OperatorId("maja-k."),
        number=RequestNumber("R-V7P2-8J8"),
        review=(ReviewReason.TYPED_DOCUMENT,),
    )
    applicant = replace(back.applicant, surname="Zupan", given_names="Katja")
    return (*town(), replace(back, applicant=applicant))


@state("counter", "unfinished", people=with_returned)
def _unfinished(hands: Hands) -> None:
    """What came back, two drafts, and what was recorded today."""
    session = hands.front.window.session
    assert session is not None
    spela, miha, *others = town()
    hands.front.desk.keep_draft(draft_of(spela), session=session)
    hands.front.desk.keep_draft(draft_of(miha, document=None), session=session)
    record_earlier(hands, *others[:2])
    hands.exchange()


@state("counter", "held", people=only_spela)
def _held(hands: Hands) -> None:
    hands.check(spela(hands))


@state("counter", "recorded without a line", people=only_spela)
def _recorded_offline(hands: Hands) -> None:
    hands.lose_line()
    hands.check(spela(hands))


@state("counter", "certificate wrong")
def _certificate(hands: Hands) -> None:
    hands.lose_line(CertificateWrong())


@state("counter", "old data")
def _stale(hands: Hands) -> None:
    hands.lose_line()
    hands.front.clock.forward(42 * 60)
    hands.front.place.watch.show_status()


@state("counter", "hits")
def _hits(hands: Hands) -> None:
    hands.type("žag")
    hands.until(lambda: len(hands.front.hits) == 2)


@state("counter", "nobody here but perhaps elsewhere")
def _everywhere(hands: Hands) -> None:
    hands.type("50223055")
    hands.settle()
    hands.type(" kos 4.3.1961")
    hands.until(hands.front.place.look_up.panel.isVisible)


@state("counter", "surname alone found nobody")
def _nobody(hands: Hands) -> None:
    hands.type("xanthippe")
    hands.until(hands.front.place.look_up.panel.isVisible)


@state("counter", "several requests of one document")
def _several(hands: Hands) -> None:
    hands.scan(*td1(surname="ZAGAR", given="MIHA", birth="840709").split("\n"))
    hands.settle()


@state("counter", "unreadable scan")
def _unreadable(hands: Hands) -> None:
    hands.scan("RADIO-STUDENT-89")
    hands.until(hands.front.place.counter.trouble.isVisible)


# Request


@state("request", "waits for a document")
def _request(hands: Hands) -> None:
    hands.scan_request(spela(hands))


@state("request", "document read")
def _read(hands: Hands) -> None:
    hands.scan_request(spela(hands))
    hands.scan_document()


@state("request", "complete")
def _complete(hands: Hands) -> None:
    _read(hands)
    hands.answer(1, 1, 1)


@state("request", "one answer is no")
def _no(hands: Hands) -> None:
    _read(hands)
    hands.answer(1, 2)


@state("request", "something missing")
def _something(hands: Hands) -> None:
    _read(hands)
    hands.press(Qt.Key.Key_Return, CTRL)


@state("request", "somebody else's document")
def _other(hands: Hands) -> None:
    hands.scan_request(spela(hands))
    hands.scan_document(td1(surname="NOVAK", given="JAN", birth="500101"))


@state("request", "document expired")
def _expired(hands: Hands) -> None:
    hands.scan_request(spela(hands))
    hands.scan_document(td1(expiry="200912"))


@state("request", "zone not read")
def _not_read(hands: Hands) -> None:
    hands.scan_request(spela(hands))
    hands.scan_document(td1(number="IE1234568").replace("IE1234568", "IE1234567"))


@state("request", "document by hand")
def _by_hand(hands: Hands) -> None:
    hands.scan_request(spela(hands))
    hands.press(Qt.Key.Key_F2)
    hands.until(lambda: hands.sheet is not None)


@state("request", "document by hand incomplete")
def _by_hand_wrong(hands: Hands) -> None:
    _by_hand(hands)
    hands.press(Qt.Key.Key_Tab)
    hands.type("12")
    hands.press(Qt.Key.Key_Tab, SHIFT)
    assert hands.sheet is not None
    while hands.focus is not hands.sheet.accept_button:
        hands.press(Qt.Key.Key_Tab)
    hands.enter()


@state("request", "refuse")
def _refuse(hands: Hands) -> None:
    hands.scan_request(spela(hands))
    hands.press(Qt.Key.Key_D, CTRL)
    hands.until(lambda: hands.sheet is not None)


@state("request", "refuse after a no")
def _refuse_no(hands: Hands) -> None:
    _no(hands)
    hands.press(Qt.Key.Key_D, CTRL)
    hands.until(lambda: hands.sheet is not None)


@state("request", "code by post", policy=replace(SWIFT, office_post=True))
def _channel(hands: Hands) -> None:
    _read(hands)
    hands.press(Qt.Key.Key_K, CTRL)
    hands.until(lambda: hands.sheet is not None)


def _closed(stage: Stage) -> Callable[[], tuple[PassRequest, ...]]:
    return lambda: (replace(town()[0], stage=stage), *town()[1:])


for _stage in Stage:

    @state("request", f"stage {_stage.value}", people=_closed(_stage), alike=True)
    def _at_stage(hands: Hands) -> None:
        hands.scan_request(spela(hands))


@state("request", "correction")
def _correct(hands: Hands) -> None:
    hands.check(spela(hands))
    hands.front.clock.forward(60)
    hands.exchange()
    hands.scan_request(spela(hands))
    hands.press(Qt.Key.Key_R, CTRL)
    hands.until(lambda: isinstance(hands.sheet, CorrectSheet))
    hands.choose(1)
    hands.settle()
    hands.type("Napačna števka.")
    hands.press(Qt.Key.Key_Tab)
    hands.type("IE 1234576")


@state("request", "without a line")
def _request_offline(hands: Hands) -> None:
    hands.lose_line()
    _complete(hands)


# Outbox


def go(hands: Hands, page: str) -> None:
    place = list(hands.front.place.rail.items).index(page)
    hands.press(Qt.Key(Qt.Key.Key_1.value + place), CTRL)
    hands.until(lambda: hands.page == page)
    hands.settle()


@state("outbox", "empty")
def _outbox(hands: Hands) -> None:
    go(hands, "outbox")


@state("outbox", "waiting without a line")
def _outbox_waiting(hands: Hands) -> None:
    hands.lose_line()
    record_earlier(hands, *town()[:4])
    go(hands, "outbox")


@state("outbox", "sent")
def _outbox_sent(hands: Hands) -> None:
    record_earlier(hands, *town()[:3])
    hands.exchange()
    go(hands, "outbox")


def refused_by_central(hands: Hands) -> None:
    """Let somebody else have decided a request before what was recorded here arrived."""
    session = hands.front.window.session
    assert session is not None
    hands.lose_line()
    number = spela(hands).number
    hands.front.desk.record_check(a_check(number), session=session)
    hands.front.clock.forward(40)
    central = hands.front.central
    central.requests[number] = replace(central.requests[number], stage=Stage.WITHDRAWN)
    central.snap()
    hands.find_line()


@state("outbox", "needs a decision")
def _outbox_conflict(hands: Hands) -> None:
    refused_by_central(hands)
    go(hands, "outbox")


@state("outbox", "letters that central does not count")
def _outbox_letters(hands: Hands) -> None:
    session = hands.front.window.session
    assert session is not None
    hands.lose_line()
    back = LetterReturned(
        request=None, letter=LetterNumber("L-7F4K-22CK"), reason=ReturnedReason.MOVED
    )
    posted = LetterBatchPosted(batch=12, letters=91, on=date(2026, 11, 20))
    with hands.front.fake.store.begin() as unit:
        for fact in (posted, back):
            unit.append(fact, at=hands.front.clock(), session=session)
    differ = CountsDiffer(accounted=89, count=91, missing="17, 44")
    hands.front.central.own_word |= {
        posted.kind: ruling_of(differ),
        back.kind: ruling_of(LetterElsewhere(letter=back.letter)),
    }
    hands.find_line()
    go(hands, "outbox")


@state("counter", "something needs a decision")
def _counter_conflict(hands: Hands) -> None:
    refused_by_central(hands)


@state("window", "close with something unsent")
def _close(hands: Hands) -> None:
    hands.lose_line()
    record_earlier(hands, town()[0])
    hands.front.window.close()
    hands.until(lambda: hands.sheet is not None)


add_admin_states(state)
add_letter_states(state)
add_review_states(state)
add_reports_states(state, town)
add_audit_states(state, lambda hands: record_earlier(hands, town()[0]))

# Each role and its pages


for _role in Role:
    for _place in places_for(an_operator("Maja K.", _role)):

        @state(_place.key, f"as {_role.value}", roles=(_role,), alike=_role is not Role.CLERK)
        def _as_role(hands: Hands, page: str = _place.key) -> None:
            go(hands, page)
