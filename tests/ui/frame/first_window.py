"""A real process with a desk's window, for the test of the second start; says what happens to it.

Run as ``python first_window.py NAME``; ends when it has been called forward.
"""

import sys

from ra_desk.machine.settings_file import MemorySettings
from ra_desk.ui.run import run_window
from tests.ui.desks import a_place


def begun(window):
    say("open")
    come_forward = window.frame.come_forward

    def called():
        come_forward()
        say("minimised" if window.isMinimized() else "in front")
        window.close()

    window.frame.come_forward = called
    window.showMinimized()


def say(words):
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


sys.exit(run_window(a_place().desk, settings=MemorySettings(), name=sys.argv[1], begun=begun))
