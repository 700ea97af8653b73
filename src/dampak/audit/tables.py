"""Every table in everyday words, by the label of its model: for the book and for retention."""

from collections.abc import Mapping

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

TABLES: Mapping[str, str] = {
    "account.EmailAddress": gettext_noop("E-mail address of an account"),
    "account.EmailConfirmation": gettext_noop("Confirmation of an e-mail address"),
    "accounts.AccountRestriction": gettext_noop("Restriction of an account's data"),
    "accounts.Assignment": gettext_noop("Role of an account"),
    "accounts.Invitation": gettext_noop("Link for a password"),
    "accounts.User": gettext_noop("Account"),
    "accounts.User_groups": gettext_noop("Group of an account"),
    "accounts.User_user_permissions": gettext_noop("Permission of an account"),
    "api.KeptAnswer": gettext_noop("Kept answer of the API"),
    "api.Token": gettext_noop("Token"),
    "audit.Change": gettext_noop("Audit book: changed rows"),
    "audit.Entry": gettext_noop("Audit book: deeds"),
    "audit.Page": gettext_noop("Audit book: sealed pages"),
    "audit.Part": gettext_noop("Audit book: parts"),
    "auth.Group": gettext_noop("Group"),
    "auth.Group_permissions": gettext_noop("Permission of a group"),
    "auth.Permission": gettext_noop("Kind of permission"),
    "contenttypes.ContentType": gettext_noop("List of tables"),
    "impact.Answer": gettext_noop("Answer of a study"),
    "impact.Finding": gettext_noop("Finding"),
    "impact.Plan": gettext_noop("Plan of a study"),
    "intake.DeliveredFile": gettext_noop("File of a delivery"),
    "intake.Delivery": gettext_noop("Delivery"),
    "intake.Delivery_units": gettext_noop("Unit of a delivery"),
    "intake.SavedMapping": gettext_noop("Saved mapping"),
    "jobs.Attempt": gettext_noop("Attempt at work in the background"),
    "jobs.Job": gettext_noop("Work in the background"),
    "jobs.Schedule": gettext_noop("Schedule of work"),
    "jobs.Step": gettext_noop("Finished part of work in the background"),
    "jobs.Worker": gettext_noop("Process that does work in the background"),
    "listening.Collection": gettext_noop("Count of responses"),
    "listening.Response": gettext_noop("Citizens' answers to surveys"),
    "listening.Survey": gettext_noop("Survey"),
    "messaging.Message": gettext_noop("Message"),
    "messaging.Reminder": gettext_noop("Reminder"),
    "messaging.Wish": gettext_noop("Wish about messages"),
    "mfa.Authenticator": gettext_noop("Second step of an account"),
    "organisations.Identifier": gettext_noop("Former NIP"),
    "organisations.Person": gettext_noop("Civil servant"),
    "organisations.Posting": gettext_noop("Posting"),
    "organisations.Restriction": gettext_noop("Restriction of a person's data"),
    "organisations.StaffImport": gettext_noop("Staff list"),
    "organisations.Succession": gettext_noop("Succession of units"),
    "organisations.Unit": gettext_noop("Unit"),
    "organisations.UnitSpell": gettext_noop("Time of a unit"),
    "privacy.Erasure": gettext_noop("Erasing of personal data"),
    "privacy.Hold": gettext_noop("Hold on erasing"),
    "privacy.Incident": gettext_noop("Incident"),
    "privacy.IncidentNote": gettext_noop("Note on an incident"),
    "privacy.PrivacyRequest": gettext_noop("Privacy request"),
    "publication.ShownMonth": gettext_noop("Month already shown"),
    "sessions.Session": gettext_noop("Visit of a browser"),
    "signing_in.GovernmentIdentity": gettext_noop("Identity of the government"),
    "signing_in.Lock": gettext_noop("Lock of the sign-in"),
    "signing_in.MailedLink": gettext_noop("Link sent by e-mail"),
    "signing_in.ResetRequest": gettext_noop("Request for a new password"),
    "signing_in.Try": gettext_noop("Failed try to sign in"),
    "usersessions.UserSession": gettext_noop("Session"),
}


def table_named(label: str) -> str:
    """What a reader calls a table; one that is not of this house has its own name."""
    if label in TABLES:
        return _(TABLES[label])
    return str(apps.get_model(label)._meta.verbose_name)
