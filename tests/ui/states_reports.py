"""States of reports: a day with open points, its signature, a closed day, a week, an office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt

from ra_desk.domain.activation import new_letter_number
from ra_desk.domain.facts import LetterPrintStarted, LetterSpoilt, RequestRefused, SpoiltReason
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.report import Span
from ra_desk.ui.reports.page import ReportsPage
from ra_desk.ui.reports.reading import Whose
from tests.fakes import a_check
from tests.ui.front import PASSWORD
from tests.ui.hands import CTRL, Hands

ROLES = (Role.CLERK, Role.SUPERVISOR, Role.PRINT_ROOM)


def to_reports(hands: Hands) -> ReportsPage:
    hands.front.place.go("reports")
    page = hands.front.place.page("reports")
    assert isinstance(page, ReportsPage)
    hands.until(lambda: page.chart.strip.bars)
    return page


def work_a_day(hands: Hands) -> None:
    """Have checks in several hours, a refusal, and two letters of which one is spoilt."""
    desk, session = hands.front.desk, hands.front.window.session
    assert session is not None
    numbers = list(hands.front.central.requests)
    hands.front.clock.moment -= timedelta(hours=3)
    for place, number in enumerate(numbers[:3]):
        desk.record_check(a_check(number, seconds=35 + 20 * place), session=session)
        hands.front.clock.forward(4000)
    with hands.front.fake.store.begin() as unit:
        at = hands.front.clock()
        unit.append(
            RequestRefused(request=numbers[3], reason=RefusalReason.DOCUMENT_INVALID),
            at=at,
            session=session,
        )
        letters = [new_letter_number() for _number in range(2)]
        for letter in letters:
            drawn = LetterPrintStarted(
                request=numbers[4], letter=letter, box_digest="d", printer="p"
            )
            unit.append(drawn, at=at, session=session)
        spoilt = LetterSpoilt(request=numbers[4], letter=letters[0], reason=SpoiltReason.JAM)
        unit.append(spoilt, at=at, session=session)
    hands.front.clock.forward(60)


def of_office(hands: Hands) -> ReportsPage:
    """Have the figures of the whole office in view."""
    page = to_reports(hands)
    hands.settle()
    page.whose.items[Whose.OFFICE].click()
    hands.until(page.counted.isVisible)
    hands.settle()
    return page


def closed_day(hands: Hands) -> ReportsPage:
    """Close an empty day by its sheet."""
    page = to_reports(hands)
    hands.settle()
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.type(PASSWORD)
    hands.enter()
    hands.until(lambda: hands.sheet is None and page.notice.isVisible())
    hands.settle()
    return page


def add_states(state, town: Callable[[], tuple[PassRequest, ...]]) -> None:  # type: ignore[no-untyped-def]
    """Register the states."""

    @state("reports", "a day with open points", people=town, roles=ROLES)
    def _day(hands: Hands) -> None:
        work_a_day(hands)
        to_reports(hands)

    @state("reports", "the whole office", people=town, roles=ROLES)
    def _office(hands: Hands) -> None:
        work_a_day(hands)
        of_office(hands)

    @state("reports", "the whole office without a line", people=town, roles=ROLES)
    def _alone(hands: Hands) -> None:
        page = to_reports(hands)
        hands.lose_line()
        page.whose.items[Whose.OFFICE].click()
        hands.until(page.notice.isVisible)
        hands.settle()

    @state("reports", "a week as table", people=town, roles=ROLES)
    def _week(hands: Hands) -> None:
        work_a_day(hands)
        page = to_reports(hands)
        page.segments.items[Span.WEEK].click()
        hands.until(lambda: len(page.chart.strip.bars) == 5)
        page.chart.as_table.click()

    two = Policy(review_before=frozenset(), day_signers=2)

    @state("reports", "two people sign", people=town, roles=ROLES, policy=two)
    def _sign(hands: Hands) -> None:
        work_a_day(hands)
        to_reports(hands)
        hands.settle()
        hands.press(Qt.Key.Key_Return, CTRL)
        hands.until(lambda: hands.sheet is not None)
        hands.enter()

    @state("reports", "closed", people=town, roles=ROLES)
    def _closed(hands: Hands) -> None:
        closed_day(hands)

    @state("reports", "a period that ends before it begins", people=town, roles=ROLES)
    def _period(hands: Hands) -> None:
        page = to_reports(hands)
        page.segments.items[Span.OWN].click()
        hands.until(lambda: hands.sheet is not None)
        hands.press(Qt.Key.Key_Tab)
        hands.type("1.1.2026")
        hands.enter()
