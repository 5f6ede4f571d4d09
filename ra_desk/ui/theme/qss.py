"""The one style sheet: what Fusion cannot know, said in tokens. Own parts paint themselves."""

from __future__ import annotations

from ra_desk.ui.theme.fonts import MONO, SANS, Type
from ra_desk.ui.theme.tokens import Kind, Tokens


def style_sheet(tokens: Tokens, *, percent: int, system_font: bool) -> str:
    """Return the style sheet of a scheme at a text size of ``percent``."""
    t = tokens
    family = "" if system_font else f'font-family: "{SANS}";'
    field = round(24 * percent / 100)
    arrow = 10 + round(18 * percent / 100)
    return f"""
* {{ {family} font-size: {_points(Type.BODY, percent)}; }}
QWidget[role="canvas"], QScrollArea, QStackedWidget {{ background: {t["canvas"]}; border: none; }}
QScrollArea > QWidget > QWidget {{ background: {t["canvas"]}; }}
QScrollArea[role="sheet"], QScrollArea[role="sheet"] > QWidget > QWidget {{
    background: transparent;
}}
QFrame[role="top-bar"] {{
    background: {t["surface"]}; border: none; border-bottom: 1px solid {t["hairline"]};
}}
QFrame[role="low-bar"] {{
    background: {t["surface"]}; border: none; border-top: 1px solid {t["hairline"]};
}}
QWidget[role="rail"] {{ background: {t["sunken"]}; }}
QFrame[role="card"] {{
    background: {t["surface"]}; border: 1px solid {t["hairline"]}; border-radius: 8px;
}}
QFrame[role="large-card"] {{
    background: {t["surface"]}; border: 1px solid {t["hairline"]}; border-radius: 12px;
}}
QFrame[role="well"] {{
    background: {t["canvas"]}; border: 1px solid {t["hairline"]}; border-radius: 6px;
}}
QFrame[role="line"] {{ background: {t["hairline"]}; border: none; }}
QGroupBox {{ border: none; margin: 0; padding: 0; }}

QLabel {{ color: {t["text"]}; background: transparent; }}
QLabel:disabled {{ color: {t["disabled"]}; }}
{_labels(tokens, percent)}

QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox {{
    color: {t["text"]}; background: {t["surface"]};
    border: 1px solid {t["control"]}; border-radius: 6px;
    padding: 6px 9px; placeholder-text-color: {t["muted"]};
    selection-background-color: {t["accent"]}; selection-color: {t["onAccent"]};
}}
QLineEdit, QComboBox, QDateEdit, QSpinBox {{ min-height: {field}px; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{
    border-color: {t["errLine"]};
}}
QComboBox[active="true"] {{
    color: {t["onSoft"]}; background: {t["soft"]}; font-weight: 600;
    border: 2px solid {t["accent"]}; padding: 5px 8px;
}}
QLineEdit[role="inner"] {{
    border: none; background: transparent; padding: 0; border-radius: 0;
}}
QLineEdit[role="code"] {{
    font-family: "{MONO}"; font-weight: 600; font-size: {_points(Type.BODY, percent)};
}}
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {{ color: {t["disabled"]}; }}
QComboBox::drop-down {{ border: none; width: {arrow}px; }}
QComboBox QAbstractItemView {{
    color: {t["text"]}; background: {t["raised"]}; border: 1px solid {t["control"]};
    selection-background-color: {t["soft"]}; selection-color: {t["onSoft"]}; padding: 4px;
}}
QCheckBox, QRadioButton {{ color: {t["text"]}; spacing: 8px; min-height: 24px; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t["disabled"]}; }}

QTextBrowser[role="manual"] {{
    color: {t["text"]}; background: {t["surface"]};
    border: 1px solid {t["hairline"]}; border-radius: 8px;
    selection-background-color: {t["accent"]}; selection-color: {t["onAccent"]};
}}

QTableView {{
    color: {t["text"]}; background: transparent; border: none; outline: none;
    selection-background-color: transparent; selection-color: {t["text"]};
}}
QTableView::item {{ border: none; padding: 0; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle {{ background: {t["control"]}; border-radius: 4px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QToolTip, QMenu {{
    color: {t["text"]}; background: {t["raised"]}; border: 1px solid {t["control"]}; padding: 4px;
}}
QMenu::item {{ padding: 6px 16px; border-radius: 4px; }}
QMenu::item:selected {{ color: {t["onSoft"]}; background: {t["soft"]}; }}
QProgressBar {{ background: {t["hairline"]}; border: none; border-radius: 4px; max-height: 8px; }}
QProgressBar::chunk {{ background: {t["accent"]}; border-radius: 4px; }}
"""


def _points(kind: Type, percent: int) -> str:
    return f"{kind.value.points * percent / 100:g}pt"


def _labels(tokens: Tokens, percent: int) -> str:
    rules = []
    for kind in Type:
        family = f' font-family: "{MONO}";' if kind.value.mono else ""
        rules.append(
            f'QLabel[role="{kind.role}"] {{ font-size: {_points(kind, percent)};'
            f" font-weight: {kind.value.weight};{family} }}"
        )
    tones = {"muted": "muted", "accent": "accent", "onSoft": "onSoft"}
    tones |= {kind.value: f"{kind.value}Fg" for kind in Kind}
    rules.append(f'QLabel[role="caption"] {{ color: {tokens["muted"]}; }}')
    rules += [f'QLabel[tone="{t}"] {{ color: {tokens[name]}; }}' for t, name in tones.items()]
    return "\n".join(rules)
