"""An operator's keys: the password and nothing else opens them, and wiping is the end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ra_desk.domain.people import DeskId, OperatorId
from ra_desk.domain.secret import Secret
from ra_desk.journal.keys import KeyGone
from ra_desk.journal.ring import KeyCost, OperatorRing, Seal, SealBroken, unwrap, wrap

CHEAP = KeyCost(memory_kib=8 * 1024, passes=1)
MAJA, DESK = OperatorId("maja"), DeskId("desk-1")
RIGHT = Secret("modra jadra")


@pytest.fixture(scope="module")
def ring():
    return OperatorRing()


@pytest.fixture(scope="module")
def wrapped(ring):
    return wrap(ring, RIGHT, operator=MAJA, desk=DESK, cost=CHEAP)


def test_the_password_gives_both_keys_back(ring, wrapped):
    again = unwrap(wrapped, RIGHT, operator=MAJA, desk=DESK)
    assert again is not None
    assert again.signer.seed() == ring.signer.seed()
    assert again.seal.raw() == ring.seal.raw()


@pytest.mark.parametrize(
    ("password", "operator", "desk"),
    [
        ("modra jadr", MAJA, DESK),
        ("modra jadra", OperatorId("jan"), DESK),
        ("modra jadra", MAJA, DeskId("desk-2")),
    ],
)
def test_another_password_person_or_desk_gives_nothing(wrapped, password, operator, desk):
    """A row that was copied under another name opens no more than a wrong password does."""
    assert unwrap(wrapped, Secret(password), operator=operator, desk=desk) is None


def test_twice_the_same_is_wrapped_differently(ring, wrapped):
    """Equal rows would tell that two people have one password."""
    assert wrap(ring, RIGHT, operator=MAJA, desk=DESK, cost=CHEAP) != wrapped


def test_the_cost_of_a_row_is_its_own(ring):
    """A dearer setting later still opens what was wrapped before, and the reverse."""
    dearer = wrap(ring, RIGHT, operator=MAJA, desk=DESK, cost=KeyCost(memory_kib=9216, passes=2))
    assert unwrap(dearer, RIGHT, operator=MAJA, desk=DESK) is not None


@pytest.mark.parametrize("damaged", [b"", b"{}", b"no json", b'{"kind":"ra-operator-ring/1"}'])
def test_what_is_no_wrapped_ring_is_broken(damaged):
    with pytest.raises(SealBroken):
        unwrap(damaged, RIGHT, operator=MAJA, desk=DESK)


@settings(deadline=None)
@given(plain=st.binary(max_size=200), about=st.text(max_size=20), other=st.text(max_size=20))
def test_a_seal_opens_for_what_it_was_closed_about(plain, about, other):
    seal = Seal.generate()
    closed = seal.close(plain, about=about)
    assert seal.open(closed, about=about) == plain
    if other != about:
        with pytest.raises(SealBroken):
            seal.open(closed, about=other)


@given(st.data())
def test_one_changed_bit_is_noticed(data):
    seal = Seal.generate()
    closed = bytearray(seal.close(b"osnutek", about="x"))
    bit = data.draw(st.integers(0, len(closed) * 8 - 1))
    closed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        seal.open(bytes(closed), about="x")


@pytest.mark.parametrize("short", [b"", b"x" * 12, b"x" * 27])
def test_what_is_too_short_was_never_sealed(short):
    with pytest.raises(SealBroken):
        Seal.generate().open(short, about="x")


def test_wiping_ends_both_keys_for_everybody_who_holds_them():
    ring = OperatorRing()
    held = ring.seal.raw()
    public = ring.signer.public
    ring.wipe()
    assert held == bytearray(32)
    for use in (ring.signer.seed, ring.seal.raw):
        with pytest.raises(KeyGone):
            use()
    with pytest.raises(KeyGone):
        ring.signer.sign(b"late")
    assert ring.signer.public == public


def test_keys_do_not_show_themselves():
    ring = OperatorRing()
    assert ring.seal.raw().hex() not in repr(ring)
    assert repr(ring.seal) == "Seal(…)"
