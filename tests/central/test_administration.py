"""Administration takes two people where it gives power, and none for long where it takes it."""

from __future__ import annotations

from dataclasses import replace

import pyotp
import pytest
import sqlalchemy as sa

from ra_desk.central.administration import TERMINAL, propose, set_up
from ra_desk.central.administration import decide as central_decides
from ra_desk.central.invitations import accept
from ra_desk.central.offices import policy_of, set_policy
from ra_desk.central.operators import operator_named
from ra_desk.central.proposals import proposal
from ra_desk.central.tables import desk as desk_table
from ra_desk.central.tables import event, operator, person
from ra_desk.central.tables import office as office_table
from ra_desk.domain.administration import (
    LONGEST,
    LONGEST_FIELD,
    AddOffice,
    BlockOperator,
    ChangePolicy,
    ChangeRoles,
    EnrolDesk,
    InvitationRefused,
    InviteOperator,
    ResetOperator,
    SetUpOver,
    TooFewAdministrators,
    Verdict,
)
from ra_desk.domain.facts import SessionOpened
from ra_desk.domain.people import OfficeId, PersonId, Role
from ra_desk.domain.policy_fields import PolicyValueWrong
from ra_desk.domain.secret import Secret
from ra_desk.journal.keys import SigningKey
from tests.central.desk import Desk, Person

ADMIN = (Role.ADMINISTRATOR,)


@pytest.fixture
def office(world):
    """An office with a clerk, and two administrators at one desk."""
    ana, igor, eva = (
        world.operator(),
        world.operator("igor", roles=ADMIN),
        world.operator("eva", roles=ADMIN),
    )
    desk = world.desk_with(igor)
    assert desk.sign_in(eva).ok
    return world, desk, ana, igor, eva


def act(desk, who, name, /, **fields):
    said = {"session": who.token, "act": name, "fields": fields}
    return desk.call("/v1/administration/act", said)


def decide(desk, who, made, verdict="confirm", **more):
    said = {"session": who.token, "proposal": made.body["proposal"], "verdict": verdict, **more}
    return desk.call("/v1/administration/decision", said)


def seen(desk, who):
    answer = desk.call("/v1/administration", {"session": who.token})
    assert answer.ok, answer
    return answer.body


def account(desk, who, login):
    return next(one for one in seen(desk, who)["accounts"] if one["login"] == login)


def events(world, kind):
    with world.parts.engine.connect() as connection:
        return connection.execute(
            sa.select(event.c.by, event.c.facts).where(event.c.kind == kind)
        ).all()


def opens(desk, *, word, login, otpauth, clock, password="another long pass phrase"):
    code = pyotp.parse_uri(otpauth).at(clock())
    said = {"invitation": word, "login": login, "password": password, "one_time_code": code}
    return desk.call("/v1/invitation", said)


def test_an_account_is_opened_with_two_halves_from_two_people(office):
    """Neither administrator holds both, so neither can be the new operator."""
    world, desk, _, igor, eva = office
    made = act(
        desk,
        igor,
        "invite_operator",
        login="bine",
        full_name="Bine Kos",
        office=world.office,
        roles=["clerk"],
        person="",
    )
    assert made.ok
    assert not made.body["holds"]
    assert [one["act"] for one in seen(desk, eva)["proposals"]] == ["invite_operator"]
    assert decide(desk, igor, made).code == "administration.own_matter"
    done = decide(desk, eva, made)
    halves = {"login": "bine", "otpauth": done.body["otpauth"], "clock": world.clock}
    assert opens(desk, word="XXXX-XXXX-XXXX-XXXX", **halves).code == "invitation.refused"
    short = opens(desk, word=made.body["secret"], password="short", **halves)
    assert short.code == "invitation.password_short"
    assert account(desk, eva, "bine")["invited"]
    assert opens(desk, word=made.body["secret"].lower(), **halves).ok
    assert opens(desk, word=made.body["secret"], **halves).code == "invitation.refused"
    world.clock.advance(seconds=30)
    bine = Person(id="", login="bine", secret=pyotp.parse_uri(done.body["otpauth"]).secret)
    assert desk.sign_in(bine, password="another long pass phrase").ok
    assert not account(desk, eva, "bine")["invited"]
    assert [row.by for row in events(world, "administration.confirmed")] == [eva.id]
    assert made.body["secret"] not in str(events(world, "operator.invited"))


