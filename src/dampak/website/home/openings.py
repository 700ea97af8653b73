"""What somebody can begin while nothing waits for them, and what will then stand on their home."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from dampak.accounts.access import Permission, scope_of
from dampak.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One thing that can be done now, where, and what comes of it."""

    sign: str
    title: str
    why: str
    room: str


# Under the same rights as what is needed of somebody (`needs_of`); ``everywhere`` as there.
TASKS: tuple[tuple[Permission, bool, Opening], ...] = (
    (
        Permission.KEEP_BREACH_REGISTER,
        False,
        Opening(
            sign="alert-triangle",
            title=gettext_noop("Look into the register of incidents"),
            why=gettext_noop(
                "An incident that still has to be told of stands here, with its time left."
            ),
            room="privacy:incidents",
        ),
    ),
    (
        Permission.ANSWER_PRIVACY_REQUESTS,
        False,
        Opening(
            sign="shield-check",
            title=gettext_noop("Look at the requests about data"),
            why=gettext_noop(
                "Once somebody asks about their own data, it stands here, with its time left."
            ),
            room="privacy:requests",
        ),
    ),
    (
        Permission.IMPORT_DATA,
        False,
        Opening(
            sign="upload",
            title=gettext_noop("Hand in data"),
            why=gettext_noop(
                "Once your files are read, they wait here until somebody decides about them."
            ),
            room="intake:new",
        ),
    ),
    (
        Permission.RUN_SURVEYS,
        True,
        Opening(
            sign="message-circle",
            title=gettext_noop("Ask citizens in a survey"),
            why=gettext_noop(
                "They answer by a link or a code; their responses wait here to be counted."
            ),
            room="listening:new",
        ),
    ),
    (
        Permission.PLAN_STUDIES,
        True,
        Opening(
            sign="target",
            title=gettext_noop("Plan a study"),
            why=gettext_noop(
                "Its draft waits here until it is sealed, and later until it is answered."
            ),
            room="studies:new",
        ),
    ),
    (
        Permission.RELEASE_ANSWERS,
        True,
        Opening(
            sign="rubber-stamp",
            title=gettext_noop("Read the studies"),
            why=gettext_noop(
                "A new answer waits here until somebody releases it and answers for it."
            ),
            room="studies:list",
        ),
    ),
)
READING = Opening(
    sign="chart-line",
    title=gettext_noop("See what is measured"),
    why=gettext_noop(
        "Your role is for reading: no task will wait for you here, and nothing is late."
    ),
    room="indicators:list",
)
NO_ROLE = Opening(
    sign="user",
    title=gettext_noop("See your roles"),
    why=gettext_noop(
        "You have none today. Once your administrator gives you one, your work stands here."
    ),
    room="managing:own",
)
INBOX = Opening(
    sign="mail",
    title=gettext_noop("Open your inbox"),
    why=gettext_noop(
        "Letters to you, such as about your account or your data, come there, not here."
    ),
    room="messaging:inbox",
)


def openings_for(user: User) -> list[Opening]:
    """By what this person may do today; each leads to a page that they may open."""
    tasks = [task for right, everywhere, task in TASKS if _may(user, right, everywhere=everywhere)]
    reads = not scope_of(user, Permission.READ_EVIDENCE).is_empty
    return [*(tasks or [READING if reads else NO_ROLE]), INBOX]


def _may(user: User, right: Permission, *, everywhere: bool) -> bool:
    scope = scope_of(user, right)
    return scope.everything or not (everywhere or scope.is_empty)
