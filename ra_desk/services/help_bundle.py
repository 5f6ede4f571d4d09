"""A package for the help desk: how the exchange stands here, sealed so that only they read it.

There is nothing of a citizen or an operator in it: no names, no request numbers, no payloads, and
of a ruling its code alone. It is sealed all the same, because which desk has which trouble is
nobody else's business.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from ra_desk.domain.errors import Refused
from ra_desk.domain.secret import Secret
from ra_desk.journal.box import (
    BoxContext,
    BoxKey,
    BoxKeyUnreadable,
    BoxPublicKey,
    BoxUnreadable,
    seal_box,
)
from ra_desk.journal.canonical import NotCanonical, b64, unb64
from ra_desk.journal.codec import instant
from ra_desk.services.ports import Clock, Marks, Store
from ra_desk.services.queue import OutboxItem

KIND: Final = "ra-desk/help-bundle/1"
#: How long the help desk can open it.
GOOD_FOR = timedelta(days=30)
_ITEMS = 500


class HelpKeyMissing(Refused):
    """Nobody has given this computer the key of the help desk."""

    code = "help_bundle.no_key"


def help_bundle(jwk: str, *, store: Store, now: Clock) -> str:
    """Return the sealed package as text for a file.

    Args:
        jwk: the help desk's public key, an X25519 JWK as JSON.

    Raises:
        HelpKeyMissing: there is no key.
        BoxKeyUnreadable: it is not such a key.
    """
    key, at = _key(jwk), now()
    with store.read() as unit:
        queue, enrolment = unit.queue(), unit.enrolment()
        said = {
            "kind": KIND,
            "at": instant(at),
            "desk": enrolment.desk,
            "epoch": enrolment.epoch,
            "demo": enrolment.demo,
            "marks": _marks(unit.marks()),
            "kept": queue.kept(),
            "waiting": _items(queue.waiting(limit=_ITEMS)),
            "undecided": _items(queue.undecided(limit=_ITEMS)),
        }
    until = (at + GOOD_FOR).replace(microsecond=0)
    box = seal_box(Secret(json.dumps(said)), _context(key.kid, until), to=key)
    made = {"kind": KIND, "kid": key.kid, "expires": until.isoformat(), "box": b64(box)}
    return json.dumps(made, indent=1)


def open_help_bundle(text: str, key: BoxKey, *, at: datetime) -> dict[str, object]:
    """Open a package, at the help desk.

    Raises:
        BoxUnreadable: it is no package, it was changed, or it is for another key.
        BoxExpired: it is too old.
    """
    try:
        made = json.loads(text)
        context = _context(str(made["kid"]), datetime.fromisoformat(made["expires"]))
        box = unb64(made["box"], what="box")
    except (ValueError, KeyError, TypeError, NotCanonical):
        raise BoxUnreadable() from None
    opened: dict[str, object] = json.loads(key.open(box, context, at=at).reveal())
    return opened


def _key(jwk: str) -> BoxPublicKey:
    if not jwk.strip():
        raise HelpKeyMissing()
    try:
        return BoxPublicKey.from_jwk(json.loads(jwk))
    except (ValueError, NotCanonical):
        raise BoxKeyUnreadable() from None


def _context(kid: str, until: datetime) -> BoxContext:
    return BoxContext(item=KIND, request="", recipient=kid, expires=until)


def _marks(marks: Marks) -> dict[str, object]:
    answered = marks.last_answer_at
    return {
        "head": marks.head.seq,
        "offered": marks.offered,
        "filed": marks.filed,
        "reflected": marks.reflected,
        "ruled": marks.ruled,
        "answered_at": None if answered is None else instant(answered),
        "stopped": "" if marks.stopped is None else marks.stopped.code,
    }


def _items(items: Sequence[OutboxItem]) -> list[dict[str, object]]:
    return [
        {
            "seq": item.deed.ref.seq,
            "kind": item.deed.fact.kind,
            "at": instant(item.deed.at),
            "held": item.held,
            "filed": item.filed,
            "ruling": None if item.ruling is None else item.ruling.reason,
        }
        for item in items
    ]
