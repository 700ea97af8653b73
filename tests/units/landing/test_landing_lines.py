"""Lines measured all at once, against a plain loop over them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dampak.warehouse.landing.lines import measured

LINES = st.lists(st.text(alphabet='a;\t" \r\0é', max_size=6), max_size=8)


@settings(deadline=None)
@given(LINES, st.booleans())
def test_a_plain_loop_measures_the_same(lines, is_ended):
    text = "\n".join(lines) + ("\n" if is_ended else "")
    physical = text.split("\n")[: -1 if text.endswith("\n") or not text else None]
    found = measured(memoryview(text.encode()), ";")

    contents = [line.removesuffix("\r") for line in physical]
    assert found.has_nul.tolist() == ["\0" in line for line in physical]
    assert found.leaves_open.tolist() == [line.count('"') % 2 == 1 for line in physical]
    assert found.is_blank.tolist() == [not line.strip("; \t\r") for line in physical]
    assert found.fields.tolist() == [fields_of(line) for line in physical]
    assert all(found.is_odd[place] for place, line in enumerate(contents) if "\r" in line)


def fields_of(line):
    """Separators outside quotation marks, and one."""
    outside = line.split('"')[::2]
    return sum(part.count(";") for part in outside) + 1
