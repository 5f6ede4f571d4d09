"""The look-up field joined with the desk: what is typed or scanned becomes hits, late or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal

from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import RaError
from ra_desk.domain.facts import Purpose, SearchKey
from ra_desk.domain.mrz import Mrz
from ra_desk.services.desk import Desk
from ra_desk.services.find_requests import today_of
from ra_desk.services.ports import Hits as Found
from ra_desk.services.ports import Query, Session
from ra_desk.services.understand import Understood, query_of, understand
from ra_desk.texts import _
from ra_desk.ui.background import Background, Lane
from ra_desk.ui.counter.hits import (
    AGAIN,
    COLUMNS,
    EVERYWHERE,
    NARROW_COLUMNS,
    LookUpFailed,
    failed_hits,
    letter_hit,
    name_in,
    shown_hits,
)
from ra_desk.ui.counter.scans import computer_keyboard
from ra_desk.ui.parts.lookup import Hits, LookUpField
from ra_desk.ui.parts.rows import Row
from ra_desk.ui.wording import told

#: A search that takes longer says so.
_SLOW_MS = 300
#: Whoever types a name presses the next key within this.
_TYPING_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What the field stands for: the text in it, or the document that filled it."""

    text: str
    understood: Understood
    zone: Mrz | None = None
    scan: str = ""

    @property
    def query(self) -> Query:
        return self.understood.query

    @property
    def complete(self) -> bool:
        """Whether it is enough to ask central across all offices."""
        query = self.query
        named = bool(query.tokens) and query.birth_date is not None
        return query.number is not None or bool(query.tax_number) or named


