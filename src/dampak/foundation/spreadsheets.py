"""Text in the cells of a table that somebody will open with a spreadsheet."""

# How xlsxwriter is told that text stays text, whatever it begins with.
TEXT_STAYS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

# What a spreadsheet takes for the beginning of a formula; also as keyboards of East Asia write it.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLANKS = " \xa0\u2007\u202f\u3000\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066"


def harmless(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would compute it.

    A cell that begins with ``=cmd|`` runs a program on the desk of whoever opens the file. A text
    that is a number stays one: -1,5 and -1.5 are harmless, -1+1 is not. A formula that came with
    an apostrophe gets one more, so that `as_found` can tell both.
    """
    bare = text.lstrip("'")
    if bare.lstrip(_BLANKS).startswith(_STARTS_A_FORMULA) and not _is_number(bare):
        return f"'{text}"
    return text


def as_found(text: str) -> str:
    """The text before `harmless` put an apostrophe before it."""
    before = text[1:]
    return before if text.startswith("'") and harmless(before) == text else text


def _is_number(text: str) -> bool:
    try:
        float(text.strip().replace(",", ".", 1))
    except ValueError:
        return False
    return "n" not in text.lower() and "_" not in text
