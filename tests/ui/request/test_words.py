"""Sentences of the request page that follow from the request alone."""

from __future__ import annotations

import pytest

from ra_desk.domain.activation import Channel
from ra_desk.ui.request.words import sub_line
from tests.fakes import a_request


@pytest.mark.parametrize(
    ("channel", "large_print", "said"),
    [
        (Channel.POST, True, "prevzem kode po pošti, v velikem tisku"),
        (Channel.POST, False, "prevzem kode po pošti"),
        (Channel.EMAIL, True, "prevzem kode po e-pošti"),
    ],
)
def test_large_print_is_told_where_a_letter_goes_out(channel, large_print, said):
    """A wish about letters is no news about an e-mail."""
    line = sub_line(a_request(large_print=large_print), channel=channel, days=3)
    assert said in line.split(" · ")