class LookUp(QObject):
    """Asks the store at every key, one question at a time, and shows the answer to the latest."""

    wanted = Signal(str, str)  # RequestNumber; the scan that found it, or ""
    shown = Signal(str)  # the text whose hits stand in the panel now
    letter_wanted = Signal(str)  # LetterNumber

    def __init__(
        self,
        field: LookUpField,
        desk: Desk,
        background: Background,
        *,
        session: Session,
        is_narrow: Callable[[], bool] = lambda: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._field, self._desk, self._background = field, desk, background
        self._session, self._is_narrow = session, is_narrow
        self._asked: _Asked | None = None
        self._answered: _Asked | None = None
        self._asking = False
        self._enter = False
        self.offline_since = ""  # time of the data, while central does not answer
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(lambda: field.set_busy(True))
        field.typed.connect(self._on_typed)
        field.opened.connect(self._on_opened)
        field.submitted.connect(self._on_submitted)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._asking

    # Asking

    def _on_typed(self, text: str) -> None:
        self._enter = False
        if text.startswith(">"):  # a command: nobody is looked up
            self._asked = self._answered = None
            return
        if not text.strip():
            self._asked = self._answered = None
            self._slow.stop()
            self._field.set_busy(False)
            self._field.panel.close_panel()
            return
        today = today_of(self._desk.now)
        understood = understand(text, today=today, computer=computer_keyboard())
        if understood.zone is not None:
            zone = understood.zone
            text = self._put(name_in(zone.zone))
            self._asked = _Asked(text=text, understood=understood, zone=zone.zone, scan=zone.text)
        else:
            # Neither a zone nor an EMŠO stays in the field, nor in what it could take back.
            text = self._put(understood.instead) if understood.instead else text
            self._asked = _Asked(text=text, understood=understood)
        if understood.letter is not None:
            self._answered = self._asked
            self._field.show_hits(letter_hit(understood.letter))
        else:
            self._ask()

    def find_person(self, zone: Mrz, scan: str) -> None:
        """Look for the person whose document was read; the one hit opens by itself."""
        name = self._put(name_in(zone))
        understood = Understood(query=query_of(zone), key=SearchKey.DOCUMENT)
        self._asked = _Asked(text=name, understood=understood, zone=zone, scan=scan)
        self._enter = True
        self._ask()

    def find_number(self, number: RequestNumber) -> None:
        """Look beyond this desk for a request that it does not keep; it opens by itself."""
        understood = Understood(query=Query(number=number), key=SearchKey.NUMBER)
        asked = _Asked(text=self._put(number), understood=understood)
        self._asked = self._answered = asked
        self._enter = not self.offline_since
        if self.offline_since:
            self._show(asked, Found(requests=(), count=0), everywhere=True)
        else:
            self._search_everywhere(asked)

    def only_show(self) -> None:
        """Let what is still to come be shown, and open nothing: somebody has gone elsewhere."""
        self._enter = False

    def _put(self, text: str) -> str:
        """Put a text into the field to be seen, not to be looked up as if it were typed."""
        blocker = QSignalBlocker(self._field)
        self._field.edit.setText(text)
        blocker.unblock()
        return text

    def _ask(self) -> None:
        asked = self._asked
        if asked is None or self._asking:
            return
        self._asking = True
        self._slow.start()
        self._desk.way.claim(_TYPING_S)
        zone = asked.zone
        self._background.run(
            Lane.STORE,
            lambda: self._desk.find(asked.query) if zone is None else self._desk.find_person(zone),
            owner=self,
            on_done=lambda found: self._on_found(asked, found),
            on_error=lambda error: self._on_error(asked, error),
        )

    # Answers: by the time one comes, the field may stand for something else.

    def _on_found(self, asked: _Asked, found: Found) -> None:
        if not self._is_answer_to_now(asked):
            return
        self._answered = asked
        enter, self._enter = self._enter, False
        if enter and len(found.requests) == 1 and found.count == 1:
            self.wanted.emit(found.requests[0].number, asked.scan)
            return
        self._show(asked, found, everywhere=asked.complete)

    def _show(self, asked: _Asked, found: Found, *, everywhere: bool) -> None:
        narrow = self._is_narrow()
        self._field.panel.table.set_columns(NARROW_COLUMNS if narrow else COLUMNS)
        hits = shown_hits(
            found,
            text=asked.text,
            understood=asked.understood,
            zone=asked.zone,
            offline_since=self.offline_since,
            everywhere=everywhere,
            narrow=narrow,
            now=self._desk.time(),
        )
        self._field.show_hits(hits)
        self.shown.emit(asked.text)

    def _on_error(self, asked: _Asked, error: RaError) -> None:
        """Say that the search failed; the text stays, and one key asks again."""
        if not self._is_answer_to_now(asked):
            return
        self._answered, self._enter = asked, False
        self._field.show_hits(failed_hits(LookUpFailed(), error))
        self.shown.emit(asked.text)

    def _is_answer_to_now(self, asked: _Asked) -> bool:
        """Note that an answer came; ask anew if the field stands for something else by now."""
        self._asking = False
        if asked is not self._asked:
            self._ask()
        if not self._asking:
            self._slow.stop()
            self._field.set_busy(False)
        return asked is self._asked

    # Choosing

    def _on_opened(self, row: Row) -> None:
        asked = self._asked
        if asked is None or asked is not self._answered:
            self._enter = True  # the rows belong to an earlier text
        elif row.key == EVERYWHERE:
            self._search_everywhere(asked)
        elif row.key == AGAIN:
            self._ask()
        elif asked.understood.letter is not None:
            self.letter_wanted.emit(asked.understood.letter)
        else:
            self.wanted.emit(RequestNumber(row.key), asked.scan)

    def _on_submitted(self, text: str) -> None:
        if self._asked is not None and self._asked is not self._answered:
            self._enter = True

    def _search_everywhere(self, asked: _Asked) -> None:
        self._field.show_hits(
            Hits(
                understood=_("Searching all registration offices …"),
                nothing=_("Central is being asked; go on typing to leave it."),
            )
        )
        self._background.run(
            Lane.CENTRAL,
            lambda: self._desk.look_up(
                asked.query,
                key=asked.understood.key or SearchKey.NAME,
                purpose=Purpose.CLIENT_AT_COUNTER,
                session=self._session,
            ),
            owner=self,
            on_done=lambda found: self._on_found_everywhere(asked, found),
            on_error=lambda error: self._on_not_found_everywhere(asked, error),
        )

    def _on_found_everywhere(self, asked: _Asked, found: Found) -> None:
        if asked is not self._asked:
            return
        enter, self._enter = self._enter, False
        if enter and len(found.requests) == 1 and found.count == 1:
            self.wanted.emit(found.requests[0].number, asked.scan)
        else:
            self._show(asked, found, everywhere=False)

    def _on_not_found_everywhere(self, asked: _Asked, error: RaError) -> None:
        if asked is self._asked:
            self._field.show_hits(Hits(understood="", nothing=told(error)))
