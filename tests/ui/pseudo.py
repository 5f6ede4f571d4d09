"""A language that nobody speaks: every text accented and more than half as long again."""

from __future__ import annotations

import gettext
import re

from ra_desk import texts
from ra_desk.texts.catalogue import Catalogue

_ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áčéíňöšűýžÁČÉÍŇÖŠŰÝŽ")
_PLACEHOLDER = re.compile(r"(\{\w*[^{}]*\}|<[^>]+>|&\w+;)")
#: So much longer than English; Hungarian labels grow by 34 % in the middle and 95 % at most.
GROWTH = 0.6


def stretched(text: str) -> str:
    """Return a text accented and 60 % longer, with its placeholders and markup as they were."""
    parts = _PLACEHOLDER.split(text)
    said = "".join(part if at % 2 else part.translate(_ACCENTS) for at, part in enumerate(parts))
    letters = sum(len(part) for part in parts[::2])
    more = round(letters * GROWTH)
    # Words of a usual length, so that a line can break between them.
    padding = ("őűéá mňöpqř sťüvž" * (more // 8 + 1))[:more].strip()
    end = said[len(said.rstrip(" :.…")) :]
    body = said[: len(said) - len(end)]
    if not letters:
        return text
    return f"{body}{'' if len(padding) < 4 else ' '}{padding}{end}"


class Pseudo(gettext.NullTranslations):
    """Translations into it."""

    def gettext(self, message: str) -> str:
        return stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return stretched(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(msgid1 if n == 1 else msgid2)


def use_pseudo() -> None:
    """Make the window speak it; dates and numbers stay English."""
    texts._window = Catalogue(domain="desk", language="en", _translations=Pseudo())
