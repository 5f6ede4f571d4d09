"""The faults happen to the office of the journeys."""

import pytest

from tests.central.conftest import (  # noqa: F401 - fixtures
    database,
    postgres,
    postgres_template,
    sqlite_template,
)
from tests.faults.mortal import Mortal, a_mortal
from tests.journeys.conftest import authority, office, stranger  # noqa: F401 - fixtures


@pytest.fixture
def mortal(request: pytest.FixtureRequest) -> Mortal:
    """An enrolled desk that may be killed, with nobody signed in."""
    return a_mortal(request.getfixturevalue("office"))
