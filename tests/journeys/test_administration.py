"""Two administrators at two desks: what one proposes the other confirms, over the real line."""

from __future__ import annotations

import pyotp
import pytest

from ra_desk.domain.access import SessionOver
from ra_desk.domain.administration import (
    BlockOperator,
    ChangePolicy,
    EnrolDesk,
    InviteOperator,
    OwnMatter,
    PasswordTooShort,
    Verdict,
)
from ra_desk.domain.facts import Purpose, SearchKey
from ra_desk.domain.people import NotYourRole, Role
from ra_desk.domain.secret import Secret
from ra_desk.services.ports import Query
from ra_desk.wire.enrolment_code import read_enrolment_code
from tests.journeys.office import PASSWORD, Office


def test_what_one_administrator_proposes_the_other_confirms(office: Office) -> None:
    """An invitation becomes somebody who signs in; a policy reaches a desk; a block ends a session."""
    igor = office.counter("igor", Role.ADMINISTRATOR)
    eva = office.counter("eva", Role.ADMINISTRATOR)
    clerk = office.counter("maja")
    mine, hers = igor.desk.administration, eva.desk.administration

    wanted = InviteOperator(
        login="nada", full_name="Nada Kos", office=office.office, roles=(Role.CLERK,)
    )
    made = mine.do(wanted, session=igor.session)
    [waiting] = hers.seen(session=eva.session).proposals
    assert (waiting.act, waiting.by_name, made.holds) == (wanted, "Igor", False)
    with pytest.raises(OwnMatter):
        mine.decide(waiting.id, Verdict.CONFIRM, session=igor.session)
    done = hers.decide(waiting.id, Verdict.CONFIRM, session=eva.session)
    assert made.secret is not None
    assert done.otpauth is not None
    phone = pyotp.parse_uri(done.otpauth.reveal())
    assert isinstance(phone, pyotp.TOTP)
    halves = {"word": made.secret.reveal(), "login": " nada ", "one_time_code": phone.now()}
    with pytest.raises(PasswordTooShort):
        clerk.desk.administration.accept(password=Secret("short"), **halves)
    clerk.desk.administration.accept(password=Secret(PASSWORD), **halves)
    known = {one.login: one for one in hers.seen(session=eva.session).accounts}
    assert known["nada"].roles == ((office.office, Role.CLERK),)

    change = ChangePolicy(office=office.office, values=(("look_ups_without_check", "7"),))
    proposed = mine.do(change, session=igor.session)
    hers.decide(proposed.proposal, Verdict.CONFIRM, session=eva.session)
    clerk.pull()
    assert clerk.desk.policy().look_ups_without_check == 7

    code = mine.do(EnrolDesk(office=office.office, counter="9"), session=igor.session).secret
    assert code is not None
    assert read_enrolment_code(code.reveal()).url == office.central.parts.public_url

    block = mine.do(BlockOperator(operator=known["maja"].id), session=igor.session)
    assert block.holds
    with pytest.raises(SessionOver):
        clerk.desk.look_up(
            Query(tax_number="15012557"),
            key=SearchKey.TAX_NUMBER,
            purpose=Purpose.CLIENT_AT_COUNTER,
            session=clerk.session,
        )
    with pytest.raises(NotYourRole):
        clerk.desk.administration.seen(session=clerk.session)
