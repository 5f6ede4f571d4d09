"""Names found, recognised and put in order."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain import folding as f

SORTED = [
    "Cankar",
    "Cvetko",
    "Čop",
    "Ćosić",
    "d'Angelo",
    "De Luca",
    "Dolenc",
    "Drnovšek",
    "Đurić",
    "Kovač Novak",
    "Kovač-Novak",
    "Kovačič",
    "Sever",
    "Szabó",
    "Šubic",
    "Zadravec",
    "Zupan",
    "Žagar",
]
LETTERS = st.text(
    st.sampled_from("abcčćdđefghijklmnopqrsštuvwxyzžöüőűáéíóúäåøæßłñABCČĆDĐEŠŽÖÜ -'"), max_size=30
)


def finds(query, name):
    """What FTS5 does with prefix queries joined by AND."""
    indexed = f.index_tokens(name)
    sought = f.search_tokens(query)
    return bool(sought) and all(any(i.startswith(s) for i in indexed) for s in sought)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("znidarsic", "Žnidaršič"),
        ("Žnidaršič", "Žnidaršič"),
        ("ŽNID", "Žnidaršič"),
        ("dordevic", "Đorđević"),
        ("djordjevic", "Đorđević"),
        ("Đorđević", "Đorđević"),
        ("Đordjević", "Đorđević"),
        ("Đorđević", "Djordjević"),
        ("dordevic", "Djordjević"),
        ("djo", "Đorđević"),
        ("kovac novak", "Kovač-Novak"),
        ("kovac-novak", "Kovač Novak"),
        ("novak ana", "Ana Kovač-Novak"),
        ("nov ko", "Kovač Novak"),
        ("dangelo", "D'Angelo"),
        ("d'angelo", "D’Angelo"),
        ("angelo", "D'Angelo"),
        ("dangelo", "D\u02bcAngelo"),
        ("dangelo", "D\u00b4Angelo"),
        ("muller", "Müller"),
        ("mueller", "Müller"),
        ("ori", "Őri"),
        ("oeri", "Őri"),
        ("strasse", "Straße"),
        ("STRASSE", "straße"),
        ("lodz", "Łódź"),
        ("soren", "Søren"),
        ("aeroe", "Ærø"),
        ("istanbul", "İstanbul"),
        ("isik", "Işık"),
        ("dzamija", "ǅamija"),
        ("zagar", "Z\u030cagar"),
        ("szabo", "Szabó"),
    ],
)
def test_a_name_is_found_however_it_is_typed(query, name):
    """Clerks type on whatever keyboard there is, in a hurry."""
    assert finds(query, name)


@pytest.mark.parametrize(
    ("query", "name"),
    [("novak", "Nowak"), ("znidarsic ana", "Žnidaršič"), ("ovak", "Novak"), ("", "Novak")],
)
def test_what_is_not_the_beginning_of_a_word_is_not_found(query, name):
    """A list of everybody helps nobody."""
    assert not finds(query, name)


@given(LETTERS)
def test_every_name_is_found_by_itself_and_by_its_words_in_any_order(name):
    """The law behind the examples."""
    words = name.replace("-", " ").split()
    random.Random(len(name)).shuffle(words)
    for query in (name, name.upper(), name.lower(), " ".join(words), f.fold(name)):
        assert finds(query, name) or not f.search_tokens(query)


@given(st.text(max_size=30))
def test_tokens_hold_nothing_that_a_query_language_could_mean(text):
    """Quotes, stars, colons and operators are FTS5's; a token is small letters and digits."""
    for token in (*f.search_tokens(text), *f.index_tokens(text)):
        assert token.isalnum()
        assert token not in {"AND", "OR", "NOT", "NEAR"}


def test_invisible_signs_do_not_divide_a_name():
    """A name pasted from a web page."""
    assert f.fold("No\u200bv\u00adak\u202e") == "novak"


def test_many_spellings_of_one_word_are_not_listed_one_by_one():
    """Two to the power of the length of a name would be a lot of tokens."""
    assert f.index_tokens("ö" * 40) == ("o" * 40, "oe" * 40)
    assert f.transliterations("Ü" * 40) == {"UE" * 40, "UXX" * 40, "U" * 40}
    assert f.is_spelling("UXX" + "U" * 20 + "UE" * 19, "Ü" * 40)


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Žnidaršič", {"ZNIDARSIC"}),
        ("Ćosić", {"COSIC"}),
        ("Đurić", {"DURIC", "DJURIC"}),
        ("Müller", {"MUELLER", "MUXXLLER", "MULLER"}),
        ("Őri", {"ORI", "OERI"}),
        ("Fűzi", {"FUZI", "FUEZI"}),
        ("Jäger", {"JAEGER", "JAGER"}),
        ("Åse", {"AASE", "ASE"}),
        ("Groß", {"GROSS"}),
        ("Ærø", {"AEROE", "AERO"}),
        ("Þór", {"THOR"}),
        ("Muñoz", {"MUNOZ", "MUNXXOZ"}),
        ("Łódź", {"LODZ"}),
        ("D'Angelo", {"DANGELO"}),
        ("Kovač-Novak", {"KOVAC NOVAK"}),
        ("Žan  Luka ml.", {"ZAN LUKA ML"}),
        ("Işık", {"ISIK"}),
    ],
)
def test_transliterations_are_those_of_icao(name, spellings):
    """ICAO Doc 9303-3, section 6.A, and what cards in Slovenia's neighbourhood print."""
    assert f.transliterations(name) == spellings


@given(LETTERS)
def test_each_transliteration_is_a_spelling_and_each_beginning_a_cut_one(name):
    """Two functions, one table."""
    for spelling in f.transliterations(name):
        assert f.is_spelling(spelling, name)
        for end in range(len(spelling) + 1):
            assert f.is_spelling(spelling[:end], name, cut=True) or not spelling
        assert not f.is_spelling(spelling + "Q", name)
        assert not f.is_spelling("Q" + spelling, name, cut=True)


def test_a_cut_spelling_may_end_inside_a_letter():
    """MUX is the beginning of MUXXLLER."""
    assert f.is_spelling("MUX", "Müller", cut=True)
    assert not f.is_spelling("MUX", "Müller")
    assert not f.is_spelling("MUELLERS", "Müller", cut=True)


def test_the_order_is_slovenian():
    """The vector of domain.md §9, from ICU."""
    shuffled = list(SORTED)
    random.Random(9).shuffle(shuffled)
    assert sorted(shuffled, key=f.slovenian_sort_key) == SORTED
    assert sorted(shuffled) != SORTED


def test_marks_count_only_between_equal_words_and_capitals_last():
    """Levels: letter, mark, case."""
    names = ["Szabo", "Szabó", "Szaboa", "szabo", "Łah", "Lah", "Strasse", "Straße", "Ж", "9"]
    found = sorted(names, key=f.slovenian_sort_key)
    assert found == [
        "9",
        "Lah",
        "Łah",
        "Strasse",
        "Straße",
        "szabo",
        "Szabo",
        "Szabó",
        "Szaboa",
        "Ж",
    ]


@given(st.text(max_size=20), st.text(max_size=20))
def test_sort_keys_are_equal_only_for_the_same_text(one, other):
    """A list keeps its order when it is sorted again."""
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (f.slovenian_sort_key(one) == f.slovenian_sort_key(other)) == same
