"""Tables of central; a concern's own may stand in its module, as in `phones`.

What the columns mean stands beside them; who writes them is said above.

``xid`` is the number of the writing transaction (`database.current_xid`): it cuts the change feed.
Digests of personal numbers are keyed (`keyed.KeyedDigests`), those of tokens plain SHA-256 of 256
random bits. Entries, payloads and rulings have no foreign key: a journal outlives its subjects.
"""

from __future__ import annotations

import sqlalchemy as sa

from ra_desk.central.columns import counter, flag, identifier, moment, number, place, refers, text
from ra_desk.central.metadata import metadata

# --- Offices and people -------------------------------------------------------------------------

office = sa.Table(
    "office",
    metadata,
    identifier(),
    text("name", 200),
    text("street", 200),
    text("post", 200),
    text("email", 254),
    text("phone", 40),
    #: The policy of this office, as ``wire.PolicyMessage``.
    sa.Column("policy", sa.JSON, nullable=False),
)

#: A human being; one may have two accounts, and nobody reviews their own check.
person = sa.Table("person", metadata, identifier(), text("name", 200))

operator = sa.Table(
    "operator",
    metadata,
    identifier(),
    refers("person", "person.id"),
    text("login", 100),
    #: argon2id.
    text("password", 200),
    #: The TOTP secret, AES-GCM under a key outside the database, bound to the operator.
    sa.Column("totp", sa.LargeBinary, nullable=False),
    #: The last time step whose code was accepted: no code counts twice.
    number("totp_step"),
    moment("blocked_at", optional=True),
    #: Checks that counted so far, and up to which of them all are reviewed after a reset.
    counter("checks"),
    counter("review_until"),
    sa.UniqueConstraint("login"),
)

operator_role = sa.Table(
    "operator_role",
    metadata,
    refers("operator", "operator.id", primary_key=True),
    refers("office", "office.id", primary_key=True),
    text("role", 20, primary_key=True),
)

#: Wrong sign-ins, by keyed digest of the login or of the account's address, whether there is
#: such a one or not.
sign_in_try = sa.Table(
    "sign_in_try",
    metadata,
    text("login_digest", 43, primary_key=True),
    counter("wrong"),
    moment("barred_until", optional=True),
)

# --- Desks --------------------------------------------------------------------------------------

desk = sa.Table(
    "desk",
    metadata,
    identifier(),
    refers("office", "office.id"),
    text("counter", 100),
    #: Thumbprint and 32 bytes of the Ed25519 key; 32 bytes of the X25519 key for boxes.
    text("kid", 43),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("box_key", sa.LargeBinary, nullable=False),
    #: Whether letters of the office are printed here.
    flag("prints"),
    number("epoch"),
    #: The end of the chain as filed.
    number("head_seq"),
    text("head_digest", 43),
    #: ``jti`` of the last reply, and of the one that the desk is known to have stored.
    text("last_reply", 80),
    text("previous_reply", 80),
    #: Entries that it kept back at its last exchange.
    sa.Column("unsent", sa.BigInteger, nullable=False, default=0, server_default="0"),
    #: The last receipt of the chain before this epoch, as the desk named it.
    text("previous_receipt", 4000),
    moment("enrolled_at"),
    moment("seen_at"),
    moment("quarantined_at", optional=True),
    text("quarantine_reason", 80, optional=True),
    sa.UniqueConstraint("kid"),
)

enrol_token = sa.Table(
    "enrol_token",
    metadata,
    text("digest", 43, primary_key=True),
    refers("office", "office.id"),
    text("counter", 100),
    flag("prints"),
    #: The desk that begins a new epoch, or none for a new desk.
    refers("desk", "desk.id", optional=True),
    moment("expires_at"),
    moment("used_at", optional=True),
)

