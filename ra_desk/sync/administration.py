"""Administration over the line: what an administrator's desk asks of central."""

from __future__ import annotations

from datetime import datetime

from ra_desk.domain.administered import Administered
from ra_desk.domain.administration import Act, Decided, ProposalId, Proposed, Verdict
from ra_desk.domain.secret import Secret
from ra_desk.services.ports import Enrolment, Session
from ra_desk.sync.http import HttpCentral
from ra_desk.sync.messages import sayable, token_of, understood
from ra_desk.wire.convert_administration import act_fields, administered_in
from ra_desk.wire.messages_administration import (
    AcceptCall,
    AcceptedReply,
    AdministrationCall,
    AdministrationReply,
    DecideCall,
    DecidedReply,
    ProposeCall,
    ProposedReply,
)


class HttpAdministration:
    """The port ``AdministrationLine`` over the same line as everything else."""

    def __init__(self, central: HttpCentral) -> None:
        self._central = central

    def administered(
        self, *, session: Session, enrolment: Enrolment, now: datetime
    ) -> Administered:
        call = AdministrationCall(session=token_of(session))
        path = "/v1/administration"
        reply = self._central.enrolled_call(path, call, AdministrationReply, enrolment, now)
        with understood():
            return administered_in(reply)

    def propose(
        self, act: Act, *, session: Session, enrolment: Enrolment, now: datetime
    ) -> Proposed:
        with sayable():
            call = ProposeCall.model_validate(
                {"session": token_of(session), "act": act.name, "fields": _sent(act)}
            )
        path = "/v1/administration/act"
        reply = self._central.enrolled_call(path, call, ProposedReply, enrolment, now)
        return Proposed(
            proposal=ProposalId(reply.proposal),
            holds=reply.holds,
            secret=Secret(reply.secret) if reply.secret else None,
        )

    def decide(
        self,
        which: ProposalId,
        verdict: Verdict,
        *,
        stepped_up: bool,
        session: Session,
        enrolment: Enrolment,
        now: datetime,
    ) -> Decided:
        call = DecideCall(
            session=token_of(session), proposal=which, verdict=verdict, stepped_up=stepped_up
        )
        path = "/v1/administration/decision"
        reply = self._central.enrolled_call(path, call, DecidedReply, enrolment, now)
        return Decided(login=reply.login, otpauth=Secret(reply.otpauth) if reply.otpauth else None)

    def accept(
        self,
        *,
        word: str,
        login: str,
        password: Secret[str],
        one_time_code: str,
        enrolment: Enrolment,
        now: datetime,
    ) -> None:
        with sayable():
            call = AcceptCall(
                invitation=word,
                login=login,
                password=password.reveal(),
                one_time_code=one_time_code,
            )
        self._central.enrolled_call("/v1/invitation", call, AcceptedReply, enrolment, now)


def _sent(act: Act) -> dict[str, object]:
    """Return an act's fields with lists where JSON has no tuples."""
    return {
        name: _listed(value) if isinstance(value, tuple | list) else value
        for name, value in act_fields(act).items()
    }


def _listed(value: object) -> object:
    return [_listed(one) for one in value] if isinstance(value, tuple | list) else value
