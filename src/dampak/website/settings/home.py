"""Where everything lives: the home, the ledger, the secret key."""

import os

from django.utils.functional import lazy

from dampak.website.secret import secret_kept_in
from dampak.website.settings.variables import env

# Where all state lives: database, warehouse, uploads, gathered static files, secret key.
DAMPAK_HOME = env.path("DAMPAK_HOME", default="var")
# The ledger of deeds.
DATABASES = {"default": env.database("DAMPAK_DATABASE_URL", otherwise=DAMPAK_HOME / "ledger.db")}
# The public keys for which copies are encrypted; the private ones are kept elsewhere.
BACKUP_RECIPIENTS = env.words("DAMPAK_BACKUP_RECIPIENTS")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Signs sessions and forms. Evaluating from the command line never asks for it, hence the laziness.
SECRET_KEY = os.environ.get("DAMPAK_SECRET_KEY") or lazy(secret_kept_in, str)(
    DAMPAK_HOME / "secret-key"
)
# Whether an empty home is filled with the invented regency at the first start.
BUILDS_DEMO = env.flag("DAMPAK_DEMO", default=True)
