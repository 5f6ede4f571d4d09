"""Reports and the close of the day as their page sees them: ``Desk.day``, bound to the parts.

What is drawn and written comes in words from the page; nothing in it is about a person. Methods
may block: call them in the store's lane, ``print_form`` in the printer's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from ra_desk.domain.checks import office_day
from ra_desk.domain.day import Closing
from ra_desk.domain.errors import Unavailable
from ra_desk.domain.people import Office
from ra_desk.domain.policy import Service
from ra_desk.domain.report import Figures, Period, Release, Span, own_period, period_of, release
from ra_desk.domain.report_form import ReportForm
from ra_desk.domain.secret import Secret
from ra_desk.journal.canonical import unb64
from ra_desk.journal.ring import KeyCost
from ra_desk.services import close_day, report
from ra_desk.services.after_check import NoPrinter, printer_or_first
from ra_desk.services.close_day import DayStanding, Signature
from ra_desk.services.ports import Central, Clock, Enrolment, Printer, Session, Store

#: Hexadecimal digits of a group, as the protocol shows them.
_GROUP = 4


class ReportNotSaved(Unavailable):
    """The report could not be written. ``reason``: what the system says."""

    code = "report.not_saved"


class DayPaper(Protocol):
    """Draws a form in memory; ``paper`` provides it."""

    def __call__(
        self, form: ReportForm, *, office: Office, service: Service, demo: bool
    ) -> bytes: ...


class Files(Protocol):
    """Writes a file that somebody has chosen, for this account only; OSError if it cannot."""

    def __call__(self, data: bytes, path: Path) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTools:
    """What a day needs of the outside beside store and line."""

    draw: DayPaper
    write: Files


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of the chain of a closing, for paper.

    ``digest`` is base64url as in receipts and exports, ``groups`` the same in hexadecimal digits.
    """

    enrolment: Enrolment
    seq: int
    digest: str

    @property
    def groups(self) -> tuple[str, ...]:
        return grouped(self.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The verbs of reports and of the close of the day."""

    store: Store
    central: Central
    printers: Mapping[str, Printer]
    tools: DayTools | None
    now: Clock
    cost: KeyCost

    def today(self) -> date:
        """Return the office's day."""
        return office_day(self.now())

    def standing(self) -> DayStanding:
        return close_day.day_standing(store=self.store, now=self.now)

    def figures(self, span: Span, *, session: Session, own: Period | None = None) -> Figures:
        """Return the figures of a span that ends today, or of a period of one's own.

        Raises:
            PeriodUnfit: of the period.
        """
        return report.figures(self._period(span, own), session=session, store=self.store)

    def office_figures(self, span: Span, *, session: Session, own: Period | None = None) -> Figures:
        """Ask central for the same figures of the whole office; in central's lane.

        Raises:
            PeriodUnfit: of the period.
            NotYourRole: they see their own work only.
            Unavailable: central does not answer.
        """
        return report.office_figures(
            self._period(span, own),
            session=session,
            store=self.store,
            central=self.central,
            now=self.now,
        )

    def _period(self, span: Span, own: Period | None) -> Period:
        if own is not None:
            return own_period(own.first, own.last)
        return period_of(span, today=self.today())

    def release(self, figures: Figures) -> Release:
        """Return what of the figures may leave the office."""
        return release(figures)

    def close(
        self,
        *,
        day: date,
        reason: str,
        password: Secret[str],
        second: Signature | None,
        session: Session,
    ) -> Closing:
        return close_day.close_day(
            day=day,
            reason=reason,
            password=password,
            second=second,
            session=session,
            store=self.store,
            central=self.central,
            now=self.now,
            cost=self.cost,
        )

    def reopen(self, reason: str, *, session: Session) -> None:
        close_day.reopen_day(reason, session=session, store=self.store, now=self.now)

    def destroy_sheets(self, *, session: Session) -> int:
        return close_day.destroy_sheets(session=session, store=self.store, now=self.now)

    def head(self, closing: Closing) -> Head:
        """Return the head of the chain as it was when the day was closed."""
        with self.store.read() as unit:
            digest = unit.digest_at(closing.last)
            return Head(enrolment=unit.enrolment(), seq=closing.last, digest=digest or "")

    def draw(self, form: ReportForm) -> bytes:
        """Return a form as PDF.

        Raises:
            NoPrinter: nothing here can draw.
        """
        if self.tools is None:
            raise NoPrinter()
        with self.store.read() as unit:
            enrolment, service = unit.enrolment(), unit.policy().service
        return self.tools.draw(form, office=enrolment.office, service=service, demo=enrolment.demo)

    def print_form(self, form: ReportForm, *, wanted: str) -> None:
        """Draw a form in memory and hand it to the queue that the office has chosen.

        Raises:
            NoPrinter: there is no queue.
            Unavailable: the printer did not take it.
        """
        pdf = self.draw(form)
        printer_or_first(wanted, self.printers).print(pdf, title="RA-report")

    def save(self, data: bytes, path: Path) -> None:
        """Write a report where somebody wants it.

        Raises:
            ReportNotSaved: the folder cannot be written, or the disk is full.
        """
        if self.tools is None:
            raise ReportNotSaved(reason="")
        try:
            self.tools.write(data, path)
        except OSError as error:
            raise ReportNotSaved(reason=error.strerror or "") from error


def grouped(digest: str) -> tuple[str, ...]:
    """Return a digest in base64url as groups of four hexadecimal digits.

    Raises:
        NotCanonical: it is no base64url.
    """
    digits = unb64(digest, what="digest").hex()
    return tuple(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))
