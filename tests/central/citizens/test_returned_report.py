"""What comes back by post, in the report of the office."""

from __future__ import annotations

from ra_desk.domain.facts_letters import LetterReturned
from ra_desk.domain.letters import ReturnedReason
from ra_desk.domain.people import Role
from tests.central.citizens.test_letter_batches import (
    batch,
    posted,
    printed,
    reconciled,
    say,
    two,
)
from tests.central.citizens.town import Town
from tests.central.test_office_report import counts, reported


def test_a_letter_that_two_counters_have_scanned_came_back_once(town: Town):
    """And one that was not posted has not come back at all, whoever says so."""
    _, rows = two(town)
    first, second = rows
    say(town, batch(rows), *printed(first), *printed(second), reconciled(first), reconciled(second))
    bor = town.world.operator("bor", roles=(Role.PRINT_ROOM,))
    other = town.world.desk_with(bor)
    back = LetterReturned(request=None, letter=first.number, reason=ReturnedReason.MOVED)
    assert say(town, back, desk=other, by=bor)[0]["outcome"] == "refused"
    tina = town.world.operator("tina", roles=(Role.SUPERVISOR,))
    over = town.world.desk_with(tina)
    assert counts(reported(over, tina))["returned"] == {}
    say(town, posted())
    for desk, person in ((other, bor), (town.desk(), town.clerk)):
        assert say(town, back, desk=desk, by=person)[0]["outcome"] != "refused"
    assert list(counts(reported(over, tina))["returned"].values()) == [1]
