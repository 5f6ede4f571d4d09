"""Closings of days at central: they are kept, and one person signs once."""

from __future__ import annotations

import sqlalchemy as sa

from ra_desk.central.offices import set_policy
from ra_desk.central.tables import entry, operator
from ra_desk.domain.day import DayCounts
from ra_desk.domain.facts_day import DayClosed, DayCountersigned
from ra_desk.domain.people import Role
from ra_desk.domain.policy import Policy


def closed(desk, second=None, after=0):
    return DayClosed(
        second=None if second is None else second.id,
        day=desk.clock().date(),
        after=after,
        up_to=desk.head.seq,
        head=desk.head.digest,
        counts=DayCounts(),
        still_open=(),
    )


def test_a_closing_and_its_second_signature_are_kept(world):
    """What the paper says can be looked up at central for as long as the journal lasts."""
    ana, tina = world.operator(), world.operator("tina", roles=(Role.SUPERVISOR,))
    desk = world.desk_with(ana)
    assert desk.sign_in(tina).ok
    seq = desk.seal(closed(desk), ana).seq
    desk.seal(DayCountersigned(closing=seq), tina)
    assert desk.exchange().ok
    assert [desk.rulings[n]["outcome"] for n in (seq, seq + 1)] == ["noted", "noted"]
    with world.parts.engine.begin() as connection:
        kinds = connection.scalars(sa.select(entry.c.kind).where(entry.c.seq >= seq)).all()
    assert kinds == [DayClosed.kind, DayCountersigned.kind]


def test_whoever_closed_a_day_is_no_second_person(world):
    """Neither with the same account, nor with another one of the same human being."""
    ana = world.operator()
    with world.parts.engine.begin() as connection:
        person = connection.scalar(sa.select(operator.c.person).where(operator.c.id == ana.id))
    other = world.operator("ana2", person_id=person)
    desk = world.desk_with(ana)
    assert desk.sign_in(other).ok
    seq = desk.seal(closed(desk), ana).seq
    for again in (ana, other):
        desk.seal(DayCountersigned(closing=seq), again)
        assert desk.exchange().ok
        assert desk.ruling()["reason"] == "day.same_person"


def test_a_signature_under_something_else_is_none(world):
    """Only a closing is countersigned, and only by somebody who works at desks."""
    ana, rok = world.operator(), world.operator("rok", roles=(Role.AUDITOR,))
    desk = world.desk_with(ana)
    assert desk.sign_in(rok).ok
    desk.seal(DayCountersigned(closing=desk.head.seq), ana)
    assert desk.exchange().ok
    assert desk.ruling()["reason"] == "day.not_closed"
    desk.seal(closed(desk), rok)
    assert desk.exchange().ok
    assert desk.ruling()["reason"] == "people.not_your_role"


def test_a_day_is_signed_by_as_many_people_as_policy_says(world):
    """The desk's word that two have signed is not theirs; a refused closing stays as evidence."""
    ana, tina = world.operator(), world.operator("tina", roles=(Role.SUPERVISOR,))
    rok = world.operator("rok", roles=(Role.AUDITOR,))
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, Policy(day_signers=2))
        person = connection.scalar(sa.select(operator.c.person).where(operator.c.id == ana.id))
    other = world.operator("ana2", person_id=person)
    desk = world.desk_with(ana)
    for one in (tina, rok, other):
        assert desk.sign_in(one).ok
    told = []
    for second, signer in (
        (None, None),
        (tina, None),
        (tina, other),
        (other, other),
        (rok, rok),
        (tina, tina),
    ):
        seq = desk.seal(closed(desk, second), ana).seq
        if signer is not None:
            desk.seal(DayCountersigned(closing=seq), signer)
        assert desk.exchange().ok
        told.append(desk.rulings[seq]["reason"])
    missing, same = "day.second_signer_missing", "day.same_person"
    assert told == [missing, missing, missing, same, "people.not_your_role", ""]
    assert desk.rulings[seq]["outcome"] == desk.ruling()["outcome"] == "noted"


def test_a_closing_after_a_refused_one_is_refused_with_it(world):
    """Else the records before the refused one would be in no closing that counts."""
    ana, tina = world.operator(), world.operator("tina", roles=(Role.SUPERVISOR,))
    desk = world.desk_with(ana)
    assert desk.sign_in(tina).ok
    first = desk.seal(closed(desk), ana)
    assert desk.exchange().ok
    with world.parts.engine.begin() as connection:
        set_policy(connection, world.office, Policy(day_signers=2))
    told = []
    # Made without a line: one signature, then two, each after the one before.
    alone = desk.seal(closed(desk, after=first.seq - 1), ana)
    for in_another_round in (False, True):
        if in_another_round:
            assert desk.exchange().ok
        signed = desk.seal(closed(desk, tina, after=alone.seq - 1), ana)
        desk.seal(DayCountersigned(closing=signed.seq), tina)
        told.append(signed.seq)
    whole = desk.seal(closed(desk, tina, after=first.seq - 1), ana)
    desk.seal(DayCountersigned(closing=whole.seq), tina)
    assert desk.exchange().ok
    said = [desk.rulings[seq]["reason"] for seq in (first.seq, alone.seq, *told, whole.seq)]
    follows = "day.follows_refused"
    assert said == ["", "day.second_signer_missing", follows, follows, ""]
