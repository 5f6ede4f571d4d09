"""The page of administration, by keys, over a central of fakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from ra_desk.domain.administered import FEW_NUMBERS
from ra_desk.domain.administration import (
    AlreadyProposed,
    BlockOperator,
    ChangePolicy,
    ChangeRoles,
    EnrolDesk,
    InviteOperator,
    LoginTaken,
    MatterGone,
    ProposalOver,
    Verdict,
)
from ra_desk.domain.errors import RaError
from ra_desk.domain.people import OperatorId, PersonId, Role
from ra_desk.ui.admin.forms import FormSheet, TextInput, Ticks
from ra_desk.ui.admin.once import OnceSheet, QrPicture, Word
from ra_desk.ui.admin.rows import Part, rows
from ra_desk.ui.admin.sheets import PASSWORD
from ra_desk.ui.admin.words import why_not
from ra_desk.ui.theme import Kind, Scheme, Theme
from tests.fakes import NOON, OFFICE
from tests.fakes_administration import PIRAN, WORD, FakeAdministration
from tests.ui.front import PASSWORD as TYPED
from tests.ui.hands import Hands, at_the_window
from tests.ui.states import town
from tests.ui.states_admin import ADMIN, office_line, to_admin


@pytest.fixture(scope="module")
def look(qapp: QApplication) -> Theme:
    made = Theme()
    made.apply(qapp, Scheme.LIGHT)
    return made


@pytest.fixture
def hands(look: Theme) -> Iterator[Hands]:
    """An administrator who has just signed in."""
    with at_the_window(look, *town()[:1], roles=ADMIN) as made:
        made.sign_in()
        yield made


def form(hands: Hands) -> FormSheet:
    hands.until(lambda: isinstance(hands.sheet, FormSheet))
    sheet = hands.sheet
    assert isinstance(sheet, FormSheet)
    return sheet


def fill(sheet: FormSheet, **said: str) -> None:
    for key, text in said.items():
        edit = sheet.edits[key]
        assert isinstance(edit, QLineEdit)
        edit.setText(text)


def tick(sheet: FormSheet, *keys: str) -> None:
    ticks = sheet.edits["roles"]
    assert isinstance(ticks, Ticks)
    ticks.tick(keys)


def words(hands: Hands, name: str) -> list[str]:
    page = to_admin(hands, Part(name))
    model = page.table.model()
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def test_only_an_administrator_has_the_place(look: Theme) -> None:
    """It is not greyed out for others; it is not there."""
    with at_the_window(look, *town()[:1], roles=(Role.SUPERVISOR,)) as other:
        other.sign_in()
        assert "admin" not in other.front.place.rail.items


def test_each_part_tells_what_there_is(hands: Hands) -> None:
    """A desk with unsent work that is silent says so (decision 5)."""
    assert words(hands, "operators")[0] == "Eva Dolinar"
    page = to_admin(hands, Part.DESKS)
    states = [str(page.table.model().index(n, 2).data()) for n in range(4)]
    assert states[1] == "Ne odgovarja, delo neposlano"
    assert words(hands, "offices") == [OFFICE.name, PIRAN.name]
    assert len(words(hands, "policy")) == 16
    assert words(hands, "waiting") == []


def test_an_office_that_runs_out_of_numbers_is_seen_before_it_has_none() -> None:
    """A range takes days to get; letters of an office without one wait."""
    seen = FakeAdministration().seen
    known = seen.offices[0]
    told = []
    for left in (None, 1234, FEW_NUMBERS, FEW_NUMBERS - 1, 0):
        one = replace(seen, offices=(replace(known, numbers_left=left),))
        [row] = rows(Part.OFFICES, one, me=PersonId("-"), office=None, now=NOON)
        told.append((row.cells[2].text, row.cells[2].kind))
        assert (row.cells[2].text in row.cells[0].spoken) is (left is not None)
    assert told == [
        ("–", None),
        ("1234 številk", Kind.OK),
        ("100 številk", Kind.OK),
        ("99 številk", Kind.WARN),
        ("Porabljeno", Kind.ERR),
    ]


def test_an_invitation_shows_its_word_once_to_who_proposed_it(hands: Hands) -> None:
    """It is painted, so nothing can be selected or copied; closing it is the end of it."""
    page = to_admin(hands, Part.OPERATORS)
    page.right_actions[-1].click()
    sheet = form(hands)
    sheet.accept_button.click()
    assert sheet.fields["full_name"].error
    fill(sheet, full_name="Nada Kos", login="nada")
    sheet.accept_button.click()
    assert office_line(hands).acts == []
    tick(sheet, "clerk", "print_room")
    sheet.accept_button.click()
    hands.until(lambda: isinstance(hands.sheet, OnceSheet))
    assert office_line(hands).acts == [
        InviteOperator(
            login="nada",
            full_name="Nada Kos",
            office=OFFICE.id,
            roles=(Role.CLERK, Role.PRINT_ROOM),
        )
    ]
    shown = hands.sheet
    assert shown is not None
    assert shown.findChild(Word).accessibleName() == " ".join(WORD)
    hands.enter()
    hands.until(lambda: hands.sheet is None)


def test_the_second_person_shows_the_picture_for_the_phone(hands: Hands) -> None:
    """And never their own proposal: for that the bar offers to withdraw it."""
    office_line(hands).let_wait()
    page = to_admin(hands)
    hands.until(lambda: page.table.model().rowCount() == 4)
    page.table.selectRow(3)
    assert [button.text().split("\t")[0] for button in page.right_actions] == ["Umakni …"]
    page.table.selectRow(0)
    page.right_actions[-1].click()
    form(hands).accept_button.click()
    hands.until(lambda: isinstance(hands.sheet, OnceSheet))
    assert hands.sheet is not None
    assert hands.sheet.findChild(QrPicture) is not None
    assert office_line(hands).verdicts[0][1] is Verdict.CONFIRM
    hands.enter()
    hands.until(lambda: page.table.model().rowCount() == 3)


def test_a_block_is_danger_and_says_that_it_holds_at_once(hands: Hands) -> None:
    """Whoever presses it knows what it does."""
    page = to_admin(hands, Part.OPERATORS)
    page.table.selectRow(0)
    page.right_actions[0].click()
    sheet = form(hands)
    assert hands.focus is sheet.leave_button
    sheet.accept_button.click()
    hands.until(lambda: hands.sheet is None)
    assert office_line(hands).acts == [BlockOperator(operator=OperatorId("eva"))]
    assert page.notice.words.startswith("Velja takoj.")


def test_a_refusal_stays_in_its_sheet(hands: Hands) -> None:
    """What was typed is not lost."""
    page = to_admin(hands, Part.DESKS)
    page.right_actions[-1].click()
    sheet = form(hands)
    fill(sheet, counter="7")
    office_line(hands).trouble = AlreadyProposed()
    sheet.accept_button.click()
    hands.until(lambda: not sheet.wrong.isHidden())
    assert "RA-1954" in sheet.wrong.words
    office_line(hands).trouble = None
    sheet.accept_button.click()
    hands.until(lambda: isinstance(hands.sheet, OnceSheet))
    assert office_line(hands).acts == [EnrolDesk(office=OFFICE.id, counter="7")]


def test_a_sheet_that_is_left_while_central_answers_loses_neither_word_nor_refusal(
    hands: Hands,
) -> None:
    """The act holds at central; its word is shown once and cannot be asked for again."""
    page = to_admin(hands, Part.OPERATORS)
    for trouble in (AlreadyProposed(), None):
        office_line(hands).trouble = trouble
        page.begin("reset")
        sheet = form(hands)
        sheet.accept_button.click()
        sheet.leave()
        if trouble is not None:
            hands.until(lambda: "RA-1954" in page.notice.words)
    hands.until(lambda: isinstance(hands.sheet, OnceSheet))


def test_an_office_may_ask_whoever_confirms_for_the_password(hands: Hands) -> None:
    """In the same sheet, and a wrong one is sent nowhere; taking one's own back needs none."""
    line = office_line(hands)
    line.ask_password()
    line.let_wait()
    page = to_admin(hands)
    page.table.selectRow(0)
    page.begin("confirm")
    sheet = form(hands)
    sheet.accept_button.click()
    assert sheet.fields[PASSWORD].error
    fill(sheet, password="not the password")
    sheet.accept_button.click()
    hands.until(lambda: not sheet.wrong.isHidden())
    assert line.verdicts == []
    fill(sheet, password=TYPED)
    sheet.accept_button.click()
    hands.until(lambda: isinstance(hands.sheet, OnceSheet))
    assert (line.verdicts[0][1], line.stepped_up) == (Verdict.CONFIRM, True)
    hands.enter()
    hands.until(lambda: page.table.model().rowCount() == 3)
    page.table.selectRow(2)
    page.begin("withdraw")
    form(hands).accept_button.click()
    hands.until(lambda: page.table.model().rowCount() == 2)
    assert not line.stepped_up


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MatterGone(why="blocked"), "račun je že blokiran"),
        (MatterGone(why="office"), "prijavne službe ni več"),
        (ProposalOver(ended="confirmed", by="Eva Dolinar"), "Eva Dolinar"),
        (ProposalOver(ended="lapsed", by=""), "nihče ni potrdil"),
        (MatterGone(why="a reason of later"), "RA-1953"),
        (LoginTaken(login="nada"), "nada"),
    ],
)
def test_why_a_confirmed_act_was_refused_is_told_in_plain_words(error: RaError, said: str) -> None:
    """What became otherwise between the two words of two people; always with its number."""
    words = why_not(error)
    assert said in words
    assert "RA-19" in words


