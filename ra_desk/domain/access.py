"""Who may come in: sign-in, enrolment and quarantine, as central says it and the desk hears it."""

from __future__ import annotations

import json
from contextlib import suppress

from ra_desk.domain.errors import Broken, RaError, Refused, Unavailable


class SignInWrong(Refused):
    """``left``: tries that are left before the delay begins."""

    code = "sign_in.wrong"


class SignInBarred(Refused):
    """``until``: when the next try is allowed."""

    code = "sign_in.barred"


class SignInLocked(Refused):
    """Too many wrong tries; only an administrator can open the account again."""

    code = "sign_in.locked"


class OneTimeCodeUsed(Refused):
    """The one-time code has been used; the next one comes within 30 seconds."""

    code = "sign_in.code_used"


class NoRole(Refused):
    """The account has no role at the office of this desk."""

    code = "sign_in.no_role"


class SessionOver(Refused):
    """The sign-in has expired or was ended by central."""

    code = "sign_in.session_over"


class EnrolmentRefused(Refused):
    """The enrolment code is wrong, was used, or has lapsed."""

    code = "enrolment.refused"


class LookUpIncomplete(Refused):
    """A look-up across offices needs a number, a tax number, or a name with a birth date."""

    code = "look_up.incomplete"


class DeskUnknown(Broken):
    """Central does not know this desk, or its key was replaced."""

    code = "desk.unknown"


class DeskQuarantined(Broken):
    """``reason``: why central takes nothing more from this desk until somebody looks."""

    code = "desk.quarantined"


def stop_kept(found: Broken) -> str:
    """Return in one line what a desk has found wrong with itself, to be kept."""
    return f"{found.code} {json.dumps(found.facts, default=str)}"


def stop_read(kept: str) -> Broken:
    """Return why a desk is stopped: by what it has found itself, or by central's one word."""
    code, own, facts = kept.partition(" ")
    kind = RaError.codes.get(code)
    if own and kind is not None and issubclass(kind, Broken):
        with suppress(ValueError):  # in words of an older program: it is stopped all the same
            return kind(**json.loads(facts))
    return DeskQuarantined(reason=kept)


class CentralUnreachable(Unavailable):
    """No answer over the line."""

    code = "central.unreachable"


class CentralBusy(Unavailable):
    """Central answered that it cannot serve now. ``status``: of HTTP."""

    code = "central.busy"


class AnswerCut(Unavailable):
    """The answer broke off; what was sent is sent again."""

    code = "central.answer_cut"


class SomebodyElseAnswered(Unavailable):
    """An answer, but not in our protocol: often the sign-in page of a network."""

    code = "central.somebody_else"


class CertificateWrong(Broken):
    """The server's certificate is not the one it must be; nothing was sent."""

    code = "central.certificate_wrong"


class CentralForged(Broken):
    """A reply is not signed by central, or answers another call."""

    code = "central.forged"


class ProtocolUnknown(Broken):
    """Central speaks a version of the protocol that this desk does not know."""

    code = "central.protocol_unknown"


class CallRefused(Broken):
    """``problem``: the code with which central refused a call that should not fail."""

    code = "central.call_refused"
