"""Tables that a telephone shows as one block a row, each value beside the name of its column."""

import re
from collections.abc import Sequence
from typing import Final

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

register = template.Library()

ROW: Final = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
HEADER: Final = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
CELL: Final = re.compile(
    r'<(?:td|th scope="row")(?=[\s>])(?![^>]*colspan)(?=[^>]*>(?P<nothing>\s*</t[dh]>)?)'
)
PART: Final = re.compile(r"<(table|thead|tbody|tr|td|th scope=\"(?:col|row)\")(?=[\s>])")

# A style that makes blocks of rows takes from some listeners that there is a table: it is said.
ROLES: Final = {
    "table": "table",
    "thead": "rowgroup",
    "tbody": "rowgroup",
    "tr": "row",
    "td": "cell",
    'th scope="col"': "columnheader",
    'th scope="row"': "rowheader",
}


@register.simple_block_tag
def stacked(content: str) -> SafeString:
    """Give the cells of a table the names of their columns, and every part of it its role.

    Where a cell holds nothing, its name would stand alone and promise something: it has none.
    """
    labels = [_label(header) for header in HEADER.findall(content)]
    labelled = ROW.sub(lambda row: _labelled(row[0], labels), content)
    told = PART.sub(lambda part: f'{part[0]} role="{ROLES[part[1]]}"', labelled)
    return SafeString(told.replace('class="table', 'class="stacked table', 1))  # nosec B703 - a rendered template, with names that it holds already


def _label(header: str) -> str:
    """The name of a column, or nothing if only listeners are told it."""
    is_hidden = "visually-hidden" in header
    return "" if is_hidden else " ".join(strip_tags(header).split()).replace('"', "&quot;")


def _labelled(row: str, labels: Sequence[str]) -> str:
    names = iter(labels)

    def named(cell: re.Match[str]) -> str:
        name = next(names, "")
        is_told = name and cell["nothing"] is None
        return f'{cell[0]} data-label="{name}"' if is_told else cell[0]

    return CELL.sub(named, row)
