"""Administration: what administrators see, do, and confirm for one another; always over the line.

Central does each act and notes it in one transaction with its own event, so nothing of it is
written into this desk's journal: that tells what was done here, and nothing waits to be sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from ra_desk.domain.access import SessionOver
from ra_desk.domain.administered import Administered
from ra_desk.domain.administration import (
    Act,
    Decided,
    ProposalId,
    Proposed,
    Verdict,
    require_password,
)
from ra_desk.domain.people import Role, require_role
from ra_desk.domain.secret import Secret
from ra_desk.services.ports import Clock, Enrolment, Session, Store
from ra_desk.services.sign_in import confirm_password


class AdministrationLine(Protocol):
    """Central for administrators. Every method may raise ``Unavailable`` or ``Broken``."""

    def administered(
        self, *, session: Session, enrolment: Enrolment, now: datetime
    ) -> Administered: ...

    def propose(
        self, act: Act, *, session: Session, enrolment: Enrolment, now: datetime
    ) -> Proposed: ...

    def decide(
        self,
        which: ProposalId,
        verdict: Verdict,
        *,
        stepped_up: bool,
        session: Session,
        enrolment: Enrolment,
        now: datetime,
    ) -> Decided: ...

    def accept(
        self,
        *,
        word: str,
        login: str,
        password: Secret[str],
        one_time_code: str,
        enrolment: Enrolment,
        now: datetime,
    ) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    """The verbs of an administrator, bound to the parts of a desk. They block: use a lane."""

    store: Store
    line: AdministrationLine
    now: Clock

    def seen(self, *, session: Session) -> Administered:
        """Return offices, accounts, desks, policies, and what waits for a second person.

        Raises:
            NotYourRole: only administrators see that.
            SessionOver: signed in without a line.
            Unavailable: central did not answer.
        """
        _require_may(session)
        desk = self._desk()
        told = self.line.administered(session=session, enrolment=desk, now=self.now())
        mine = [one.policy for one in told.offices if one.office.id == desk.office.id]
        return replace(told, password=any(policy.review_password for policy in mine))

    def do(self, act: Act, *, session: Session) -> Proposed:
        """Do an act, or let it wait for a second person.

        Raises:
            NotYourRole, SessionOver, Unavailable: as for `seen`.
            Refused: central's word that it is not possible, or waits already.
        """
        _require_may(session)
        return self.line.propose(act, session=session, enrolment=self._desk(), now=self.now())

    def decide(
        self,
        which: ProposalId,
        verdict: Verdict,
        *,
        password: Secret[str] | None = None,
        session: Session,
    ) -> Decided:
        """Confirm, refuse or withdraw what waits.

        Args:
            password: the administrator's own, once more, where the office asks for it.

        Raises:
            NotYourRole, SessionOver, Unavailable: as for `seen`.
            SignInWrong, SignInBarred, OnlineOnly, OfflineOver: the password; nothing was sent.
            StepUpMissing: central asks for it.
            OwnMatter: it is their own.
            ProposalOver: it does not wait any more.
            Refused: central's word why it is not possible any more; it waits on.
        """
        _require_may(session)
        if password is not None:
            confirm_password(session, password, store=self.store, now=self.now)
        return self.line.decide(
            which,
            verdict,
            stepped_up=password is not None,
            session=session,
            enrolment=self._desk(),
            now=self.now(),
        )

    def accept(self, *, word: str, login: str, password: Secret[str], one_time_code: str) -> None:
        """Open an account with both halves of its invitation; nobody is signed in yet.

        Raises:
            PasswordTooShort: with ``shortest``; nothing was sent.
            InvitationRefused: a half is wrong, or it was used or has lapsed.
        """
        require_password(password.reveal())
        self.line.accept(
            word=word.strip(),
            login=login.strip(),
            password=password,
            one_time_code="".join(one_time_code.split()),
            enrolment=self._desk(),
            now=self.now(),
        )

    def _desk(self) -> Enrolment:
        with self.store.read() as unit:
            return unit.enrolment()


def _require_may(session: Session) -> None:
    require_role(session.operator, Role.ADMINISTRATOR)
    if session.token is None:
        raise SessionOver()
