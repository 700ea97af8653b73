"""A process of the web server has loaded its pages before it takes the first visitor."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
LOADED = """
import gc, sys
import dampak.website.wsgi
kept, searched = gc.get_freeze_count(), len(gc.get_objects())
assert kept > 10 * searched, (kept, searched)
from django.template.loader import get_template
from django.template.loaders.filesystem import Loader
Loader.get_contents = None  # nothing is read from the disk any more
for name in ("layout.html", "directory/unit.html", "privacy/request.html"):
    get_template(name)
print(*sys.modules)
"""


def test_views_and_templates_are_there_before_anybody_asks(tmp_path):
    variables = {
        **os.environ,
        "DAMPAK_HOME": str(tmp_path),
        "DAMPAK_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "dampak.website.settings",
    }
    ran = subprocess.run(
        [sys.executable, "-c", LOADED],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert {"dampak.directory.views.units", "dampak.listening.urls"} <= set(ran.stdout.split())