def test_a_password_is_what_was_typed(hands: Hands, look: Theme) -> None:
    """Who signs in with it types it like that again; nothing is cut off at its ends."""
    secret = TextInput(key="password", title="Geslo", secret=True)
    inputs = (secret, TextInput(key="login", title="Ime"))
    over = hands.front.window
    sheet = FormSheet(look, over, question="?", accept_words="Da", inputs=inputs)
    fill(sheet, password=" pass phrase ", login=" ana ")
    assert sheet.values() == {"password": " pass phrase ", "login": "ana"}


def test_roles_and_policy_are_changed_where_they_are_shown(hands: Hands) -> None:
    """Enter on a row opens what one mostly does with it."""
    page = to_admin(hands, Part.OPERATORS)
    page.table.selectRow(4)
    hands.press(Qt.Key.Key_Return)
    sheet = form(hands)
    tick(sheet, "supervisor")
    sheet.accept_button.click()
    hands.until(lambda: hands.sheet is None)
    page = to_admin(hands, Part.POLICY)
    page.table.selectRow(1)
    hands.press(Qt.Key.Key_Return)
    sheet = form(hands)
    fill(sheet, value="12")
    sheet.accept_button.click()
    hands.until(lambda: hands.sheet is None)
    assert office_line(hands).acts == [
        ChangeRoles(operator=OperatorId("rok"), office=OFFICE.id, roles=(Role.SUPERVISOR,)),
        ChangePolicy(office=OFFICE.id, values=(("hold_s", "12"),)),
    ]


def test_without_a_connection_nothing_can_be_changed_and_it_says_so(hands: Hands) -> None:
    """Administration is central's; an act that waits on a disk would be none."""
    page = to_admin(hands, Part.OPERATORS)
    hands.lose_line()
    assert not any(button.isEnabled() for button in (*page.left_actions, *page.right_actions))
    assert page.reason == "Brez povezave ni mogoče."
    hands.press(Qt.Key.Key_Return)
    assert hands.sheet is None
    hands.find_line()
    hands.until(lambda: page.right_actions[-1].isEnabled())
