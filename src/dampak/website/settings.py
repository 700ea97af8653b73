"""Settings of the site, all from the environment; each line says what it is for."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.contrib.messages import constants
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from dampak.accounts.signing_in.roles import ROLES
from dampak.operations.logs.settings import FORMS, LEVELS, logging_settings
from dampak.website.environment import Environment
from dampak.website.secret import secret_kept_in

env = Environment(os.environ)
HOUSE = Path(__file__).resolve().parent.parent

# Where all state lives: database, warehouse, uploads, gathered static files, secret key.
DAMPAK_HOME = env.path("DAMPAK_HOME", default="var")

# Signs sessions and forms. Evaluating from the command line never asks for it, hence the laziness.
SECRET_KEY = os.environ.get("DAMPAK_SECRET_KEY") or lazy(secret_kept_in, str)(
    DAMPAK_HOME / "secret-key"
)
DEBUG = env.flag("DAMPAK_DEBUG", default=False)
# The names under which the site may be asked for; a laptop needs no others.
ALLOWED_HOSTS = env.words("DAMPAK_HOSTS", default="localhost,127.0.0.1,[::1]")
# Addresses, with https://, from which forms are accepted when a proxy stands in front.
CSRF_TRUSTED_ORIGINS = env.words("DAMPAK_TRUSTED_ORIGINS")
# The site is reached over HTTPS only: cookies and browsers are told so.
HTTPS_ONLY = env.flag("DAMPAK_HTTPS", default=False)
# Which day a moment falls on, where the reader's own zone is not known.
TIME_ZONE = env.time_zone("DAMPAK_TIME_ZONE", default="Asia/Jakarta")
# The largest delivery, all its files together.
LARGEST_DELIVERY_BYTES = env.number("DAMPAK_LARGEST_DELIVERY_MB", default=512, at_least=1) * 2**20

# How many responses to a survey one address may hand in within a minute: enough for the shared
# network of a waiting hall, too few for a machine.
MOST_RESPONSES_A_MINUTE = env.number("DAMPAK_RESPONSES_PER_MINUTE", default=60, at_least=1)

# How many requests to the API one token may make within a minute, and one address without one.
MOST_API_REQUESTS_A_MINUTE = env.number("DAMPAK_API_PER_MINUTE", default=600, at_least=1)
MOST_STRANGE_REQUESTS_A_MINUTE = env.number(
    "DAMPAK_API_PER_MINUTE_WITHOUT_TOKEN", default=60, at_least=1
)

# The ledger of deeds.
DATABASES = {"default": env.database("DAMPAK_DATABASE_URL", otherwise=DAMPAK_HOME / "ledger.db")}
# Whether an empty home is filled with the invented regency at the first start.
BUILDS_DEMO = env.flag("DAMPAK_DEMO", default=True)
# The log: lines for people or JSON for a collector; from INFO on each request leaves a line.
LOG_FORM = env.choice("DAMPAK_LOG_FORMAT", among=FORMS, default="line")
LOG_LEVEL = env.choice("DAMPAK_LOG_LEVEL", among=LEVELS, default="WARNING")
# Who may read /metrik: these networks directly, or whoever brings the secret through a proxy.
METRICS_NETWORKS = env.networks("DAMPAK_METRICS_NETWORKS", default="127.0.0.0/8,::1/128")
METRICS_SECRET = env.text("DAMPAK_METRICS_SECRET", default="")
# How many tries in a quarter of an hour close a name, how many close a network, and for how long.
MOST_TRIES_FOR_A_NAME = env.number("DAMPAK_TRIES_PER_NAME", default=10, at_least=3)
MOST_TRIES_FROM_AN_ADDRESS = env.number("DAMPAK_TRIES_PER_ADDRESS", default=100, at_least=10)
LOCK_MINUTES = env.number("DAMPAK_LOCK_MINUTES", default=15, at_least=1)
# After how much silence, and after how many hours at the latest, somebody signs in again.
SESSION_IDLE_MINUTES = env.number("DAMPAK_IDLE_MINUTES", default=60, at_least=5)
SESSION_COOKIE_AGE = env.number("DAMPAK_SESSION_HOURS", default=12, at_least=1) * 3600
# The roles that open nothing without a second factor.
SECOND_FACTOR_ROLES = env.words_among("DAMPAK_SECOND_FACTOR_ROLES", among=ROLES)
# The government's sign-in (OpenID Connect); without an issuer there is no button.
OIDC_ISSUER = env.address("DAMPAK_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("DAMPAK_OIDC_CLIENT_ID", default=None if OIDC_ISSUER else "")
OIDC_CLIENT_SECRET = env.text("DAMPAK_OIDC_CLIENT_SECRET", default=None if OIDC_ISSUER else "")
OIDC_NAME = env.text("DAMPAK_OIDC_NAME", default="")
OIDC_MATCHES_BY = env.choice("DAMPAK_OIDC_MATCH", among=("subject", "email"), default="subject")
# Browsers refuse plain HTTP for this name's subdomains too; off where those are not ready for it.
HSTS_SUBDOMAINS = env.flag("DAMPAK_HSTS_SUBDOMAINS", default=True)
# Under which address people reach the site, for the links in messages.
SITE_ADDRESS = (env.address("DAMPAK_ADDRESS") or "http://localhost:8000").rstrip("/")
# The mail server through which messages leave, and as whom; without one they are only shown.
MAIL_SERVER = env.mail_server("DAMPAK_MAIL_SERVER")
MAIL_FROM = env.text("DAMPAK_MAIL_FROM", default=None if MAIL_SERVER else "")
# The gateway to telephones (WhatsApp, SMS), and its secret; without one they are only shown.
GATEWAY_ADDRESS = env.address("DAMPAK_GATEWAY_ADDRESS")
GATEWAY_SECRET = env.text("DAMPAK_GATEWAY_SECRET", default="")
# How many messages that are not urgent leave for one person within seven days.
MOST_MESSAGES_A_WEEK = env.number("DAMPAK_MESSAGES_PER_WEEK", default=2, at_least=1)
# Who answers for the data of people, and whom people can ask about them (UU 27/2022).
OFFICE_NAME = env.text("DAMPAK_OFFICE", default="")
DATA_PROTECTION_OFFICER = env.text("DAMPAK_DPO_NAME", default="")
DATA_PROTECTION_CONTACT = env.text("DAMPAK_DPO_CONTACT", default="")
env.check()

INSTALLED_APPS = [
    "dampak.website",
    "dampak.api",
    "dampak.publication",
    "dampak.impact",
    "dampak.listening",
    "dampak.intake",
    "dampak.privacy",
    "dampak.messaging",
    "dampak.jobs",
    "dampak.accounts.signing_in",
    "dampak.accounts",
    "dampak.organisations",
    "dampak.audit",
    "dampak.language",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "csp",
]

MIDDLEWARE = [
    "dampak.website.request_log.RequestLogMiddleware",
    "dampak.website.headers.HeadersOnEverythingMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dampak.website.charset.OneCharsetMiddleware",
    "dampak.website.turns.TakingTurnsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dampak.website.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dampak.audit.middleware.ActingMiddleware",
    "dampak.api.middleware.ApiMiddleware",
    "dampak.website.uploads.LargestRequestMiddleware",
    "dampak.website.disk.RefusingDiskMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dampak.website.deeds_only.DeedsOnlyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dampak.accounts.signing_in.ends.SessionEndsMiddleware",
    "dampak.accounts.signing_in.demanding.SecondFactorDemandedMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "dampak.website.urls"
WSGI_APPLICATION = "dampak.website.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "dampak.website.layout.layout",
            ],
        },
    }
]

# Who may sign in, and how passwords are kept: argon2 at OWASP's second setting (19 MiB), because
# the default's 100 MiB for each of eight threads would not fit on an office's server.
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["dampak.accounts.hashers.TunedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    # Eighteen digits are somebody's employee number.
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Second factors, passkeys and the steps of signing in come from allauth, behind our own pages.
# Nobody opens an account for themselves, and tries are counted by our own lock, which survives a
# restart: allauth's own limits would count in memory.
ACCOUNT_ADAPTER = "dampak.accounts.signing_in.adapters.DoorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "dampak.accounts.signing_in.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = False
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Who writes to people about what happened to their account; accounts lie below the messages.
SECURITY_LETTERS = "dampak.website.security_letters.tell"
HANDED_LETTERS = "dampak.website.security_letters.hand_over"
TOKENS_AFTER_RESET = "dampak.api.services.end_tokens_of"
FORGOTTEN_PASSWORDS = "dampak.website.security_letters.wake"

# Indonesian first, English second; each room brings its own catalogue.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = sorted(HOUSE.glob("**/locale"))
USE_TZ = True

# How a message looks, by what it says.
MESSAGE_TAGS = {
    constants.INFO: "tone-calm",
    constants.SUCCESS: "tone-good",
    constants.WARNING: "tone-doubt",
    constants.ERROR: "tone-bad",
}

# Pictures, styles, scripts and fonts all come from here: no other server is ever asked.
STATIC_URL = "/berkas/"
STATIC_ROOT = DAMPAK_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Names carry a hash once `dampak run` has gathered the files; before that (tests) not.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if (STATIC_ROOT / "staticfiles.json").exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()

# Uploads stream to disk; a form without files stays small.
MEDIA_ROOT = DAMPAK_HOME / "uploads"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 40

# Nothing inline, nothing from elsewhere, nothing framed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "dampak.website.refusals.no_csrf"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS_ONLY
# Whoever watches the server asks it on its own machine, without HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^sehat$", r"^metrik$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS_ONLY and HSTS_SUBDOMAINS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS_ONLY else None

LOGGING = logging_settings(form=LOG_FORM, level=LOG_LEVEL)
