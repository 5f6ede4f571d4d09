"""What assistive technology is told of a window: the accessibility tree, and what is wrong in it.

Source: ux.md §7.4, EN 301 549 chapter 11.5 and 11.6.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from ra_desk.ui.parts.answers import AnswerButton
from ra_desk.ui.parts.chip import Chip, ChipButton
from ra_desk.ui.parts.nav import NavItem
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.table import CELL_ROLE

Role = QAccessible.Role
Text = QAccessible.Text

_TEXT_FIELDS = (Role.EditableText, Role.ComboBox, Role.SpinBox)
_CONTROLS = (
    Role.Button,
    Role.ButtonMenu,
    Role.CheckBox,
    Role.RadioButton,
    Role.EditableText,
    Role.ComboBox,
    Role.SpinBox,
    Role.Slider,
    Role.Link,
    Role.PageTab,
    Role.Table,
    Role.List,
    Role.Tree,
)
#: What a part has to be told as, whatever it looks like.
_DECLARED: tuple[tuple[type[QWidget], frozenset[Role]], ...] = (
    (AnswerButton, frozenset({Role.RadioButton})),
    (NavItem, frozenset({Role.RadioButton, Role.PageTab})),
    (ChipButton, frozenset({Role.Button, Role.ButtonMenu})),
    (Chip, frozenset({Role.StaticText})),
    (QTableView, frozenset({Role.Table, Role.List})),
    (QLineEdit, frozenset({Role.EditableText})),
    (QAbstractButton, frozenset({*_CONTROLS})),
)
_WORD = re.compile(r"[A-Za-zČŠŽčšž]{2,}")


@dataclass(frozen=True, kw_only=True)
class Node:
    """One object as a screen reader gets it."""

    role: Role
    name: str
    description: str
    focusable: bool
    depth: int
    widget: QWidget | None
    parent: str

    def __str__(self) -> str:
        kind = type(self.widget).__name__ if self.widget is not None else ""
        return f"{self.role.name} »{self.name}« {kind} in »{self.parent}«"


def walk(window: QWidget) -> list[Node]:
    """Return every visible object of a window, in the order of the tree."""
    QAccessible.setActive(True)
    top = QAccessible.queryAccessibleInterface(window)
    assert top is not None
    return list(_nodes(top, 0, ""))


def _nodes(item: QAccessibleInterface, depth: int, parent: str) -> Iterator[Node]:
    state = item.state()
    if state.invisible:
        return
    held = item.object()
    name = item.text(Text.Name)
    yield Node(
        role=item.role(),
        name=name,
        description=item.text(Text.Description),
        focusable=bool(state.focusable) and not state.disabled,
        depth=depth,
        widget=held if isinstance(held, QWidget) else None,
        parent=parent,
    )
    for place in range(item.childCount()):
        child = item.child(place)
        if child is not None and child.isValid():
            yield from _nodes(child, depth + 1, name or parent)


# Rules. Each returns sentences about what is wrong; none is good.


def unnamed(nodes: Iterable[Node]) -> list[str]:
    """Everything that takes the focus has a name, and it is not one of the program's."""
    wrong = []
    for node in nodes:
        kind = type(node.widget).__name__ if node.widget is not None else ""
        inner = node.widget.objectName() if node.widget is not None else ""
        is_control = node.focusable and node.role in _CONTROLS
        if is_control and not node.name.strip():
            wrong.append(f"takes the focus without a name: {node}")
        if node.name and node.name in (kind, inner):
            wrong.append(f"is called as in the program: {node}")
    return wrong


def alike(nodes: Iterable[Node]) -> list[str]:
    """No two controls have the same name without a description that tells them apart.

    While a sheet is open, only it can be used.
    """
    nodes = list(nodes)
    sheets = [node.widget for node in nodes if isinstance(node.widget, Sheet)]
    if sheets:
        nodes = [n for n in nodes if n.widget is not None and sheets[-1].isAncestorOf(n.widget)]
    seen = Counter(
        (node.role.name, node.name, node.description)
        for node in nodes
        if node.focusable and node.role in _CONTROLS and node.name
    )
    return [f"{count} are alike: {what}" for what, count in seen.items() if count > 1]


