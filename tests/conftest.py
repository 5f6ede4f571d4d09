"""What every test stands on: no window on the screen, laws without a stop-watch, requirement ids."""

import os

from hypothesis import HealthCheck, settings

# Before anything imports Qt. A test that wants a real display starts its own process.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

pytest_plugins = ["tests.requirements_plugin"]

# A slow computer is no broken law.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
