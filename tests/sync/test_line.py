"""The line over real sockets: what each failure is called, and what never leaves the desk."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from ra_desk.demo.authority import Authority
from ra_desk.domain.access import (
    AnswerCut,
    CallRefused,
    CentralBusy,
    CentralForged,
    CentralUnreachable,
    CertificateWrong,
    DeskQuarantined,
    DeskUnknown,
    ProtocolUnknown,
    SignInBarred,
    SomebodyElseAnswered,
)
from ra_desk.domain.errors import RaError
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.journal.envelope import REPLY, ProofRefused
from ra_desk.journal.keys import SigningKey
from ra_desk.services.exchange import exchange
from ra_desk.sync.line import LARGEST_ANSWER, LARGEST_PROBLEM
from ra_desk.sync.problems import error_of
from ra_desk.wire.messages import Problem
from tests.fakes import NOON, FakeCentral, FakeClock, a_desk
from tests.sync.calls import (
    JOSE,
    JSON,
    a_reply,
    central_at,
    enrolled,
    exchanged,
    refusing,
    refusing_unsigned,
    word,
)
from tests.sync.servers import (
    PATIENCE_S,
    Heard,
    HungUp,
    Reset,
    answered,
    blurting,
    closed_port,
    serving,
)

# --- what is none -------------------------------------------------------------------------

PORTAL = b"<html><title>Free wifi</title></html>"
BUSY = answered("503 Service Unavailable", b"{}", kind=JSON)
BOMB = gzip.compress(bytes(64 * 1024 * 1024))
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/jose\r\nTransfer-Encoding: chunked\r\n\r\n"
LONG = b"HTTP/1.1 200 OK\r\nContent-Type: application/jose\r\nContent-Length: 5000\r\n\r\n"

WHAT_COMES: dict[str, tuple[Callable[[Heard], object], type[RaError]]] = {
    "a portal's page": (
        lambda _: answered("200 OK", PORTAL, kind="text/html"),
        SomebodyElseAnswered,
    ),
    "nothing at all": (lambda _: [], CentralUnreachable),
    "a redirect": (
        lambda _: answered("302 Found", Location="https://elsewhere.example/"),
        SomebodyElseAnswered,
    ),
    "a kept redirect": (
        lambda _: answered("307 Temporary Redirect", Location="/v1/exchange"),
        SomebodyElseAnswered,
    ),
    "busy": (lambda _: BUSY, CentralBusy),
    "too many": (lambda _: answered("429 Too Many Requests"), CentralBusy),
    "a gateway's page": (
        lambda _: answered("502 Bad Gateway", PORTAL, kind="text/html"),
        CentralBusy,
    ),
    "a page for an error": (
        lambda _: answered("404 Not Found", PORTAL, kind="text/html"),
        SomebodyElseAnswered,
    ),
    "no content": (lambda _: answered("204 No Content"), SomebodyElseAnswered),
    "HTTP/0.9": (lambda _: [PORTAL], CentralUnreachable),
    "rubbish": (lambda _: [b"\x16\x03\x01\x00\x00\r\n\r\n"], CentralUnreachable),
    "a hundred and more headers": (
        lambda _: [b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"\r\n"],
        CentralUnreachable,
    ),
    "a header without end": (
        lambda _: [b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000],
        CentralUnreachable,
    ),
    "two lengths": (
        lambda _: [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"],
        CentralUnreachable,
    ),
    "a body that stops": (lambda _: [LONG + b"eyJ"], AnswerCut),
    "chunks of rubbish": (lambda _: [CHUNKED + b"zz\r\neyJ\r\n"], AnswerCut),
    "chunks that stop": (lambda _: [CHUNKED + b"ff\r\neyJ"], AnswerCut),
    "a packed bomb": (
        lambda _: answered("200 OK", BOMB, kind=JOSE, Content_Encoding="gzip"),
        SomebodyElseAnswered,
    ),
    "rubbish that calls itself packed": (
        lambda _: answered("200 OK", b"no gzip", kind=JOSE, Content_Encoding="gzip, gzip"),
        SomebodyElseAnswered,
    ),
    "more than any answer": (
        lambda _: [
            b"HTTP/1.1 200 OK\r\nContent-Type: application/jose\r\n\r\n",
            bytes(LARGEST_ANSWER + 1),
        ],
        SomebodyElseAnswered,
    ),
    "more than any refusal": (
        lambda _: answered("400 Bad Request", b" " * (LARGEST_PROBLEM + 1), kind=JSON),
        SomebodyElseAnswered,
    ),
    "a refusal that stops": (
        lambda _: answered("400 Bad Request", b"{}", kind=JSON, Content_Length=50),
        AnswerCut,
    ),
    "a refusal in other words": (
        lambda _: answered("400 Bad Request", b'{"detail":"no"}', kind=JSON),
        SomebodyElseAnswered,
    ),
    "a refusal nobody knows": (
        lambda _: answered("400 Bad Request", b'{"code":"new.rule"}', kind=JSON),
        SomebodyElseAnswered,
    ),
}


@pytest.mark.parametrize("what", WHAT_COMES)
def test_what_is_no_answer_is_called_what_it_is(what):
    """Nothing but our own errors leaves the line, whatever comes over it."""
    script, error = WHAT_COMES[what]
    with serving(script) as server, pytest.raises(error):  # type: ignore[arg-type]
        exchanged(server)
    assert len(server.heard) == 1


def reset_at_once(_: Heard) -> Iterator[bytes]:
    raise Reset
    yield b""


def reset_in_the_body(_: Heard) -> Iterator[bytes]:
    yield LONG + b"eyJ"
    raise Reset


def hung_up_in_the_body(_: Heard) -> Iterator[bytes]:
    yield LONG + b"eyJ"
    raise HungUp


def test_a_connection_that_is_torn_down_is_no_answer():
    with serving(reset_at_once) as server, pytest.raises(CentralUnreachable):
        exchanged(server)
    # A reset may overtake what was sent before it.
    with serving(reset_in_the_body) as server, pytest.raises((AnswerCut, CentralUnreachable)):
        exchanged(server)


def test_silence_ends_by_itself():
    """A black hole: the connection stands, and nothing comes over it, or nothing more."""
    over = threading.Event()

    def silent(_: Heard) -> Iterator[bytes]:
        over.wait(PATIENCE_S)
        yield b""

    def silent_in_the_body(_: Heard) -> Iterator[bytes]:
        yield LONG + b"eyJ"
        over.wait(PATIENCE_S)

    # The head must have come before the silence begins: a busy computer needs its time for that.
    for script, silence_s, error in (
        (silent, 0.3, CentralUnreachable),
        (silent_in_the_body, 3.0, AnswerCut),
    ):
        over.clear()
        with serving(script) as server:
            with pytest.raises(error):
                exchanged(server, timeouts_s=(PATIENCE_S, silence_s))
            over.set()


def test_a_body_that_drips_for_ever_ends_by_itself():
    """Each byte comes in time, so that no time-out of the sockets ever strikes."""
    over = threading.Event()

    def dripping(_: Heard) -> Iterator[bytes]:
        yield LONG
        while not over.wait(0.02):
            yield b"e"

    with serving(dripping) as server:
        with pytest.raises(AnswerCut):
            exchanged(server, longest_s=0.3)
        over.set()


def test_a_closed_port_and_an_impossible_address_are_unreachable():
    with closed_port() as port:
        for url in (f"http://127.0.0.1:{port}", "http://127.0.0.1:99999999", "https://" + "a" * 70):
            with pytest.raises(CentralUnreachable):
                exchanged(url)


# --- refusals -----------------------------------------------------------------------------


def test_a_refusal_of_central_is_raised_as_our_own_error():
    with (
        serving(refusing("423 Locked", "desk.quarantined", reason="desk.cloned")) as server,
        pytest.raises(DeskQuarantined) as refused,
    ):
        exchanged(server)
    assert refused.value.facts == {"reason": "desk.cloned"}


def test_a_rule_that_this_version_does_not_know_is_named():
    with (
        serving(refusing("403 Forbidden", "new.rule")) as server,
        pytest.raises(CallRefused) as refused,
    ):
        exchanged(server)
    assert refused.value.facts == {"problem": "new.rule"}


@pytest.mark.parametrize("code", ["desk.quarantined", "sign_in.locked", "central.forged"])
def test_a_refusal_that_nobody_signed_says_nothing(code):
    """Whoever ends the TLS on the way could else stop the work of every desk for good."""
    with (
        serving(refusing_unsigned("423 Locked", code, reason="desk.cloned")) as server,
        pytest.raises(SomebodyElseAnswered),
    ):
        exchanged(server)


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        ("401 Unauthorized", "desk.unknown", DeskUnknown),
        ("401 Unauthorized", "journal.proof_refused", ProofRefused),
        ("422 Unprocessable Content", "call.malformed", RaError),
    ],
)
def test_what_central_cannot_sign_is_told_and_stops_nothing(status, code, error):
    """It does not know whose call it is, or does not believe it: so there is no ``jti`` to name."""
    store = a_desk(FakeCentral({}, Policy())).store
    with serving(refusing_unsigned(status, code, reason="time", where="body.v")) as server:
        store.enrolment = enrolled(server.url)
        line = central_at(server)
        with pytest.raises(error):
            exchange(store=store, central=line, now=FakeClock())
        line.close()
    assert not store.kept.quarantined


def test_a_quarantine_is_kept_only_on_the_signed_word_of_central():
    """Another key, another call, another kind of word, or none: the desk goes on."""
    store = a_desk(FakeCentral({}, Policy())).store
    told = ("423 Locked", "desk.quarantined")
    others = [
        (refusing_unsigned(*told, reason="desk.cloned"), SomebodyElseAnswered),
        (refusing(*told, signer=SigningKey.generate()), CentralForged),
        (refusing(*told, fields={"jti": "j" * 24}), CentralForged),
        (refusing(*told, typ=REPLY), CentralForged),
        (refusing(*told, fields={"v": 2}), ProtocolUnknown),
    ]
    for script, error in others:
        with serving(script) as server:
            store.enrolment = enrolled(server.url)
            line = central_at(server)
            with pytest.raises(error):
                exchange(store=store, central=line, now=FakeClock())
            line.close()
        assert not store.kept.quarantined
    with serving(refusing(*told, reason="desk.cloned")) as server:
        store.enrolment = enrolled(server.url)
        line = central_at(server)
        with pytest.raises(DeskQuarantined):
            exchange(store=store, central=line, now=FakeClock())
        line.close()
    assert store.kept.quarantined == "desk.cloned"


def test_a_fact_comes_back_as_what_it_was():
    """The sentence formats days and moments; anything else stays as it was written."""
    problem = {
        "code": "sign_in.barred",
        "facts": {
            "until": "2026-11-20T11:00:00+00:00",
            "day": "2026-11-20",
            "name": "somebody or other",
            "short": "7",
            "self": "of any name",
        },
    }
    error = error_of(Problem.model_validate(problem))
    assert isinstance(error, SignInBarred)
    assert error.facts == {
        "until": datetime(2026, 11, 20, 11, tzinfo=UTC),
        "day": date(2026, 11, 20),
        "name": "somebody or other",
        "short": "7",
        "self": "of any name",
    }


# --- certificates -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.new(tmp_path_factory.mktemp("ca"), "Test authority")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.new(tmp_path_factory.mktemp("stranger"), "Another authority")


def test_a_server_that_our_authority_vouches_for_is_central(authority):
    with serving(word(a_reply()), authority.server_context("127.0.0.1")) as server:
        assert exchanged(server, authority.file).more


@pytest.mark.parametrize("trouble", ["another authority", "another name", "the system's trust"])
def test_a_wrong_certificate_hears_no_byte_of_a_password(authority, stranger, trouble):
    """Decision 17: nothing leaves, and it is told apart from a line that is merely down."""
    vouching = stranger if trouble == "another authority" else authority
    name = "central.example" if trouble == "another name" else "127.0.0.1"
    trust = None if trouble == "the system's trust" else authority.file
    with serving(word({}), vouching.server_context(name)) as server:
        line = central_at(server, trust)
        with pytest.raises(CertificateWrong):
            line.sign_in(
                login="maja",
                password=Secret("dolgo geslo"),
                one_time_code="123456",
                key=SigningKey.generate().public,
                enrolment=enrolled(server.url),
                now=NOON,
            )
        line.close()
    assert server.heard == []


def test_a_line_without_tls_is_for_this_computer_only():
    """An enrolment code could name any address; the password would be read on the way."""
    for url in ("http://central.example", "ftp://central.example", "central.example"):
        with pytest.raises(CertificateWrong):
            exchanged(url)


def test_a_bundle_of_authorities_that_is_not_there_proves_nobody(authority, tmp_path):
    with (
        serving(word(a_reply()), authority.server_context("127.0.0.1")) as server,
        pytest.raises(CertificateWrong),
    ):
        exchanged(server, tmp_path / "nobody.pem")
    assert server.heard == []


def test_a_line_that_breaks_while_greeting_is_down_not_forged(authority):
    """An outage behind a proxy looks like this; a red banner until somebody acts would be wrong."""
    for said in (b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"):
        with blurting(said) as port, pytest.raises(CentralUnreachable):
            exchanged(f"https://127.0.0.1:{port}", authority.file)


def test_tls_that_breaks_off_in_the_body_is_a_cut(authority):
    with (
        serving(hung_up_in_the_body, authority.server_context("127.0.0.1")) as server,
        pytest.raises(AnswerCut),
    ):
        exchanged(server, authority.file)
