"""Each state of each page is reached once for all the walks over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ra_desk.texts import DEFAULT_LANGUAGE, desk, use
from ra_desk.ui.theme import Scheme, Theme
from tests.ui.hands import Hands
from tests.ui.states import STATES, reached
from tests.ui.walks import tree


@pytest.fixture(scope="module")
def language() -> Iterator[None]:
    """Slovenian; a file of walks in another language says so itself."""
    use(DEFAULT_LANGUAGE)
    yield
    use(DEFAULT_LANGUAGE)


@pytest.fixture(scope="module")
def look(qapp: QApplication, language: None) -> Theme:
    """The light theme at 100 %, kept over all states."""
    made = Theme()
    made.apply(qapp, Scheme.LIGHT)
    return made


@pytest.fixture(scope="module", params=STATES, ids=lambda state: state.key)
def hands(request: pytest.FixtureRequest, look: Theme) -> Iterator[Hands]:
    """A window in one state; a walk leaves it as it found it."""
    with reached(request.param, look) as made:
        yield made


@pytest.fixture(scope="module")
def english() -> tree.English:
    """What an untranslated text would look like."""
    known = desk()._translations._catalog  # type: ignore[attr-defined]
    return tree.English(
        (source, translation)
        for source, translation in known.items()
        if isinstance(source, str) and source and "\x04" not in source
    )
