"""A letter as a screen may show it: everything of it but the code and the QR.

Nothing here takes a code, and `LetterContent` has no place for one, so no preview can hold it.
"""

from __future__ import annotations

from ra_desk.paper.code_field import draw_dots
from ra_desk.paper.layout import Profile
from ra_desk.paper.letter import LetterDrawing
from ra_desk.paper.letter_text import LetterContent


def render_preview(content: LetterContent, *, profile: Profile, demo: bool) -> bytes:
    """Draw a letter as a PDF, with the outline of the window.

    Three groups of four dots stand where the code would, and a dashed box with a padlock where
    the QR would.

    Raises:
        AddressDoesNotFit: the address would leave the window.
        TextDoesNotFit: a configured text is too long for its place.
    """
    drawing = LetterDrawing(profile=profile, demo=demo, linked=False, outlined=True)
    drawing.add(content, draw_dots)
    return drawing.finish()
