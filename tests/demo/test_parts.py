"""What the demo is made of, each by itself: the switch, the mail server, the failing tour."""

from __future__ import annotations

import http.client
import smtplib
import socket
import ssl
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from ra_desk.demo import people
from ra_desk.demo.at_home import Home
from ra_desk.demo.authority import server_tls
from ra_desk.demo.cli import _has_display
from ra_desk.demo.clients import Client
from ra_desk.demo.inbox import HOST, Inbox
from ra_desk.demo.line_switch import LineSwitch
from ra_desk.demo.loop import ServerLoop
from ra_desk.demo.steps import Step, write_steps
from ra_desk.demo.tour import Surroundings, Tour
from ra_desk.domain.activation import new_request_number, parse_request_number
from ra_desk.domain.mrz import parse_mrz

TODAY = date(2026, 11, 22)


@pytest.fixture
def loop():
    with ServerLoop() as running:
        yield running


@pytest.fixture
def answering():
    """A server that greets whoever connects; yields its port."""
    with socket.create_server((HOST, 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    near, _ = listening.accept()
                except OSError:
                    return
                with near:
                    near.sendall(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


def asked(port: int) -> int:
    line = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        line.request("GET", "/")
        return line.getresponse().status
    finally:
        line.close()


def test_the_switch_cuts_the_line_and_mends_it_at_the_same_port(loop, answering):
    """The desk knows one address; nobody else gets it while the line is down."""
    line = LineSwitch(loop)
    line.lead_to(answering)
    assert not line.is_up
    line.bring_up()
    assert asked(line.port) == 204
    line.cut()
    assert not line.is_up
    with pytest.raises(ConnectionRefusedError):
        asked(line.port)
    with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
        stranger.bind((HOST, line.port))
    line.bring_up()
    assert asked(line.port) == 204
    line.close()


@pytest.fixture
def inbox(loop, tmp_path):
    tls, authority = server_tls(tmp_path, host=HOST)
    assert not (tmp_path / "mail-server.pem").exists()
    made = Inbox(tmp_path / "mail")
    made.open(loop, tls)
    yield made, authority
    made.close()


def sent(inbox: Inbox, authority: Path, *, to: str) -> None:
    relay = smtplib.SMTP(HOST, inbox.port, local_hostname="here.test", timeout=60)
    with relay:
        relay.starttls(context=ssl.create_default_context(cafile=str(authority)))
        relay.sendmail("a@b.example", [to], f"To: {to}\r\nSubject: Hi\r\n\r\nhello\r\n".encode())


def test_a_mail_is_caught_kept_and_told(inbox, tmp_path):
    """It is read as its reader would read it."""
    caught, authority = inbox
    told: list[int] = []
    caught.tell(lambda: told.append(len(caught.mails())))
    sent(caught, authority, to="ana@posta.example")
    [mail] = caught.mails()
    assert (mail.to, mail.subject, mail.text.strip()) == ("ana@posta.example", "Hi", "hello")
    assert told == [1]
    assert "hello" not in repr(mail)
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["001.eml"]


@pytest.mark.parametrize("address", ["ana@posta.si", "ana@example.si", "ana@example.com"])
def test_no_mail_goes_to_an_address_that_could_be_somebodys(inbox, address):
    """Decision 36: only .example and .test."""
    caught, authority = inbox
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        sent(caught, authority, to=address)
    assert caught.mails() == ()


def test_the_mail_server_takes_nothing_in_clear(inbox):
    """STARTTLS is required and verified, as with a real relay."""
    caught, _ = inbox
    with smtplib.SMTP(HOST, caught.port, local_hostname="here.test", timeout=60) as relay:
        relay.ehlo()
        assert relay.mail("a@b.example")[0] == 530


def a_client(citizen: people.Citizen) -> Client:
    return Client(citizen=citizen, request=new_request_number(), by_certificate=False, plain=True)


@pytest.fixture
def clients() -> list[Client]:
    return [a_client(one) for one in people.citizens(3, 40, today=TODAY)]


def test_the_scans_are_what_a_scanner_would_type(clients):
    """The confirmation names the request, the document its holder."""
    for client in clients:
        [confirmation] = client.confirmation_scan()
        assert parse_request_number(confirmation) == client.request
        if zone := client.document_scan():
            read = parse_mrz("\n".join(zone), today=TODAY)
            assert read.birth_date == client.citizen.birth_date


def test_a_step_that_fails_is_told_and_the_rest_is_not_tried(qtbot, tmp_path, clients):
    """The folder is complete all the same: a verdict, and a picture of where it stuck."""
    desk, panel = QWidget(), QWidget()
    for window in (desk, panel):
        qtbot.addWidget(window)
        window.show()
    told: list[tuple[Step, str]] = []
    tour = Tour(
        Surroundings(
            desk=desk,
            panel=panel,
            home=Home(mails=lambda: (), texts=lambda: ()),
            tray=tmp_path,
            clients=clients,
            newcomer=clients[0].citizen,
            citizens_url="http://127.0.0.1:9",
        ),
        tmp_path,
        tell=lambda step, trouble: told.append((step, trouble)),
        patience_s=0.1,
    )

    steps = tour.run()

    assert [step.ok for step in steps] == [False] * len(steps)
    [(first, trouble)] = told
    assert (first.name, trouble.partition(":")[0]) == ("sign in", "NotSeen")
    assert any(path.stem.endswith("failed") for path in tmp_path.glob("*.png"))
    assert write_steps(tmp_path, steps) is False
    assert '"ok": false' in (tmp_path / "tour.json").read_text(encoding="utf-8")


def test_a_tour_without_steps_was_none(tmp_path):
    assert write_steps(tmp_path, []) is False
    assert write_steps(tmp_path, [Step(name="start", ok=True, seconds=1.0)]) is True


@pytest.mark.parametrize(
    ("environment", "has"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "xcb"}, True),
    ],
)
def test_a_display_is_recognised(environment, has):
    """Without one the demo goes through itself and says so."""
    assert _has_display(environment) is has