def test_a_block_holds_at_once_and_only_another_person_lifts_it(office):
    """Whoever misuses an account does not wait; and one administrator alone is no judge."""
    world, desk, ana, igor, eva = office
    counter = world.desk_with(ana)
    made = act(desk, igor, "block_operator", operator=ana.id)
    assert made.body["holds"]
    look = {"session": ana.token, "purpose": "client_at_counter", "key": "number", "number": "R"}
    assert counter.call("/v1/look-up", look).code == "sign_in.session_over"
    assert act(desk, igor, "block_operator", operator=ana.id).code == "administration.matter_gone"
    for verdict in ("withdraw", "refuse", "confirm"):
        assert decide(desk, igor, made, verdict).code == "administration.own_matter"
    world.clock.advance(hours=9)
    assert decide(desk, eva, made, "refuse").ok
    assert account(desk, eva, "ana")["blocked_at"] is None
    again = act(desk, eva, "block_operator", operator=ana.id)
    assert decide(desk, igor, again).ok
    assert account(desk, eva, "ana")["blocked_at"] is not None
    lifted = act(desk, igor, "unblock_operator", operator=ana.id)
    assert not lifted.body["holds"]
    assert account(desk, eva, "ana")["blocked_at"] is not None
    assert decide(desk, eva, lifted).ok
    assert account(desk, eva, "ana")["blocked_at"] is None


def test_nobody_shuts_out_all_other_administrators(office):
    """A block holds at once, so somebody must be left who can lift it."""
    world, desk, _, igor, eva = office
    for other in (eva, igor):
        alone = act(desk, igor, "block_operator", operator=other.id)
        assert alone.code == "administration.too_few"
    zora = world.operator("zora", roles=ADMIN)
    assert desk.sign_in(zora).ok
    held = act(desk, igor, "block_operator", operator=eva.id)
    assert held.body["holds"]
    assert act(desk, igor, "block_operator", operator=zora.id).code == "administration.too_few"
    assert decide(desk, zora, held, "refuse").ok
    assert account(desk, zora, "eva")["blocked_at"] is None


def test_a_block_that_was_lifted_by_another_way_stands_in_the_way_of_no_other(office):
    """Whoever misuses an account again is blocked again at once, and nothing stale waits."""
    world, desk, ana, igor, eva = office
    assert act(desk, igor, "block_operator", operator=ana.id).ok
    assert decide(desk, eva, act(desk, igor, "unblock_operator", operator=ana.id)).ok
    assert seen(desk, eva)["proposals"] == []
    assert act(desk, igor, "block_operator", operator=ana.id).body["holds"]
    assert account(desk, eva, "ana")["blocked_at"] is not None
    counter = world.desk()
    assert act(desk, igor, "block_desk", desk=counter.id).ok
    anew = act(desk, igor, "restore_desk", desk=counter.id)
    assert decide(desk, eva, anew).ok
    successor = Desk(parts=world.parts, line=world.line, clock=world.clock)
    assert successor.enrol(Secret(anew.body["secret"])).ok
    assert [one["act"] for one in seen(desk, eva)["proposals"]] == ["block_operator"]
    assert act(desk, igor, "block_desk", desk=counter.id).body["holds"]
    assert len(events(world, "administration.overtaken")) == 2


