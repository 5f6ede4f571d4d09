"""The manual with its way back: in the help page, and in a sheet over whatever is open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ra_desk.texts import _
from ra_desk.ui.help.manual import Manual, Topic
from ra_desk.ui.help.view import ManualView
from ra_desk.ui.parts.labels import label
from ra_desk.ui.theme import Theme, Type


class Reader(QWidget):
    """Shows topics and remembers the way; a chapter from another language says so above it."""

    moved = Signal()  # another topic is in view

    def __init__(self, theme: Theme, manual: Manual, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.manual = manual
        self._way: list[Topic] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._note = label(kind=Type.CAPTION, wrap=True)
        column.addWidget(self._note)
        self.view = ManualView(theme)
        self.view.wanted.connect(self.show_topic)
        column.addWidget(self.view, 1)

    @property
    def topic(self) -> Topic | None:
        """What is in view."""
        return self._way[-1] if self._way else None

    @property
    def can_go_back(self) -> bool:
        return len(self._way) > 1

    def begin(self, topic: Topic) -> None:
        """Show a topic and forget the way that led here before."""
        self._way.clear()
        self.show_topic(topic)

    def show_topic(self, topic: Topic) -> None:
        """Show a topic; one that the manual does not have leaves everything as it is."""
        if not self.manual.has(topic):
            return
        if topic != self.topic:
            self._way.append(topic)
        self._show()

    def go_back(self) -> None:
        """Show what was in view before."""
        if self.can_go_back:
            self._way.pop()
            self._show()

    def use(self, manual: Manual) -> None:
        """Go on with another manual, such as one that knows the help desk's number."""
        self.manual = manual
        if self._way:
            self._show()

    def _show(self) -> None:
        topic = self._way[-1]
        text = self.manual.text(topic.chapter)
        self.view.show_text(topic.chapter, text, anchor=topic.anchor)
        self._note.setText("" if text.language == self.manual.language else _other_language())
        self._note.setVisible(bool(self._note.text()))
        self.moved.emit()


def _other_language() -> str:
    return _("This chapter is not written in your language yet; it is shown in another one.")
