"""Sign in with name, password and one-time code; central decides."""

from __future__ import annotations

from ra_desk.domain.access import CentralForged, NoRole
from ra_desk.domain.facts import SessionClosed, SessionOpened
from ra_desk.domain.secret import Secret
from ra_desk.journal.envelope import NotGenuine, read_operator_key
from ra_desk.journal.keys import SigningKey
from ra_desk.services.ports import Central, Clock, KnownOperator, Session, Store


def sign_in(
    *,
    login: str,
    password: Secret[str],
    one_time_code: str,
    store: Store,
    central: Central,
    now: Clock,
) -> Session:
    """Make a new signing key for the operator at this desk and have central confirm it.

    The key lives in memory until ``sign_out``. What unsent entries were signed with stays
    valid: central remembers every key it has confirmed.

    Raises:
        Refused: name, password or code are wrong, used, or tried too often; or no role here.
        Unavailable: central did not answer.
        Broken: the certificate or the answer is not central's.
    """
    key = SigningKey.generate()
    moment = now()
    with store.read() as unit:
        enrolment = unit.enrolment()
    answer = central.sign_in(
        login=login.strip(),
        password=password,
        one_time_code="".join(one_time_code.split()),
        key=key.public,
        enrolment=enrolment,
        now=moment,
    )
    try:
        stated = read_operator_key(answer.key_statement, key=enrolment.central_key)
    except NotGenuine:
        raise CentralForged() from None
    if stated != (answer.operator.id, enrolment.desk, key.public):
        raise CentralForged()
    if not answer.operator.roles:
        raise NoRole()
    session = Session(
        operator=answer.operator, signer=key, token=answer.token, online=True, opened_at=moment
    )
    with store.begin() as unit:
        unit.keep_operator(
            KnownOperator(
                operator=answer.operator,
                login=login.strip(),
                key_statement=answer.key_statement,
                last_online=moment,
            )
        )
        unit.append(SessionOpened(online=True), at=moment, session=session)
    return session


def sign_out(*, session: Session, store: Store, now: Clock) -> None:
    """Close the session with the number of entries that it saw written, as a witness."""
    with store.begin() as unit:
        entries = unit.marks().head.seq
        unit.append(SessionClosed(entries=entries + 1), at=now(), session=session)