def test_a_person_with_two_accounts_is_one_person_and_nobody_judges_themselves(office):
    """Four eyes belong to two people."""
    world, desk, ana, igor, eva = office
    with world.parts.engine.connect() as connection:
        human = connection.scalar(sa.select(operator.c.person).where(operator.c.id == igor.id))
    twin = world.operator("igor2", roles=ADMIN, person_id=PersonId(human))
    assert desk.sign_in(twin).ok
    made = act(desk, igor, "reset_operator", operator=ana.id)
    assert decide(desk, twin, made).code == "administration.own_matter"
    about_her = act(desk, igor, "reset_operator", operator=eva.id)
    assert decide(desk, eva, about_her).code == "administration.own_matter"
    assert decide(desk, twin, made, "withdraw").ok
    late = decide(desk, eva, made)
    assert late.code == "administration.proposal_over"
    assert late.body["facts"] == {"ended": "withdrawn", "by": "Igor Novak"}
    roles = {"operator": eva.id, "office": world.office, "roles": ["clerk"]}
    assert act(desk, igor, "change_roles", **roles).code == "administration.too_few"
    clerk = world.desk_with(ana)
    assert act(clerk, ana, "reset_operator", operator=eva.id).code == "people.not_your_role"
    assert clerk.call("/v1/administration", {"session": ana.token}).status == 403


def test_what_nobody_confirms_in_a_day_lapses_but_a_block_stays(office):
    """A forgotten proposal is not wanted; a forgotten block is still a block."""
    world, desk, ana, igor, eva = office
    roles = {"operator": ana.id, "office": world.office, "roles": ["clerk", "supervisor"]}
    made = act(desk, igor, "change_roles", **roles)
    assert act(desk, eva, "change_roles", **roles).code == "administration.already_proposed"
    block = act(desk, igor, "block_operator", operator=ana.id)
    world.clock.advance(hours=24)
    eva.key = SigningKey.generate()
    assert desk.sign_in(eva).ok
    assert [one["act"] for one in seen(desk, eva)["proposals"]] == ["block_operator"]
    late = decide(desk, eva, made)
    assert late.code == "administration.proposal_over"
    assert late.body["facts"] == {"ended": "lapsed", "by": ""}
    assert len(events(world, "administration.lapsed")) == 1
    assert account(desk, eva, "ana")["roles"] == [[world.office, "clerk"]]
    assert decide(desk, eva, block).ok


def test_a_reset_kills_what_was_and_its_next_checks_are_reviewed(office):
    """Whoever had the account meanwhile keeps nothing of it."""
    world, desk, ana, igor, eva = office
    counter = world.desk_with(ana)
    made = act(desk, igor, "reset_operator", operator=ana.id)
    world.clock.advance(seconds=30)
    assert counter.sign_in(ana, jwk=SigningKey.generate().public.jwk()).ok
    done = decide(desk, eva, made)
    world.clock.advance(seconds=30)
    assert counter.sign_in(ana).code == "sign_in.wrong"
    assert account(desk, eva, "ana")["reviewed"] == 10
    world.clock.advance(hours=73)
    word = {"word": made.body["secret"], "login": "ana", "clock": world.clock}
    assert opens(desk, otpauth=done.body["otpauth"], **word).code == "invitation.refused"


def test_a_desk_is_enrolled_when_a_second_person_has_said_so_and_blocked_at_once(office):
    """The code is a dead text until then; a desk set up anew has lost its old keys."""
    world, desk, _, igor, eva = office
    fresh = Desk(parts=world.parts, line=world.line, clock=world.clock)
    made = act(desk, igor, "enrol_desk", office=world.office, counter="7", prints=False)
    code = Secret(made.body["secret"])
    assert fresh.enrol(code).code == "enrolment.refused"
    assert decide(desk, eva, made).ok
    assert fresh.enrol(code).ok
    block = act(desk, igor, "block_desk", desk=fresh.id)
    assert (fresh.exchange().code, block.body["holds"]) == ("desk.quarantined", True)
    row = next(one for one in seen(desk, eva)["desks"] if one["id"] == fresh.id)
    assert row["trouble"] == "desk.blocked"
    assert decide(desk, eva, block).ok
    anew = act(desk, eva, "restore_desk", desk=fresh.id)
    assert decide(desk, igor, anew).ok
    successor = Desk(parts=world.parts, line=world.line, clock=world.clock)
    assert successor.enrol(Secret(anew.body["secret"])).ok
    assert (successor.id, successor.epoch) == (fresh.id, 2)
    assert fresh.exchange().code == "desk.unknown"
    assert successor.exchange().ok


