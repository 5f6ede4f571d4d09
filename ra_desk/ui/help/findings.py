"""The doctor's page: how each part of this computer is, and the report that may be handed on."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ra_desk import __version__
from ra_desk.services.desk import Desk
from ra_desk.services.doctor import Finding, Health, Seen, exit_status, report
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, EmptyState
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import NoticeStrip
from ra_desk.ui.saving import Saver
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording_doctor import check_name, health_name, number, sentence, summary

_CHIPS = {
    Health.OK: (Kind.OK, "circle-check"),
    Health.UNKNOWN: (Kind.IDLE, "circle-dashed"),
    Health.WARNING: (Kind.WARN, "alert-triangle"),
    Health.FAILURE: (Kind.ERR, "alert-circle"),
}
_CHIP_WIDTH = 152


class Findings(QWidget):
    """Looks at this computer in a lane of its own, and shows what was found."""

    number_wanted = Signal(str)  # RA-nnnn: open its page
    failed = Signal(object)  # RaError
    ready = Signal(bool)  # whether there is a report to hand on

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        *,
        seen: Callable[[], Seen],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._background, self._seen = theme, desk, background, seen
        self.saver = Saver(self, desk, background)
        self.saver.saved.connect(self._on_saved)
        self.saver.failed.connect(self.failed)
        self.findings: Sequence[Finding] = ()
        self.looking = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.summary = NoticeStrip(theme)
        self._column.addWidget(self.summary)
        self._list: QWidget = QWidget()
        self._column.addWidget(self._list)
        self._column.addStretch(1)

    def look(self) -> None:
        """Examine this computer; what was found before stays until there is news."""
        doctor = self._desk.doctor
        if doctor is None:
            self._replace(
                EmptyState(self._theme, "info-circle", _("This computer cannot look at itself."))
            )
            return
        if self.looking:
            return
        self.looking = True
        self.ready.emit(False)
        if not self.findings:
            words = _("Looking at this computer … it takes a few seconds.")
            self._replace(EmptyState(self._theme, "refresh", words))
        seen = self._seen()
        self._background.run(
            Lane.DOCTOR,
            lambda: doctor.examine(seen),
            owner=self,
            on_done=self._on_found,
            on_error=self._on_failed,
        )

    def _on_failed(self, error: object) -> None:
        self.looking = False
        self.failed.emit(error)

    def _on_found(self, findings: Sequence[Finding]) -> None:
        self.looking = False
        self.findings = findings
        status = exit_status(findings)
        kind, icon = _CHIPS[(Health.OK, Health.WARNING, Health.FAILURE)[status]]
        self.summary.notify(kind, icon, summary(findings), seconds=0)
        card = Card(_("What was found"), count=str(len(findings)))
        # What needs somebody stands on top.
        urgent = sorted(findings, key=lambda one: -list(Health).index(one.health))
        for one in urgent:
            card.add_row(self._row(one))
        self._replace(card)
        self.ready.emit(True)

    def _row(self, finding: Finding) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(12)
        kind, icon = _CHIPS[finding.health]
        room = QWidget()
        room.setMinimumWidth(self._theme.scaled(_CHIP_WIDTH))
        inner = QHBoxLayout(room)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(Chip(self._theme, kind, icon, health_name(finding.health), small=True))
        inner.addStretch(1)
        line.addWidget(room, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(check_name(finding.check), Type.STRONG, wrap=True))
        words.addWidget(label(sentence(finding), wrap=True))
        line.addLayout(words, 1)
        if ra := number(finding):
            button = Button(self._theme, ra, look=Look.QUIET, size=Size.ROW)
            button.setAccessibleName(_("Help for {number}").format(number=ra))
            button.clicked.connect(lambda _checked=False, ra=ra: self.number_wanted.emit(ra))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _replace(self, shown: QWidget) -> None:
        self._column.replaceWidget(self._list, shown)
        self._list.hide()
        self._list.deleteLater()
        self._list = shown
        shown.show()  # at once, or the rows are laid out before there is room for them

    # The report

    def report(self) -> str:
        """Return the report exactly as it would be saved."""
        data = report(
            self.findings,
            at=self._desk.time(),
            version=__version__,
            sentence=sentence,
            number=number,
        )
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

    def prepare(self) -> None:
        """Show what the report holds, in a sheet; only then it can be saved."""
        if not self.findings:
            return
        text = self.report()
        sheet = Sheet(
            self._theme,
            self.window(),
            question=_("Save this report for the help desk?"),
            sentence=_(
                "It holds exactly what you see here: nothing about clients, no names, no keys."
            ),
            accept_words=_("Save …"),
        )
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName(_("Report"))
        shown.setMinimumHeight(self._theme.scaled(280))
        sheet.body.addWidget(shown)
        sheet.accepted.connect(sheet.close_sheet)
        sheet.accepted.connect(lambda: self._choose(text))
        sheet.open(shown)

    def _choose(self, text: str) -> None:
        self.saver.choose(text, title=_("Save the report"), stem="ra-desk")

    def _on_saved(self, name: str) -> None:
        words = _("The report was saved: {file}").format(file=name)
        self.summary.notify(Kind.OK, "circle-check", words, strong=name, seconds=0)
