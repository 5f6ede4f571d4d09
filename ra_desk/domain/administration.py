"""Acts of administration as data, which of them need two people, and who the second may be.

An act that gives somebody power waits until another administrator confirms it, and lapses after a
day. A block takes power away: it holds at once, because whoever misuses an account does not wait,
and it stays until another administrator has confirmed it or lifted it.

Source:
    Decision 16. Policy is not in its list; it is here because a policy can switch reviews off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, NewType

from ra_desk.domain.errors import Refused
from ra_desk.domain.people import DeskId, OfficeId, OperatorId, PersonId, Role
from ra_desk.domain.secret import Secret

ProposalId = NewType("ProposalId", str)

#: A proposal that nobody has confirmed by then was not wanted.
PROPOSAL_LIFE = timedelta(hours=24)
#: So long the two halves of an invitation open an account.
INVITATION_LIFE = timedelta(hours=72)
#: Fewer people than two cannot confirm for one another.
FEWEST_ADMINISTRATORS = 2
SHORTEST_PASSWORD = 12
LONGEST_FIELD = 200
#: Of fields that have less room than that.
LONGEST: Mapping[str, int] = {"login": 100, "counter": 100, "phone": 40}


class OwnMatter(Refused):
    """Who proposed an act, or whom it is about, is not the second person: whatever the account."""

    code = "administration.own_matter"


class ProposalOver(Refused):
    """``ended``: its `ProposalState`; ``by``: the name of who decided, "" for nobody."""

    code = "administration.proposal_over"


class MatterGone(Refused):
    """``why``: an `administered.Gone`; between proposal and confirmation things may change."""

    code = "administration.matter_gone"


class AlreadyProposed(Refused):
    """The same is waiting for a second person."""

    code = "administration.already_proposed"


class TooFewAdministrators(Refused):
    """``fewest``: so many people must remain who can administer."""

    code = "administration.too_few"


class SetUpOver(Refused):
    """There are two administrators: from now on every act has somebody who answers for it."""

    code = "administration.set_up_over"


class FieldWrong(Refused):
    """``field``: what is missing or too long."""

    code = "administration.field_wrong"


class LoginTaken(Refused):
    """``login``: there is an operator of that name."""

    code = "operator.login_taken"


class InvitationRefused(Refused):
    """The invitation was used, has lapsed or is not this account's."""

    code = "invitation.refused"


class PasswordTooShort(Refused):
    """``shortest``: signs that a password has at least."""

    code = "invitation.password_short"


class Needs(StrEnum):
    """How many people an act takes, and when it holds."""

    ONE = "one"
    #: Holds at once; another person confirms or lifts it.
    TWO_AFTERWARDS = "two_afterwards"
    TWO_BEFORE = "two_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What an administrator wants.

    ``subject``: id of what it is about, the login of an account to be; else "".
    """

    name: ClassVar[str]
    needs: ClassVar[Needs] = Needs.TWO_BEFORE

    @property
    def subject(self) -> str:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOffice(Act):
    name: ClassVar[str] = "add_office"
    needs: ClassVar[Needs] = Needs.ONE
    title: str
    street: str
    post: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOffice(Act):
    name: ClassVar[str] = "change_office"
    needs: ClassVar[Needs] = Needs.ONE
    office: OfficeId
    title: str
    street: str
    post: str
    email: str
    phone: str

    @property
    def subject(self) -> str:
        return self.office


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteOperator(Act):
    """``person``: id of the human being who has another account already, "" for a new one."""

    name: ClassVar[str] = "invite_operator"
    login: str
    full_name: str
    office: OfficeId
    roles: tuple[Role, ...]
    person: str = ""

    @property
    def subject(self) -> str:
        return self.login


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetOperator(Act):
    """Password and one-time code die; the next ten checks are reviewed."""

    name: ClassVar[str] = "reset_operator"
    operator: OperatorId

    @property
    def subject(self) -> str:
        return self.operator


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRoles(Act):
    """The roles at one office become these; none takes the office away."""

    name: ClassVar[str] = "change_roles"
    operator: OperatorId
    office: OfficeId
    roles: tuple[Role, ...]

    @property
    def subject(self) -> str:
        return self.operator


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockOperator(Act):
    name: ClassVar[str] = "block_operator"
    needs: ClassVar[Needs] = Needs.TWO_AFTERWARDS
    operator: OperatorId

    @property
    def subject(self) -> str:
        return self.operator


@dataclass(frozen=True, slots=True, kw_only=True)
class UnblockOperator(Act):
    name: ClassVar[str] = "unblock_operator"
    operator: OperatorId

    @property
    def subject(self) -> str:
        return self.operator


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolDesk(Act):
    """``prints``: whether the office's letters come out there."""

    name: ClassVar[str] = "enrol_desk"
    office: OfficeId
    counter: str
    prints: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreDesk(Act):
    """A desk set up anew: its old keys die and a new chain begins when it is enrolled."""

    name: ClassVar[str] = "restore_desk"
    desk: DeskId

    @property
    def subject(self) -> str:
        return self.desk


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDesk(Act):
    """Central takes nothing more from the desk; the way back is to enrol it anew."""

    name: ClassVar[str] = "block_desk"
    needs: ClassVar[Needs] = Needs.TWO_AFTERWARDS
    desk: DeskId

    @property
    def subject(self) -> str:
        return self.desk


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePolicy(Act):
    """``values``: what changes: key of its `policy_fields.PolicyField`, and the value as text."""

    name: ClassVar[str] = "change_policy"
    office: OfficeId
    values: tuple[tuple[str, str], ...]

    @property
    def subject(self) -> str:
        return self.office