def test_policy_is_changed_by_two_and_reaches_the_desk_with_its_next_exchange(office):
    """A policy can switch reviews off; its bounds are declared, and each change is written down."""
    world, desk, _, igor, eva = office
    here = {"office": world.office}
    wrong = act(desk, igor, "change_policy", values=[["hold_s", "31"]], **here)
    assert (wrong.code, wrong.body["facts"]["highest"]) == ("policy.value_wrong", "30")
    made = act(desk, igor, "change_policy", values=[["hold_s", "12"]], **here)
    assert desk.exchange()
    assert decide(desk, eva, made).ok
    answer = desk.exchange()
    assert answer.body["policy"]["hold_s"] == 12
    assert events(world, "office.policy")[0].facts == {"hold_s": ["8", "12"]}
    office = dict.fromkeys(("title", "street", "post", "email", "phone"), "x")
    assert act(desk, igor, "add_office", **(office | {"title": " "})).code == (
        "administration.field_wrong"
    )
    assert act(desk, igor, "add_office", **office).body["holds"]
    assert act(desk, igor, "no_such_act").code == "administration.matter_gone"
    assert len(seen(desk, igor)["offices"]) == 2


def test_an_office_may_ask_for_the_password_with_each_second_word(office):
    """As with a review: whoever finds a desk unlocked confirms and lifts nothing."""
    world, desk, ana, igor, eva = office
    with world.parts.engine.begin() as connection:
        strict = replace(policy_of(connection, world.office), review_password=True)
        set_policy(connection, world.office, strict)
    block = act(desk, igor, "block_operator", operator=ana.id)
    for verdict in ("confirm", "refuse"):
        assert decide(desk, eva, block, verdict).code == "review.step_up_missing"
    assert decide(desk, eva, block, stepped_up=True).ok
    assert [row.facts for row in events(world, "administration.confirmed")] == [
        {"act": "block_operator", "stepped_up": True}
    ]
    own = act(desk, igor, "unblock_operator", operator=ana.id)
    assert decide(desk, igor, own, "withdraw").ok


def test_what_became_impossible_meanwhile_is_told_with_its_reason(office):
    """The proposal waits on, so that somebody can say no to it or do what is missing."""
    _, desk, ana, igor, eva = office
    first = act(desk, igor, "block_operator", operator=ana.id)
    lifting = act(desk, igor, "unblock_operator", operator=ana.id)
    assert decide(desk, eva, first, "refuse").ok
    gone = decide(desk, eva, lifting)
    assert (gone.code, gone.body["facts"]) == ("administration.matter_gone", {"why": "not_blocked"})
    assert [one["id"] for one in seen(desk, eva)["proposals"]] == [lifting.body["proposal"]]
    assert decide(desk, eva, lifting, "refuse").ok
    nobody = desk.call(
        "/v1/administration/decision",
        {"session": eva.token, "proposal": "x", "verdict": "confirm"},
    )
    assert nobody.body["facts"] == {"why": "unknown"}


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("title", office_table.c.name),
        ("street", office_table.c.street),
        ("post", office_table.c.post),
        ("email", office_table.c.email),
        ("phone", office_table.c.phone),
        ("login", operator.c.login),
        ("full_name", person.c.name),
        ("counter", desk_table.c.counter),
    ],
)
def test_a_field_that_is_taken_has_room_in_the_database(name, column):
    """SQLite takes any length; PostgreSQL refuses, and then nobody can confirm the act."""
    assert LONGEST.get(name, LONGEST_FIELD) <= column.type.length