#: Every key that a desk ever had; only the one in ``desk`` counts.
desk_key = sa.Table(
    "desk_key",
    metadata,
    text("kid", 43, primary_key=True),
    refers("desk", "desk.id"),
    number("epoch"),
    sa.Column("key", sa.LargeBinary, nullable=False),
    moment("enrolled_at"),
)

operator_key = sa.Table(
    "operator_key",
    metadata,
    text("kid", 43, primary_key=True),
    refers("operator", "operator.id"),
    refers("desk", "desk.id"),
    #: The key counts in this epoch of the desk only.
    number("epoch"),
    sa.Column("key", sa.LargeBinary, nullable=False),
    text("statement", 2000),
    moment("at"),
    sa.Index(None, "desk"),
)

session = sa.Table(
    "session",
    metadata,
    text("digest", 43, primary_key=True),
    refers("operator", "operator.id"),
    refers("desk", "desk.id"),
    moment("opened_at"),
    moment("expires_at"),
)

#: Proofs that were used, until they would lapse anyway.
proof_jti = sa.Table(
    "proof_jti",
    metadata,
    text("kid", 43, primary_key=True),
    text("jti", 80, primary_key=True),
    moment("lapses_at"),
    sa.Index(None, "lapses_at"),
)

# --- Citizens and their requests ----------------------------------------------------------------

account = sa.Table(
    "account",
    metadata,
    identifier(),
    text("email", 254),
    #: Keyed digest of the e-mail address in small letters.
    text("email_digest", 43),
    #: argon2id.
    text("password", 200),
    text("language", 8),
    moment("created_at"),
    moment("closed_at", optional=True),
    sa.UniqueConstraint("email_digest"),
)

account_session = sa.Table(
    "account_session",
    metadata,
    text("digest", 43, primary_key=True),
    refers("account", "account.id"),
    moment("opened_at"),
    moment("expires_at"),
    sa.Index(None, "account"),
)

#: One verified account per tax number (decision 21).
verified_tax_number = sa.Table(
    "verified_tax_number",
    metadata,
    text("digest", 43, primary_key=True),
    refers("account", "account.id"),
    moment("at"),
)

request = sa.Table(
    "request",
    metadata,
    text("number", 12, primary_key=True),
    refers("account", "account.id", optional=True),
    text("route", 20),
    text("stage", 20),
    text("given_names", 120),
    text("surname", 120),
    sa.Column("birth_date", sa.Date, nullable=False),
    text("tax_number", 8),
    text("tax_digest", 43),
    #: ``wire.AddressMessage``.
    sa.Column("address", sa.JSON, nullable=False),
    text("email", 254),
    text("language", 8),
    flag("large_print"),
    moment("submitted_at"),
    moment("expires_at"),
    number("revision"),
    text("terms_version", 40),
    text("channel", 10, optional=True),
    #: ``wire.DecisionMessage``, or null.
    sa.Column("decision", sa.JSON(none_as_null=True), nullable=True),
    #: Review reasons.
    sa.Column("review", sa.JSON, nullable=False),
    #: ``wire.ReviewedMessage``, or null.
    sa.Column("reviewed", sa.JSON(none_as_null=True), nullable=True),
    #: Since when somebody is to look at the check; null when nobody is.
    moment("review_since", optional=True),
    text("letter", 14, optional=True),
    #: The office whose desks keep the request; any office may check it.
    refers("office", "office.id", optional=True),
    moment("changed_at"),
    #: Grows with every write; a write names the one it read.
    number("version"),
    number("xid"),
    sa.Index(None, "xid", "number"),
    sa.Index(None, "tax_digest"),
    sa.Index(None, "birth_date"),
    sa.Index(None, "stage", "expires_at"),
    sa.Index(None, "account"),
    sa.Index(None, "review_since"),
)

#: Requests that a desk of another office touched or looked up: they stay in its feed.
desk_request = sa.Table(
    "desk_request",
    metadata,
    text("desk", 36, primary_key=True),
    text("request", 12, primary_key=True),
    moment("at"),
)

