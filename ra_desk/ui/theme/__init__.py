"""How everything looks: colours, type, icons, the style sheet and the focus ring.

No other module of the ui names a colour, a font or a file of an icon; what is shown, and
where, does not belong here.
"""

from ra_desk.ui.theme.fonts import Type
from ra_desk.ui.theme.theme import Theme
from ra_desk.ui.theme.tokens import Kind, Scheme, Tokens

__all__ = ["Kind", "Scheme", "Theme", "Tokens", "Type"]
