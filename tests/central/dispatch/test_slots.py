"""A slot has one holder, and its holder's end frees it."""

from __future__ import annotations

import pytest

from ra_desk.central.dispatch.slots import SLOTS, NoSlotFree, take_slot, try_slot


def test_a_slot_has_one_holder(engine):
    """Whoever cannot take it knows that its worker lives."""
    first, second = take_slot(engine), take_slot(engine)
    assert (first.number, second.number) == (1, 2)
    assert try_slot(engine, 1) is None
    assert first.is_held()
    first.release()
    again = try_slot(engine, 1)
    assert again is not None
    again.release()
    second.release()


def test_there_are_so_many_and_no_more(engine):
    """One worker more is told so, instead of sharing somebody's place."""
    slots = [take_slot(engine) for _ in range(8)]
    assert len({slot.number for slot in slots}) == 8
    taken = [try_slot(engine, number) for number in range(9, 20)]
    assert all(taken)
    for slot in [*slots, *taken]:
        slot.release()
    assert SLOTS == 32
    assert NoSlotFree.code == "dispatch.no_slot_free"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_slot_whose_session_ended_is_not_held(engine):
    """The server dropped us; another worker may have it."""
    slot = take_slot(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
    assert not slot.is_held()
    slot.release()
