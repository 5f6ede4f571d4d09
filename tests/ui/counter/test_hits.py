"""What a hit shows: the matched beginning, the days, the count, and one sentence to be spoken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ra_desk.domain.pass_request import Stage
from ra_desk.services.ports import Hits as Found
from ra_desk.services.understand import understand
from ra_desk.texts import use
from ra_desk.ui.counter.hits import matched_prefix, shown_hits
from tests.fakes import NOON, a_request


@pytest.fixture(autouse=True)
def slovenian():
    use("sl")


def shown(text, *requests, count=None, **options):
    found = Found(requests=requests, count=len(requests) if count is None else count)
    understood = understand(text, today=date(2026, 11, 20))
    settings = {"everywhere": False, "now": NOON, **options}
    return shown_hits(found, text=text, understood=understood, **settings)


@pytest.mark.parametrize(
    ("name", "tokens", "bold"),
    [
        ("Žagar Őry Špela", ("zag",), 3),
        ("Őry Špela", ("oery",), 3),
        ("Őry Špela", ("o",), 1),
        ("Kovač-Novak Ana", ("kovac",), 5),
        ("Novak Ana", ("ana",), 0),
        ("Novak Ana", ("ana", "nov"), 3),
        ("Novak Ana", (), 0),
    ],
)
def test_the_beginning_that_was_typed_is_bold(name, tokens, bold):
    """Whatever letters and marks it was typed with."""
    assert matched_prefix(name, tokens) == bold


def test_the_line_under_the_field_says_how_the_text_was_read():
    hits = shown("žag 91", a_request())
    assert hits.understood == "Iskanje: priimek ali ime se začne z »žag« · leto rojstva 1991"
    assert hits.strong == ("priimek ali ime se začne z »žag«", "leto rojstva 1991")
    assert hits.count == "1 zadetek"


@pytest.mark.parametrize(
    ("count", "words"),
    [(2, "2 zadetka"), (3, "3 zadetki"), (12, "12 zadetkov"), (100, "100+ zadetkov")],
)
def test_hits_are_counted_to_a_hundred(count, words):
    assert shown("nov", a_request(), count=count).count == words


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (26, "še 26 dni", "muted"),
        (5, "še 5 dni", "warnFg"),
        (1, "še 1 dan", "errFg"),
        (0, "danes", "errFg"),
    ],
)
def test_the_days_left_turn_urgent(days, words, tone):
    cell = shown("z", a_request(expires_at=NOON + timedelta(days=days))).rows[0].cells[4]
    assert (cell.text, cell.tone) == (words, tone)


def test_a_closed_request_has_no_days_left():
    cell = shown("z", a_request(stage=Stage.REFUSED)).rows[0].cells[4]
    assert cell.text == "zaključeno"


def test_a_row_is_spoken_as_one_sentence():
    request = a_request()
    spoken = shown("z", request).rows[0].cells[0].spoken
    assert spoken == (
        f"Žagar Őry Špela, letnik 1991, zahtevek {request.number}, Čaka na preverjanje, še 26 dni"
    )


def test_a_hit_shows_no_more_than_a_list_may():
    """Year of birth only; neither tax number nor address nor e-mail."""
    request = a_request()
    for narrow in (False, True):
        row = shown("z", request, narrow=narrow).rows[0]
        words = " ".join(f"{cell.text} {cell.detail} {cell.spoken}" for cell in row.cells)
        person = request.applicant
        for secret in (person.tax_number, person.email, person.address.street, "4. 3. 1991"):
            assert secret not in words


def test_a_number_that_cannot_be_one_says_why():
    hits = shown("50223055")
    assert "RA-17" in hits.nothing


def test_old_data_are_said_beside_the_hits():
    assert "09:41" in shown("z", a_request(), offline_since="09:41").note


def test_where_there_is_little_room_the_first_cell_says_it_all():
    request = replace(a_request(), stage=Stage.SUBMITTED)
    first = shown("z", request, narrow=True).rows[0].cells[0]
    assert first.detail == f"{request.number} · 1991 · še 26 dni"
