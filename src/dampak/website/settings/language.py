"""Which languages the site speaks, and by whose clock it tells days."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

import dampak
from dampak.website.settings.variables import env

# Indonesian first, English second; each room brings its own catalogue.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = sorted(Path(dampak.__file__).resolve().parent.glob("**/locale"))
# Which day a moment falls on, where the reader's own zone is not known.
TIME_ZONE = env.time_zone("DAMPAK_TIME_ZONE", default="Asia/Jakarta")
USE_TZ = True
