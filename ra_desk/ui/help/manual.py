"""The manual on this computer: Markdown by language, its sections, links and search. No Qt.

A heading may end in ``{#name}``: an anchor that is the same in all languages. Chapters are
files ``<language>/<key>.md``, pages of errors ``<language>/errors/RA-nnnn.md``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ra_desk import places
from ra_desk.domain.folding import index_tokens, search_tokens

#: In the order of the list of chapters; the last ones are no tasks.
CHAPTERS: Final = (
    "start",
    "counter",
    "check",
    "questions",
    "documents",
    "typing",
    "refusal",
    "review",
    "correction",
    "wrong_identification",
    "offline",
    "outbox",
    "letters",
    "reports",
    "audit",
    "administration",
    "sign_in",
    "settings",
    "computer",
    "keys",
    "accessibility",
    "privacy",
    "contact",
)
#: Where a text is taken from if the language has none (ux.md 3.10).
_INSTEAD: Final = ("sl", "en")
_HEADING: Final = re.compile(r"^(#{1,3}) +(.+?)(?: +\{#([a-z_]+)\})?$", re.MULTILINE)
_LINK: Final = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s]+)\)")
_MARKS: Final = re.compile(r"[*_`>#|]|\{#[a-z_]+\}")
_PAGE: Final = re.compile(r"errors/RA-\d{4}")
_ERROR: Final = re.compile(r"RA-\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A place in the manual: a chapter or "errors/RA-nnnn", and a heading in it."""

    chapter: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands below it, as plain text."""

    topic: Topic
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A section that has all that was looked for, and the words around the first of it."""

    topic: Topic
    title: str
    chapter: str
    around: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A chapter as Markdown without marks of ours; ``language`` is the one it is written in."""

    markdown: str
    language: str
    anchors: Sequence[str]


def error_topic(number: str) -> Topic:
    """Return the page of an error, such as ``RA-1302``."""
    return Topic(chapter=f"errors/{number}")


def numbers_in(text: str) -> list[str]:
    """Return the numbers of errors that a text names."""
    return _ERROR.findall(text)


class Manual:
    """The manual as one language has it; what is missing there comes from another.

    Args:
        values: what ``{name}`` in a text stands for, such as the help desk's phone.
    """

    def __init__(
        self,
        language: str,
        values: Mapping[str, str] | None = None,
        *,
        folder: Path | None = None,
    ) -> None:
        self.language = language
        self._values = dict(values or {})
        self._folder = folder if folder is not None else places.resources() / "help"
        self._sections: tuple[tuple[Section, frozenset[str], frozenset[str]], ...] | None = None

    def value(self, name: str) -> str:
        """Return what ``{name}`` stands for."""
        return self._values[name]

    def has(self, topic: Topic) -> bool:
        """Whether there is such a chapter in any language."""
        return self._path(topic.chapter) is not None

    def is_translated(self, topic: Topic) -> bool:
        """Whether its chapter is written in the language of the manual."""
        found = self._path(topic.chapter)
        return found is not None and found[1] == self.language

    def text(self, chapter: str) -> Text:
        """Return a chapter to be shown.

        Raises:
            KeyError: there is none.
        """
        found = self._path(chapter)
        if found is None:
            raise KeyError(chapter)
        path, language = found
        raw = self._filled(_read(path))
        anchors = tuple(anchor for _level, _title, anchor in _HEADING.findall(raw))
        shown = _HEADING.sub(lambda m: f"{m[1]} {m[2]}", raw)
        return Text(markdown=shown, language=language, anchors=anchors)

    def title(self, topic: Topic) -> str:
        """Return the words of a heading, or of the chapter's first."""
        sections = self.sections(topic.chapter)
        found = next((one for one in sections if one.topic == topic), None)
        return (found or sections[0]).title

    def sections(self, chapter: str) -> tuple[Section, ...]:
        """Return the sections of a chapter in order."""
        found = self._path(chapter)
        if found is None:
            raise KeyError(chapter)
        raw = self._filled(_read(found[0]))
        heads = list(_HEADING.finditer(raw))
        ends = [head.start() for head in heads[1:]] + [len(raw)]
        return tuple(
            Section(
                topic=Topic(chapter=chapter, anchor=head[3] or ""),
                title=head[2],
                text=_plain(raw[head.end() : end]),
            )
            for head, end in zip(heads, ends, strict=True)
        )

    def links(self, chapter: str) -> tuple[tuple[str, Topic], ...]:
        """Return words and target of each link in a chapter."""
        found = self._path(chapter)
        if found is None:
            raise KeyError(chapter)
        return tuple(
            (words, target_of(link, within=chapter))
            for words, link in _LINK.findall(_read(found[0]))
        )

    def errors(self) -> tuple[str, ...]:
        """Return the chapters that are pages of errors."""
        folders = (self._folder / language / "errors" for language in self._languages())
        return tuple(
            sorted({f"errors/{path.stem}" for folder in folders for path in folder.glob("*.md")})
        )

    def search(self, words: str, *, limit: int = 12) -> tuple[Hit, ...]:
        """Return sections in which every word begins some word; marks and case do not matter.

        Titles come before texts, chapters before pages of errors.
        """
        numbers = [number for number in numbers_in(words.upper()) if self.has(error_topic(number))]
        wanted = search_tokens(words)
        hits = [self._hit(self.sections(f"errors/{number}")[0], "") for number in numbers]
        if not wanted or numbers:
            return tuple(hits)
        ranked: list[tuple[int, int, Section]] = []
        for place, (section, title, text) in enumerate(self._indexed()):
            rank = _rank(wanted, title, text)
            if rank is not None:
                ranked.append((rank, place, section))
        ranked.sort(key=lambda one: one[:2])
        return tuple(self._hit(section, wanted[0]) for _rank, _place, section in ranked[:limit])

    def _indexed(self) -> tuple[tuple[Section, frozenset[str], frozenset[str]], ...]:
        if self._sections is None:
            self._sections = tuple(
                (section, _tokens(section.title), _tokens(section.text))
                for chapter in (*CHAPTERS, *self.errors())
                if self._path(chapter) is not None
                for section in self.sections(chapter)
            )
        return self._sections

    def _hit(self, section: Section, first: str) -> Hit:
        return Hit(
            topic=section.topic,
            title=section.title,
            chapter=self.title(Topic(chapter=section.topic.chapter)),
            around=_around(section.text, first),
        )

    def _languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.language, *_INSTEAD)))

    def _path(self, chapter: str) -> tuple[Path, str] | None:
        if chapter not in CHAPTERS and not _PAGE.fullmatch(chapter):
            return None
        for language in self._languages():
            path = self._folder / language / f"{chapter}.md"
            if path.is_file():
                return path, language
        return None

    def _filled(self, text: str) -> str:
        for name, value in self._values.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def target_of(link: str, *, within: str) -> Topic:
    """Return where a relative link of a chapter leads: ``../check.md#answers``."""
    path, _, anchor = link.partition("#")
    if not path:
        return Topic(chapter=within, anchor=anchor)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(within), path))
    return Topic(chapter=joined.removesuffix(".md"), anchor=anchor)


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _tokens(text: str) -> frozenset[str]:
    """Return what a text is found by; each new `Manual` of the program has nearly the same."""
    return frozenset(index_tokens(text))


def _plain(markdown: str) -> str:
    """Return the text of Markdown in one line, for searching and for the words around a hit."""
    linked = _LINK.sub(lambda m: m[1], markdown)
    return " ".join(_MARKS.sub(" ", linked).replace("---", " ").split())


def _rank(wanted: Sequence[str], title: frozenset[str], text: frozenset[str]) -> int | None:
    rank = 0
    for word in wanted:
        if any(token.startswith(word) for token in title):
            continue
        if not any(token.startswith(word) for token in text):
            return None
        rank += 1
    return rank


def _around(text: str, token: str) -> str:
    """Return a piece of ``text`` with the first word that begins with ``token`` in it."""
    words = text.split()
    at = 0
    for place, word in enumerate(words):
        if token and any(t.startswith(token) for t in index_tokens(word)):
            at = place
            break
    begin = max(0, at - 6)
    piece = " ".join(words[begin : begin + 22])
    return ("… " if begin else "") + piece + (" …" if begin + 22 < len(words) else "")
