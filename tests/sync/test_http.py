"""The port to central over real sockets: what is its word, and what each verb makes of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ra_desk.domain.access import (
    CallRefused,
    CentralForged,
    EnrolmentRefused,
    NoRole,
    ProtocolUnknown,
    SignInWrong,
)
from ra_desk.domain.activation import new_request_number
from ra_desk.domain.facts import Purpose, SearchKey
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.people import OfficeId, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.domain.standing import Outcome
from ra_desk.journal.box import BoxKey
from ra_desk.journal.envelope import read_proof
from ra_desk.journal.keys import SigningKey
from ra_desk.services.ports import Query
from ra_desk.wire.convert import office_out, policy_out, request_out
from tests.fakes import NOON, OFFICE, a_request, a_session
from tests.sync.calls import (
    CENTRAL,
    DESK,
    JOSE,
    ROUND,
    a_reply,
    central_at,
    enrolled,
    exchanged,
    refusing,
    refusing_unsigned,
    word,
)
from tests.sync.servers import Heard, Script, answered, serving

# --- what is an answer --------------------------------------------------------------------


def test_an_exchange_is_proved_and_its_answer_is_centrals_word():
    with serving(word(a_reply())) as server:
        answer = exchanged(server)
    [heard] = server.heard
    proved = read_proof(
        heard.head["dpop"],
        key=DESK.public,
        method="POST",
        url=server.url + "/v1/exchange",
        body=heard.body,
        now=NOON,
    )
    assert answer.reply == proved
    assert answer.at == NOON
    assert answer.at.utcoffset() == timedelta(0)
    assert [(r.seq, r.ruling.outcome) for r in answer.rulings] == [(1, Outcome.REFUSED)]
    assert answer.letters[0].recipient == answer.requests[0]
    assert answer.letters[0].box == b"box"
    assert answer.more
    assert [entry["payload"] for entry in json.loads(heard.body)["entries"]] == ["{}", ""]


def test_nothing_of_the_surroundings_reaches_the_line(monkeypatch):
    """A proxy named by the environment would hear every password."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    script = word(a_reply())

    def with_cookie(heard: Heard) -> list[bytes]:
        [said] = script(heard)
        return [said.replace(b"\r\n", b"\r\nSet-Cookie: portal=1; Path=/\r\n", 1)]

    with serving(with_cookie) as server:
        line = central_at(server)
        for _ in range(2):
            line.exchange(ROUND, enrolment=enrolled(server.url), now=NOON)
        line.close()
    assert [heard.head.get("cookie") for heard in server.heard] == [None, None]
    assert {heard.head["accept-encoding"] for heard in server.heard} == {"identity"}


@pytest.mark.parametrize(
    "fields",
    [
        a_reply(jti="j" * 24),
        a_reply(jti=""),
    ],
)
def test_an_answer_to_another_call_is_forged(fields):
    """A recorded answer, however genuine, is nobody's answer to this call."""
    with serving(word(fields)) as server, pytest.raises(CentralForged):
        exchanged(server)


@pytest.mark.parametrize("token", [b"a.b.c", b"", "čebela".encode(), b"\xff\xfe"])
def test_what_central_did_not_sign_is_forged(token):
    with (
        serving(lambda _: answered("200 OK", token, kind=JOSE)) as server,
        pytest.raises(CentralForged),
    ):
        exchanged(server)


def test_a_word_of_another_key_is_forged():
    with (
        serving(word(a_reply(), signer=SigningKey.generate())) as server,
        pytest.raises(CentralForged),
    ):
        exchanged(server)


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"cursor": None},
        {"at": "9999-12-31T23:59:59-23:00"},
        {"policy": policy_out(Policy()).model_dump(mode="json") | {"hold_s": 31}},
        {"policy": policy_out(Policy()).model_dump(mode="json") | {"lease_s": 10**15}},
        {"requests": [request_out(a_request()).model_dump(mode="json") | {"route": "by_drone"}]},
        {
            "rulings": [
                {"seq": 1, "outcome": "perhaps", "reason": "", "facts": {}, "at": "2026-11-20"}
            ]
        },
    ],
)
def test_a_word_that_this_version_cannot_read_stops_the_desk_in_its_own_words(changes):
    """Signed by central, so it is no accident on the way: nothing of it is taken."""
    with serving(word(a_reply(**changes))) as server, pytest.raises(ProtocolUnknown):
        exchanged(server)


def test_a_stage_of_a_later_version_is_taken_as_unknown():
    row = request_out(a_request()).model_dump(mode="json") | {"stage": "frozen"}
    with serving(word(a_reply(requests=[row], letters=[]))) as server:
        assert exchanged(server).requests[0].stage is Stage.UNKNOWN


# --- sign-in, look-up, enrolment ----------------------------------------------------------

SIGNED_IN: dict[str, object] = {
    "operator": "maja",
    "person": "p-1",
    "name": "Maja K.",
    "roles": ["clerk", "astronaut"],
    "key_statement": "statement",
    "token": "session token",
    "policy": policy_out(Policy()).model_dump(mode="json"),
}


