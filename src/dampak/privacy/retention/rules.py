"""How long each table keeps its rows, counted from what, and why; one line for every table.

A wave after a training comes twelve months later at the longest; what waves need is kept for at
least fifteen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from dampak.foundation.text import gettext_noop

LONGEST_WAVE = timedelta(days=366)
MARGIN = timedelta(days=90)
YEAR = timedelta(days=365)

ARCHIVE = gettext_noop("UU 43/2009 on archives: kept until the schedule of archives (JRA) allows.")
LIMIT = gettext_noop("Articles 42 to 44 of UU 27/2022: not longer than needed.")
ANSWERABLE = gettext_noop("Article 31 of UU 27/2022: processing has to be accounted for.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Rows go so long after a moment. ``only`` are further conditions on the row."""

    label: str
    after: timedelta
    since: str  # the field from which it is counted
    basis: str
    only: Mapping[str, Any] = field(default_factory=dict)
    tells_of_people: bool = False  # then the book's lines about the row are blanked, too
    serves_waves: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        label="messaging.Message", after=2 * YEAR, since="asked_at", basis=LIMIT,
        only={"state__in": ("sent", "shown", "failed", "unsure", "declined", "withdrawn",
                          "withheld")},
        serves_waves=True,
    ),
    Rule(
        label="messaging.Reminder", after=2 * YEAR, since="due_at", basis=LIMIT,
        only={"state__in": ("sent", "cancelled")}, tells_of_people=True, serves_waves=True,
    ),
    Rule(
        label="jobs.Job", after=2 * YEAR, since="finished_at", basis=LIMIT, serves_waves=True,
        only={"state__in": ("done", "failed", "cancelled")},
    ),
    Rule(label="jobs.Worker", after=timedelta(days=30), since="seen_at", basis=LIMIT),
    Rule(
        label="accounts.Invitation", after=timedelta(days=90), since="expires_at", basis=LIMIT
    ),
    Rule(label="signing_in.Try", after=timedelta(days=90), since="at", basis=LIMIT),
    Rule(
        label="signing_in.ResetRequest", after=timedelta(days=7), since="asked_at", basis=LIMIT
    ),
    Rule(
        label="signing_in.MailedLink", after=timedelta(days=90), since="expires_at", basis=LIMIT,
        tells_of_people=True,
    ),
    Rule(
        label="signing_in.Lock", after=YEAR, since="until", basis=LIMIT, tells_of_people=True
    ),
    Rule(
        label="usersessions.UserSession", after=timedelta(days=90), since="last_seen_at",
        basis=LIMIT, tells_of_people=True,
    ),
    Rule(label="sessions.Session", after=timedelta(days=7), since="expire_date", basis=LIMIT),
    # A day before the files themselves: no back-up made meanwhile names a file that is gone.
    Rule(
        label="intake.DeliveredFile", after=YEAR / 4 - timedelta(days=1), basis=LIMIT,
        since="delivery__discarded_at",
    ),
    Rule(label="api.KeptAnswer", after=timedelta(days=30), since="kept_at", basis=LIMIT),
    Rule(
        label="privacy.PrivacyRequest", after=5 * YEAR, since="answered_at", basis=ANSWERABLE,
        tells_of_people=True,
    ),
)  # fmt: skip

# From what each of them is counted, in words.
SINCE: Mapping[str, str] = {
    "asked_at": gettext_noop("written"), "due_at": gettext_noop("due"),
    "finished_at": gettext_noop("finished"), "seen_at": gettext_noop("last seen"),
    "expires_at": gettext_noop("link ran out"), "at": gettext_noop("happened"),
    "until": gettext_noop("lock ended"), "last_seen_at": gettext_noop("last visit"),
    "expire_date": gettext_noop("visit ran out"), "kept_at": gettext_noop("kept"),
    "answered_at": gettext_noop("answered"),
    "delivery__discarded_at": gettext_noop("delivery discarded"),
}  # fmt: skip

PERSON_KEPT = 5 * YEAR  # after the last day of the last posting; then blanked, never deleted

# Tables whose rows are never deleted, each with its reason.
BOOK = gettext_noop("The audit book is complete or worthless; what it says of people is blanked.")
TREE = gettext_noop("The tree of units: names nobody, and old reports are reproduced from it.")
BLANKED = gettext_noop(
    "Blanked five years after the last posting, or at request; the row stays, so that reports of "
    "every day count as before."
)
EVIDENCE = gettext_noop(
    "Evidence of a released finding: counts and plans without names, kept to be checked."
)
ANONYMOUS = gettext_noop("Anonymous: nobody can be found in it.")
RIGHTS = gettext_noop("Who could do what when: needed to explain the audit book.")
OF_ACCOUNT = gettext_noop("Goes with its account, when that is blanked.")
TECHNICAL = gettext_noop("Names of tables, rights and clocks; nothing about anybody.")
WISHES = gettext_noop("A wish not to be written to holds until it is taken back.")
REGISTER = gettext_noop("The register of incidents is shown to the agency at any time.")
LISTS = gettext_noop("Only counts stay: the lists themselves are removed once they are decided.")
WITH_JOB = gettext_noop("Goes with its job.")

KEPT: Mapping[str, str] = {
    "audit.Entry": BOOK, "audit.Change": BOOK, "audit.Page": BOOK, "audit.Part": BOOK,
    "organisations.Unit": TREE, "organisations.UnitSpell": TREE, "organisations.Succession": TREE,
    "organisations.Person": BLANKED, "organisations.Posting": BLANKED,
    "organisations.Identifier": BLANKED, "organisations.StaffImport": LISTS,
    "organisations.Restriction": ANSWERABLE, "accounts.AccountRestriction": ANSWERABLE,
    "accounts.User": BLANKED, "accounts.Assignment": RIGHTS,
    "signing_in.GovernmentIdentity": OF_ACCOUNT, "mfa.Authenticator": OF_ACCOUNT,
    "account.EmailAddress": OF_ACCOUNT, "account.EmailConfirmation": OF_ACCOUNT,
    "api.Token": RIGHTS,
    "messaging.Wish": WISHES,
    "jobs.Attempt": WITH_JOB, "jobs.Step": WITH_JOB, "jobs.Schedule": TECHNICAL,
    "intake.Delivery": EVIDENCE, "intake.Delivery_units": EVIDENCE,
    "intake.SavedMapping": TECHNICAL, "publication.ShownMonth": EVIDENCE,
    "impact.Plan": EVIDENCE, "impact.Answer": EVIDENCE, "impact.Finding": EVIDENCE,
    "listening.Survey": EVIDENCE, "listening.Response": ANONYMOUS, "listening.Collection": EVIDENCE,
    "privacy.Hold": ANSWERABLE, "privacy.Erasure": ANSWERABLE,
    "privacy.Incident": REGISTER, "privacy.IncidentNote": REGISTER,
    "auth.Permission": TECHNICAL, "auth.Group": TECHNICAL, "auth.Group_permissions": TECHNICAL,
    "accounts.User_groups": TECHNICAL, "accounts.User_user_permissions": TECHNICAL,
    "contenttypes.ContentType": TECHNICAL,
}  # fmt: skip
