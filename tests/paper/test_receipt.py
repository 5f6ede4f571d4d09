from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ra_desk.domain.activation import Channel
from ra_desk.domain.pass_request import Decision, EntryRef, Stage
from ra_desk.domain.people import DeskId, OfficeId, OperatorId
from ra_desk.paper.receipt import (
    InstructionsContent,
    ReceiptContent,
    draw_for,
    render_instructions,
    render_receipt,
)
from tests.fakes import NOON, a_request
from tests.paper.sheets import OFFICE, SERVICE, opened

pytestmark = pytest.mark.usefixtures("qapp")

RECEIPT = ReceiptContent(
    office=OFFICE,
    service=SERVICE,
    name="Špela Žagar Őry",
    request="R-7F4K-22C",
    checked_at=datetime(2026, 11, 22, 23, 5, tzinfo=UTC),
    channel=Channel.EMAIL,
    provisional=False,
)


def a_decision():
    return Decision(
        ref=EntryRef(desk=DeskId("desk-9"), epoch=1, seq=4),
        by=OperatorId("ana"),
        operator_name="Ana L.",
        office=OfficeId("ue-piran"),
        office_name="UE Piran",
        at=NOON,
        before=Stage.SUBMITTED,
    )


def drawn(demo=False, **changes):
    return opened(render_receipt(replace(RECEIPT, **changes), demo=demo))


def test_the_receipt_is_one_page_of_a5():
    """Half a sheet, for the wallet."""
    pages = drawn()

    assert len(pages) == 1
    assert pages.size_mm() == (148, 210)
    assert pages.title == "Potrdilo o preverjanju"


@pytest.mark.requirement("S0-52")
def test_the_receipt_says_who_when_where_and_whom_to_call():
    """In the office's time: 23:05 UTC is the next day in Koper."""
    text = drawn().text()

    assert "Špela Žagar Őry" in text
    assert "Zahtevek R-7F4K-22C" in text
    assert "v tej prijavni službi 23. 11. 2026 ob 00:05." in text
    assert "Upravna enota Koper" in text
    assert "Pomoč uporabnikom: 080 2002, ekc@si-pass.example." in text


@pytest.mark.requirement("S4-06")
@pytest.mark.parametrize(
    ("channel", "words", "foreign"),
    [
        (Channel.EMAIL, "po e-pošti na naslov", "po pošti na naslov stalnega prebivališča"),
        (Channel.POST, "po pošti na naslov stalnega prebivališča", "po e-pošti na naslov"),
    ],
)
def test_the_receipt_says_how_the_code_will_come(channel, words, foreign):
    """Who waits for the wrong mail comes back to the counter."""
    text = drawn(channel=channel).text()

    assert words in text
    assert foreign not in text


@pytest.mark.parametrize("provisional", [True, False])
def test_a_check_without_a_line_is_called_provisional(provisional):
    """Central alone makes codes; the paper must not promise one (decision 20)."""
    assert ("Preverjanje je začasno" in drawn(provisional=provisional).text()) is provisional


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_marks_its_receipts(demo):
    """Decision 36."""
    assert ("DEMO" in drawn(demo=demo).text()) is demo


def test_the_longest_name_fits_on_a_receipt():
    """53 + 49 signs, inert."""
    given, surname = "G" * 53, "S" * 49

    text = "".join(drawn(name=f"\u202e{given} {surname}", provisional=True).raw_text().split())

    assert given + surname in text
    assert "\u202e" not in text


def test_the_way_to_a_new_request_names_nobody():
    """It is handed over the counter: a number, three steps and the help desk are enough."""
    way = InstructionsContent(
        office=OFFICE, service=SERVICE, request="R-7F4K-22C", ended_on=date(2026, 11, 20)
    )
    pages = opened(render_instructions(way, demo=False))
    text = pages.text()
    assert (len(pages), pages.size_mm()) == (1, (148, 210))
    assert "Zahtevek R-7F4K-22C je potekel 20. 11. 2026." in text.replace("\u00a0", " ")
    assert SERVICE.portal in text
    assert "V 30 dneh" in text
    ended = opened(render_instructions(replace(way, ended_on=None), demo=True)).text()
    assert "je zaključen" in ended


def test_the_paper_fits_the_request_and_speaks_the_clients_language():
    """A receipt for who was checked, the way to a new request for who is too late."""
    at_counter = {"office": OFFICE, "service": SERVICE, "demo": False, "provisional": False}
    checked = a_request(stage=Stage.CODE_SENT, decision=a_decision(), language="en")
    text = opened(draw_for(checked, **at_counter)).text()
    assert "Receipt of the identity check" in text
    assert checked.applicant.name in text
    late = opened(draw_for(a_request(stage=Stage.EXPIRED), **at_counter)).text()
    assert "Kako oddate nov zahtevek" in late
    with pytest.raises(ValueError, match="nobody"):
        draw_for(a_request(), **at_counter)
