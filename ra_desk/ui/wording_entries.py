"""What is wrong with something that was typed: numbers, dates, phones, addresses.

Each line: code, number as in RA-nnnn, and what happened and what to do. The facts are
those of the error.
"""

from __future__ import annotations

from ra_desk.texts import _
from ra_desk.ui.wording_counter import Lines


def _our_own_numbers_and_codes() -> Lines:
    return {
        "request_number.wrong_length": (
            1710,
            _(
                "A request number has {expected} signs; {found} were entered. Check "
                "what is missing or too many."
            ),
        ),
        "request_number.foreign_sign": (
            1711,
            _(
                "The sign {sign} (group {group}, place {place}) does not occur in a "
                "request number. Check that sign."
            ),
        ),
        "request_number.check_sign": (
            1712,
            _("A request number is mistyped. Compare it sign by sign."),
        ),
        "letter_number.wrong_length": (
            1713,
            _(
                "A letter number has {expected} signs; {found} were entered. Check what "
                "is missing or too many."
            ),
        ),
        "letter_number.foreign_sign": (
            1714,
            _(
                "The sign {sign} (group {group}, place {place}) does not occur in a "
                "letter number. Check that sign."
            ),
        ),
        "letter_number.check_sign": (
            1715,
            _("A letter number is mistyped. Compare it sign by sign."),
        ),
        "activation_code.wrong_length": (
            1716,
            _(
                "An activation code has {expected} signs; {found} were entered. Check "
                "what is missing or too many."
            ),
        ),
        "activation_code.foreign_sign": (
            1717,
            _(
                "The sign {sign} (group {group}, place {place}) does not occur in an "
                "activation code. Check that sign."
            ),
        ),
        "activation_code.check_sign": (
            1718,
            _("An activation code is mistyped. Compare it sign by sign."),
        ),
    }


def _numbers_of_state() -> Lines:
    return {
        "tax_number.wrong_length": (
            1720,
            _(
                "A tax number has {expected} digits; {found} were entered. Check what "
                "is missing or too many."
            ),
        ),
        "tax_number.foreign_sign": (
            1721,
            _("A tax number has digits only; at place {place} there is {sign}. Check that sign."),
        ),
        "tax_number.starts_with_zero": (
            1722,
            _("A tax number does not begin with 0. Check the first digit."),
        ),
        "tax_number.check_digit": (
            1723,
            _("The tax number is mistyped. Compare it digit by digit."),
        ),
        "emso.wrong_length": (
            1724,
            _(
                "An EMŠO has {expected} digits; {found} were entered. Check what is "
                "missing or too many."
            ),
        ),
        "emso.foreign_sign": (
            1725,
            _("An EMŠO has digits only; at place {place} there is {sign}. Check that sign."),
        ),
        "emso.no_such_date": (
            1726,
            _(
                "The first seven digits of the EMŠO are no date of birth. Compare it "
                "digit by digit."
            ),
        ),
        "emso.check_digit": (1727, _("The EMŠO is mistyped. Compare it digit by digit.")),
        "item_number.wrong_length": (
            1728,
            _(
                "The number of a postal item has {expected} signs; {found} were entered. "
                "Check what is missing or too many."
            ),
        ),
        "item_number.foreign_sign": (
            1729,
            _(
                "The number of a postal item has two letters, nine digits and two "
                "letters; at place {place} there is {sign}. Check that sign."
            ),
        ),
        "item_number.check_digit": (
            1730,
            _("The number of the postal item is mistyped. Compare it sign by sign."),
        ),
        "item_number.country_unknown": (
            1731,
            _(
                "No country has the letters {country} at the end of a postal item's "
                "number. Check them."
            ),
        ),
    }


def _dates_and_phones() -> Lines:
    return {
        "date.no_such_date": (
            1732,
            _("There is no such date: {day}. {month}. {year}. Check day and month."),
        ),
        "date.birth_out_of_range": (
            1733,
            _("{birth_date} cannot be a date of birth. Check the year."),
        ),
        "date.validity_out_of_range": (
            1734,
            _("{valid_until} cannot be the end of a document's validity. Check the year."),
        ),
        "phone.unreadable": (
            1735,
            _("This is no phone number. Enter it with digits, for example 040 123 456."),
        ),
        "phone.not_assigned": (1736, _("No such phone number exists. Compare it digit by digit.")),
        "phone.not_mobile": (
            1737,
            _("This number cannot receive text messages. Enter a mobile number."),
        ),
    }


def _addresses() -> Lines:
    return {
        "address.street_malformed": (
            1740,
            _("»{street}« cannot be the name of a street. Check the signs."),
        ),
        "address.house_number_missing": (
            1741,
            _("The house number is missing. Enter it, also where there are no streets."),
        ),
        "address.house_number_malformed": (
            1742,
            _("»{house_number}« is no house number. Enter for example 5, 5 a, 5/2 or 5-7."),
        ),
        "address.settlement_missing": (
            1743,
            _("The name of the place is missing. In a town enter the town."),
        ),
        "address.postcode_malformed": (
            1744,
            _("»{postcode}« is no postcode. Enter four digits, for example 6000."),
        ),
        "address.postcode_missing": (
            1745,
            _("The postcode is missing. Enter it as it is written in that country."),
        ),
        "address.post_missing": (
            1746,
            _("The name of the post beside the postcode is missing. Enter it."),
        ),
        "address.country_unknown": (
            1747,
            _("No country has the code {country}. Enter two letters, for example IT."),
        ),
        "address.line_too_long": (
            1748,
            _("A line of the address is too long: {found} signs, at most {longest}. Shorten it."),
        ),
    }


def lines() -> Lines:
    """Return the sentences in the language of the window."""
    return {
        **_our_own_numbers_and_codes(),
        **_numbers_of_state(),
        **_dates_and_phones(),
        **_addresses(),
    }
