"""Why a row is not counted: whole sentences, each with what was found and what to do."""

from collections.abc import Mapping

from dampak.foundation.text import gettext_noop

REQUIRED = gettext_noop(
    "Column %(column)s is empty, and the row cannot be used without it. Fill it in."
)
NONE_OF = gettext_noop("None of the columns %(columns)s is filled. Fill in at least one of them.")
TOO_SMALL = gettext_noop(
    "Column %(column)s holds %(value)s; the least that is possible is %(least)s. Correct the value."
)
TOO_LARGE = gettext_noop(
    "Column %(column)s holds %(value)s; the most that is possible is %(most)s. Correct the value."
)
TOO_EARLY = gettext_noop(
    "Column %(column)s holds %(value)s, which is before %(earliest)s. Check the year of the export."
)
TOO_LATE = gettext_noop(
    "Column %(column)s holds %(value)s, which is after %(latest)s. Check the year of the export."
)
UNKNOWN_UNIT = gettext_noop(
    "Unit %(unit)s does not occur in the table of units, or was refused there. Add it to that table"
    " or correct the code."
)
NO_POSTING = gettext_noop(
    "On %(day)s this person has no post in the table of people, so the unit is unknown. Fill in"
    " the unit here or the post there."
)
DUPLICATE = gettext_noop(
    "The row says the same as row %(row)s of %(file)s; it is counted once, there."
)
SUPERSEDED = gettext_noop(
    "Row %(row)s of %(file)s says something else under the same %(key)s and comes later, so it"
    " counts instead of this one."
)
OWN_PARENT = gettext_noop(
    "Unit %(unit)s is named as its own parent. Name the unit above it, or leave the cell empty."
)
OVERLAP = gettext_noop(
    "Unit %(unit)s has another row from %(next)s on, but this row lasts until %(last)s. Let it end"
    " on %(before)s at the latest, or correct the other row."
)
UNKNOWN_PARENT = gettext_noop(
    "The parent %(parent)s of unit %(unit)s does not occur in the table of units, or was refused"
    " there. Add it or correct the code."
)
PARENT_CIRCLE = gettext_noop(
    "The parents of unit %(unit)s lead in a circle: %(circle)s. One of them has to be at the top."
)

FAULTS: Mapping[str, str] = {
    "month_first": gettext_noop(
        "Column %(column)s holds %(value)s, which puts the month first, as in the United States."
        " Write the day first (31/03/2026) or the year first (2026-03-31)."
    ),
    "month_first_elsewhere": gettext_noop(
        "Column %(column)s holds %(value)s, and other rows of this column put the month first, so"
        " nobody can tell day from month. Write the year first (2026-03-31)."
    ),
    "short_year": gettext_noop(
        "Column %(column)s holds %(value)s, a year of two digits. Write all four (31/03/2026)."
    ),
    "no_known_date": gettext_noop(
        "Column %(column)s holds %(value)s, which is not a date. Write it as 2026-03-31, 31/03/2026"
        " or 31-03-2026."
    ),
    "no_such_day": gettext_noop(
        "Column %(column)s holds %(value)s, a day that does not exist. Correct the date."
    ),
    "no_such_time": gettext_noop(
        "Column %(column)s holds %(value)s, with a time that does not exist. Write hours from 00 to"
        " 23, as in 31/03/2026 08:15."
    ),
    "no_number": gettext_noop(
        "Column %(column)s holds %(value)s, which is not a number. Write digits only, as in"
        " 1.250.000,50 or 1250000.50."
    ),
    "doubtful_number": gettext_noop(
        "Column %(column)s holds %(value)s, which is a thousand times larger in one style than in"
        " another, and no other value of the file tells which. Write it without the mark, or with"
        " two decimals."
    ),
    "no_whole_number": gettext_noop(
        "Column %(column)s holds %(value)s, which is not a whole number. Write digits only."
    ),
    "no_known_word": gettext_noop(
        "Column %(column)s holds %(value)s, a word that is not on the list. Use a word of the"
        " template, or say in a mapping what it means."
    ),
    "no_yes_or_no": gettext_noop(
        "Column %(column)s holds %(value)s, which is neither yes nor no. Write Ya or Tidak."
    ),
    "no_answer_of_1_to_4": gettext_noop(
        "Column %(column)s holds %(value)s; answers go from 1 (not good) to 4 (very good). Leave"
        " the cell empty where the citizen did not answer."
    ),
    "nip_damaged": gettext_noop(
        "The NIP in column %(column)s was damaged by a spreadsheet, which keeps only fifteen digits"
        " of a number. Format the column as text and fill in the numbers again."
    ),
    "nip_length": gettext_noop(
        "Column %(column)s holds %(value)s, which does not have the 18 digits of a NIP. Correct it."
    ),
    "nip_birth_date": gettext_noop(
        "Column %(column)s holds %(value)s; the first eight digits of a NIP are a date of birth and"
        " these are none. Correct it."
    ),
    "nip_sex": gettext_noop(
        "Column %(column)s holds %(value)s; the fifteenth digit of a NIP is 1 or 2 and this one is"
        " not. Correct it."
    ),
}