def signed_in(script: Script, *, password: str = "dolgo geslo"):
    with serving(script) as server:
        line = central_at(server)
        try:
            return line.sign_in(
                login="maja",
                password=Secret(password),
                one_time_code="123456",
                key=SigningKey.generate().public,
                enrolment=enrolled(server.url),
                now=NOON,
            )
        finally:
            line.close()


def test_signing_in_takes_the_roles_this_version_knows():
    answer = signed_in(word(SIGNED_IN))
    assert answer.operator.roles == {Role.CLERK}
    assert answer.token == Secret("session token")
    assert "session token" not in repr(answer)
    with pytest.raises(NoRole):
        signed_in(word(SIGNED_IN | {"roles": ["astronaut"]}))


def test_a_wrong_password_is_said_to_be_wrong():
    with pytest.raises(SignInWrong) as wrong:
        signed_in(refusing("401 Unauthorized", "sign_in.wrong", left="4"))
    assert wrong.value.facts == {"left": "4"}


@pytest.mark.parametrize("password", ["geslo" * 100, "geslo\0", "geslo\ud800"])
def test_a_password_that_no_message_holds_is_told_without_a_word_of_it(password):
    """Pydantic's own error would quote it into the log."""
    with pytest.raises(CallRefused) as refused:
        signed_in(word(SIGNED_IN), password=password)
    seen: BaseException | None = refused.value
    assert "geslo" not in repr(seen)
    assert "geslo" not in str(seen)
    assert refused.value.__suppress_context__


def looked_up(query: Query, *, token: Secret[str] | None = Secret("token")):  # noqa: B008
    found = {"requests": [request_out(a_request()).model_dump(mode="json")], "count": 1}
    with serving(word(found)) as server:
        line = central_at(server)
        hits = line.look_up(
            query,
            key=SearchKey.NAME,
            purpose=Purpose.CLIENT_AT_COUNTER,
            session=replace(a_session(), token=token),
            enrolment=enrolled(server.url),
            now=NOON,
        )
        line.close()
    return hits, json.loads(server.heard[0].body)


def test_a_look_up_asks_for_what_was_typed():
    number = new_request_number()
    hits, asked = looked_up(Query(number=number, tokens=("zagar",), birth_date=date(1991, 3, 4)))
    assert hits.count == len(hits.requests) == 1
    assert (asked["number"], asked["birth_date"]) == (number, "1991-03-04")
    assert (asked["tokens"], asked["session"]) == (["zagar"], "token")


def test_a_very_long_name_is_looked_up_by_its_first_words():
    """Central takes twelve; to a clerk with a longer name at the counter that is no error."""
    _, asked = looked_up(Query(tokens=tuple("abcdefghijklmn")), token=None)
    assert asked["tokens"] == list("abcdefghijkl")
    assert asked["session"] == ""


def enrolling(script: Script, *, kid: str = CENTRAL.kid):
    with serving(script) as server:
        line = central_at(server)
        try:
            return line.enrol(
                url=server.url,
                token="one-time",
                central_kid=kid,
                key=DESK.public,
                box_key=BoxKey.generate().public,
                previous_receipt="",
                now=NOON,
            )
        finally:
            line.close()


ENROLLED: dict[str, object] = {
    "desk": "desk-1",
    "epoch": 1,
    "office": office_out(OFFICE).model_dump(),
    "counter": "1",
    "central_jwk": CENTRAL.public.jwk(),
    "demo": False,
    "policy": policy_out(Policy()).model_dump(mode="json"),
}


def test_a_desk_is_enrolled_by_the_key_that_its_code_names():
    enrolment, policy = enrolling(word(ENROLLED))
    assert enrolment.central_key == CENTRAL.public
    assert (enrolment.desk, enrolment.office.id) == ("desk-1", OfficeId("ue-koper"))
    assert policy == Policy()


OTHER = SigningKey.generate()


@pytest.mark.parametrize(
    "script",
    [
        word(ENROLLED | {"central_jwk": OTHER.public.jwk()}, signer=OTHER),
        word(ENROLLED, signer=OTHER),
        word(ENROLLED | {"central_jwk": {"kty": "RSA"}}),
        word({}),
        lambda _: answered("200 OK", b"no word", kind=JOSE),
        lambda _: answered("200 OK", b"\xff.\xff", kind=JOSE),
    ],
)
def test_nobody_else_enrols_a_desk(script):
    """The code was handed over by a person; whoever answers must have the key it names."""
    with pytest.raises(CentralForged):
        enrolling(script)


def test_an_enrolment_is_refused_without_a_signature():
    """The desk has no key of central yet; all that is lost is a code, which a person can ask for."""
    with pytest.raises(EnrolmentRefused):
        enrolling(refusing_unsigned("403 Forbidden", "enrolment.refused"))
