"""Static files gathered once: compressed, and named by their content so that browsers keep them."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

Found = dict[str, tuple[Storage, str]]


def gather_static_files() -> bool:
    """Bring the static files of all rooms together; False if nothing has changed since."""
    root = Path(settings.STATIC_ROOT)
    found = _found()
    stamp, kept = _stamp(found), root.with_name("static.stamp")
    if root.exists() and kept.exists() and kept.read_text() == stamp:
        return False
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    storage = CompressedManifestStaticFilesStorage(  # type: ignore[no-untyped-call]
        location=root, base_url=settings.STATIC_URL
    )
    for path, (source, name) in found.items():
        with source.open(name) as file:
            storage.save(path, file)
    copied = {path: (storage, path) for path in found}
    for _name, _hashed, done in storage.post_process(copied):  # type: ignore[no-untyped-call]
        if isinstance(done, Exception):
            raise done
    kept.write_text(stamp)
    return True


def _found() -> Found:
    found: Found = {}
    for finder in get_finders():
        for path, storage in finder.list([]):
            found.setdefault(path, (storage, path))
    return found


def _stamp(found: Found) -> str:
    told = [
        (path, storage.size(name), storage.get_modified_time(name).isoformat())
        for path, (storage, name) in sorted(found.items())
    ]
    return sha256(json.dumps(told).encode()).hexdigest()
