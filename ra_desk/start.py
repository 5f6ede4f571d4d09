"""``ra-desk run``: the card of the sign-in stands first, the house behind it is read meanwhile.

Imports nothing heavy: what it imports a person waits for.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import time
from pathlib import Path

from ra_desk.machine.libraries import require_window
from ra_desk.machine.paths import desk_folder
from ra_desk.machine.settings_file import DiskSettings, desk_settings


def add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``ra-desk run``."""
    parser = commands.add_parser("run", help="open the desk")
    parser.add_argument("--folder", type=Path, help="the desk's folder; by default the account's")
    parser.add_argument("--trust", metavar="FILE", help="certificates that vouch for central")
    parser.add_argument(
        "--policy", metavar="FILE", type=Path, help="an administrator's settings, which rule here"
    )
    parser.add_argument(
        "--measure-start",
        action="store_true",
        help="say how long it took until the sign-in takes keys, and quit",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the desk's window; return the exit status of the program."""
    require_window(os.environ)
    gc.disable()  # nothing that is read now is garbage; the window's own collector takes over
    from ra_desk.ui.application import the_application

    folder = desk_folder(arguments.folder)
    the_application()  # before somebody makes a smaller one, to call another window
    if not arguments.measure_start:
        from ra_desk.ui.single import call_first, door

        if call_first(door(folder.path)):
            return 0
    settings = desk_settings(folder, arguments.policy)
    kept = settings.read()
    asked = {**kept.chosen, **kept.fixed}.get("first_run.done") is True
    if not (arguments.measure_start or (asked and folder.store.exists())):
        # Nobody can sign in yet: the first run asks first.
        from ra_desk import app

        return app.run_desk(arguments)
    return _over_the_porch(arguments, settings)


def _over_the_porch(arguments: argparse.Namespace, settings: DiskSettings) -> int:
    from ra_desk.ui.dress import dressed
    from ra_desk.ui.porch import Porch, Reading

    dress = dressed(settings)
    porch = Porch(dress.theme, dress.settings)
    reading = Reading(_read_house, parent=porch)
    reading.done.connect(lambda: dress.app.exit(_READ))
    if arguments.measure_start:
        porch.takes_keys.connect(_say_how_long)
        porch.takes_keys.connect(dress.app.quit)
    else:
        porch.takes_keys.connect(reading.begin)
    porch.open()
    if dress.app.exec() != _READ:
        porch.leave()
        dress.put_off()
        return 0  # somebody has closed the window, or it was only measured
    from ra_desk import app

    return app.run_desk(arguments, dress=dress, porch=porch)


#: Exit code of the porch's event loop when the house has been read.
_READ = 77


def _read_house() -> None:
    from ra_desk import app

    app.read_house()


def _say_how_long() -> None:
    told = {"seconds": round(_age_of_process(), 3), "modules": len(sys.modules)}
    sys.stdout.write(json.dumps(told) + "\n")


def _age_of_process() -> float:
    """Return seconds since this process began, as the system counts them."""
    try:
        # Field 22 of proc(5): ticks from the start of the system to that of the process.
        stat = Path("/proc/self/stat").read_text(encoding="ascii")
        ticks = int(stat.rpartition(")")[2].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError):
        return time.process_time()
