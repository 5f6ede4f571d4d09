"""Where things stand on a sheet, in millimetres from its top left corner, and by which standard.

A letter for a DL envelope is folded twice like a Z: the middle third lies inside, its printed
side against the printed side of the bottom third. What stands in the middle third is then covered
by paper on both sides, and the bottom third carries a hatch where the code comes to lie.

A letter for C5 is folded once, and printed on both outsides. Its code stands on the half without
the window, under one layer of envelope, with the hatch on the other half behind it (decision 28:
security envelopes only).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ra_desk.domain.letter_form import Envelope, EnvelopeFit

#: ISO 216.
A4 = (210.0, 297.0)
A5 = (148.0, 210.0)

#: Millimetres by which a sheet may slip in its envelope, in each direction: A4 folded to 105 mm
#: in a DL envelope of 110 mm. The address keeps this distance from the edge of the window, and
#: whatever else is printed keeps it from the outside.
SLIP = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in millimetres; ``x`` and ``y`` are its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def inset(self, by: float) -> Box:
        """Return the box smaller by ``by`` on each side; larger if that is negative."""
        return Box(
            x=self.x + by, y=self.y + by, width=self.width - 2 * by, height=self.height - 2 * by
        )

    def mirrored(self, fold: float) -> Box:
        """Return where this box lies after folding along the horizontal line ``y = fold``."""
        return replace(self, y=2 * fold - self.bottom)

    def holds(self, other: Box) -> bool:
        """Say whether ``other`` lies wholly inside."""
        return (
            self.x <= other.x
            and other.right <= self.right
            and self.y <= other.y
            and other.bottom <= self.bottom
        )

    def meets(self, other: Box) -> bool:
        """Say whether the two have any area in common."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


#: Left and right edge of all text, in millimetres; the left one is DIN 5008's.
LEFT, RIGHT = 25.0, 185.0

#: Length and place of the little marks that say where to fold.
FOLD_MARK = (4.0, 8.0)

#: Lowest edge of place, date and request above the first fold; baseline of the footer.
REFERENCE_BOTTOM = 99.0
FOOTER_LINE = 289.0

#: The Data Matrix that tells one letter from another: side in millimetres and top edge.
TRACKING_SIDE = 10.0
TRACKING_TOP = 64.0

#: The bars of a registered letter: top edge and size in millimetres.
BARS_TOP, BARS_WIDTH, BARS_HEIGHT = 75.6, 56.0, 9.0

#: The white before the bars, so that the first one stands below the Data Matrix.
BARS_QUIET = 3.2

_SENDER_TOP, _SENDER_BOTTOM = 17.0, 61.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Where the window of an envelope lies over the folded letter.

    Args:
        envelope: what it is called in settings and in the journal.
        place: of the window; without one, of the address as it would stand there.
        folds: where the sheet is folded, in millimetres.
        windowed: whether there is a window.
    """

    envelope: Envelope
    place: Box
    folds: tuple[float, ...]
    windowed: bool = True

    @property
    def window(self) -> Box | None:
        return self.place if self.windowed else None

    @property
    def window_on_right(self) -> bool:
        return self.place.x + self.place.width / 2 > A4[0] / 2

    @property
    def address(self) -> Box:
        """Where the address may stand so that it stays visible however the sheet slips."""
        return self.place.inset(SLIP)

    @property
    def sender(self) -> Box:
        """The office, beside the window: never in it, however the sheet slips."""
        left, right = self._beside
        return Box(x=left, y=_SENDER_TOP, width=right - left, height=_SENDER_BOTTOM - _SENDER_TOP)

    @property
    def tracking(self) -> Box:
        """The letter's own Data Matrix."""
        return Box(x=self._beside[0], y=TRACKING_TOP, width=TRACKING_SIDE, height=TRACKING_SIDE)

    @property
    def bars(self) -> Box:
        """The bars of a registered letter, their quiet zones included."""
        x = self._beside[0] - BARS_QUIET
        return Box(x=x, y=BARS_TOP, width=BARS_WIDTH, height=BARS_HEIGHT)

    @property
    def reference(self) -> Box:
        """Place, date and request, the last lines above the fold."""
        top = BARS_TOP + BARS_HEIGHT + 4.0
        left, right = self._beside
        return Box(x=left, y=top, width=right - left, height=REFERENCE_BOTTOM - top)

    @property
    def code_on_left(self) -> bool:
        """Whether the code stands at the left of its block.

        After folding, the block lies behind the window. The code stands on the other side, so
        that between it and the light there is more than the bare letter.
        """
        return self.window_on_right

    @property
    def _beside(self) -> tuple[float, float]:
        # Twice the slip: sheets also slip sideways, in an envelope 10 to 20 mm wider.
        if self.window_on_right:
            return LEFT, min(95.0, self.place.x - 2 * SLIP)
        return max(118.0, self.place.right + 2 * SLIP), RIGHT


#: Where a letter for DL (DIN 5008 form B) and one for C5 is folded.
_LIKE_A_Z, _ONCE = (105.0, 210.0), (148.5,)

#: Pošta Slovenije: the address stands in the right half; the shops' DL envelope 110 × 220/230.
_RIGHT_PLACE = Box(x=105.0, y=45.0, width=85.0, height=45.0)

#: DIN 5008 form B.
_LEFT_PLACE = Box(x=20.0, y=45.0, width=85.0, height=45.0)

#: Every envelope that a letter can be laid out for.
PROFILES = {
    profile.envelope: profile
    for profile in (
        Profile(envelope=Envelope.RIGHT, place=_RIGHT_PLACE, folds=_LIKE_A_Z),
        Profile(envelope=Envelope.LEFT, place=_LEFT_PLACE, folds=_LIKE_A_Z),
        Profile(envelope=Envelope.NONE, place=_RIGHT_PLACE, folds=_LIKE_A_Z, windowed=False),
        Profile(envelope=Envelope.C5_RIGHT, place=_RIGHT_PLACE, folds=_ONCE),
        Profile(envelope=Envelope.C5_LEFT, place=_LEFT_PLACE, folds=_ONCE),
    )
}


def profile_of(fit: EnvelopeFit) -> Profile:
    """Return the geometry for an envelope, with its window where this printer needs it."""
    profile = PROFILES[fit.envelope]
    place = replace(profile.place, x=profile.place.x + fit.right, y=profile.place.y + fit.down)
    return replace(profile, place=place)
