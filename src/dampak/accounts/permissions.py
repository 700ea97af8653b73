"""What there is to be allowed, and which role allows it."""

from collections.abc import Mapping
from enum import StrEnum

from dampak.accounts.models import Role


class Permission(StrEnum):
    """One right. Over which units somebody has it, is the matter of their assignments."""

    READ_EVIDENCE = "read_evidence"
    IMPORT_DATA = "import_data"
    RUN_SURVEYS = "run_surveys"
    PLAN_STUDIES = "plan_studies"
    RELEASE_ANSWERS = "release_answers"
    SEE_UNITS = "see_units"
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    REORGANISE = "reorganise"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT_BOOK = "read_audit_book"
    SEE_JOBS = "see_jobs"
    MANAGE_JOBS = "manage_jobs"
    SEE_MESSAGES = "see_messages"
    MANAGE_MESSAGES = "manage_messages"
    ANSWER_PRIVACY_REQUESTS = "answer_privacy_requests"
    KEEP_BREACH_REGISTER = "keep_breach_register"
    MANAGE_TOKENS = "manage_tokens"
    SEE_HEALTH = "see_health"


READING = frozenset({Permission.READ_EVIDENCE, Permission.SEE_UNITS})

# An administrator has every right: who may give a right to somebody could always have it used, so
# withholding it would be decoration. What they do stands in the audit book, which nobody can alter.
GRANTED: Mapping[str, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.TRAINING_MANAGER: READING
    | {
        Permission.IMPORT_DATA,
        Permission.RUN_SURVEYS,
        Permission.SEE_PEOPLE,
        Permission.MANAGE_PEOPLE,
        Permission.REORGANISE,
        Permission.SEE_JOBS,
        Permission.SEE_MESSAGES,
        Permission.MANAGE_MESSAGES,
    },
    Role.HEAD: READING | {Permission.RELEASE_ANSWERS, Permission.SEE_PEOPLE},
    Role.EVALUATOR: READING
    | {
        Permission.IMPORT_DATA,
        Permission.RUN_SURVEYS,
        Permission.PLAN_STUDIES,
        Permission.SEE_JOBS,
    },
    Role.TRAINER: READING,
    Role.CIVIL_SERVANT: READING,
    Role.STEWARD: READING
    | {
        Permission.SEE_PEOPLE,
        Permission.READ_AUDIT_BOOK,
        Permission.SEE_JOBS,
        Permission.SEE_MESSAGES,
        Permission.ANSWER_PRIVACY_REQUESTS,
        Permission.KEEP_BREACH_REGISTER,
        Permission.SEE_HEALTH,
    },
    Role.OBSERVER: READING,
}
