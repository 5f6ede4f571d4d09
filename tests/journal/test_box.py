"""A box opens for one recipient and one purpose, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ra_desk.domain.secret import Secret
from ra_desk.journal.box import (
    MAIL_WORKER,
    BoxContext,
    BoxExpired,
    BoxKey,
    BoxKeyUnreadable,
    BoxPublicKey,
    BoxUnreadable,
    seal_box,
)
from ra_desk.journal.canonical import NotCanonical

KEY = BoxKey(bytes(range(32)))
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONTEXT = BoxContext(item="L-1", request="R-1", recipient="desk-1", expires=NOW + timedelta(1))


def test_a_box_gives_back_what_was_sealed():
    """The print station gets the code, through everybody who carries it."""
    box = seal_box(Secret("BCDF-GHJK-MNPQ"), CONTEXT, to=KEY.public)
    assert KEY.open(box, CONTEXT, at=NOW) == Secret("BCDF-GHJK-MNPQ")
    assert b"BCDF" not in box
    assert box != seal_box(Secret("BCDF-GHJK-MNPQ"), CONTEXT, to=KEY.public)


@pytest.mark.parametrize(
    "other",
    [
        replace(CONTEXT, item="L-2"),
        replace(CONTEXT, request="R-2"),
        replace(CONTEXT, recipient=MAIL_WORKER),
        replace(CONTEXT, expires=CONTEXT.expires + timedelta(seconds=1)),
    ],
)
def test_a_box_moved_to_another_purpose_stays_shut(other):
    """Else a code could be printed on somebody else's letter, or long after its time."""
    box = seal_box(Secret("code"), CONTEXT, to=KEY.public)
    with pytest.raises(BoxUnreadable):
        KEY.open(box, other, at=NOW)


def test_a_box_opens_for_its_recipient_only():
    """Another desk's key is of no use."""
    box = seal_box(Secret("code"), CONTEXT, to=BoxKey.generate().public)
    with pytest.raises(BoxUnreadable):
        KEY.open(box, CONTEXT, at=NOW)


def test_a_box_is_shut_for_ever_when_its_time_is_over():
    """A letter printed now would hold a dead code."""
    box = seal_box(Secret("code"), CONTEXT, to=KEY.public)
    with pytest.raises(BoxExpired) as refused:
        KEY.open(box, CONTEXT, at=CONTEXT.expires)
    assert refused.value.facts == {"expired": CONTEXT.expires}


@example(place=31, flip=0x80, cut=False)  # X25519 itself ignores this bit
@given(place=st.integers(min_value=0), flip=st.integers(1, 255), cut=st.booleans())
def test_no_changed_or_cut_box_opens(place, flip, cut):
    """Every byte is guarded."""
    box = bytearray(seal_box(Secret("code"), CONTEXT, to=KEY.public))
    place %= len(box)
    if cut:
        del box[place:]
    else:
        box[place] ^= flip
    with pytest.raises(BoxUnreadable):
        KEY.open(bytes(box), CONTEXT, at=NOW)


def test_the_moment_of_expiry_counts_in_whole_seconds():
    """Databases keep different fractions of a second."""
    exact = replace(CONTEXT, expires=CONTEXT.expires + timedelta(microseconds=7))
    box = seal_box(Secret("code"), exact, to=KEY.public)
    assert KEY.open(box, CONTEXT, at=NOW) == Secret("code")


def test_a_public_key_travels_as_a_jwk():
    """The desk's print key is enrolled beside its signing key."""
    assert BoxPublicKey.from_jwk(KEY.public.jwk()) == KEY.public
    assert KEY.public.jwk()["kid"] == KEY.public.kid
    assert BoxKey(KEY.raw()).public == KEY.public
    assert "object at" in repr(KEY)


@pytest.mark.parametrize(
    ("jwk", "error"),
    [
        (None, BoxKeyUnreadable),
        ({"kty": "OKP", "crv": "Ed25519", "x": "AA"}, BoxKeyUnreadable),
        ({"kty": "OKP", "crv": "X25519", "x": "AA"}, BoxKeyUnreadable),
        ({"kty": "OKP", "crv": "X25519"}, NotCanonical),
    ],
)
def test_what_is_no_key_is_refused(jwk, error):
    """A box sealed to rubbish would be lost."""
    with pytest.raises(error):
        BoxPublicKey.from_jwk(jwk)
