"""Passwords: anybody may send one, and each takes memory."""

from __future__ import annotations

import threading
from contextlib import ExitStack

from ra_desk.central.passwords import AT_ONCE, FewAtOnce, fits
from ra_desk.domain.secret import Secret


def test_a_crowd_of_sign_ins_takes_no_more_memory_than_four():
    """Whoever sends a thousand wrong passwords waits, and the server stands."""
    hasher = FewAtOnce(time_cost=1, memory_cost=8)
    stored = hasher.hash("a long enough pass phrase")
    said = []
    late = [
        threading.Thread(
            target=lambda: said.append(fits(hasher, stored, Secret("a long enough pass phrase")))
        ),
        threading.Thread(target=lambda: said.append(bool(hasher.hash("another pass phrase")))),
    ]
    with ExitStack() as others:
        for _ in range(AT_ONCE):
            others.enter_context(hasher.turn)
        for one in late:
            one.start()
            one.join(timeout=0.05)
        assert all(one.is_alive() for one in late)
    for one in late:
        one.join()
    assert said == [True, True]
