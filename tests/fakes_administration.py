"""An authority with two offices, as the desk of an administrator finds it over the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from ra_desk.domain.administered import Administered, KnownAccount, KnownDesk, KnownOffice
from ra_desk.domain.administration import (
    PROPOSAL_LIFE,
    Act,
    BlockOperator,
    ChangePolicy,
    Decided,
    EnrolDesk,
    InviteOperator,
    Needs,
    Proposal,
    ProposalId,
    Proposed,
    ResetOperator,
    RestoreDesk,
    Verdict,
)
from ra_desk.domain.errors import RaError
from ra_desk.domain.people import DeskId, Office, OfficeId, OperatorId, PersonId, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.services.ports import Enrolment, Session
from tests.fakes import NOON, OFFICE

WORD = "B4CD-23FG-H5JK-MN67"
PIRAN = Office(
    id=OfficeId("o2"),
    name="UE Piran",
    street="Obala 114 a",
    post="6320 Portorož – Portorose",
    email="ue.piran@uprava.example",
    phone="05 000 00 03",
)


def an_account(login: str, name: str, *roles: Role, **changes: object) -> KnownAccount:
    """Return an account at the office of the fakes."""
    account = KnownAccount(
        id=OperatorId(login),
        person=PersonId(f"person-{login}"),
        login=login,
        name=name,
        roles=tuple((OFFICE.id, role) for role in roles),
    )
    return replace(account, **changes)  # type: ignore[arg-type]


def a_known_desk(counter: str, **changes: object) -> KnownDesk:
    """Return a desk that central heard a minute ago."""
    desk = KnownDesk(
        id=DeskId(f"desk-{counter}"),
        office=OFFICE.id,
        counter=counter,
        prints=False,
        epoch=1,
        enrolled_at=NOON - timedelta(days=90),
        seen_at=NOON - timedelta(minutes=1),
    )
    return replace(desk, **changes)  # type: ignore[arg-type]


def a_proposal(act: Act, by: str = "Eva Dolinar", **changes: object) -> Proposal:
    """Return an act that waits since an hour ago."""
    at = NOON - timedelta(hours=1)
    held = act.needs is Needs.TWO_AFTERWARDS
    proposal = Proposal(
        id=ProposalId(f"p-{act.name}"),
        act=act,
        by=OperatorId("eva"),
        by_name=by,
        person=PersonId("person-eva"),
        about=None,
        subject_name="Jan Potok",
        at=at,
        lapses_at=None if held else at + PROPOSAL_LIFE,
    )
    return replace(proposal, **changes)  # type: ignore[arg-type]


class FakeAdministration:
    """Central for administrators, without a central; keeps what it was asked."""

    def __init__(self) -> None:
        self.trouble: RaError | None = None
        self.acts: list[Act] = []
        self.verdicts: list[tuple[ProposalId, Verdict]] = []
        self.accepted: list[tuple[str, str]] = []
        self.stepped_up = False
        self.seen = Administered(
            offices=tuple(KnownOffice(office=one, policy=Policy()) for one in (OFFICE, PIRAN)),
            accounts=(
                an_account("eva", "Eva Dolinar", Role.ADMINISTRATOR),
                an_account("maja.k", "Maja K.", Role.ADMINISTRATOR, Role.CLERK),
                an_account("jan.potok", "Jan Potok", Role.CLERK, blocked_at=NOON),
                an_account("nina", "Nina Žagar", Role.CLERK, invited=True),
                an_account("rok", "Rok Petek", Role.PRINT_ROOM, Role.SUPERVISOR, reviewed=7),
            ),
            desks=(
                a_known_desk("1"),
                a_known_desk("2", seen_at=NOON - timedelta(days=3), working=True),
                a_known_desk("3", prints=True, trouble="desk.cloned"),
                a_known_desk("4", trouble="desk.blocked", office=PIRAN.id),
            ),
            proposals=(),
            at=NOON,
        )

    def let_wait(self) -> None:
        """Put an invitation, a policy, a block, and something of one's own before the reader."""
        invitation = InviteOperator(
            login="nada", full_name="Nada Kos", office=OFFICE.id, roles=(Role.CLERK,)
        )
        policy = ChangePolicy(office=OFFICE.id, values=(("hold_s", "12"),))
        own = EnrolDesk(office=PIRAN.id, counter="5")
        mine = {"person": PersonId("person-maja-k."), "by_name": "Maja K."}
        self.seen = replace(
            self.seen,
            proposals=(
                a_proposal(invitation),
                a_proposal(policy, subject_name=OFFICE.name),
                a_proposal(BlockOperator(operator=OperatorId("jan.potok"))),
                a_proposal(own, **mine),
            ),
        )

    def ask_password(self) -> None:
        """Let the offices ask for the password with each second word."""
        strict = Policy(review_password=True)
        offices = tuple(replace(one, policy=strict) for one in self.seen.offices)
        self.seen = replace(self.seen, offices=offices)

    def administered(self, *, session: Session, enrolment: Enrolment, now: datetime):
        self._say()
        return self.seen

    def propose(self, act: Act, *, session: Session, enrolment: Enrolment, now: datetime):
        self._say()
        self.acts.append(act)
        secret = None
        if isinstance(act, InviteOperator | ResetOperator):
            secret = Secret(WORD)
        if isinstance(act, EnrolDesk | RestoreDesk):
            secret = Secret("code-of-the-desk" * 12)
        waits = "" if act.needs is Needs.ONE else f"p-{act.name}"
        holds = act.needs is not Needs.TWO_BEFORE
        return Proposed(proposal=ProposalId(waits), holds=holds, secret=secret)

    def decide(
        self, which: ProposalId, verdict: Verdict, *, stepped_up: bool, **_around: object
    ) -> Decided:
        self._say()
        self.stepped_up = stepped_up
        self.verdicts.append((which, verdict))
        kept = tuple(one for one in self.seen.proposals if one.id != which)
        [gone] = [one for one in self.seen.proposals if one.id == which]
        self.seen = replace(self.seen, proposals=kept)
        if verdict is Verdict.CONFIRM and isinstance(gone.act, InviteOperator):
            return Decided(login=gone.act.login, otpauth=Secret("otpauth://totp/x"))
        return Decided()

    def accept(self, *, word: str, login: str, **_more: object) -> None:
        self._say()
        self.accepted.append((word, login))

    def _say(self) -> None:
        if self.trouble is not None:
            raise self.trouble


def checks(_text: str) -> tuple[tuple[int, ...], ...]:
    """Return the modules of something like a QR code."""
    return tuple(tuple((down * across) % 3 % 2 for across in range(29)) for down in range(29))
