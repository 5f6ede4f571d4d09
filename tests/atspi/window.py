"""A real window on a real display, over a desk of fakes; says on its output what it recorded.

The smoke run starts it in a process of its own and reads it from outside.
"""

from __future__ import annotations

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "xcb"
os.environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"

from PySide6.QtCore import QTimer

from ra_desk.texts import use
from ra_desk.ui.application import the_application
from ra_desk.ui.background import Background
from ra_desk.ui.theme import Scheme, Theme
from tests.ui.front import a_front
from tests.ui.states import SWIFT, town

_LONGEST_MS = 60_000


def main() -> int:
    """Open the window; print each new fact of the journal on a line."""
    app = the_application()
    use("sl")
    theme, background = Theme(), Background()
    theme.apply(app, Scheme.LIGHT)
    front = a_front(theme, background, *town(), policy=SWIFT)
    told = 0

    def tell() -> None:
        nonlocal told
        deeds = front.fake.store.kept.deeds
        for deed in deeds[told:]:
            print(deed.fact.kind, deed.fact.subject or "", flush=True)
        told = len(deeds)

    watch = QTimer(interval=50)
    watch.timeout.connect(tell)
    watch.start()
    QTimer.singleShot(_LONGEST_MS, app.quit)
    front.window.begin()
    print("ready", flush=True)
    code = app.exec()
    front.end()
    background.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
