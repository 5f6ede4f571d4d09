"""The short way of reading an entry takes exactly what the long way takes, and reads the same."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import Purpose, RequestViewed
from ra_desk.journal import seal
from ra_desk.journal.canonical import NotCanonical, b64, canonical, digest, parse_canonical, unb64
from ra_desk.journal.seal import ChainBroken, Header
from tests.journal.test_journal import KEYS, NUMBER, sealed

ENTRY = sealed(RequestViewed(request=NUMBER, purpose=Purpose.REVIEW))
HEADER = parse_canonical(seal.header_bytes(ENTRY), what="")


def broken(reason: str) -> ChainBroken:
    return ChainBroken(seq=1, reason=reason)


def by_the_long_way(raw: bytes) -> Header | None:
    try:
        return seal._header(parse_canonical(raw, what="header"), digest(raw), broken)
    except Broken:
        return None


TEXTS = st.text(max_size=6) | st.sampled_from(["", 'a"b', "a\\b", "a\nb", "ž", "\x7f", "~ !"])
TIMES = st.datetimes(timezones=st.just(UTC)).map(
    lambda at: at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
)
HEADERS = st.fixed_dictionaries(
    {
        "v": st.sampled_from([1, 1, 1, 2, True]),
        "desk": TEXTS,
        "epoch": st.integers(-1, 10**20),
        "seq": st.integers(-1, 10**17) | st.just(True),
        "prev": TEXTS,
        "kind": TEXTS,
        "subject": TEXTS | st.none(),
        "by": TEXTS | st.none(),
        "at": TIMES | st.sampled_from(["2026-13-01T00:00:00.000Z", "2026-01-01T24:00:00.000Z"]),
        "payload": TEXTS,
        "demo": st.booleans(),
    }
)


@settings(max_examples=150, deadline=None)
@given(header=HEADERS)
def test_a_header_reads_the_same_both_ways(header):
    """The short way may leave a header to the long one, but never reads another or one more."""
    raw = canonical(header)
    short = seal._plain_header(raw)
    assert short is None or short == by_the_long_way(raw)


def test_midnight_has_one_spelling():
    """Pythons from 3.14 on read hour 24; the short way must not be theirs to widen."""
    for hour, taken in (("23", True), ("00", True), ("24", False), ("3x", False)):
        raw = canonical({**HEADER, "at": f"2026-01-01T{hour}:00:00.000Z"})
        assert (seal._PLAIN.fullmatch(raw.decode()) is not None) == taken


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_other_spelling_takes_the_short_way(data):
    """White space, escapes, another order, leading zeros: whatever passes is canonical."""
    raw = bytearray(canonical(HEADER))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw) - 1))
        match data.draw(st.sampled_from(["put", "drop", "change"])):
            case "put":
                raw.insert(place, data.draw(st.sampled_from(b' \t\n"\\{}:,0123abcTZ.-+\x00\xc5')))
            case "drop":
                del raw[place]
            case _:
                raw[place] = data.draw(st.integers(0, 255))
    short = seal._plain_header(bytes(raw))
    assert short is None or short == by_the_long_way(bytes(raw))


def test_what_seal_writes_takes_the_short_way():
    """Else it would be short in name only."""
    assert seal._plain_header(canonical(HEADER)) is not None
    assert seal._JWS.fullmatch(ENTRY.jws.decode())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_other_spelling_of_an_entry_is_refused(data):
    """The entry that was sealed, written in any other way, is not the entry."""
    jws = json.loads(ENTRY.jws)
    raw = data.draw(
        st.sampled_from(
            [
                json.dumps(jws).encode(),
                json.dumps(jws, separators=(",", ":")).replace("payload", "p\\u0061yload").encode(),
                ENTRY.jws + b"\n",
                b" " + ENTRY.jws,
                ENTRY.jws.replace(b'"}]}', b'"},{}]}'),
                ENTRY.jws.replace(b'{"payload"', b'{"payload":"","payload"'),
                ENTRY.jws.replace(b"_", b"/") + b"=",
                ENTRY.jws.replace(b'"signatures"', b'"header":{},"signatures"'),
            ]
        )
    )
    try:
        seal.verify(replace(ENTRY, jws=raw), KEYS)
    except Broken:
        return
    raise AssertionError(raw)


def by_the_library(text: str) -> bytes | None:
    """Base64url by the standard library, and back again to see that it is the one form."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return raw if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == text else None


@settings(max_examples=400, deadline=None)
@given(text=st.text(alphabet="ABQgwZaz09-_+/=* \né", max_size=9) | st.binary().map(b64))
def test_base64url_has_one_form(text):
    """Padding, foreign signs, stray bits: the same verdict as the library's, read and re-read."""
    try:
        found = unb64(text, what="text")
    except NotCanonical:
        found = None
    assert found == by_the_library(text)
    assert found is None or b64(found) == text
