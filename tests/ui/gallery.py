"""Samples of the pages made from parts, as pictures to compare with the drawings by eye.

``python tests/ui/gallery.py FOLDER [light|dark|highContrast] [text percent]``; twice as sharp
with QT_SCALE_FACTOR=2. All people in it are invented.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ra_desk.ui.page import Page
from ra_desk.ui.parts.answers import AnswerGroup
from ra_desk.ui.parts.buttons import Button, Look, Size
from ra_desk.ui.parts.card import Card, Columns, EmptyState, Glyph, ItemRow
from ra_desk.ui.parts.cells import Cell
from ra_desk.ui.parts.chip import Chip
from ra_desk.ui.parts.choices import Choice, Choices
from ra_desk.ui.parts.columns import CARD, COMPARISON, Column
from ra_desk.ui.parts.field import Field
from ra_desk.ui.parts.labels import label
from ra_desk.ui.parts.lookup import Hits
from ra_desk.ui.parts.nav import Place
from ra_desk.ui.parts.rows import Row, RowModel
from ra_desk.ui.parts.sheet import Sheet
from ra_desk.ui.parts.strip import StripAction
from ra_desk.ui.parts.table import RowTable
from ra_desk.ui.shell import Shell
from ra_desk.ui.theme import Kind, Scheme, Theme, Type
from ra_desk.ui.theme.focus_ring import FocusRing

PLACES = (
    Place(key="counter", icon="id", title="Okence"),
    Place(key="letters", icon="mail", title="Pisma"),
    Place(key="review", icon="shield-check", title="Pregled"),
    Place(key="outbox", icon="cloud-upload", title="Za pošiljanje"),
    Place(key="reports", icon="chart-bar", title="Poročila"),
    Place(key="audit", icon="history", title="Revizijska sled"),
    Place(key="settings", icon="settings", title="Nastavitve", low=True),
    Place(key="help", icon="help", title="Pomoč", low=True),
)
HIT_COLUMNS = (
    Column(weight=2),
    Column(width=56),
    Column(width=120),
    Column(weight=3),
    Column(width=120, right=True),
)
CHIPS = {
    "waiting": (Kind.INFO, "hourglass", "Čaka na preverjanje"),
    "unsent": (Kind.WARN, "cloud-upload", "Čaka na pošiljanje"),
    "sent": (Kind.OK, "mail-check", "Preverjeno, koda poslana"),
    "review": (Kind.REV, "shield-check", "Čaka na drugi pregled"),
    "active": (Kind.OK, "circle-check", "Vklopljeno"),
    "refused": (Kind.ERR, "circle-x", "Zavrnjeno"),
}


def chip_cell(key: str, *, small: bool = True) -> Cell:
    kind, icon, text = CHIPS[key]
    return Cell(text=text, kind=kind, icon=icon, small=small)


def nothing() -> None:
    """Stand in for an act."""


def shell(theme: Theme) -> Shell:
    made = Shell(
        theme,
        PLACES,
        HIT_COLUMNS,
        placeholder="Skenirajte dokument ali kodo QR ali vpišite številko zahtevka, priimek …",
    )
    made.status_bar.who.setText("UE Koper · okence 3  ·  Maja K.")
    return made


def counter(theme: Theme) -> Shell:
    made = shell(theme)
    made.rail.items["review"].set_badge(4)
    made.rail.items["outbox"].set_badge(1)
    made.status_bar.show_chip("line", Kind.OK, "cloud-check", "Povezano")
    made.status_bar.show_chip("outbox", Kind.WARN, "cloud-upload", "1 za pošiljanje")
    made.status_bar.show_chip("scanner", Kind.OK, "scan", "Čitalnik pripravljen")
    page = Page(theme, "Okence")
    page.title_note("Danes 14 preverjanj · v povprečju 48 s")
    side = QWidget()
    left = QVBoxLayout(side)
    left.setContentsMargins(0, 0, 0, 0)
    left.setSpacing(16)
    returned = Card("Vrnjeno v popravek", count="1")
    returned.body.addWidget(
        ItemRow(
            "R-3H8X-47",
            "K. Novak · letnik 1984",
            "T. Bele: »Manjka številka dokumenta.«",
            trailing=Button(theme, "Popravi …", size=Size.ROW),
        )
    )
    left.addWidget(returned)
    drafts = Card("Osnutki", count="2")
    for number, title, detail in (
        ("R-6P2B-93", "Odprti sta 2. in 3. vprašanje", "Dokument prebran · začeto ob 09:31"),
        ("R-8V5G-36", "Manjka dokument stranke", "Številka vpisana · začeto ob 09:04"),
    ):
        more = Button(theme, "Nadaljuj", size=Size.ROW)
        drafts.add_row(ItemRow(number, title, detail, trailing=more))
    left.addWidget(drafts)
    left.addStretch(1)
    page.body.addWidget(Columns(side, recorded(theme)))
    page.body.addStretch(1)
    made.add_page("counter", page)
    made.go("counter")
    return made


def recorded(theme: Theme) -> Card:
    card = Card("Zabeleženo danes", count="14")
    card.let_rows_out()
    card.add_to_head(Button(theme, "Pokaži vse", look=Look.QUIET, size=Size.ROW, flush=True))
    columns = (Column(width=44), Column(width=100), Column())
    model = RowModel(columns, card)
    states = ("unsent", "sent", "review", "sent", "active", "refused", "active", "sent")
    times = ("09:55", "09:40", "09:26", "09:12", "08:58", "08:41", "08:33", "08:20")
    numbers = ("9W4N-28", "5T8C-19", "7D3K-41", "4M7D-35", "9K3P-72", "6W2F-54", "3B7N-68")
    model.show_rows(
        [
            Row(
                key=time,
                cells=(
                    Cell(text=time, tone="muted"),
                    Cell(text=f"R-{number}", type=Type.MONO_STRONG),
                    chip_cell(state),
                ),
            )
            for time, number, state in zip(times, (*numbers, "5M4J-27"), states, strict=True)
        ]
    )
    card.body.addWidget(
        RowTable(theme, model, columns, name="Zabeleženo danes", pitch=CARD, fit=True)
    )
    return card


HITS_FOUND = Hits(
    understood="Iskanje:  priimek se začne z »zag«  ·  leto rojstva 1991",
    strong=("priimek se začne z »zag«", "leto rojstva 1991"),
    count="3 zadetki",
    note="Prikazani so tudi zahtevki drugih prijavnih služb.",
    rows=tuple(
        Row(
            key=number,
            cells=(
                Cell(text=name, bold=3, spoken=f"{name}, {number}"),
                Cell(text="1991", tone="muted"),
                Cell(text=number, type=Type.MONO),
                chip_cell(state),
                Cell(text=left, right=True, **look),
            ),
        )
        for name, number, state, left, look in (
            ("Žagar Őry Špela", "R-7F4K-22", "waiting", "še 26 dni", {"tone": "muted"}),
            (
                "Žagar Miha",
                "R-4F8T-31",
                "waiting",
                "še 3 dni",
                {"tone": "warnFg", "type": Type.STRONG, "icon": "clock", "icon_tone": "warnFg"},
            ),
            ("Zagožen Ana", "R-5D3T-61", "sent", "zaključeno", {"tone": "muted"}),
        )
    ),
)


def check(theme: Theme) -> Shell:
    made = shell(theme)
    made.status_bar.show_chip("line", Kind.WARN, "cloud-off", "Brez povezave")
    made.status_bar.show_chip("outbox", Kind.IDLE, "cloud-upload", "3 za pošiljanje")
    made.status_bar.show_chip("scanner", Kind.OK, "scan", "Čitalnik pripravljen")
    made.banner.say(
        Kind.WARN,
        "cloud-off",
        "Ni povezave s strežnikom od 09:42. Preverjanja se shranjujejo v tem računalniku in "
        "bodo poslana samodejno.",
        actions=(StripAction(text="Podrobnosti", act=nothing),),
    )
    made.show_banner(True)
    page = Page(theme, "Zahtevek R-7F4K-22")
    page.set_title(
        "Zahtevek R-7F4K-22",
        sub="Oddan 18. 11. 2026 · poteče čez 26 dni · prevzem kode po e-pošti",
        below=True,
    )
    page.add_to_title(Chip(theme, *CHIPS["waiting"]))
    page.body.addWidget(Columns(comparison(theme), questions(theme), weights=(7, 4)), 1)
    page.set_actions(
        left=(Button(theme, "Nazaj na okence", key="Esc"),),
        right=(
            Button(theme, "Zavrni …", look=Look.DANGER, key="Ctrl+D"),
            Button(theme, "Zabeleži preverjanje", look=Look.PRIMARY, key="Enter"),
        ),
    )
    made.add_page("request", page)
    made.go("request", under="counter")
    return made


def comparison(theme: Theme) -> Card:
    card = Card("Primerjava podatkov")
    card.let_rows_out()
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(Glyph(theme, "id", "muted"))
    row.addWidget(label("Osebna izkaznica · SVN · IE1234567", tone="muted"))
    card.add_to_head(head)
    columns = (
        Column(title="Podatek", width=101),
        Column(title="Zahtevek"),
        Column(title="Dokument", width=101),
        Column(title="Rezultat", width=195),
    )
    model = RowModel(columns, card)
    ok, you = (Kind.OK, "circle-check"), (Kind.IDLE, "user")
    rows = (
        ("Priimek", "Žagar Őry", "ZAGAR<OERY", ok, "Ujema se (prečrkovano)"),
        ("Ime", "Špela", "SPELA", ok, "Ujema se (prečrkovano)"),
        ("Datum rojstva", "4. 3. 1991", "4. 3. 1991", ok, "Ujema se"),
        ("Veljavnost dokumenta", "—", "12. 9. 2031", ok, "Veljaven"),
        ("Starost", "35 let", "—", ok, "Najmanj 15 let"),
        ("Davčna številka", "•••••418", "—", you, "Potrdi stranka"),
        (
            "Stalni naslov",
            "Ferrarska ulica 5b, 6000 Koper / Capodistria",
            "—",
            you,
            "Potrdi stranka",
        ),
        ("E-naslov", "spela.z•••@posta.example", "—", you, "Potrdi stranka"),
    )
    model.show_rows(
        [
            Row(
                key=name,
                cells=(
                    Cell(text=name, tone="muted", wrap=True, spoken=f"{name}: {mine}, {result}"),
                    Cell(text=mine, wrap=True),
                    Cell(text=theirs, type=Type.MONO_STRONG if theirs != "—" else Type.BODY),
                    Cell(text=result, kind=kind, icon=icon, small=False),
                ),
            )
            for name, mine, theirs, (kind, icon), result in rows
        ]
    )
    card.body.addWidget(
        RowTable(
            theme,
            model,
            columns,
            name="Primerjava podatkov",
            pitch=COMPARISON,
            fit=True,
            selectable=False,
        )
    )
    card.body.addStretch(1)
    return card


def questions(theme: Theme) -> Card:
    card = Card("Preverjanje ob stranki")
    card.body.setSpacing(14)
    groups = [
        AnswerGroup(theme, number, words)
        for number, words in enumerate(
            (
                "Obraz ustreza fotografiji na dokumentu",
                "Dokument je videti pristen in nepoškodovan",
                "Stranka potrdi e-naslov in stalni naslov",
            ),
            1,
        )
    ]
    for group in groups:
        card.body.addWidget(group)
    groups[0].set_answer(True)
    card.body.addStretch(1)
    card.body.addWidget(
        label("1 = Da · 2 = Ne · Enter = zabeleži · Ctrl+Z = razveljavi", tone="muted", wrap=True)
    )
    return card


def decision(theme: Theme, over: QWidget) -> Sheet:
    sheet = Sheet(
        theme,
        over,
        question="Ali preverjanje še velja?",
        sentence="Zahtevek R-3H8X-47 · stranka je po vašem preverjanju spremenila e-naslov.",
        accept_words="Pošlji v drugi pregled",
        leave_words="Pozneje",
        effect="Do odločitve se stranki nič ne pošlje.",
        aside=Chip(theme, Kind.ERR, "arrows-diff", "Potrebna odločitev"),
    )
    choices = Choices(
        theme,
        "Ali preverjanje še velja?",
        (
            Choice(
                key="review",
                verb="Pošlji v drugi pregled",
                consequence="Druga oseba odloči, ali preverjanje velja za novi e-naslov.",
                remark="priporočeno",
            ),
            Choice(
                key="withdraw",
                verb="Umakni preverjanje",
                consequence="Zahtevek spet čaka na preverjanje; stranka mora priti še enkrat.",
            ),
        ),
        preselected="review",
    )
    sheet.body.addWidget(choices)
    note = QLineEdit()
    note.setPlaceholderText("Brez podatkov o zdravju in brez mnenj")
    field = Field(theme, "Opomba", note, optional="(neobvezno)", key="F7")
    sheet.body.addWidget(field)
    sheet.open(choices.first())
    return sheet


def save(app: QApplication, made: QWidget, path: Path) -> None:
    app.processEvents()
    app.processEvents()
    made.grab().save(str(path))


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    scheme = Scheme(sys.argv[2] if len(sys.argv) > 2 else "light")
    percent = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    app = QApplication([])
    theme = Theme()
    theme.apply(app, scheme, text_percent=percent)
    size = (960, 540) if os.environ.get("QT_SCALE_FACTOR") == "2" else (1280, 760)
    name = f"{scheme.value}_{percent}_{size[0]}"

    made = counter(theme)
    ring = FocusRing(theme, made)
    theme.dress(made)
    made.resize(*size)
    made.show()
    made.activateWindow()
    app.processEvents()
    made.page("counter").notice.notify(
        Kind.OK,
        "circle-check",
        "Preverjanje za R-7F4K-22 zabeleženo. Poslano bo čez 8 s.",
        strong="R-7F4K-22",
        actions=(
            StripAction(text="Razveljavi", key="Ctrl+Z", act=nothing),
            StripAction(text="Pošlji zdaj", act=nothing),
        ),
    )
    made.page("counter").body.insertWidget(
        0,
        EmptyState(
            theme,
            "scan",
            "Za naslednjo stranko skenirajte dokument",
            "Ob skeniranju se zabeleženo preverjanje pošlje takoj; do takrat ga lahko razveljavite.",
            aside="Brez čitalnika: F3 in vpišite priimek ali številko",
        ),
    )
    made.look_up.focus()
    save(app, made, folder / f"undo_{name}.png")
    made.page("counter").notice.dismiss()
    made.page("counter").body.itemAt(0).widget().hide()
    made.look_up.edit.setText("zag 91")
    made.look_up.show_hits(HITS_FOUND)
    save(app, made, folder / f"counter_{name}.png")
    made.look_up.clear()
    sheet = decision(theme, made)
    save(app, made, folder / f"sheet_{name}.png")
    sheet.leave()
    made.close()

    made = check(theme)
    ring = FocusRing(theme, made)
    theme.dress(made)
    made.resize(*size)
    made.show()
    made.activateWindow()
    app.processEvents()
    second = made.findChildren(AnswerGroup)[1]
    second.yes.setFocus(Qt.FocusReason.TabFocusReason)
    save(app, made, folder / f"check_{name}.png")
    del ring


if __name__ == "__main__":
    main()
