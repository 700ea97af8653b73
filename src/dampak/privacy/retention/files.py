"""How long each folder of the home keeps its files, and why; one line for every folder.

What names people and has no rule of its own in the ledger goes by the same run as rows of tables.
"""

from dataclasses import dataclass
from datetime import timedelta

from dampak.foundation.text import gettext_noop
from dampak.privacy.retention.rules import ANONYMOUS, LIMIT, YEAR

UNDECIDED, AFTER_DECISION, LEFT_OVER = timedelta(days=30), YEAR / 4, timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule:
    """Files go so long after a moment, or stay for a reason.

    ``places`` are names in the home, with ``*`` for any letters; ``title``, ``since`` and
    ``basis`` are sentences in English, the keys of their translations.
    """

    code: str
    places: tuple[str, ...]
    title: str
    basis: str
    after: timedelta | None = None
    since: str = ""


GOING: tuple[FileRule, ...] = (
    FileRule(
        code="undecided-lists", places=("staff-imports",), after=UNDECIDED, basis=LIMIT,
        title=gettext_noop("Lists of staff that nobody decided about; they may hold whole NIPs"),
        since=gettext_noop("handed in"),
    ),
    FileRule(
        code="refused-rows", places=("staff-imports",), after=AFTER_DECISION, basis=LIMIT,
        title=gettext_noop("Refused rows and preview of lists of staff, numbers masked"),
        since=gettext_noop("decided"),
    ),
    FileRule(
        code="discarded-deliveries", places=("uploads",), after=AFTER_DECISION, basis=LIMIT,
        title=gettext_noop("Files of discarded deliveries and their preview; they may name people"),
        since=gettext_noop("discarded"),
    ),
    FileRule(
        code="left-over-lists", places=("staff-imports",), after=LEFT_OVER, basis=LIMIT,
        title=gettext_noop("Lists of staff of which the ledger does not know, left by a crash"),
        since=gettext_noop("last written"),
    ),
    FileRule(
        code="left-over-responses", places=("collecting",), after=LEFT_OVER, basis=LIMIT,
        title=gettext_noop("Answers of citizens on their way to the data, left by a crash"),
        since=gettext_noop("last written"),
    ),
    FileRule(
        code="left-over-copies", places=("copying",), after=LEFT_OVER, basis=LIMIT,
        title=gettext_noop("Safe copies in clear text that were being encrypted, left by a crash"),
        since=gettext_noop("last written"),
    ),
)  # fmt: skip

STAYING: tuple[FileRule, ...] = (
    FileRule(
        code="ledger", places=("ledger.db*",), title=gettext_noop("The database"),
        basis=gettext_noop("Its tables have their own rules, above."),
    ),
    FileRule(
        code="uploads", places=("uploads",),
        title=gettext_noop(
            "Files of deliveries that were accepted or wait, and what was refused of them; they "
            "may name people"
        ),
        basis=gettext_noop(
            "What is accepted is the proof of every number (UU 43/2009 on archives), what waits "
            "may be accepted yet. Only who imports opens them."
        ),
    ),
    FileRule(
        code="warehouse", places=("warehouse",),
        title=gettext_noop("Data for studies, people by a key of chance"),
        basis=gettext_noop("All numbers are counted from them; they hold no name and no NIP."),
    ),
    FileRule(
        code="keys", places=("people", "keys", "secret-key", "secret-key.*"),
        title=gettext_noop("Keys of this installation"),
        basis=gettext_noop("Without them nothing here can be read; they name nobody."),
    ),
    FileRule(
        code="book", places=("audit-head",), title=gettext_noop("Seal of the audit book"),
        basis=gettext_noop("Proves that no page of the book was taken away; names nobody."),
    ),
    FileRule(
        code="made-again", basis=gettext_noop("Made from the rest, anew when needed; no names."),
        places=("cache", "static", "static.stamp", "running", "*.lock", "lost+found"),
        title=gettext_noop("Pages made ready, pictures, counts of requests, locks"),
    ),
    FileRule(
        code="trials", places=("demo", "benchmark", "calibration", "crowd.log"), basis=ANONYMOUS,
        title=gettext_noop("Demo, measurements, trials of methods: all people are invented"),
    ),
)  # fmt: skip
