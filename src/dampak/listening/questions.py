"""The satisfaction questionnaire (SKM) in everyday words: nine questions, four steps each.

The unsur are those of PermenPANRB 14/2017, the words are written to be understood at the counter.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dampak.datapack.vocabulary import Vocabulary
from dampak.foundation.text import gettext_noop


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One unsur as it is asked; ``steps`` run from 1 (worst) to 4 (best)."""

    name: str
    text: str
    steps: tuple[str, str, str, str]


QUESTIONS = (
    Question(
        name="persyaratan",
        text=gettext_noop("Did the papers you were asked for make sense for this service?"),
        steps=(
            gettext_noop("Not at all"),
            gettext_noop("Not quite"),
            gettext_noop("They did"),
            gettext_noop("Very much so"),
        ),
    ),
    Question(
        name="prosedur",
        text=gettext_noop("How easy were the steps you had to go through?"),
        steps=(
            gettext_noop("Not easy"),
            gettext_noop("Less than easy"),
            gettext_noop("Easy"),
            gettext_noop("Very easy"),
        ),
    ),
    Question(
        name="waktu",
        text=gettext_noop("How quickly were you served, from beginning to end?"),
        steps=(
            gettext_noop("Not quickly"),
            gettext_noop("Less than quickly"),
            gettext_noop("Quickly"),
            gettext_noop("Very quickly"),
        ),
    ),
    Question(
        name="biaya",
        text=gettext_noop("What do you think of what you had to pay?"),
        steps=(
            gettext_noop("Very expensive"),
            gettext_noop("Rather expensive"),
            gettext_noop("Cheap"),
            gettext_noop("Free of charge"),
        ),
    ),
    Question(
        name="produk",
        text=gettext_noop("Did you get what you had been promised?"),
        steps=(
            gettext_noop("Not what was promised"),
            gettext_noop("Not all of it"),
            gettext_noop("As promised"),
            gettext_noop("Exactly as promised"),
        ),
    ),
    Question(
        name="kompetensi",
        text=gettext_noop("How able were the staff to deal with your matter?"),
        steps=(
            gettext_noop("Not able"),
            gettext_noop("Less than able"),
            gettext_noop("Able"),
            gettext_noop("Very able"),
        ),
    ),
    Question(
        name="perilaku",
        text=gettext_noop("How polite and friendly were the staff?"),
        steps=(
            gettext_noop("Not polite or friendly"),
            gettext_noop("Less than polite and friendly"),
            gettext_noop("Polite and friendly"),
            gettext_noop("Very polite and friendly"),
        ),
    ),
    Question(
        name="pengaduan",
        text=gettext_noop("How are complaints and suggestions dealt with here?"),
        steps=(
            gettext_noop("There is nowhere to complain"),
            gettext_noop("There is, but nothing happens"),
            gettext_noop("It works, but could be better"),
            gettext_noop("They are well taken care of"),
        ),
    ),
    Question(
        name="sarpras",
        text=gettext_noop("How are the rooms and the equipment of this place?"),
        steps=(
            gettext_noop("Bad"),
            gettext_noop("Fair"),
            gettext_noop("Good"),
            gettext_noop("Very good"),
        ),
    ),
)

# As on the official form. What is handed on is the word of the form, in every language.
OCCUPATIONS: Mapping[str, str] = {
    "PNS": gettext_noop("Civil servant (PNS)"),
    "TNI": gettext_noop("Armed forces (TNI)"),
    "Polri": gettext_noop("Police (Polri)"),
    "Swasta": gettext_noop("Employee of a company"),
    "Wirausaha": gettext_noop("Own business"),
    "Lainnya": gettext_noop("Something else"),
}


def words_of(vocabulary: Vocabulary, language: str) -> dict[str, str]:
    """The words of a list by their code, in the reader's language."""
    return {
        word.code: word.indonesian if language == "id" else word.english
        for word in vocabulary.words
    }
