"""What the book leaves out, each with its reason; everything else is watched."""

from collections.abc import Mapping

# Models whose rows may change without a line, by label.
NOT_WATCHED: Mapping[str, str] = {
    "audit.Entry": "It is the book itself; the database refuses to change it.",
    "audit.Change": "It is the book itself; the database refuses to change it.",
    "audit.Page": "It seals the book; the database refuses to change it.",
    "audit.Part": "It says what a page holds; the database refuses to change it.",
    "listening.Response": (
        "A moment beside a response would tell who stood at the counter. The database refuses "
        "to change or remove a response, and collecting them is a deed."
    ),
    "jobs.Attempt": "Heartbeats and progress of background work; the job itself is watched.",
    "jobs.Step": "Progress of background work; the job itself is watched.",
    "jobs.Worker": "Heartbeats of processes: they say nothing about anybody's data.",
    "signing_in.Try": "Counts tries at the door and is swept at once; a failed one is a deed.",
    "signing_in.ResetRequest": (
        "Counts who forgot a password; what was typed lies encrypted in it until a worker has "
        "looked. The outcome is a deed."
    ),
    "sessions.Session": "Written at each visit; signing in and out are deeds.",
    "contenttypes.ContentType": "Names of tables, written by migrations alone.",
    "auth.Permission": "Names that dampak gives no right by, written by migrations alone.",
}

# Columns whose values never enter the book: that they changed is told, by stars. The endings
# catch those of rooms that are built later; binary columns hold keys and digests: hidden, too.
SECRET_ENDINGS = (
    "password",
    "secret",
    "token",
    "_hash",
    "_key",
    "nonce",
    "recovery",
    "seed",
    "otp",
)
SECRET: Mapping[str, frozenset[str]] = {
    "api.KeptAnswer": frozenset({"body"}),
    "mfa.Authenticator": frozenset({"data"}),
    "socialaccount.SocialAccount": frozenset({"extra_data"}),
    "socialaccount.SocialToken": frozenset({"token", "token_secret"}),
    "usersessions.UserSession": frozenset({"session_key", "data"}),
    "account.EmailConfirmation": frozenset({"key"}),
    "messaging.Message": frozenset({"context", "address"}),
    "signing_in.MailedLink": frozenset({"address"}),
    "privacy.PrivacyRequest": frozenset({"words", "called", "reach", "answer"}),
}

# Columns that move by themselves: a row of which nothing else changed leaves no line.
QUIET: Mapping[str, frozenset[str]] = {
    "jobs.Schedule": frozenset({"next_at", "last_job_id"}),
    "usersessions.UserSession": frozenset({"last_seen_at"}),
}


def is_secret(label: str, column: str) -> bool:
    """Whether what stands in this column is kept out of the book."""
    return column in SECRET.get(label, ()) or column.endswith(SECRET_ENDINGS)