#: Which documents were shown, by keyed digest of state and number, and for which tax number.
document_use = sa.Table(
    "document_use",
    metadata,
    text("digest", 43, primary_key=True),
    text("tax_digest", 43, primary_key=True),
    text("request", 12),
    moment("at"),
)

#: What happened to a request or an operator away from any journal, for people who ask later.
event = sa.Table(
    "event",
    metadata,
    identifier(),
    #: Number of a request, or id of an operator, desk or account.
    text("subject", 36),
    text("kind", 40),
    text("by", 36, optional=True),
    moment("at"),
    #: Codes and numbers only, no personal data.
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Index(None, "subject", "at"),
    sa.Index(None, "kind", "at"),
)

look_up = sa.Table(
    "look_up",
    metadata,
    identifier(),
    text("operator", 36),
    text("desk", 36),
    moment("at"),
    text("purpose", 40),
    #: By what was looked; never the value.
    text("key", 40),
    number("hits"),
    sa.Index(None, "operator", "at"),
)

# --- Codes and letters --------------------------------------------------------------------------

code = sa.Table(
    "code",
    metadata,
    identifier(),
    text("request", 12),
    text("channel", 10),
    #: `code_digest.CodeDigests`.
    text("digest", 200),
    #: The outbox row that this code was made for; a repeated job finds it here.
    text("outbox", 36, optional=True),
    text("letter", 14, optional=True),
    #: Sealed to the mail worker until the relay has accepted; letters have theirs in ``letter``.
    sa.Column("box", sa.LargeBinary, nullable=True),
    moment("box_expires_at"),
    moment("made_at"),
    #: From the relay's acceptance or from printing; none before.
    moment("valid_until", optional=True),
    moment("dead_at", optional=True),
    moment("redeemed_at", optional=True),
    #: Wrong tries in the present window and in all.
    counter("wrong_now"),
    moment("wrong_since", optional=True),
    counter("wrong"),
    sa.Index(None, "request"),
    sa.UniqueConstraint("outbox"),
)

letter = sa.Table(
    "letter",
    metadata,
    text("number", 14, primary_key=True),
    text("request", 12),
    text("desk", 36),
    #: `domain.letters.LetterState`; spoilt ones are dead.
    text("state", 10),
    #: Sealed to the desk; gone when printed or dead.
    sa.Column("box", sa.LargeBinary, nullable=True),
    moment("ordered_at"),
    moment("expires_at"),
    number("xid"),
    sa.Index(None, "desk", "xid"),
    sa.Index(None, "state", "desk"),
    sa.Index(None, "request"),
)

# --- The journals, as filed ---------------------------------------------------------------------

entry = sa.Table(
    "entry",
    metadata,
    *place(),
    #: The exact bytes that were signed.
    sa.Column("jws", sa.LargeBinary, nullable=False),
    text("digest", 43),
    text("kind", 40),
    #: As the desk wrote it; there need be no such request.
    sa.Column("subject", sa.Text, nullable=True),
    text("by", 36, optional=True),
    moment("at"),
    moment("filed_at"),
    number("xid"),
    sa.Index(None, "subject"),
    sa.Index(None, "by", "filed_at"),
    sa.Index(None, "desk", "kind", "at"),
)

#: Apart from the entry, so that it can be erased after its retention.
payload = sa.Table(
    "payload",
    metadata,
    *place(),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

ruling = sa.Table(
    "ruling",
    metadata,
    *place(),
    text("outcome", 10),
    text("reason", 80),
    sa.Column("facts", sa.JSON, nullable=False),
    moment("at"),
)

#: What a desk sent when it was put into quarantine: evidence, never applied.
quarantined_entry = sa.Table(
    "quarantined_entry",
    metadata,
    identifier(),
    text("incident", 36),
    text("desk", 36),
    number("position"),
    number("seq"),
    sa.Column("jws", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    moment("at"),
    sa.Index(None, "desk", "at"),
)
