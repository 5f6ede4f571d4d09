"""What central keeps of a code recognises it and gives nothing away."""

from __future__ import annotations

import pytest

from ra_desk.central.code_digest import CodeDigests, PepperUnfit, PepperUnknown
from ra_desk.domain.activation import ActivationCode
from ra_desk.domain.secret import Secret

CODE, OTHER = ActivationCode("BCDF-GHJK-MNPQ"), ActivationCode("BCDF-GHJK-MNPR")
OLD, NEW = Secret(b"o" * 32), Secret(b"n" * 32)


def test_the_code_of_the_request_is_recognised_and_no_other():
    """A code is worth something for the one request it was made for."""
    digests = CodeDigests({"1": OLD}, present="1")
    stored = digests.make(CODE, request="R-1")
    assert digests.matches(stored, CODE, request="R-1")
    assert not digests.matches(stored, OTHER, request="R-1")
    assert not digests.matches(stored, CODE, request="R-2")


def test_what_is_stored_tells_neither_code_nor_request():
    """Equal codes do not look equal, and the cost is the one that was decided."""
    digests = CodeDigests({"1": OLD}, present="1")
    stored = digests.make(CODE, request="R-1")
    assert stored != digests.make(CODE, request="R-1")
    assert stored.startswith("1:$argon2id$v=19$m=8192,t=1,p=1$")
    assert "BCDF" not in stored
    assert "R-1" not in stored


def test_a_code_outlives_the_change_of_the_pepper():
    """Letters are on their way for weeks; the pepper is changed meanwhile."""
    stored = CodeDigests({"1": OLD}, present="1").make(CODE, request="R-1")
    both = CodeDigests({"1": OLD, "2": NEW}, present="2")
    assert both.matches(stored, CODE, request="R-1")
    assert both.make(CODE, request="R-1").startswith("2:")
    with pytest.raises(PepperUnknown) as broken:
        CodeDigests({"2": NEW}, present="2").matches(stored, CODE, request="R-1")
    assert broken.value.facts == {"pepper": "1"}


def test_another_pepper_of_the_same_name_recognises_nothing():
    """Whoever has the database alone cannot try codes against it."""
    stored = CodeDigests({"1": OLD}, present="1").make(CODE, request="R-1")
    assert not CodeDigests({"1": NEW}, present="1").matches(stored, CODE, request="R-1")


def test_a_damaged_digest_matches_nothing():
    """It is a wrong code then, not a crash."""
    assert not CodeDigests({"1": OLD}, present="1").matches("1:rubbish", CODE, request="R-1")


@pytest.mark.parametrize(
    ("peppers", "present"),
    [({"1": OLD}, "2"), ({"1": Secret(b"short")}, "1"), ({"a:b": OLD}, "a:b")],
)
def test_an_unfit_pepper_is_refused(peppers, present):
    """Found at start, not with the first citizen."""
    with pytest.raises(PepperUnfit):
        CodeDigests(peppers, present=present)
