"""What each task of a clerk may cost in keys and scans, in four languages, with and without a line.

A chord is one key; a scan is counted apart. Each flow ends in the store, not on the screen.
Source: ux.md §1.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.access import CentralBusy, CentralUnreachable
from ra_desk.domain.errors import RaError
from ra_desk.domain.facts import (
    CheckAttested,
    CheckCorrected,
    ConflictDecided,
    RequestRefused,
    RequestViewed,
    ReviewDecided,
    Withdrawn,
)
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import Role
from ra_desk.domain.reviewed import Verdict
from ra_desk.texts import LANGUAGES, use
from ra_desk.ui.theme import Scheme, Theme
from tests.ui.front import PASSWORD
from tests.ui.hands import CTRL, ONE_TIME_CODE, Hands, at_the_window
from tests.ui.keys import NoMouse
from tests.ui.request.zones import td1
from tests.ui.states import SWIFT, go, refused_by_central, spela, town
from tests.ui.states_review import put_to_review, to_review


@dataclass(frozen=True, kw_only=True)
class Cost:
    """The most that a task may cost."""

    keys: int
    scans: int = 0


@pytest.fixture(scope="module")
def look(qapp: QApplication) -> Theme:
    made = Theme()
    made.apply(qapp, Scheme.LIGHT)
    return made


@pytest.fixture(params=LANGUAGES)
def hands(request: pytest.FixtureRequest, look: Theme, qapp: QApplication) -> Iterator[Hands]:
    """Somebody at the counter, in each language; no mouse anywhere."""
    use(request.param)
    mouse = NoMouse(qapp)
    try:
        with at_the_window(look, *town(), policy=SWIFT) as made:
            made.sign_in()
            made.keyboard.reset()
            yield made
    finally:
        qapp.removeEventFilter(mouse)
        use("sl")
    assert mouse.seen == []


def costs(hands: Hands, most: Cost) -> None:
    """The task took no more than it may; from here on it is counted anew."""
    spent = Cost(keys=hands.keyboard.keys, scans=hands.keyboard.scans)
    assert spent.keys <= most.keys, f"{spent} of {most}"
    assert spent.scans <= most.scans, f"{spent} of {most}"
    hands.keyboard.reset()


def checked(hands: Hands, request: PassRequest) -> None:
    """The journal holds this check and no other."""
    assert [fact.request for fact in hands.facts(CheckAttested)] == [request.number]


TROUBLE: list[RaError | None] = [None, CentralUnreachable(), CentralBusy()]
_NAMES = ["online", "offline", "server_500"]


@pytest.mark.parametrize("trouble", TROUBLE, ids=_NAMES)
def test_a_check_by_code_and_document(hands: Hands, trouble: RaError | None) -> None:
    """T1 and T6: two scans, three answers, Enter; without a line not one key more."""
    if trouble is not None:
        hands.lose_line(trouble)
    hands.check(spela(hands))
    costs(hands, Cost(keys=4, scans=2))
    checked(hands, spela(hands))
    assert hands.sheet is None


def test_a_check_by_the_document_alone(hands: Hands) -> None:
    """T1b: the zone finds the one request and fills it."""
    hands.scan_document()
    hands.until(lambda: hands.page == "request")
    hands.settle()
    hands.answer(1, 1, 1)
    hands.enter()
    hands.until(lambda: hands.page == "counter")
    costs(hands, Cost(keys=4, scans=1))
    checked(hands, spela(hands))


def test_a_check_with_a_document_by_hand(hands: Hands) -> None:
    """T1c: a driving licence has no zone."""
    request = next(r for r in hands.front.central.requests.values() if r.applicant.surname == "Kos")
    hands.scan_request(request)
    hands.press(Qt.Key.Key_F2)
    hands.until(lambda: hands.sheet is not None)
    for text in ("00123456", "120931", "Kos", "Ana", "010190"):
        hands.type(text)
        if text != "010190":
            hands.press(Qt.Key.Key_Tab)
    hands.enter()
    hands.until(lambda: hands.sheet is None)
    hands.settle()
    hands.answer(1, 1, 1)
    hands.enter()
    hands.until(lambda: hands.page == "counter")
    costs(hands, Cost(keys=40, scans=1))
    checked(hands, request)


def test_somebody_is_found_by_typing(hands: Hands) -> None:
    """T2: the beginning of the name and the year."""
    hands.type("žag 91")
    hands.until(lambda: len(hands.front.hits) == 1)
    hands.enter()
    hands.until(lambda: hands.page == "request")
    costs(hands, Cost(keys=9))
    assert [view.request for view in hands.facts(RequestViewed)] == [spela(hands).number]


@pytest.mark.parametrize("how", ["code", "document"])
def test_somebody_is_found_by_a_scan(hands: Hands, how: str) -> None:
    """T2b: no key at all."""
    if how == "code":
        hands.scan_request(spela(hands))
    else:
        hands.scan_document()
        hands.until(lambda: hands.page == "request")
    costs(hands, Cost(keys=0, scans=1))
    assert [view.request for view in hands.facts(RequestViewed)] == [spela(hands).number]


def test_data_that_differ_go_to_second_review(hands: Hands) -> None:
    """T3: somebody else decides; what the clerk saw goes with it."""
    hands.scan_request(spela(hands))
    hands.scan_document(td1(surname="ZUPAN"))
    hands.press(Qt.Key.Key_R, CTRL)
    hands.settle()
    hands.answer(1, 1)
    hands.until(hands.front.place.request.questions.takes_answers)
    hands.type("1")
    hands.until(lambda: hands.sheet is not None)
    hands.enter()
    hands.until(lambda: hands.page == "counter")
    costs(hands, Cost(keys=8, scans=2))
    checked(hands, spela(hands))
    standing = hands.front.desk.standing(spela(hands).number)
    assert standing.stage is Stage.IN_REVIEW


def test_a_refusal_with_a_listed_reason(hands: Hands) -> None:
    """T4: from the open request."""
    hands.scan_request(spela(hands))
    hands.keyboard.reset()
    hands.press(Qt.Key.Key_D, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.choose(1)
    hands.enter()
    hands.until(lambda: hands.page == "counter")
    costs(hands, Cost(keys=5))
    assert [fact.request for fact in hands.facts(RequestRefused)] == [spela(hands).number]


def test_a_check_is_undone(hands: Hands) -> None:
    """T5: one chord, from wherever the focus is, and the form is as it was."""
    hands.check(spela(hands))
    hands.keyboard.reset()
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.until(lambda: hands.page == "request")
    costs(hands, Cost(keys=1))
    assert len(hands.facts(Withdrawn)) == 1
    hands.exchange()
    assert hands.front.central.codes == []


def test_a_sent_check_is_corrected(hands: Hands) -> None:
    """T5b: found by its code, what was wrong, why, Enter."""
    request = spela(hands)
    hands.check(request)
    hands.front.clock.forward(60)
    hands.exchange()
    hands.keyboard.reset()
    hands.scan_request(request)
    hands.press(Qt.Key.Key_R, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.choose(1)
    hands.type("napaka")
    hands.enter()
    hands.until(lambda: hands.sheet is None)
    hands.settle()
    costs(hands, Cost(keys=14, scans=1))
    assert [fact.request for fact in hands.facts(CheckCorrected)] == [request.number]


def test_signing_in(hands: Hands) -> None:
    """T7: the name, the password, six digits, and Enter after each."""
    hands.press(Qt.Key.Key_L, CTRL)
    assert hands.front.window.session is None
    hands.front.clock.forward(16 * 60)  # the code is asked for again
    hands.keyboard.reset()
    hands.type(PASSWORD)
    hands.enter()
    hands.settle()
    if hands.front.window.session is None:
        hands.type(ONE_TIME_CODE)
        hands.enter()
    hands.until(lambda: hands.front.window.session is not None)
    costs(hands, Cost(keys=len(PASSWORD) + 1 + len(ONE_TIME_CODE) + 1))


def test_unlocking_goes_on_where_one_was(hands: Hands) -> None:
    """T7b: the password and one key; the same request, the same caret."""
    hands.type("žag")
    hands.until(lambda: hands.front.hits)
    hands.press(Qt.Key.Key_L, CTRL)
    assert hands.front.window.session is None
    hands.settle()
    hands.keyboard.reset()
    hands.type(PASSWORD)
    hands.enter()
    hands.until(lambda: hands.front.window.session is not None)
    hands.settle()
    costs(hands, Cost(keys=len(PASSWORD) + 1))
    assert hands.front.place.look_up.text() == "žag"
    assert hands.front.place.look_up.edit.cursorPosition() == 3


def test_a_conflict_is_decided(hands: Hands) -> None:
    """T13b: opened, the recommended way taken."""
    refused_by_central(hands)
    go(hands, "outbox")
    hands.keyboard.reset()
    hands.enter()
    hands.until(lambda: hands.sheet is not None)
    hands.enter()
    hands.until(lambda: hands.sheet is None)
    hands.settle()
    costs(hands, Cost(keys=4))
    assert len(hands.facts(ConflictDecided)) == 1


def test_each_language_costs_the_same(look: Theme, qapp: QApplication) -> None:
    """No key depends on the words of a language: the keys of one are the keys of all."""
    spent = set()
    tasks: list[Callable[[Hands], None]] = [
        lambda hands: hands.check(spela(hands)),
        lambda hands: hands.press(Qt.Key.Key_Z, CTRL),
        lambda hands: hands.until(lambda: hands.page == "request"),
        lambda hands: hands.press(Qt.Key.Key_D, CTRL),
        lambda hands: hands.until(lambda: hands.sheet is not None),
        lambda hands: hands.choose(1),
        lambda hands: hands.enter(),
        lambda hands: hands.until(lambda: hands.page == "counter"),
    ]
    for language in LANGUAGES:
        use(language)
        with at_the_window(look, *town(), policy=replace(SWIFT, hold_s=30)) as hands:
            hands.sign_in()
            hands.keyboard.reset()
            for task in tasks:
                task(hands)
            spent.add((hands.keyboard.keys, hands.keyboard.scans))
            assert len(hands.facts(RequestRefused)) == 1
    use("sl")
    assert spent == {(8, 2)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_supervisor_approves_and_the_next_check_is_there(
    look: Theme, qapp: QApplication, language: str
) -> None:
    """T8: one chord, no mouse; the view of each check is an entry, and so is the decision."""
    use(language)
    mouse = NoMouse(qapp)
    roles = (Role.CLERK, Role.SUPERVISOR)
    try:
        with at_the_window(look, *town(), roles=roles, policy=SWIFT) as made:
            made.sign_in()
            first, second, *_ = put_to_review(made)
            to_review(made)
            made.keyboard.reset()
            made.press(Qt.Key.Key_Return, CTRL)
            made.settle()
            costs(made, Cost(keys=1))
            [decided] = made.facts(ReviewDecided)
            assert (decided.request, decided.verdict) == (first, Verdict.APPROVE)
            assert [view.request for view in made.facts(RequestViewed)] == [first, second]
    finally:
        qapp.removeEventFilter(mouse)
        use("sl")
    assert mouse.seen == []
