"""The databases of desk and central, opened: what is in them when codes were mailed and printed."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtWidgets import QLabel

from ra_desk.demo.home_card import HomeCard
from ra_desk.demo.sheets import page_text
from ra_desk.demo.world import World, demo_world
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.checks import DocumentCheck
from ra_desk.domain.comparison import Field, Match
from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.services.letter_book import Choice
from ra_desk.services.ports import Session
from ra_desk.store.engine import open_engines
from ra_desk.texts import use
from ra_desk.ui.parts.buttons import Button
from ra_desk.ui.theme import Scheme, Theme
from tests.searcher import Searcher

CODE = re.compile(r"\b[2-9B-DF-HJ-NP-TV-X]{4}(?:-[2-9B-DF-HJ-NP-TV-X]{4}){2}\b")
PATIENCE = 600


def everything(engine: sa.Engine) -> bytes:
    """Return every value of every table, one after the other."""
    with engine.connect() as connection:
        names = connection.scalars(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%fts5%'")
        ).all()
        assert len(names) > 5
        values: list[bytes] = []
        for name in names:
            for row in connection.execute(sa.text(f'SELECT * FROM "{name}"')):
                values += [
                    one if isinstance(one, bytes) else str(one).encode(errors="replace")
                    for one in row
                ]
        return b"\n".join(values)


def a_check(world: World, number: RequestNumber, session: Session) -> None:
    request = world.desk.open_request(number, session=session)
    client = next(one for one in world.clients if one.request == number)
    fields = (Field.SURNAME, Field.GIVEN_NAMES, Field.BIRTH_DATE)
    recorded = world.desk.record_check(
        DocumentCheck(
            request=number,
            revision=request.revision,
            document=client.citizen.document,
            lines=tuple((field, Match.MATCHES) for field in fields),
            answers=(True, True, True),
            seconds=40,
        ),
        session=session,
    )
    world.desk.send_now(recorded.seq)


def test_the_opened_databases_hold_no_code_either(tmp_path: Path, qtbot, qapp) -> None:
    """Encryption is not what hides a code from a thief with the key: it is not there.

    Nor is the password of the SMS, with which the demo's own panel goes to the end.
    """
    use("sl")
    theme = Theme()
    theme.apply(qapp, Scheme.LIGHT)
    waiting = threading.Event()
    with demo_world(tmp_path, mails=None, letters=None) as world:
        clerk = world.operators[0]
        session = world.desk.sign_in(
            login=clerk.login, password=clerk.password, one_time_code=clerk.one_time_code()
        )
        world.desk.exchange()
        plain = [one for one in world.clients if one.plain][:3]
        for client in plain:
            a_check(world, RequestNumber(client.request), session)

        def mailed() -> list[str]:
            return [code for mail in world.inbox.mails() for code in CODE.findall(mail.text)]

        for _ in range(PATIENCE):
            world.desk.exchange()
            if len(mailed()) >= len(plain) and world.desk.letters.waiting_letters():
                break
            waiting.wait(0.1)
        letters, tray = world.desk.letters, world.tray.name
        two = tuple(letter.number for letter in letters.waiting_letters()[:2])
        letters.prepare(Choice(letters=two), printer=tray, envelope=Envelope.RIGHT, session=session)
        letters.confirm_window(printer=tray, fit=EnvelopeFit(), session=session)
        while letters.print_next(1, session=session, pause=lambda: False):
            pass
        for _ in range(PATIENCE):
            world.desk.exchange()
            if world.desk.overview().waiting == 0:
                break
            waiting.wait(0.1)
        card = HomeCard(theme, world, lambda: plain[0])
        qtbot.addWidget(card)
        enter_code, enter_password = card.findChildren(Button)
        enter_code.click()
        for _ in range(PATIENCE):
            if world.phones.texts():
                break
            waiting.wait(0.1)
        enter_password.click()
        told = [one.text() for one in card.findChildren(QLabel)]
        password = world.phones.texts()[0].text.split()[-1]
        printed = [
            code for pdf in world.tray.documents for code in set(CODE.findall(page_text(pdf)))
        ]
        central = everything(world.central.engine)
        engines = open_engines(world.folder.store, world.secrets.store_key())
        try:
            desk = everything(engines.reading)
        finally:
            engines.writing.dispose()
            engines.reading.dispose()

    assert (len(mailed()), len(printed)) == (3, 2)
    searcher = Searcher([*mailed(), *printed])
    assert searcher.in_bytes("central", central) == []
    assert searcher.in_bytes("desk", desk) == []
    assert f"smsPASS za {plain[0].request} je aktiven." in told
    # Not inside an id, a digest or the fraction of a second.
    alone = re.compile(rb"(?<![\w.-])%s(?![\w-])" % password.encode())
    assert not [kept for kept in (central, desk) if alone.search(kept)]
    # Opened they were: what is no secret stands there to be read.
    assert plain[0].request.encode() in central
    assert plain[0].request.encode() in desk
    assert alone.search(central + b"\n" + password.encode())
    assert Searcher([mailed()[0]]).in_bytes("planted", central + mailed()[0].encode())
