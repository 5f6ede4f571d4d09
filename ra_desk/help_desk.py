"""The help desk's side: ``ra-desk help-desk`` makes its key and opens the packages of desks."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from ra_desk.app import told, utc_now
from ra_desk.journal.box import BoxKey, BoxKeyUnreadable
from ra_desk.journal.canonical import NotCanonical, b64, unb64
from ra_desk.services.help_bundle import open_help_bundle


def add_help_desk(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``ra-desk help-desk``."""
    parser = commands.add_parser("help-desk", help="open what a desk exported for the help desk")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    key = verbs.add_parser("key", help="make a key, and say what desks need as help.key")
    key.add_argument("file", type=Path, help="where the private key goes; it must not exist")
    key.set_defaults(run=told(_make))
    opened = verbs.add_parser("open", help="show a package as JSON")
    opened.add_argument("package", type=Path)
    opened.add_argument("--key", type=Path, required=True, metavar="FILE", help="the private key")
    opened.set_defaults(run=told(_open))


def _make(arguments: argparse.Namespace) -> str:
    made = BoxKey.generate()
    handle = os.open(arguments.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(b64(made.raw()) + "\n")
    return json.dumps(made.public.jwk())


def _open(arguments: argparse.Namespace) -> str:
    key = _key(arguments.key.read_text(encoding="utf-8", errors="replace").strip())
    package = arguments.package.read_text(encoding="utf-8", errors="replace")
    return json.dumps(open_help_bundle(package, key, at=utc_now()), indent=1, ensure_ascii=False)


def _key(text: str) -> BoxKey:
    try:
        return BoxKey(unb64(text, what="key"))
    except (NotCanonical, ValueError):
        raise BoxKeyUnreadable() from None
