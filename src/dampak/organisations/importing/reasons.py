"""Why a row is refused, in words: what is wrong, and what to do."""

import json
from collections.abc import Mapping

from dampak.foundation.text import Sentence, gettext_noop
from dampak.organisations import nip
from dampak.warehouse.sentences import from_json
from dampak.warehouse.staff.people import ROWS_OF_A_FILE

REASONS: Mapping[str, str] = {
    "nip_missing": gettext_noop("The number (NIP) is missing. Fill it in."),
    "nip_damaged": nip.DAMAGED,
    "nip_not_digits": nip.NOT_DIGITS,
    "nip_length": gettext_noop(
        "A NIP has 18 digits, and this one has not. Look whether some were left out or doubled."
    ),
    "nip_birth_date": nip.BIRTH_DATE,
    "nip_age": gettext_noop(
        "By the first eight digits the person is younger than 17 or older than 70. "
        "Look for a typing slip in the year."
    ),
    "nip_sex": gettext_noop(
        "The 15th digit is 1 for men and 2 for women, and here it is neither. "
        "Look for a typing slip."
    ),
    "name_missing": gettext_noop("The name is missing. Fill it in."),
    "code_missing": gettext_noop("The code of the unit is missing. Fill it in."),
    "unit_missing": gettext_noop("The unit is missing. Write its code."),
    "unit_unknown": gettext_noop(
        "There is no unit with this code. Correct the code, or add the unit to the list of units."
    ),
    "unit_closed": gettext_noop(
        "This unit ended on %(about)s. Name the unit in which the person is now, "
        "or the last day on which the row holds."
    ),
    "elsewhere": gettext_noop(
        "This unit is not among those that you look after. "
        "Leave the row out; the office that looks after the unit hands it in."
    ),
    "served_elsewhere": gettext_noop(
        "This code is used already in the list of units that is being served, and there it does "
        "not stand below a unit of yours. Choose another code, or ask whoever keeps the whole list."
    ),
    "posted_elsewhere": gettext_noop(
        "This person is posted to a unit that you do not look after. "
        "That office ends the posting first; then hand the row in again."
    ),
    "restricted": gettext_noop(
        "At their own wish the data of this person are restricted (UU 27/2022), so the list leaves "
        "them as they are. Ask the data steward if they have to change."
    ),
    "word_unknown": gettext_noop("This word is not known here. Use one of these: %(about)s."),
    "too_long": gettext_noop("This is longer than %(about)s letters. Shorten it."),
    "no_known_date": gettext_noop("This is no date. Write it like 2026-03-31 or 31-03-2026."),
    "no_such_day": gettext_noop("There is no such day in the calendar. Correct it."),
    "not_yet": gettext_noop(
        "This day lies after the day of the list. Hand the row in again when it has come."
    ),
    "ends_before": gettext_noop("The last day lies before the first one. Correct one of them."),
    "supervises_themselves": gettext_noop(
        "Nobody supervises themselves. Write the number of the person above, or nothing."
    ),
    "repeated": gettext_noop("The same stands in row %(about)s already. Remove one of the two."),
    "of_another": gettext_noop(
        "Row %(about)s gives this number to somebody of another name. "
        "Find out whose it is and correct the other."
    ),
    "overlaps": gettext_noop(
        "Row %(about)s already holds during these days. "
        "Give each row its first and last day so that none overlap."
    ),
    "former_number": gettext_noop(
        "This number was replaced by another one. Write the present number of this person."
    ),
    "began_before": gettext_noop(
        "Since %(about)s the person has been in another unit or post, which is later than the "
        "first day written here. Write the day of the transfer."
    ),
    "overlaps_known": gettext_noop(
        "These days overlap another posting of this person that is on record. "
        "Correct the first or the last day."
    ),
    "said_twice": gettext_noop(
        "Row %(about)s says something else of this unit from the same day on. Keep one of the two."
    ),
    "below_itself": gettext_noop("A unit does not stand below itself. Write the unit above it."),
    "circle": gettext_noop(
        "This unit stands, through others, below itself. Correct the unit above one of them."
    ),
    "parent_unknown": gettext_noop(
        "The unit above it, %(value)s, is nowhere, or was refused itself. "
        "Correct the code or the row of that unit."
    ),
    "parent_closed": gettext_noop(
        "The unit above it ended on %(about)s. Write the unit below which it stands now."
    ),
    "successor_unknown": gettext_noop(
        "The unit that took over, %(value)s, is nowhere, or was refused itself. Correct the code."
    ),
    "too_deep": gettext_noop("The tree has at most 16 levels. Hang this unit higher up."),
    "reopened": gettext_noop(
        "This unit ended on %(about)s and is not opened again. Give a new unit a new code."
    ),
}
# Reasons that name another row by the number that it has among all files.
OF_ROWS = frozenset({"repeated", "of_another", "overlaps"})


def reason_of(code: str, *, value: str, about: str) -> Sentence:
    """The sentence for a code; a row that the landing set aside brings its own."""
    if code not in REASONS:
        return from_json({"message": code, "values": json.loads(about)})
    if code in OF_ROWS and about.isdigit():
        about = str(int(about) % ROWS_OF_A_FILE)
    return Sentence(REASONS[code], {"value": value, "about": about})
