"""The sheet that chooses how the code travels, at offices that may send it by post."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ra_desk.domain.activation import Channel
from ra_desk.domain.checks import NOTE_LIMIT, PostNotAllowed
from ra_desk.texts import _
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.curtain import hide_typed
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.theme import Theme
from ra_desk.ui.wording import told


class ChannelSheet(Sheet):
    """E-mail, or post with a reason that is kept."""

    chosen = Signal(object, str)  # Channel, reason

    def __init__(self, theme: Theme, window: QWidget, *, channel: Channel, reason: str) -> None:
        super().__init__(
            theme,
            window,
            question=_("How does the code reach the client?"),
            accept_words=_("Use this way"),
        )
        self.choices = Choices(
            theme,
            _("How does the code reach the client?"),
            (
                Choice(
                    key=Channel.EMAIL,
                    verb=_("By e-mail"),
                    consequence=_("A few minutes after the check; the code is valid for 24 hours."),
                    remark=_("recommended"),
                ),
                Choice(
                    key=Channel.POST,
                    verb=_("By post"),
                    consequence=_("A letter to the permanent address, printed at this office."),
                ),
            ),
            preselected=channel,
        )
        self.choices.chosen.connect(self._on_chosen)
        self.body.addWidget(self.choices)
        self.reason = QLineEdit(reason)
        hide_typed(theme, self.reason)
        self.reason.setMaxLength(NOTE_LIMIT)
        self.reason.setPlaceholderText(_("No health data, no opinions"))
        self._field = Field(theme, _("Why by post?"), self.reason)
        self.body.addWidget(self._field)
        self.setProperty("of", "request")
        self.accepted.connect(self._on_accepted)
        self._field.setVisible(channel is Channel.POST)

    def _on_chosen(self, key: str) -> None:
        by_post = key == Channel.POST
        self._field.setVisible(by_post)
        if by_post:
            self.reason.setFocus()

    def _on_accepted(self) -> None:
        channel, reason = Channel(self.choices.key), self.reason.text().strip()
        if channel is Channel.POST and not reason:
            self._field.set_error(told(PostNotAllowed()))
            self.reason.setFocus()
            return
        self.close_sheet()
        self.chosen.emit(channel, reason if channel is Channel.POST else "")
