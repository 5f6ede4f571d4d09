"""Why a desk is stopped is kept in one line, and read from what any version has kept."""

from __future__ import annotations

import pytest

from ra_desk.domain.access import DeskQuarantined, ProtocolUnknown, stop_kept, stop_read


def test_what_a_desk_has_found_itself_is_told_again_with_its_facts():
    found = ProtocolUnknown(version=9)
    read = stop_read(stop_kept(found))
    assert (type(read), dict(read.facts)) == (ProtocolUnknown, {"version": 9})


@pytest.mark.parametrize(
    "kept", ["sequence", "", "central.protocol_unknown {'version': 9}", "no.such_code {}"]
)
def test_whatever_is_kept_the_desk_is_stopped(kept):
    """Central's one word, and what an older program has written, cannot be read otherwise."""
    assert isinstance(stop_read(kept), DeskQuarantined)
