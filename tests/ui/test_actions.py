"""The table of keys: safe on the keyboards of all four languages, and each key means one thing."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from ra_desk.texts import use
from ra_desk.ui.actions import ACTIONS, MOST_PLACES, Action, Scope, action, place_key

#: Scopes whose keys a focused widget takes by itself: only there a bare key may act.
OF_THE_FOCUS = (Scope.ANSWERS, Scope.LISTS)
NAMED = re.compile(
    r"F([1-9]|1[0-2])|Esc|Return|Enter|Tab|Del|Backspace|Left|Right|Up|Down|PgUp|PgDown|Home|End"
)
#: Signs with a key of their own, without Shift or AltGr, on Slovenian, Italian and Hungarian
#: keyboards: "+" stands alone on the first two and is Shift+3 on the third; "=" is for US ones.
SIGNS = {",", "-", "+", "="}
#: Qt tries a shifted "+" as "+", and "=" only adds a second way to it.
SECOND_WAY = {"Ctrl+="}


def faults(keys: str) -> list[str]:
    """Return what is wrong with a key on one of the keyboards."""
    *modifiers, key = [*keys[:-1].split("+"), keys[-1]] if keys.endswith("+") else keys.split("+")
    modifiers = [m for m in modifiers if m]
    found = []
    if {"Ctrl", "Alt"} <= set(modifiers):
        found.append("Ctrl+Alt is AltGr")
    if len(key) == 1 and key.isalpha():
        if not {"Ctrl", "Alt"} & set(modifiers):
            found.append("a bare letter")
        if key in "YZ" and keys != "Ctrl+Z":
            found.append("Y and Z change places")
    elif len(key) == 1 and key.isdigit():
        if not {"Ctrl", "Alt"} & set(modifiers):
            found.append("a bare digit")
        if "Shift" in modifiers:
            found.append("Shift and a digit is a sign")
    elif len(key) == 1 and key not in SIGNS:
        found.append("a sign that needs Shift or AltGr")
    elif len(key) > 1 and not NAMED.fullmatch(key):
        found.append("an unknown key")
    return found


@pytest.mark.parametrize("declared", ACTIONS, ids=lambda a: a.name)
def test_a_key_can_be_pressed_on_every_keyboard(declared: Action):
    """KeePassXC's Ctrl+/ is Ctrl+Shift+7 on a Slovenian keyboard: nothing of that kind here."""
    for keys in declared.keys:
        assert QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText) == keys
        if declared.scope not in OF_THE_FOCUS:
            assert faults(keys) == []


@pytest.mark.parametrize("keys", ["Ctrl+Alt+K", "Ctrl+/", "Ctrl+Y", "R", "1", "Shift+2", "Ctrl+#"])
def test_the_rules_for_keys_bite(keys):
    assert faults(keys) != []


def test_no_key_means_two_things_in_one_scope():
    """What acts everywhere is taken in every scope."""
    everywhere = [k for a in ACTIONS if a.scope is Scope.EVERYWHERE for k in a.keys]
    everywhere += [place_key(number) for number in range(1, MOST_PLACES + 1)]
    for scope in Scope:
        own = [k for a in ACTIONS if a.scope is scope for k in a.keys]
        taken = own if scope is Scope.EVERYWHERE else everywhere + own
        if scope is Scope.EVERYWHERE:
            taken = everywhere
        doubled = [keys for keys, count in Counter(taken).items() if count > 1]
        assert doubled == [], scope


def test_names_are_given_once():
    assert max(Counter(a.name for a in ACTIONS).values()) == 1


@pytest.mark.parametrize("language", ["sl", "en", "it", "hu"])
def test_titles_differ_so_that_the_palette_can_tell_them_apart(language):
    use(language)
    titles = [a.title for a in ACTIONS]
    use("sl")
    assert len(set(titles)) == len(titles)


def test_a_key_is_written_as_people_read_it():
    assert action("back").key == "Alt+←"
    assert action("record").key == "Ctrl+Enter"
    assert action("notices").key == ""
