"""What the services need for letters: a letter as it lies here, its drawing, a queue that prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from ra_desk.domain.activation import ActivationCode, LetterNumber, RequestNumber
from ra_desk.domain.pass_request import PassRequest
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLetter:
    """A letter that waits to be printed here. Nobody below ``print_letter`` can open the box.

    ``started_at``: when its printing began at this desk; from then on it is printed or spoilt,
    never drawn again.
    """

    number: LetterNumber
    request: RequestNumber
    box: bytes
    expires_at: datetime
    ordered_at: datetime
    recipient: PassRequest
    started_at: datetime | None = None


class Printer(Protocol):
    """A queue that takes PDF from memory. ``title`` never holds a name."""

    @property
    def name(self) -> str: ...
    def print(self, pdf: bytes, *, title: str) -> None: ...


class ReceiptRenderer(Protocol):
    """Draws the citizen's receipt of a check in memory; ``paper`` provides it."""

    def __call__(
        self,
        request: PassRequest,
        *,
        provisional: bool,
        office: Office,
        service: Service,
        demo: bool,
    ) -> bytes: ...


class LetterRenderer(Protocol):
    """Draws a letter in memory; ``paper`` provides it."""

    def __call__(
        self,
        letter: SealedLetter,
        code: ActivationCode,
        *,
        office: Office,
        service: Service,
        on: date,
        demo: bool,
    ) -> bytes: ...
