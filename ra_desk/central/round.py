"""One round of a desk's facts, as filing hands it on."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ra_desk.central.conflicts import Record
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.facts import Deed
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import OperatorId
from ra_desk.domain.policy import Policy
from ra_desk.domain.standing import Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of a desk's facts after the common rule has been applied to them.

    ``requests`` is changed in place. ``blocked``: operators whose rights have ended.
    ``decided_about``: earlier records of this chain that a fact of this round decides about.
    """

    policy: Policy
    requests: MutableMapping[RequestNumber, PassRequest]
    deeds: Sequence[Deed]
    rulings: Mapping[int, Ruling]
    blocked: frozenset[OperatorId]
    at: datetime
    decided_about: Mapping[int, Record] = field(default_factory=dict)
