"""What the reader should know about a file that was taken in all the same."""

from dampak.datapack.headers import Match
from dampak.foundation.text import Sentence
from dampak.warehouse.landing import refusals
from dampak.warehouse.landing.header_row import Header
from dampak.warehouse.landing.source import Body


def of(file: str, header: Header, found: Match, body: Body) -> list[Sentence]:
    """Titles above the header, joined rows, columns not used, empty rows."""
    notices = []
    if header.rows[0].row_number > 1:
        notices.append(
            Sentence(
                "The header of %(file)s stands in row %(row)s; the rows above it were taken for"
                " titles.",
                {"file": file, "row": header.rows[0].row_number},
            )
        )
    if len(header.rows) > 1:
        notices.append(
            Sentence("The header of %(file)s takes two rows; they were joined.", {"file": file})
        )
    if found.ignored and not found.table.takes_other_numbers:
        notices.append(
            Sentence(
                "Columns of %(file)s that are not used: %(columns)s.",
                {"file": file, "columns": refusals.shown(found.ignored)},
            )
        )
    if body.n_blank:
        notices.append(
            Sentence(
                "%(file)s has %(count)s empty rows between the others; they were passed over.",
                {"file": file, "count": body.n_blank},
            )
        )
    return notices
