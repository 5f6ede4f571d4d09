"""Cyclic garbage of the tests is collected between them on the main thread, as the window does it.

Left to Python, the thread of a server in one test destroys the window of a test before it, and
that ends the whole worker.
"""

import gc

import pytest

from ra_desk.ui.garbage import collect_due


def pytest_sessionstart() -> None:
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    collect_due()
