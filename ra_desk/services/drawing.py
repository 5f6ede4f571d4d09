"""What the services and the window need drawn: letters, their preview, and what goes with them.

A preview takes no code, and ``LetterSheet`` has no place for one: what is shown on a screen
cannot hold it.
"""

from __future__ import annotations

from typing import Protocol

from ra_desk.domain.activation import ActivationCode, LetterNumber
from ra_desk.domain.errors import Refused
from ra_desk.domain.letter_form import (
    EnvelopeFit,
    Letterhead,
    LetterLanguages,
    LetterSheet,
    Posting,
)
from ra_desk.domain.pass_request import PassRequest


class LetterPaper(Protocol):
    """Draws in memory; ``paper.office.OfficePaper`` provides it. Every ``bytes`` is a PDF."""

    def languages(self, recipient: PassRequest) -> LetterLanguages:
        """Return the languages of a citizen's letter: by wish, else by settlement."""
        ...

    def problems(self, recipient: PassRequest, fit: EnvelopeFit) -> tuple[Refused, ...]:
        """Return what keeps a letter from this envelope, not raised; empty if nothing does.

        Errors of ``domain.addresses``, whose ``line_of`` says which line each is about, and
        ``letter.address_does_not_fit`` and ``letter.address_unprintable``.
        """
        ...

    def letter(
        self, sheet: LetterSheet, code: ActivationCode, head: Letterhead, fit: EnvelopeFit
    ) -> bytes:
        """Draw one letter. The code is revealed last, when nothing can fail any more.

        Raises:
            AddressDoesNotFit: the address would leave the window, even in 8 pt.
        """
        ...

    def preview(self, sheet: LetterSheet, head: Letterhead, fit: EnvelopeFit) -> bytes:
        """Draw the same letter for a screen: dots for the code, a dashed box for the QR.

        Raises:
            AddressDoesNotFit: as for the letter.
        """
        ...

    def test_page(self, head: Letterhead, fit: EnvelopeFit) -> bytes:
        """Draw rulers, the window's outline and an invented address; no code is on it."""
        ...

    def control_letter(self, number: LetterNumber, head: Letterhead, fit: EnvelopeFit) -> bytes:
        """Draw the day's letter to the office itself; what stands for a code can be none."""
        ...

    def posting_list(self, letters: Posting, head: Letterhead) -> bytes:
        """Draw the list that goes to the post with the letters: A4, as many pages as needed."""
        ...

    def posting_table(self, letters: Posting, head: Letterhead) -> bytes:
        """Return the same list as CSV: UTF-8 with a mark, semicolons, a heading."""
        ...
