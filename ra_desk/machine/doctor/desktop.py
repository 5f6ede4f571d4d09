"""The desktop around the window: does the screen lock itself, are screen readers served."""

from __future__ import annotations

from ra_desk.machine.doctor.programs import Silent, said

_SCREENSAVER = "org.gnome.desktop.screensaver"
_BUS = ("call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/")


def locks_itself() -> bool | None:
    """Return whether GNOME or a desktop with its settings locks the screen; None: not known."""
    try:
        answer = said("gsettings", "get", _SCREENSAVER, "lock-enabled").strip()
    except Silent:
        return None
    return {"true": True, "false": False}.get(answer)


def serves_screen_readers() -> bool | None:
    """Return whether the accessibility bus can be had in this session; None: not known."""
    method = ("--method", "org.freedesktop.DBus.ListActivatableNames")
    try:
        answer = said("gdbus", *_BUS, *method)
    except Silent:
        return None
    return "'org.a11y.Bus'" in answer if answer else None
