"""The page of the second review, by keys, over a desk of fakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ra_desk.domain.facts import RequestViewed, ReviewDecided, Withdrawn
from ra_desk.domain.people import OfficeId, OperatorId, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.refusals import RefusalReason
from ra_desk.domain.review_case import MOST_CASES
from ra_desk.domain.reviewed import ReturnReason, Reviewed, Verdict
from ra_desk.ui.background import Lane
from ra_desk.ui.review.page import ReviewPage
from ra_desk.ui.review.words import headline
from ra_desk.ui.theme import Scheme, Theme
from tests.fakes import NOON
from tests.ui.ears import ears
from tests.ui.front import PASSWORD
from tests.ui.hands import CTRL, Hands, at_the_window
from tests.ui.lanes import held
from tests.ui.states import SWIFT, town
from tests.ui.states_review import put_to_review, to_review

BOTH = (Role.CLERK, Role.SUPERVISOR)


@pytest.fixture(scope="module")
def look(qapp: QApplication) -> Theme:
    made = Theme()
    made.apply(qapp, Scheme.LIGHT)
    return made


@pytest.fixture
def hands(look: Theme) -> Iterator[Hands]:
    """A supervisor before four checks, the last of which is their own."""
    with at_the_window(look, *town(), roles=BOTH, policy=SWIFT) as made:
        made.sign_in()
        put_to_review(made)
        to_review(made)
        yield made


def page(hands: Hands) -> ReviewPage:
    shown = hands.front.place.page("review")
    assert isinstance(shown, ReviewPage)
    return shown


def shown_numbers(hands: Hands) -> list[str]:
    model = page(hands).table.cases
    return [model.row(n).key for n in range(model.rowCount())]


def test_the_oldest_is_in_view_and_the_rail_says_how_many_wait(hands: Hands) -> None:
    """Whoever looks at a check has that written down, with the purpose."""
    first = shown_numbers(hands)[0]
    assert page(hands).detail.number.text() == first
    waits = page(hands).table.cases.row(0).cells[1].text.replace("\u00a0", " ")
    assert waits == "čaka 2 dneva", "working days"
    assert hands.focus is page(hands).table
    assert hands.front.place.rail.items["review"].accessibleName().startswith("Pregled, 4")
    assert hands.front.window.windowTitle().startswith("(4) Pregled – UE Koper")
    assert [view.purpose for view in hands.facts(RequestViewed)] == ["review"]


def test_an_approved_check_can_be_undone_and_is_back_in_view(
    hands: Hands, qapp: QApplication
) -> None:
    """The hold is that of a check: one key takes the decision back."""
    first = shown_numbers(hands)[0]
    with ears(qapp) as heard:
        hands.press(Qt.Key.Key_Return, CTRL)
        hands.settle()
    assert first not in shown_numbers(hands)
    assert any(said.startswith("Potrjeno. Naslednje: ") for said in heard.heard)
    assert first in page(hands).notice.words
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.settle()
    assert shown_numbers(hands)[0] == first
    assert page(hands).detail.number.text() == first
    assert len(hands.facts(Withdrawn)) == 1


def test_the_list_that_comes_back_with_the_last_check_has_the_focus(hands: Hands) -> None:
    """It went with the list when nothing waited any more; the next key is for the check again."""
    first = shown_numbers(hands)[0]
    hands.front.central.cases = [one for one in hands.front.central.cases if one.number == first]
    page(hands).on_refresh()
    hands.until(lambda: shown_numbers(hands) == [first])
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.until(lambda: not page(hands).table.isVisible())
    hands.press(Qt.Key.Key_Z, CTRL)
    hands.settle()
    assert hands.focus is page(hands).table


def test_the_same_chord_twice_is_one_decision(hands: Hands) -> None:
    """Until it is written the check stays in view; the second press means nothing else."""
    for _press in range(2):
        hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert len(hands.facts(ReviewDecided)) == 1
    assert "RA-1501" not in page(hands).notice.words


def test_a_check_that_was_left_is_not_decided_about_while_the_next_one_opens(hands: Hands) -> None:
    """The list marks another one already: whoever goes back to the first decides about that."""
    first, second = shown_numbers(hands)[:2]
    with held(hands, Lane.STORE):
        hands.press(Qt.Key.Key_Down)
        for chord in (Qt.Key.Key_Return, Qt.Key.Key_R, Qt.Key.Key_D):
            hands.press(chord, CTRL)
            assert hands.sheet is None
    hands.settle()
    assert hands.facts(ReviewDecided) == []
    assert page(hands).detail.number.text() == second
    with held(hands, Lane.STORE):
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Up)
    hands.settle()
    assert page(hands).detail.number.text() == second
    hands.press(Qt.Key.Key_Up)
    hands.settle()
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert [fact.request for fact in hands.facts(ReviewDecided)] == [first]


def test_what_came_in_behind_the_sheet_was_seen_by_nobody(hands: Hands) -> None:
    """The decision is about what was in view when it was begun; what is new is looked at first."""
    hands.press(Qt.Key.Key_R, CTRL)
    hands.until(lambda: hands.sheet is not None)
    cases = hands.front.central.cases
    hands.front.central.cases = [replace(case, seen="2.2") for case in cases]
    page(hands).on_refresh()
    hands.settle()
    hands.choose(3)
    hands.enter()
    hands.settle()
    assert hands.facts(ReviewDecided) == []
    assert hands.sheet is not None


def test_a_check_goes_back_with_a_reason_and_words(hands: Hands) -> None:
    """A numbered reason and Enter; the words are for the clerk."""
    hands.press(Qt.Key.Key_R, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.choose(3)
    hands.enter()
    hands.settle()
    [decided] = hands.facts(ReviewDecided)
    assert (decided.verdict, decided.return_reason) == (Verdict.RETURN, ReturnReason.PROVE_NAME)
    assert hands.sheet is None


def test_a_refusal_names_its_reason(hands: Hands) -> None:
    """Only reasons that end a request are offered."""
    hands.press(Qt.Key.Key_D, CTRL)
    hands.until(lambda: hands.sheet is not None)
    hands.choose(1)
    hands.enter()
    hands.settle()
    [decided] = hands.facts(ReviewDecided)
    assert (decided.verdict, decided.refusal) == (Verdict.REFUSE, RefusalReason.NOT_THE_PERSON)


def test_ones_own_check_cannot_be_approved(hands: Hands) -> None:
    """The bar says why; the chord does nothing."""
    for _step in range(3):
        hands.press(Qt.Key.Key_Down)
        hands.settle()
    assert not page(hands).approve.isEnabled()
    assert page(hands).reason.startswith("Svojega preverjanja ne morete potrditi.")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert hands.facts(ReviewDecided) == []


def test_a_decision_taken_elsewhere_is_told(hands: Hands) -> None:
    """Who, when and what; and the next check comes into view."""
    central, first = hands.front.central, shown_numbers(hands)[0]
    said = Reviewed(
        verdict=Verdict.APPROVE,
        by=OperatorId("ana-l."),
        operator_name="Ana L.",
        office=OfficeId("ue-koper"),
        office_name="UE Koper",
        at=NOON + timedelta(minutes=3),
    )
    before = central.requests[first]
    central.requests[first] = replace(before, stage="identified", review=(), reviewed=said)
    central.snap()
    hands.exchange()
    words = page(hands).notice.words
    assert all(said in words for said in ("Ana L.", "potrjeno", "RA-1501"))
    assert first not in shown_numbers(hands)


def test_a_page_that_nobody_looks_at_reads_nothing(hands: Hands) -> None:
    """The badge counts in the rail; the list is read when somebody comes back to it."""
    before, review = shown_numbers(hands), page(hands)
    hands.front.place.go("counter")
    hands.settle()
    central = hands.front.central
    central.requests[before[0]] = replace(
        central.requests[before[0]], stage="identified", review=()
    )
    central.snap()
    hands.exchange()
    assert hands.front.place.rail.items["review"].accessibleName().startswith("Pregled, 3")
    assert [review.table.cases.row(n).key for n in range(4)] == before
    hands.front.place.go("review")
    hands.settle()
    assert shown_numbers(hands) == before[1:]


def test_a_reason_of_a_newer_central_does_not_hide_the_check(hands: Hands) -> None:
    """What this version has no word for is left out; the check waits all the same."""
    central, first = hands.front.central, shown_numbers(hands)[0]
    central.requests[first] = replace(central.requests[first], review=())
    central.snap()
    hands.exchange()
    assert shown_numbers(hands)[0] == first
    assert page(hands).table.cases.cells(0)[0].text == "V drugem pregledu"


def test_without_a_line_decisions_are_kept(hands: Hands) -> None:
    """The page says so, and nothing else is different."""
    hands.lose_line()
    assert not page(hands).offline.isHidden()
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert len(hands.facts(ReviewDecided)) == 1
    assert "povezava" in page(hands).notice.words


def test_reasons_and_clerks_filter_the_list(hands: Hands) -> None:
    """What nothing fits says so."""
    filters = page(hands).filters
    filters.reason.setCurrentIndex(filters.reason.findData("typed_document"))
    hands.settle()
    [number] = shown_numbers(hands)
    assert page(hands).detail.number.text() == number
    filters.clerk.setCurrentIndex(0)
    filters.reason.setCurrentIndex(0)
    hands.settle()
    assert len(shown_numbers(hands)) == 4


def test_escape_goes_to_the_list_first(hands: Hands) -> None:
    """From the detail back to the list, and only then away."""
    hands.enter()
    assert hands.focus is page(hands).detail.table
    hands.press(Qt.Key.Key_Escape)
    assert hands.focus is page(hands).table
    assert hands.page == "review"


def test_the_last_decision_leaves_an_empty_page(look: Theme) -> None:
    """It says when somebody last decided."""
    with at_the_window(look, *town(), roles=BOTH, policy=SWIFT) as hands:
        hands.sign_in()
        put_to_review(hands)
        hands.front.central.cases = hands.front.central.cases[:1]
        to_review(hands)
        hands.press(Qt.Key.Key_Return, CTRL)
        hands.settle()
        assert not page(hands).empty.isHidden()
        assert "12:00" in page(hands).empty.detail.text()
        assert page(hands).right_actions == ()


def test_who_leaves_the_sheet_while_the_password_is_checked_can_still_undo(look: Theme) -> None:
    """The decision is written then: the page says so, and what was wrong with it."""
    policy = Policy(review_before=frozenset(), review_password=True)
    with at_the_window(look, *town(), roles=BOTH, policy=policy) as hands:
        hands.sign_in()
        put_to_review(hands)
        to_review(hands)
        for password, told in (("napačno geslo", "RA-"), (PASSWORD, "potrjeno")):
            page(hands).notice.dismiss()
            hands.press(Qt.Key.Key_Return, CTRL)
            hands.until(lambda: hands.sheet is not None)
            hands.type(password)
            with held(hands, Lane.STORE):
                hands.enter()
                hands.press(Qt.Key.Key_Escape)
            hands.settle()
            assert told in page(hands).notice.words
        assert page(hands).hold.active
        assert len(hands.facts(ReviewDecided)) == 1


def test_an_office_may_ask_for_the_password(look: Theme) -> None:
    """A wrong one is told in the sheet; the right one writes the decision."""
    policy = Policy(review_before=frozenset(), review_password=True)
    with at_the_window(look, *town(), roles=BOTH, policy=policy) as hands:
        hands.sign_in()
        put_to_review(hands)
        to_review(hands)
        hands.press(Qt.Key.Key_Return, CTRL)
        hands.until(lambda: hands.sheet is not None)
        hands.type("napačno geslo")
        hands.enter()
        hands.settle()
        assert hands.facts(ReviewDecided) == []
        hands.type(PASSWORD)
        hands.enter()
        hands.until(lambda: hands.sheet is None)
        hands.settle()
        [decided] = hands.facts(ReviewDecided)
        assert decided.stepped_up


@pytest.mark.parametrize(("count", "said"), [(99, "99 "), (MOST_CASES, "100+ ")])
def test_more_than_central_tells_at_once_are_not_said_to_be_all(count, said):
    """Central tells a desk of those that wait longest."""
    assert headline(count).startswith(said)
