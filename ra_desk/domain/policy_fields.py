"""The fields of a policy, declared: what kind of value each has, and its bounds.

A window and a terminal show and read them by this table alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from ra_desk.domain.errors import Refused
from ra_desk.domain.policy import ALWAYS, Policy, ReviewReason


class PolicyValueWrong(Refused):
    """``field``, ``lowest``, ``highest``: a value outside its bounds, or none of that kind."""

    code = "policy.value_wrong"


class ValueKind(StrEnum):
    NUMBER = "number"
    #: Per cent in the table and on the wire, a share in the policy.
    PERCENT = "percent"
    HOURS = "hours"
    DAYS = "days"
    YES_NO = "yes_no"
    REASONS = "reasons"
    TEXT = "text"
    OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyField:
    """One field; ``lowest`` and ``highest`` bound a number or the length of a text."""

    key: str
    kind: ValueKind
    lowest: int = 0
    highest: int = 0


#: Reasons that a policy can switch; the others no policy can.
SWITCHABLE = tuple(sorted(set(ReviewReason) - ALWAYS - {ReviewReason.MAIL_REFUSED}))

FIELDS: Mapping[str, PolicyField] = MappingProxyType(
    {
        one.key: one
        for one in (
            PolicyField(key="minimum_age", kind=ValueKind.NUMBER, lowest=15, highest=18),
            PolicyField(key="hold_s", kind=ValueKind.NUMBER, lowest=0, highest=30),
            PolicyField(key="fast_check_s", kind=ValueKind.NUMBER, lowest=0, highest=60),
            PolicyField(key="new_clerk_checks", kind=ValueKind.NUMBER, lowest=0, highest=500),
            PolicyField(key="review_before", kind=ValueKind.REASONS),
            PolicyField(key="sample_after", kind=ValueKind.PERCENT, lowest=0, highest=100),
            PolicyField(key="review_password", kind=ValueKind.YES_NO),
            PolicyField(key="review_area", kind=ValueKind.TEXT, lowest=0, highest=100),
            PolicyField(key="hand_over_to", kind=ValueKind.OFFICE),
            PolicyField(key="hand_over_after", kind=ValueKind.HOURS, lowest=1, highest=72),
            PolicyField(key="look_ups_without_check", kind=ValueKind.NUMBER, lowest=1, highest=500),
            PolicyField(key="day_signers", kind=ValueKind.NUMBER, lowest=1, highest=2),
            PolicyField(key="office_post", kind=ValueKind.YES_NO),
            PolicyField(key="registered_letters", kind=ValueKind.YES_NO),
            PolicyField(key="lease", kind=ValueKind.HOURS, lowest=1, highest=72),
            PolicyField(key="keep_closed", kind=ValueKind.DAYS, lowest=1, highest=30),
        )
    }
)
_YES, _NO = "yes", "no"


def value_text(policy: Policy, key: str) -> str:
    """Return a field's value as text: a number, "yes" or "no", reasons parted by commas."""
    value: object = getattr(policy, key)
    match FIELDS[key].kind, value:
        case ValueKind.PERCENT, float() as share:
            return str(round(share * 100))
        case ValueKind.HOURS, timedelta() as span:
            return str(round(span / timedelta(hours=1)))
        case ValueKind.DAYS, timedelta() as span:
            return str(round(span / timedelta(days=1)))
        case ValueKind.YES_NO, bool() as is_so:
            return _YES if is_so else _NO
        case ValueKind.REASONS, frozenset() as reasons:
            return ",".join(sorted(str(reason) for reason in reasons))
        case _:
            return str(value)


def with_values(policy: Policy, values: Mapping[str, str]) -> Policy:
    """Return the policy with other values, given as `value_text` writes them.

    Raises:
        PolicyValueWrong: there is no such field, or the value is outside its bounds.
    """
    read: dict[str, object] = {key: _read(key, text.strip()) for key, text in values.items()}
    # The table says the types; a test holds it against the class.
    return replace(policy, **read)  # type: ignore[arg-type]


def _read(key: str, text: str) -> object:
    field = FIELDS.get(key)
    if field is None:
        raise PolicyValueWrong(field=key, lowest=0, highest=0)
    match field.kind:
        case ValueKind.YES_NO if text in {_YES, _NO}:
            return text == _YES
        case ValueKind.REASONS:
            reasons = {one.strip() for one in text.split(",") if one.strip()}
            if reasons <= {reason.value for reason in SWITCHABLE}:
                return frozenset(ReviewReason(one) for one in reasons)
        case ValueKind.OFFICE if len(text) <= 36:
            return text
        case ValueKind.TEXT if len(text) <= field.highest and text.isprintable():
            return text
        case ValueKind.NUMBER:
            return _number(field, text)
        case ValueKind.PERCENT:
            return _number(field, text) / 100
        case ValueKind.HOURS:
            return timedelta(hours=_number(field, text))
        case ValueKind.DAYS:
            return timedelta(days=_number(field, text))
        case _:
            pass
    raise _wrong(field)


def _number(field: PolicyField, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise _wrong(field)
    if not field.lowest <= int(text) <= field.highest:
        raise _wrong(field)
    return int(text)


def _wrong(field: PolicyField) -> PolicyValueWrong:
    return PolicyValueWrong(field=field.key, lowest=field.lowest, highest=field.highest)
