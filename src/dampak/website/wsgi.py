"""The door that a web server opens, in each of its processes."""

import os

from django.core.wsgi import get_wsgi_application

from dampak.operations.metrics.together import take_room
from dampak.website.opening import load_every_page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dampak.website.settings")
take_room(os.environ)

application = get_wsgi_application()
load_every_page()
