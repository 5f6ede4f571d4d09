"""Holds the folder of a desk until it is killed: ``python -m tests.machine.instance_process DIR``."""

from __future__ import annotations

import sys
from pathlib import Path

from ra_desk.machine.instance import only_process
from ra_desk.machine.paths import desk_folder

with only_process(desk_folder(Path(sys.argv[1]))):
    print("holds", flush=True)
    sys.stdin.read()
