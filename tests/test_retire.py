"""The end of a desk: nothing is lost without a reason, and afterwards its file is noise."""

from __future__ import annotations

import pytest
from keyring.backend import KeyringBackend

from ra_desk.domain.access import CentralUnreachable
from ra_desk.domain.facts import ClockMeasured
from ra_desk.domain.policy import Policy
from ra_desk.journal.seal import Keys
from ra_desk.machine.instance import AlreadyOpen, only_process
from ra_desk.machine.paths import desk_folder
from ra_desk.machine.vault import KeyringVault, SecretsLost
from ra_desk.retire import NotConfirmedByName, StillUnsent, retire
from ra_desk.services.ports import Enrolment
from ra_desk.store.engine import WrongKey, open_engines
from ra_desk.store.local import open_store
from tests.fakes import NOON, OFFICE, FakeCentral, FakeClock


class DrawerBackend(KeyringBackend):
    """A key store in a drawer."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Line(FakeCentral):
    """Central behind a line that may be down."""

    up = True

    def exchange(self, round_, *, enrolment, now):
        if not self.up:
            raise CentralUnreachable()
        return super().exchange(round_, enrolment=enrolment, now=now)


class Office:
    """One enrolled desk on the disk, with one entry that central has not got."""

    def __init__(self, path):
        self.folder = desk_folder(path)
        self.keys = KeyringVault(str(path), DrawerBackend())
        self.secrets = self.keys.create()
        self.central = Line({}, Policy())
        self.enrolment = Enrolment(
            desk="desk-7",  # type: ignore[arg-type]
            epoch=1,
            office=OFFICE,
            counter="3",
            central_url="https://central.example",
            central_key=self.central.key.public,
            demo=False,
        )
        self.central.keys[self.enrolment.desk] = Keys(
            desk=self.secrets.signing_key().public, operators={}
        )
        store = self.open()
        store.enrol(
            self.enrolment,
            desk_key=self.secrets.signing_key().public,
            policy=Policy(),
            at=NOON,
        )
        with store.begin() as unit:
            unit.append(ClockMeasured(offset_ms=3), at=NOON)
        store.close()

    def open(self):
        return open_store(
            self.folder.store,
            key=self.secrets.store_key(),
            desk_signer=self.secrets.desk_signer(),
        )

    def retire(self, *, name="desk-7", line=True, reason=""):
        return retire(
            self.folder,
            self.keys,
            confirm=lambda desk: desk == name,
            line=(lambda _secrets: self.central) if line else None,
            reason=reason,
            now=FakeClock(),
        )


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "desk")


@pytest.mark.requirement("S0-50")
def test_a_retired_desk_is_noise_wherever_a_copy_of_it_lies(office, tmp_path):
    """ETSI EN 319 401: keys are destroyed when their use ends; the copy is what a thief has."""
    copy = tmp_path / "stolen" / "desk.db"
    copy.parent.mkdir()
    copy.write_bytes(office.folder.store.read_bytes())
    ended = office.retire()
    assert ended.lost == 0
    with pytest.raises(SecretsLost):
        office.keys.load()
    assert not list(office.folder.path.glob("desk.db*"))
    with pytest.raises(WrongKey):
        open_engines(copy, office.keys.create().store_key())


def test_what_is_left_is_sent_first(office):
    office.retire()
    assert office.central.heads[office.enrolment.desk].seq >= 2


@pytest.mark.requirement("S0-50")
def test_unsent_entries_stop_it_and_nothing_is_destroyed(office):
    office.central.up = False
    with pytest.raises(StillUnsent) as stopped:
        office.retire()
    assert stopped.value.facts == {"count": 2}
    assert office.keys.load().store_key() == office.secrets.store_key()
    office.open().close()


def test_with_a_reason_it_is_done_and_the_reason_stays(office):
    office.central.up = False
    ended = office.retire(reason="disk is failing")
    assert ended.lost == 2
    note = (office.folder.path / "retired.txt").read_text("utf-8")
    assert "disk is failing" in note
    assert "2 entries never reached central" in note
    assert ended.head in note


def test_another_name_destroys_nothing(office):
    with pytest.raises(NotConfirmedByName):
        office.retire(name="desk-8")
    office.open().close()


def test_an_open_desk_is_not_ended(office):
    with only_process(office.folder), pytest.raises(AlreadyOpen):
        office.retire()
    office.open().close()
