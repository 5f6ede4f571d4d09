"""What the citizens' side of central is made of, beside the parts that desks use too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from ra_desk.central.code_digest import CodeDigests
from ra_desk.central.parts import Parts
from ra_desk.central.person_register import PersonRegister
from ra_desk.central.sms.gateway import Gateway
from ra_desk.domain.policy import Service
from ra_desk.journal.box import BoxPublicKey

AccountId = NewType("AccountId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenParts:
    """Everything that the citizens' functions and the dispatch of codes need.

    Attributes:
        parts: what desks use too: database, clock, outbox, digests, password hasher.
        codes: recognises activation codes.
        mail_box: the public key of the mail worker.
        register: of persons.
        gateway: takes SMS; without one no phone number can be entered.
        service: what mails refer to.
        terms_version: the general terms that a request must accept today.
    """

    parts: Parts
    codes: CodeDigests
    mail_box: BoxPublicKey
    register: PersonRegister
    service: Service
    terms_version: str
    gateway: Gateway | None = None
