"""Every sentence a person reads, in their language, and dates and numbers as they are written.

Catalogues, the language of the window and the language of letters belong here; the sentences
themselves stand where they are said, and nothing here knows Qt, paper or a network.

A text of the window (domain ``desk``) asks the module::

    from ra_desk.texts import _, ngettext
    label.setText(_("Request {number}").format(number=request.number))

A text for a citizen (domain ``citizen``) asks the catalogue of that citizen's language, because
the language of a letter is not the language of the window::

    texts = citizen("sl")
    texts.gettext("Your activation code")
"""

from __future__ import annotations

from ra_desk.texts.catalogue import (
    DEFAULT_LANGUAGE,
    DRAFTS,
    LANGUAGES,
    Catalogue,
    CatalogueMissing,
    available,
    load,
)

__all__ = [
    "DEFAULT_LANGUAGE",
    "DRAFTS",
    "LANGUAGES",
    "Catalogue",
    "CatalogueMissing",
    "_",
    "available",
    "citizen",
    "desk",
    "gettext",
    "language",
    "ngettext",
    "npgettext",
    "pgettext",
    "use",
]

#: The window's catalogue. gettext is by nature one per process; it is read at the first text,
#: so that importing a room reads no file.
_window: Catalogue | None = None


def use(language: str) -> None:
    """Choose the language of the window, "sl", "en", "it" or "hu".

    A language that has no catalogue yet gives Slovenian; `language` says which one it became.
    """
    global _window
    _window = load("desk", language)


def desk() -> Catalogue:
    """Return the catalogue of the window."""
    global _window
    if _window is None:
        _window = load("desk", DEFAULT_LANGUAGE)
    return _window


def language() -> str:
    """Return the language that the window speaks."""
    return desk().language


def citizen(language: str) -> Catalogue:
    """Return the texts for letters, mails, pages and SMS in a citizen's language."""
    return load("citizen", language)


def gettext(message: str) -> str:
    """Return a text of the window in its language."""
    return desk().gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a text of the window that belongs to a count."""
    return desk().ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return a text of the window that means something else in another place."""
    return desk().pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, count: int) -> str:
    """Return `pgettext` in the form that belongs to a count."""
    return desk().npgettext(context, singular, plural, count)


_ = gettext
