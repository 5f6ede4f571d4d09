"""A client whom no mail reaches: the counter says so, and what to do."""

from __future__ import annotations

import pytest

from ra_desk.domain.pass_request import Stage
from ra_desk.domain.policy import ReviewReason
from ra_desk.ui.stages import request_state, undelivered_words
from tests.fakes import a_request


@pytest.mark.parametrize(
    ("stage", "reasons", "told"),
    [
        (Stage.RETURNED, (ReviewReason.MAIL_REFUSED,), True),
        (Stage.RETURNED, (), False),
        (Stage.IN_REVIEW, (ReviewReason.MAIL_REFUSED,), False),
    ],
)
def test_only_a_request_that_came_back_from_the_relay_says_so(theme, stage, reasons, told):
    """The chip names it, the words say what to do."""
    request = a_request(stage=stage, review=reasons)
    assert bool(undelivered_words(request)) is told
    assert (request_state(request).text == "E-pošta ni bila dostavljena") is told
