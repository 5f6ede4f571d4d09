"""Many invented requests, quickly: names as frequent as they are, dates and numbers drawn."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from ra_desk.demo import lists
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.addresses import PostalAddress
from ra_desk.domain.numbers import TaxNumber
from ra_desk.domain.pass_request import PassRequest, Route, Stage
from ra_desk.domain.people import Applicant
from tests.store.support import NOON

_ADDRESS = PostalAddress(
    street="Zgledna ulica",
    house_number="5 a",
    settlement="Koper",
    postcode="6000",
    post="Koper – Capodistria",
)


def many_requests(count: int, *, seed: int = 1) -> Iterator[PassRequest]:
    """Yield requests of 60 days, in the order in which they were submitted."""
    chance = random.Random(seed)
    names = (*lists.WOMEN, *lists.MEN)
    step = timedelta(days=60) / count
    for place in range(count):
        submitted = NOON - timedelta(days=60) + step * place
        surname = chance.choice(lists.SURNAMES)
        if chance.random() < 0.1:
            surname += f"-{chance.choice(lists.SURNAMES)}"
        yield PassRequest(
            number=RequestNumber(f"R-{place:07}"),
            route=Route.OFFICE,
            stage=Stage.SUBMITTED,
            applicant=Applicant(
                given_names=chance.choice(names),
                surname=surname,
                birth_date=date(1930, 1, 1) + timedelta(days=chance.randrange(29_000)),
                tax_number=TaxNumber(f"{10_000_000 + place}"),
                address=_ADDRESS,
                email=f"oseba{place}@posta.example",
            ),
            submitted_at=submitted,
            expires_at=submitted + timedelta(days=90),
            terms_version="1",
        )
