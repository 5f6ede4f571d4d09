"""The port ``Central``: every answer is central's signed word, or it is none.

A desk takes nothing that central has not signed together with the ``jti`` of the very call:
a captive portal, a proxy or a recorded answer counts as "no answer".
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from ra_desk.domain.access import (
    CentralForged,
    NoRole,
    ProtocolUnknown,
)
from ra_desk.domain.activation import LetterNumber, RequestNumber
from ra_desk.domain.errors import Broken
from ra_desk.domain.facts import Purpose, SearchKey
from ra_desk.domain.people import DeskId, Operator, OperatorId, PersonId, Role
from ra_desk.domain.policy import Policy
from ra_desk.domain.secret import Secret
from ra_desk.journal.box import BoxPublicKey
from ra_desk.journal.canonical import b64, unb64
from ra_desk.journal.envelope import REPLY, NotGenuine, make_proof, opened
from ra_desk.journal.keys import PublicKey, Signer
from ra_desk.services.letter_book import Elsewhere
from ra_desk.services.ports import (
    Answer,
    Enrolment,
    Hits,
    Opened,
    Query,
    Round,
    Ruled,
    SealedLetter,
    Session,
    SignedIn,
)
from ra_desk.services.review_rows import ReviewsTold
from ra_desk.services.right_of_way import RightOfWay
from ra_desk.sync.line import LONGEST_S, TIMEOUTS_S, Line
from ra_desk.sync.messages import sayable, token_of, understood
from ra_desk.sync.office_report import OfficeReportCalls
from ra_desk.sync.problems import error_of
from ra_desk.sync.tracing import TraceCalls
from ra_desk.wire.convert import office_in, policy_in, request_in, ruling_in
from ra_desk.wire.convert_review import case_in
from ra_desk.wire.messages import (
    PROTOCOL,
    EnrolCall,
    EnrolReply,
    EntryMessage,
    ExchangeCall,
    ExchangeReply,
    LookUpCall,
    LookUpReply,
    OpenCall,
    OpenReply,
    SignedProblem,
    SignInCall,
    SignInReply,
)
from ra_desk.wire.messages_administration import (
    AcceptedReply,
    AdministrationReply,
    DecidedReply,
    ProposedReply,
)
from ra_desk.wire.messages_report import OfficeReportReply
from ra_desk.wire.messages_review import ReviewCall, ReviewReply
from ra_desk.wire.messages_trace import TraceReply

Reply = TypeVar(
    "Reply",
    AcceptedReply,
    AdministrationReply,
    DecidedReply,
    EnrolReply,
    ExchangeReply,
    LookUpReply,
    OfficeReportReply,
    OpenReply,
    ProposedReply,
    ReviewReply,
    SignInReply,
    TraceReply,
)

#: Words of a name that a look-up sends; central takes no more, and fewer find more.
MOST_TOKENS = 12


class HttpCentral(TraceCalls, OfficeReportCalls):
    """Central as this desk reaches it.

    Args:
        desk_key: signs the proof of every call; the key central knows the desk by.
        trust: a CA bundle for a central with its own authority; None for the system's.
        timeouts_s: connect and read time-outs, in seconds.
        longest_s: for the body of an answer, in seconds.
        way: given to whoever is at the keys while a page of requests is understood.
    """

    def __init__(
        self,
        desk_key: Signer,
        *,
        trust: str | None = None,
        timeouts_s: tuple[float, float] = TIMEOUTS_S,
        longest_s: float = LONGEST_S,
        way: RightOfWay | None = None,
    ) -> None:
        self._desk_key, self._way = desk_key, way or RightOfWay()
        self._line = Line(trust=trust, timeouts_s=timeouts_s, longest_s=longest_s)

    def enrol(
        self,
        *,
        url: str,
        token: str,
        central_kid: str,
        key: PublicKey,
        box_key: BoxPublicKey,
        previous_receipt: str,
        now: datetime,
    ) -> tuple[Enrolment, Policy]:
        """Present the one-time token; the reply must be signed by the key the token names.

        Raises:
            EnrolmentRefused: the token is wrong, used or lapsed.
            Unavailable: no proper answer.
            CentralForged: somebody else's key.
        """
        call = EnrolCall(
            token=token,
            jwk=key.jwk(),
            box_key=b64(box_key.raw),
            previous_receipt=previous_receipt,
        )

        def pinned(body: bytes) -> PublicKey:
            return _claimed_key(body, central_kid)

        reply = self._call(url, "/v1/enrol", call, EnrolReply, key_of=pinned, now=now)
        enrolment = Enrolment(
            desk=DeskId(reply.desk),
            epoch=reply.epoch,
            office=office_in(reply.office),
            counter=reply.counter,
            central_url=url,
            central_key=PublicKey.from_jwk(reply.central_jwk),
            demo=reply.demo,
        )
        with understood():
            return enrolment, policy_in(reply.policy)

    def exchange(self, round_: Round, *, enrolment: Enrolment, now: datetime) -> Answer:
        call = ExchangeCall(
            epoch=enrolment.epoch,
            entries=[
                EntryMessage(
                    seq=entry.seq,
                    jws=entry.jws.decode(),
                    payload="" if entry.payload is None else entry.payload.decode(),
                )
                for entry in round_.entries
            ],
            cursor=round_.cursor,
            reflected=round_.reflected,
            ruled=round_.ruled,
            last_reply=round_.last_reply,
            unsent=round_.unsent,
        )
        reply = self.enrolled_call("/v1/exchange", call, ExchangeReply, enrolment, now)
        with understood():
            return Answer(
                reply=reply.jti,
                receipt=reply.receipt,
                rulings=[
                    Ruled(seq=ruling.seq, ruling=ruling_in(ruling), at=ruling.at.astimezone(UTC))
                    for ruling in reply.rulings
                ],
                requests=[
                    request_in(request)
                    for portion in self._way.portions(reply.requests)
                    for request in portion
                ],
                letters=[
                    SealedLetter(
                        number=LetterNumber(letter.number),
                        request=request_in(letter.request).number,
                        box=unb64(letter.box, what="box"),
                        expires_at=letter.expires_at.astimezone(UTC),
                        ordered_at=letter.ordered_at.astimezone(UTC),
                        recipient=request_in(letter.request),
                        item=letter.item,
                    )
                    for letter in reply.letters
                ],
                dead_letters=[LetterNumber(number) for number in reply.dead_letters],
                reflected=reply.reflected,
                cursor=reply.cursor,
                more=reply.more,
                policy=policy_in(reply.policy),
                operator_names={OperatorId(i): name for i, name in reply.operator_names.items()},
                at=reply.at.astimezone(UTC),
                elsewhere=[
                    Elsewhere(
                        desk=DeskId(held.desk),
                        counter=held.counter,
                        letters=held.letters,
                        batch=held.batch,
                        since=held.since.astimezone(UTC),
                        leased_until=held.leased_until.astimezone(UTC),
                    )
                    for held in reply.elsewhere
                ],
                unnumbered=reply.unnumbered,
            )

    def sign_in(
        self,
        *,
        login: str,
        password: Secret[str],
        one_time_code: str,
        key: PublicKey,
        enrolment: Enrolment,
        now: datetime,
    ) -> SignedIn:
        with sayable():
            call = SignInCall(
                login=login, password=password.reveal(), one_time_code=one_time_code, jwk=key.jwk()
            )
        reply = self.enrolled_call("/v1/sign-in", call, SignInReply, enrolment, now)
        known = {role.value for role in Role}
        roles = frozenset(Role(role) for role in reply.roles if role in known)
        if not roles:
            raise NoRole()
        with understood():
            return SignedIn(
                operator=Operator(
                    id=OperatorId(reply.operator),
                    person=PersonId(reply.person),
                    name=reply.name,
                    roles=roles,
                ),
                key_statement=reply.key_statement,
                token=Secret(reply.token),
                policy=policy_in(reply.policy),
            )

    def look_up(
        self,
        query: Query,
        *,
        key: SearchKey,
        purpose: Purpose,
        session: Session,
        enrolment: Enrolment,
        now: datetime,
    ) -> Hits:
        with sayable():
            call = LookUpCall(
                session=token_of(session),
                purpose=purpose,
                key=key,
                number=query.number or "",
                tax_number=query.tax_number,
                tokens=list(query.tokens[:MOST_TOKENS]),
                birth_date=query.birth_date,
            )
        reply = self.enrolled_call("/v1/look-up", call, LookUpReply, enrolment, now)
        with understood():
            return Hits(
                requests=tuple(request_in(request) for request in reply.requests), count=reply.count
            )

    def tell_open(
        self,
        number: RequestNumber | None,
        *,
        take_over: bool,
        session: Session,
        enrolment: Enrolment,
        now: datetime,
    ) -> Opened | None:
        with sayable():
            call = OpenCall(
                session=token_of(session),
                number=number or "",
                take_over=take_over,
            )
        reply = self.enrolled_call("/v1/open", call, OpenReply, enrolment, now)
        if not reply.operator:
            return None
        return Opened(
            counter=reply.counter,
            office=reply.office,
            operator=reply.operator,
            since=reply.since_s,
        )

    def reviews(self, *, session: Session, enrolment: Enrolment, now: datetime) -> ReviewsTold:
        with sayable():
            call = ReviewCall(session=token_of(session))
        reply = self.enrolled_call("/v1/review", call, ReviewReply, enrolment, now)
        with understood():
            return ReviewsTold(
                cases=tuple(case_in(case) for case in reply.cases),
                requests=tuple(request_in(request) for request in reply.requests),
            )

    def close(self) -> None:
        """Let go of kept connections."""
        self._line.close()

    def enrolled_call(
        self,
        path: str,
        call: BaseModel,
        reply_type: type[Reply],
        enrolment: Enrolment,
        now: datetime,
    ) -> Reply:
        """Make a call as the desk that was enrolled; return central's signed word."""
        return self._call(
            enrolment.central_url,
            path,
            call,
            reply_type,
            key_of=lambda _: enrolment.central_key,
            now=now,
        )

    def _call(
        self,
        base: str,
        path: str,
        call: BaseModel,
        reply_type: type[Reply],
        *,
        key_of: Callable[[bytes], PublicKey],
        now: datetime,
    ) -> Reply:
        url = base.rstrip("/") + path
        body = call.model_dump_json().encode()
        jti = b64(secrets.token_bytes(18))
        proof = make_proof(self._desk_key, method="POST", url=url, body=body, jti=jti, at=now)
        word = self._line.post(url, body, proof=proof)
        model = reply_type if word.typ == REPLY else SignedProblem
        try:
            payload = opened(word.token.decode("ascii"), typ=word.typ, key=key_of(word.token))
            said = model.model_validate_json(payload)
        except (NotGenuine, UnicodeDecodeError):
            raise CentralForged() from None
        except ValidationError:
            raise ProtocolUnknown() from None
        if said.v != PROTOCOL:
            raise ProtocolUnknown()
        if not secrets.compare_digest(said.jti, jti):
            raise CentralForged()
        if isinstance(said, SignedProblem):
            raise error_of(said)
        return said


def _claimed_key(token: bytes, kid: str) -> PublicKey:
    """Return the key inside an enrolment reply if it is the one that the token pinned.

    The signature is verified with it right afterwards; until then nothing of it is believed.

    Raises:
        CentralForged: the reply holds no key, or another one.
    """
    try:
        claims = EnrolReply.model_validate_json(
            unb64(token.decode("ascii").split(".")[1], what="reply")
        )
        key = PublicKey.from_jwk(claims.central_jwk)
    except (Broken, ValidationError, IndexError, UnicodeDecodeError):
        raise CentralForged() from None
    if key.kid != kid:
        raise CentralForged()
    return key
