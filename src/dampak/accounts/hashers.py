"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class TunedArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two rounds, one lane: OWASP's setting for servers with little memory.

    Eight people signing in at once need 150 MiB instead of the default's 800.
    """

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1
