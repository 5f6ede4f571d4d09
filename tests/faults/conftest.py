"""The faults happen to the office of the journeys."""

from tests.central.conftest import (  # noqa: F401 - fixtures
    database,
    postgres,
    postgres_template,
    sqlite_template,
)
from tests.journeys.conftest import authority, office, stranger  # noqa: F401 - fixtures
