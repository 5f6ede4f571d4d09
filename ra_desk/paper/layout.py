"""Where things stand on a sheet, in millimetres from its top left corner, and by which standard.

A letter is folded twice like a Z: the middle third lies inside, its printed side against the
printed side of the bottom third. What stands in the middle third is then covered by paper on
both sides, and the bottom third carries a hatch exactly where the code comes to lie.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

#: ISO 216.
A4 = (210.0, 297.0)
A5 = (148.0, 210.0)

#: Millimetres by which a sheet may slip in its envelope, in each direction: A4 folded to 105 mm
#: in a DL envelope of 110 mm. The address keeps this distance from the edge of the window, and
#: whatever else is printed keeps it from the outside.
SLIP = 5.0

#: Farthest that an office may move its window, in millimetres.
CALIBRATION = 10.0


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

#: Where the sheet is folded (DIN 5008 form B), and the little marks that say so.
FOLDS = (105.0, 210.0)
FOLD_MARK = (4.0, 8.0)

#: The activation code, inside the fold.
CODE_BLOCK = Box(x=LEFT, y=138.0, width=RIGHT - LEFT, height=27.0)

#: The hatch that the code comes to lie on: y 255–282.
HATCH = CODE_BLOCK.mirrored(FOLDS[1])

#: The text around the code, and the small print beneath the second fold.
OPENING = Box(x=LEFT, y=112.0, width=RIGHT - LEFT, height=23.0)
STEPS = Box(x=LEFT, y=168.5, width=RIGHT - LEFT, height=38.5)
SMALL_PRINT = Box(x=LEFT, y=216.0, width=RIGHT - LEFT, height=35.0)

#: Baselines of the last line above the first fold and of the footer.
REFERENCE_LINE = 98.0
FOOTER_LINE = 289.0

#: The Data Matrix that tells one letter from another: side in millimetres and top edge.
TRACKING_SIDE = 10.0
TRACKING_TOP = 64.0

_SENDER_TOP, _SENDER_BOTTOM = 17.0, 44.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowLayout:
    """Where the window of an envelope lies over the folded letter.

    Args:
        name: what it is called in settings and in the journal.
        window: the window itself, measured on the letter.
    """

    name: str
    window: Box

    @property
    def window_on_right(self) -> bool:
        return self.window.x + self.window.width / 2 > A4[0] / 2

    @property
    def address(self) -> Box:
        """Where the address may stand so that it stays visible however the sheet slips."""
        return self.window.inset(SLIP)

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
    def code_on_left(self) -> bool:
        """Whether the code stands at the left of its block.

        After folding, the block lies behind the window. The code stands on the other side, so
        that between it and the light there is more than the bare letter.
        """
        return self.window_on_right

    def moved(self, *, right: float, down: float) -> WindowLayout:
        """Return the layout for an envelope whose window lies elsewhere, in millimetres.

        Raises:
            ValueError: farther than 10 mm, which is another envelope and not a calibration.
        """
        if max(abs(right), abs(down)) > CALIBRATION:
            raise ValueError(f"a window is moved by {CALIBRATION} mm at most")
        window = replace(self.window, x=self.window.x + right, y=self.window.y + down)
        return replace(self, window=window)

    @property
    def _beside(self) -> tuple[float, float]:
        # Twice the slip: sheets also slip sideways, in an envelope 10 to 20 mm wider.
        if self.window_on_right:
            return LEFT, min(95.0, self.window.x - 2 * SLIP)
        return max(118.0, self.window.right + 2 * SLIP), RIGHT


#: Pošta Slovenije: the address stands in the right half; the shops' DL envelope 110 × 220/230.
WINDOW_RIGHT = WindowLayout(name="right", window=Box(x=105.0, y=45.0, width=85.0, height=45.0))

#: DIN 5008 form B.
WINDOW_LEFT = WindowLayout(name="left", window=Box(x=20.0, y=45.0, width=85.0, height=45.0))

#: Every layout that can be chosen, by its name.
LAYOUTS = {layout.name: layout for layout in (WINDOW_RIGHT, WINDOW_LEFT)}
