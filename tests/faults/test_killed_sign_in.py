"""A desk is killed (-9) while somebody signs in, begins a check, locks or tries a password.

With a real central on both databases: what was begun without a line is filed when it is back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ra_desk.app import open_desk
from ra_desk.central.tables import code
from ra_desk.domain.facts import SessionClosed, SessionOpened
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.secret import Secret
from ra_desk.services.desk import Desk
from ra_desk.services.sign_in import OfflineOver
from ra_desk.store.local import SqlStore
from ra_desk.sync.http import HttpCentral
from tests.faults.mortal import Mortal
from tests.faults.proxy import Fault
from tests.journeys.office import CHEAP, PASSWORD, TIMEOUTS_S, Counter, Office, a_check
from tests.journeys.test_journey import wait_until


@contextmanager
def reopened(desk_of: Mortal) -> Iterator[Desk]:
    """Start the desk again with nobody signed in; its journal is whole."""
    line = HttpCentral(
        desk_of.vault.desk_signer(), trust=desk_of.office.trust, timeouts_s=TIMEOUTS_S
    )
    folder, vault = desk_of.folder, desk_of.vault
    with open_desk(folder, vault, printers={}, central=line, key_cost=CHEAP) as desk:
        assert isinstance(desk.store, SqlStore)
        desk.store.verify_all()
        yield desk


def in_by_password(desk: Desk, password: str = PASSWORD) -> Counter:
    session = desk.sign_in_offline(login="maja", password=Secret(password))
    return Counter(desk=desk, session=session)


def kinds(desk: Desk) -> list[type]:
    with desk.store.read() as unit:
        seq = unit.marks().head.seq
        deeds = [unit.entry_at(at) for at in range(1, seq + 1)]
    return [type(deed.fact) for deed in deeds if deed is not None]


def test_work_of_a_morning_without_a_line_makes_its_code_when_the_line_is_back(
    office: Office, mortal: Mortal
):
    """Killed after signing in, restarted in an outage: the password is enough, the work counts."""
    _, _, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
    mortal.killed_in("session", number, word="signed in")
    office.line.become(Fault.PORT_CLOSED)
    with reopened(mortal) as desk:
        assert desk.offline_until("maja") is not None
        counter = in_by_password(desk)
        assert counter.session.token is None
        request = desk.open_request(number, session=counter.session)
        recorded = desk.record_check(a_check(request), session=counter.session)
        desk.send_now(recorded.seq)
        assert counter.standing(number).awaits_ruling
        office.line.become(Fault.NONE)
        wait_until(counter, number, Stage.CODE_SENT)
        assert counter.desk.overview().decide == 0
    assert office.count(code, number) == 1


def test_killed_with_a_draft_on_the_disk_it_is_there_for_the_same_operator(
    office: Office, mortal: Mortal
):
    _, _, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
    mortal.killed_in("draft", number, word="kept")
    with mortal.open() as counter:
        draft = counter.desk.draft(number, session=counter.session)
        assert draft is not None
        assert draft.answers == (True, None, None)


def test_killed_behind_the_lock_the_session_has_ended_and_the_draft_is_there(
    office: Office, mortal: Mortal
):
    _, _, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
    mortal.killed_in("lock", number, word="locked")
    with reopened(mortal) as desk:
        assert kinds(desk)[-1] is SessionClosed
        counter = in_by_password(desk)
        assert desk.draft(number, session=counter.session) is not None
        assert kinds(desk)[-1] is SessionOpened


def test_a_try_that_was_cut_off_has_been_counted(office: Office, mortal: Mortal):
    """Otherwise whoever ends the program in time could guess for ever."""
    _, _, number = office.citizen()
    with mortal.open() as counter:
        counter.pull()
    mortal.killed_in("try", number, word="trying")
    with reopened(mortal) as desk:
        with desk.store.read() as unit:
            known = unit.operator("maja")
        assert known is not None
        assert known.wrong == 1
        in_by_password(desk)


def test_who_has_never_signed_in_here_stays_outside_in_an_outage(office: Office, mortal: Mortal):
    office.line.become(Fault.PORT_CLOSED)
    with reopened(mortal) as desk, pytest.raises(OfflineOver):
        in_by_password(desk)
