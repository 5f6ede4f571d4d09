"""Where a code may be found after all is done: in the mail, and nowhere else."""

from __future__ import annotations

import base64

import sqlalchemy as sa

from ra_desk.central.dispatch.process import embedded_worker
from ra_desk.domain.activation import Channel
from tests.central.citizens.test_letters import letters, opened
from tests.central.citizens.town import Town


def forms(code: str) -> list[bytes]:
    """How a code could stand somewhere."""
    bare = code.replace("-", "")
    plain = [text.encode() for text in (code, bare, code.lower(), bare.lower())]
    return [
        form
        for text in plain
        for form in (text, text.hex().encode(), base64.b64encode(text).rstrip(b"=")[:-1])
    ]


def everything_in(engine: sa.Engine) -> bytes:
    """Every cell of every table, DBOS's too, as bytes one after the other."""
    kept = []
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        for schema in inspector.get_schema_names():
            if schema == "information_schema":
                continue
            for name in inspector.get_table_names(schema=schema):
                table = sa.table(name, schema=schema)
                for row in connection.execute(sa.select(sa.text("*")).select_from(table)):
                    kept += [v if isinstance(v, bytes) else str(v).encode() for v in row]
    return b"\n".join(kept)


def found(engine: sa.Engine, code: str) -> bool:
    kept = everything_in(engine)
    return any(form in kept for form in forms(code))


def test_no_code_stands_in_any_table_before_or_after_the_mail(town: Town, caplog):
    """Nor in a note of the job engine or a log; a planted one would be found in each form."""
    caplog.set_level("DEBUG")
    maja = town.citizen()
    number = maja.submit().json()["number"]
    with embedded_worker(town.engine, town.handlers):
        town.check(number)
        assert town.wait(lambda: town.stage(number) == "code_sent")
    (code,) = town.mailed()
    assert not found(town.engine, code)
    assert maja.redeem(code).status_code == 200
    assert not found(town.engine, code)
    # "mail.log" is the relay's own, which this test runs in the same process.
    logged = "\n".join(one.getMessage() for one in caplog.records if one.name != "mail.log")
    assert not any(form in logged.encode() for form in forms(code))
    for planted in forms(code):
        with town.engine.begin() as connection:
            change = sa.text("UPDATE outbox SET last_error = :planted")
            connection.execute(change, {"planted": planted.decode()})
        assert found(town.engine, code), planted


def test_no_code_of_a_letter_stands_in_any_table(town: Town):
    """Its box is closed to central itself."""
    number = town.citizen().submit().json()["number"]
    town.check(number, channel=Channel.POST, channel_reason="no e-mail at hand")
    assert town.carry_out() == []
    (kept,) = letters(town)
    assert kept.request == number
    assert not found(town.engine, opened(town, kept))
