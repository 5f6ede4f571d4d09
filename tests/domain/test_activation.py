"""Codes and numbers: what a slip of the finger or a strange keyboard does to them."""

import random
import traceback
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_desk.domain import activation as a
from ra_desk.domain.errors import Refused

SIGNS = st.sampled_from(a.ALPHABET)
BODIES = st.text(SIGNS, min_size=11, max_size=11)


def code_of(body):
    return body + a.check_sign(body)


def test_the_alphabet_is_the_one_that_survives_scanners_and_cannot_spell():
    """26 signs, because ISO 7064 MOD 27,26 wants as many; none that is read as another."""
    assert len(set(a.ALPHABET)) == len(a.ALPHABET) == 26
    assert not set(a.ALPHABET) & set("01ILOUYZAE")


@given(BODIES, st.integers(0, 11), SIGNS)
def test_every_single_wrong_sign_is_found(body, at, sign):
    """The law of ISO 7064 that decision 26 counts on: no typing error costs an attempt."""
    code = code_of(body)
    wrong = code[:at] + sign + code[at + 1 :]
    if wrong == code:
        assert a.parse_code(wrong).reveal().replace("-", "") == code
    else:
        with pytest.raises(a.CodeCheckSignWrong):
            a.parse_code(wrong)


def test_nearly_every_swap_of_two_neighbours_is_found():
    """All pairs of different signs in all places of random codes: 99.7 % (decision 26)."""
    chance = random.Random(7064)
    found = swaps = 0
    for _ in range(400):
        code = code_of("".join(chance.choices(a.ALPHABET, k=11)))
        for at in range(11):
            if code[at] == code[at + 1]:
                continue
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            swaps += 1
            try:
                a.parse_code(swapped)
            except a.CodeCheckSignWrong:
                found += 1
    assert swaps > 4000
    assert 0.995 < found / swaps < 1


def test_a_new_code_uses_the_given_chance_for_eleven_signs():
    """The twelfth is no chance at all; three groups of four."""
    signs = iter("23456789BCD")
    code = a.new_code(lambda alphabet: next(signs))
    assert code.reveal() == "2345-6789-BCD" + a.check_sign("23456789BCD")


def test_new_codes_differ_and_use_every_sign():
    """secrets.choice is the default; 200 codes have 2,200 random signs."""
    codes = {a.new_code().reveal() for _ in range(200)}
    assert len(codes) == 200
    assert set("".join(codes)) == {*a.ALPHABET, "-"}


@given(BODIES, st.sampled_from(["", "-", " ", " - ", "\u2013", "\u00a0", "\u2011", "_"]))
def test_a_code_is_read_however_it_is_divided_and_whatever_its_case(body, between):
    """People copy from paper, mail and memory."""
    code = code_of(body)
    typed = between.join((code[:4], code[4:8], code[8:])).lower()
    assert a.parse_code(f"  {typed}\n").reveal() == f"{code[:4]}-{code[4:8]}-{code[8:]}"


@pytest.mark.parametrize(
    ("text", "error", "facts"),
    [
        ("2345-6789-BCD", a.CodeWrongLength, {"expected": 12, "found": 11}),
        ("2345-6789-BCDFG", a.CodeWrongLength, {"expected": 12, "found": 13}),
        ("", a.CodeWrongLength, {"expected": 12, "found": 0}),
        ("2345-6O89-BCDF", a.CodeForeignSign, {"sign": "O", "group": 2, "place": 2}),
        ("2345-6789-BCDz", a.CodeForeignSign, {"sign": "Z", "group": 3, "place": 4}),
        ("ß345", a.CodeForeignSign, {"sign": "ß", "group": 1, "place": 1}),
        ("2345-6789-BCDſ", a.CodeForeignSign, {"sign": "ſ", "group": 3, "place": 4}),
        ("٢345-6789-BCDF", a.CodeForeignSign, {"sign": "٢", "group": 1, "place": 1}),
    ],
)
def test_the_refusal_of_a_code_says_which_part_is_wrong(text, error, facts):
    """The citizen has one letter in hand and wants to know where to look."""
    with pytest.raises(error) as caught:
        a.parse_code(text)
    assert caught.value.facts == facts


def test_a_refused_code_is_in_no_traceback():
    """A code with one wrong sign is nearly the code."""
    typed = "4GBP-4GVH-R9V8"
    try:
        a.parse_code(typed)
    except Refused as refused:
        told = "".join(traceback.format_exception(refused)) + repr(refused.facts)
    assert "CodeCheckSignWrong" in told
    assert typed not in told
    assert typed.replace("-", "") not in told


