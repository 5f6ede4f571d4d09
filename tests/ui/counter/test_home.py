"""The page between two clients: what is unfinished, and what was recorded today."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from ra_desk.domain.documents import EntryMode
from ra_desk.domain.drafts import Draft
from ra_desk.domain.pass_request import Decision, EntryRef, Stage
from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.reviewed import ReturnReason, Reviewed, Verdict
from ra_desk.ui.counter.unfinished import how_entered, what_is_open
from ra_desk.ui.parts.buttons import Button
from tests.fakes import NOON, OFFICE, a_check, a_request


def returned_to(operator, **changes):
    decision = Decision(
        ref=EntryRef(desk=DeskId("desk-2"), epoch=1, seq=4),
        by=operator,
        operator_name="Maja K.",
        office=OFFICE.id,
        office_name=OFFICE.name,
        at=NOON,
        before=Stage.SUBMITTED,
    )
    return a_request(stage=Stage.RETURNED, decision=decision, **changes)


def draft_of(request, **changes):
    draft = Draft(
        request=request.number,
        revision=1,
        started_at=NOON - timedelta(minutes=89),
        document=a_check(request.number).document,
        answers=(True, None, None),
    )
    return replace(draft, **changes)


def words(widget):
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisible()]


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget(), key)


def test_a_day_begins_with_what_to_do(at_counter, qtbot):
    """Nothing unfinished, nothing recorded: one sentence, and no empty cards."""
    front = at_counter(a_request())
    page = front.place.counter
    qtbot.waitUntil(page.unfinished.under_way.isVisible)
    assert "Za začetek skenirajte dokument stranke." in words(page)
    assert "Nimate nedokončanega dela." in words(page)
    assert not page.unfinished.returned.isVisible()
    assert not page.unfinished.drafts.isVisible()
    assert not page.recorded.isVisible()


def test_what_came_back_to_me_stands_first_with_its_reason(at_counter, qtbot):
    """Others' returned checks are theirs; nobody is named in full."""
    mine = returned_to(OperatorId("maja-k."), review=(ReviewReason.TYPED_DOCUMENT,))
    others = returned_to(OperatorId("ana-l."))
    front = at_counter(mine, others)
    card = front.place.counter.unfinished.returned
    qtbot.waitUntil(card.isVisible)
    said = words(card)
    assert mine.number in said
    assert others.number not in said
    assert "Š. Žagar Őry · letnik 1991" in said
    assert "Vrnil drugi pregled: Ročni vnos dokumenta" in said
    assert "Ali nadaljujte delo spodaj." in words(front.place.counter)


def test_what_a_reviewer_asks_is_on_the_card_and_on_the_request(at_counter, qtbot):
    """The clerk acts on it, so both places have the reason, the words and the name."""
    said = Reviewed(
        verdict=Verdict.RETURN,
        by=OperatorId("vida-n."),
        operator_name="Vida N.",
        office=OFFICE.id,
        office_name=OFFICE.name,
        at=NOON,
        return_reason=ReturnReason.PROVE_NAME,
        text="Poročni list.",
    )
    mine = returned_to(OperatorId("maja-k."), reviewed=said)
    front = at_counter(mine)
    card = front.place.counter.unfinished.returned
    qtbot.waitUntil(card.isVisible)
    words_ = "(Vida N., 12:00): Zahtevajte dokazilo o imenu. »Poročni list.«"
    assert any(words_ in text for text in words(card))
    front.place.open_request(mine.number)
    qtbot.waitUntil(lambda: front.page == "request" and not front.place.request.notice.isHidden())
    assert words_ in front.place.request.notice.words


def test_a_draft_says_what_it_lacks_and_goes_on_by_one_key(at_counter, qtbot):
    request = a_request()
    front = at_counter(request)
    front.desk.keep_draft(draft_of(request), session=front.place.session)
    front.place.refresh()
    card = front.place.counter.unfinished.drafts
    qtbot.waitUntil(card.isVisible)
    assert words(card)[:3] == ["Osnutki", "1", request.number]
    assert "Odprti sta 2. in 3. vprašanje" in words(card)
    assert "Dokument prebran · začeto ob 10:31" in words(card)
    button = card.findChild(Button)
    assert request.number in button.accessibleName()
    button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: front.page == "request")


