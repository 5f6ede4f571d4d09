"""Sign in: by central's word with a line, by the password that unwraps the own key without one.

Source:
    Decision 18.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ra_desk.domain.access import CentralForged, NoRole, SignInBarred, SignInWrong
from ra_desk.domain.errors import Refused
from ra_desk.domain.facts import SessionClosed, SessionOpened
from ra_desk.domain.secret import Secret
from ra_desk.domain.tries import OPERATORS
from ra_desk.journal.envelope import NotGenuine, read_operator_key
from ra_desk.journal.ring import KeyCost, OperatorRing, Seal, unwrap, wrap
from ra_desk.services.data_age import at_least
from ra_desk.services.ports import (
    Central,
    Clock,
    Enrolment,
    KnownOperator,
    Session,
    SignedIn,
    Store,
)


class OfflineOver(Refused):
    """``hours``: the operator has not signed in here with a line for so long."""

    code = "sign_in.offline_over"


class OnlineOnly(Refused):
    """Too many wrong tries without a line; central must let the operator in."""

    code = "sign_in.online_only"


def sign_in(
    *,
    login: str,
    password: Secret[str],
    one_time_code: str,
    store: Store,
    central: Central,
    now: Clock,
    cost: KeyCost,
) -> Session:
    """Make a new signing key for the operator at this desk and have central confirm it.

    The store keeps it wrapped with the password. What unsent entries were signed with stays
    valid: central remembers every key it has confirmed. The operator's drafts stay readable as
    long as the password is the one that they were left under.

    Args:
        cost: of each try of the password at this desk.

    Raises:
        Refused: name, password or code are wrong, used, or tried too often; or no role here.
        Unavailable: central did not answer.
        Broken: the certificate or the answer is not central's.
    """
    name, ring, moment = login.strip(), OperatorRing(), now()
    with store.read() as unit:
        enrolment, before = unit.enrolment(), unit.operator(name)
    answer = central.sign_in(
        login=name,
        password=password,
        one_time_code="".join(one_time_code.split()),
        key=ring.signer.public,
        enrolment=enrolment,
        now=moment,
    )
    _require_genuine(answer, ring, enrolment)
    if not answer.operator.roles:
        raise NoRole()
    seal = _former_seal(before, answer, password, enrolment)
    ring = ring if seal is None else replace(ring, seal=seal)
    known = KnownOperator(
        operator=answer.operator,
        login=name,
        key_statement=answer.key_statement,
        last_online=moment,
        wrapped=wrap(ring, password, operator=answer.operator.id, desk=enrolment.desk, cost=cost),
    )
    session = _session(known, ring, token=answer.token, at=moment)
    with store.begin() as unit:
        unit.keep_operator(known)
        if seal is None:
            # Nobody can read them any more: the password was changed, or there were none.
            unit.drop_drafts(operator=answer.operator.id)
        unit.append(SessionOpened(online=True), at=moment, session=session)
    return session


def sign_in_offline(*, login: str, password: Secret[str], store: Store, now: Clock) -> Session:
    """Unwrap the operator's key with the password; the desk itself is the second factor.

    A try is counted in the store before it is made, so that ending the program gains nothing.

    Raises:
        OfflineOver: the last sign-in with a line here is too long ago, or there was none.
        SignInWrong, SignInBarred, OnlineOnly: as with central, but counted at this desk.
        Unavailable: the store did not take it; nobody is signed in.
    """
    known, ring = _opened(login, password, store=store, now=now)
    session = _session(known, ring, token=None, at=now())
    with store.begin() as unit:
        unit.keep_operator(replace(known, wrong=0, barred_until=None))
        unit.append(SessionOpened(online=False), at=session.opened_at, session=session)
    return session


def confirm_password(session: Session, password: Secret[str], *, store: Store, now: Clock) -> None:
    """Have whoever is signed in give the password once more; tries count as those without a line.

    Raises:
        SignInWrong, SignInBarred, OnlineOnly, OfflineOver: as for ``sign_in_offline``.
    """
    known, ring = _opened(session.login, password, store=store, now=now)
    ring.signer.wipe()
    ring.seal.wipe()
    with store.begin() as unit:
        unit.keep_operator(replace(known, wrong=0, barred_until=None))


def offline_until(login: str, *, store: Store, now: Clock) -> datetime | None:
    """Return until when this operator may sign in without a line; None if that is over."""
    with store.read() as unit:
        known = unit.operator(login.strip())
        if known is None or not known.wrapped or OPERATORS.is_over(known.wrong):
            return None
        ends = known.last_online + unit.policy().lease
        return ends if at_least(unit, now()) <= ends else None


def sign_out(*, session: Session, store: Store, now: Clock) -> None:
    """Close the session with the number of entries that it saw written, as a witness.

    The keys are gone afterwards, also if the store did not take the entry.
    """
    try:
        with store.begin() as unit:
            entries = unit.marks().head.seq
            unit.append(SessionClosed(entries=entries + 1), at=now(), session=session)
    finally:
        session.wipe()
        store.forget()


def _session(
    known: KnownOperator, ring: OperatorRing, *, token: Secret[str] | None, at: datetime
) -> Session:
    return Session(
        operator=known.operator,
        login=known.login,
        signer=ring.signer,
        seal=ring.seal,
        token=token,
        online=token is not None,
        opened_at=at,
    )


def _require_genuine(answer: SignedIn, ring: OperatorRing, enrolment: Enrolment) -> None:
    try:
        stated = read_operator_key(answer.key_statement, key=enrolment.central_key)
    except NotGenuine:
        raise CentralForged() from None
    if stated != (answer.operator.id, enrolment.desk, ring.signer.public):
        raise CentralForged()


def _former_seal(
    before: KnownOperator | None,
    answer: SignedIn,
    password: Secret[str],
    enrolment: Enrolment,
) -> Seal | None:
    """Return what the operator's drafts are sealed with, if this password still opens it."""
    if before is None or not before.wrapped or before.operator.id != answer.operator.id:
        return None
    ring = unwrap(before.wrapped, password, operator=before.operator.id, desk=enrolment.desk)
    if ring is None:
        return None
    ring.signer.wipe()
    return ring.seal


def _opened(
    login: str, password: Secret[str], *, store: Store, now: Clock
) -> tuple[KnownOperator, OperatorRing]:
    """Return whose password it is and the keys that it opens."""
    known, enrolment = _count_try(login.strip(), store=store, now=now)
    ring = unwrap(known.wrapped, password, operator=known.operator.id, desk=enrolment.desk)
    if ring is None:
        raise SignInWrong(left=OPERATORS.left(known.wrong))
    return known, ring


def _count_try(login: str, *, store: Store, now: Clock) -> tuple[KnownOperator, Enrolment]:
    """Count a try as wrong until it is known to be right; return who tries, with the count."""
    with store.begin() as unit:
        known, lease, moment = unit.operator(login), unit.policy().lease, at_least(unit, now())
        if known is None or not known.wrapped or moment > known.last_online + lease:
            raise OfflineOver(hours=int(lease.total_seconds() // 3600))
        if OPERATORS.is_over(known.wrong):
            raise OnlineOnly()
        if known.barred_until is not None and known.barred_until > moment:
            raise SignInBarred(until=known.barred_until)
        wrong = known.wrong + 1
        until = OPERATORS.barred_until(wrong, moment)
        counted = replace(known, wrong=wrong, barred_until=until)
        unit.keep_operator(counted)
        return counted, unit.enrolment()