ACTS: Mapping[str, type[Act]] = {
    kind.name: kind
    for kind in (
        AddOffice,
        ChangeOffice,
        InviteOperator,
        ResetOperator,
        ChangeRoles,
        BlockOperator,
        UnblockOperator,
        EnrolDesk,
        RestoreDesk,
        BlockDesk,
        ChangePolicy,
    )
}


class ProposalState(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    #: A block that was lifted is one that the second person has refused.
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An act that waits for its second person.

    Attributes:
        by: who proposed it; ``person`` is the human being.
        about: the human being whom it is about, if it is about one.
        subject_name: what it is about, in the words that people use.
        lapses_at: none for a block, which holds until somebody has decided.
    """

    id: ProposalId
    act: Act
    by: OperatorId
    by_name: str
    person: PersonId
    about: PersonId | None
    subject_name: str
    at: datetime
    lapses_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        return self.lapses_at is not None and self.lapses_at <= now

    def may_confirm(self, who: PersonId) -> bool:
        """Whether this human being can be the second person."""
        return who not in {self.person, self.about}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a second person's word did, or an act that needs none.

    ``made``: id of an office that was added.
    ``login``, ``otpauth``: of an account that was invited or reset; the address is shown once, as
    a picture, to whoever the account is for.
    """

    made: str = ""
    login: str = ""
    otpauth: Secret[str] | None = None


class Verdict(StrEnum):
    CONFIRM = "confirm"
    #: A block is lifted by refusing it.
    REFUSE = "refuse"
    #: By who proposed it; a block is nothing that one can take back alone.
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What came of an act: it holds, or waits for a second person.

    Attributes:
        proposal: what waits, or the block that is to be confirmed; "" if all is done.
        made: id of an office that was added, else "".
        secret: what is shown once to who proposed it: half of an invitation, or a desk's code.
    """

    proposal: ProposalId
    holds: bool
    made: str = ""
    secret: Secret[str] | None = None


def tidied(act: Act) -> Act:
    """Return an act whose texts have no spaces around them: a login is found as it is typed."""
    texts = {one.name: getattr(act, one.name) for one in fields(act)}
    return replace(
        act, **{name: text.strip() for name, text in texts.items() if isinstance(text, str)}
    )


def require_other(proposal: Proposal, who: PersonId) -> None:
    """Refuse a second person who is the first, or whom the act is about.

    Raises:
        OwnMatter: it is their own.
    """
    if not proposal.may_confirm(who):
        raise OwnMatter()


def require_field(value: str, name: str) -> str:
    """Return a text without spaces around it.

    Raises:
        FieldWrong: it is empty, too long, or more than one line.
    """
    text = value.strip()
    if not text or len(text) > LONGEST.get(name, LONGEST_FIELD) or not text.isprintable():
        raise FieldWrong(field=name)
    return text


def require_password(password: str) -> None:
    """Refuse a password that can be guessed by its length alone.

    Raises:
        PasswordTooShort: with ``shortest``.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(shortest=SHORTEST_PASSWORD)
