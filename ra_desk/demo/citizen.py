"""What a citizen does at home, over HTTP and nothing else, as a browser would."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ra_desk.demo.people import Citizen

#: Seconds that one call may take.
PATIENCE_S = 20.0


class CallFailed(Exception):
    """Central said no: ``status`` of HTTP, and ``code`` of the reason."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


@dataclass(slots=True)
class Browser:
    """One citizen's session with central.

    Args:
        url: ``http://host:port`` of central.
    """

    url: str
    _token: str = field(default="", repr=False)

    def open_account(self, *, email: str, password: str) -> None:
        """Open an SI-PASS account."""
        self._post("/accounts", {"email": email, "password": password, "language": "sl"})

    def sign_in(self, *, email: str, password: str) -> None:
        """Begin a session; what follows is done in it."""
        said = self._post("/sessions", {"email": email, "password": password})
        self._token = str(said["token"])

    def submit(self, citizen: Citizen, *, office: str | None = None) -> str:
        """Submit a request with the terms as they are today; return its number.

        Args:
            citizen: who submits it.
            office: name of the office where the citizen means to go.
        """
        terms = self._get("/terms")
        address = citizen.address
        said = self._post(
            "/requests",
            {
                "given_names": citizen.given_names,
                "surname": citizen.surname,
                "birth_date": citizen.birth_date.isoformat(),
                "tax_number": citizen.tax_number,
                "address": {
                    "street": address.street,
                    "house_number": address.house_number,
                    "settlement": address.settlement,
                    "postcode": address.postcode,
                    "post": address.post,
                    "flat": address.flat,
                },
                "accepted_terms": terms["version"],
                "office": None if office is None else self._office(office),
            },
        )
        return str(said["number"])

    def stage(self) -> str:
        """Return where the newest request stands."""
        return str(self._get("/requests")["requests"][0]["stage"])

    def redeem(self, code: str) -> str:
        """Enter the activation code; return where the request stands then."""
        return str(self._post("/code", {"code": code})["stage"])

    def enter_phone(self, number: str) -> str:
        """Have a one-time password sent by SMS; return the number as it is shown then."""
        return str(self._post("/phone", {"number": number})["phone"])

    def enter_password(self, password: str) -> str:
        """Enter the one-time password; return where the request stands then."""
        return str(self._post("/one-time-password", {"password": password})["stage"])

    def _office(self, name: str) -> str:
        found = [one for one in self._get("/offices")["offices"] if one["name"] == name]
        return str(found[0]["id"])

    def _get(self, path: str) -> dict[str, Any]:
        return self._call("GET", path, None)

    def _post(self, path: str, said: dict[str, object]) -> dict[str, Any]:
        return self._call("POST", path, json.dumps(said).encode())

    def _call(self, method: str, path: str, body: bytes | None) -> dict[str, Any]:
        place = urlsplit(self.url)
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        line = http.client.HTTPConnection(
            place.hostname or "", place.port or 80, timeout=PATIENCE_S
        )
        try:
            line.request(method, f"/v1/citizen{path}", body=body, headers=headers)
            answer = line.getresponse()
            said = json.loads(answer.read() or b"{}")
        finally:
            line.close()
        if answer.status >= 400:
            raise CallFailed(answer.status, str(said.get("code", "")))
        return dict(said)
