"""Many sentences are said as each of them would be."""

from datetime import date

from dampak.foundation.text import Sentence
from dampak.language import saying
from dampak.language.saying import each_in_both, in_both

TOLD = [
    Sentence("Such as: %(reason)s", {"reason": Sentence("no value")}),
    "rows",
    Sentence(
        "Column %(column)s holds %(value)s, which is after %(latest)s. Check the year of the "
        "export.",
        {"column": "closed_at", "value": "2100-01-08", "latest": date(2099, 12, 31)},
    ),
    Sentence("Counting %(indicator)s", {"indicator": "IKM"}),
]


def test_many_are_said_as_one_by_one(monkeypatch):
    monkeypatch.setattr(saying, "AT_ONCE", 3)

    assert list(each_in_both(iter(TOLD))) == [in_both(sentence) for sentence in TOLD]


def test_of_none_nothing_is_said():
    assert list(each_in_both([])) == []
