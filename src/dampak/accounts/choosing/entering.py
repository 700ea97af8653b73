"""Whether a form with a search inside was sent to search, or to do its own deed.

The Enter key presses the first button of a form, in whichever field it is pressed. In such a form
that button is one that nobody sees (`choosing/enter.html`), and what it means is decided here:
new words in the search are searched for, anything else is meant for the form's own deed.
"""

from collections.abc import Mapping
from typing import Any

BY_ENTER = "enter"
SHOWN_FOR = "shown-for"


def is_search(sent: Mapping[str, Any], *, button: str, words: str) -> bool:
    """Whether the button of the search was pressed, or Enter after writing new words."""
    if BY_ENTER not in sent:
        return button in sent
    return _said(sent, words) != _said(sent, SHOWN_FOR)


def are_new(sent: Mapping[str, Any], *, words: str) -> bool:
    """Whether the search holds other words than those by which the page was shown."""
    return SHOWN_FOR in sent and _said(sent, words) != _said(sent, SHOWN_FOR)


def _said(sent: Mapping[str, Any], name: str) -> str:
    return str(sent.get(name, "")).strip()
