"""A reason written down is the same reason when it is read back."""

from datetime import UTC, date, datetime
from decimal import Decimal

from dampak.foundation.text import Sentence
from dampak.warehouse.sentences import as_json, from_json


def test_days_numbers_and_sentences_within_sentences_come_back_as_they_were():
    sentence = Sentence(
        "A sentence.",
        {
            "day": date(2026, 3, 31),
            "moment": datetime(2026, 3, 31, 8, tzinfo=UTC),
            "share": 0.25,
            "least": Decimal("2.50"),
            "inner": Sentence("Inner.", {"row": 7}),
            "list": ("a", date(2026, 1, 1)),
            "nothing": None,
        },
    )
    assert from_json(as_json(sentence)) == sentence
