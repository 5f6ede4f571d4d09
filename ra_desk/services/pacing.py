"""How long to wait before the next exchange."""

from __future__ import annotations


def pause_before_exchange(
    failures: int, *, floor_s: float = 15.0, ceiling_s: float = 25.0
) -> float:
    """Return the pause before the next exchange with central.

    Args:
        failures: exchanges that have failed in a row; 0 after a success.
        floor_s: pause after a success, in seconds.
        ceiling_s: longest pause, in seconds; with the caller's jitter still under 30.

    Returns:
        Seconds: a third of the floor after the first failure, doubling up to the ceiling, so
        that a line that was only cut for a moment is found again quickly.

    Raises:
        ValueError: ``failures`` is negative.

    Source:
        The house's own choice; a desk whose line is back sends within 30 s, with no key (T13).
    """
    if failures < 0:
        raise ValueError(f"failures must not be negative: {failures}")
    if failures == 0:
        return floor_s
    return min(ceiling_s, floor_s / 3 * 2.0 ** min(failures - 1, 32))
