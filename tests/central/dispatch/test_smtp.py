"""A mail leaves in a verified TLS session or stays here."""

from __future__ import annotations

import socket
import ssl
import threading
from email.message import EmailMessage

import pytest

from ra_desk.central.dispatch.smtp import (
    Mailer,
    MailNotAddressed,
    RecipientRefused,
    RelayBusy,
    RelayNotTrusted,
    RelayRefused,
    RelayUnreachable,
)
from ra_desk.central.tls import TlsUnverified, verified_tls
from ra_desk.demo.authority import Authority
from tests.central.dispatch.relay import Relay, Sink


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """The authority that the relay's certificate comes from."""
    return Authority.new(tmp_path_factory.mktemp("ca"), "Relay authority")


@pytest.fixture
def sink():
    return Sink()


@pytest.fixture
def mailer_to(authority):
    """Build a mailer that trusts the authority."""

    def build(port, **changed):
        facts = {
            "host": "127.0.0.1",
            "port": port,
            "sender": "smsPASS <no-reply@central.example>",
            "tls": verified_tls(str(authority.file)),
            "timeout_s": 5.0,
        }
        return Mailer(**(facts | changed))

    return build


def mail(recipient="Špela Žnidaršič <spela@citizen.example>"):
    message = EmailMessage()
    message["To"] = recipient
    message["Subject"] = "Aktivacijska koda"
    message["Message-ID"] = "<1@central.example>"
    message.set_content("Koda: čšž")
    return message


def test_a_mail_arrives_whole_over_tls(authority, sink, mailer_to):
    """Names and text keep their letters; nothing was said in clear."""
    with Relay(sink, tls=authority.server_context("127.0.0.1")) as relay:
        mailer_to(relay.port).send(mail())
    (got,) = sink.mails
    assert got["From"] == "smsPASS <no-reply@central.example>"
    assert got["To"] == "Špela Žnidaršič <spela@citizen.example>"
    assert got["Message-ID"] == "<1@central.example>"
    assert got.get_content().strip() == "Koda: čšž"
    assert sink.commands == ["RCPT", "DATA"]


def test_a_relay_without_tls_gets_nothing(sink, mailer_to):
    """Whoever takes STARTTLS out of the offer must not get the mail for it."""
    with Relay(sink, tls=None) as relay, pytest.raises(RelayNotTrusted):
        mailer_to(relay.port).send(mail())
    assert sink.commands == []


def test_a_certificate_of_another_name_gets_nothing(authority, sink, mailer_to):
    """A genuine certificate of somebody else is not the relay."""
    tls = authority.server_context("other.example")
    with Relay(sink, tls=tls) as relay, pytest.raises(RelayNotTrusted):
        mailer_to(relay.port).send(mail())
    assert sink.commands == []


def test_a_certificate_of_another_authority_gets_nothing(authority, sink, mailer_to, tmp_path):
    """Anybody can make a certificate."""
    stranger = Authority.new(tmp_path, "Stranger")
    with (
        Relay(sink, tls=stranger.server_context("127.0.0.1")) as relay,
        pytest.raises(RelayNotTrusted),
    ):
        mailer_to(relay.port).send(mail())
    assert sink.commands == []


@pytest.mark.parametrize("change", ["check_hostname", "verify_mode"])
def test_a_context_that_does_not_verify_is_refused(mailer_to, change):
    """A setting must not be able to switch the check off."""
    tls = ssl.create_default_context()
    tls.check_hostname = False
    if change == "verify_mode":
        tls.verify_mode = ssl.CERT_NONE
    with pytest.raises(TlsUnverified):
        mailer_to(25, tls=tls)


@pytest.mark.parametrize(
    ("answers", "error", "status"),
    [
        ({"rcpt_answer": "550 No such user"}, RecipientRefused, 550),
        ({"rcpt_answer": "451 Greylisted"}, RelayBusy, 451),
        ({"data_answer": "452 Disk full"}, RelayBusy, 452),
        ({"data_answer": "554 Policy"}, RelayRefused, 554),
    ],
)
def test_what_the_relay_answers_decides_what_follows(
    authority, sink, mailer_to, answers, error, status
):
    """Later, or never to this address: the two must not be mixed up."""
    for name, answer in answers.items():
        setattr(sink, name, answer)
    with (
        Relay(sink, tls=authority.server_context("127.0.0.1")) as relay,
        pytest.raises(error) as raised,
    ):
        mailer_to(relay.port).send(mail())
    assert raised.value.facts == {"status": status}


def test_a_relay_that_is_away_means_later(mailer_to):
    """Nothing listens there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(RelayUnreachable):
            mailer_to(taken.getsockname()[1]).send(mail())


def test_a_relay_that_says_nothing_means_later(mailer_to):
    """A black hole must not hold the worker."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailer = mailer_to(silent.getsockname()[1], timeout_s=0.2)
        with pytest.raises(RelayUnreachable):
            mailer.send(mail())


def test_a_relay_that_speaks_nonsense_means_later(mailer_to):
    """Some other service answers at that port."""
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer():
            connection, _ = other.accept()
            with connection:
                connection.sendall(b"SSH-2.0-something\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(RelayUnreachable):
            mailer_to(other.getsockname()[1]).send(mail())
        thread.join()


@pytest.mark.parametrize("recipient", ["", "nobody", "špela@citizen.example"])
def test_a_mail_without_a_usable_recipient_is_broken(mailer_to, recipient):
    """It would be repeated for ever otherwise; nothing is tried."""
    message = mail(recipient)
    if recipient == "nobody":
        del message["Message-ID"]
    with pytest.raises(MailNotAddressed):
        mailer_to(9).send(message)


def test_the_message_id_is_that_of_the_outbox_row(mailer_to):
    """Sent twice, it is recognisably the same mail."""
    assert mailer_to(9).message_id("0b9c") == "<0b9c@central.example>"


def test_nothing_of_a_secret_shows_in_a_mailer(mailer_to):
    """Settings are logged at start."""
    from ra_desk.domain.secret import Secret

    assert "hunter2" not in repr(mailer_to(9, user="us", password=Secret("hunter2")))
