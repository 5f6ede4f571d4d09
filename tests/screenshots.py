"""Every page and state of the window as a picture, with one page to look through them.

``python -m tests.screenshots DIR`` draws everything; ``--pages counter,request``,
``--themes light``, ``--languages sl,en`` and ``--percent 150`` draw less or larger; ``--manual`` draws
the pictures of the manual into DIR, which is ``resources/help/pictures``. The pictures
are made with the bundled fonts and no screen, so they are the same on every computer; all people
in them are invented.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from ra_desk.texts import LANGUAGES, available, use
from ra_desk.ui.theme import Scheme, Theme
from ra_desk.ui.translator import OwnTranslator
from tests.ui.hands import WIDE
from tests.ui.states import STATES, State, reached

THEMES = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "contrast": Scheme.HIGH_CONTRAST}
#: Pictures of the manual and the states they show.
MANUAL = {"counter": "counter-unfinished", "request": "request-complete"}

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>RA Desk: pages and states</title>
<style>
 body { font: 15px/1.4 system-ui, sans-serif; margin: 0; background: #f3f5f8; color: #17212b }
 header { position: sticky; top: 0; background: #fff; border-bottom: 1px solid #66727f;
   padding: 12px 20px; display: flex; flex-wrap: wrap; gap: 16px; align-items: center }
 h1 { font-size: 18px; margin: 0 } select, input { font: inherit; padding: 4px 8px }
 main { display: grid; gap: 20px; padding: 20px;
   grid-template-columns: repeat(auto-fill, minmax(420px, 1fr)) }
 figure { margin: 0 } img { width: 100%; border: 1px solid #66727f; display: block }
 figcaption { padding-top: 4px }
</style>
<header><h1>RA Desk</h1>FILTERS<output></output></header>
<main></main>
<script>
 const shots = DATA;
 const main = document.querySelector("main");
 const choices = [...document.querySelectorAll("select")];
 function show() {
   const wanted = choices.map(c => [c.name, c.value]).filter(([, v]) => v);
   const seen = shots.filter(s => wanted.every(([name, value]) => s[name] === value));
   main.replaceChildren(...seen.map(s => {
     const figure = document.createElement("figure"), link = document.createElement("a");
     const image = document.createElement("img"), words = document.createElement("figcaption");
     link.href = image.src = s.file; image.loading = "lazy";
     words.textContent = image.alt = [s.page, s.state, s.theme, s.language].join(" · ");
     link.append(image); figure.append(link, words); return figure;
   }));
   document.querySelector("output").textContent = seen.length + " / " + shots.length;
 }
 choices.forEach(c => c.addEventListener("change", show)); show();
</script></html>
"""


def file_name(state: State, *, theme: str, language: str) -> str:
    """Return the name of one picture."""
    plain = "".join(sign if sign.isalnum() or sign in "-_" else "" for sign in state.key)
    return f"{plain}.{theme}.{language}.png"


def draw(
    folder: Path,
    *,
    states: Sequence[State],
    themes: Sequence[str],
    languages: Sequence[str],
    percent: int = 100,
    size: tuple[int, int] = WIDE,
) -> list[dict[str, str]]:
    """Draw pictures into ``folder``; return what each shows.

    A state is reached once per language, and then shown in each theme: in the theme of the state
    before it first, because a change of theme costs more than everything else.
    """
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.installTranslator(OwnTranslator(app))
    app.setCursorFlashTime(0)  # else a caret stands in one picture and not in the next
    folder.mkdir(parents=True, exist_ok=True)
    theme, shots, order = Theme(), [], list(themes)
    for language in languages:
        use(language)
        theme.apply(app, THEMES[order[0]], text_percent=percent)
        for state in states:
            with reached(state, theme) as hands:
                hands.resize(*size)
                for name in order:
                    theme.apply(app, THEMES[name], text_percent=percent)
                    hands.settle()
                    # What changed in the last moment is laid out too.
                    QApplication.sendPostedEvents()
                    file = file_name(state, theme=name, language=language)
                    assert hands.front.window.grab().save(str(folder / file)), file
                    shots.append(
                        {
                            "page": state.page,
                            "state": state.name,
                            "theme": name,
                            "language": language,
                            "file": file,
                        }
                    )
            order.reverse()
            print(f"{language}  {state.key}", flush=True)
    return shots


def draw_manual(folder: Path) -> None:
    """Draw the pictures of the manual, light and dark, under the names it gives them."""
    stems = {state: stem for stem, state in MANUAL.items()}
    with TemporaryDirectory() as drawn:
        shots = draw(
            Path(drawn),
            states=[state for state in STATES if state.key in stems],
            themes=("light", "dark"),
            languages=("sl",),
        )
        for shot in shots:
            stem = stems[f"{shot['page']}-{shot['state']}"]
            (folder / f"{stem}_{shot['theme']}.png").write_bytes(
                (Path(drawn) / shot["file"]).read_bytes()
            )


def write_index(folder: Path, shots: Sequence[dict[str, str]]) -> Path:
    """Write ``index.html``: all pictures, to be filtered by page, theme and language."""
    filters = []
    for name in ("page", "theme", "language"):
        values = sorted({shot[name] for shot in shots})
        options = "".join(f"<option>{html.escape(value)}</option>" for value in values)
        filters.append(
            f'<label>{name} <select name="{name}"><option value="">all</option>{options}'
            "</select></label>"
        )
    data = json.dumps(list(shots)).replace("</", "<\\/")
    index = folder / "index.html"
    index.write_text(_PAGE.replace("FILTERS", " ".join(filters)).replace("DATA", data), "utf-8")
    return index


def main(arguments: Sequence[str]) -> int:
    """Draw what was asked for."""
    asked = argparse.ArgumentParser(prog="tests.screenshots", description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--pages", default="", help="such as counter,request; default all")
    asked.add_argument("--states", default="", help="part of the name of a state")
    asked.add_argument("--themes", default=",".join(THEMES))
    asked.add_argument("--languages", default=",".join(LANGUAGES))
    asked.add_argument("--percent", type=int, default=100, help="size of text, 100 to 200")
    asked.add_argument("--size", default="x".join(map(str, WIDE)), help="such as 960x540")
    asked.add_argument("--manual", action="store_true", help="the pictures of the manual alone")
    chosen = asked.parse_args(arguments)
    if chosen.manual:
        draw_manual(chosen.folder)
        return 0
    pages = set(filter(None, chosen.pages.split(",")))
    width, height = map(int, chosen.size.split("x"))
    shots = draw(
        chosen.folder,
        states=[s for s in STATES if (not pages or s.page in pages) and chosen.states in s.name],
        themes=chosen.themes.split(","),
        languages=[one for one in chosen.languages.split(",") if one in available()],
        percent=chosen.percent,
        size=(width, height),
    )
    print(write_index(chosen.folder, shots))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
