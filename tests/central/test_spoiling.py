"""Many spoilt sheets: central asks for a second person, whatever the desk has asked for."""

from __future__ import annotations

import sqlalchemy as sa

from ra_desk.central.tables import letter, operator
from ra_desk.domain.activation import Channel, LetterNumber
from ra_desk.domain.facts import LetterSpoilt, SpoiltReason
from ra_desk.domain.facts_letters import LetterBatchPrepared, SpoilingAgreed
from ra_desk.domain.people import Role
from tests.central.test_filing import a_letter, orders


def test_one_person_alone_spoils_ten_sheets_of_a_batch(world):
    """By person, not account; over all rounds; and nothing follows from what is too much."""
    ana, tina = world.operator(), world.operator("tina", roles=(Role.PRINT_ROOM,))
    with world.parts.engine.begin() as connection:
        person = connection.scalar(sa.select(operator.c.person).where(operator.c.id == ana.id))
    again = world.operator("ana2", person_id=person)
    desk = world.desk_with(ana)
    for one in (tina, again):
        assert desk.sign_in(one).ok
    waiting = [world.submit(channel=Channel.POST) for _ in range(14)]
    numbers = [LetterNumber(a_letter(world, desk, one)) for one in waiting]
    spoilt = [
        LetterSpoilt(request=one.number, letter=number, reason=SpoiltReason.JAM)
        for one, number in zip(waiting, numbers, strict=True)
    ]

    def said(*facts, word=None):
        """Let Ana call sheets spoilt, and somebody agree; return the outcomes."""
        seqs = [desk.seal(fact, ana).seq for fact in facts]
        if word is not None:
            seqs.append(desk.seal(SpoilingAgreed(batch=1, sheets=(1,)), word).seq)
        assert desk.exchange().ok
        return [(desk.rulings[seq]["outcome"], desk.rulings[seq]["reason"]) for seq in seqs]

    batch = LetterBatchPrepared(
        batch=1, printer="tray", envelope="right", letters=tuple(numbers), control=None
    )
    accepted, needed = ("accepted", ""), ("refused", "letter.second_person_needed")
    assert said(batch, *spoilt[:9]) == [("noted", ""), *[accepted] * 9]
    assert said(*spoilt[9:11]) == [accepted, needed]
    assert desk.ruling()["facts"] == {"sheets": "11", "most": "10"}
    assert said(spoilt[11], word=again) == [needed, ("refused", "letter.same_person")]
    with world.parts.engine.connect() as connection:
        alive = sa.select(letter.c.state).where(letter.c.number.in_(numbers[10:]))
        assert set(connection.scalars(alive)) == {"waiting"}
    assert len(orders(world)) == 10
    assert said(*spoilt[10:13], word=tina) == [*[accepted] * 3, ("noted", "")]
    # What two have agreed to does not count for the ten of one.
    assert said(spoilt[13]) == [accepted]
    assert len(orders(world)) == 14
