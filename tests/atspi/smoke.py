"""One check from signing in to recording (T1), by what assistive technology has and nothing else.

Run by the system's Python, which has the bindings (python3-gi, gir1.2-atspi-2.0), inside
``xvfb-run`` and ``dbus-run-session``: ``smoke.py PYTHON``, with the Python that has RA Desk.
Nothing sleeps for luck: each step waits for what it needs, up to a limit.
"""

import os
import subprocess
import sys
import threading
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - after the version is chosen

PATIENCE_S, AGAIN_S = 60.0, 0.8
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PASSWORD = "dolgo geslo brez pomena"
NUMBER = "R-RHHD-PHS"
ENTER = 0xFF0D
DOCUMENT = (
    ("Številka", "001234567"),
    ("Velja do", "12. 9. 2031"),
    ("Priimek", "Žagar Őry"),
    ("Ime", "Špela"),
    ("Datum rojstva", "4. 3. 1991"),
)


class Told:
    """What the window's process has written."""

    def __init__(self, process):
        self.lines = []
        threading.Thread(target=self._read, args=(process,), daemon=True).start()

    def _read(self, process):
        for line in process.stdout:
            self.lines.append(line.strip())

    def has(self, start):
        return any(line.startswith(start) for line in self.lines)


def turn():
    """Let the bus speak for a moment."""
    loop = GLib.MainLoop()
    GLib.timeout_add(20, loop.quit)
    loop.run()


def wait(what, met):
    """Return what ``met`` gives as soon as it gives something."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            found = met()
        except GLib.Error:
            found = None  # the object has gone; look again
        if found:
            return found
        turn()
    raise SystemExit(f"did not come: {what}")


def walk(node):
    """Yield what shows, from the top."""
    if node is None:
        return
    yield node
    for place in range(node.get_child_count()):
        child = node.get_child_at_index(place)
        if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield from walk(child)


def window():
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(place)
        if app is not None and app.get_name() == "RA Desk":
            return app
    return None


def find(role, *starts):
    """Return the first that shows with a role and a name."""
    for node in walk(window()):
        if node.get_role() == role and any(node.get_name().startswith(s) for s in starts):
            return node
    return None


def seen(role, *starts):
    return wait(f"{role.value_nick} {starts}", lambda: find(role, *starts))


def write(name, text):
    field = wait(name, lambda: find(PASSWORD_TEXT, name) or find(ENTRY, name))
    Atspi.EditableText.set_text_contents(field, text)


def do(node, *wanted):
    names = [Atspi.Action.get_action_name(node, n) for n in range(Atspi.Action.get_n_actions(node))]
    for name in wanted:
        if name in names:
            return Atspi.Action.do_action(node, names.index(name))
    return False


def press(role, *starts):
    node = seen(role, *starts)
    if not do(node, "Press"):
        raise SystemExit(f"cannot be pressed: {node.get_name()}")


def choose(number):
    """Answer a question with yes; it counts only after it was in view for a moment.

    Whoever was too quick waits before pressing again, or that would be too quick as well.
    """
    pressed = [0.0]

    def chosen():
        answers = [n for n in walk(window()) if n.get_role() == RADIO]
        yes = [n for n in answers if n.get_name().endswith(": Da")]
        if len(yes) <= number:
            return False
        if yes[number].get_state_set().contains(Atspi.StateType.CHECKED):
            return True
        if time.monotonic() - pressed[0] > AGAIN_S:
            do(yes[number], "Toggle", "Press")
            pressed[0] = time.monotonic()
        return False

    wait(f"answer {number + 1}", chosen)


def key(symbol):
    Atspi.generate_keyboard_event(symbol, None, Atspi.KeySynthType.SYM)


BUTTON, RADIO = Atspi.Role.PUSH_BUTTON, Atspi.Role.RADIO_BUTTON
ENTRY, PASSWORD_TEXT = Atspi.Role.TEXT, Atspi.Role.PASSWORD_TEXT


def main(python):
    begun = time.monotonic()
    subprocess.Popen([LAUNCHER, "--launch-immediately"], stderr=subprocess.DEVNULL)
    process = subprocess.Popen(
        [python, "-m", "tests.atspi.window"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"},
    )
    told = Told(process)
    try:
        wait("the window", lambda: told.has("ready"))
        wait("the window on the bus", window)
        write("Uporabniško ime", "maja.k")
        write("Geslo", PASSWORD)
        write("Enkratna koda", "482 913")
        press(BUTTON, "Prijava", "Prijavite se")
        wait("the session", lambda: told.has("session_opened"))
        write("Poišči ali skeniraj", NUMBER)
        wait("the hit", lambda: find(Atspi.Role.TABLE_CELL, "Žagar Őry"))
        key(ENTER)
        wait("the request", lambda: told.has(f"request_viewed/1 {NUMBER}"))
        seen(BUTTON, "Zabeleži preverjanje")
        press(BUTTON, "Vpiši dokument")
        seen(BUTTON, "Uporabi")
        for name, text in DOCUMENT:
            write(name, text)
        press(BUTTON, "Uporabi")
        wait("the comparison", lambda: find(Atspi.Role.TABLE_CELL, "Ujema se"))
        for number in range(3):
            choose(number)
        press(BUTTON, "Zabeleži preverjanje")
        wait("the record", lambda: told.has("check_attested"))
        wait("what is said of it", lambda: find(Atspi.Role.LABEL, f"Preverjanje za {NUMBER}"))
        print(f"one check by assistive technology alone, in {time.monotonic() - begun:.1f} s")
    finally:
        process.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