@pytest.mark.parametrize(
    ("channel", "abroad", "span"),
    [
        (a.Channel.EMAIL, False, timedelta(hours=24)),
        (a.Channel.EMAIL, True, timedelta(hours=24)),
        (a.Channel.POST, False, timedelta(days=21)),
        (a.Channel.POST, True, timedelta(days=30)),
    ],
)
def test_a_code_is_valid_as_long_as_its_channel_takes(channel, abroad, span):
    """Decision 26."""
    assert a.validity(channel, abroad) == span


NUMBERS = [
    (a.new_request_number, a.parse_request_number, a.request_number_scan, "R", "RA1"),
    (a.new_letter_number, a.parse_letter_number, a.letter_number_scan, "L", "RL1"),
]
KINDS = pytest.mark.parametrize(
    ("new", "parse", "scan", "letter", "mark"), NUMBERS, ids=["request", "letter"]
)


@KINDS
@given(data=st.data())
def test_a_number_is_read_in_all_its_forms(new, parse, scan, letter, mark, data):
    """Typed with and without hyphens and letter, in any case, and as the scanner types it."""
    number = new(lambda alphabet: data.draw(SIGNS))
    signs = number.removeprefix(letter).replace("-", "")
    assert scan(number) == mark + signs
    forms = [
        number,
        number.lower(),
        number.replace("-", ""),
        number.replace("-", " "),
        number.removeprefix(f"{letter}-"),
        signs,
        scan(number),
        scan(number).lower(),
        f" {number} ",
    ]
    assert {parse(form) for form in forms} == {number}


@KINDS
@given(data=st.data())
def test_a_number_with_a_wrong_sign_is_refused(new, parse, scan, letter, mark, data):
    """A mistyped number must not open another citizen's request."""
    signs = scan(new(lambda alphabet: data.draw(SIGNS))).removeprefix(mark)
    at = data.draw(st.integers(0, len(signs) - 1))
    other = data.draw(SIGNS.filter(lambda sign: sign != signs[at]))
    with pytest.raises(Refused) as caught:
        parse(f"{letter}-{signs[:at]}{other}{signs[at + 1 :]}")
    assert caught.value.code.endswith(".check_sign")


def test_numbers_have_the_shapes_that_people_know():
    """R-XXXX-XXX and L-XXXX-XXXX."""
    assert a.new_request_number(lambda _: "2").startswith("R-2222-22")
    assert len(a.new_request_number()) == len("R-7F4K-22X")
    assert a.new_letter_number(lambda _: "2").startswith("L-2222-222")
    assert len(a.new_letter_number()) == len("L-7F4K-22XX")


@pytest.mark.parametrize(
    ("parse", "text", "error", "facts"),
    [
        (a.parse_request_number, "R-7F4K-22", a.RequestNumberWrongLength, (7, 6)),
        (a.parse_request_number, "RA17F4K", a.RequestNumberWrongLength, (7, 4)),
        (a.parse_request_number, "", a.RequestNumberWrongLength, (7, 0)),
        (a.parse_letter_number, "L-7F4K-222", a.LetterNumberWrongLength, (8, 7)),
        (a.parse_letter_number, "7F4K-222-22-2", a.LetterNumberWrongLength, (8, 10)),
    ],
)
def test_a_number_of_the_wrong_length_says_how_many_signs_it_has(parse, text, error, facts):
    """A number that was cut when it was read out."""
    with pytest.raises(error) as caught:
        parse(text)
    assert (caught.value.facts["expected"], caught.value.facts["found"]) == facts


@pytest.mark.parametrize(
    ("parse", "text", "error", "facts"),
    [
        (a.parse_request_number, "R-7O4K-22X", a.RequestNumberForeignSign, ("O", 1, 2)),
        (a.parse_request_number, "RA17F4K2!X", a.RequestNumberForeignSign, ("!", 2, 2)),
        (a.parse_letter_number, "L-7F4K-22A2", a.LetterNumberForeignSign, ("A", 2, 3)),
        (a.parse_letter_number, "RA17F4K222", a.LetterNumberForeignSign, ("A", 1, 2)),
    ],
)
def test_a_foreign_sign_in_a_number_is_named_with_its_place(parse, text, error, facts):
    """0 and O, 1 and I are the usual ones."""
    with pytest.raises(error) as caught:
        parse(text)
    told = caught.value.facts
    assert (told["sign"], told["group"], told["place"]) == facts
