"""A citizen's form: what was ticked turned into values, or shown again with what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dampak.datapack.vocabularies import EDUCATION, SEX
from dampak.listening.models import ELEMENTS, OLDEST, STEPS
from dampak.listening.questions import OCCUPATIONS, QUESTIONS, Question, words_of
from dampak.warehouse.conformed.people import masked

LONGEST_COMMENT = 1000
_STEP_SENT = {str(step): step for step in STEPS}
_TOLD_OF_ONESELF = {
    "sex": frozenset(SEX.codes),
    "education": frozenset(EDUCATION.codes),
    "occupation": frozenset(OCCUPATIONS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A filled questionnaire: a step from 1 to 4 for each unsur, and what was told of oneself."""

    steps: tuple[int, ...]
    sex: str = ""
    age: int | None = None
    education: str = ""
    occupation: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that can be ticked or picked."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question as the page shows it."""

    number: int
    name: str
    text: str
    choices: tuple[Choice, ...]
    is_missing: bool


@dataclass(slots=True)
class ResponseForm:
    """Kind to what is optional: an odd age or occupation is left out, never a reason to refuse."""

    sent: Mapping[str, str] = field(default_factory=dict)
    is_bound: bool = False

    def missing(self) -> tuple[str, ...]:
        """The unsur without a step, in the order of the page."""
        return tuple(name for name in ELEMENTS if self.sent.get(name, "") not in _STEP_SENT)

    def sheet(self) -> Sheet:
        """What was filled in; to be asked only when nothing is missing."""
        told = {
            name: sent if (sent := self.sent.get(name, "")) in known else ""
            for name, known in _TOLD_OF_ONESELF.items()
        }
        return Sheet(
            steps=tuple(_STEP_SENT[self.sent[name]] for name in ELEMENTS),
            age=_age(self.sent.get("age", "")),
            comment=masked(self.comment),
            **told,
        )

    @property
    def comment(self) -> str:
        """The free words, as long as they may be."""
        written = self.sent.get("comment", "").replace("\0", "")
        # A browser counts the end of a line as one letter and sends it as two.
        return written.replace("\r\n", "\n").strip()[:LONGEST_COMMENT]

    @property
    def age(self) -> str:
        """The age as it was typed, to be shown again."""
        return self.sent.get("age", "")[:3]

    def asked(self) -> list[Asked]:
        """The nine questions, with what was ticked so far."""
        missing = self.missing() if self.is_bound else ()
        return [
            Asked(
                number=number,
                name=question.name,
                text=_(question.text),
                choices=self._steps(question),
                is_missing=question.name in missing,
            )
            for number, question in enumerate(QUESTIONS, start=1)
        ]

    def sexes(self) -> list[Choice]:
        return self._picked("sex", words_of(SEX, _reader()))

    def educations(self) -> list[Choice]:
        return self._picked("education", words_of(EDUCATION, _reader()))

    def occupations(self) -> list[Choice]:
        return self._picked("occupation", {word: _(told) for word, told in OCCUPATIONS.items()})

    def _steps(self, question: Question) -> tuple[Choice, ...]:
        ticked = self.sent.get(question.name, "")
        return tuple(
            Choice(value=str(step), words=_(words), is_chosen=ticked == str(step))
            for step, words in zip(STEPS, question.steps, strict=True)
        )

    def _picked(self, name: str, offered: Mapping[str, str]) -> list[Choice]:
        picked = self.sent.get(name, "")
        return [
            Choice(value=value, words=words, is_chosen=value == picked)
            for value, words in offered.items()
        ]


def _age(typed: str) -> int | None:
    typed = typed.strip()
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 3
    return int(typed) if is_number and int(typed) <= OLDEST else None


def _reader() -> str:
    return get_language() or "id"
