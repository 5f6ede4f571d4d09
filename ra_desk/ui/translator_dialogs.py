"""What Qt's dialogs for files and its message boxes say by themselves."""

from __future__ import annotations

from ra_desk.texts import _


def words() -> dict[str, str]:
    """Return Qt's texts, by Qt's own English, in the language of the window."""
    # i18n: texts of Qt; & marks the letter that Alt reaches, %1 is a file
    return {
        "Look in:": _("Look in:"),
        "Go back": _("Go back"),
        "Go forward": _("Go forward"),
        "Parent Directory": _("Parent Directory"),
        "Go to the parent directory": _("Go to the parent directory"),
        "Create New Folder": _("Create New Folder"),
        "Create a New Folder": _("Create a New Folder"),
        "List View": _("List View"),
        "Change to list view mode": _("Change to list view mode"),
        "Detail View": _("Detail View"),
        "Change to detail view mode": _("Change to detail view mode"),
        "Sidebar": _("Sidebar"),
        "List of places and bookmarks": _("List of places and bookmarks"),
        "Files": _("Files"),
        "Files of type:": _("Files of type:"),
        "File &name:": _("File &name:"),
        "&Open": _("&Open"),
        "&Choose": _("&Choose"),
        "&Save": _("&Save"),
        "Save As": _("Save As"),
        "Open": _("Open"),
        "Find Directory": _("Find Directory"),
        "Directory:": _("Directory:"),
        "All Files (*)": _("All Files (*)"),
        "Directories": _("Directories"),
        "Directory": _("Directory"),
        "File": _("File"),
        "New Folder": _("New Folder"),
        "&New Folder": _("&New Folder"),
        "&Rename": _("&Rename"),
        "&Delete": _("&Delete"),
        "Show &hidden files": _("Show &hidden files"),
        "%1 already exists.\nDo you want to replace it?": _(
            "%1 already exists.\nDo you want to replace it?"
        ),
        "%1\nFile not found.\nPlease verify the correct file name was given.": _(
            "%1\nFile not found.\nPlease verify the correct file name was given."
        ),
        "%1\nDirectory not found.\nPlease verify the correct directory name was given.": _(
            "%1\nDirectory not found.\nPlease verify the correct directory name was given."
        ),
        "'%1' is write protected.\nDo you want to delete it anyway?": _(
            "'%1' is write protected.\nDo you want to delete it anyway?"
        ),
        "Are you sure you want to delete '%1'?": _("Are you sure you want to delete '%1'?"),
        "Could not delete directory.": _("Could not delete directory."),
        "Recent Places": _("Recent Places"),
        "Remove": _("Remove"),
        "My Computer": _("My Computer"),
        "Computer": _("Computer"),
        "Drive": _("Drive"),
        "Name": _("Name"),
        "Size": _("Size"),
        "Type": _("Type"),
        "Kind": _("Kind"),
        "Date Modified": _("Date Modified"),
        "Save": _("Save"),
        "&Yes": _("&Yes"),
        "&No": _("&No"),
        "Abort": _("Abort"),
        "Retry": _("Retry"),
        "Ignore": _("Ignore"),
        "Discard": _("Discard"),
        "Help": _("Help"),
        "Apply": _("Apply"),
        "Reset": _("Reset"),
        "Restore Defaults": _("Restore Defaults"),
        "Copy &Link Location": _("Copy &Link Location"),
        "Clear": _("Clear"),
        "Left edge": _("Left edge"),
        "Right edge": _("Right edge"),
        "Page left": _("Page left"),
        "Page right": _("Page right"),
        "Scroll left": _("Scroll left"),
        "Scroll right": _("Scroll right"),
    }
