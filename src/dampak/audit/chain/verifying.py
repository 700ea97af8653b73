"""Check the whole book against its seals, and say which lines do not agree."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from dampak.audit.chain.digests import MARK, START, Line, page_digest
from dampak.audit.chain.head import Head, heads_kept
from dampak.audit.chain.lines import ChangeLine, changes, entries
from dampak.audit.chain.sealing import LOWEST, heading, parts_of
from dampak.audit.models import Entry, Page, Part
from dampak.audit.watching import missing
from dampak.foundation.text import Sentence, gettext_noop

PAGES_AT_ONCE, MOST_FAULTS, MOST_NAMED = 40, 100, 10
T = TypeVar("T")
Progress = Callable[[int, int], None]
KINDS = {b"c": "change", b"e": "deed"}
CHANGED = gettext_noop("Page %(page)s: these lines were changed after sealing: %(lines)s.")
REMOVED = gettext_noop("Page %(page)s: these lines were removed after sealing: %(lines)s.")
INSERTED = gettext_noop("Page %(page)s: these lines were put in after sealing: %(lines)s.")
HEADING = gettext_noop(
    "Page %(page)s: its seal does not fit its lines; the page itself was changed."
)
LIST = gettext_noop("Page %(page)s: the list by which its lines are searched was changed.")
FOLLOWS = gettext_noop("Page %(page)s does not follow the page before it: pages are missing there.")
CUT_OFF = gettext_noop(
    "Page %(page)s was sealed on %(day)s, as the file beside the database says, and the book has "
    "it no longer: the last pages were cut off, or an older copy of the database was put back."
)
OTHER_HEAD = gettext_noop(
    "Page %(page)s has another seal than was written down on %(day)s: it was sealed anew."
)
BLANKED = gettext_noop("These lines were blanked and no deed says so: %(lines)s.")
UNWATCHED = gettext_noop(
    "Changes are not written down, because these triggers are missing or altered: %(names)s. "
    "Give the command: dampak run, which puts them on again."
)


@dataclass(slots=True)
class Found:
    """What a check has come across so far."""

    faults: list[Sentence] = field(default_factory=list)
    blanked: dict[int, list[str]] = field(default_factory=dict)

    def tell(self, message: str, **values: object) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Sentence(message, values))


def verify(
    progress: Progress = lambda _done, _of: None, heads: tuple[Head, ...] = ()
) -> list[Sentence]:
    """Read every sealed line again; a list of what does not agree, empty if all does.

    ``heads`` are digests that somebody wrote down, besides those of the file in the home.
    """
    found = Found()
    kept = {head.number: head for head in (*heads_kept(), *heads)}
    last = None
    total = Page.objects.order_by("-number").values_list("number", flat=True).first() or 0
    for pages in _pages():
        parts = _parts(pages)
        some_changes = changes(pages[0].changes_after, pages[-1].changes_to)
        some_entries = entries(pages[0].entries_after, pages[-1].entries_to)
        for page in pages:
            _check_page(found, page, last, (some_changes, some_entries), parts.get(page.number, []))
            _check_head(found, page, kept.pop(page.number, None))
            last = page
        progress(pages[-1].number, total)
    for head in sorted(kept.values(), key=lambda each: each.number):
        found.tell(CUT_OFF, page=head.number, day=head.day)
    _check_blanked(found)
    if names := sorted(missing()):
        found.tell(UNWATCHED, names=names[:MOST_NAMED])
    return found.faults


def _pages() -> Iterator[list[Page]]:
    last: int | None = None
    while True:
        rest = Page.objects.order_by("number")
        some = list((rest if last is None else rest.filter(number__gt=last))[:PAGES_AT_ONCE])
        if not some:
            return
        yield some
        last = some[-1].number


def _parts(pages: list[Page]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = {}
    for part in Part.objects.filter(page__gte=pages[0], page__lte=pages[-1]):
        found.setdefault(part.page_id, []).append(part)
    return found


def _check_page(
    found: Found,
    page: Page,
    last: Page | None,
    lines: tuple[list[ChangeLine], list[Line]],
    parts: list[Part],
) -> None:
    before = (last.changes_to, last.entries_to, last.number + 1) if last else (LOWEST, LOWEST, 1)
    if (page.changes_after, page.entries_after, page.number) != before:
        found.tell(FOLLOWS, page=page.number)
    own = _between(lines[0], page.changes_after, page.changes_to, lambda each: each.line.number)
    deeds = _between(lines[1], page.entries_after, page.entries_to, lambda each: each.number)
    all_lines = [each.line for each in own] + deeds
    _note_blanked(found, all_lines)
    if page_digest(last.digest if last else START, heading(page), all_lines) != page.digest:
        _name_lines(found, page, all_lines)
    listed = sorted((each.table, each.actor, each.lines) for each in parts)
    if listed != [(each.table, each.actor, each.lines) for each in parts_of(page, own)]:
        found.tell(LIST, page=page.number)


def _between(lines: list[T], after: int, to: int, number: Callable[[T], int]) -> list[T]:
    """The lines above one number and up to another, of lines in their order."""
    return lines[bisect_right(lines, after, key=number) : bisect_right(lines, to, key=number)]


def _name_lines(found: Found, page: Page, lines: list[Line]) -> None:
    marks = bytes(page.marks)[: len(page.marks) // MARK.size * MARK.size]
    sealed = {(kind, number): digest for kind, number, digest in MARK.iter_unpack(marks)}
    present = {(line.kind, line.number): line.digest[:8] for line in lines}
    both = sealed.keys() & present.keys()
    differences = {
        CHANGED: {each for each in both if sealed[each] != present[each]},
        REMOVED: sealed.keys() - present.keys(),
        INSERTED: present.keys() - sealed.keys(),
    }
    for message, named in differences.items():
        if named:
            names = [f"{KINDS.get(kind, '?')} {number}" for kind, number in sorted(named)]
            found.tell(message, page=page.number, lines=names[:MOST_NAMED])
    if not any(differences.values()):
        found.tell(HEADING, page=page.number)


def _check_head(found: Found, page: Page, head: Head | None) -> None:
    if head and head.digest != page.digest:
        found.tell(OTHER_HEAD, page=page.number, day=head.day)


def _note_blanked(found: Found, lines: list[Line]) -> None:
    for line in lines:
        if line.redaction is not None:
            name = f"{KINDS[line.kind]} {line.number}"
            found.blanked.setdefault(line.redaction, []).append(name)


def _check_blanked(found: Found) -> None:
    """Each blanked line names the deed by which it was blanked."""
    deeds = Entry.objects.filter(pk__in=found.blanked, deed="book.redacted")
    known = set(deeds.values_list("pk", flat=True))
    for number, names in found.blanked.items():
        if number not in known:
            found.tell(BLANKED, lines=names[:MOST_NAMED])
