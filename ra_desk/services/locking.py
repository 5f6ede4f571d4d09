"""Lock the screen: the session ends, and what it needs to go on is sealed with its own key."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ra_desk.domain.secret import Secret
from ra_desk.journal.ring import SealBroken
from ra_desk.services.ports import Clock, Session, Store
from ra_desk.services.sign_in import sign_in_offline

#: After so long a lock the password alone does not open the screen, if there is a line.
CODE_AFTER = timedelta(minutes=15)
_ABOUT = "token of a locked session"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """Whose screen is locked, since when, and their token under their own seal."""

    login: str
    name: str
    locked_at: datetime
    token: bytes | None = field(repr=False)

    def code_needed(self, *, now: datetime) -> bool:
        """Whether the one-time code is asked for, too; not without a line."""
        return not timedelta(0) <= now - self.locked_at <= CODE_AFTER


def locked(session: Session, *, now: Clock) -> Locked:
    """Return what is needed to unlock a session; it is ended by ``sign_out`` as any other.

    Raises:
        KeyGone: it has ended already.
    """
    token = session.token
    sealed = None if token is None else session.seal.close(token.reveal().encode(), about=_ABOUT)
    return Locked(login=session.login, name=session.operator.name, locked_at=now(), token=sealed)


def unlock(locked: Locked, *, password: Secret[str], store: Store, now: Clock) -> Session:
    """Open the same operator's session again, by the password alone.

    Raises:
        Refused: as for ``sign_in_offline``.
    """
    session = sign_in_offline(login=locked.login, password=password, store=store, now=now)
    if locked.token is None:
        return session
    try:
        token = Secret(session.seal.open(locked.token, about=_ABOUT).decode())
    except SealBroken:
        return session  # another key since: somebody signed in with a line meanwhile
    return replace(session, token=token, online=True)