@pytest.mark.parametrize("why", ["kept_back", "signed_in", "at_work", "idle"])
def test_a_desk_with_unsent_work_that_is_silent_for_a_day_is_known(world, why):
    """Decision 5: what lies on one disk only is somebody's concern; a desk at rest is not."""
    ana = world.operator()
    desk = world.desk()
    if why == "at_work":
        assert desk.sign_in(ana).ok
        desk.seal(SessionOpened(online=True), ana)
    assert desk.exchange(**({"unsent": 3} if why == "kept_back" else {})).ok
    world.clock.advance(seconds=60)
    if why == "signed_in":
        assert desk.sign_in(ana).ok
    igor = world.operator("igor", roles=ADMIN)
    world.clock.advance(days=1)
    other = world.desk_with(igor)
    found = next(one for one in seen(other, igor)["desks"] if one["id"] == desk.id)
    assert (found["unsent"] > 0 or found["working"]) == (why != "idle")


def come(world, done, login):
    """Let whoever is invited bring both halves."""
    assert done.proposed.secret is not None
    assert done.decided.otpauth is not None
    accept(
        world.parts,
        word=done.proposed.secret.reveal(),
        login=login,
        password=Secret("another long pass phrase"),
        one_time_code=pyotp.parse_uri(done.decided.otpauth.reveal()).at(world.clock()),
    )


def administrator(world, login):
    """Return the invitation of an administrator."""
    return InviteOperator(login=login, full_name="A", office=OfficeId(world.office), roles=ADMIN)


def named(world, login):
    with world.parts.engine.connect() as connection:
        return operator_named(connection, login)


def test_central_is_set_up_alone_until_there_are_two_who_can_confirm(world):
    """Somebody has to be the first; neither a block nor a reset brings those days back."""
    parts = world.parts
    for login in ("igor", "eva"):
        come(world, set_up(parts, administrator(world, login)), login)
    desk = EnrolDesk(office=OfficeId(world.office), counter="1")
    with pytest.raises(SetUpOver):
        set_up(parts, desk)
    igor, eva = named(world, "igor"), named(world, "eva")
    world.reset(Person(id=eva.id, login="eva", secret=""))
    with pytest.raises(SetUpOver):
        set_up(parts, ResetOperator(operator=eva.id))
    with pytest.raises(TooFewAdministrators):
        propose(parts, BlockOperator(operator=eva.id), by=igor)
    with pytest.raises(SetUpOver):
        set_up(parts, desk)
    with pytest.raises(PolicyValueWrong):
        propose(parts, ChangePolicy(office=OfficeId(world.office), values=(("x", "1"),)), by=igor)
    with parts.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(proposal)) == 0
    office = AddOffice(title="A", street="B", post="C", email="d", phone="e")
    assert propose(parts, office, by=igor).proposal == ""


def test_a_lapsed_invitation_of_the_second_administrator_locks_nobody_out(world):
    """Nobody could confirm another one; so the terminal invites anew, and that is written down."""
    parts = world.parts
    come(world, set_up(parts, administrator(world, "igor")), "igor")
    lapsed = set_up(parts, administrator(world, "eva"))
    world.clock.advance(hours=73)
    with pytest.raises(InvitationRefused):
        come(world, lapsed, "eva")
    anew = set_up(parts, ResetOperator(operator=named(world, "eva").id))
    done = [row.facts for row in events(world, "administration.set_up")]
    assert {"act": "reset_operator"} in done
    assert events(world, "operator.reset")[0].by == TERMINAL
    come(world, anew, "eva")
    with pytest.raises(SetUpOver):
        set_up(parts, ResetOperator(operator=named(world, "eva").id))


def test_an_administrator_who_never_came_is_not_one_of_the_two_who_remain(world):
    """Else the last two could make way for somebody who cannot confirm, and central was stuck."""
    parts = world.parts
    for login in ("igor", "eva"):
        come(world, set_up(parts, administrator(world, login)), login)
    igor, eva = named(world, "igor"), named(world, "eva")
    third = propose(parts, administrator(world, "bine"), by=igor)
    central_decides(parts, third.proposal, Verdict.CONFIRM, by=eva)
    none = ChangeRoles(operator=eva.id, office=OfficeId(world.office), roles=())
    with pytest.raises(TooFewAdministrators):
        propose(parts, none, by=igor)