def test_a_draft_that_another_office_was_faster_than_is_not_offered(at_counter, qtbot):
    """There is nothing to go on with; the request itself says who has decided."""
    request = a_request()
    front = at_counter(request)
    front.desk.keep_draft(draft_of(request), session=front.place.session)
    front.place.refresh()
    page = front.place.counter
    qtbot.waitUntil(page.unfinished.drafts.isVisible)
    front.fake.store.kept.cache[request.number] = replace(request, stage=Stage.IN_REVIEW)
    front.place.refresh()
    qtbot.waitUntil(lambda: not page.unfinished.drafts.isVisible())
    assert "Nimate nedokončanega dela." in words(page)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"document": None}, "Manjka dokument stranke"),
        ({"answers": (None, None, None)}, "Odprta so vsa tri vprašanja"),
        ({"answers": (True, False, None)}, "Odprto je 3. vprašanje"),
        ({"answers": (True, True, True)}, "Na vsa vprašanja je odgovorjeno"),
    ],
)
def test_what_a_draft_lacks_is_said_in_words(theme, changes, text):
    assert what_is_open(draft_of(a_request(), **changes)) == text


def test_a_typed_document_is_called_typed(theme):

    request = a_request()
    typed = replace(a_check(request.number).document, entry=EntryMode.TYPED)
    assert how_entered(draft_of(request, document=typed)) == "Dokument vpisan"
    assert how_entered(draft_of(request, document=None)) == ""


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 preverjanje"), (2, "2 preverjanji"), (3, "3 preverjanja"), (5, "5 preverjanj")],
)
def test_checks_of_today_are_counted_as_slovenian_counts(at_counter, qtbot, count, said):
    """Four forms, and their state in the card beside."""
    requests = [a_request() for _n in range(count)]
    front = at_counter(*requests)
    for request in requests:
        front.desk.record_check(a_check(request.number), session=front.place.session)
    front.place.refresh()
    page = front.place.counter
    qtbot.waitUntil(lambda: page.table.model().rowCount() == count)
    assert f"Danes: {said}" in words(page)


def test_the_card_opens_the_list(at_counter, qtbot):
    front = at_counter(a_request())
    card = front.place.counter.unfinished.under_way
    qtbot.waitUntil(card.isVisible)
    card.findChild(Button).setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert front.page == "pending"


def test_all_of_today_is_one_key_away(at_counter, qtbot):
    request = a_request()
    front = at_counter(request)
    front.desk.record_check(a_check(request.number), session=front.place.session)
    front.place.refresh()
    qtbot.waitUntil(front.place.counter.recorded.isVisible)
    front.place.counter.recorded.findChild(Button).setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert front.page == "outbox"


def test_nothing_about_people_is_left_when_the_cover_comes_down(at_counter, qtbot):
    mine = returned_to(OperatorId("maja-k."))
    front = at_counter(mine)
    card = front.place.counter.unfinished.returned
    qtbot.waitUntil(card.isVisible)
    front.place.counter.forget()
    assert not any(
        mine.number in part.text() for part in card.findChildren(QLabel) if part.isVisible()
    )


def test_the_curtain_hides_who_came_back(at_counter, qtbot, theme):
    mine = returned_to(OperatorId("maja-k."))
    front = at_counter(mine)
    card = front.place.counter.unfinished.returned
    qtbot.waitUntil(card.isVisible)
    theme.cover(True)
    qtbot.waitUntil(lambda: mine.number in words(card))
    assert not any("Žagar" in text for text in words(card))
    theme.cover(False)
    qtbot.waitUntil(lambda: any("Žagar" in text for text in words(card)))
