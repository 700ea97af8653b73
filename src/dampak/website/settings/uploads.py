"""How large a delivery may be, and where its files wait."""

from dampak.website.settings.home import DAMPAK_HOME
from dampak.website.settings.variables import env

# The largest delivery, all its files together.
LARGEST_DELIVERY_BYTES = env.number("DAMPAK_LARGEST_DELIVERY_MB", default=512, at_least=1) * 2**20
# Uploads stream to disk; a form without files stays small.
MEDIA_ROOT = DAMPAK_HOME / "uploads"
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 40
