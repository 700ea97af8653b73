"""The fields by which a person is searched for and picked; a page puts them into its own form."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dampak.accounts.choosing.candidates import Candidates, candidate_in, candidates_for
from dampak.accounts.choosing.entering import BY_ENTER, are_new, is_search
from dampak.accounts.scope import Scope
from dampak.accounts.signing_in.forms import dress
from dampak.language.saying import say
from dampak.organisations.models import Person

SEARCHING = "cari-orang"
NOBODY = "-"


class Words(forms.CharField):
    """A field that takes as much of what was sent as it can use, so that it has nothing to refuse.

    A NUL, which PostgreSQL takes nowhere, and what is too long are dropped: the search, or the
    pick, then says itself that there is nobody.
    """

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\0", "")
        return text[: self.max_length]


class PersonChoice(forms.Form):
    """First a search, then a pick, each sent as a form: no address and no log holds a name.

    Where ``may_be_nobody``, it can also be said that there is no record of the person here.
    """

    wanted = Words(
        label=gettext_lazy("Beginning of the name, or the whole NIP"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    picked = Words(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        on: date,
        suggested: Candidates | None = None,
        may_be_nobody: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.on, self.may_be_nobody = scope, on, may_be_nobody
        self.found = self.suggested = suggested
        self.person: Person | None = None
        dress(self)

    def is_search(self) -> bool:
        """Whether it was sent to search, not yet to decide; Enter decides over nobody.

        Nor is anything decided over words that were changed after the search: what stands below
        them was found by others.
        """
        picks_nobody = BY_ENTER in self.data and not self.data.get("picked")
        is_asked = is_search(self.data, button=SEARCHING, words="wanted")
        return picks_nobody or is_asked or are_new(self.data, words="wanted")

    def advice(self) -> str:
        """What to do where the search found none or too many."""
        sentence = self.found.advice if self.found else None
        return say(sentence, get_language() or "id") if sentence else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        wanted, picked = given.get("wanted", ""), given.get("picked", "")
        if wanted:
            self.found = candidates_for(self.scope, wanted, on=self.on)
        if self.is_search():
            self._refuse_nothing(wanted)
        elif not self._is_nobody(wanted, picked):
            self._pick(picked)
        return given

    def _refuse_nothing(self, wanted: str) -> None:
        if not wanted and "wanted" not in self.errors:
            self.add_error("wanted", _("Write the beginning of a name, or a whole NIP."))

    def _is_nobody(self, wanted: str, picked: str) -> bool:
        """Said, or meant: who searched and picked nobody has forgotten something."""
        is_untouched = not (wanted or picked or self.suggested or self.errors)
        return self.may_be_nobody and (picked == NOBODY or is_untouched)

    def _pick(self, picked: str) -> None:
        self.person = candidate_in(self.scope, picked) if picked else None
        if self.person is not None or self.errors:
            return
        if picked:
            self.add_error("wanted", _("This person is no longer among your units. Search again."))
        elif self.found and self.found.people:
            self.add_error("picked", _("Nobody is chosen yet. Choose the person whom you mean."))
        else:
            self.add_error("wanted", _("Search for the person first, then choose them."))
