"""The whole demo on one computer: a central, its mails and SMS, a line with a switch, an enrolled desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher

from ra_desk.app import enrol, open_desk
from ra_desk.central.app import Central, demo_central
from ra_desk.central.dispatch.smtp import Mailer
from ra_desk.central.enrolment import create_enrol_token
from ra_desk.central.offices import offices
from ra_desk.central.outside import Outside
from ra_desk.central.person_register import RegisterInMemory
from ra_desk.central.running import listen, running
from ra_desk.central.sms.gateway import HttpGateway
from ra_desk.central.tls import verified_tls
from ra_desk.demo import people, seeding
from ra_desk.demo.authority import server_tls
from ra_desk.demo.clients import Client
from ra_desk.demo.inbox import HOST, Inbox
from ra_desk.demo.line_switch import LineSwitch
from ra_desk.demo.loop import ServerLoop
from ra_desk.demo.people import Citizen
from ra_desk.demo.seeding import DemoOperator
from ra_desk.demo.sms_catch import SmsCatch
from ra_desk.domain.secret import Secret
from ra_desk.machine.paths import DeskFolder, desk_folder
from ra_desk.machine.printing import DemoTray
from ra_desk.machine.vault import DeskSecrets, new_secrets
from ra_desk.services.desk import Desk

SENDER = "smsPASS <no-reply@central.example>"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What there is in a running demo.

    Attributes:
        desk: enrolled and open.
        newcomer: known to the register, and has not submitted anything yet.
        citizens_url: where citizens reach central; the line's switch does not concern them.
        citizen_password: of every invented citizen's account.
    """

    desk: Desk
    folder: DeskFolder
    secrets: DeskSecrets = field(repr=False)
    citizens_url: str
    central: Central = field(repr=False)
    line: LineSwitch
    register: RegisterInMemory
    inbox: Inbox
    phones: SmsCatch
    tray: DemoTray
    operators: tuple[DemoOperator, ...]
    clients: tuple[Client, ...]
    newcomer: Citizen
    citizen_password: Secret[str]


@contextmanager
def demo_world(
    folder: Path, *, mails: Path | None, letters: Path | None, texts: Path | None = None
) -> Iterator[World]:
    """Build the demo and open its desk; everything ends with the ``with``.

    Args:
        folder: new, for the owner alone.
        mails: where caught mails are also written, if anywhere.
        letters: where printed letters are also written, if anywhere.
        texts: where caught SMS are also written, if anywhere.
    """
    now = datetime.now(UTC)
    citizens, newcomer = seeding.invent(now)
    register = seeding.register_of((*citizens, newcomer))
    vault, place = new_secrets(), desk_folder(folder / "desk")
    inbox, phones, tray = Inbox(mails), SmsCatch(texts), DemoTray(letters)
    with ExitStack() as open_:
        loop = open_.enter_context(ServerLoop())
        tls, authority = server_tls(folder, host=HOST)
        inbox.open(loop, tls)
        open_.callback(inbox.close)
        phones.open(tls)
        open_.callback(phones.close)
        line = LineSwitch(loop)
        open_.callback(line.close)
        central = demo_central(
            folder,
            public_url=line.url,
            outside=_outside(register, inbox, phones, authority=authority),
            # Its passwords stand in a window, so a costly digest would guard nothing.
            hasher=PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1),
        )
        open_.callback(central.engine.dispose)
        office = seeding.seed_offices(central.parts)
        operators = seeding.seed_operators(central.parts, office)
        listening = open_.enter_context(listen(HOST))
        port = int(listening.getsockname()[1])
        open_.enter_context(running(central, listening))
        line.lead_to(port)
        line.bring_up()
        open_.callback(line.cut)
        code = create_enrol_token(central.parts, office=office, counter=people.COUNTER, prints=True)
        enrol(place, vault, code.reveal())
        with central.engine.connect() as connection:
            others = [one.id for one in offices(connection) if one.id != office]
        password = seeding.new_password()
        clients = seeding.seed_requests(
            central.citizens,
            citizens,
            office=office,
            others=others,
            password=password,
            now=now,
        )
        desk = open_.enter_context(open_desk(place, vault, printers={tray.name: tray}))
        yield World(
            desk=desk,
            folder=place,
            secrets=vault,
            central=central,
            citizens_url=f"http://{HOST}:{port}",
            line=line,
            register=register,
            inbox=inbox,
            phones=phones,
            tray=tray,
            operators=operators,
            clients=clients,
            newcomer=newcomer,
            citizen_password=password,
        )


def _outside(
    register: RegisterInMemory, inbox: Inbox, phones: SmsCatch, *, authority: Path
) -> Outside:
    tls = verified_tls(str(authority))
    return Outside(
        relay=Mailer(host=HOST, port=inbox.port, sender=SENDER, tls=tls),
        register=register,
        service=seeding.SERVICE,
        terms_version=seeding.TERMS_VERSION,
        gateway=HttpGateway(url=phones.url, token=phones.token, tls=tls),
    )
