"""The close of a day over a print room's real ledger: printed = confirmed + spoilt, all the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ra_desk.domain.checks import office_day
from ra_desk.domain.day import DayCounts, Point, PointKind
from ra_desk.domain.facts import SpoiltReason
from ra_desk.domain.letter_form import Envelope
from ra_desk.domain.letters import ReturnedReason
from ra_desk.domain.report import Drawn
from ra_desk.services.close_day import DayStanding, day_standing, destroy_sheets
from ra_desk.services.day_rows import Stretch
from ra_desk.services.letter_book import Choice
from tests.services.print_room import PRINTER, PrintRoom, a_print_room
from tests.store.support import NOON


@pytest.fixture
def room(tmp_path: Path) -> Iterator[PrintRoom]:
    made = a_print_room(tmp_path)
    yield made
    made.store.close()


def standing(room: PrintRoom) -> DayStanding:
    return day_standing(store=room.store, now=room.clock)


def point(room: PrintRoom, kind: PointKind) -> Point:
    return next(one for one in standing(room).points if one.kind is kind)


def letters(counts: DayCounts) -> tuple[int, int, int, int]:
    assert counts.agree
    return counts.drawn, counts.good, counts.spoilt, counts.unknown


def test_the_counts_agree_at_every_step_of_a_batch(room: PrintRoom) -> None:
    """A sheet on paper is unknown until somebody has it in hand, or calls it spoilt."""
    batch = room.prepare(6).batch.number
    assert letters(standing(room).counts) == (0, 0, 0, 0)
    assert point(room, PointKind.RECONCILED).done
    room.confirm()
    room.print_all(batch)
    assert letters(standing(room).counts) == (7, 0, 0, 7), "six and the control letter"
    open_ = point(room, PointKind.RECONCILED)
    assert (open_.batch, open_.left, open_.of) == (batch, 7, 7)
    room.letters.spoil(batch, [1], reason=SpoiltReason.JAM, session=room.session)
    room.letters.spoil(batch, [2], reason=SpoiltReason.MISSING, session=room.session)
    room.letters.reconcile_sheets(
        batch,
        [sheet.sheet.number for sheet in room.letters.sheets(batch)][2:],
        session=room.session,
    )
    assert letters(standing(room).counts) == (7, 5, 2, 0)
    assert point(room, PointKind.RECONCILED).done
    waste = point(room, PointKind.DESTROYED)
    assert (waste.left, waste.of) == (1, 1), "of a missing sheet there is nothing to destroy"
    destroy_sheets(session=room.session, store=room.store, now=room.clock)
    assert point(room, PointKind.DESTROYED).done
    sheet = room.letters.sheets(batch)[3].sheet
    posted = room.letters.post(batch, on=NOON.date(), session=room.session)
    room.letters.take_returned(sheet.letter, reason=ReturnedReason.MOVED, session=room.session)
    counts = standing(room).counts
    assert letters(counts) == (7, 5, 2, 0)
    assert (counts.posted, counts.returned) == (posted, 1) == (counts.good, 1)
    with room.store.read() as unit:
        assert unit.day().counted(Stretch()).returned == {sheet.place: 1}


def test_a_sheet_that_never_was_on_paper_needs_no_shredder(room: PrintRoom) -> None:
    """Its code dies all the same."""
    batch = room.prepare(2).batch.number
    room.letters.spoil(batch, [1], reason=SpoiltReason.OTHER, session=room.session)
    assert point(room, PointKind.DESTROYED).of == 0
    assert replace(standing(room).counts, unsent=0).drawn == 0


def test_what_became_of_a_sheet_outlives_the_ledger_of_its_batch(room: PrintRoom) -> None:
    """Lines are forgotten months after the post; a report of that quarter still has to agree.

    The second letter of a client is spoilt: the first one, which was good, is no less so.
    """
    batch = room.prepare(2).batch.number
    room.confirm()
    room.print_all(batch)
    room.letters.spoil(batch, [1], reason=SpoiltReason.JAM, session=room.session)
    room.letters.reconcile_sheets(batch, [2, 3], session=room.session)
    room.letters.post(batch, on=NOON.date(), session=room.session)
    good = room.letters.sheets(batch)[1].sheet
    assert good.request is not None
    with room.store.read() as unit:
        again = replace(unit.standing(good.request), awaits_ruling=False)
    room.order([again])
    room.clock.forward(24 * 3600)
    room.told()
    second = room.letters.prepare(
        Choice(), printer=PRINTER, envelope=Envelope.RIGHT, session=room.session
    ).batch.batch.number
    room.confirm()
    room.print_all(second)
    room.letters.spoil(second, [1, 2], reason=SpoiltReason.JAM, session=room.session)
    room.letters.post(second, on=office_day(room.clock()), session=room.session)
    drawn = {Drawn.GOOD: 2, Drawn.SPOILT: 3}
    for days in (0, 91):
        room.clock.forward(days * 24 * 3600)
        room.told()
        with room.store.read() as unit:
            assert unit.day().counted(Stretch()).drawn == drawn
    assert not room.letters.sheets(batch)
