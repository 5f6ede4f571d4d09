"""Names spelt with fewer letters: for search, for machine-readable zones, and in order.

Three different questions, three functions: what a clerk may type to find a name
(``index_tokens``, ``search_tokens``), how a passport may spell it (``transliterations``,
``is_spelling``), and where it stands in a Slovenian list (``slovenian_sort_key``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

Slots = Sequence[Sequence[str]]

#: More spellings than this of one word are not listed one by one.
_MOST_SPELLINGS = 64

_APOSTROPHES = "'\u2019\u2018\u02bc`\u00b4"
_LETTERS = rf"[^\W_{_APOSTROPHES}]+"
_WORD = re.compile(rf"{_LETTERS}(?:[{_APOSTROPHES}]{_LETTERS})*")

_PIECE = re.compile(r"dj|.", re.DOTALL | re.IGNORECASE)

#: What a clerk may type for a letter that is more than a letter with a mark; the first is what
#: ``fold`` takes. "dj" is here because old records spell đ so.
_TYPED: Mapping[str, tuple[str, ...]] = {
    "đ": ("d", "dj"),
    "dj": ("dj", "d"),
    "ä": ("a", "ae"),
    "ö": ("o", "oe"),
    "ü": ("u", "ue"),
    "ő": ("o", "oe"),
    "ű": ("u", "ue"),
    "å": ("a", "aa"),
    "ø": ("o", "oe"),
    "æ": ("ae",),
    "œ": ("oe",),
    "ß": ("ss",),
    "ł": ("l",),
    "ı": ("i",),
    "þ": ("th",),
    "ð": ("d",),
    "ħ": ("h",),
    "ŧ": ("t",),
    "ŋ": ("n",),
    "ĸ": ("k",),
}

#: How machine-readable zones spell what is more than a letter with a mark.
#: ICAO Doc 9303-3, section 6.A; D for Đ is the standard, DJ is what Serbia prints; O and A for
#: Ø and Å, OE and UE for Ő and Ű are seen on cards though the standard has the other only.
_PRINTED: Mapping[str, tuple[str, ...]] = {
    "Đ": ("D", "DJ"),
    "Ä": ("AE", "A"),
    "Ö": ("OE", "O"),
    "Ü": ("UE", "UXX", "U"),
    "Ő": ("O", "OE"),
    "Ű": ("U", "UE"),
    "Å": ("AA", "A"),
    "Ø": ("OE", "O"),
    "Ñ": ("N", "NXX"),
    "Æ": ("AE",),
    "Œ": ("OE",),
    "ẞ": ("SS",),
    "Þ": ("TH",),
    "Ð": ("D",),
    "Ł": ("L",),
    "Ħ": ("H",),
    "Ŧ": ("T",),
    "Ŋ": ("N",),
    "ĸ": ("K",),
}

#: The order of a Slovenian list: signs, digits, letters; what is missing follows by code point.
_ORDER = {sign: at for at, sign in enumerate(" _-,;:!?.'\"()[]{}@*/\\&#%0123456789")}
_ORDER |= {sign: len(_ORDER) + at for at, sign in enumerate("abcčćdđefghijklmnopqrsštuvwxyzž")}
_BEHIND_Z = 0x100
_LEVEL = "\x01"


def fold(text: str) -> str:
    """Return the words of ``text`` in small letters without marks, with one space between.

    ``Žnidaršič`` gives ``znidarsic``, ``Kovač-Novak`` gives ``kovac novak``, ``Đ`` gives ``d``,
    an apostrophe divides like a hyphen.
    """
    return " ".join(search_tokens(text))


def search_tokens(query: str) -> tuple[str, ...]:
    """Return what to look for: every token must begin some token of ``index_tokens``.

    Tokens hold letters and digits only, so nothing in them means anything to FTS5 except the
    words AND, OR, NOT and NEAR, which are in capitals and therefore never among them.
    """
    return tuple(
        "".join(slot[0] for slot in _typed_slots(part))
        for word in _words(query)
        for part in re.split(f"[{_APOSTROPHES}]", word)
    )


def index_tokens(name: str) -> tuple[str, ...]:
    """Return all tokens by which a name is to be found, without order and each once.

    A word with đ, dj, ö, ü and the like stands there in each of its spellings, one with an
    apostrophe also as a whole (``dangelo``), as machine-readable zones print it.
    """
    tokens: dict[str, None] = {}
    for word in dict.fromkeys(_words(name)):
        parts = re.split(f"[{_APOSTROPHES}]", word)
        for part in dict.fromkeys((*parts, "".join(parts))):
            slots = [*_typed_slots(part, with_dj=True)]
            tokens.update(dict.fromkeys(_spellings(slots)))
    return tuple(tokens)


def spelt_by(word: str, token: str) -> int:
    """Return how many signs at the start of ``word`` spell ``token``; 0 if none do.

    The spellings are those of ``index_tokens``: ``spelt_by("Őry", "oer")`` is 2.
    """
    reached, done = {0}, 0
    for piece in _PIECE.findall(word):
        done += len(piece)
        composed = _composed(piece.lower())
        slot = _TYPED.get(composed) or (_without_marks(composed),)
        following: set[int] = set()
        for start in reached:
            rest = token[start:]
            if any(spelt.startswith(rest) for spelt in slot):
                return done
            following |= {start + len(spelt) for spelt in slot if rest.startswith(spelt)}
        reached = following
    return 0


def transliterations(name: str) -> set[str]:
    """Return the spellings that a machine-readable zone may give a name: A–Z and single spaces.

    ``Müller`` gives MUELLER, MUXXLLER and MULLER. A hyphen becomes a space, an apostrophe
    and a full stop vanish. Letters of other scripts stay as they are. Where one name has very
    many spellings the list holds only those that spell all its letters in the same manner;
    ``is_spelling`` knows all.

    Source:
        ICAO Doc 9303-3, sections 4.6 and 6.A.
    """
    return set(_spellings(_printed_slots(name)))


def is_spelling(printed: str, name: str, *, cut: bool = False) -> bool:
    """Whether ``printed`` is one of the transliterations of ``name``.

    ``cut`` allows for a name that was too long for its field: then ``printed`` need only be
    the beginning of one.
    """
    starts = {0}
    for slot in _printed_slots(name):
        following: set[int] = set()
        for start in starts:
            rest = printed[start:]
            if cut and any(len(rest) <= len(spelt) and spelt.startswith(rest) for spelt in slot):
                return True
            following |= {start + len(spelt) for spelt in slot if rest.startswith(spelt)}
        starts = following
    return len(printed) in starts


def plain(name: str) -> str:
    """Return a name in capitals, its words divided by single spaces, marks kept.

    Two names that differ only in case, hyphens, apostrophes and spaces are plainly the same.
    """
    capitals = _composed(in_capitals(_without_apostrophes(_composed(name))))
    return " ".join(re.findall(r"[^\W_]+", capitals))


def in_capitals(text: str) -> str:
    """Return the text in capitals; ß becomes ẞ, because SS is another spelling."""
    return text.replace("ß", "ẞ").upper()


def without_marks(name: str) -> str:
    """Return ``plain`` with every letter reduced to its base: what a hurried person types."""
    return fold(_without_apostrophes(name)).upper()


def slovenian_sort_key(text: str) -> str:
    """Return a string that sorts, by code points, like ``text`` in a Slovenian list.

    č, ć, đ, š and ž are letters of their own after c, d, s and z. Other marks count only
    between words that are otherwise equal, capitals only after that. A space sorts before a
    hyphen, signs before digits, digits before letters.

    Source:
        CLDR 48, collation ``sl``; domain.md §9.
    """
    composed = unicodedata.normalize("NFC", text)
    small = composed.replace("\u2019", "'").lower()
    primary = "".join(_primary(sign) for sign in small)
    return _LEVEL.join((primary, unicodedata.normalize("NFD", small), composed.swapcase()))


def _words(text: str) -> Iterator[str]:
    yield from _WORD.findall(_composed(_composed(text).lower()))


def _composed(text: str) -> str:
    """Return text in which each letter is one sign, and signs that nobody sees are gone.

    NFKC opens ligatures such as ǆ; a mark that finds no precomposed letter is dropped, because
    it would end the word.
    """
    # NFKC would make a space of this apostrophe.
    composed = unicodedata.normalize("NFKC", text.replace("\u00b4", "'"))
    return "".join(
        s for s in composed if not unicodedata.combining(s) and unicodedata.category(s) != "Cf"
    )


def _without_marks(sign: str) -> str:
    decomposed = unicodedata.normalize("NFD", sign)
    return "".join(s for s in decomposed if not unicodedata.combining(s))


def _typed_slots(word: str, *, with_dj: bool = False) -> Iterator[tuple[str, ...]]:
    pattern = r"dj|." if with_dj else r"."
    for piece in re.findall(pattern, word, re.DOTALL):
        yield _TYPED.get(piece) or (_without_marks(piece),)


def _printed_slots(name: str) -> list[tuple[str, ...]]:
    return [_PRINTED.get(sign) or (_without_marks(sign),) for sign in plain(name)]


def _spellings(slots: Slots) -> Iterator[str]:
    if prod(len(slot) for slot in slots) <= _MOST_SPELLINGS:
        yield from ("".join(choice) for choice in product(*slots))
        return
    for manner in range(max(len(slot) for slot in slots)):
        yield "".join(slot[min(manner, len(slot) - 1)] for slot in slots)


def _without_apostrophes(text: str) -> str:
    return re.sub(f"[{_APOSTROPHES}.]", "", text)


def _primary(sign: str) -> str:
    known = _ORDER.get(sign)
    if known is not None:
        return chr(known + 2)
    base = _TYPED[sign][0] if sign in _TYPED else _without_marks(sign)
    return "".join(
        chr(_ORDER[s] + 2) if s in _ORDER else chr(min(ord(s) + _BEHIND_Z, 0x10FFFF)) for s in base
    )
