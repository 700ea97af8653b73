"""Who signs in, after how many tries and for how long, and with which second step."""

from dampak.accounts.signing_in.roles import ROLES
from dampak.website.settings.variables import env

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

# How many tries in a quarter of an hour close a name, how many close a network, and for how long.
MOST_TRIES_FOR_A_NAME = env.number("DAMPAK_TRIES_PER_NAME", default=10, at_least=3)
MOST_TRIES_FROM_AN_ADDRESS = env.number("DAMPAK_TRIES_PER_ADDRESS", default=100, at_least=10)
LOCK_MINUTES = env.number("DAMPAK_LOCK_MINUTES", default=15, at_least=1)
# After how much silence, and after how many hours at the latest, somebody signs in again.
SESSION_IDLE_MINUTES = env.number("DAMPAK_IDLE_MINUTES", default=60, at_least=5)
SESSION_COOKIE_AGE = env.number("DAMPAK_SESSION_HOURS", default=12, at_least=1) * 3600
# The roles that open nothing without a second factor.
SECOND_FACTOR_ROLES = env.words_among("DAMPAK_SECOND_FACTOR_ROLES", among=ROLES)

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
