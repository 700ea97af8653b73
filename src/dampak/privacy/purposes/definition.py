"""What the law wants to be said about one purpose for which data of people are processed."""

from dataclasses import dataclass
from enum import StrEnum

from dampak.foundation.text import gettext_noop


class Basis(StrEnum):
    """The grounds of Article 20 (2) UU 27/2022 that are used here, by their letter."""

    CONSENT = "a"
    LEGAL_DUTY = "c"
    PUBLIC_TASK = "e"


BASES = {
    Basis.CONSENT: gettext_noop("your consent (Article 20 paragraph 2 letter a of UU 27/2022)"),
    Basis.LEGAL_DUTY: gettext_noop("a duty by law (Article 20 paragraph 2 letter c of UU 27/2022)"),
    Basis.PUBLIC_TASK: gettext_noop(
        "a public task and public service (Article 20 paragraph 2 letter e of UU 27/2022)"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One purpose. Raise the version whenever a reader would learn something else.

    All texts are sentences in English, the keys of their translations. ``short`` stands under a
    form; the rest on the page of all notices.
    """

    code: str
    version: int
    title: str
    short: str
    why: str
    basis: Basis
    rule: str  # the regulation that gives the task or duty
    kinds: tuple[str, ...]
    kept: str
    recipients: str
    rights: str

    @property
    def basis_named(self) -> str:
        return BASES[self.basis]
