"""The rights that a token may carry, in words."""

from collections.abc import Mapping

from dampak.accounts.access import Permission
from dampak.foundation.text import gettext_noop

RIGHTS: Mapping[Permission, str] = {
    Permission.READ_EVIDENCE: gettext_noop("Read indicators, plans and findings"),
    Permission.IMPORT_DATA: gettext_noop("Hand in files, and let them be served"),
    Permission.RUN_SURVEYS: gettext_noop("Read surveys and hand in responses"),
    Permission.PLAN_STUDIES: gettext_noop("Write and seal plans"),
    Permission.SEE_UNITS: gettext_noop("Read the tree of units"),
    Permission.SEE_PEOPLE: gettext_noop("Read people, with masked numbers"),
    Permission.MANAGE_PEOPLE: gettext_noop("Hand in staff lists"),
    Permission.READ_AUDIT_BOOK: gettext_noop("Read the audit book"),
    Permission.SEE_JOBS: gettext_noop("Look at work in the background"),
}
