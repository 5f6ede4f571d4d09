"""The help page: search, tasks, chapters, whom to call; and the chapter that somebody reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ra_desk.domain.errors import RaError
from ra_desk.services.desk import Desk
from ra_desk.services.doctor import Seen
from ra_desk.texts import _, language, ngettext
from ra_desk.ui.background import Background
from ra_desk.ui.help import topics
from ra_desk.ui.help.contact import ContactCard, read_contact, values_of
from ra_desk.ui.help.findings import Findings
from ra_desk.ui.help.manual import CHAPTERS, Hit, Manual, Topic, error_topic
from ra_desk.ui.help.reader import Reader
from ra_desk.ui.page import Page
from ra_desk.ui.pages import HELP
from ra_desk.ui.parts.announce import announce
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, Columns, EmptyState
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Kind, Theme, Type
from ra_desk.ui.wording import told


class ManualLink(Button):
    """A button that opens a place of the manual."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(
            theme,
            words,
            look=Look.QUIET,
            size=Size.ROW,
            icon="chevron-right",
            flush_left=True,
        )


class HelpPage(Page):
    """Home, hits, a chapter or the doctor: one of them is in view."""

    return_wanted = Signal()  # back to where help was asked for

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        background: Background,
        *,
        values: Mapping[str, str],
        seen: Callable[[], Seen],
        parent: QWidget | None = None,
    ) -> None:
        """Make the page.

        Args:
            values: what the texts may name, such as the local help; see ``contact``.
            seen: what the window knows for the doctor.
        """
        super().__init__(theme, _("Help"), parent=parent)
        self._desk, self._background = desk, background
        self._values = dict(values)
        self.manual = Manual(language(), values_of(None, self._values))
        self._asked_from = HELP
        self._narrow = False
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("What are you looking for?"))
        self.search.setAccessibleName(_("Search the help"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(100)
        self.search.textChanged.connect(self._on_search)
        self.body.addWidget(self.search)
        self.home = QWidget()
        self.hits = QWidget()
        self.reader = Reader(theme, self.manual)
        self.reader.moved.connect(self._on_moved)
        self.findings = Findings(theme, desk, background, seen=seen)
        self.findings.number_wanted.connect(lambda ra: self.show_topic(error_topic(ra)))
        self.findings.failed.connect(self._say)
        self.findings.ready.connect(lambda _ready: self._show_actions())
        # No stack: it would be as high as its highest page, and scroll the others too.
        for view in (self.home, self.hits, self.reader, self.findings):
            self.body.addWidget(view, 1)
            view.setVisible(view is self.home)
        self.view: QWidget = self.home
        self.back = Button(theme, _("Back"), key=_("Esc"))
        self.back.clicked.connect(self._on_back)
        self.contents = Button(theme, _("Contents"))
        self.contents.clicked.connect(self.show_home)
        self.again = Button(theme, _("Look again"), look=Look.PRIMARY)
        self.again.clicked.connect(self.findings.look)
        self.prepare = Button(theme, _("Prepare a report …"))
        self.prepare.clicked.connect(self.findings.prepare)
        self.keep(self.back, self.contents, self.again, self.prepare)
        self.contact = ContactCard(theme)
        self.contact.doctor_wanted.connect(self.show_doctor)
        self._build_home()

    # What is in view

    @property
    def at_home(self) -> bool:
        return self.view is self.home

    def ask_from(self, page: str) -> None:
        """Note from which page help was asked for: its topics stand first."""
        self._asked_from = page if page in topics.PAGES else HELP
        self._build_home()

    def show_home(self) -> None:
        """Show tasks, chapters and whom to call."""
        self.search.clear()
        self._build_home()
        self._show(self.home)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_topic(self, topic: Topic) -> None:
        """Show a place of the manual with the focus on its heading."""
        if self.view is self.reader:
            self.reader.show_topic(topic)
        else:
            self.reader.begin(topic)
        self._show(self.reader)
        self.reader.view.take_focus()

    def show_doctor(self) -> None:
        """Look at this computer."""
        self._show(self.findings)
        self.findings.look()
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, view: QWidget) -> None:
        before, self.view = self.view, view
        before.setVisible(before is view)
        view.show()
        self._make_room()
        self._show_actions()
        titles = {
            self.reader: "" if self.reader.topic is None else self.manual.title(self.reader.topic),
            self.findings: _("This computer"),
            self.hits: _("Search"),
        }
        self.set_title(_("Help"), sub=titles.get(view, ""))

    def _make_room(self) -> None:
        """Leave all room to the chapter where large text leaves little; it has its own title."""
        reading = self._narrow and self.view is self.reader
        self.search.setHidden(reading)
        self.show_title(not reading)

    def _show_actions(self) -> None:
        view = self.view
        left = () if view is self.home else (self.back, self.contents)
        right = (self.prepare, self.again) if view is self.findings else ()
        self.prepare.setEnabled(bool(self.findings.findings) and not self.findings.looking)
        focus = QApplication.focusWidget()
        self.set_actions(left=left, right=right)
        if focus is not None and focus in (*left, *right):
            focus.setFocus(Qt.FocusReason.OtherFocusReason)  # the bar took it out and put it back

    def _on_moved(self) -> None:
        if self.view is self.reader:
            self._show(self.reader)

    # Coming and going

    def on_shown(self) -> None:
        read_contact(self._desk, self._background, owner=self, on_done=self._on_contact)
        if self.at_home:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_escape(self) -> bool:
        if self.search.text():
            self.search.clear()
            return True
        self.return_wanted.emit()
        return True

    def _on_back(self) -> None:
        if self.view is self.reader and self.reader.can_go_back:
            self.reader.go_back()
            return
        self.return_wanted.emit()

    def default_action(self) -> Button | None:
        return None

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._narrow = narrow
        self._make_room()

    def _on_contact(self, contact: Mapping[str, str]) -> None:
        values = values_of(contact, self._values)
        self.manual = Manual(language(), values)
        self.reader.use(self.manual)
        self.contact.show_values(values)

    def _say(self, error: RaError) -> None:
        self._show_actions()
        self.notice.notify(Kind.ERR, "alert-circle", told(error), seconds=0)

    # Home

    def _build_home(self) -> None:
        # The contact card is one and outlives each first page.
        self.contact.setParent(None)
        left = QWidget()
        first = QVBoxLayout(left)
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(12)
        first.addWidget(self._links(_("On this page"), topics.PAGES[self._asked_from]))
        first.addWidget(self._links(_("How do I …?"), topics.TASKS))
        first.addStretch(1)
        right = QWidget()
        second = QVBoxLayout(right)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(12)
        second.addWidget(self.contact)
        chapters = tuple(Topic(chapter=key) for key in CHAPTERS)
        second.addWidget(self._links(_("All chapters"), chapters))
        second.addStretch(1)
        columns = Columns(left, right)
        columns.set_narrow(self._narrow)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        if not all(map(self.manual.is_translated, chapters)):
            words = _("The manual is not written in your language yet; it is shown in another one.")
            column.addWidget(label(words, tone="muted", wrap=True))
        column.addWidget(columns)
        self._renew(self.home, shown)

    def _links(self, title: str, wanted: Sequence[Topic]) -> Card:
        card = Card(title)
        for topic in wanted:
            if self.manual.has(topic):
                link = self._link(topic)
                link.setAccessibleDescription(title)  # a topic stands in two lists
                card.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _link(self, topic: Topic) -> Button:
        words = self.manual.title(topic)
        button = ManualLink(self.theme, words)
        button.clicked.connect(partial(self._open, topic))
        return button

    def _open(self, topic: Topic, _checked: bool = False) -> None:
        self.show_topic(topic)

    # Search

    def _on_search(self, words: str) -> None:
        if not words.strip():
            if self.view is self.hits:
                self._show(self.home)
            return
        found = self.manual.search(words)
        self._renew(self.hits, self._found(found))
        self._show(self.hits)
        count = ngettext("{count} hit", "{count} hits", len(found)).format(count=len(found))
        announce(self.search, count)

    def _found(self, found: Sequence[Hit]) -> QWidget:
        if not found:
            return EmptyState(
                self.theme,
                "search",
                _("Nothing found."),
                _("Try another word, or call {phone}.").format(phone=self.manual.value("phone")),
            )
        card = Card(_("Found"), count=str(len(found)))
        for hit in found:
            card.add_row(self._hit(hit))
        return card

    def _hit(self, hit: Hit) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        button = ManualLink(self.theme, hit.title)
        button.clicked.connect(partial(self._open, hit.topic))
        button.setAccessibleDescription(hit.around)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        words = hit.around if hit.chapter == hit.title else f"{hit.chapter} · {hit.around}"
        column.addWidget(label(words, Type.CAPTION, wrap=True))
        return row

    def _renew(self, holder: QWidget, shown: QWidget) -> None:
        layout = holder.layout()
        if layout is None:
            layout = QVBoxLayout(holder)
            layout.setContentsMargins(0, 0, 0, 0)
        while (item := layout.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        layout.addWidget(shown)
