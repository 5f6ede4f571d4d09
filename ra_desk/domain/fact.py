"""What every fact of a journal is; the kinds themselves are in ``facts`` and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from ra_desk.domain.activation import RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened at a desk. ``subject``: the request it is about, if any."""

    kind: ClassVar[str]
    #: System kinds carry the desk's signature alone; all others the operator's as well.
    system: ClassVar[bool] = False

    @property
    def subject(self) -> RequestNumber | None:
        return getattr(self, "request", None)
