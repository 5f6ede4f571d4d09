"""What an SMS says: one part, the service first, the password last.

A single sign outside the basic alphabet of phones (č, š and ž are) makes a text of 160 signs one
of 70, so texts are translated as people write and are sent as phones write.

Source:
    GSM 03.38; decision 34; requirements S4-01 and S4-92; domain.md §6.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime

from ra_desk.domain.secret import Secret
from ra_desk.texts import citizen
from ra_desk.texts.formats import time_text

#: Signs of one part.
ONE_PART = 160
#: The basic alphabet; signs of its extension count double and are not used.
ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def one_time_text(password: Secret[str], *, valid_until: datetime, language: str) -> Secret[str]:
    """Return the SMS that carries a one-time password.

    Args:
        password: revealed here and nowhere else on its way to the gateway.
        valid_until: aware; told in the time of the offices.
        language: the citizen's.
    """
    # i18n: an SMS of at most 160 signs; the password stays the last thing in it
    text = citizen(language).gettext(
        "smsPASS: the one-time password that finishes the activation is valid until {time}. "
        "Do not tell it to anyone. Password: {password}"
    )
    said = text.format(time=time_text(valid_until), password=password.reveal())
    return Secret(plain_signs(said))


def plain_signs(text: str) -> str:
    """Return a text in the alphabet of phones: other letters without their marks."""
    return "".join(sign if sign in ALPHABET else _bare(sign) for sign in text)


def _bare(sign: str) -> str:
    letters = (one for one in unicodedata.normalize("NFKD", sign) if one in ALPHABET)
    return "".join(letters) or "?"
