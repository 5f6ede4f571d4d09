"""Why a visit or a request was refused, as the client reads it; one table for mail and window."""

from __future__ import annotations

from ra_desk.domain.refusals import RefusalReason
from ra_desk.texts.catalogue import Catalogue


def refusal_text(reason: RefusalReason, texts: Catalogue) -> str:
    """Return the neutral sentence of a reason; nobody is accused by mail."""
    match reason:
        case RefusalReason.NOT_THE_PERSON:
            return texts.gettext("Your identity could not be established with the document shown.")
        case RefusalReason.DOCUMENT_INVALID:
            return texts.gettext("The document shown was not valid on that day.")
        case RefusalReason.DOCUMENT_UNREADABLE:
            return texts.gettext("The document shown was damaged or could not be read.")
        case RefusalReason.FALSE_DATA:
            return texts.gettext("The data of the request do not agree with the official data.")
        case RefusalReason.NOT_ENTITLED | RefusalReason.NO_CAPACITY:
            # One sentence for both: a mail does not say which condition it was.
            return texts.gettext("The conditions for smsPASS in the general terms are not met.")
        case RefusalReason.CLIENT_CHANGED_MIND:
            return texts.gettext("The procedure was stopped at your wish.")
        case RefusalReason.OTHER:
            return texts.gettext("Your identity could not be confirmed during this visit.")
