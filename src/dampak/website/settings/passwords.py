"""How passwords are kept, which are refused, and what becomes of a forgotten one."""

# Argon2 at OWASP's second setting (19 MiB), because the default's 100 MiB for each of eight
# threads would not fit on an office's server.
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
# Rooms above the accounts answer and end tokens; accounts lie below them.
FORGOTTEN_PASSWORDS = "dampak.website.security_letters.wake"
TOKENS_AFTER_RESET = "dampak.api.services.end_tokens_of"
