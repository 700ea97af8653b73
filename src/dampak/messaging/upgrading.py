"""What was written about an account while it was tied goes to the account, where it now begins."""

from typing import Any

BLANK = "…"
EVENTS = (
    "factor-added", "factor-removed", "codes-renewed", "recovery-code-used", "password-changed",
    "password-reset", "locked", "address-changed", "tied", "untied",
)  # fmt: skip
# Written to whoever had signed in or answers as a steward, and never to a record of staff.
ABOUT_AN_ACCOUNT = (
    *(f"signing-in.{event}" for event in EVENTS), "messaging.trial",
    "privacy.received", "privacy.answered", "privacy.waiting", "privacy.overdue",
    "privacy.incident-waiting",
)  # fmt: skip


def keep_with_account(apps: Any, _editor: Any) -> None:
    """Else it would stay with a record of staff to which the account was tied by mistake.

    The greeting named the record, which may be somebody else's; what was blanked stays blank.
    """
    messages = apps.get_model("messaging", "Message").objects
    wrong = messages.filter(letter__in=ABOUT_AN_ACCOUNT, user__isnull=False, person__isnull=False)
    for each in wrong.select_related("user").iterator(chunk_size=500):
        user = each.user
        each.recipient, each.person = f"user:{user.pk}", None
        if each.context.get("name", BLANK) != BLANK:
            each.context["name"] = f"{user.first_name} {user.last_name}".strip() or user.username
        each.save(update_fields=["recipient", "person", "context"])
