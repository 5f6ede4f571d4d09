"""A secret shows itself to whoever asks for it, and to nobody else."""

import copy
import dataclasses
import json
import logging
import pickle
import traceback

import pytest

from ra_desk.domain.activation import ActivationCode
from ra_desk.domain.secret import Secret

VALUE = "4GBP-4GVH-R9V9"


@dataclasses.dataclass(frozen=True)
class Letter:
    code: Secret[str]


@pytest.mark.parametrize(
    "shown",
    [repr, str, "{}".format, "{!r}".format, "{:>40}".format, "%s".__mod__, ascii],
    ids=["repr", "str", "format", "!r", "width", "%", "ascii"],
)
def test_no_way_of_printing_shows_the_value(shown):
    """Logs, tracebacks and assertions print whatever they are given."""
    assert VALUE not in shown(Secret(VALUE))
    assert VALUE not in repr(Letter(Secret(VALUE)))
    assert "Secret" in shown(Secret(VALUE))


def test_a_log_and_a_traceback_do_not_show_the_value(caplog):
    """The two places where a value most often ends up by accident."""
    secret = Secret(VALUE)
    try:
        raise ValueError(secret)
    except ValueError:
        told = traceback.format_exc()
        logging.getLogger("x").exception("failed with %s", secret)
    assert "ValueError" in told
    assert VALUE not in told
    assert VALUE not in caplog.text


@pytest.mark.parametrize("take", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps])
def test_a_secret_cannot_be_written_down_or_copied(take):
    """A queue, a cache or another process would be one place more to wipe."""
    with pytest.raises(TypeError):
        take(Secret(VALUE))


def test_a_dataclass_with_a_secret_cannot_be_turned_into_a_dict():
    """It is what serialisers begin with."""
    with pytest.raises(TypeError):
        dataclasses.asdict(Letter(Secret(VALUE)))


def test_a_secret_has_no_dict_and_no_hash():
    """vars() and dictionary keys are two more ways out."""
    secret = Secret(VALUE)
    with pytest.raises(TypeError):
        vars(secret)
    with pytest.raises(TypeError):
        hash(secret)


def test_secrets_are_equal_when_type_and_value_are():
    """Tests and redemption compare; a code is not a password that happens to read the same."""
    assert Secret(VALUE) == Secret(VALUE)
    assert Secret(VALUE) != Secret(VALUE.lower())
    assert Secret("ab") != Secret(b"ab")
    assert Secret(b"ab") == Secret(b"ab")
    assert Secret("č") == Secret("č")
    assert ActivationCode(VALUE) != Secret(VALUE)
    assert Secret(VALUE) != VALUE
    assert Secret(b"ab").reveal() == b"ab"
