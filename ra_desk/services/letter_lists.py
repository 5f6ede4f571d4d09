"""What the print room sees: letters that wait, and batches with what is to be done next."""

from __future__ import annotations

from collections import Counter

from ra_desk.domain.letter_form import Envelope, EnvelopeFit
from ra_desk.services.drawing import LetterPaper
from ra_desk.services.letter_batches import LOOKED_AT, seen, seen_batch
from ra_desk.services.letter_book import BatchPage, BatchSeen, LeftOut, Waiting
from ra_desk.services.ports import Clock, Store


def waiting(*, envelope: Envelope, store: Store, paper: LetterPaper) -> Waiting:
    """Return what waits to be put into a batch, and what of it does not suit the envelope."""
    fit = EnvelopeFit(envelope=envelope)
    with store.read() as unit:
        book = unit.letter_book()
        letters, count = book.unbatched(limit=LOOKED_AT), book.unbatched_count()
        elsewhere, unnumbered = tuple(book.elsewhere()), book.unnumbered()
    return Waiting(
        count=count,
        oldest=min((one.ordered_at for one in letters), default=None),
        languages=Counter(str(paper.languages(one.recipient)) for one in letters),
        places=Counter(one.recipient.applicant.address.post for one in letters),
        problems=tuple(
            LeftOut(letter=one.number, request=one.request, problems=found)
            for one in letters
            if (found := paper.problems(one.recipient, fit))
        ),
        elsewhere=elsewhere,
        unnumbered=unnumbered,
    )


def batch(number: int, *, store: Store, now: Clock, run: str) -> BatchSeen:
    """Return a batch and what is to be done next with it.

    Raises:
        BatchUnknown: there is none.
    """
    with store.read() as unit:
        return seen(number, unit.letter_book(), at=now(), run=run)


def batches(*, before: int, limit: int, store: Store, now: Clock, run: str) -> BatchPage:
    """Return a page of batches, the newest first; ``before`` 0 begins with the newest."""
    with store.read() as unit:
        book, moment = unit.letter_book(), now()
        found = book.batches(before=before, limit=limit + 1)
        page = tuple(seen_batch(one, book, at=moment, run=run) for one in found[:limit])
        earlier = page[-1].batch.number if len(found) > limit else 0
        return BatchPage(batches=page, earlier=earlier)
