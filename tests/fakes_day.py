"""The end of a day over a journal in memory: the plainest code that does what the port promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ra_desk.domain.day import Closing
from ra_desk.domain.facts import (
    CheckAttested,
    CheckCorrected,
    Deed,
    DocumentReported,
    Fact,
    LetterPrintStarted,
    LetterReconciled,
    LetterReturned,
    LetterSpoilt,
    RequestRefused,
    SpoiltReason,
    Withdrawn,
)
from ra_desk.domain.facts_day import DayClosed, DayCountersigned, DayReopened, SheetsDestroyed
from ra_desk.domain.facts_letters import (
    ControlLetterNoted,
    LetterBatchPosted,
    LetterBatchPrepared,
)
from ra_desk.domain.letters import LetterEvent
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.report import BANDS, REPORTED, Drawn, Result
from ra_desk.domain.standing import Outcome
from ra_desk.services.day_rows import Counted, OpenBatch, SpoiltSheets, Stretch
from ra_desk.services.ports import Ruled


@dataclass
class MemoryDay:
    """The port ``DayRows``."""

    deeds: Sequence[Deed]
    rulings: Mapping[int, Ruled]
    cache: Mapping[str, PassRequest]
    saved: Sequence[datetime]

    def counted(self, stretch: Stretch) -> Counted:
        checks = self._of(stretch, CheckAttested)
        outcomes = Counter(self._result(deed) for deed in checks)
        waiting = [deed.at for deed in checks if self._result(deed) is Result.IN_REVIEW]
        seconds = [deed.fact.seconds for deed in checks if isinstance(deed.fact, CheckAttested)]
        reasons = Counter(
            REPORTED if isinstance(deed.fact, DocumentReported) else str(_named(deed, "reason"))
            for deed in self._of(stretch, RequestRefused, DocumentReported)
        )
        posted = [_named(deed, "letters") for deed in self._of(stretch, LetterBatchPosted)]
        return Counted(
            hours=Counter(
                deed.at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
                for deed in checks
            ),
            outcomes=outcomes,
            reasons=reasons,
            seconds=sum(seconds),
            bands=Counter(sum(bound <= one for bound in BANDS) for one in seconds),
            corrected=len(self._of(stretch, CheckCorrected)),
            drawn=Counter(
                self._drawn(_named(deed, "letter"))
                for deed in self._of(stretch, LetterPrintStarted, ControlLetterNoted)
                if _named(deed, "event") in {None, LetterEvent.STARTED}
            ),
            posted=sum(count for count in posted if isinstance(count, int)),
            returned=Counter(
                ""
                for _ in {
                    _named(deed, "letter")
                    for deed in self._of(stretch, LetterReturned)
                    if not self._is_refused(deed.ref.seq)
                }
            ),
            oldest_review=min(waiting, default=None),
        )

    def checks(self, stretch: Stretch) -> int:
        return len(self._of(stretch, CheckAttested))

    def closing(self) -> Closing | None:
        reopened, countersigned = set[int](), dict[int, Deed]()
        for deed in reversed(self.deeds):
            match deed.fact:
                case DayReopened() as again:
                    reopened.add(again.closing)
                case DayCountersigned() as second:
                    countersigned[second.closing] = deed
                case DayClosed() as fact if not (
                    deed.ref.seq in reopened or self._is_refused(deed.ref.seq)
                ):
                    signed = countersigned.get(deed.ref.seq)
                    return Closing(
                        seq=deed.ref.seq,
                        last=deed.ref.seq if signed is None else signed.ref.seq,
                        day=fact.day,
                        at=deed.at,
                        by=deed.operator_name,
                        second="" if signed is None else signed.operator_name,
                        after=fact.after,
                        up_to=fact.up_to,
                        counts=fact.counts,
                        still_open=fact.still_open,
                        reason=fact.reason,
                    )
                case _:
                    pass
        return None

    def _is_refused(self, seq: int) -> bool:
        said = self.rulings.get(seq)
        return said is not None and said.ruling.outcome is Outcome.REFUSED

    def drafts(self, *, since: datetime) -> int:
        return sum(saved >= since for saved in self.saved)

    def batches(self) -> Sequence[OpenBatch]:
        found = []
        for deed in self.deeds:
            if isinstance(deed.fact, LetterBatchPrepared):
                begun = {_named(d, "letter") for d in self._of(Stretch(), LetterPrintStarted)}
                left = sum(
                    self._drawn(letter) is Drawn.UNKNOWN
                    for letter in deed.fact.letters
                    if letter in begun
                )
                if left:
                    sheets = len(deed.fact.letters) + (deed.fact.control is not None)
                    found.append(OpenBatch(batch=deed.fact.batch, left=left, of=sheets))
        return found

    def spoilt(self, *, since: datetime | None) -> SpoiltSheets:
        done = [deed for deed in self.deeds if isinstance(deed.fact, SheetsDestroyed)]
        after = done[-1].ref.seq if done else 0
        left = [
            deed
            for deed in self._of(Stretch(after=after), LetterSpoilt)
            if _named(deed, "reason") is not SpoiltReason.MISSING
        ]
        recent = done[-1] if done and (since is None or done[-1].at >= since) else None
        sheets = None if recent is None else _named(recent, "sheets")
        return SpoiltSheets(
            left=len({_named(deed, "letter") for deed in left}),
            up_to=left[-1].ref.seq if left else 0,
            destroyed=sheets if isinstance(sheets, int) else 0,
            destroyed_at=None if recent is None else recent.at,
        )

    def _of(self, stretch: Stretch, *kinds: type[Fact]) -> list[Deed]:
        undone = {deed.fact.seq for deed in self.deeds if isinstance(deed.fact, Withdrawn)}
        last = len(self.deeds) if stretch.up_to is None else stretch.up_to
        return [
            deed
            for deed in self.deeds
            if isinstance(deed.fact, kinds)
            and stretch.after < deed.ref.seq <= last
            and (stretch.begins is None or deed.at >= stretch.begins)
            and (stretch.ends is None or deed.at < stretch.ends)
            and stretch.by in {None, deed.by}
            and deed.ref.seq not in undone
        ]

    def _result(self, deed: Deed) -> Result:
        ruled = self.rulings.get(deed.ref.seq)
        request = self.cache.get(deed.fact.subject or "")
        if ruled is None:
            return Result.UNSENT
        if ruled.ruling.outcome is Outcome.REFUSED:
            return Result.NO_EFFECT
        stage = None if request is None else request.stage
        if stage in {Stage.RETURNED, Stage.REFUSED}:
            return Result.NO_EFFECT
        return Result.IN_REVIEW if stage is Stage.IN_REVIEW else Result.ISSUED

    def _drawn(self, letter: object) -> Drawn:
        about = [deed for deed in self.deeds if _named(deed, "letter") == letter]
        said = {_named(deed, "event") or type(deed.fact) for deed in about}
        if said & {LetterSpoilt, LetterEvent.SPOILT}:
            return Drawn.SPOILT
        good = said & {LetterReconciled, LetterEvent.RECONCILED}
        return Drawn.GOOD if good else Drawn.UNKNOWN


def _named(deed: Deed, name: str) -> object:
    return getattr(deed.fact, name, None)
