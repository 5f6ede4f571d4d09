"""What a citizen has at home: a mailbox and a phone, which are read as everybody reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

_CODE = re.compile(r"\b[2-9B-DF-HJ-NP-TV-X]{4}(?:-[2-9B-DF-HJ-NP-TV-X]{4}){2}\b")
#: The last thing in an SMS.
_PASSWORD = re.compile(r"\b\d{6}$")


class Message(Protocol):
    """A mail or an SMS as its reader sees it."""

    @property
    def to(self) -> str: ...
    @property
    def text(self) -> str: ...


def phone_number(place: int) -> str:
    """Return the mobile number of a citizen; Sweden keeps 95 of them free for invented people."""
    return f"+46 70 174 06 {5 + place % 95:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What came, the oldest first."""

    mails: Callable[[], Sequence[Message]]
    texts: Callable[[], Sequence[Message]]

    def mailed(self, address: str, words: str) -> bool:
        """Whether a mail with these words came to the address."""
        return any(mail.to == address and words in mail.text for mail in self.mails())

    def code(self, address: str) -> str:
        """Return the last activation code that was mailed to the address; "" before it comes."""
        found = (code_in(mail.text) for mail in reversed(self.mails()) if mail.to == address)
        return next((code for code in found if code), "")

    def password(self, number: str) -> str:
        """Return the one-time password in the last SMS to the number; "" before it comes."""
        found = (_PASSWORD.search(sms.text) for sms in reversed(self.texts()) if sms.to == number)
        return next((one.group() for one in found if one is not None), "")


def code_in(text: str) -> str:
    """Return the activation code that stands in a text, or ""."""
    found = _CODE.search(text)
    return "" if found is None else found.group()
