"""What every test stands on: no window on the screen, laws without a stop-watch, requirement ids."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from ra_desk.texts import DEFAULT_LANGUAGE, use

# Before anything imports Qt. A test that wants a real display starts its own process.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

pytest_plugins = ["tests.garbage_plugin", "tests.requirements_plugin"]

# A slow computer is no broken law.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="module", autouse=True)
def first_language() -> Iterator[None]:
    """Each file of tests begins in Slovenian, whatever another one has spoken."""
    use(DEFAULT_LANGUAGE)
    yield
    use(DEFAULT_LANGUAGE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest: begun last, one of them would keep everybody waiting."""
    items.sort(key=_patience, reverse=True)


def _patience(item: pytest.Item) -> float:
    marker = item.get_closest_marker("timeout")
    return 0.0 if marker is None else marker.args[0]
