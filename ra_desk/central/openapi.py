"""The contract with central in words: the OpenAPI description of its HTTP interface."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from ra_desk.central.app import drawn_settings, join, open_parts
from ra_desk.central.dispatch.smtp import Mailer
from ra_desk.central.outside import Outside
from ra_desk.central.person_register import NoRegister
from ra_desk.central.tls import verified_tls
from ra_desk.domain.policy import Service


def description() -> str:
    """Return the description as JSON text that changes only when the interface does."""
    with TemporaryDirectory() as folder:
        settings = drawn_settings(Path(folder), public_url="http://127.0.0.1")
        parts = open_parts(settings)
        relay = Mailer(host="relay.invalid", port=587, sender="x@relay.invalid", tls=verified_tls())
        outside = Outside(relay=relay, register=NoRegister(), service=Service(), terms_version="1")
        said = join(parts, settings, outside).app.openapi()
        parts.engine.dispose()
    # The version of the interface: a release alone changes nothing here.
    said["info"]["version"] = "1"
    return json.dumps(said, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
