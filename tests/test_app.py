"""The desk's commands on real files: what they say, and with which status they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ra_desk.app import export_journal, office_paper
from ra_desk.cli import main
from ra_desk.domain.activation import Channel, new_code, new_letter_number
from ra_desk.domain.letter_form import EnvelopeFit, Letterhead, LetterSheet
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.policy import Policy, Service
from ra_desk.journal.envelope import operator_key_statement
from ra_desk.journal.export import verify_lines
from ra_desk.journal.keys import SigningKey
from ra_desk.machine.paths import desk_folder
from ra_desk.machine.vault import new_secrets
from ra_desk.services.day import grouped
from ra_desk.services.open_request import open_request
from ra_desk.services.ports import Enrolment, KnownOperator, Session
from ra_desk.store.engine import open_engines
from ra_desk.store.local import SqlStore
from tests.fakes import NOON, OFFICE, FakeClock, a_request, an_operator
from tests.journal import second_verifier


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A journal of a real store, exported."""
    central, secrets = SigningKey.generate(), new_secrets()
    store = SqlStore(
        open_engines(desk_folder(tmp_path / "desk").store, secrets.store_key()),
        desk_signer=secrets.desk_signer(),
    )
    enrolment = Enrolment(
        desk="desk-1",  # type: ignore[arg-type]
        epoch=1,
        office=OFFICE,
        counter="3",
        central_url="https://central.example",
        central_key=central.public,
        demo=False,
    )
    store.enrol(enrolment, desk_key=secrets.signing_key().public, policy=Policy(), at=NOON)
    key, operator = SigningKey.generate(), an_operator()
    session = Session(operator=operator, signer=key, token=None, online=True, opened_at=NOON)
    with store.begin() as unit:
        statement = operator_key_statement(
            operator.id, enrolment.desk, key.public, at=NOON, signer=central
        )
        unit.keep_operator(
            KnownOperator(
                operator=operator, login="maja", key_statement=statement, last_online=NOON
            )
        )
        request = a_request()
        unit.cache([request])
    for _ in range(3):
        open_request(request.number, session=session, store=store, now=FakeClock())
    file = tmp_path / "journal.jsonl"
    assert export_journal(store, file) == 4
    store.close()
    return file


def test_an_exported_journal_is_verified_by_command(exported, capsys):
    assert main(["journal", "verify", str(exported)]) == 0
    assert "4 entries, whole" in capsys.readouterr().out
    assert second_verifier.verify(exported.read_text("utf-8").removesuffix("\n").split("\n")) == 4
    assert exported.stat().st_mode & 0o777 == 0o600


def test_the_digest_of_an_entry_is_told_as_a_protocol_shows_it(exported, capsys):
    """Paper and journal can be compared by eye: sixteen groups of four digits."""
    lines = exported.read_text("utf-8").removesuffix("\n").split("\n")
    expected = verify_lines(lines, entry=2).wanted
    assert main(["journal", "verify", str(exported), "--entry", "2"]) == 0
    assert f"entry 2: {' '.join(grouped(expected))}" in capsys.readouterr().out
    assert main(["journal", "verify", str(exported), "--entry", "99"]) == 0
    assert "entry 99: not in this journal" in capsys.readouterr().out


def test_a_tampered_journal_ends_with_a_sentence_and_status_one(exported, capsys):
    text = exported.read_text("utf-8")
    exported.write_text(text.replace("client_at_counter", "client_on_phone", 1), "utf-8")
    assert main(["journal", "verify", str(exported)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("ra-desk: ")
    assert "RA-" in said
    assert "Traceback" not in said


def test_a_verdict_names_the_key_that_it_rests_on(exported, capsys):
    """Whoever forges a whole journal brings a key of their own: only its name tells the two apart."""
    first = json.loads(exported.read_text("utf-8").split("\n")[0])
    assert main(["journal", "verify", str(exported)]) == 0
    assert f"central's key {first['central_key']['kid']}" in capsys.readouterr().out


def test_a_journal_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["journal", "verify", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_a_wrong_enrolment_code_ends_with_a_sentence(tmp_path, capsys):
    """Without a key store or with a wrong code: a sentence, never a traceback."""
    assert main(["enrol", "--folder", str(tmp_path / "desk"), "not-a-code"]) == 1
    assert "RA-" in capsys.readouterr().err


@pytest.mark.requirement("S0-24", "S0-06")
def test_a_letter_goes_to_the_address_of_the_request_and_nowhere_else():
    """Recipient and sender come from the request and from central; nobody types an address."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtPdf import QPdfDocument

    letter = new_letter_number()
    request = a_request(stage=Stage.CODE_ORDERED, channel=Channel.POST, letter=letter)
    code = new_code()
    service = Service(issuer="Drug izdajatelj", issuer_address="Nova ulica 1, 1000 Ljubljana")
    sheet = LetterSheet(recipient=request, number=letter, valid_until=NOON.date())
    head = Letterhead(office=OFFICE, service=service, on=NOON.date(), demo=False)
    pdf = office_paper().letter(sheet, code, head, EnvelopeFit())
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    text = document.getAllText(0).text()
    for line in ("Špela Žagar Őry", "Ferrarska ulica 5 b", "Drug izdajatelj", "UE Koper"):
        assert line in text.replace("\u00a0", " "), line
    assert text.count(code.reveal()) == 1