def misplaced_roles(nodes: Iterable[Node]) -> list[str]:
    """Parts are told as what they are used as."""
    wrong = []
    for node in nodes:
        for kind, roles in _DECLARED:
            if isinstance(node.widget, kind):
                if node.role not in roles:
                    wrong.append(f"has the wrong role: {node}")
                break
    return wrong


def unlabelled_fields(nodes: Iterable[Node]) -> list[str]:
    """A field has a label of its own; what stands in it while it is empty is none."""
    wrong = []
    for node in nodes:
        if node.role not in _TEXT_FIELDS or node.widget is None:
            continue
        if not node.name:
            wrong.append(f"has no label: {node}")
    return wrong


def exposed_pictures(nodes: Iterable[Node]) -> list[str]:
    """A picture without words is passed over."""
    wrong = []
    for node in nodes:
        is_picture = node.role == Role.Graphic or (
            isinstance(node.widget, QLabel) and not node.widget.pixmap().isNull()
        )
        if is_picture and not node.name:
            wrong.append(f"a picture without words: {node}")
    return wrong


def silent_tables(nodes: Iterable[Node]) -> list[str]:
    """A table has a name; what shows in a head or a cell is told."""
    wrong = []
    for node in nodes:
        table = node.widget
        if not isinstance(table, QTableView) or not table.isVisible():
            continue
        model = table.model()
        if not model.rowCount():
            continue
        if table.currentIndex().row() < 0 and table.hasFocus():
            wrong.append(f"has the focus and no current row: {node}")
        seen = [n for n in range(model.columnCount()) if not table.isColumnHidden(n)]
        if table.horizontalHeader().isVisible():
            wrong += [
                f"column {n} has no head: {node}" for n in seen if not _head(table, n).strip()
            ]
        for row in range(min(model.rowCount(), 30)):
            for column in seen:
                index = model.index(row, column)
                cell = index.data(CELL_ROLE)
                inside = table.indexWidget(index)
                shows = bool(cell is not None and (cell.text or cell.icon)) or inside is not None
                told = (index.data(_SPOKEN) or index.data() or "").strip()
                if shows and not told:
                    wrong.append(f"cell {row}, {column} says nothing: {node}")
    return wrong


_SPOKEN = 11  # Qt.ItemDataRole.AccessibleTextRole


def _head(table: QTableView, column: int) -> str:
    return str(table.model().headerData(column, table.horizontalHeader().orientation()) or "")


def foreign_words(nodes: Iterable[Node], english: English) -> list[str]:
    """Nothing is told in the language of the sources."""
    return [
        f"is told in English: {node} {node.description!r}"
        for node in nodes
        for text in (node.name, node.description)
        if text and english.has(text)
    ]


#: Letters that a text needs to be told from another language.
_TELLING = 4


class English:
    """What an untranslated text would look like."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take each source text with its translation."""
        self._whole: set[str] = set()
        self._filled: list[re.Pattern[str]] = []
        self._known: dict[str, bool] = {}
        for source, translation in pairs:
            if source == translation or not _WORD.search(re.sub(r"\{\w*\}", "", source)):
                continue
            parts = re.split(r"\{\w*\}", source)
            if sum(map(str.isalpha, "".join(parts))) < _TELLING:
                continue  # "{from} to {until}": such words stand in Slovenian sentences too
            if len(parts) == 1:
                self._whole.add(source)
            else:
                self._filled.append(re.compile(".+".join(map(re.escape, parts)), re.DOTALL))

    def has(self, text: str) -> bool:
        """Whether a text is one of the sources, its placeholders filled with anything.

        The same texts stand on many pages, so each is compared once.
        """
        if text not in self._known:
            self._known[text] = text in self._whole or any(
                pattern.fullmatch(text) for pattern in self._filled
            )
        return self._known[text]
