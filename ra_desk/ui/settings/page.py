"""The page of settings: parts at the left, rows right, a search over all of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ra_desk.domain.errors import RaError
from ra_desk.services.settings import SettingValue
from ra_desk.texts import _, ngettext
from ra_desk.ui.page import Page
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import EmptyState
from ra_desk.ui.parts.card import Line as Hairline
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.nav import NavItem, Place
from ra_desk.ui.parts.search import SearchField
from ra_desk.ui.parts.select import Select
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.settings import controls
from ra_desk.ui.settings.declared import SETTINGS, of_section
from ra_desk.ui.settings.rows import Line, Row
from ra_desk.ui.settings.scanner_test import ScannerTest
from ra_desk.ui.settings.sections import ICONS, Surroundings, lines_of, title
from ra_desk.ui.settings.shapes import OneOf, Section, Setting
from ra_desk.ui.theme import Kind, Type
from ra_desk.ui.wording import told

_LIST = 264
_SEARCH = 296
#: Margins of the page, borders of the card, and the bar that scrolls.
_AROUND = 40 + 2 + 16
_STAYS_S = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What was in force before the last choice; ``words``: how the strip calls it."""

    before: tuple[tuple[str, SettingValue], ...]
    words: str
    value: str


class SettingsPage(Page):
    """Changes act at once; the last one can be undone."""

    def __init__(self, around: Surroundings, *, parent: QWidget | None = None) -> None:
        super().__init__(around.theme, _("Settings"), sub=_("Changes act at once."), parent=parent)
        self._around, self._settings = around, around.settings
        self._section = Section.APPEARANCE
        self._change: _Change | None = None
        self.rows: dict[str, Row] = {}
        self.search = SearchField(self.theme, _("Search the settings"), width=_SEARCH)
        self.search.textEdited.connect(lambda _text: self._show_rows())
        self.search.returnPressed.connect(self.into_rows)
        self.search.installEventFilter(self)
        self.add_to_title(self.search)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(16)
        self._list = self._section_list()
        self._columns.addWidget(self._list)
        self._card = QFrame()
        self._card.setProperty("role", "card")
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._narrow_list())
        right.addWidget(self._card)
        self._columns.addLayout(right, 1)
        self._into_card()
        self.body.addLayout(self._columns, 1)
        self.theme.changed.connect(self._stand)
        self._settings.changed.connect(self._on_changed)
        self._settings.kept.connect(self._on_kept)
        self._settings.failed.connect(self._on_failed)
        self.go(self._section)
        self._tell_troubles()

    # The parts of the page

    def _section_list(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "card")
        frame.setAccessibleName(_("Parts of the settings"))
        column = QVBoxLayout(frame)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        group = QButtonGroup(self)
        self.sections: dict[Section, NavItem] = {}
        for section in Section:
            place = Place(key=section.value, icon=ICONS[section], title=title(section))
            item = NavItem(self.theme, place)
            item.toggled.connect(
                lambda on, section=section: self._on_section(section) if on else None
            )
            group.addButton(item)
            column.addWidget(item)
            self.sections[section] = item
        column.addStretch(1)
        self._mark_locked()
        return frame

    def _narrow_list(self) -> Select:
        self.select = Select(self.theme)
        self.select.setAccessibleName(_("Parts of the settings"))
        for section in Section:
            self.select.addItem(title(section), section)
        self.select.activated.connect(lambda place: self.go(list(Section)[place]))
        self.select.hide()
        return self.select

    def _into_card(self) -> None:
        column = QVBoxLayout(self._card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 16, 6)
        self._head = label(kind=Type.H2)
        self._head.setMinimumHeight(40)
        head.addWidget(self._head, 1)
        self.to_defaults = Button(
            self.theme,
            _("Restore defaults"),
            look=Look.QUIET,
            size=Size.ROW,
            icon="refresh",
            flush=True,
        )
        self.to_defaults.clicked.connect(lambda: self._reset())
        head.addWidget(self.to_defaults)
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        column.addStretch(1)

    def _mark_locked(self) -> None:
        for section, item in self.sections.items():
            locked = section is Section.CONNECTION or any(
                self._settings.locked(setting.key) for setting in of_section(section)
            )
            item.set_mark("lock" if locked else "", _("Partly decided centrally") if locked else "")

    # Going about

    def go(self, section: Section) -> None:
        """Show a part of the page."""
        if self.search.text():
            self.search.clear()
        if self.sections[section].isChecked():
            self._on_section(section)
        else:
            self.sections[section].setChecked(True)

    def _on_section(self, section: Section) -> None:
        self._section = section
        if self.search.text():
            self.search.clear()
        self.select.setCurrentIndex(list(Section).index(section))
        self._show_rows()

    def _show_rows(self) -> None:
        query = self.search.text().strip()
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = {}
        found = self._found(query) if query else lines_of(self._around, self._section, self.choose)
        if query:
            count = ngettext("{count} setting", "{count} settings", len(found))
            self._head.setText(count.format(count=len(found)))
        else:
            self._head.setText(title(self._section))
        for line in found:
            row = Row(self.theme, line, prefix=title(line.section) if query else "")
            self.rows[line.key] = row
            self._rows.addWidget(Hairline())
            self._rows.addWidget(row)
            row.show()  # what is hidden counts as empty when heights are added up
        self._stand()
        if not found:
            words = _("There is no setting with the word “{word}”.").format(word=query)
            nothing = EmptyState(self.theme, "search", words, card=False)
            self._rows.addWidget(Hairline())
            self._rows.addWidget(nothing)
            nothing.show()
        self._fit_defaults()

    def _found(self, query: str) -> Sequence[Line]:
        ranked = [
            (-rank, line)
            for section in Section
            for line in lines_of(self._around, section, self.choose)
            if (rank := line.fits(query))
        ]
        return [line for _rank, line in sorted(ranked, key=lambda pair: pair[0])]

    def into_rows(self) -> None:
        """Put the focus on the first control in view."""
        for row in self.rows.values():
            control = row.control
            if control is not None and not self._settings_row_locked(row):
                controls.focus(control)
                self.ensure_visible(row)
                return

    def _settings_row_locked(self, row: Row) -> bool:
        return row.line.locked or row.line.key not in SETTINGS

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self.into_rows()
            return True
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.search.isUndoAvailable()
        ):
            # A text field claims the key even when it has nothing to undo.
            return self.undo()
        return super().eventFilter(watched, event)

    def on_shown(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def on_escape(self) -> bool:
        if not self.search.text():
            return False
        self.search.clear()
        self._show_rows()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def on_scan(self, text: str) -> bool:
        for test in self.findChildren(ScannerTest):
            if test.isVisibleTo(self):  # those of rows that were replaced live on for a moment
                test.take(text)
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        """Give the list the room of its words, and every row what is left when the page scrolls."""
        wide = max(item.words_width() for item in self.sections.values())
        self._list.setFixedWidth(max(_LIST, wide + 16))
        list_ = 0 if self._list.isHidden() else self._list.width() + 16
        for row in self.rows.values():
            row.stand_in(self.width() - list_ - _AROUND)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self.set_title(self.title, sub="" if narrow else _("Changes act at once."))
        self._list.setVisible(not narrow)
        self.select.setVisible(narrow)
        self._stand()

    # Choosing

    def choose(self, key: str, value: SettingValue) -> None:
        """Let a choice hold; the strip tells of it when it is kept."""
        before = self._settings.value(key)
        if value == before:
            return
        setting = SETTINGS[key]
        self._change = _Change(
            before=((key, before),),
            words=setting.label(),
            value=_in_sentence(setting, value),
        )
        try:
            self._settings.set(key, value)
        except RaError as error:
            self._on_failed(error)

    def _reset(self) -> None:
        settings = of_section(self._section)
        before = tuple(
            (setting.key, self._settings.value(setting.key))
            for setting in settings
            if not self._settings.is_default(setting.key) and not self._settings.locked(setting.key)
        )
        if before:
            self._change = _Change(
                before=before, words=title(self._section), value=_("as at the beginning")
            )
            # The button goes with what there was to restore.
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self._settings.reset(settings)

    def undo(self) -> bool:
        """Take the last choice back; return whether there was one."""
        change, self._change = self._change, None
        if change is None:
            return False
        self.notice.dismiss()
        for key, value in change.before:
            if not self._settings.locked(key):
                self._settings.set(key, value)
        return True

    def _on_changed(self, key: str) -> None:
        row = self.rows.get(key)
        if row is not None and row.control is not None and not self._settings.locked(key):
            controls.show(row.control, self._settings.value(key))
        elif row is not None:
            self._show_rows()
        self._fit_defaults()

    def _fit_defaults(self) -> None:
        """Offer the defaults where there is something to restore."""
        changed = any(
            not self._settings.is_default(setting.key) and not self._settings.locked(setting.key)
            for setting in of_section(self._section)
        )
        self.to_defaults.setVisible(changed and not self.search.text().strip())

    def _on_kept(self) -> None:
        change = self._change
        if change is None:
            return
        # i18n: a setting and what it is now, such as "Theme: dark. Saved."
        words = _("{setting}: {value}. Saved.").format(setting=change.words, value=change.value)
        self.notice.notify(
            Kind.OK,
            "circle-check",
            words,
            strong=change.value,
            actions=(StripAction(text=_("Undo"), act=lambda: self._undo_pressed(), key="Ctrl+Z"),),
            seconds=0 if self._settings.flag("notices.stay") else _STAYS_S,
        )

    def _undo_pressed(self) -> None:
        self.undo()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, error: RaError) -> None:
        self._change = None
        self.notice.notify(Kind.ERR, "alert-circle", told(error), seconds=0)

    def _tell_troubles(self) -> None:
        if self._settings.troubles:
            words = " ".join(told(trouble) for trouble in self._settings.troubles)
            self.notice.notify(Kind.WARN, "alert-triangle", words, seconds=0)

    # Another language

    def memory(self) -> str:
        """Return where one is on this page, for the page that follows in another language."""
        before = None if self._change is None else self._change.before
        return json.dumps([self._section.value, self.search.text(), before])

    def recall(self, memory: str) -> None:
        """Go where ``memory`` says, and let its last choice be undone here."""
        section, query, before = json.loads(memory)
        self.go(Section(section))
        if query:
            self.search.setText(query)
            self._show_rows()
        if before:
            key = str(before[0][0])
            self._change = _Change(
                before=tuple((str(key), value) for key, value in before),
                words=SETTINGS[key].label(),
                value=_in_sentence(SETTINGS[key], self._settings.value(key)),
            )
            self._on_kept()


def _in_sentence(setting: Setting, value: SettingValue) -> str:
    """Return a value as it stands within a sentence: "dark", but "English"."""
    words = controls.value_words(setting, value)
    if isinstance(setting.shape, OneOf) and setting.key != "language":
        return words[:1].lower() + words[1:]
    return words
