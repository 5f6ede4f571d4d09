"""An SMS leaves in a verified TLS session or stays here."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest

from ra_desk.central.sms.gateway import (
    GatewayBusy,
    GatewayNotTrusted,
    GatewayRefused,
    GatewayUnreachable,
    HttpGateway,
    NumberRefused,
    Sms,
)
from ra_desk.central.tls import TlsUnverified, verified_tls
from ra_desk.demo.authority import Authority
from ra_desk.demo.sms_catch import HOST, SmsCatch, _Server
from ra_desk.domain.errors import RaError
from ra_desk.domain.numbers import PhoneNumber
from ra_desk.domain.secret import Secret

SMS = Sms(id="7", to=PhoneNumber("+46701740605"), text=Secret("smsPASS: è 482913"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.new(tmp_path_factory.mktemp("ca"), "Gateway authority")


@pytest.fixture
def catch(authority: Authority, tmp_path: Path) -> Iterator[SmsCatch]:
    """The demo's gateway, which is a real one."""
    made = SmsCatch(tmp_path / "sms")
    made.open(authority.server_context(HOST))
    yield made
    made.close()


def gateway(authority: Authority, url: str, token: Secret[str] | None = None) -> HttpGateway:
    return HttpGateway(
        url=url, token=token or Secret("x"), tls=verified_tls(str(authority.file)), timeout_s=60
    )


@contextmanager
def answering(tls: ssl.SSLContext, answer: Callable[[str, bytes], HTTPStatus]) -> Iterator[str]:
    server = _Server(answer, tls)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"https://{HOST}:{server.server_address[1]}/v1/send?to=all"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_sms_arrives_whole_and_is_told(authority: Authority, catch: SmsCatch, tmp_path: Path):
    """With its letters, to the number as people write it; and a file beside the mails."""
    told: list[int] = []
    catch.tell(lambda: told.append(len(catch.texts())))
    gateway(authority, catch.url, catch.token).send(SMS)
    (got,) = catch.texts()
    assert (got.to, got.text) == ("+46 70 174 06 05", "smsPASS: è 482913")
    assert told == [1]
    assert "482913" not in repr(got)
    (left,) = (tmp_path / "sms").iterdir()
    assert left.name == "001.txt"
    assert left.read_text("utf-8") == "+46 70 174 06 05\n\nsmsPASS: è 482913\n"


@pytest.mark.parametrize("number", ["+38641123456", "+46701740700", "+4612"])
def test_the_demo_takes_no_number_that_could_be_somebodys(
    authority: Authority, catch: SmsCatch, number: str
):
    """Decision 36."""
    with pytest.raises(NumberRefused):
        gateway(authority, catch.url, catch.token).send(
            Sms(id="7", to=PhoneNumber(number), text=Secret("hi"))
        )
    assert catch.texts() == ()


def test_a_wrong_token_is_a_matter_of_settings(authority: Authority, catch: SmsCatch):
    """Not of the number: the message waits."""
    with pytest.raises(GatewayRefused) as refused:
        gateway(authority, catch.url).send(SMS)
    assert refused.value.facts == {"status": 401}
    assert catch.texts() == ()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (HTTPStatus.OK, None),
        (HTTPStatus.ACCEPTED, None),
        (HTTPStatus.FOUND, GatewayRefused),
        (HTTPStatus.NOT_FOUND, GatewayRefused),
        (HTTPStatus.UNPROCESSABLE_ENTITY, NumberRefused),
        (HTTPStatus.TOO_MANY_REQUESTS, GatewayBusy),
        (HTTPStatus.SERVICE_UNAVAILABLE, GatewayBusy),
    ],
)
def test_what_the_gateway_answers_decides(
    authority: Authority, status: HTTPStatus, error: type[RaError] | None
):
    """Later, never, or a matter of settings; and what is said to it is what its page asks for."""
    said: list[tuple[str, bytes]] = []

    def answer(authorization: str, body: bytes) -> HTTPStatus:
        said.append((authorization, body))
        return status

    with answering(authority.server_context(HOST), answer) as url:
        there = gateway(authority, url)
        if error is None:
            there.send(SMS)
        else:
            with pytest.raises(error):
                there.send(SMS)
    ((authorization, body),) = said
    assert authorization == "Bearer x"
    assert body == rb'{"id": "7", "to": "+46701740605", "text": "smsPASS: \u00e8 482913"}'


def test_a_stranger_gets_nothing(authority: Authority, tmp_path: Path):
    """Neither one with the certificate of another name nor one with another authority's."""
    stranger = Authority.new(tmp_path, "Stranger")
    for tls in (authority.server_context("other.example"), stranger.server_context(HOST)):
        said: list[bytes] = []

        def answer(_: str, body: bytes, said: list[bytes] = said) -> HTTPStatus:
            said.append(body)
            return HTTPStatus.OK

        with answering(tls, answer) as url, pytest.raises(GatewayNotTrusted):
            gateway(authority, url).send(SMS)
        assert said == []


def test_a_gateway_that_is_away_is_told_as_such(authority: Authority, catch: SmsCatch):
    catch.close()
    with pytest.raises(GatewayUnreachable):
        gateway(authority, catch.url).send(SMS)


def test_nothing_goes_out_in_clear_or_unverified(authority: Authority):
    """A setting must not be able to switch the check off."""
    with pytest.raises(TlsUnverified):
        gateway(authority, "http://127.0.0.1:1/")
    tls = ssl.create_default_context()
    tls.check_hostname = False
    with pytest.raises(TlsUnverified):
        HttpGateway(url="https://127.0.0.1:1/", token=Secret("x"), tls=tls)


def test_an_sms_shows_neither_number_nor_text():
    assert "4829" not in repr(SMS)
    assert "467" not in repr(SMS)
